<?php

// The stub files are what the extension says about itself, and so are the names in docs/swoole.md:
//     php -n -d extension=<extension.so> tools/stubs.php            writes them
//     php -n -d extension=<extension.so> tools/stubs.php --check    compares, and shows the difference; and
//                                                                   whether README.md has the same settings

$root = dirname(__DIR__);
$swoole = Corio\stubs(true);
$files = [
    'stubs/corio.stub.php' => Corio\stubs(),
    'stubs/corio-swoole.stub.php' => $swoole,
    'docs/swoole.md' => with_names(file_get_contents("$root/docs/swoole.md"), $swoole),
];

if (($argv[1] ?? '') !== '--check') {
    foreach ($files as $file => $text) {
        file_put_contents("$root/$file", $text);
    }
    exit;
}
check_readme("$root/README.md", $files['stubs/corio.stub.php']);
$changed = array_filter($files, fn ($text, $file) => @file_get_contents("$root/$file") !== $text, ARRAY_FILTER_USE_BOTH);
foreach ($changed as $file => $text) {
    $diff = proc_open(['diff', '-uN', "$root/$file", '-'], [['pipe', 'r']], $pipes);
    fwrite($pipes[0], $text);
    fclose($pipes[0]);
    proc_close($diff);
    fwrite(STDERR, "$file is not what the extension says: run `make stubs` and commit it\n");
}
exit($changed === [] ? 0 : 1);

/** The page with its tables of Swoole's names: what each stands for, and which are not there. */
function with_names(string $page, string $stubs): string
{
    $list = require dirname(__DIR__) . '/php-tests/include/swoole_names.php';
    preg_match_all("/\\\\class_alias\('(.*)', '(.*)'\)/", $stubs, $classes, PREG_SET_ORDER);
    preg_match_all('/^namespace ?(.*?) ?{$|^     \* Alias of (.*)\(\)\.$|^    function (\w+)\(/m', $stubs, $lines, PREG_SET_ORDER);
    $rows = ['class' => [], 'function' => []];
    foreach ($classes as [, $own, $name]) {
        $rows['class'][$own][] = "`$name`";
    }
    $space = $own = '';
    foreach ($lines as $line) {
        match (count($line)) {
            2 => $space = $line[1] === '' ? '' : "$line[1]\\",
            3 => $own = $line[2],
            default => $rows['function'][$own === '' ? 'itself' : "$own()"][] = "`$space$line[3]()`",
        };
        $own = count($line) === 4 ? '' : $own;
    }
    $text = "| Swoole's | is |\n|---|---|\n";
    foreach (array_merge(...array_values($rows)) as $own => $names) {
        $text .= '| ' . implode(', ', $names) . ' | ' . ($own === 'itself' ? 'the version above' : "`$own`") . " |\n";
    }
    $page = replace_between($page, 'names', $text);
    $absent = [];
    foreach ($list as $kind => $reasons) {
        unset($reasons['']);
        foreach ($reasons as $reason => $names) {
            $shown = match ($kind) {
                'constants' => families($names),
                'functions', 'short functions' => array_map(fn (string $name) => "$name()", $names),
                default => $names,
            };
            $absent[$reason] = [...$absent[$reason] ?? [], ...array_map(fn (string $name) => "`$name`", $shown)];
        }
    }
    $text = "| not there | why, or what instead |\n|---|---|\n";
    foreach ($absent as $reason => $names) {
        $text .= '| ' . implode(', ', $names) . " | $reason |\n";
    }
    return replace_between($page, 'absent', $text);
}

/** Constants, where there are many with the same prefix by that. */
function families(array $names): array
{
    $prefixes = preg_replace('/^((?:SWOOLE_)?+[A-Z0-9]+_).+$/', '$1…', $names);
    $counts = array_count_values($prefixes);
    return array_unique(array_map(fn ($name, $prefix) => $counts[$prefix] > 3 ? $prefix : $name, $names, $prefixes));
}

/** Puts `$text` between the two marks of a generated part. */
function replace_between(string $page, string $part, string $text): string
{
    $pattern = "/(<!-- $part: made by `make stubs` -->\n).*?(<!-- end of $part -->)/s";
    $page = preg_replace_callback($pattern, fn (array $marks) => "$marks[1]\n$text\n$marks[2]", $page, count: $count);
    $count === 1 || throw new RuntimeException("docs/swoole.md has no place for: $part");
    return $page;
}

/** Settings, their types and defaults are in two places that people read: they have to say the same. */
function check_readme(string $file, string $stubs): void
{
    preg_match_all('/^ +\* - (\w+) \((.*)\)$/m', $stubs, $found, PREG_SET_ORDER);
    $told = array_map(fn (array $setting) => "$setting[1]: $setting[2]", $found);
    preg_match_all('/^\| `(\w+)` \| (.*?) \| (.*?) \| .* \|$/m', file_get_contents($file), $found, PREG_SET_ORDER);
    $documented = array_map(fn (array $row) => strtr("$row[1]: $row[2]; $row[3]", ['`' => '']), $found);
    foreach (array_diff($told, $documented) as $missing) {
        fwrite(STDERR, "README.md does not have this line in its table of settings: $missing\n");
    }
    foreach (array_diff($documented, $told) as $unknown) {
        fwrite(STDERR, "README.md documents a setting that the extension does not have: $unknown\n");
    }
    if (array_diff($told, $documented) || array_diff($documented, $told)) {
        exit(1);
    }
}
