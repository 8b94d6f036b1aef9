--TEST--
tls: ssl_peer_fingerprint: every form of the right fingerprint is accepted [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
$hex = pki_fingerprint('server');
$key = pki_key_pin('server');
$forms = [
    $hex, strtoupper($hex), implode(':', str_split($hex, 2)), ['sha256' => $hex], [$hex],
    $key, [$key], pki_key_pin('other') . ';' . $key, [pki_fingerprint('other'), pki_key_pin('other'), $hex],
];
run(function () use ($peer, $forms) {
    foreach ($forms as $form) {
        print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_peer_fingerprint' => $form]))->close();
    }
});
?>
--EXPECT--
secured
secured
secured
secured
secured
secured
secured
secured
secured
