--TEST--
lifecycle: a destructor that the garbage collector calls inside a native Fiber inside a coroutine may wait
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Cycle
{
    public ?self $self = null;
    public function __construct() { $this->self = $this; }
    public function __destruct()
    {
        $start = hrtime(true);
        System::sleep(0.01);
        echo "cycle ", hrtime(true) - $start >= 10e6 ? 'has waited' : 'has not waited', "\n";
    }
}
run(function () {
    go(fn () => System::sleep(0.005));
    $fiber = new Fiber(function () {
        new Cycle();
        new Cycle();
        echo gc_collect_cycles(), " collected\n";
        Fiber::suspend();
        System::sleep(0.005);
        echo "the Fiber goes on\n";
    });
    $fiber->start();
    $fiber->resume();
});
?>
--EXPECT--
cycle has waited
cycle has waited
2 collected
the Fiber goes on
