--TEST--
tls: ssl_capath is a folder of hashed names [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_capath' => pki_folder()]));
});
?>
--EXPECT--
secured
