--TEST--
lifecycle: an exception handler may wait
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
set_exception_handler(function (Throwable $e) {
    System::sleep(0.025);
    echo 'handler in ', Corio\Coroutine::getCid(), ': ', $e->getMessage(), "\n";
});
Corio\Coroutine\go(function () {
    System::sleep(0.005);
    throw new Exception('of the coroutine');
});
System::sleep(0.015);
echo "the main program was not told yet\n";
System::sleep(1);
echo "never here\n";
PHP);
?>
--EXPECT--
the main program was not told yet
handler in 1: of the coroutine
exit code 255
