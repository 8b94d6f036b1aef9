--TEST--
coroutine: missing arguments are the child's ArgumentCountError, which run() throws
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function sum(int $a, int $b) {}

try {
    run(function () {
        go('sum', 1);
        echo "the creator goes on\n";
    });
} catch (ArgumentCountError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
the creator goes on
Too few arguments to function sum(), 1 passed and exactly 2 expected
