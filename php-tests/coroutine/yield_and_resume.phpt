--TEST--
coroutine: yield() gives way until resume(), which lets the coroutine run at once
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $cid = go(function () {
        echo "a\n";
        var_dump(Coroutine::yield());
        echo "c\n";
        var_dump(Coroutine::suspend());
        echo "e\n";
    });
    echo "b\n";
    var_dump(Coroutine::resume($cid));
    echo "d\n";
    var_dump(Coroutine::resume($cid));
    echo "f\n";
});
?>
--EXPECT--
a
b
bool(true)
c
bool(true)
d
bool(true)
e
bool(true)
f
