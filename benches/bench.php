<?php
/**
 * Measures corio beside the raw epoll client, in turns, and prints Markdown tables.
 *
 *     CORIO_SO=…/libcorio.so CORIO_BENCH_BIN=…/release php -n benches/bench.php [OPTION]…
 *
 *     --quick       each row once with small counts: shows that everything runs, not how fast
 *     --pairs=N     how often each row is measured (default 3)
 *     --only=TEXT   only rows whose name contains TEXT
 *
 * Ends with 1 if a row could not be measured. README.md says what is measured and how.
 */
declare(strict_types=1);

require __DIR__ . '/harness.php';
require __DIR__ . '/frames_table.php';
require __DIR__ . '/tls_table.php';

/** A row of the first table: the raw client and corio do $count operations each. */
abstract class Row
{
    public function __construct(
        public readonly string $name,
        public readonly int $connections,
        public readonly int $count,
        public readonly ?float $target,
        /** Arguments of streams.php by the name shown, where it can do the row. */
        public readonly array $streams = [],
    ) {
    }

    /** Sockets that are open at once. */
    public function sockets(): int
    {
        return $this->connections;
    }

    abstract public function server(Setup $setup): Server;

    /** The raw client's command line. */
    abstract public function raw(Setup $setup, int $port): array;

    /** The command line of the script that does the same. */
    abstract public function corio(Setup $setup, int $port): array;
}

/** Round trips, or connections, to the echo server. */
final class EchoRow extends Row
{
    public function __construct(private readonly string $mode, string $name, mixed ...$rest)
    {
        parent::__construct($name, ...$rest);
    }

    public function server(Setup $setup): Server
    {
        return new Server($setup, $this->connections === 1 ? $setup->clientCore : $setup->serverCore);
    }

    public function raw(Setup $setup, int $port): array
    {
        return $setup->raw([$this->mode, $this->connections, $this->count, $port]);
    }

    public function corio(Setup $setup, int $port): array
    {
        return $setup->script($this->mode, [$this->connections, $this->count, $port], true);
    }
}

/** Round trips by another face than that of the coroutines; the script is named for it. */
final class FaceRow extends Row
{
    public function __construct(private readonly string $script, string $name, mixed ...$rest)
    {
        parent::__construct($name, ...$rest);
    }

    public function server(Setup $setup): Server
    {
        return new Server($setup, $this->connections === 1 ? $setup->clientCore : $setup->serverCore);
    }

    public function raw(Setup $setup, int $port): array
    {
        return $setup->raw(['echo', $this->connections, $this->count, $port]);
    }

    public function corio(Setup $setup, int $port): array
    {
        return $setup->script($this->script, [$this->connections, $this->count, $port], true);
    }
}

/** Round trips over another kind of socket; the server's address is a port or a path. */
final class SocketRow extends Row
{
    public function __construct(private readonly string $kind, string $name, mixed ...$rest)
    {
        parent::__construct($name, ...$rest);
    }

    public function server(Setup $setup): Server
    {
        return new Server($setup, $setup->serverCore, $this->kind);
    }

    public function raw(Setup $setup, int|string $address): array
    {
        return $setup->raw(["echo-{$this->kind}", $this->connections, $this->count, $address]);
    }

    public function corio(Setup $setup, int|string $address): array
    {
        return $setup->script('sockets', [$this->kind, $this->connections, $this->count, $address], true);
    }
}

/** Look-ups; the raw client sends the packets that an uncached one sends. */
final class DnsRow extends Row
{
    public function __construct(private readonly array $options, string $name, mixed ...$rest)
    {
        parent::__construct($name, ...$rest);
    }

    private function isBoth(): bool
    {
        return in_array('--both', $this->options, true);
    }

    public function sockets(): int
    {
        return $this->connections * ($this->isBoth() ? 2 : 1);
    }

    public function server(Setup $setup): Server
    {
        return new Server($setup, $setup->serverCore, 'dns');
    }

    public function raw(Setup $setup, int $port): array
    {
        return $setup->raw([$this->isBoth() ? 'dns-both' : 'dns', $this->count, $port]);
    }

    public function corio(Setup $setup, int $port): array
    {
        return $setup->script('dns', [...$this->options, $this->connections, $this->count, $port], true);
    }
}

/** What one run cost. */
final class Cost
{
    public function __construct(
        /** Microseconds of CPU time per operation. */
        public readonly float $cpu,
        /** Operations per second. */
        public readonly float $rate,
    ) {
    }
}

/**
 * What one client run against a server of its own costs.
 *
 * A fresh server has a fresh port, so that no run meets the closed connections of the one before.
 */
function cost(Setup $setup, Row $row, callable $command): Cost
{
    $server = $row->server($setup);
    $result = result($command($server->address));
    if ($result['operations'] !== $row->count) {
        throw new RunFailed("{$result['operations']} of {$row->count} operations");
    }
    // One thread cannot use more CPU than time passed; the clocks differ by a tick at most.
    $cpu = $result['cpu_user_s'] + $result['cpu_sys_s'];
    if ($cpu <= 0.0 || $cpu > $result['wall_s'] * 1.02 + 0.004) {
        throw new RunFailed("$cpu s of CPU in {$result['wall_s']} s");
    }
    return new Cost($cpu * 1e6 / $row->count, $row->count / $result['wall_s']);
}

/** The middle one. */
function median(array $values): float
{
    sort($values);
    $middle = intdiv(count($values), 2);
    return count($values) % 2 ? $values[$middle] : ($values[$middle - 1] + $values[$middle]) / 2;
}

/** Measures raw, corio and streams in turns: costs by client, then run. */
function measure(Setup $setup, Row $row): array
{
    $clients = [
        'raw' => static fn (int|string $address): array => $row->raw($setup, $address),
        'corio' => static fn (int|string $address): array => $row->corio($setup, $address),
    ];
    foreach ($row->streams as $name => $options) {
        $clients[$name] = static fn (int|string $address): array
            => $setup->script('streams', [...$options, $row->connections, $row->count, $address], false);
    }
    $costs = [];
    for ($pair = 0; $pair < $setup->pairs; $pair++) {
        foreach ($clients as $name => $command) {
            $costs[$name][] = cost($setup, $row, $command);
        }
    }
    return $costs;
}

/** The median of the ratios to raw, pair by pair: what both runs of a pair suffered cancels out. */
function ratio(array $costs, string $client): float
{
    return median(array_map(static fn ($own, $raw) => $own->cpu / $raw->cpu, $costs[$client], $costs['raw']));
}

/** The first table's line for a row. */
function comparison(Row $row, array $costs): string
{
    $ratio = ratio($costs, 'corio');
    $streams = array_map(
        static fn (string $name): string => sprintf('%.2f %s', ratio($costs, $name), $name),
        array_keys($row->streams),
    );
    return sprintf(
        '| %s | %.2f | %.2f | %.2f | %s | %s | %s |',
        $row->name,
        median(array_column($costs['raw'], 'cpu')),
        median(array_column($costs['corio'], 'cpu')),
        $ratio,
        $row->target === null ? '–' : sprintf('%.2f', $row->target),
        $row->target === null ? '–' : (round($ratio, 2) <= $row->target ? 'yes' : 'no'),
        implode(', ', $streams) ?: '–',
    );
}

/** Look-ups per second, for a note below the table. */
function rates(Row $row, array $costs): string
{
    $rate = static fn (string $client): string
        => number_format(median(array_column($costs[$client], 'rate')), thousands_separator: ' ');
    return "{$row->name}: {$rate('corio')} per second, raw {$rate('raw')}.";
}

/**
 * System calls per round trip on 100 connections, by name.
 *
 * The difference between a long and a short run, so that start-up and connecting do not count.
 */
function system_calls(Setup $setup, array $client): array
{
    $counts = [];
    foreach ([$setup->quick ? 200 : 1000, $setup->quick ? 1200 : 11_000] as $total) {
        $server = new Server($setup, $setup->serverCore);
        $file = tempnam(sys_get_temp_dir(), 'corio-bench');
        $trace = ['strace', '-f', '-c', '-o', $file];
        try {
            result($setup->onClientCore([...$trace, ...$client, '100', (string) $total, (string) $server->port]));
            $lines = file($file);
        } finally {
            unlink($file);
        }
        foreach ($lines as $line) {
            // % time, seconds, usecs/call, calls, errors (may be empty), name
            if (preg_match('/^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(\w+)$/', $line, $match)) {
                $counts[$total][$match[2]] = (int) $match[1];
            }
        }
    }
    [$short, $long] = array_keys($counts);
    unset($counts[$long]['total']);
    $each = [];
    foreach ($counts[$long] as $name => $calls) {
        $each[$name] = ($calls - ($counts[$short][$name] ?? 0)) / ($long - $short);
    }
    arsort($each);
    return array_filter($each, static fn (float $calls): bool => $calls >= 0.005);
}

/** Counts and prints system calls, if strace is there and may trace. */
function print_system_calls(Setup $setup): void
{
    if (!str_contains('system calls', $setup->only) || !is_installed('strace')) {
        return;
    }
    $php = [$setup->php, '-n', '-d', "extension={$setup->extension}", __DIR__ . '/echo.php'];
    $text = [];
    try {
        foreach (['raw' => [$setup->binaries . '/bench-raw', 'echo'], 'corio' => $php] as $name => $client) {
            $calls = system_calls($setup, $client);
            $list = array_map(static fn ($call, $each) => sprintf('%.2f %s', $each, $call), array_keys($calls), $calls);
            $text[] = sprintf('%s %.2f (%s)', $name, array_sum($calls), implode(', ', $list));
        }
        echo 'System calls per round trip, 100 connections: ', implode('; ', $text), ".\n\n";
    } catch (RunFailed $error) {
        fwrite(STDERR, "system calls were not counted: {$error->getMessage()}\n");
    }
}

/** The rows of the first table; targets are CPU of corio / CPU of raw. */
function rows(bool $quick): array
{
    $count = static fn (int $full, int $quickly): int => $quick ? $quickly : $full;
    $one = ['sync' => ['--sync'], 'select' => []];
    return [
        new EchoRow('echo', 'TCP echo 64 B, 1 connection', 1, $count(100_000, 2000), 1.15, $one),
        new EchoRow('echo', 'TCP echo 64 B, 100 connections', 100, $count(300_000, 5000), 1.10, ['select' => []]),
        new EchoRow('echo', 'TCP echo 64 B, 1000 connections', 1000, $count(300_000, 5000), 1.20),
        new EchoRow('echo', 'TCP echo 64 B, 5000 connections', 5000, $count(300_000, 10_000), 1.50),
        new FaceRow('sync', 'TCP echo 64 B, 1 connection, blocking', 1, $count(100_000, 2000), 1.10, ['sync' => ['--sync']]),
        new FaceRow('callback', 'TCP echo 64 B, 100 connections, callbacks', 100, $count(300_000, 5000), 1.10),
        new FaceRow('callback', 'TCP echo 64 B, 1000 connections, callbacks', 1000, $count(300_000, 5000), 1.20),
        new FaceRow('callback', 'TCP echo 64 B, 5000 connections, callbacks', 5000, $count(300_000, 10_000), 1.50),
        new SocketRow('udp', 'UDP echo 64 B, 100 sockets', 100, $count(300_000, 5000), 1.20),
        new SocketRow('unix', 'Unix stream echo 64 B, 100 connections', 100, $count(300_000, 5000), 1.20),
        new EchoRow('connect', 'connect + echo + close, 100 at once', 100, $count(20_000, 1000), 1.12),
        new TlsRow('full', 'TLS 1.3 connect + full handshake + echo + close, 32 at once', 32, $count(4000, 320), 1.15),
        new TlsRow('resumed', 'TLS 1.3 connect + resumed handshake + echo + close, 32 at once', 32, $count(8000, 320), 1.25),
        new TlsRow('starttls', 'STARTTLS upgrade + echo + close, 1 connection', 1, $count(2000, 200), 1.15),
        new DnsRow([], 'DNS, 1000 names at once, uncached, A only', 1000, $count(20_000, 1000), 10.0),
        new DnsRow(['--both'], 'DNS, 1000 names at once, uncached, A + AAAA', 1000, $count(20_000, 1000), null),
        new DnsRow(['--cached'], 'DNS, 1000 names at once, cached, A only', 1000, $count(100_000, 1000), null),
    ];
}

/** Measures and prints the first table; returns how many rows failed. */
function print_comparison(Setup $setup): int
{
    $rows = array_filter(rows($setup->quick), static fn (Row $row) => str_contains($row->name, $setup->only));
    if ($rows === []) {
        return 0;
    }
    echo "| work | raw, µs CPU | corio, µs CPU | ratio | target | reached | PHP streams, ratio |\n";
    echo "|---|--:|--:|--:|--:|--:|--:|\n";
    $failed = 0;
    $notes = [];
    $spread = 0.0;
    foreach ($rows as $row) {
        if ($row->sockets() + 50 > descriptor_limit()) {
            $notes[] = "{$row->name}: left out, only " . descriptor_limit() . ' descriptors are allowed here.';
            continue;
        }
        try {
            $costs = measure($setup, $row);
            $raw = array_column($costs['raw'], 'cpu');
            $spread = max($spread, max($raw) / min($raw) - 1);
            echo comparison($row, $costs), "\n";
            if ($row instanceof DnsRow) {
                $notes[] = rates($row, $costs);
            }
        } catch (RunFailed $error) {
            fwrite(STDERR, "{$row->name}: {$error->getMessage()}\n");
            echo "| {$row->name} | – | – | failed | – | – | – |\n";
            $failed++;
        }
    }
    if ($setup->pairs > 1) {
        $notes[] = sprintf('Raw differed by at most %.0f %% from run to run.', $spread * 100);
    }
    echo "\n", implode("\n\n", $notes), $notes === [] ? '' : "\n\n";
    return $failed;
}

/** Medians, key by key, of what a script printed in each of some runs. */
function repeated(Setup $setup, string $script, array $arguments, bool $corio): array
{
    $runs = [];
    for ($run = 0; $run < $setup->pairs; $run++) {
        $runs[] = result($setup->script($script, $arguments, $corio));
    }
    return array_map(
        static fn (string $key): float => median(array_column($runs, $key)),
        array_combine(array_keys($runs[0]), array_keys($runs[0])),
    );
}

/** Measures and prints the second table; returns how many of its scripts failed. */
function print_coroutines(Setup $setup): int
{
    if (!str_contains('coroutine', $setup->only)) {
        return 0;
    }
    echo "| coroutines | corio | target | reached | PHP Fiber |\n|---|--:|--:|--:|--:|\n";
    $line = static function (string $name, string $format, float $value, ?float $target, ?float $peer = null): void {
        $target_text = $target === null ? '–' : sprintf($format, $target);
        $reached = $target === null ? '–' : ($value <= $target ? 'yes' : 'no');
        $peer = $peer === null ? '–' : sprintf($format, $peer);
        echo "| $name | ", sprintf($format, $value), " | $target_text | $reached | $peer |\n";
    };
    $failed = 0;
    try {
        $turns = [$setup->quick ? 20_000 : 1_000_000];
        $corio = repeated($setup, 'coroutine', $turns, true);
        $fiber = repeated($setup, 'fiber', $turns, false);
        $line('create + finish', '%.0f ns', $corio['create_finish_ns'], 180, $fiber['create_finish_ns']);
        $line('resume + yield', '%.0f ns', $corio['resume_yield_ns'], 66, $fiber['resume_yield_ns']);
        $line('channel push + pop', '%.0f ns', $corio['push_pop_ns'], 90);
    } catch (RunFailed $error) {
        fwrite(STDERR, "coroutines: {$error->getMessage()}\n");
        $failed++;
    }
    try {
        $count = $setup->quick ? 2000 : 30_000;
        $name = number_format($count, thousands_separator: ' ') . ' asleep';
        $asleep = repeated($setup, 'sleep', [$count], true);
        $line("$name: CPU each", '%.2f µs', $asleep['cpu_us_per_op'], 4);
        $line("$name: memory each", '%.2f KB', $asleep['bytes_each'] / 1000, 8.5);
        $line("$name: last one late by", '%.0f ms', $asleep['wall_over_s'] * 1000, null);
    } catch (RunFailed $error) {
        fwrite(STDERR, "sleeping coroutines: {$error->getMessage()}\n");
        $failed++;
    }
    try {
        $count = $setup->quick ? 2000 : 100_000;
        $name = number_format($count, thousands_separator: ' ') . ' timers';
        $timers = repeated($setup, 'timers', [$count], true);
        $line("$name set and fired: CPU each", '%.2f µs', $timers['cpu_us_per_op'], 1.2);
        $line("$name: memory each", '%.0f B', $timers['bytes_each'], 200);
    } catch (RunFailed $error) {
        fwrite(STDERR, "timers: {$error->getMessage()}\n");
        $failed++;
    }
    return $failed;
}

/** Machine and versions. */
function print_header(Setup $setup): void
{
    preg_match('/^model name\s*:\s*(.+)$/m', file_get_contents('/proc/cpuinfo'), $model);
    $versions = ['-r', 'extension_loaded("corio") || exit(1); echo PHP_VERSION, " ", phpversion("corio");'];
    $command = [$setup->php, '-n', '-d', "extension={$setup->extension}", ...$versions];
    [$php, $corio] = explode(' ', trim(output($command)));
    $cores = count(allowed_cores());
    $header = [$model[1] ?? php_uname('m'), "$cores cores", 'Linux ' . php_uname('r'), "PHP $php", "corio $corio"];
    echo implode(', ', $header), $setup->quick ? ' (quick: the figures mean nothing)' : '', "\n\n";
}

$setup = new Setup(array_slice($argv, 1));
try {
    print_header($setup);
} catch (RunFailed $error) {
    stop("the extension cannot be loaded: {$error->getMessage()}");
}
$failed = print_comparison($setup);
print_system_calls($setup);
$failed += print_bulk($setup);
$failed += print_frames($setup);
$failed += print_idle($setup);
$failed += print_coroutines($setup);
exit($failed > 0 ? 1 : 0);
