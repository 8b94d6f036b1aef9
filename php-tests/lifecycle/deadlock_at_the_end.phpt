--TEST--
lifecycle: coroutines that nobody can wake are reported at the end, then killed; the exit code stays 0
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine;
use function Corio\Coroutine\{defer, go};
final class Guard { public function __destruct() { echo "destructor\n"; } }
set_error_handler(function ($code, $message) {
    echo $code === E_WARNING ? 'warning: ' : "$code: ", preg_replace('~since \S+~', 'since N', $message), "\n";
});
go(function () {
    $guard = new Guard();
    defer(fn () => print("deferred\n"));
    try {
        Coroutine::yield();
    } finally {
        echo "finally\n";
    }
});
go(fn () => Coroutine::yield());
echo "main ends\n";
PHP);
?>
--EXPECT--
main ends
warning: Corio\Coroutine\shutdown(): all coroutines (count: 2) are asleep - deadlock!
  coroutine #1 waits for resume() after its Coroutine::yield() at child.php:11, since N s; created by {main} at child.php:7
  coroutine #2 waits for resume() after its Coroutine::yield() at child.php:16, since N s; created by {main} at child.php:16
finally
destructor
deferred
exit code 0
