--TEST--
coroutine: evaluated code may wait and declare
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    go(fn () => eval('Corio\Coroutine\System::sleep(0.01); function declared() { return "declared\n"; } echo declared();'));
    go(fn () => eval('Corio\Coroutine\System::sleep(0.005); echo "first\n";'));
});
?>
--EXPECT--
first
declared
