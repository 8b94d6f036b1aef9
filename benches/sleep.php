<?php
/**
 * Many coroutines asleep at once: CPU and memory of each, and how late the last one is.
 *
 * The memory is resident memory of the process, before and while all of them are asleep.
 */
declare(strict_types=1);

use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

require __DIR__ . '/common.php';

const SECONDS = 1.0;

[$sleepers] = arguments('SLEEPERS');

$asleep = 0;
$woken = 0;
$sleeper = static function () use (&$asleep, &$woken): void {
    $asleep++;
    if (System::sleep(SECONDS) === false) {
        fail('sleep failed');
    }
    $woken++;
};

$bytes = 0;
$clock = new Stopwatch();
run(static function () use ($sleepers, $sleeper, &$asleep, &$woken, &$bytes, &$clock): void {
    $before = resident();
    $clock = new Stopwatch();
    for ($number = 0; $number < $sleepers; $number++) {
        go($sleeper);
    }
    if ($asleep !== $sleepers || $woken !== 0) {
        fail("$asleep fell asleep and $woken awoke before all were asleep");
    }
    $bytes = resident() - $before;
});
$result = $clock->stop($sleepers);
if ($woken !== $sleepers || $result['wall_s'] < SECONDS) {
    fail("$woken awoke after {$result['wall_s']} s");
}
report($result + [
    'wall_over_s' => round($result['wall_s'] - SECONDS, 6),
    'bytes_each' => (int) round($bytes / $sleepers),
]);
