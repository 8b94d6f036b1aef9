--TEST--
coroutine: an exception of a child does not come out of go()
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

try {
    run(function () {
        try {
            $cid = go(fn () => throw new Exception('of the child'));
            echo "go() returned $cid\n";
        } catch (Exception $e) {
            echo "never here\n";
        }
    });
} catch (Exception $e) {
    echo 'run() threw the one ', $e->getMessage(), "\n";
}
?>
--EXPECT--
go() returned 2
run() threw the one of the child
