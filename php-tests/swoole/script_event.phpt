--TEST--
swoole: a script for Swoole: streams in the event loop
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$fp = stream_socket_client('tcp://127.0.0.1:' . server('echo')->port);
stream_set_blocking($fp, false);

swoole_event_add($fp, function ($fp) {
    echo 'read: ', fread($fp, 8192), "\n";
    swoole_event_del($fp);
    fclose($fp);
}, function ($fp) {
    echo "writable\n";
    Swoole\Event::write($fp, 'hello');
    swoole_event_set($fp, null, null, SWOOLE_EVENT_READ);
}, SWOOLE_EVENT_READ | SWOOLE_EVENT_WRITE);
var_dump(swoole_event_isset($fp, SWOOLE_EVENT_WRITE));
swoole_event_wait();

[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
Co\run(function () use ($a, $b) {
    go(function () use ($b) {
        Co::sleep(0.01);
        fwrite($b, 'x');
    });
    var_dump(Co\System::waitEvent($a, SWOOLE_EVENT_READ, 1) === SWOOLE_EVENT_READ, Co\System::waitEvent($b, SWOOLE_EVENT_READ, 0.01));
});
Swoole\Event::defer(fn () => print("deferred\n"));
swoole_event_wait();
echo "the loop is over\n";
?>
--EXPECT--
bool(true)
writable
read: hello
bool(true)
bool(false)
deferred
the loop is over
