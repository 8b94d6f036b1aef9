--TEST--
coroutine: set() takes every option of Swoole, checks values, warns of unknown ones; getOptions()
--SKIPIF--
<?php
require __DIR__ . '/../include/watched.php';
skip_watched('valgrind takes a switch between stacks of 512 KiB for a call');
?>
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$silent = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
var_dump(Coroutine::getOptions());
var_dump(Coroutine::set([
    'max_coroutine' => 4, 'max_coro_num' => 3, 'stack_size' => 1 << 20, 'c_stack_size' => '512K', 'hook_flags' => 0x7fffffff,
    'enable_preemptive_scheduler' => true, 'enable_deadlock_check' => true, 'exit_condition' => fn () => true,
    'name_resolver' => [], 'dns_cache_expire' => 60, 'dns_cache_capacity' => 1000, 'dns_server' => stream_socket_get_name($silent, false),
    'socket_dns_timeout' => 0.05, 'socket_connect_timeout' => 1, 'socket_read_timeout' => 1, 'socket_recv_timeout' => 1,
    'socket_write_timeout' => 1.5, 'socket_send_timeout' => -1, 'socket_timeout' => 2, 'socket_buffer_size' => '2M',
    'log_file' => '/dev/null', 'log_level' => 1, 'log_date_format' => '', 'log_date_with_microseconds' => true,
    'log_rotation' => 0, 'trace_flags' => 0, 'display_errors' => true, 'print_backtrace_on_error' => true,
    'enable_signalfd' => true, 'enable_kqueue' => true, 'http2_init_window_size' => 65535,
]));
var_dump(Coroutine::stats()['c_stack_size'], count(Coroutine::getOptions()));
Coroutine::set(['max_corotine' => 5, 'max_coroutine' => 3]);
var_dump(Coroutine::getOptions()['max_corotine'], Coroutine::getOptions()['socket_timeout']);
foreach ([['max_coroutine' => 0], ['max_coroutine' => 'many'], ['socket_timeout' => NAN], ['dns_server' => 'x'], ['stack_size' => []], ['enable_deadlock_check' => 2]] as $wrong) {
    try {
        Coroutine::set($wrong + ['socket_dns_timeout' => 99]);
    } catch (Corio\Exception $e) {
        echo $e->getMessage(), "\n";
    }
}
run(function () {
    $started = [];
    for ($i = 0; $i < 4; $i++) {
        $started[] = is_int(go(function () { System::sleep(0.001); }));
    }
    echo json_encode($started), "\n";
    System::sleep(0.01);
    var_dump(is_int(go(fn () => 1)));
});
// The only name server is silent.
var_dump(System::gethostbyname('a.test.', Corio\AF_INET, 0));
echo preg_replace('/127.0.0.1:\d+/', 'SERVER', Corio\last_error_msg()), "\n";
Coroutine::set(['enable_deadlock_check' => false, 'max_coroutine' => 100]);
var_dump(run(function () { try { Coroutine::yield(); } finally { echo "ended silently\n"; } }));
go(fn () => Coroutine::yield());
?>
--EXPECTF--
NULL
bool(true)
int(524288)
int(31)

Warning: Corio\Coroutine::set(): unknown setting "max_corotine"; did you mean "max_coroutine"? in %s on line 21
int(5)
int(2)
setting "max_coroutine" must be between 1 and 2147483647, 0 given
setting "max_coroutine" must be of type int, string given
setting "socket_timeout" must be a finite number of seconds, NaN given
setting "dns_server" must be an IP address, "x" given
setting "stack_size" must be of type int or string, array given
setting "enable_deadlock_check" must be of type bool, int given

Warning: Corio\Coroutine\go(): exceed max number of coroutine 3 in %s on line 33

Warning: Corio\Coroutine\go(): exceed max number of coroutine 3 in %s on line 33
[true,true,false,false]
bool(true)
bool(false)
resolve a.test. failed: "a.test" was not resolved within 0.05 s (SERVER asked once: no answer yet)
ended silently
bool(true)
