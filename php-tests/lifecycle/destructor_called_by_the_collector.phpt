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
        var_dump($GLOBALS['others_ran'] === (PHP_VERSION_ID >= 80400));
    }
}
$others_ran = false;
run(function () {
    new Cycle();
    go(function () {
        System::sleep(0.005);
        $GLOBALS['others_ran'] = true;
    });
    var_dump(gc_collect_cycles());
});
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
int(1)
