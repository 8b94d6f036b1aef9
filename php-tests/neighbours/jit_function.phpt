--TEST--
neighbours: opcache with its function JIT
--EXTENSIONS--
opcache
--INI--
opcache.enable=1
opcache.enable_cli=1
opcache.jit=function
opcache.jit_buffer_size=32M
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/workload.inc';

var_dump(opcache_get_status(false)['jit']['on']);
for ($i = 0; $i < 5; $i++) {
    run_workload(20);
}
?>
--EXPECT--
bool(true)
20 coroutines, all as expected
20 coroutines, all as expected
20 coroutines, all as expected
20 coroutines, all as expected
20 coroutines, all as expected
