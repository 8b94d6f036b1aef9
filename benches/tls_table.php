<?php
/**
 * The rows of bench.php about TLS, and its tables of long streams and of idle connections.
 */
declare(strict_types=1);

/** The file for the CA of the server at hand; it goes with this process. */
function ca_file(): string
{
    static $file = null;
    if ($file === null) {
        $file = tempnam(sys_get_temp_dir(), 'corio-bench');
        register_shutdown_function(static fn () => unlink($file));
    }
    return $file;
}

/** Connections to the echo server that begin with a handshake of some kind. */
final class TlsRow extends Row
{
    public function __construct(private readonly string $kind, string $name, mixed ...$rest)
    {
        parent::__construct($name, ...$rest);
    }

    public function server(Setup $setup): Server
    {
        $core = $this->connections === 1 ? $setup->clientCore : $setup->serverCore;
        return new Server($setup, $core, $this->kind === 'starttls' ? 'starttls' : 'tls', ca_file());
    }

    public function raw(Setup $setup, int $port): array
    {
        return $setup->raw([$this->kind, $this->connections, $this->count, $port, ca_file()]);
    }

    public function corio(Setup $setup, int $port): array
    {
        return $setup->script('tls', [$this->kind, $this->connections, $this->count, $port, ca_file()], true);
    }
}

/** What raw and corio print, in turns; each run has a server of its own. */
function in_turns(Setup $setup, array $server, callable $raw, callable $corio): array
{
    $results = [];
    for ($pair = 0; $pair < $setup->pairs; $pair++) {
        foreach (['raw' => $raw, 'corio' => $corio] as $name => $command) {
            $running = new Server($setup, $setup->serverCore, ...$server);
            $results[$name][] = result($command($running->port));
        }
    }
    return $results;
}

/** Medians of raw and corio, and the median of their ratios, pair by pair. */
function compared(array $results, string $key): array
{
    $raw = array_column($results['raw'], $key);
    $corio = array_column($results['corio'], $key);
    $ratios = array_map(static fn (float $own, float $other): float => $own / $other, $corio, $raw);
    return [median($raw), median($corio), median($ratios)];
}

/** Measures and prints long streams; returns how many rows failed. */
function print_bulk(Setup $setup): int
{
    $rows = [
        'bulk receive' => ['receive', false, 1.05],
        'bulk send' => ['send', false, 1.00],
        'bulk receive, TLS' => ['receive', true, 1.03],
        'bulk send, TLS' => ['send', true, 1.03],
    ];
    $rows = array_filter($rows, static fn (string $name) => str_contains($name, $setup->only), ARRAY_FILTER_USE_KEY);
    if ($rows === []) {
        return 0;
    }
    echo "| stream | raw, s CPU per GiB | corio, s CPU per GiB | ratio | target | reached | raw, MB/s | corio, MB/s |\n";
    echo "|---|--:|--:|--:|--:|--:|--:|--:|\n";
    $failed = 0;
    $mib = $setup->quick ? 64 : 4096;
    foreach ($rows as $name => [$direction, $tls, $target]) {
        $file = $tls ? [ca_file()] : [];
        try {
            $results = in_turns(
                $setup,
                ['bulk', ...$file],
                static fn (int $port): array => $setup->raw([$direction, $mib, $port, ...$file]),
                static fn (int $port): array => $setup->script('bulk', [$direction, $mib, $port, ...$file], true),
            );
            [$raw, $corio, $ratio] = compared($results, 'cpu_us_per_op');
            [$raw_rate, $corio_rate] = compared($results, 'ops_per_s');
            printf(
                "| %s | %.3f | %.3f | %.2f | %.2f | %s | %.0f | %.0f |\n",
                $name,
                $raw * 1024 / 1e6,
                $corio * 1024 / 1e6,
                $ratio,
                $target,
                round($ratio, 2) <= $target ? 'yes' : 'no',
                $raw_rate * 1.048576,
                $corio_rate * 1.048576,
            );
        } catch (RunFailed $error) {
            fwrite(STDERR, "$name: {$error->getMessage()}\n");
            echo "| $name | – | – | failed | – | – | – | – |\n";
            $failed++;
        }
    }
    echo "\n";
    return $failed;
}

/** Measures and prints what idle connections keep; returns how many rows failed. */
function print_idle(Setup $setup): int
{
    $rows = [
        'idle connection' => [$setup->quick ? 200 : 5000, false, 0.8],
        'idle connection, TLS' => [$setup->quick ? 200 : 1000, true, 29],
    ];
    $rows = array_filter($rows, static fn (string $name) => str_contains($name, $setup->only), ARRAY_FILTER_USE_KEY);
    if ($rows === []) {
        return 0;
    }
    echo "| memory | raw, KB | corio, KB | target | reached |\n|---|--:|--:|--:|--:|\n";
    $failed = 0;
    foreach ($rows as $name => [$connections, $tls, $target]) {
        if ($connections + 100 > descriptor_limit()) {
            echo "| $name | – | – | too few descriptors | – |\n";
            continue;
        }
        $file = $tls ? [ca_file()] : [];
        try {
            $results = in_turns(
                $setup,
                $tls ? ['tls', ...$file] : [],
                static fn (int $port): array => $setup->raw(['idle', $connections, $port, ...$file]),
                static fn (int $port): array => $setup->script('idle', [$connections, $port, ...$file], true),
            );
            [$raw, $corio] = array_map(
                static fn (string $client): float => median(array_column($results[$client], 'bytes_each')) / 1000,
                ['raw', 'corio'],
            );
            $reached = $corio <= $target ? 'yes' : 'no';
            printf("| %s | %.2f | %.2f | %.1f | %s |\n", $name, $raw, $corio, $target, $reached);
        } catch (RunFailed $error) {
            fwrite(STDERR, "$name: {$error->getMessage()}\n");
            echo "| $name | – | – | failed | – |\n";
            $failed++;
        }
    }
    echo "\n";
    return $failed;
}
