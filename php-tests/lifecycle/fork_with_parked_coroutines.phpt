--TEST--
lifecycle: in a child forked by the main program parked coroutines never run
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

go(function () {
    try {
        System::sleep(0.05);
        echo "woke in the parent\n";
    } finally {
        echo "finally in the parent\n";
    }
});
if (($pid = pcntl_fork()) === 0) {
    System::sleep(0.1);
    var_dump(Coroutine::stats()['coroutine_num']);
    echo "child ends\n";
    return;
}
pcntl_waitpid($pid, $status);
var_dump(pcntl_wexitstatus($status));
?>
--EXPECT--
int(0)
child ends
int(0)
woke in the parent
finally in the parent
