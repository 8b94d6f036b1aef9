--TEST--
lifecycle: after a fatal error a shutdown function may still run coroutines
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\{go, run};
register_shutdown_function(function () {
    run(function () {
        System::sleep(0.001);
        echo "in run()\n";
    });
    System::sleep(0.001);
    echo "shutdown ends\n";
});
run(fn () => trigger_error('the end', E_USER_ERROR));
PHP);
?>
--EXPECT--
Fatal error: the end in child.php on line 11
in run()
shutdown ends
exit code 255
