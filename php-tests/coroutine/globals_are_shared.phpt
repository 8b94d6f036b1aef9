--TEST--
coroutine: globals and $GLOBALS are shared
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$shared = 'main';
run(function () {
    go(function () {
        global $shared;
        System::sleep(0.005);
        $shared .= ' child';
        $GLOBALS['other'] = 1;
    });
    $GLOBALS['shared'] .= ' callback';
});
echo "$shared $other\n";
?>
--EXPECT--
main callback child 1
