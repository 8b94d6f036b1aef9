--TEST--
sockets: the file that a client's Unix socket is bound to goes however the client ends; a forked child leaves it [sync, coroutine, callback]
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../include/child.php';
require __DIR__ . '/../include/sockets.php';
require __DIR__ . '/../include/watched.php';

$peer = server('unix_datagrams');
$folder = sys_get_temp_dir() . '/corio-files-' . getmypid();
mkdir($folder);
$ends = [
    'close' => '$client->close();',
    'destructor' => '',
    'exit' => 'exit(3);',
    'exception' => 'throw new Exception("not caught");',
    'fatal' => 'trigger_error("fatal", E_USER_ERROR);',
    'memory' => too_much_memory() . ';',
];
$faces = [
    'sync' => 'function play(Closure $then) { $client = new Corio\Client(Corio\SOCK_UNIX_DGRAM); connect($client) && $then($client); }',
    'coroutine' => 'function play(Closure $then) { Corio\Coroutine\run(function () use ($then) {
        $client = new Corio\Coroutine\Client(Corio\SOCK_UNIX_DGRAM); connect($client) && $then($client); }); }',
    'callback' => 'function play(Closure $then) { Corio\Coroutine\run(function () use ($then) {
        $client = new Corio\Async\Client(Corio\SOCK_UNIX_DGRAM);
        $client->on("receive", fn () => null);
        $client->on("connect", $then);
        connect($client); }); }',
];
$common = <<<PHP
    putenv('TMPDIR=$folder');
    function files(): int { return count(glob('$folder/*')); }
    function connect(\$client): bool { return \$client->connect('$peer->path'); }
    PHP;
foreach ($faces as $face => $play) {
    foreach ($ends as $name => $end) {
        // An object with callbacks lives as long as its connection, and run() waits for that before it throws.
        if ($face === 'callback' && in_array($name, ['destructor', 'exception'], true)) {
            continue;
        }
        echo "$face, $name: ";
        ob_start();
        child("$common $play play(function (\$client) { echo files(), ' file, '; $end }); echo files(), ' left';", 'display_errors=0', 'log_errors=0');
        echo strtr(trim(ob_get_clean()), "\n", ' '), ', ', glob("$folder/*") === [] ? 'gone' : 'STILL THERE', "\n";
    }
}
echo "fork: ";
child("$common $faces[sync]" . <<<'PHP'
    play(function ($client) {
        $child = pcntl_fork();
        if ($child === 0) {
            $client->close();
            unset($client);
            exit(0);
        }
        pcntl_waitpid($child, $status);
        echo files(), " after the child, ";
        $client->send('still there');
        echo $client->recv(), ", ";
        $client->close();
        echo files(), " left\n";
    });
    PHP);
rmdir($folder);
?>
--EXPECT--
sync, close: 1 file, 0 left exit code 0, gone
sync, destructor: 1 file, 0 left exit code 0, gone
sync, exit: 1 file, exit code 3, gone
sync, exception: 1 file, exit code 255, gone
sync, fatal: 1 file, exit code 255, gone
sync, memory: 1 file, exit code 255, gone
coroutine, close: 1 file, 0 left exit code 0, gone
coroutine, destructor: 1 file, 0 left exit code 0, gone
coroutine, exit: 1 file, exit code 3, gone
coroutine, exception: 1 file, exit code 255, gone
coroutine, fatal: 1 file, exit code 255, gone
coroutine, memory: 1 file, exit code 255, gone
callback, close: 1 file, 0 left exit code 0, gone
callback, exit: 1 file, exit code 3, gone
callback, fatal: 1 file, exit code 255, gone
callback, memory: 1 file, exit code 255, gone
fork: 1 after the child, still there, 0 left
exit code 0
