--TEST--
lifecycle: exit() in a defer() callback
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use function Corio\Coroutine\{defer, run};
run(function () {
    defer(fn () => print("never here\n"));
    defer(fn () => exit(7));
    defer(fn () => print("runs\n"));
});
echo "nor here\n";
PHP);
?>
--EXPECT--
runs
exit code 7
