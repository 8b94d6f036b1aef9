--TEST--
lifecycle: set_exception_handler() gets the exception of a coroutine, once; the main program does not go on
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
set_exception_handler(function (Throwable $e) {
    echo 'handler: ', $e->getMessage(), "\n";
});
register_shutdown_function(fn () => var_dump(error_get_last()));
Corio\Coroutine\go(fn () => throw new Exception('of the coroutine'));
echo "never here\n";
PHP);
?>
--EXPECT--
handler: of the coroutine
NULL
exit code 255
