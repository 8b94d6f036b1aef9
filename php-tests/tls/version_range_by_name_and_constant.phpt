--TEST--
tls: ssl_min_version and ssl_max_version, by name or by constant [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    $peer = server('tls_python');
    print_tls($peer, ['ssl_max_version' => 'TLSv1.2'], 'version');
    print_tls($peer, ['ssl_max_version' => Corio\SSL_TLSv1_2], 'version');
    print_tls($peer, ['ssl_min_version' => 'TLSv1.3'], 'version');
    print_tls($peer, ['ssl_min_version' => Corio\SSL_TLSv1_3, 'ssl_max_version' => Corio\SSL_TLSv1_3], 'version');
    print_tls($peer, ['ssl_min_version' => null, 'ssl_max_version' => null, 'ssl_protocols' => Corio\SSL_TLSv1_2], 'version');
});
?>
--EXPECT--
"TLSv1.2"
"TLSv1.2"
"TLSv1.3"
"TLSv1.3"
"TLSv1.2"
