--TEST--
coroutine: missing arguments are the child's ArgumentCountError, which run() throws
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

try {
    run(function () {
        go(fn (int $a, int $b) => null, 1);
        echo "the creator goes on\n";
    });
} catch (ArgumentCountError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECTF--
the creator goes on
Too few arguments to function {closure}(), 1 passed and exactly 2 expected
