<?php
/*
 * What a coverage driver says of a file.
 */

/**
 * Prints the lines that could run but did not, and how many did; `$lines` has positive counts for these. Drivers do not
 * agree on lines with nothing but brackets.
 */
function print_coverage(string $file, array $lines): void
{
    $source = preg_grep('/^[\s(){}\[\];,]*$/', file($file, FILE_IGNORE_NEW_LINES), PREG_GREP_INVERT);
    ksort($lines);
    $run = 0;
    foreach ($lines as $number => $count) {
        $text = $source[$number - 1] ?? null;
        if ($text !== null && $count > 0) {
            $run++;
        } elseif ($text !== null) {
            echo 'not run: ', trim($text), "\n";
        }
    }
    echo "$run lines run\n";
}
