--TEST--
coroutine: go() and Coroutine::create() return ids that count from 1
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

var_dump(go(fn () => null));
var_dump(Coroutine::create(fn () => null));
run(function () {
    var_dump(Coroutine::getCid());
    var_dump(go(fn () => null));
});
var_dump(Coroutine::stats()['coroutine_last_cid']);
?>
--EXPECT--
int(1)
int(2)
int(3)
int(4)
int(4)
