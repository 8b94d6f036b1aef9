--TEST--
coroutine: a coroutine is found by its id however many came after it
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $old = go(function () {
        Coroutine::yield();
        echo "resumed\n";
    });
    for ($i = 0; $i < 5000; $i++) {
        $last = go(fn () => null);
    }
    var_dump($last, Coroutine::exists($old), Coroutine::exists($last), Coroutine::exists($old + 1024));
    var_dump(Coroutine::resume($old), Coroutine::exists($old));
});
?>
--EXPECT--
int(5002)
bool(true)
bool(false)
bool(false)
resumed
bool(true)
bool(false)
