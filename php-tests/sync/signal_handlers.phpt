--TEST--
sync: handlers of signals run in the middle of a wait, which goes on; they may throw or close
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/server.php';

$peer = server('echo');
$late = server('pieces', pieces: [bin2hex('late')], every: 1.5, end: 'hold');
pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () {
    echo "alarm\n";
});
$client = new Corio\Client(Corio\SOCK_TCP);
$client->connect('127.0.0.1', $late->port);
pcntl_alarm(1);
var_dump($client->recv());

$client->close();
$client->connect('127.0.0.1', $peer->port);
$client->set(['read_timeout' => 1.2]);
pcntl_alarm(1);
timed(1.2, 10, fn () => @$client->recv());

// Another client in the handler has its own waits.
pcntl_signal(SIGALRM, function () use ($peer) {
    $other = new Corio\Client(Corio\SOCK_TCP);
    $other->connect('127.0.0.1', $peer->port);
    $other->send('meanwhile');
    echo $other->recv(), "\n";
});
$client->set(['read_timeout' => 10]);
$client->send('SEND 5');
echo $client->recv(), "\n";
pcntl_alarm(1);
$client->set(['read_timeout' => 1.5]);
var_dump(@$client->recv(), $client->errCode);

pcntl_signal(SIGALRM, fn () => $client->recv());
pcntl_alarm(1);
try {
    $client->recv();
} catch (Corio\Exception $e) {
    echo preg_replace('/:\d+/', ':N', $e->getMessage()), "\n";
}
pcntl_signal(SIGALRM, fn () => $client->close());
pcntl_alarm(1);
var_dump(@$client->recv(), $client->errCode);
pcntl_signal(SIGALRM, fn () => throw new DomainException('from the handler'));
$client->set(['read_timeout' => 10]);
$client->connect('127.0.0.1', $peer->port);
pcntl_alarm(1);
try {
    $client->recv();
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($client->send('still there'), $client->recv());
// Also while it only looks.
pcntl_alarm(1);
try {
    [$read, $write, $except] = [[$client], [], []];
    Corio\client_select($read, $write, $except, 10);
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECTF--
alarm
string(4) "late"
alarm
in time
xxxxx
meanwhile
bool(false)
int(11)
the connection to 127.0.0.1:N is in use by {main} at %s; {main} cannot call recv() on it at %s
bool(false)
int(125)
from the handler
int(11)
string(11) "still there"
from the handler
