<?php
/*
 * A PHP process of its own, for what a test cannot see of itself: its exit code, and what it prints at its very end.
 */

/** Runs `$code` with the settings of this test, then prints what it printed and how it ended. */
function child(string $code, string ...$settings): void
{
    $script = tempnam(sys_get_temp_dir(), 'corio-child-');
    file_put_contents($script, "<?php $code");
    $options = getenv('TEST_PHP_EXTRA_ARGS');
    foreach ($settings as $setting) {
        $options .= ' -d ' . escapeshellarg($setting);
    }
    exec('exec ' . escapeshellarg(PHP_BINARY) . " $options " . escapeshellarg($script) . ' 2>&1 </dev/null', $lines, $code);
    unlink($script);
    // The name of the file and the blank lines around messages say nothing. Neither does the advice of PHP >= 8.4
    // against E_USER_ERROR: it is the only fatal error of which a test can choose the place.
    $lines = preg_grep('/^$|^Deprecated: Passing E_USER_ERROR /', $lines, PREG_GREP_INVERT);
    $lines = str_replace($script, 'child.php', $lines);
    echo implode("\n", [...$lines, "exit code $code"]), "\n";
}
