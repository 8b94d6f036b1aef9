--TEST--
tls: ssl_allow_truncation takes the end of the connection for the end of the data, in both versions [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    foreach (['TLSv1.2', 'TLSv1.3'] as $version) {
        $peer = server('tls_echo', protocols: $version);
        foreach ([false, true] as $allowed) {
            $client = tls_client($peer, ['ssl_allow_truncation' => $allowed]);
            echo tls_line($client, $version), ' ', json_encode($allowed), "\n";
            $client->send('CUT');
            print_result($client->recv(), $client);
            print_result($client->recv(), $client)->close();
        }
    }
});
?>
--EXPECTF--
TLSv1.2 false
false [1017] receive from localhost:%d failed: the peer closed the connection without TLS close_notify (truncated)
false [5001] receive from localhost:%d failed: not connected (%s)
TLSv1.2 true
""
""
TLSv1.3 false
false [1017] receive from localhost:%d failed: the peer closed the connection without TLS close_notify (truncated)
false [5001] receive from localhost:%d failed: not connected (%s)
TLSv1.3 true
""
""
