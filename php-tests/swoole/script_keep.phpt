--TEST--
swoole: a script for Swoole: SWOOLE_KEEP, connections that outlive their object
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$port = server('echo')->port;

function query(int $port, string $text, string $id = ''): void
{
    $client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_KEEP, SWOOLE_SOCK_SYNC, $id);
    $client->connect('127.0.0.1', $port, 1.0) or die("connect: $client->errCode");
    $client->send($text);
    echo $client->recv(), ': ', $client->reuse ? "used again ($client->reuseCount)" : 'new', "\n";
    $client->close();
}
query($port, 'first');
query($port, 'second');
query($port, 'third');
query($port, 'another id', 'mine');
query($port, 'the same id', 'mine');

$client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_KEEP);
$client->connect('127.0.0.1', $port, 1.0);
$client->close(true); // not kept
query($port, 'after close(true)');

// Differs: what has unread bytes is not kept.
$client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_KEEP, SWOOLE_SOCK_SYNC, 'dirty');
$client->connect('127.0.0.1', $port, 1.0);
$client->send('not read');
$client->close();
query($port, 'clean', 'dirty');
?>
--EXPECT--
first: new
second: used again (1)
third: used again (2)
another id: new
the same id: used again (1)
after close(true): new
clean: new
