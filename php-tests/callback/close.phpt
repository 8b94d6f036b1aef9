--TEST--
callback: onClose comes once, later, whoever closes and wherever
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use function Corio\Coroutine\run;

$echo = server('echo');
$close = function ($client) {
    echo json_encode([$client->close(), $client->isConnected(), $client->sock, $client->close(), $client->errCode]), "\n";
};
echo "in onConnect\n";
run(fn () => calling(['connect' => $close])->connect('127.0.0.1', $echo->port));
echo "in onReceive, with more to come\n";
run(fn () => calling(['connect' => fn ($client) => $client->send("one\ntwo\n"), 'receive' => $close],
    ['open_eof_split' => true, 'package_eof' => "\n"])->connect('127.0.0.1', $echo->port));
echo "in onClose\n";
run(fn () => calling(['connect' => fn ($client) => $client->close(), 'close' => $close])->connect('127.0.0.1', $echo->port));
echo "by the peer\n";
run(fn () => calling(['connect' => fn ($client) => $client->send('END')])->connect('127.0.0.1', $echo->port));
echo "from elsewhere, before onConnect was told\n";
run(function () use ($echo) {
    $client = calling();
    $client->connect('127.0.0.1', $echo->port);
    for ($until = hrtime(true) + 5e9; !$client->isConnected() && hrtime(true) < $until; ) {
        $read = [];
        @Corio\client_select($read, $read, $read, 0);
        (new Corio\Client(Corio\SOCK_TCP))->connect('127.0.0.1', $echo->port);
    }
    var_dump($client->close());
});
echo "reconnect in onClose\n";
run(function () use ($echo) {
    $left = 3;
    calling([
        'connect' => function ($client) use (&$left) { $client->send("hello $left"); },
        'receive' => fn ($client) => $client->close(),
        'close' => function ($client) use (&$left, $echo) {
            if (--$left > 0) {
                var_dump($client->connect('127.0.0.1', $echo->port));
            }
        },
    ])->connect('127.0.0.1', $echo->port);
});
echo "reconnect before onClose\n";
run(function () use ($echo) {
    $times = 0;
    calling([
        'connect' => function ($client) use (&$times, $echo) {
            $client->close();
            if (++$times < 2) {
                var_dump($client->connect('127.0.0.1', $echo->port));
            }
        },
    ])->connect('127.0.0.1', $echo->port);
});
?>
--EXPECT--
in onConnect
connect
[true,false,-1,false,5001]
close
in onReceive, with more to come
connect
receive "one\n"
[true,false,-1,false,5001]
close
in onClose
connect
close
[false,false,-1,false,5001]
by the peer
connect
close
from elsewhere, before onConnect was told
bool(true)
connect
close
reconnect in onClose
connect
receive "hello 3"
close
bool(true)
connect
receive "hello 2"
close
bool(true)
connect
receive "hello 1"
close
reconnect before onClose
connect
bool(true)
close
connect
close
