--TEST--
sync: no other coroutine runs before a call returns, inside a coroutine too
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use Corio\Coroutine\System;
use function Corio\Coroutine\{go, run};

$echo = server('echo');
$late = server('pieces', pieces: [bin2hex('late')], every: 0.3, end: 'hold');
run(function () use ($echo, $late) {
    $log = [];
    $other = new Client(Corio\SOCK_TCP);
    $other->connect('127.0.0.1', $echo->port);
    go(function () use (&$log) {
        System::sleep(0.01);
        $log[] = 'slept';
    });
    go(function () use ($other, &$log) {
        $log[] = 'other got ' . $other->recv();
    });
    $other->send('hello');
    $client = new Corio\Client(Corio\SOCK_TCP);
    $client->connect('127.0.0.1', $late->port);
    $log[] = 'connected';
    $log[] = $client->recv();
    $log[] = @(new Corio\Client(Corio\SOCK_TCP))->connect('127.0.0.1', refused_port());
    $log[] = 'done';
    System::sleep(0.1);
    echo implode(', ', array_map(strval(...), $log)), "\n";
});
?>
--EXPECTREGEX--
connected, late, , done, (other got hello, slept|slept, other got hello)
