<?php
/**
 * Many timers set and fired: CPU and memory of each.
 *
 * All of them are set within one interval, with times that are spread over another one. The memory is resident
 * memory of the process, before and after they were set. One callable serves all; a script that makes a closure
 * for each pays for that, too.
 */
declare(strict_types=1);

use Corio\Timer;

use function Corio\Coroutine\run;

require __DIR__ . '/common.php';

/** Milliseconds until the first one fires, and over which the others are spread. */
const BEGIN = 1000;
const SPREAD = 1000;

[$timers] = arguments('TIMERS');

$fired = 0;
$callback = static function () use (&$fired): void {
    $fired++;
};

$bytes = 0;
$clock = new Stopwatch();
run(static function () use ($timers, $callback, &$fired, &$bytes, &$clock): void {
    mt_srand(1);
    $times = [];
    for ($number = 0; $number < $timers; $number++) {
        $times[] = BEGIN + mt_rand(0, SPREAD - 1);
    }
    Timer::after(1, $callback);
    $before = resident();
    $clock = new Stopwatch();
    for ($number = 0; $number < $timers; $number++) {
        Timer::after($times[$number], $callback);
    }
    if ($fired > 1) {
        fail("$fired fired before all were set");
    }
    $bytes = resident() - $before;
});
$result = $clock->stop($timers);
if ($fired !== $timers + 1 || $result['wall_s'] < BEGIN / 1000) {
    fail("$fired fired after {$result['wall_s']} s");
}
report($result + ['bytes_each' => (int) round($bytes / $timers)]);
