--TEST--
tls: ssl_session_from may name the client itself [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

use function Corio\Coroutine\run;

run(function () {
    $peer = server('tls_python');
    $client = new Client(TLS);
    $client->set(['ssl_cafile' => pki_ca(), 'ssl_session_from' => $client]);
    foreach ([$peer, $peer, server('record', to: $peer->port)] as $server) {
        $client->connect('localhost', $server->port);
        tls_line($client, 'hello');
        var_dump($client->getTlsInfo()['resumed']);
        $client->close();
    }
});
unset($client);
echo "done\n";
?>
--EXPECT--
bool(false)
bool(true)
bool(true)
done
