--TEST--
tls: a name in the CN alone is not enough, and the message names the way out [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'cn_only');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] %sssl_verify_peer_name%s
no descriptor left
