--TEST--
coroutine: getBackTrace() and printBackTrace() of a coroutine that is parked, and of the running one
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

class Worker
{
    public function __construct(private string $name)
    {
    }

    public function work(int $seconds): void
    {
        array_map([$this, 'step'], [$seconds]);
    }

    public function step(int $seconds): void
    {
        System::sleep($seconds);
    }
}

/** Closures have names from PHP 8.4 on, with those that they are in. */
function unnamed(string $text): string
{
    return preg_replace('~\{closure(?::(?:[^{}]|(?R))*)?\}~', '{closure}', $text);
}

function normal(string $text): string
{
    $text = str_replace(__FILE__, 'test.php', unnamed($text));
    return preg_replace([ '/since \d+\.\d+ s/', '/at most (?:29|30)\.\d+ s/', '/#(\d+) (waits|runs)/'], ['since N s', 'at most N s', '#N $2'], $text);
}

run(function () {
    $cid = go(function () { (new Worker('w'))->work(30); });
    $fiber = go(function () { (new Fiber(function () { Coroutine::yield(); }))->start(); });
    $generator = go(function () { foreach ((function () { yield Coroutine::yield(); })() as $_); });
    foreach ([$cid, $fiber, $generator, 0] as $which) {
        ob_start();
        Coroutine::printBackTrace($which);
        echo normal(ob_get_clean()), "\n";
    }
    $trace = Coroutine::getBackTrace($cid);
    foreach ($trace as $frame) {
        echo $frame['class'] ?? '', $frame['type'] ?? '', unnamed($frame['function']), '(', json_encode($frame['args']), ') ', isset($frame['object']) ? get_class($frame['object']) : '-', "\n";
    }
    var_dump(count(Coroutine::getBackTrace($cid, DEBUG_BACKTRACE_IGNORE_ARGS, 2)), isset(Coroutine::getBackTrace($cid, DEBUG_BACKTRACE_IGNORE_ARGS)[0]['args']));
    var_dump(Coroutine::getBackTrace()[0]['function'], Coroutine::getBackTrace(99), Coroutine::printBackTrace(99));
    foreach ([$cid, $fiber, $generator] as $which) {
        Coroutine::cancel($which);
    }
});
?>
--EXPECT--
coroutine #N waits for sleep() at test.php:21, since N s, for at most N s more; created by coroutine #1 at test.php:38
#0 test.php(21): Corio\Coroutine\System::sleep(30)
#1 [internal function]: Worker->step(30)
#2 test.php(16): array_map(Array, Array)
#3 test.php(38): Worker->work(30)
#4 [internal function]: {closure}()

coroutine #N waits for resume() after its Coroutine::yield() at test.php:39, since N s; created by coroutine #1 at test.php:39
#0 test.php(39): Corio\Coroutine::yield()
#1 [internal function]: {closure}()
#2 test.php(39): Fiber->start()
#3 [internal function]: {closure}()

coroutine #N waits for resume() after its Coroutine::yield() at test.php:40, since N s; created by coroutine #1 at test.php:40
#0 test.php(40): Corio\Coroutine::yield()
#1 test.php(40): {closure}()
#2 [internal function]: {closure}()

coroutine #N runs; created by {main} at test.php:37
#0 test.php(43): Corio\Coroutine::printBackTrace(0)
#1 [internal function]: {closure}()

Corio\Coroutine\System::sleep([30]) -
Worker->step([30]) Worker
array_map([[{},"step"],[30]]) -
Worker->work([30]) Worker
{closure}([]) -
int(2)
bool(false)
string(12) "getBackTrace"
bool(false)
NULL
