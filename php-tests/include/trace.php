<?php
/*
 * Timelines of corio.trace: runs code in a process of its own and reads what it has written.
 */

/** Runs `$code` with corio.trace; returns the files that it has written, by what their names have at the end. */
function traced(string $code, string $kill = ''): array
{
    $script = tempnam(sys_get_temp_dir(), 'corio-trace-');
    file_put_contents($script, "<?php $code");
    $command = explode(' ', 'exec ' . PHP_BINARY . ' ' . getenv('TEST_PHP_EXTRA_ARGS') . " -d corio.trace=$script.json $script");
    $process = proc_open(implode(' ', $command) . ' 2>&1 </dev/null', [1 => ['pipe', 'w']], $pipes);
    while (($line = fgets($pipes[1])) !== false) {
        if ($kill !== '' && str_contains($line, $kill)) {
            proc_terminate($process, SIGKILL);
        }
        echo str_replace($script, 'traced.php', $line);
    }
    proc_close($process);
    $files = [];
    foreach (glob("$script.json*") as $file) {
        $files[substr($file, strlen("$script.json"))] = [
            'mode' => decoct(fileperms($file) & 0777),
            'events' => json_decode(file_get_contents($file), true, flags: JSON_THROW_ON_ERROR),
        ];
        unlink($file);
    }
    unlink($script);
    return $files;
}

/** Prints the spans of all tracks, those within others further to the right, and complains where they are not nested. */
function print_spans(array $events): void
{
    [$open, $lines, $last] = [[], [], []];
    foreach ($events as $event) {
        $track = $event['tid'] ?? 0;
        if ($event['ph'] === 'B') {
            $name = preg_replace('/:\d{4,5}\b/', ':PORT', $event['name']);
            $lines[$track][] = str_repeat('  ', count($open[$track] ?? [])) . $name;
            $open[$track][] = $event['ts'];
        } elseif ($event['ph'] === 'E' && array_pop($open[$track]) > $event['ts']) {
            echo "ends before it begins\n";
        }
        if (isset($event['ts'])) {
            ($last[$track] ?? 0) <= $event['ts'] || print("time goes backwards\n");
            $last[$track] = $event['ts'];
        }
    }
    ksort($lines);
    foreach ($lines as $track => $spans) {
        // Waits that come back for no reason are several.
        echo "track $track\n  ", implode("\n  ", array_values(array_filter($spans, fn ($i) => $i === 0 || $spans[$i] !== $spans[$i - 1], ARRAY_FILTER_USE_KEY))), "\n";
    }
    array_filter($open) === [] || print("not all spans have ended\n");
}
