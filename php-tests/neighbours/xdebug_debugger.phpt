--TEST--
neighbours: Xdebug's step debugger stops in coroutines, and shows their own stack before and after a wait
--SKIPIF--
<?php
require __DIR__ . '/../include/own_build.php';
skip_own_build('Xdebug');
?>
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/child.php';

// Behind the first wait of step(): stepping over the second one lets the others run, which stop there as well.
$debugger = server('dbgp', file: __DIR__ . '/debugged.inc', line: 9, variable: 'n');
child(
    'require ' . var_export(__DIR__ . '/debugged.inc', true) . ';',
    'zend_extension=xdebug', 'xdebug.mode=debug', 'xdebug.start_with_request=yes', "xdebug.client_port=$debugger->port",
    'xdebug.client_host=127.0.0.1', 'xdebug.log_level=0',
);
do {
    echo $line = $debugger->says(20), "\n";
} while ($line !== '' && !str_starts_with($line, 'ended'));
?>
--EXPECT--
10
20
30
exit code 0
stops in step:9 < {closure}:17, n = 1
then in step:10 < {closure}:17
stops in step:9 < {closure}:17, n = 2
then in step:10 < {closure}:17
stops in step:9 < {closure}:20, n = 3
then in step:10 < {closure}:20
ended: stopping
