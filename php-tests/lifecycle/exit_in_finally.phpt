--TEST--
lifecycle: exit() in a finally block replaces the exception
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
Corio\Coroutine\run(function () {
    try {
        throw new Exception('lost');
    } finally {
        exit(8);
    }
});
PHP);
?>
--EXPECT--
exit code 8
