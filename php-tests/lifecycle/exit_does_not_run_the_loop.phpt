--TEST--
lifecycle: after exit() coroutines that are ready do not go on
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use function Corio\Coroutine\go;
for ($i = 0; $i < 3; $i++) {
    go(function () {
        Corio\Coroutine\System::sleep(0.005);
        echo "never here\n";
    });
}
usleep(5000);
exit(1);
PHP);
?>
--EXPECT--
exit code 1
