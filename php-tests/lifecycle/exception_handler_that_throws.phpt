--TEST--
lifecycle: an exception handler that throws: its exception is reported
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
set_exception_handler(fn () => throw new LogicException('from the handler'));
Corio\Coroutine\go(fn () => throw new Exception('first'));
PHP);
?>
--EXPECTF--
Fatal error: Uncaught LogicException: from the handler in child.php:1
%A
exit code 255
