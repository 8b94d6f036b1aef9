--TEST--
lifecycle: a child forked by the main program runs coroutines of its own
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

run(fn () => System::sleep(0.001));
echo "before\n";
if (($pid = pcntl_fork()) === 0) {
    run(function () {
        System::sleep(0.01);
        echo "child\n";
    });
    exit(7);
}
pcntl_waitpid($pid, $status);
var_dump(pcntl_wexitstatus($status));
run(function () {
    System::sleep(0.01);
    echo "parent\n";
});
?>
--EXPECT--
before
child
int(7)
parent
