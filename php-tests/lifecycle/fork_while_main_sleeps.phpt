--TEST--
lifecycle: in a child forked in a coroutine the main program's sleep does not end early
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

go(function () {
    System::sleep(0.01);
    if (($pid = pcntl_fork()) === 0) {
        System::sleep(0.05);
        echo "child\n";
        return;
    }
    pcntl_waitpid($pid, $status);
    System::sleep(0.05);
    echo "parent\n";
});
$start = hrtime(true);
System::sleep(0.2);
var_dump(hrtime(true) - $start >= 0.2e9);
?>
--EXPECT--
child
bool(true)
bool(true)
parent
