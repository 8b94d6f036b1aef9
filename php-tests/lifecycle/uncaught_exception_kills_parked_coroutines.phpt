--TEST--
lifecycle: after an uncaught exception the others' finally blocks and destructors run
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\go;
final class Guard { public function __destruct() { echo "destructor\n"; } }
set_exception_handler(fn ($e) => print($e->getMessage() . "\n"));
register_shutdown_function(fn () => print("shutdown\n"));
go(function () {
    $guard = new Guard();
    try {
        System::sleep(10);
    } finally {
        echo "finally\n";
    }
});
go(fn () => throw new Exception('uncaught'));
PHP);
?>
--EXPECT--
uncaught
shutdown
finally
destructor
exit code 255
