--TEST--
lifecycle: a child forked in a coroutine that exits runs no code of the others
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    go(function () {
        try {
            System::sleep(0.02);
        } finally {
            echo "other, in the parent only\n";
        }
    });
    if (($pid = pcntl_fork()) === 0) {
        echo "child\n";
        exit(5);
    }
    pcntl_waitpid($pid, $status);
    var_dump(pcntl_wexitstatus($status));
});
?>
--EXPECT--
child
int(5)
other, in the parent only
