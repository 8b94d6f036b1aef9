--TEST--
timer: a call that waits does not put off the next one
--FILE--
<?php
use Corio\Coroutine;
use Corio\Timer;

$waiting = [];
Timer::tick(5, function (int $id) use (&$waiting) {
    $waiting[] = Coroutine::getCid();
    if (count($waiting) < 3) {
        Coroutine::yield();
        echo "a call that waited ends\n";
        return;
    }
    echo "a third call while two wait\n";
    Timer::clear($id);
    Coroutine::resume($waiting[0]);
    Coroutine::resume($waiting[1]);
});
?>
--EXPECT--
a third call while two wait
a call that waited ends
a call that waited ends
