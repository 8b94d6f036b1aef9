--TEST--
lifecycle: after exit() in a coroutine a shutdown function may still run coroutines
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\run;
register_shutdown_function(fn () => run(function () {
    System::sleep(0.001);
    echo "in run()\n";
}));
run(fn () => exit(3));
PHP);
?>
--EXPECT--
in run()
exit code 3
