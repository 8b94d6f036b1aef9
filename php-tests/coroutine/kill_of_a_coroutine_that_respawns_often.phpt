--TEST--
coroutine: one that starts its successor more often than run() kills is left to the end of the script
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
function phoenix()
{
    static $count = 0;
    try {
        Corio\Coroutine::yield();
    } finally {
        if (++$count < 300) {
            Corio\Coroutine\go('phoenix');
        } else {
            echo "the last one\n";
        }
    }
}
try {
    Corio\Coroutine\run('phoenix');
} catch (Corio\DeadlockException $e) {
    echo strtok($e->getMessage(), "\n"), "\n";
}
PHP, 'display_errors=0');
?>
--EXPECT--
all coroutines (count: 1) are asleep - deadlock!
the last one
exit code 0
