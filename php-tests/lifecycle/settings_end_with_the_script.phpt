--TEST--
lifecycle: nothing of corio is started by loading it
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\Client;

var_dump(Coroutine::stats()['event_num'], Coroutine::stats()['coroutine_num']);
$open = count(scandir('/proc/self/fd'));
new Client(Corio\SOCK_TCP);
var_dump(count(scandir('/proc/self/fd')) === $open);
?>
--EXPECT--
int(0)
int(0)
bool(true)
