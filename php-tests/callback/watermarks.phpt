--TEST--
callback: what a slow reader does not take waits in memory, bounded: bufferFull, 1009, bufferEmpty
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

$peer = server('sink', every: 0.005, chunk: 65536);
$piece = str_repeat('x', 100_000);
$sent = $refused = $full = $empty = 0;
$settings = ['socket_buffer_size' => 1_000_000, 'buffer_high_watermark' => 600_000, 'buffer_low_watermark' => 200_000];
$before = memory_get_usage();
$client = quiet([
    'connect' => function ($client) use ($piece, &$sent, &$refused) {
        while (($taken = $client->send($piece)) !== false) {
            $sent += $taken;
        }
        $refused++;
        echo "$client->errCode ", without_ports($client->errMsg), "\n";
        var_dump($client->send(str_repeat('y', 2_000_000)), $client->isConnected());
    },
    'bufferFull' => function () use (&$full) {
        $full++;
    },
    'bufferEmpty' => function ($client) use ($piece, &$sent, &$empty, &$refused) {
        if (++$empty < 4) {
            while (($taken = $client->send($piece)) !== false) {
                $sent += $taken;
            }
            $refused++;
        } else {
            $client->close();
        }
    },
], $settings);
Corio\Coroutine\run(fn () => $client->connect('127.0.0.1', $peer->port));
// What was left at close() leaves while somebody waits.
Corio\Coroutine\System::sleep(1);
var_dump($refused, $full, $empty, $peer->says(50) === "got $sent bytes");

// More than may wait at once is refused even when nothing waits; what may leaves in the end.
Corio\Coroutine\run(function () use ($peer, $settings) {
    quiet(['connect' => function ($client) {
        var_dump($client->send(str_repeat('y', 1_000_001)), $client->send(str_repeat('y', 1_000_000)), $client->close());
    }], $settings)->connect('127.0.0.1', $peer->port);
});
Corio\Coroutine\System::sleep(1);
echo $peer->says(50), "\n";
?>
--EXPECT--
1009 send to 127.0.0.1:PORT: more would wait than socket_buffer_size allows
bool(false)
bool(true)
int(4)
int(4)
int(4)
bool(true)
bool(false)
int(1000000)
bool(true)
got 1000000 bytes
