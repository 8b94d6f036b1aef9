--TEST--
tls: disableSSL() without TLS, and without a connection [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

use function Corio\Coroutine\run;

run(function () {
    $client = new Client(Corio\SOCK_TCP);
    print_result($client->disableSSL(), $client);
    $client = connected(server('echo')->port);
    print_result($client->disableSSL(), $client);
    echo tls_line($client, 'still there'), "\n";
    $client->close();
    print_result($client->disableSSL(), $client);
});
?>
--EXPECTF--
false [5001] connect failed: not connected (never connected)
false [107] TLS is not enabled on the connection to 127.0.0.1:%d
still there
false [5001] connect to 127.0.0.1:%d failed: not connected (closed)
