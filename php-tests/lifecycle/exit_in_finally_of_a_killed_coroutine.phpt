--TEST--
lifecycle: exit() in the finally block of a killed coroutine sets the code and ends that coroutine only
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine;
for ($i = 0; $i < 2; $i++) {
    Coroutine\go(function () {
        try {
            Coroutine\System::sleep(5);
        } finally {
            echo "finally\n";
            exit(15);
        }
    });
}
exit(1);
PHP);
?>
--EXPECT--
finally
finally
exit code 15
