<?php

// Runs examples: php -n tools/examples.php <extension.so> [file...]
//
// Every examples/*.php whose name does not start with "_" must end with exit code 0. Where a comment
// has a line "Expected output:", the comment lines below it that are indented by four spaces are what
// the example prints: "..." in a line stands for any text, a line of nothing but "..." for any lines.
//
// Ends with one line in the form of cargo's test harness, which tools/test.sh adds up.

const TIME_LIMIT = '60';

/** Returns what the file's header promises, or null where it promises nothing. */
function expectedOutput(string $file): ?string
{
    $lines = null;
    foreach (file($file, FILE_IGNORE_NEW_LINES) as $line) {
        $text = preg_replace('~^ *(?://|\*)(?!/) ?~', '', rtrim($line), 1, $isComment);
        if ($lines === null) {
            $lines = $isComment && $text === 'Expected output:' ? [] : null;
        } elseif ($isComment && ($text === '' || str_starts_with($text, '    '))) {
            $lines[] = substr($text, 4);
        } else {
            break;
        }
    }
    return $lines === null ? null : trim(implode("\n", $lines), "\n");
}

function matches(string $expected, string $output): bool
{
    $pattern = '';
    foreach (explode("\n", $expected) as $line) {
        $pattern .= $line === '...'
            ? '(?:.*\n)*'
            : str_replace('\.\.\.', '.*', preg_quote($line, '~')) . '\n';
    }
    return preg_match("~^$pattern\$~D", trim($output, "\n") . "\n") === 1;
}

/** Returns the reason of a failure, or null. */
function run(string $extension, string $file): ?string
{
    // In the foreground: it stays in the process group that tools/test.sh clears up. Into a file: a
    // process that the example left behind would hold a pipe open.
    $command = [
        'timeout', '--foreground', '--kill-after=5', TIME_LIMIT,
        PHP_BINARY, '-n', '-d', "extension=$extension", $file,
    ];
    $printed = tmpfile();
    $process = proc_open($command, [['file', '/dev/null', 'r'], $printed, $printed], $pipes);
    $code = proc_close($process);
    rewind($printed);
    $output = stream_get_contents($printed);
    if ($code !== 0) {
        return "exit code $code" . ($code === 124 ? ' (time limit)' : '') . "\n$output";
    }
    $expected = expectedOutput($file);
    if ($expected === null || matches($expected, $output)) {
        return null;
    }
    return "the output is not what the header says\n--- expected\n$expected\n--- printed\n$output";
}

$extension = $argv[1];
$files = array_slice($argv, 2) ?: glob(__DIR__ . '/../examples/[!_]*.php');
putenv("CORIO_SO=$extension");

$failed = 0;
foreach ($files as $file) {
    $reason = run($extension, $file);
    $failed += $reason === null ? 0 : 1;
    printf("%s examples/%s%s\n", $reason === null ? 'ok    ' : 'FAILED', basename($file), $reason === null ? '' : ": $reason");
}
printf("test result: %s. %d passed; %d failed; 0 ignored\n", $failed ? 'FAILED' : 'ok', count($files) - $failed, $failed);
exit($failed ? 1 : 0);
