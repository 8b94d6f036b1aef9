--TEST--
lifecycle: recursion without end, in PHP and through PHP's own functions, in coroutines and Fibers inside them
--SKIPIF--
<?php
require __DIR__ . '/../include/watched.php';
skip_watched('without an allocator of PHP\'s own memory_limit does not hold');
if (extension_loaded('pcov')) {
    echo 'skip with pcov each call of PHP code needs the C stack, in native Fibers as well';
}
?>
--FILE--
<?php
require __DIR__ . '/../include/child.php';

$before = <<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\{go, run};
register_shutdown_function(fn () => print("shutdown\n"));
function php(int $n) { return php($n + 1) + 1; }
function map(int $n) { return array_map('map', [$n + 1]); }
function regex(int $n) { return preg_replace_callback('/x/', fn () => regex($n + 1), 'x'); }
function sorts(int $n) { $list = [2, 1]; usort($list, fn () => sorts($n + 1)); return 1; }
final class Text { public function __toString(): string { return 'x' . new self(); } }
function endless(string $how) { $how === 'text' ? 'x' . new Text() : $how(0); }
go(fn () => System::sleep(60));
PHP;
/** What the code prints, without what depends on where it stands, and where in PHP a debug build asked for memory. */
function outcome(string $code): string
{
    ob_start();
    child($code, 'memory_limit=32M');
    return preg_replace(['/(?<=to allocate |of )\d+(?= bytes)/', '/ at \S+:\d+(?= \()/'], ['N', ''], ob_get_clean());
}
/** How it ended. Whether there is memory for a shutdown function behind that is luck. */
function told(string $outcome): array
{
    $lines = explode("\n", trim($outcome));
    return [reset($lines), end($lines)];
}
// Recursion of PHP code needs no C stack: it ends at the memory limit, as it does where there is no coroutine. (Compiled
// by the function JIT it may run into a limit above that one, with another message.)
$parked = 'go(fn () => System::sleep(60));';
$of_php = outcome(str_replace($parked, '', $before) . 'endless("php");');
echo 'PHP code: ', preg_match('/^(Fatal error: Allowed memory size|Hard memory limit) of N bytes exhausted/', $of_php) ? "at the memory limit\n" : $of_php;
foreach (['run(fn () => endless("php"));', 'run(fn () => (new Fiber(fn () => endless("php")))->start());'] as $code) {
    $outcome = outcome($before . $code);
    echo 'PHP code: ', told($outcome) === told($of_php) ? "as PHP does\n" : $outcome;
}
// Through C it ends at the end of the stack: with an Error from PHP 8.3 on, in whatever coroutine. Older versions do
// not look, and the guard page behind each stack ends the process: nothing else is written over.
foreach (['map', 'regex', 'sorts', 'text'] as $how) {
    foreach (['run(fn () => FAILS);', 'run(fn () => (new Fiber(fn () => FAILS))->start());'] as $code) {
        $fails = PHP_VERSION_ID < 80300 ? "endless('$how')" : "(function () { try { endless('$how'); } catch (Error \$e) { "
            . 'System::sleep(0.001); echo substr($e->getMessage(), 0, 23), "\n"; exit(3); } })()';
        ob_start();
        child($before . str_replace('FAILS', $fails, $code), 'memory_limit=1G');
        $text = ob_get_clean();
        $is_right = PHP_VERSION_ID < 80300
            ? $text === "exit code 11\n" // the signal
            : $text === "Maximum call stack size\nshutdown\nexit code 3\n";
        echo "$how: ", $is_right ? "as PHP does\n" : $text;
    }
}
?>
--EXPECT--
PHP code: at the memory limit
PHP code: as PHP does
PHP code: as PHP does
map: as PHP does
map: as PHP does
regex: as PHP does
regex: as PHP does
sorts: as PHP does
sorts: as PHP does
text: as PHP does
text: as PHP does
