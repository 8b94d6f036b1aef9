--TEST--
coroutine: the garbage collector leaves alone what parked coroutines hold, and frees the rest
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Node
{
    public ?Node $other = null;
    public static int $alive = 0;
    public function __construct() { self::$alive++; }
    public function __destruct() { self::$alive--; }
}
run(function () {
    for ($i = 0; $i < 1000; $i++) {
        go(function () {
            $a = new Node();
            $a->other = new Node();
            $a->other->other = $a;
            $x = new Node();
            $x->other = $x;
            $x = null; // garbage
            System::sleep(0.05);
            if ($a->other->other !== $a) {
                echo "collected too early\n";
            }
        });
    }
    gc_collect_cycles();
    var_dump(Node::$alive);
    System::sleep(0.1);
    gc_collect_cycles();
    var_dump(Node::$alive);
});
?>
--EXPECT--
int(2000)
int(0)
