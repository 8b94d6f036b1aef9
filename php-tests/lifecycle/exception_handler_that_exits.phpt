--TEST--
lifecycle: the exit code of an exception handler is kept
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
set_exception_handler(fn () => exit(20));
Corio\Coroutine\go(fn () => throw new Exception());
PHP);
?>
--EXPECT--
exit code 20
