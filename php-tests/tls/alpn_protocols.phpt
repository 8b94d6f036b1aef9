--TEST--
tls: ssl_alpn_protocols offers names, and the server's choice is in getTlsInfo() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    foreach (['TLSv1_2', 'TLSv1_3'] as $version) {
        $peer = server('tls_python', max: $version, alpn: ['http/1.1', 'h2']);
        print_tls($peer, ['ssl_alpn_protocols' => ['h2', 'http/1.1']], 'alpn');
        echo $peer->says(20), "\n";
        print_tls($peer, ['ssl_alpn_protocols' => 'imap, h2'], 'alpn');
        print_tls($peer, ['ssl_alpn_protocols' => null], 'alpn');
        print_tls($peer, ['ssl_alpn_protocols' => []], 'alpn');
        print_tls(server('tls_python', max: $version), ['ssl_alpn_protocols' => ['h2']], 'alpn');
    }
});
?>
--EXPECT--
"http\/1.1"
TLSv1.2 full alpn=http/1.1 client=none
"h2"
""
""
""
"http\/1.1"
TLSv1.3 full alpn=http/1.1 client=none
"h2"
""
""
""
