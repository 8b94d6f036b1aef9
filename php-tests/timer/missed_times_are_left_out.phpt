--TEST--
timer: a tick keeps to its grid; times that pass while the script computes are left out
--FILE--
<?php
use Corio\Timer;

const INTERVAL = 20;
$base = hrtime(true);
$planned = [];
Corio\Coroutine\run(Timer::tick(...), INTERVAL, function (int $id) use (&$planned, $base) {
    $now = (hrtime(true) - $base) / 1e6;
    $next = Timer::info($id)['exec_msec'];
    if ($planned !== [] && $now < end($planned)) {
        echo "call at $now, planned for ", end($planned), "\n";
    }
    if (count($planned) === 1) {
        usleep(5 * INTERVAL * 1000 + 5000); // five times pass
    }
    $planned[] = $next;
    if (count($planned) === 5) {
        Timer::clear($id);
    }
});
$steps = array_map(fn ($a, $b) => $b - $a, array_slice($planned, 0, -1), array_slice($planned, 1));
echo array_filter($planned, fn ($at) => $at % INTERVAL !== 0) === [] ? 'on the grid' : json_encode($planned), "\n";
echo min($steps) >= INTERVAL && $steps[1] >= 5 * INTERVAL ? "none piled up\n" : json_encode($steps) . "\n";
?>
--EXPECT--
on the grid
none piled up
