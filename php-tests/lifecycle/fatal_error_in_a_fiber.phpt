--TEST--
lifecycle: a fatal error inside a native Fiber inside a coroutine
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\{go, run};
register_shutdown_function(fn () => print("shutdown\n"));
run(function () {
    go(fn () => (new Fiber(fn () => System::sleep(5)))->start());
    (new Fiber(function () {
        System::sleep(0.001);
        trigger_error('the end', E_USER_ERROR);
    }))->start();
});
PHP);
?>
--EXPECT--
Fatal error: the end in child.php on line 8
shutdown
exit code 255
