<?php
/**
 * What the measured scripts share: the clock, the report, the messages and how to fail.
 *
 * Each script prints one line of JSON; echo and connect with the same keys as bench-raw.
 */
declare(strict_types=1);

/** Bytes in one request and in one reply. */
const MESSAGE = 64;

/** The server listens on 127.0.0.1 to 127.0.0.8 (see ADDRESSES in src/lib.rs). */
const ADDRESSES = 8;

/** Seconds that one call may take: long enough for a crowded machine, short enough for a hang. */
const TIMEOUT = 20.0;

/** How often best_ns() measures. */
const REPEATS = 5;

/** User and system time of this process so far, in microseconds. */
function cpu_us(): array
{
    $usage = getrusage();
    return [
        $usage['ru_utime.tv_sec'] * 1_000_000 + $usage['ru_utime.tv_usec'],
        $usage['ru_stime.tv_sec'] * 1_000_000 + $usage['ru_stime.tv_usec'],
    ];
}

/** Measures wall and CPU time from its construction. */
final class Stopwatch
{
    private int $wall;
    private array $cpu;

    public function __construct()
    {
        $this->cpu = cpu_us();
        $this->wall = hrtime(true);
    }

    /** What $operations cost until now. */
    public function stop(int $operations): array
    {
        $wall = (hrtime(true) - $this->wall) / 1e9;
        [$user, $system] = cpu_us();
        $user -= $this->cpu[0];
        $system -= $this->cpu[1];
        return [
            'operations' => $operations,
            'wall_s' => round($wall, 6),
            'cpu_user_s' => $user / 1e6,
            'cpu_sys_s' => $system / 1e6,
            'cpu_us_per_op' => round(($user + $system) / $operations, 4),
            'ops_per_s' => round($operations / $wall, 1),
        ];
    }
}

/** The least CPU time of $measured in REPEATS runs, in nanoseconds per turn. */
function best_ns(int $turns, Closure $measured): float
{
    $best = INF;
    for ($repeat = 0; $repeat < REPEATS; $repeat++) {
        $before = array_sum(cpu_us());
        $measured($turns);
        $best = min($best, (array_sum(cpu_us()) - $before) * 1000 / $turns);
    }
    return $best;
}

/** The message of one connection: different for each, so that mixed-up replies are noticed. */
function request(int $number): string
{
    return str_pad((string) $number, MESSAGE, '.');
}

/** Ends the process with a reason: a broken run must not leave a figure. */
function fail(string $reason): never
{
    fwrite(STDERR, $reason . "\n");
    exit(1);
}

/** As fail(), with what the client says about its last operation. */
function fail_with(object $client, string $what): never
{
    fail("$what: error {$client->errCode} {$client->errMsg}");
}

/**
 * Receives the rest of a reply whose first recv() was not the whole of it.
 *
 * TCP may cut anywhere, so that a part is no mistake; an end, an error or other bytes are.
 */
function finish_reply(object $client, string|false $reply, string $request): void
{
    while (is_string($reply) && $reply !== '' && strlen($reply) < MESSAGE) {
        $more = $client->recv();
        if (!is_string($more) || $more === '') {
            fail_with($client, 'recv after ' . strlen($reply) . ' bytes');
        }
        $reply .= $more;
    }
    if ($reply === false || $reply === '') {
        fail_with($client, 'recv');
    }
    if ($reply !== $request) {
        fail('the reply differs from the request');
    }
}

/** What a client needs to trust the TLS servers of the bench (src/tls.rs), with the raw client's key exchange. */
function tls_settings(string $ca_file): array
{
    return ['ssl_cafile' => $ca_file, 'ssl_host_name' => 'bench.test', 'ssl_ecdh_curve' => 'P-256'];
}

/** Bytes of resident memory. This file says kB where statm says pages, whose size PHP cannot tell. */
function resident(): int
{
    preg_match('/^VmRSS:\s+(\d+) kB$/m', file_get_contents('/proc/self/status'), $match);
    return 1024 * (int) $match[1];
}

/** Whether the script was called with this option, which is then taken away. */
function option(string $name): bool
{
    global $argv;
    $at = array_search($name, $argv, true);
    if ($at === false) {
        return false;
    }
    array_splice($argv, $at, 1);
    return true;
}

/** The positive integers that the script was called with. */
function arguments(string ...$names): array
{
    global $argv;
    $values = array_map('intval', array_slice($argv, 1));
    if (count($values) !== count($names) || min([1, ...$values]) < 1) {
        fail('usage: ' . basename($argv[0]) . ' ' . implode(' ', $names));
    }
    return $values;
}

/** How often each of $connections has its turn. */
function share(int $connections, int $total): int
{
    return intdiv($total, $connections) ?: fail('the total must be at least the number of connections');
}

/** Prints the result. */
function report(array $result): void
{
    echo json_encode($result, JSON_THROW_ON_ERROR), "\n";
}
