--TEST--
coroutine: main may open and close buffers while coroutines with buffers are parked
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

go(function () {
    ob_start();
    echo 'coroutine';
    System::sleep(0.025);
    $mine = ob_get_clean();
    echo "<$mine>";
});
ob_start();
echo 'main ';
System::sleep(0.1);
$text = ob_get_clean();
echo "$text, level ", ob_get_level(), "\n";
?>
--EXPECT--
main <coroutine>, level 0
