--TEST--
client: strings of large receives hold what came and not the room for more; whoever waits holds none [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use Corio\Coroutine\System;
use function Corio\Coroutine\{go, run};

// Asks for much, is given so many bytes in one piece, and then nothing.
const PIECE = 70_000;

run(function () {
    $listener = stream_socket_server('tcp://127.0.0.1:0');
    $client = new Client(Corio\SOCK_TCP);
    $client->connect('127.0.0.1', port_of($listener));
    $peer = stream_socket_accept($listener);
    stream_set_write_buffer($peer, 0);
    $data = random_bytes(PIECE);

    $strings = [];
    $sound = true;
    $before = memory_get_usage();
    for ($round = 0; $round < 20; $round++) {
        fwrite($peer, $data);
        // Until all of it is there, so that the first of the two receives is full and the second one short.
        while (strlen($client->peek(65535)) < 65535) {
            System::sleep(0.001);
        }
        System::sleep(0.001);
        $all = '';
        while (strlen($all) < PIECE) {
            $strings[] = $part = $client->recv();
            $all .= $part;
        }
        $sound = $sound && $all === $data;
    }
    unset($all, $part);
    $lengths = array_sum(array_map(strlen(...), $strings));
    var_dump($sound, $lengths === 20 * PIECE);
    // A page in part and the list's slots; 64 KiB for each string would be far more.
    var_dump(memory_get_usage() - $before < $lengths + count($strings) * 2 * 4096);

    // The last receive but one was full, so much is expected.
    fwrite($peer, str_repeat('y', 65536));
    while (strlen($client->peek(65535)) < 65535) {
        System::sleep(0.001);
    }
    $client->recv();
    unset($strings);
    $before = memory_get_usage();
    go(function () use ($client) {
        $last = $client->recv();
        var_dump($last, ["\0" => 1, $last => 2]['end']);
    });
    System::sleep(0.01);
    var_dump(memory_get_usage() - $before < 32_768);
    fwrite($peer, 'end');
});
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
string(3) "end"
int(2)
