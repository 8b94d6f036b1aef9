<?php
/**
 * The work of coroutine.php with PHP's own Fiber, which tells how fast this machine is.
 */
declare(strict_types=1);

require __DIR__ . '/common.php';

$turns = isset($argv[1]) ? arguments('TURNS')[0] : 1_000_000;

$loop = static function (int $turns): void {
    for ($turn = 0; $turn < $turns; $turn++) {
    }
};

$create = static function (int $turns): void {
    $body = static function (): void {
    };
    for ($turn = 0; $turn < $turns; $turn++) {
        (new Fiber($body))->start();
    }
};

$suspend = static function (int $turns): void {
    $fiber = new Fiber(static function () use ($turns): void {
        for ($turn = 0; $turn < $turns; $turn++) {
            Fiber::suspend();
        }
    });
    $fiber->start();
    for ($turn = 0; $turn < $turns; $turn++) {
        $fiber->resume();
    }
    $fiber->isTerminated() || fail('the fiber was not suspended as often as it was resumed');
};

$empty = best_ns($turns, $loop);
report([
    'turns' => $turns,
    'empty_loop_ns' => round($empty, 1),
    'create_finish_ns' => round(best_ns(intdiv($turns, 10) ?: 1, $create) - $empty, 1),
    'resume_yield_ns' => round(best_ns($turns, $suspend) - 2 * $empty, 1),
]);
