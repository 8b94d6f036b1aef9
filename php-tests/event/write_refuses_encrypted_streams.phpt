--TEST--
event: write() does not put plaintext into TLS or past a filter; what TLS has decrypted already is told of
--FILE--
<?php
require __DIR__ . '/../include/server.php';
use Corio\Event;

$peer = server('tls_echo');
$context = stream_context_create(['ssl' => ['cafile' => pki_ca(), 'peer_name' => 'localhost']]);
$stream = stream_socket_client("ssl://127.0.0.1:$peer->port", context: $context);
stream_set_blocking($stream, false); // a blocking fread() wants all that it asks for when a part is there
// More than PHP reads at once, in one record: the rest waits in OpenSSL.
$expected = str_repeat('x', 16000);
$received = '';
Event::add($stream, function ($stream) use (&$received, $expected) {
    $received .= fread($stream, 8192);
    if (strlen($received) >= strlen($expected)) {
        Event::del($stream);
    }
});
var_dump(Event::write($stream, 'plaintext'), Corio\last_error() === Corio\ERROR_OPERATION_NOT_SUPPORT);
fwrite($stream, 'SEND 16000');
Event::wait();
var_dump($received === $expected);

[$near, $far] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
Event::add($near, fn () => null);
stream_filter_append($near, 'string.rot13', STREAM_FILTER_WRITE);
var_dump(@Event::write($near, 'plaintext'), Event::del($near));

$client = tls_client($peer);
Event::add($client, fn () => null);
var_dump(@Event::write($client, 'plaintext'));
Event::del($client);
?>
--EXPECTF--

Warning: Corio\Event::write(): the stream is encrypted or filtered: its own functions write to it in %s on line %d
bool(false)
bool(true)
bool(true)
bool(false)
bool(true)
bool(false)
