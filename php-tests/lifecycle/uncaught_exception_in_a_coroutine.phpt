--TEST--
lifecycle: an uncaught exception is reported once, the exit code is 255, the main program does not go on
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
register_shutdown_function(fn () => print('shutdown: ' . error_get_last()['type'] . "\n"));
function fails()
{
    System::sleep(0.005);
    throw new Exception('nobody catches this');
}
Corio\Coroutine\go('fails');
try {
    System::sleep(1);
    echo "never here\n";
} catch (Throwable) {
    echo "nor here\n";
}
PHP);
?>
--EXPECT--
Fatal error: Uncaught Exception: nobody catches this in child.php:6
Stack trace:
#0 [internal function]: fails()
#1 {main}
  thrown in child.php on line 6
shutdown: 1
exit code 255
