--TEST--
tls: putenv() of SSL_CERT_FILE counts from the next connection on, and no session is carried over [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

$peer = server('tls_python');
foreach (['ca' => 2, 'unknown_ca' => 1] as $ca => $times) {
    putenv('SSL_CERT_FILE=' . pki_ca($ca));
    for ($i = 0; $i < $times; $i++) {
        $client = new Corio\Coroutine\Client(TLS);
        if ($client->connect('localhost', $peer->port)) {
            echo tls_line($client, 'hello'), ' ', json_encode($client->getTlsInfo()['resumed']), "\n";
            $client->close();
        } else {
            echo "$client->errCode\n";
        }
    }
}
?>
--EXPECT--
hello false
hello true
1014
