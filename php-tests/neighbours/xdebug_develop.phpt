--TEST--
neighbours: Xdebug's stacks and traces of a coroutine are its own, and are complete
--EXTENSIONS--
xdebug
--INI--
xdebug.mode=develop,trace
xdebug.max_nesting_level=64
html_errors=0
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function down(int $n)
{
    if ($n === 0) {
        System::sleep(0.002);
        return array_column(xdebug_get_function_stack(), 'function');
    }
    return down($n - 1);
}

/** Deeper than Xdebug allows. */
function endless(int $n): int
{
    $n % 10 ?: System::sleep(0.001);
    return endless($n + 1) + 1;
}

$file = xdebug_start_trace(sys_get_temp_dir() . '/corio-trace-' . bin2hex(random_bytes(6)), XDEBUG_TRACE_COMPUTERIZED | XDEBUG_TRACE_NAKED_FILENAME);
run(function () {
    for ($n = 1; $n <= 3; $n++) {
        go(function () use ($n) {
            $stack = down($n);
            echo "$n: ", count(array_keys($stack, 'down')), ' times down, ', count(array_keys($stack, 'run')), " times run\n";
        });
    }
    go(function () {
        try {
            endless(0);
        } catch (Error $e) {
            echo preg_replace('/Xdebug has detected |aborted your script with /', '', $e->getMessage()), "\n";
        }
        System::sleep(0.001);
        echo "goes on\n";
    });
});
xdebug_stop_trace();

// A record is: depth, number of the call, 0 for entry and 1 for exit, ...
$open = [];
foreach (file($file) as $line) {
    $record = explode("\t", $line);
    if (is_numeric($record[1] ?? '')) {
        $record[2] === '0' && $open[$record[1]] = $record[5];
        if ($record[2] === '1') {
            unset($open[$record[1]]);
        }
    }
}
unlink($file);
// Older versions of Xdebug do not note that this one has ended.
echo count(array_diff($open, ['xdebug_stop_trace'])), " left open in the trace\n";
?>
--EXPECT--
1: 2 times down, 0 times run
2: 3 times down, 0 times run
3: 4 times down, 0 times run
a possible infinite loop, and a stack depth of '64' frames
goes on
0 left open in the trace
