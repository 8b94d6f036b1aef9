<?php
/*
 * The same conversation three times: connect, read the greeting, upgrade to TLS, send, receive. What differs is how
 * the script waits: in a coroutine, by blocking, or not at all.
 *
 *     php -d extension=corio examples/12_three_ways_to_wait.php
 *
 * Expected output:
 *
 *     coroutine: 221 goodbye
 *     blocking: 221 goodbye
 *     callbacks: 221 goodbye
 */

// A mail server for this run; it prints its port, and the CA that has signed its certificate.
$process = proc_open([PHP_BINARY, '-n', __DIR__ . '/_mail_server.php'], [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
['ca' => $ca, 'port' => $port] = json_decode(fgets($pipes[1]), true);

// recv() delivers whole lines. Without ssl_cafile: the system's CAs.
$settings = ['ssl_cafile' => $ca, 'timeout' => 10.0, 'open_eof_split' => true, 'package_eof' => "\r\n"];

// Other coroutines run while this one waits.
Corio\Coroutine\run(function () use ($settings, $port) {
    $client = new Corio\Coroutine\Client(Corio\SOCK_TCP);
    $client->set($settings);
    $client->connect('localhost', $port) || throw new RuntimeException($client->errMsg);
    $client->recv(); // 220, the greeting
    $client->send("STARTTLS\r\n");
    $client->recv(); // 220 go ahead
    $client->enableSSL() || throw new RuntimeException($client->errMsg);
    $client->send("QUIT\r\n");
    echo 'coroutine: ', rtrim($client->recv()), "\n";
    $client->close();
});

// Nothing else of the script runs while it waits: for any SAPI, and for code that knows no coroutines.
$client = new Corio\Client(Corio\SOCK_TCP);
$client->set($settings);
$client->connect('localhost', $port) || throw new RuntimeException($client->errMsg);
$client->recv(); // 220, the greeting
$client->send("STARTTLS\r\n");
$client->recv(); // 220 go ahead
$client->enableSSL() || throw new RuntimeException($client->errMsg);
$client->send("QUIT\r\n");
echo 'blocking: ', rtrim($client->recv()), "\n";
$client->close();

// Never waits: what comes is told to callbacks, and the script ends when the connection has.
$client = new Corio\Async\Client(Corio\SOCK_TCP);
$client->set($settings);
$client->on('connect', fn ($client) => null);
$client->on('receive', function ($client, string $line) {
    static $count = 0;
    match (++$count) {
        1 => $client->send("STARTTLS\r\n"), // 220, the greeting
        2 => $client->enableSSL(fn ($client) => $client->send("QUIT\r\n")), // 220 go ahead
        3 => print "callbacks: " . rtrim($line) . "\n",
    };
});
$client->on('error', fn ($client) => print "$client->errMsg\n");
$client->on('close', fn ($client) => null);
$client->connect('localhost', $port);
