<?php
/*
 * Runs torture_script.php for every operation and moment, and prints a table of what is not as it should be.
 */

require_once __DIR__ . '/server.php';
require_once __DIR__ . '/operations.php';

const MOMENTS = ['before', 'during', 'after'];

/** Exit code, what the last message has, and whether the others' finally blocks run, for each way to end. */
const ENDS = [
    'exit' => [3, '', true],
    'fatal' => [255, 'Fatal error: the end', false],
    'memory' => [255, 'Fatal error: Allowed memory size', false],
    'time' => [255, 'Fatal error: Maximum execution time of 60 seconds exceeded', false],
    'exception' => [255, 'Fatal error: Uncaught Exception: the end', true],
    'fork' => [3, '', true],
];

/** Prints one line for each operation: what was wrong, or that nothing was. */
function torture(string $end, int $at_once = 3): void
{
    $ports = operation_peers();
    $jobs = [];
    foreach (array_keys(operations($ports)) as $operation) {
        foreach (MOMENTS as $moment) {
            $jobs[] = [$operation, $moment];
        }
    }
    $running = $wrong = $rows = [];
    while ($jobs !== [] || $running !== []) {
        while ($jobs !== [] && count($running) < $at_once) {
            [$operation, $moment] = array_shift($jobs);
            $running[] = start_torture($operation, $moment, $end, $ports);
        }
        foreach ($running as $key => $job) {
            if ($outcome = outcome_of($job, $end)) {
                unset($running[$key]);
                $wrong[$job['operation']][$job['moment']] = $outcome === 'ok' ? '' : "$job[moment]: $outcome";
                if (count($wrong[$job['operation']]) === count(MOMENTS)) {
                    $rows[] = "$job[operation]: " . (implode('; ', array_filter($wrong[$job['operation']])) ?: 'ok');
                    fwrite(STDOUT, ' '); // so that the runner of the tests sees that something happens
                }
            }
        }
        usleep(2000);
    }
    sort($rows);
    echo "\n", implode("\n", $rows), "\n";
}

function start_torture(string $operation, string $moment, string $end, array $ports): array
{
    $command = 'exec ' . escapeshellarg(PHP_BINARY) . ' ' . getenv('TEST_PHP_EXTRA_ARGS');
    foreach (['posix', 'pcntl'] as $extension) {
        // The runner has loaded what the test asks for; a PHP of one's own has it built in.
        $command .= extension_loaded($extension) ? '' : " -d extension=$extension";
    }
    foreach ([__DIR__ . '/torture_script.php', $operation, $moment, $end, json_encode($ports)] as $argument) {
        $command .= ' ' . escapeshellarg($argument);
    }
    $output = tmpfile();
    // A folder of its own for temporary files, which shows whether any is left behind.
    $folder = sys_get_temp_dir() . '/corio-torture-' . bin2hex(random_bytes(6));
    mkdir($folder);
    $environment = ['TMPDIR' => $folder] + getenv();
    $process = proc_open($command, [['file', '/dev/null', 'r'], $output, $output], $pipes, null, $environment);
    return compact('operation', 'moment', 'process', 'output', 'folder') + ['until' => hrtime(true) + 50e9];
}

/** Null while it runs, then 'ok' or what is wrong. */
function outcome_of(array $job, string $end): ?string
{
    $status = proc_get_status($job['process']);
    if ($status['running'] && hrtime(true) < $job['until']) {
        return null;
    }
    $status['running'] && proc_terminate($job['process'], 9);
    proc_close($job['process']);
    $left = files_left($job['folder']);
    rewind($job['output']);
    $text = stream_get_contents($job['output']);
    if ($status['running']) {
        return "does not end\n$text";
    }
    if ($status['signaled']) {
        return "died of signal $status[termsig]\n$text";
    }
    [$code, $message, $has_finally] = ENDS[$end];
    $finally = $has_finally ? ($job['moment'] === 'during' ? 3 : 2) : 0;
    // The child of a fork runs its shutdown functions too, and nobody's finally block.
    $expected = [
        "exit code $code" => $status['exitcode'] === $code,
        'message' => $message === '' ? !str_contains($text, 'rror: ') : str_contains($text, $message),
        "$finally times finally" => substr_count($text, "finally\n") === $finally,
        'shutdown' => substr_count($text, "shutdown\n") === ($end === 'fork' ? 2 : 1),
        'child' => $end !== 'fork' || str_contains($text, "child 7\n"),
        'nothing not freed' => !str_contains($text, 'Freeing 0x'),
        'no file left (' . implode(' ', $left) . ')' => $left === [],
    ];
    $missing = array_keys(array_filter($expected, fn (bool $is_met) => !$is_met));
    return $missing === [] ? 'ok' : 'not ' . implode(', ', $missing) . " ($status[exitcode])\n$text";
}

/** Removes a folder; the files that were in it. */
function files_left(string $folder): array
{
    $files = array_values(array_diff(scandir($folder), ['.', '..']));
    foreach ($files as $file) {
        unlink("$folder/$file");
    }
    rmdir($folder);
    return $files;
}
