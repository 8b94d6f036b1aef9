--TEST--
event: the read callback is called as long as something is there, also what the stream has read ahead, then for the end
--FILE--
<?php
require __DIR__ . '/../include/pair.php';
use Corio\Coroutine;
use Corio\Event;

[$near, $far] = pair();
stream_set_blocking($near, false); // or the third fread() would wait for a fourth byte
$fd = Event::add($near, function ($stream) use ($near) {
    echo $stream === $near ? '' : 'another stream ', Coroutine::getCid() > 0 ? '' : 'in {main} ', json_encode(fread($stream, 4)), "\n";
    if (feof($stream)) {
        var_dump(Event::del($stream), Event::del($stream));
    }
});
var_dump(is_int($fd), Event::isset($near), Event::isset($near, Corio\EVENT_WRITE), Event::isset($far));
fwrite($far, 'hello world');
Corio\Timer::after(30, function () use ($far) {
    fwrite($far, 'more');
    fclose($far);
});
Event::wait();
var_dump(Event::isset($near));
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
bool(false)
"hell"
"o wo"
"rld"
"more"
bool(true)
bool(false)
bool(false)
