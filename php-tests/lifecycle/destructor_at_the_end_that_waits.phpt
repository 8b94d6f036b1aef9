--TEST--
lifecycle: a destructor that runs at the end of the script may wait
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

final class Slow
{
    public function __destruct()
    {
        $start = hrtime(true);
        var_dump(System::sleep(0.05), hrtime(true) - $start >= 50e6);
    }
}
$slow = new Slow();
go(fn () => System::sleep(0.005));
?>
--EXPECT--
bool(true)
bool(true)
