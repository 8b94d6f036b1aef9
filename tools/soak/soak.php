<?php
/*
 * make soak: one process that does many things at once, with servers that misbehave, for SOAK_SECONDS (1800). Every
 * request has to be answered or reported failed exactly once; after a warm-up memory grows by less than 1 MiB (2 in a run of seconds), and
 * descriptors not at all.
 *
 *     SOAK_SECONDS=20 php -n -d extension=<extension.so> tools/soak/soak.php
 *
 * SOAK_SEED repeats the choices of another run (not its timing).
 */

require __DIR__ . '/../../php-tests/include/server.php';
require __DIR__ . '/ledger.php';
require __DIR__ . '/work.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

const WORKERS = 40;
/** Rounds, after each of which everything stands still and is measured. The first ones warm up. */
const ROUNDS = 20;
const WARM_UP = 10;
const ALLOWED_GROWTH = 1 << 20;
/** In a run of seconds, whose warm-up is not long enough for every cache to be full. */
const ALLOWED_GROWTH_OF_SHORT_RUNS = 2 << 20;
const SHORT_RUN = 120.0;

/** Bytes of memory that this process has touched and not given back. */
function resident(): int
{
    gc_collect_cycles();
    gc_mem_caches();
    preg_match('/^RssAnon:\s+(\d+) kB/m', file_get_contents('/proc/self/status'), $found);
    return $found[1] * 1024;
}

/** Descriptors, once those of connections on their way out are gone. */
function open_descriptors(int $expected): int
{
    for ($tries = 0; ($count = count(descriptors())) > $expected && $tries < 200; $tries++) {
        Corio\Coroutine\System::sleep(0.1);
    }
    return $count;
}

function play_round(Work $work, array $kinds, array $chances, float $seconds): void
{
    $until = hrtime(true) + $seconds * 1e9;
    run(function () use ($work, $kinds, $chances, $until) {
        for ($i = 0; $i < WORKERS; $i++) {
            go(function () use ($work, $kinds, $chances, $until) {
                do {
                    $kind = $chances[mt_rand(0, count($chances) - 1)];
                    [, $body, $may_fail] = $kinds[$kind];
                    // In a coroutine of its own: what cancels it must not reach the next one.
                    $ended = new Corio\Coroutine\Channel();
                    go(function () use ($work, $kind, $body, $may_fail, $ended) {
                        $work->request($kind, $body, $may_fail);
                        $ended->close();
                    });
                    $ended->pop();
                } while (hrtime(true) < $until);
            });
        }
    });
}

$seconds = (float) (getenv('SOAK_SECONDS') ?: 1800);
$seed = (int) (getenv('SOAK_SEED') ?: random_int(1, 999_999));
mt_srand($seed);
$ledger = new Ledger();
set_error_handler(function (int $level, string $message, string $file, int $line) use ($ledger) {
    error_reporting() & $level && $ledger->violation("PHP says: $message in $file:$line");
    return true;
});
echo "soak: $seconds s, seed $seed\n";
$work = new Work($ledger);
$kinds = $work->kinds();
$chances = array_merge(...array_map(fn ($kind) => array_fill(0, $kinds[$kind][0], $kind), array_keys($kinds)));

$begin = hrtime(true);
$descriptors = $warm = 0;
for ($round = 1; $round <= ROUNDS; $round++) {
    play_round($work, $kinds, $chances, $seconds / ROUNDS);
    $open = $round === 1 ? count(descriptors()) : open_descriptors($descriptors);
    $resident = resident();
    if ($round === 1) {
        Corio\Coroutine\System::sleep(1);
        $descriptors = count(descriptors());
    } elseif ($open !== $descriptors) {
        $ledger->violation(($open - $descriptors) . " descriptors more than after the first round");
    }
    $warm = $round <= WARM_UP ? max($warm, $resident) : $warm;
    printf("  round %2d: %7d requests so far, %6.2f MiB resident, %d descriptors\n", $round, $ledger->count(), $resident / 1048576, $open);
}
$ledger->close();
$stats = Corio\Coroutine::stats();
$stats['coroutine_num'] === 0 || $ledger->violation("$stats[coroutine_num] coroutines are left");
$growth = $resident - $warm;
$growth < ($seconds < SHORT_RUN ? ALLOWED_GROWTH_OF_SHORT_RUNS : ALLOWED_GROWTH) || $ledger->violation(sprintf('%.2f MiB more than after the warm-up', $growth / 1048576));

$ledger->print(with_reasons: (bool) getenv('SOAK_VERBOSE') || $ledger->violations !== []);
printf(
    "soak: %d requests in %.0f s, %d TLS handshakes (%d resumed), growth after warm-up %.2f MiB, %d violations\n",
    $ledger->count(), (hrtime(true) - $begin) / 1e9, $stats['tls_handshakes'], $stats['tls_resumed'],
    $growth / 1048576, array_sum($ledger->violations),
);
foreach ($ledger->violations as $what => $count) {
    echo "  VIOLATION ($count times): $what\n";
}
exit($ledger->violations === [] ? 0 : 1);
