--TEST--
lifecycle: in a forked child the Fibers in which other coroutines wait are left alone
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/fork.php';

use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function nested(int $depth, float $seconds = 0.1): void
{
    try {
        $depth > 0 ? (new Fiber(fn () => nested($depth - 1, $seconds)))->start() : System::sleep($seconds);
    } finally {
        echo "finally $depth\n";
    }
}

run(function () {
    go(fn () => nested(3));
    $kept = new Fiber(fn () => nested(2, 0.3)); // its object is in the forking coroutine, itself in another one
    go(fn () => $kept->start());
    in_a_child(function () use ($kept) {
        echo $kept->isTerminated() ? 'terminated' : 'not terminated', "\n";
    });
    echo "parent\n";
});
?>
--EXPECT--
not terminated
parent
finally 0
finally 1
finally 2
finally 3
finally 0
finally 1
finally 2
