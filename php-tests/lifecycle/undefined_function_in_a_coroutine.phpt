--TEST--
lifecycle: calling an undefined function in a coroutine is an uncaught Error
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
register_shutdown_function(fn () => print("shutdown\n"));
Corio\Coroutine\go(function () {
    no_such_function();
});
PHP);
?>
--EXPECTF--
Fatal error: Uncaught Error: Call to undefined function no_such_function() in child.php:3
%A
shutdown
exit code 255
