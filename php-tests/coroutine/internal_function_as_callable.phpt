--TEST--
coroutine: a function of PHP itself may be the body
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run('printf', "%s has cid %d\n", 'printf', 1);
run('Corio\Coroutine\System::sleep', 0.001);
run(fn () => go('var_dump', Coroutine::getCid()));
?>
--EXPECT--
printf has cid 1
int(3)
