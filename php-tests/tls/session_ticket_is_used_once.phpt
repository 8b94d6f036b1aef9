--TEST--
tls: a ticket of TLS 1.3 is used once, a session of TLS 1.2 by several connections [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    foreach (['TLSv1_2', 'TLSv1_3'] as $version) {
        $peer = server('tls_python', max: $version);
        tls_resumes($peer);
        // Three at once: none has read yet, so none has got a new ticket. Servers send two.
        $clients = array_map(fn () => tls_client($peer), range(1, 3));
        echo json_encode(array_map(fn ($client) => $client->getTlsInfo()['resumed'], $clients)), "\n";
    }
});
?>
--EXPECT--
[true,true,true]
[true,true,false]
