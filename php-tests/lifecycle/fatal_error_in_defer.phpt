--TEST--
lifecycle: a fatal error in a defer() callback, and in a finally block of a killed coroutine
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
register_shutdown_function(fn () => print("shutdown\n"));
Corio\Coroutine\run(function () {
    Corio\Coroutine\defer(fn () => print("never here\n"));
    Corio\Coroutine\defer(fn () => trigger_error('in defer', E_USER_ERROR));
});
PHP);
child(<<<'PHP'
for ($i = 1; $i <= 2; $i++) {
    Corio\Coroutine\go(function () use ($i) {
        try {
            Corio\Coroutine\System::sleep(5);
        } finally {
            trigger_error("in finally $i", E_USER_ERROR);
        }
    });
}
exit(3);
PHP);
?>
--EXPECT--
Fatal error: in defer in child.php on line 4
shutdown
exit code 255
Fatal error: in finally 1 in child.php on line 6
exit code 255
