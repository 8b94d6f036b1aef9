--TEST--
event: ext/sockets need not be loaded; an object of a class of the same name in a namespace is none
--SKIPIF--
<?php if (extension_loaded('sockets')) die('skip ext/sockets is loaded');
--FILE--
<?php
require __DIR__ . '/../include/pair.php';
use Corio\Event;

class Socket
{
    public int $descriptor = 3;
}
var_dump(class_exists('Socket'), @Event::add(new Socket(), fn () => null), Corio\last_error_msg());
[$near, $far] = pair();
Event::add($near, function ($stream) {
    echo fread($stream, 10), "\n";
    Event::del($stream);
});
fwrite($far, 'streams work');
Event::wait();
?>
--EXPECT--
bool(true)
bool(false)
string(15) "unknown fd type"
streams wo
