--TEST--
lifecycle: exit() in a defer() callback replaces the exception of the body
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use function Corio\Coroutine\{defer, run};
run(function () {
    defer(fn () => exit(8));
    throw new Exception('lost');
});
PHP);
?>
--EXPECT--
exit code 8
