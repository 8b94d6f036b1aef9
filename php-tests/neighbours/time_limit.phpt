--TEST--
neighbours: set_time_limit() counts computing in whatever coroutine or Fiber, not waiting
--FILE--
<?php
require __DIR__ . '/../include/child.php';

$before = <<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\{go, run};
function compute(float $seconds) { for ($until = hrtime(true) + $seconds * 1e9; hrtime(true) < $until;); }
register_shutdown_function(fn () => print("shutdown\n"));
set_time_limit(1);
PHP;
// PHP counts processor time on Linux, and so do coroutines, together. A thread-safe PHP without timers of its own
// does the same.
child($before . 'run(fn () => System::sleep(1.5)); echo "waited\n";');
child($before . 'run(function () { go(fn () => System::sleep(60)); (new Fiber(fn () => compute(60)))->start(); });');
// Here the script is at its end, and in its shutdown functions.
child($before . 'go(function () { go(function () { while (true) { compute(0.01); System::sleep(0.001); } }); });');
child($before . 'run(function () { compute(0.5); set_time_limit(1); System::sleep(0.001); compute(0.5); echo "set anew\n"; });');
child($before . 'run(function () { (function () { try { yield 1; compute(60); } finally { echo "never\n"; } })()->next(); });');
?>
--EXPECT--
waited
shutdown
exit code 0
Fatal error: Maximum execution time of 1 second exceeded in child.php on line 3
shutdown
exit code 255
shutdown
Fatal error: Maximum execution time of 1 second exceeded in child.php on line 3
exit code 255
set anew
shutdown
exit code 0
Fatal error: Maximum execution time of 1 second exceeded in child.php on line 3
shutdown
exit code 255
