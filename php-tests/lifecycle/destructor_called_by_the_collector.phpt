--TEST--
lifecycle: a destructor that the garbage collector calls may wait; below PHP 8.4 the others do not run meanwhile
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
        var_dump(System::sleep(0.02), hrtime(true) - $start >= 20e6);
    }
}
run(function () {
    new Cycle();
    go(function () {
        System::sleep(0.005);
        echo "other\n";
    });
    var_dump(gc_collect_cycles());
    echo "collected\n";
});
?>
--EXPECTF--
%r(other\n)?%rbool(true)
bool(true)
int(1)
collected%r(\nother)?%r
