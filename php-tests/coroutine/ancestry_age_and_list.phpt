--TEST--
coroutine: getPcid(), getElapsed(), getStackUsage(), list()
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function deep(int $levels): mixed
{
    return $levels > 0 ? deep($levels - 1) : Coroutine::yield();
}

var_dump(Coroutine::getPcid(), iterator_to_array(Coroutine::list()), Coroutine::getElapsed() >= 0);
run(function () {
    $parent = Coroutine::getCid();
    $child = go(function () use ($parent, &$grandchild) {
        var_dump(Coroutine::getPcid() === $parent);
        $grandchild = go(fn () => deep(50));
        Coroutine::yield();
    });
    var_dump(Coroutine::getPcid($grandchild) === $child, Coroutine::getPcid(), Coroutine::getPcid(99), Corio\last_error());
    $ids = Coroutine::list();
    var_dump($ids instanceof ArrayIterator, iterator_to_array($ids) === [$parent, $child, $grandchild]);
    var_dump(count(Coroutine::listCoroutines()));

    $shallow = Coroutine::getStackUsage($child);
    var_dump($shallow > 0, Coroutine::getStackUsage($grandchild) > $shallow + 50 * 100, Coroutine::getStackUsage() > 0, Coroutine::getStackUsage(99));

    System::sleep(0.02);
    var_dump(Coroutine::getElapsed($child) >= 20, Coroutine::getElapsed() >= Coroutine::getElapsed($child), Coroutine::getElapsed(99));
    Coroutine::resume($child);
    Coroutine::resume($grandchild);
    // A parent that has ended keeps its name.
    var_dump(Coroutine::getPcid($child));
});
Corio\Timer::after(1, function () { var_dump(Coroutine::getPcid()); });
?>
--EXPECT--
int(-1)
array(0) {
}
bool(true)
bool(true)
bool(true)
int(-1)
bool(false)
int(10016)
bool(true)
bool(true)
int(3)
bool(true)
bool(true)
bool(true)
bool(false)
bool(true)
bool(true)
int(-1)
bool(false)
int(-1)
