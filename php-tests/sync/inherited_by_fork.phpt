--TEST--
sync: a connection that was open before a fork is dead in the child, also one that was being made
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/fork.php';

$peer = server('echo');
$client = new Corio\Client(Corio\SOCK_TCP);
$client->connect('127.0.0.1', $peer->port);
$pending = new Corio\Client(Corio\SOCK_TCP);
$pending->connect('127.0.0.1', $peer->port, 5, 1);
in_a_child(function () use ($client, $pending, $peer) {
    foreach ([$client, $pending] as $inherited) {
        var_dump(@$inherited->send('from the child'));
        echo $inherited->errCode, strstr($inherited->errMsg, ' (') ?: strstr($inherited->errMsg, ':'), "\n";
        var_dump($inherited->connect('127.0.0.1', $peer->port), $inherited->send('anew'), $inherited->recv());
    }
});
var_dump($client->send('parent'), $client->recv());
var_dump($pending->send('parent'), $pending->recv());
?>
--EXPECTF--
bool(false)
5001 (opened before fork)
bool(true)
int(4)
string(4) "anew"
bool(false)
5001%sopened before fork%S
bool(true)
int(4)
string(4) "anew"
int(6)
string(6) "parent"
int(6)
string(6) "parent"
