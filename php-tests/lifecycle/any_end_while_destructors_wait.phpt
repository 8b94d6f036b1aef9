--TEST--
lifecycle: exit() and fatal errors end the script cleanly while coroutines wait in destructors
--FILE--
<?php
require __DIR__ . '/../include/child.php';

foreach (['exit(3)', 'trigger_error("the end", E_USER_ERROR)', 'Corio\Coroutine\run(fn () => exit(4))'] as $end) {
    child(str_replace('END', $end, <<<'PHP'
    use Corio\Coroutine\System;
    use function Corio\Coroutine\{defer, go, run};
    final class Slow
    {
        public $self;
        // Below PHP 8.4 nobody else can run while a destructor waits.
        public function __destruct() { System::sleep(PHP_VERSION_ID < 80400 ? 0.001 : 5); }
    }
    final class Last
    {
        public function __destruct()
        {
            $cycle = new stdClass();
            $cycle->self = $cycle;
            unset($cycle);
            var_dump(gc_collect_cycles() > 0);
        }
    }
    $last = new Last();
    function cycle() { $slow = new Slow(); $slow->self = $slow; }
    function fails() { $slow = new Slow(); throw new Exception('in flight'); }
    go(function () { $slow = new Slow(); });
    go(function () { $all = [new Slow(), [new Slow()], new ArrayObject([new Slow()])]; });
    go(function () { try { fails(); } catch (Exception) { System::sleep(5); } });
    go(function () { cycle(); cycle(); gc_collect_cycles(); System::sleep(5); });
    go(fn () => (new Fiber(function () { cycle(); cycle(); gc_collect_cycles(); System::sleep(5); }))->start());
    go(function () { $slow = new Slow(); System::sleep(0.001); $slow = null; System::sleep(5); });
    go(function () { defer(fn () => new Slow()); });
    go(function () { (function () { $slow = new Slow(); yield; })()->current(); });
    END;
    PHP));
}
?>
--EXPECT--
bool(true)
exit code 3
Fatal error: the end in child.php on line 30
exit code 255
bool(true)
exit code 4
