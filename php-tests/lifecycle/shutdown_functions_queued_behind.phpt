--TEST--
lifecycle: shutdown functions registered later, and by shutdown functions, run before the coroutines are killed
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use function Corio\Coroutine\go;
go(function () {
    try {
        Corio\Coroutine\System::sleep(5);
    } finally {
        echo "killed\n";
    }
});
register_shutdown_function(function () {
    echo "one\n";
    register_shutdown_function(function () {
        echo "two\n";
        register_shutdown_function(fn () => print("three\n"));
    });
});
exit;
PHP);
?>
--EXPECT--
one
two
three
killed
exit code 0
