--TEST--
lifecycle: set_time_limit() ends a coroutine that does not stop computing
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\{go, run};
register_shutdown_function(fn () => print("shutdown\n"));
set_time_limit(1);
run(function () {
    go(function () {
        try {
            System::sleep(5);
        } finally {
            echo "never here\n";
        }
    });
    while (true) hrtime();
});
PHP);
?>
--EXPECT--
Fatal error: Maximum execution time of 1 second exceeded in child.php on line 13
shutdown
exit code 255
