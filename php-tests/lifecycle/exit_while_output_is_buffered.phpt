--TEST--
lifecycle: exit() in a coroutine flushes what it and the main program had buffered
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
ob_start();
echo "main\n";
Corio\Coroutine\run(function () {
    ob_start();
    echo "coroutine\n";
    exit(19);
});
PHP);
?>
--EXPECT--
main
coroutine
exit code 19
