<?php
/*
 * Structured concurrency: whoever starts coroutines waits for them, gets what they return or throw, and nothing is
 * left behind.
 *
 *     php -d extension=corio examples/11_structured.php
 *
 * Expected output:
 *
 *     all: {"mails":3,"contacts":5}
 *     the slow one was cancelled, and cleans up
 *     all: contacts are down
 *     any: from the second mirror
 *     any: all 2 tasks have failed
 *     race: 0.01
 *     timeout: timed out after 0.05 s
 *     scope: done, 3 heartbeats or more
 */

use Corio\Coroutine\AggregateException;
use Corio\Coroutine\Scope;
use Corio\Coroutine\System;
use Corio\Coroutine\TimeoutException;

use function Corio\Coroutine\all;
use function Corio\Coroutine\any;
use function Corio\Coroutine\race;
use function Corio\Coroutine\scope;
use function Corio\Coroutine\timeout;

/** Something that takes a while. */
function after(float $seconds, mixed $result): callable
{
    return function () use ($seconds, $result) {
        System::sleep($seconds);
        return $result instanceof Throwable ? throw $result : $result;
    };
}

// Both at once, under their keys.
echo 'all: ', json_encode(all(['mails' => after(0.02, 3), 'contacts' => after(0.01, 5)])), "\n";

// One fails: the other one is cancelled. Its wait throws; what it does in `finally` may wait for a second more.
try {
    all([
        function () {
            try {
                System::sleep(10);
            } finally {
                System::sleep(0.01);
                echo "the slow one was cancelled, and cleans up\n";
            }
        },
        after(0.01, new RuntimeException('contacts are down')),
    ]);
} catch (RuntimeException $e) {
    echo "all: {$e->getMessage()}\n";
}

echo 'any: ', any([after(0.01, new RuntimeException('down')), after(0.02, 'from the second mirror'), after(9, '')]), "\n";
try {
    any([after(0.01, new RuntimeException('one')), after(0.02, new RuntimeException('two'))]);
} catch (AggregateException $e) {
    echo "any: {$e->getMessage()}\n"; // $e->exceptions has both
}

echo 'race: ', race([after(0.01, 0.01), after(9, 9)]), "\n";

try {
    timeout(0.05, after(9, null));
} catch (TimeoutException $e) {
    echo "timeout: {$e->getMessage()}\n";
}

// Coroutines beside a piece of code, for as long as it runs.
$beats = 0;
$result = scope(function (Scope $scope) use (&$beats) {
    $scope->go(function () use (&$beats) {
        while (System::sleep(0.005)) {
            $beats++;
        }
    });
    while ($beats < 3) {
        System::sleep(0.005);
    }
    $scope->cancel();
    return 'done';
});
echo "scope: $result, ", $beats >= 3 ? '3 heartbeats or more' : "$beats heartbeats", "\n";
