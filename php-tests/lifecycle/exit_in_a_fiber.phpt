--TEST--
lifecycle: exit() inside a native Fiber in a coroutine, and in a coroutine started inside a Fiber
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
Corio\Coroutine\run(function () {
    (new Fiber(function () {
        Corio\Coroutine\System::sleep(0.005);
        exit(11);
    }))->start();
    echo "never here\n";
});
PHP);
child(<<<'PHP'
(new Fiber(function () {
    Corio\Coroutine\go(fn () => exit(12));
    echo "never here\n";
}))->start();
echo "nor here\n";
PHP);
?>
--EXPECT--
exit code 11
exit code 12
