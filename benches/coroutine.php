<?php
/**
 * What a coroutine costs, in nanoseconds of CPU: to create and finish one whose body is empty, and
 * to resume one that yields again, and to push a value into a channel of 100 and pop it in another coroutine. The
 * best of five; what empty loops take is subtracted.
 */
declare(strict_types=1);

use Corio\Coroutine;
use Corio\Coroutine\Channel;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

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
        go($body);
    }
};

$yield = static function (int $turns): void {
    $yields = 0;
    $cid = go(static function () use ($turns, &$yields): void {
        for ($turn = 0; $turn < $turns; $turn++) {
            Coroutine::yield();
        }
        $yields = $turn;
    });
    for ($turn = 0; $turn < $turns; $turn++) {
        Coroutine::resume($cid);
    }
    // Each resume ended one yield at once, or this would be too early.
    if ($yields !== $turns) {
        fail('the coroutine did not yield as often as it was resumed');
    }
};

$channel = static function (int $turns): void {
    $channel = new Channel(100);
    go(static function () use ($turns, $channel): void {
        for ($turn = 0; $turn < $turns; $turn++) {
            $channel->push($turn);
        }
    });
    for ($turn = 0; $turn < $turns; $turn++) {
        $value = $channel->pop();
    }
    if ($value !== $turns - 1 || !$channel->isEmpty()) {
        fail('the channel has lost something');
    }
};

$result = [];
run(static function () use ($turns, $loop, $create, $yield, $channel, &$result): void {
    // An empty body cannot say that it ran: one that counts must have, before go() returns.
    $ran = 0;
    for ($turn = 1; $turn <= 1000; $turn++) {
        $cid = go(static function () use (&$ran): void {
            $ran++;
        });
        if ($ran !== $turn || $cid < 1) {
            fail('go() did not run the coroutine');
        }
    }
    $empty = best_ns($turns, $loop);
    $result = [
        'turns' => $turns,
        'empty_loop_ns' => round($empty, 1),
        'create_finish_ns' => round(best_ns($turns, $create) - $empty, 1),
        // Both sides loop: two empty loops.
        'resume_yield_ns' => round(best_ns($turns, $yield) - 2 * $empty, 1),
        'push_pop_ns' => round(best_ns($turns, $channel) - 2 * $empty, 1),
    ];
});
report($result);
