--TEST--
callback: without a free descriptor connect() fails with 24, and works again when there is one; also above 1024
--EXTENSIONS--
posix
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use function Corio\Coroutine\run;

$echo = server('echo');
run(fn () => quiet(['connect' => fn ($client) => $client->close()])->connect('127.0.0.1', $echo->port));
$limit = posix_getrlimit()['soft openfiles'];
posix_setrlimit(POSIX_RLIMIT_NOFILE, 200, posix_getrlimit()['hard openfiles'] === 'unlimited' ? POSIX_RLIMIT_INFINITY : posix_getrlimit()['hard openfiles']);
$files = [];
while ($file = @fopen('/dev/null', 'r')) {
    $files[] = $file;
}
$sync = new Corio\Client(Corio\SOCK_TCP);
var_dump(@$sync->connect('127.0.0.1', $echo->port), $sync->errCode);
$client = calling(['error' => function ($client) use (&$files, $echo) {
    if ($files !== []) {
        $files = [];
        $client->connect('127.0.0.1', $echo->port);
    }
}, 'connect' => fn ($client) => $client->close()]);
run(fn () => $client->connect('127.0.0.1', $echo->port));

$hard = posix_getrlimit()['hard openfiles'];
posix_setrlimit(POSIX_RLIMIT_NOFILE, $hard, $hard);
while (count($files) < 1200) {
    $files[] = fopen('/dev/null', 'r');
}
run(fn () => calling([
    'connect' => fn ($client) => $client->send('hello') && print($client->sock > 1024 ? "above\n" : "below\n"),
    'receive' => fn ($client) => $client->close(),
])->connect('127.0.0.1', $echo->port));
var_dump($sync->connect('127.0.0.1', $echo->port), $sync->sock > 1024);
[$read, $write, $except] = [[], [$sync], []];
var_dump(Corio\client_select($read, $write, $except, 1));
?>
--EXPECT--
bool(false)
int(24)
error [24] connect to 127.0.0.1:PORT failed: Too many open files
connect
close
connect
above
receive "hello"
close
bool(true)
bool(true)
int(1)
