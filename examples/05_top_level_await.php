<?php
/*
 * No run(): {main} is a coroutine too. It may wait at the top level of a script, and the coroutines that go() has
 * started work meanwhile. After its last line the script ends when the last coroutine does.
 *
 *     php -d extension=corio examples/05_top_level_await.php
 *
 * Expected output:
 *
 *     {main} waits for the peer
 *       coroutine 1 sends "one"
 *     {main} received "one\n"
 *       coroutine 1 sends "two"
 *     {main} received "two\n"
 *     last line of {main}
 *       coroutine 1 ends
 */

use Corio\{Coroutine, Coroutine\Client, Coroutine\System};
use function Corio\Coroutine\go;

$port = start_peer();
$receiver = new Client(Corio\SOCK_TCP);
$receiver->connect('127.0.0.1', $port) || throw new RuntimeException($receiver->errMsg); // waits at top level

$cid = go(function () use ($port) {
    System::sleep(0.05); // seconds; {main} goes on
    $sender = new Client(Corio\SOCK_TCP);
    $sender->connect('127.0.0.1', $port) || throw new RuntimeException($sender->errMsg);
    foreach (['one', 'two'] as $word) {
        echo '  coroutine ', Coroutine::getCid(), " sends \"$word\"\n";
        $sender->send("$word\n");
        Coroutine::yield(); // until {main} calls resume()
    }
    System::sleep(0.05);
    echo '  coroutine ', Coroutine::getCid(), " ends\n";
});

echo "{main} waits for the peer\n";
for ($i = 0; $i < 2; $i++) {
    $line = json_encode($receiver->recv()); // the coroutine runs meanwhile
    echo "{main} received $line\n";
    Coroutine::resume($cid);
}
echo "last line of {main}\n";

/** Starts the peer: a process that passes to its first client what the second one sends. */
function start_peer(): int
{
    static $process, $pipes; // as long as they live, the process does
    $code = <<<'PEER'
        $listener = stream_socket_server('tcp://127.0.0.1:0');
        echo stream_socket_get_name($listener, false), "\n";
        [$to, $from] = [stream_socket_accept($listener), stream_socket_accept($listener)];
        while ($line = fgets($from)) fwrite($to, $line);
        PEER;
    $process = proc_open([PHP_BINARY, '-n', '-r', $code], [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
    return (int) substr(strrchr(fgets($pipes[1]), ':'), 1);
}
