--TEST--
tls: a server that has another certificate meanwhile is checked anew [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    foreach (['TLSv1_2', 'TLSv1_3'] as $version) {
        $peer = server('tls_python', max: $version);
        $client = tls_client($peer);
        echo tls_line($client, 'CERT ip_only'), "\n";
        $client->close();
        print_tls($peer, [], 'resumed');
        // As before: the refused one did not spoil anything.
        $client = tls_client($peer, host: '127.0.0.1');
        echo tls_line($client, 'CERT server'), "\n";
        $client->close();
        echo tls_resumes($peer), ' ', tls_resumes($peer), "\n";
    }
});
?>
--EXPECT--
CERT ip_only
1014 TLS handshake with peer failed: hostname mismatch: expected name localhost, but it is for 127.0.0.1 (certificate at depth 0, subject CN=ip_only)
CERT server
full resumed
CERT ip_only
1014 TLS handshake with peer failed: hostname mismatch: expected name localhost, but it is for 127.0.0.1 (certificate at depth 0, subject CN=ip_only)
CERT server
full resumed
