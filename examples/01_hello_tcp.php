<?php
/*
 * A TCP client: connect, send, receive, close.
 *
 *     php -d extension=corio examples/01_hello_tcp.php
 *
 * Expected output:
 *
 *     connected to 127.0.0.1:...
 *     sent 6 bytes, received "hello\n"
 *     sent 8 bytes, received "goodbye\n"
 *     the peer has closed: ""
 */

use Corio\Coroutine\Client;

$port = start_peer();

$client = new Client(Corio\SOCK_TCP);
$client->set(['connect_timeout' => 2.0, 'read_timeout' => 5.0]); // seconds
$client->connect('127.0.0.1', $port) || throw new RuntimeException($client->errMsg);
$peer = $client->getpeername();
echo "connected to $peer[address]:$peer[port]\n";

foreach (["hello\n", "goodbye\n"] as $line) {
    $sent = $client->send($line);
    $reply = $client->recv(); // what has arrived; of a longer reply that may be a part
    echo "sent $sent bytes, received ", json_encode($reply), "\n";
}
echo 'the peer has closed: ', json_encode($client->recv()), "\n"; // '' is a clean end, false a failure
$client->close();

/** Starts the other end: a PHP process that sends two lines back and closes. Returns its port. */
function start_peer(): int
{
    static $process, $pipes; // as long as they live, the process does
    $code = <<<'PEER'
        $listener = stream_socket_server('tcp://127.0.0.1:0');
        echo stream_socket_get_name($listener, false), "\n";
        $socket = stream_socket_accept($listener);
        fwrite($socket, fgets($socket));
        fwrite($socket, fgets($socket));
        PEER;
    $process = proc_open([PHP_BINARY, '-n', '-r', $code], [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
    return (int) substr(strrchr(fgets($pipes[1]), ':'), 1);
}
