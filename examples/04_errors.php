<?php
/*
 * How failures are reported: false with errCode and errMsg, or exceptions if the script asks for them.
 *
 *     php -d extension=corio examples/04_errors.php
 *
 * Expected output:
 *
 *     refused:    111, connect to 127.0.0.1:... failed: Connection refused
 *     timeout:    110, receive from localhost:... failed: timed out after 0.05 s
 *     wrong name: 1014, TLS handshake with localhost:... failed: hostname mismatch: expected name localhost, but it is for other.example (...)
 *     afterwards: 5001, send to localhost:... failed: not connected (the TLS upgrade failed)
 *     thrown:     Corio\ConnectException 111 in phase connect: connect to 127.0.0.1:... failed: Connection refused
 *     misuse:     Corio\Exception: setting "read_timeout" must be of type float, array given
 */

use Corio\Coroutine\Client;

// A mail server: `port` answers as it should, the certificate behind `wrong_name_port` is for other.example.
$process = proc_open([PHP_BINARY, '-n', __DIR__ . '/_mail_server.php'], [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
$server = json_decode(fgets($pipes[1]), true);
$listener = stream_socket_server('tcp://127.0.0.1:0');
$closed = (int) substr(strrchr(stream_socket_get_name($listener, false), ':'), 1);
fclose($listener); // now nothing listens there

$client = new Client(Corio\SOCK_TCP);
$client->connect('127.0.0.1', $closed) || show('refused', $client);

$client = new Client(Corio\SOCK_TCP);
$client->set(['ssl_cafile' => $server['ca']]);
$client->connect('localhost', $server['port']);
$client->recv(); // the greeting; the server says nothing more until it is asked
$client->recv(0.05) || show('timeout', $client); // 110 is ETIMEDOUT; the connection is still usable

$client = new Client(Corio\SOCK_TCP);
$client->set(['ssl_cafile' => $server['ca']]);
$client->connect('localhost', $server['wrong_name_port']);
$client->recv();
$client->send("STARTTLS\r\n");
$client->recv();
$client->enableSSL() || show('wrong name', $client); // 1014 is Corio\ERROR_SSL_VERIFY_FAILED
$client->send('secret') || show('afterwards', $client); // nothing leaves in plaintext by accident

$client->set(['throw' => true]); // network failures are thrown instead
try {
    $client->connect('127.0.0.1', $closed);
} catch (Corio\NetworkException $e) { // ConnectException, TimeoutException, VerifyException, …
    printf("%-11s %s %d in phase %s: %s\n", 'thrown:', $e::class, $e->getCode(), $e->phase, $e->getMessage());
}
try {
    $client->set(['read_timeout' => []]); // mistakes of the script always throw
} catch (Corio\Exception $e) {
    printf("%-11s %s: %s\n", 'misuse:', $e::class, $e->getMessage());
}

function show(string $what, Client $client): void
{
    printf("%-11s %d, %s\n", "$what:", $client->errCode, $client->errMsg);
}
