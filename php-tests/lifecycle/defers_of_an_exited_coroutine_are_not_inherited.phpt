--TEST--
lifecycle: defer() callbacks of a coroutine that ended by exit() are not run by a later one
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use function Corio\Coroutine\{defer, go};
register_shutdown_function(fn () => go(fn () => print("a later coroutine\n")));
go(function () {
    defer(fn () => print("never here\n"));
    exit;
});
PHP);
?>
--EXPECT--
a later coroutine
exit code 0
