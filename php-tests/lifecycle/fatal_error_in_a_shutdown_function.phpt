--TEST--
lifecycle: a fatal error in a shutdown function while coroutines are parked
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
register_shutdown_function(fn () => trigger_error('in shutdown', E_USER_ERROR));
Corio\Coroutine\go(function () {
    try {
        Corio\Coroutine\System::sleep(5);
    } finally {
        echo "never here\n";
    }
});
PHP);
?>
--EXPECT--
Fatal error: in shutdown in child.php on line 1
exit code 255
