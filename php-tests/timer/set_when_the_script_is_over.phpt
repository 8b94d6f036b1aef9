--TEST--
timer: one that is set when the script is over is refused: it would never fire
--FILE--
<?php
use Corio\Coroutine;
use Corio\Timer;

use function Corio\Coroutine\go;

class AtTheEnd
{
    public function __destruct()
    {
        var_dump(Timer::after(1, fn () => print("never\n")));
    }
}
$kept = new AtTheEnd();
go(function () {
    try {
        Coroutine::yield();
    } finally {
        var_dump(Timer::tick(1, fn () => print("never\n")));
    }
});
?>
--EXPECTF--
Warning: %s
  coroutine #1 waits for %s
bool(false)
bool(false)
