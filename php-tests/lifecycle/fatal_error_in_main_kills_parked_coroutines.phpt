--TEST--
lifecycle: after a fatal error in the main program no code of parked coroutines runs
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
register_shutdown_function(fn () => print("shutdown\n"));
Corio\Coroutine\go(function () {
    try {
        Corio\Coroutine\System::sleep(5);
    } finally {
        echo "never here\n";
    }
});
trigger_error('the end', E_USER_ERROR);
PHP);
?>
--EXPECT--
Fatal error: the end in child.php on line 9
shutdown
exit code 255
