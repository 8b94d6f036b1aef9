--TEST--
lifecycle: whatever coroutines wait in, exit() and fatal errors end the script cleanly
--FILE--
<?php
require __DIR__ . '/../include/child.php';

foreach (['exit(3)', 'trigger_error("the end", E_USER_ERROR)', 'Corio\Coroutine\run(fn () => exit(4))'] as $end) {
    child(str_replace('END', $end, <<<'PHP'
    use Corio\Coroutine\System;
    use function Corio\Coroutine\{defer, go, run};
    final class Waits implements IteratorAggregate
    {
        function __serialize(): array { System::sleep(5); return []; }
        function __toString(): string { System::sleep(5); return ''; }
        function __call($name, $arguments) { System::sleep(5); }
        function getIterator(): Iterator { System::sleep(5); return new ArrayIterator(); }
    }
    spl_autoload_register(fn () => System::sleep(5));
    set_error_handler(fn () => System::sleep(5), E_WARNING);
    $list = [2, 1];
    go(fn () => usort($list, fn () => (int) System::sleep(5)));
    go(fn () => array_map(fn () => System::sleep(5), [1, 2]));
    go(fn () => serialize([new Waits()]));
    go(fn () => 'text ' . new Waits());
    go(fn () => [...new Waits()]);
    go([new Waits(), 'anything']);
    go(fn () => new NotLoaded());
    go(fn () => class_exists('NotLoaded'));
    go(fn () => $undefined);
    go(fn () => (new Fiber(fn () => (new Fiber(fn () => System::sleep(5)))->start()))->start());
    go(fn () => iterator_to_array((function () { yield System::sleep(5); })()));
    go(fn () => run(fn () => go(fn () => System::sleep(5))));
    go(fn () => defer(fn () => System::sleep(5)));
    go(function () { ob_start(); echo 'buffered'; ob_start(fn ($text) => strtoupper($text)); System::sleep(5); });
    go(function () { try { throw new Exception(); } finally { System::sleep(5); } });
    END;
    PHP));
}
?>
--EXPECTF--
buffered
exit code 3
Fatal error: the end in child.php on line 28
exit code 255
buffered
exit code 4
