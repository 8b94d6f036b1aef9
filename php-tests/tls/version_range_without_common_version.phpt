--TEST--
tls: a server whose versions are outside of the range is refused [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    print_tls(server('tls_python', min: 'TLSv1_3'), ['ssl_max_version' => 'TLSv1.2']);
    print_tls(server('tls_python', max: 'TLSv1_2'), ['ssl_min_version' => 'TLSv1.3']);
});
?>
--EXPECTF--
1018 TLS handshake with peer failed: %sprotocol version%s(no TLS version in common; see ssl_protocols%s
1018 TLS handshake with peer failed: %sprotocol version%s(no TLS version in common; see ssl_protocols%s
