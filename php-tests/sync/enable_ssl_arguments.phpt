--TEST--
sync: enableSSL() takes a timeout in either place, and no callback
--FILE--
<?php
require __DIR__ . '/../include/server.php';

$peer = server('tarpit');
foreach ([[0.1], [null, 0.1], ['timeout' => 0.1], [60, 0.1], ['0.1']] as $arguments) {
    $client = new Corio\Client(Corio\SOCK_TCP);
    $client->connect('localhost', $peer->port);
    timed(0.1, 5, fn () => @$client->enableSSL(...$arguments));
    echo preg_replace('/:\d+/', ':PORT', $client->errMsg), "\n";
}
foreach ([fn () => null, 'strlen', 'no_function', []] as $callback) {
    try {
        $client->enableSSL($callback);
    } catch (Throwable $e) {
        echo get_class($e), " [{$e->getCode()}]: {$e->getMessage()}\n";
    }
}
?>
--EXPECTF--
in time
TLS handshake with localhost:PORT failed: timed out after 0.1 s
in time
TLS handshake with localhost:PORT failed: timed out after 0.1 s
in time
TLS handshake with localhost:PORT failed: timed out after 0.1 s
in time
TLS handshake with localhost:PORT failed: timed out after 0.1 s
in time
TLS handshake with localhost:PORT failed: timed out after 0.1 s
Corio\Exception [505]: a client that blocks does not support the `onSslReady` callback
Corio\Exception [505]: a client that blocks does not support the `onSslReady` callback
TypeError [0]: Corio\Client::enableSSL(): Argument #1 ($onSslReady) must be a valid callback, function "no_function" not found or invalid function name
TypeError [0]: Corio\Client::enableSSL(): Argument #1 ($onSslReady) must be a valid callback, array callback must have exactly two members
