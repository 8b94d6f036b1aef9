--TEST--
tls: a server that knows none of the application protocols [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    foreach (['-tls1_2', '-tls1_3'] as $version) {
        print_tls(server('s_server', args: [$version, '-alpn', 'h2']), ['ssl_alpn_protocols' => 'imap']);
    }
});
?>
--EXPECTF--
1018 TLS handshake with peer failed: %sno application protocol%s
1018 TLS handshake with peer failed: %sno application protocol%s
