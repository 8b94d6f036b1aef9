--TEST--
mail: IMAP STARTTLS with Dovecot under another name is refused [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/dovecot.php';

use function Corio\Coroutine\run;

$server = dovecot(cert: 'other');
run(fn () => no_descriptor_left(function () use ($server) {
    $client = imap_starttls($server->imap, ['ssl_cafile' => pki_ca()]);
    return print_result($client->enableSSL(), $client);
}));
?>
--EXPECTF--
false [1014] %s
no descriptor left
