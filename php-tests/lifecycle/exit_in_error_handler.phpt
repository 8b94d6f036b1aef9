--TEST--
lifecycle: exit() in an error handler in a coroutine
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
set_error_handler(fn () => exit(16));
Corio\Coroutine\run(function () {
    echo $undefined;
    echo "never here\n";
});
PHP);
?>
--EXPECT--
exit code 16
