--TEST--
coroutine: corio.stack_size sets the size of the C stacks
--INI--
corio.stack_size=256K
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\run;

var_dump(Coroutine::stats()['c_stack_size']);
run(fn () => print("runs\n"));
?>
--EXPECT--
int(262144)
runs
