--TEST--
callback: a reset is an error and then a close, a half close the end; what came before is received
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use function Corio\Coroutine\run;

echo "reset\n";
run(fn () => calling(['connect' => fn ($client) => $client->send('RESET')])->connect('127.0.0.1', server('echo')->port));
echo "reset inside a packet\n";
$peer = server('pieces', pieces: [bin2hex("one\ntw")], end: 'reset');
run(fn () => calling([
    'receive' => function ($client) {
        Corio\Coroutine\System::sleep(0.05);
        $client->send('reset now');
    },
], ['open_eof_split' => true, 'package_eof' => "\n"])->connect('127.0.0.1', $peer->port));
echo "half close, with something to send\n";
$peer = server('half_close');
run(fn () => calling(['connect' => fn ($client) => $client->send('hello')])->connect('127.0.0.1', $peer->port));
echo $peer->says(), "\n";
echo "TLS without close_notify\n";
$peer = server('pieces', pieces: [bin2hex('one')], end: 'cut', tls: true);
run(fn () => calling(type: Corio\SOCK_TCP | Corio\SSL)->connect('localhost', $peer->port));
echo "reset while it is paused and something waits to be sent\n";
$peer = server('echo');
run(fn () => calling(['connect' => function ($client) {
    $client->send('RESET');
    $client->pause();
    Corio\Coroutine\System::sleep(0.1);
    echo json_encode($client->send(str_repeat('x', 100))), "\n";
    Corio\Coroutine\System::sleep(0.05);
    echo json_encode($client->send('x')), " $client->errCode\n";
    $client->resume();
}])->connect('127.0.0.1', $peer->port));
?>
--EXPECTF--
reset
connect
error [104] receive from 127.0.0.1:PORT failed: Connection reset by peer
close
reset inside a packet
connect
receive "one\n"
error [104] receive from 127.0.0.1:PORT failed: Connection reset by peer (2 bytes of an unfinished packet received)
close
half close, with something to send
connect
receive "bye"
close
got: hello
TLS without close_notify
connect
receive "one"
error [1017] receive from localhost:PORT failed: the peer closed the connection without TLS close_notify (truncated)
close
reset while it is paused and something waits to be sent
connect
false
false %d
error [%d] send to 127.0.0.1:PORT failed: %s
close
