--TEST--
lifecycle: an uncaught exception after the main program has ended
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\go;
set_exception_handler(fn ($e) => print($e->getMessage() . "\n"));
go(function () {
    System::sleep(0.005);
    throw new Exception('late');
});
go(function () {
    System::sleep(0.01);
    echo "never here\n";
});
echo "main ends\n";
PHP);
?>
--EXPECT--
main ends
late
exit code 255
