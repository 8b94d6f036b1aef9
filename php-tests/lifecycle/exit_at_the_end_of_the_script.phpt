--TEST--
lifecycle: exit() in a coroutine after the main program has ended
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\go;
go(function () {
    System::sleep(0.05);
    exit(14);
});
go(function () {
    try {
        System::sleep(5);
    } finally {
        echo "finally of the other\n";
    }
});
echo "main ends\n";
PHP);
?>
--EXPECT--
main ends
finally of the other
exit code 14
