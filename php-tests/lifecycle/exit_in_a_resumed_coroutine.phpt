--TEST--
lifecycle: exit() in a coroutine that another one has resumed
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine;
Coroutine\run(function () {
    $cid = Coroutine\go(function () {
        Coroutine::yield();
        exit(10);
    });
    try {
        Coroutine::resume($cid);
        echo "never here\n";
    } finally {
        echo "finally of the resumer\n";
    }
});
PHP);
?>
--EXPECT--
finally of the resumer
exit code 10
