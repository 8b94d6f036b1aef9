--TEST--
lifecycle: in a child forked in a coroutine only that one and the main program go on
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    go(function () {
        System::sleep(0.05);
        echo "other, in the parent only\n";
    });
    if (($pid = pcntl_fork()) === 0) {
        System::sleep(0.1);
        echo "child\n";
        return;
    }
    pcntl_waitpid($pid, $status);
    var_dump(pcntl_wexitstatus($status));
});
echo "run() returned\n";
?>
--EXPECT--
child
run() returned
int(0)
other, in the parent only
run() returned
