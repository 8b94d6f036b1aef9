--TEST--
callback: a Unix stream, and a path where nobody listens
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use function Corio\Coroutine\run;

$peer = server('other_echo', kind: 'unix');
run(fn () => calling([
    'connect' => fn ($client) => $client->send('hello'),
    'receive' => fn ($client) => $client->send('END'),
], type: Corio\SOCK_UNIX_STREAM)->connect($peer->path));
run(fn () => calling(type: Corio\SOCK_UNIX_STREAM)->connect('/nowhere/at.all'));
?>
--EXPECTF--
connect
receive "hello"
close
error [2] connect to /nowhere/at.all failed: No such file or directory
