--TEST--
coroutine: a destructor run when a coroutine ends may wait (below PHP 8.4 it blocks)
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Slow
{
    public function __destruct() { var_dump(System::sleep(0.05)); echo "destroyed in ", Coroutine::getCid(), "\n"; }
}
run(function () {
    go(function () {
        $slow = new Slow();
        System::sleep(0.005);
    });
});
?>
--EXPECT--
bool(true)
destroyed in 2
