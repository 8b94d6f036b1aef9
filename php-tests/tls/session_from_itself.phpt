--TEST--
tls: ssl_session_from may name the client itself, and the garbage collector finds it then [coroutine]
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
    $weak = WeakReference::create($client);
    unset($client);
    gc_collect_cycles();
    var_dump($weak->get());
});
?>
--EXPECT--
bool(false)
bool(true)
bool(true)
NULL
