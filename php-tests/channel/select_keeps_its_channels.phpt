--TEST--
channel: a channel that the script gives up while select() waits in it stays until then
--FILE--
<?php
use Corio\Coroutine\Channel;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

$channel = new Channel(1);
$weak = WeakReference::create($channel);
go(function () use (&$channel) {
    var_dump(Channel::select([&$channel, new Channel()], [], 0.02));
});
$channel = null;
gc_collect_cycles();
var_dump($weak->get()->stats()['consumer_num']);
System::sleep(0.05);
var_dump($weak->get());
?>
--EXPECT--
int(1)
NULL
NULL
