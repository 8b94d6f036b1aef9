--TEST--
lifecycle: a fatal error in a coroutine ends the script; shutdown functions see it; no code of the others runs
--FILE--
<?php
require __DIR__ . '/../include/child.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

foreach (['run' => 'run(fn () => body());', 'go' => 'go(fn () => body());', 'nested' => 'run(fn () => run(fn () => body()));'] as $start) {
    child(str_replace('START', $start, <<<'PHP'
    use Corio\Coroutine\System;
    use function Corio\Coroutine\{defer, go, run};
    final class Guard { public function __destruct() { echo "never a destructor\n"; } }
    register_shutdown_function(fn () => print('shutdown: ' . error_get_last()['message'] . "\n"));
    function body()
    {
        go(function () {
            $guard = new Guard();
            defer(fn () => print("never a deferred callback\n"));
            ob_start(fn () => "never an output handler\n");
            try {
                System::sleep(5);
            } finally {
                echo "never a finally block\n";
            }
        });
        System::sleep(0.001);
        trigger_error('the end', E_USER_ERROR);
    }
    START
    System::sleep(1);
    echo "never here\n";
    PHP));
}
?>
--EXPECT--
Fatal error: the end in child.php on line 18
shutdown: the end
exit code 255
Fatal error: the end in child.php on line 18
shutdown: the end
exit code 255
Fatal error: the end in child.php on line 18
shutdown: the end
exit code 255
