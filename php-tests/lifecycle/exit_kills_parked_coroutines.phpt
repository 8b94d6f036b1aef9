--TEST--
lifecycle: exit() kills the others: their finally blocks and destructors run, and nothing else
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\{defer, go, run};
final class Guard { public function __destruct() { echo "destructor\n"; } }
run(function () {
    go(function () {
        $guard = new Guard();
        defer(fn () => print("deferred\n"));
        try {
            System::sleep(10);
            echo "never here\n";
        } catch (Throwable) {
            echo "nor here\n";
        } finally {
            echo "finally\n";
        }
        echo "nor here\n";
    });
    System::sleep(0.005);
    register_shutdown_function(fn () => print("shutdown\n"));
    exit(6);
});
PHP);
?>
--EXPECT--
shutdown
finally
destructor
deferred
exit code 6
