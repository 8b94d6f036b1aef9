--TEST--
swoole: disable_functions holds for these names as well
--FILE--
<?php
require __DIR__ . '/../include/child.php';
child('echo json_encode(array_map(function_exists(...), ["go", "defer", "swoole_version", "swoole_timer_tick", "exec"])), "\n";',
    'corio.swoole_aliases=1', 'disable_functions=exec,swoole_timer_tick, go');
?>
--EXPECT--
[false,true,true,false,false]
exit code 0
