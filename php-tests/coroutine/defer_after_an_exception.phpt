--TEST--
coroutine: defer() callbacks run after an exception too, before run() throws it
--FILE--
<?php
use function Corio\Coroutine\defer;
use function Corio\Coroutine\run;

try {
    run(function () {
        defer(fn () => print("deferred\n"));
        throw new Exception('of the body');
    });
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
deferred
of the body
