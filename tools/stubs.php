<?php

// The stub file is what the extension says about itself:
//     php -n -d extension=<extension.so> tools/stubs.php            writes stubs/corio.stub.php
//     php -n -d extension=<extension.so> tools/stubs.php --check    compares, and shows the difference

$file = dirname(__DIR__) . '/stubs/corio.stub.php';
$stubs = Corio\stubs();

if (($argv[1] ?? '') !== '--check') {
    file_put_contents($file, $stubs);
    exit;
}
if (is_file($file) && file_get_contents($file) === $stubs) {
    exit;
}

$diff = proc_open(['diff', '-uN', $file, '-'], [['pipe', 'r']], $pipes);
fwrite($pipes[0], $stubs);
fclose($pipes[0]);
proc_close($diff);
fwrite(STDERR, "stubs/corio.stub.php is not what the extension says: run `make stubs` and commit it\n");
exit(1);
