--TEST--
lifecycle: an exception from a coroutine that is killed at the end is reported and the others are still killed
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
set_exception_handler(fn ($e) => print($e->getMessage() . "\n"));
for ($i = 1; $i <= 2; $i++) {
    Corio\Coroutine\go(function () use ($i) {
        try {
            Corio\Coroutine\System::sleep(5);
        } finally {
            throw new Exception("finally $i");
        }
    });
}
exit(0);
PHP);
?>
--EXPECTF--
finally 1
%Afinally 2%A
exit code 255
