<?php

// The stub file is what the extension says about itself:
//     php -n -d extension=<extension.so> tools/stubs.php            writes stubs/corio.stub.php
//     php -n -d extension=<extension.so> tools/stubs.php --check    compares, and shows the difference; and
//                                                                   whether README.md has the same settings

$file = dirname(__DIR__) . '/stubs/corio.stub.php';
$stubs = Corio\stubs();

if (($argv[1] ?? '') !== '--check') {
    file_put_contents($file, $stubs);
    exit;
}
check_readme(dirname(__DIR__) . '/README.md', $stubs);
if (is_file($file) && file_get_contents($file) === $stubs) {
    exit;
}

$diff = proc_open(['diff', '-uN', $file, '-'], [['pipe', 'r']], $pipes);
fwrite($pipes[0], $stubs);
fclose($pipes[0]);
proc_close($diff);
fwrite(STDERR, "stubs/corio.stub.php is not what the extension says: run `make stubs` and commit it\n");
exit(1);

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
