--TEST--
coroutine: functions that collect output (print_r, highlight, sprintf) may meet waits
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Lazy
{
    public function __debugInfo() { System::sleep(0.005); return ['cid' => Coroutine::getCid()]; }
}
run(function () {
    foreach ([1, 2] as $i) {
        go(function () {
            $text = print_r(new Lazy(), true);
            System::sleep(0.005);
            echo preg_replace('~\s+~', ' ', $text), "\n";
        });
    }
});
?>
--EXPECT--
Lazy Object ( [cid] => 2 ) 
Lazy Object ( [cid] => 3 ) 
