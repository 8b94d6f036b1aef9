<?php
/**
 * The table of bench.php for packets: raw, corio and PHP's streams receive the same ones, in turns.
 */
declare(strict_types=1);

/** A server that sends packets to whoever connects, and ends with this object. */
final class FrameServer
{
    public readonly int $port;
    /** @var resource */
    private $process;
    private array $pipes = [];

    public function __construct(Setup $setup, string $kind)
    {
        $command = [$setup->binaries . '/bench-frames', '--core', (string) $setup->serverCore, 'serve', $kind];
        $this->process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], STDERR], $this->pipes)
            ?: throw new RunFailed('the server did not start');
        $this->port = (int) fgets($this->pipes[1]) ?: throw new RunFailed('the server gave no port');
    }

    public function __destruct()
    {
        array_map('fclose', $this->pipes);
        proc_close($this->process);
    }
}

/** CPU per packet of each client, run by run. */
function measure_frames(Setup $setup, string $kind, int $count): array
{
    $core = (string) $setup->clientCore;
    $figures = [];
    for ($pair = 0; $pair < $setup->pairs; $pair++) {
        $server = new FrameServer($setup, $kind);
        $arguments = [$kind, (string) $count, (string) $server->port];
        $clients = [
            'raw' => [$setup->binaries . '/bench-frames', '--core', $core, 'receive', ...$arguments],
            'corio' => $setup->script('frames', $arguments, true),
            'streams' => $setup->script('frames', ['--streams', ...$arguments], false),
        ];
        foreach ($clients as $name => $command) {
            $figures[$name][] = result($command)['cpu_us_per_op'];
        }
    }
    return $figures;
}

/** The median of the ratios to raw, pair by pair. */
function frames_ratio(array $figures, string $client): float
{
    return median(array_map(static fn (float $own, float $raw) => $own / $raw, $figures[$client], $figures['raw']));
}

/** Measures and prints the table; returns how many rows failed. */
function print_frames(Setup $setup): int
{
    $rows = [
        'framed packets, 4-byte length + 1 KiB' => ['lengths', $setup->quick ? 20_000 : 2_000_000, 1.25],
        'framed lines, 128 B, CRLF' => ['lines', $setup->quick ? 100_000 : 10_000_000, 1.60],
    ];
    $rows = array_filter($rows, static fn (string $name) => str_contains($name, $setup->only), ARRAY_FILTER_USE_KEY);
    if ($rows === []) {
        return 0;
    }
    echo "| packets received | raw, µs CPU | corio, µs CPU | ratio | target | reached | PHP streams, ratio |\n";
    echo "|---|--:|--:|--:|--:|--:|--:|\n";
    $failed = 0;
    foreach ($rows as $name => [$kind, $count, $target]) {
        try {
            $figures = measure_frames($setup, $kind, $count);
            $ratio = frames_ratio($figures, 'corio');
            $reached = round($ratio, 2) <= $target ? 'yes' : 'no';
            $format = "| %s | %.3f | %.3f | %.2f | %.2f | %s | %.2f |\n";
            $medians = array_map(median(...), $figures);
            $streams = frames_ratio($figures, 'streams');
            printf($format, $name, $medians['raw'], $medians['corio'], $ratio, $target, $reached, $streams);
        } catch (RunFailed $error) {
            fwrite(STDERR, "$name: {$error->getMessage()}\n");
            echo "| $name | – | – | failed | – | – | – |\n";
            $failed++;
        }
    }
    echo "\n";
    return $failed;
}
