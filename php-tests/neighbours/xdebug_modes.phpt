--TEST--
neighbours: Xdebug in each of its modes
--SKIPIF--
<?php
require __DIR__ . '/../include/own_build.php';
skip_own_build('Xdebug');
?>
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/child.php';

$folder = sys_get_temp_dir() . '/corio-xdebug-' . bin2hex(random_bytes(6));
mkdir($folder);
$code = 'require ' . var_export(__DIR__ . '/../include/server.php', true) . ';'
    . 'require ' . var_export(__DIR__ . '/workload.inc', true) . '; run_workload();';
// Without a client at its port, which refuses, the debugger stays off; so it does without being asked to start.
foreach (['off', 'develop', 'coverage', 'debug', 'gcstats', 'profile', 'trace', 'develop,coverage,gcstats,trace'] as $mode) {
    echo "$mode: ";
    child(
        $code, 'zend_extension=xdebug', "xdebug.mode=$mode", 'xdebug.start_with_request=yes', "xdebug.output_dir=$folder",
        'xdebug.client_port=' . refused_port(), 'xdebug.log_level=0',
    );
    array_map(unlink(...), glob("$folder/*"));
}
rmdir($folder);
?>
--EXPECT--
off: 10 coroutines, all as expected
exit code 0
develop: 10 coroutines, all as expected
exit code 0
coverage: 10 coroutines, all as expected
exit code 0
debug: 10 coroutines, all as expected
exit code 0
gcstats: 10 coroutines, all as expected
exit code 0
profile: 10 coroutines, all as expected
exit code 0
trace: 10 coroutines, all as expected
exit code 0
develop,coverage,gcstats,trace: 10 coroutines, all as expected
exit code 0
