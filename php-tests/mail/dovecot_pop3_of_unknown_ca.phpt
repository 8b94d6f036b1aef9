--TEST--
mail: POP3 STLS with Dovecot under an unknown CA is refused [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/dovecot.php';

use function Corio\Coroutine\run;

$server = dovecot();
run(fn () => no_descriptor_left(function () use ($server) {
    $client = pop3_stls($server->pop3, ['ssl_cafile' => pki_ca('unknown_ca')]);
    return print_result($client->enableSSL(), $client);
}));
?>
--EXPECTF--
false [1014] %s
no descriptor left
