--TEST--
keep: close(true), the object's end, keep_max, keep_idle, a server that has gone, and a forked child
--INI--
corio.keep_max=2
corio.keep_idle=0.5
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/fork.php';

$peers = [server('echo'), server('echo'), server('echo')];
$make = function (int $number) use ($peers): Corio\Client {
    $client = new Corio\Client(Corio\SOCK_TCP | Corio\KEEP);
    $client->connect('127.0.0.1', $peers[$number]->port, 1.0);
    return $client;
};
$idle = fn () => Corio\Coroutine::stats()['keep_idle'];

$make(0)->close(true);
echo 'closed for good: ', $idle(), "\n";
$client = $make(0);
unset($client);
echo 'without close(): ', $idle(), "\n";
foreach ([0, 1, 2] as $number) {
    $make($number)->close();
}
echo 'at most two: ', $idle(), "\n";
echo 'the oldest has gone: ', json_encode([$make(1)->reuse, $make(2)->reuse, $make(0)->reuse]), "\n";
in_a_child(function () use ($make, $idle) {
    echo 'the child has ', $idle(), ', connects anew: ', json_encode($make(0)->reuse), "\n";
});
$kept = $make(0);
echo 'the parent has its own: ', json_encode($kept->reuse), ' ', $kept->send('x'), $kept->recv(), "\n";
$kept->close();
usleep(600000);
echo 'too late: ', json_encode($make(0)->reuse), "\n";
$peers[0]->stop();
$client = $make(0);
echo 'the server has gone: ', json_encode([$client->reuse, $client->isConnected()]), ' ', $client->errCode, "\n";
?>
--EXPECTF--
closed for good: 0
without close(): 1
at most two: 2
the oldest has gone: [true,true,false]
the child has 0, connects anew: false
the parent has its own: true 1x
too late: false

Warning: Corio\Client::connect(): connect to server[127.0.0.1:%d] failed. Error: Connection refused[111] in %s on line %d
the server has gone: [false,false] 111
