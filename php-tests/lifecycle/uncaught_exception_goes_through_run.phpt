--TEST--
lifecycle: an exception that nobody catches around run() is the main program's own
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
register_shutdown_function(fn () => print("shutdown\n"));
Corio\Coroutine\run(function () {
    throw new LogicException('through run()');
});
echo "never here\n";
PHP);
?>
--EXPECTF--
%AUncaught LogicException: through run() in child.php:3
%A
  thrown in child.php on line 3
shutdown
exit code 255
