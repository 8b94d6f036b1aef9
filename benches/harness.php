<?php
/**
 * How bench.php runs its processes: what goes where, one server per run, nothing that hangs.
 */
declare(strict_types=1);

/** Seconds after which a run counts as hung. */
const RUN_LIMIT = 120.0;

/** SIGKILL, which PHP names only with ext-pcntl. */
const SIGNAL_KILL = 9;

/** A run that gave no figure. */
final class RunFailed extends RuntimeException
{
}

/** What the environment and the command line ask for, and what this machine has. */
final class Setup
{
    public readonly bool $quick;
    public readonly int $pairs;
    public readonly string $only;
    public readonly string $php;
    public readonly string $extension;
    public readonly string $binaries;
    public readonly int $clientCore;
    public readonly int $serverCore;

    public function __construct(array $arguments)
    {
        $options = ['quick' => false, 'pairs' => '3', 'only' => ''];
        foreach ($arguments as $argument) {
            [$key, $value] = explode('=', substr($argument, 2), 2) + [1 => true];
            if (!str_starts_with($argument, '--') || !isset($options[$key]) || ($key === 'quick') !== ($value === true)) {
                stop("usage: bench.php [--quick] [--pairs=N] [--only=TEXT]");
            }
            $options[$key] = $value;
        }
        $this->quick = $options['quick'];
        $this->pairs = $this->quick ? 1 : max(1, (int) $options['pairs']);
        $this->only = $options['only'];
        $this->php = getenv('PHP') ?: PHP_BINARY;
        $this->extension = getenv('CORIO_SO') ?: stop('CORIO_SO must name the extension');
        $this->binaries = getenv('CORIO_BENCH_BIN') ?: stop('CORIO_BENCH_BIN must name the folder of bench-raw');
        $cores = allowed_cores();
        $this->clientCore = $cores[0];
        $this->serverCore = $cores[1] ?? $cores[0];
    }

    /** The command line of a script that runs on the client's core. */
    public function script(string $name, array $arguments, bool $corio): array
    {
        $extension = $corio ? ['-d', "extension={$this->extension}"] : [];
        $script = [$this->php, '-n', ...$extension, '-d', 'memory_limit=-1', __DIR__ . "/$name.php"];
        return $this->onClientCore([...$script, ...array_map('strval', $arguments)]);
    }

    /** The command line of the raw client. */
    public function raw(array $arguments): array
    {
        $raw = [$this->binaries . '/bench-raw', '--core', (string) $this->clientCore];
        return [...$raw, ...array_map('strval', $arguments)];
    }

    /** Not taskset: bench-raw also raises the limit of descriptors, which PHP cannot, and is always there. */
    public function onClientCore(array $command): array
    {
        return [$this->binaries . '/bench-raw', '--exec-on', (string) $this->clientCore, '--', ...$command];
    }
}

/** A server, for echoes unless another $kind is named, that ends with this object. */
final class Server
{
    /** A port, or the path of a Unix socket. */
    public readonly int|string $address;
    /** The port; 0 where there is none. */
    public readonly int $port;
    /** @var resource */
    private $process;
    private array $pipes = [];

    public function __construct(Setup $setup, int $core, string ...$kind)
    {
        $command = [$setup->binaries . '/bench-server', '--core', (string) $core, ...$kind];
        $this->process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], STDERR], $this->pipes)
            ?: throw new RunFailed('the server did not start');
        $address = trim((string) fgets($this->pipes[1])) ?: throw new RunFailed('the server gave no address');
        $this->port = (int) $address;
        $this->address = $this->port ?: $address;
    }

    public function __destruct()
    {
        array_map('fclose', $this->pipes);
        proc_close($this->process);
    }
}

/** Prints why nothing was measured and ends. */
function stop(string $reason): never
{
    fwrite(STDERR, "bench: $reason\n");
    exit(2);
}

/** The cores that this process may use. */
function allowed_cores(): array
{
    preg_match('/^Cpus_allowed_list:\s*(\S+)$/m', file_get_contents('/proc/self/status'), $match);
    $cores = [];
    foreach (explode(',', $match[1] ?? '0') as $range) {
        [$first, $last] = explode('-', $range) + [1 => $range];
        array_push($cores, ...range((int) $first, (int) $last));
    }
    return $cores;
}

/** How many descriptors a process may be allowed. */
function descriptor_limit(): int
{
    preg_match('/^Max open files\s+\S+\s+(\S+)/m', file_get_contents('/proc/self/limits'), $match);
    return $match[1] === 'unlimited' ? PHP_INT_MAX : (int) $match[1];
}

/** Runs a command and returns what it printed. */
function output(array $command): string
{
    $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], STDERR], $pipes)
        ?: throw new RunFailed("{$command[0]} did not start");
    stream_set_blocking($pipes[1], false);
    $printed = '';
    $deadline = microtime(true) + RUN_LIMIT;
    while (!feof($pipes[1])) {
        $ready = [$pipes[1]];
        $none = null;
        if (stream_select($ready, $none, $none, 1) > 0) {
            $printed .= fread($pipes[1], 65536);
        }
        if (microtime(true) > $deadline) {
            proc_terminate($process, SIGNAL_KILL);
            proc_close($process);
            throw new RunFailed('no end after ' . RUN_LIMIT . ' s: ' . implode(' ', $command));
        }
    }
    fclose($pipes[1]);
    $code = proc_close($process);
    return $code === 0 ? $printed : throw new RunFailed("exit code $code: " . implode(' ', $command) . "\n$printed");
}

/** Runs a command that prints one line of JSON. */
function result(array $command): array
{
    $printed = output($command);
    $result = json_decode($printed, true);
    return is_array($result) ? $result : throw new RunFailed("no result but '$printed': " . implode(' ', $command));
}

/** Whether a program can be started by its name. */
function is_installed(string $program): bool
{
    foreach (explode(':', getenv('PATH') ?: '') as $folder) {
        if (is_executable("$folder/$program")) {
            return true;
        }
    }
    return false;
}
