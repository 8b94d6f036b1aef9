--TEST--
event: a regular file is always ready
--FILE--
<?php
use Corio\Event;

$file = fopen(__FILE__, 'r');
Event::add($file, function ($file) {
    static $read = '';
    $read .= fread($file, 16);
    if (feof($file)) {
        echo $read === file_get_contents(__FILE__) ? "read it all\n" : "something else\n";
        Event::del($file);
    }
});
Event::wait();
?>
--EXPECT--
read it all
