--TEST--
callback: callbacks may wait, with clients of all faces; later events do not wait for them
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use Corio\Coroutine\System;
use function Corio\Coroutine\{defer, run};

$echo = server('echo');
run(function () use ($echo) {
    $count = 0;
    calling([
        'connect' => fn ($client) => $client->send("one\ntwo\n"),
        'receive' => function ($client, $data) use (&$count, $echo) {
            $number = ++$count;
            defer(fn () => print("deferred $number\n"));
            if ($number === 1) {
                System::sleep(0.1);
                $other = connected($echo->port);
                $other->send('coroutine');
                echo $other->recv(), "\n";
                $other = new Corio\Client(Corio\SOCK_TCP);
                $other->connect('127.0.0.1', $echo->port);
                $other->send('sync');
                echo $other->recv(), "\n";
                $client->close();
            }
        },
    ], ['open_eof_split' => true, 'package_eof' => "\n"])->connect('127.0.0.1', $echo->port);
});
?>
--EXPECT--
connect
receive "one\n"
receive "two\n"
deferred 2
coroutine
sync
deferred 1
close
