--TEST--
callback: a forked child calls nothing of its parent's, and may use the objects anew
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/calling.php';
require __DIR__ . '/../include/fork.php';

use Corio\Coroutine\System;
use function Corio\Coroutine\run;

$echo = server('echo');
echo "from {main}\n";
$client = calling(name: getmypid());
$me = getmypid();
$log = function (string $text) use ($me) {
    echo getmypid() === $me ? 'parent' : 'child', ": $text\n";
};
$client = quiet([
    'connect' => fn () => $log('connect'),
    'receive' => fn ($client, $data) => $log("receive $data") ?? $client->close(),
    'close' => fn () => $log('close'),
]);
$client->connect('127.0.0.1', $echo->port);
System::sleep(0.1);
in_a_child(function () use ($client, $echo, $log) {
    leave_to_the_parent();
    $log(json_encode([$client->isConnected(), $client->send('from the child'), $client->errCode, $client->errMsg]) !== '' ? "dead, $client->errCode" : '');
    run(function () use ($client, $echo) {
        $client->on('connect', fn ($client) => $client->send('anew'));
        $client->connect('127.0.0.1', $echo->port);
    });
    $log('ends');
});
$client->send('from the parent');
System::sleep(0.2);

echo "from a callback\n";
run(function () use ($echo, $log) {
    quiet([
        'connect' => function ($client) use ($log) {
            $pid = pcntl_fork();
            if ($pid === 0) {
                leave_to_the_parent();
                $log(json_encode([$client->isConnected(), $client->errCode]));
                exit;
            }
            wait_for_child($pid);
            $client->send('END');
        },
        'close' => fn () => $log('close'),
    ])->connect('127.0.0.1', $echo->port);
});
?>
--EXPECT--
from {main}
parent: connect
child: dead, 5001
child: receive anew
child: close
child: ends
parent: receive from the parent
parent: close
from a callback
child: [false,0]
parent: close
