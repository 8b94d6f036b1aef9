--TEST--
lifecycle: an uncaught exception in the main program kills the coroutines, the loop is not run
--FILE--
<?php
require __DIR__ . '/../include/child.php';

$script = <<<'PHP'
use Corio\Coroutine\System;
Corio\Coroutine\go(function () {
    try {
        System::sleep(0.05);
        echo "never here\n";
    } finally {
        echo "finally\n";
    }
});
throw new Exception('of the main program');
PHP;
child($script, 'display_errors=0', 'log_errors=0');
?>
--EXPECT--
finally
exit code 255
