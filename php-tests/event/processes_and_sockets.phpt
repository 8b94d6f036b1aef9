--TEST--
event: pipes of proc_open(), listening sockets, UDP and plain numbers
--EXTENSIONS--
sockets
posix
--FILE--
<?php
use Corio\Event;

$process = proc_open('echo out; echo err >&2; sleep 0.05; echo late', [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes);
$said = ['', ''];
foreach ([1, 2] as $number) {
    Event::add($pipes[$number], function ($pipe) use ($number, &$said) {
        $said[$number - 1] .= fread($pipe, 100);
        if (feof($pipe)) {
            Event::del($pipe);
        }
    });
}
Event::wait();
echo json_encode($said), "\n";

$server = stream_socket_server('tcp://127.0.0.1:0');
Event::add($server, function ($server) {
    $peer = stream_socket_accept($server);
    Event::add($peer, function ($peer) {
        $data = fread($peer, 100);
        if ($data === '') {
            Event::del($peer);
            echo "the client has gone\n";
        } else {
            fwrite($peer, strtoupper($data));
        }
    });
    Event::del($server);
});
$client = stream_socket_client('tcp://' . stream_socket_get_name($server, false));
Event::add($client, null, function ($client) {
    fwrite($client, 'hello');
    Event::set($client, function ($client) {
        echo fread($client, 100), "\n";
        Event::del($client);
        fclose($client);
    }, null, Corio\EVENT_READ);
}, Corio\EVENT_WRITE);
Event::wait();

$udp = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
socket_bind($udp, '127.0.0.1', 0);
socket_getsockname($udp, $host, $port);
Event::add($udp, function (Socket $udp) {
    socket_recvfrom($udp, $data, 100, 0, $host, $port);
    echo "datagram $data\n";
    Event::del($udp);
});
socket_sendto($udp, 'to myself', 9, 0, $host, $port);
Event::wait();

// A number: that of the server's socket, which is the newest descriptor.
[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$number = Event::add($a, fn () => null);
Event::del($a);
Event::add($number, function (int $fd) use ($number, $a) {
    var_dump($fd === $number, fread($a, 10));
    Event::del($fd);
});
fwrite($b, 'number');
Event::wait();
?>
--EXPECT--
["out\nlate\n","err\n"]
HELLO
the client has gone
datagram to myself
bool(true)
string(6) "number"
