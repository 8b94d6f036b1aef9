--TEST--
swoole: a script for Swoole: Coroutine\Scheduler, options of Swoole, and what run() answers
--INI--
corio.swoole_aliases=1
--FILE--
<?php
use Swoole\Coroutine\Scheduler;
use Swoole\Coroutine\System;

Co::set(['hook_flags' => 0, 'max_coroutine' => 100, 'log_level' => SWOOLE_LOG_ERROR, 'socket_timeout' => 5.0]);
swoole_async_set(['enable_coroutine' => true, 'thread_num' => 4, 'aio_core_worker_num' => 2, 'dns_cache_refresh_time' => 30]);
$scheduler = new Scheduler();
$scheduler->set(['max_coroutine' => 50]);
$scheduler->add(function (string $a, string $b) {
    System::sleep(0.02);
    echo "$a $b\n";
}, 'with', 'arguments');
$scheduler->parallel(2, function () {
    System::sleep(0.01);
    echo "parallel\n";
});
echo "starts\n";
var_dump($scheduler->start());
var_dump(Co\run(fn () => 0));
?>
--EXPECT--
starts
parallel
parallel
with arguments
bool(true)
bool(true)
