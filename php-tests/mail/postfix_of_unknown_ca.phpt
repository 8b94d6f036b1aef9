--TEST--
mail: Postfix under an unknown CA is refused [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/postfix.php';

use function Corio\Coroutine\run;

$server = postfix();
run(fn () => no_descriptor_left(function () use ($server) {
    $client = smtp_starttls($server->port, ['ssl_cafile' => pki_ca('unknown_ca')]);
    return print_result($client->enableSSL(), $client);
}));
?>
--EXPECTF--
false [1014] %s
no descriptor left
