--TEST--
coroutine: stats() counts what is alive, the peak and the last id
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$show = function () {
    $stats = Coroutine::stats();
    echo "alive $stats[coroutine_num], peak $stats[coroutine_peak_num], last $stats[coroutine_last_cid], timers $stats[timer_num]\n";
};
$show();
run(function () use ($show) {
    for ($i = 0; $i < 3; $i++) {
        go(fn () => System::sleep(0.025));
    }
    $show();
    System::sleep(0.05);
    $show();
});
$show();
var_dump(array_keys(Coroutine::stats()));
?>
--EXPECT--
alive 0, peak 0, last 0, timers 0
alive 4, peak 4, last 4, timers 3
alive 1, peak 4, last 4, timers 0
alive 0, peak 4, last 4, timers 0
array(15) {
  [0]=>
  string(9) "event_num"
  [1]=>
  string(9) "timer_num"
  [2]=>
  string(12) "c_stack_size"
  [3]=>
  string(13) "coroutine_num"
  [4]=>
  string(18) "coroutine_peak_num"
  [5]=>
  string(18) "coroutine_last_cid"
  [6]=>
  string(14) "tls_handshakes"
  [7]=>
  string(11) "tls_resumed"
  [8]=>
  string(12) "tls_sessions"
  [9]=>
  string(9) "keep_idle"
  [10]=>
  string(9) "keep_hits"
  [11]=>
  string(11) "keep_misses"
  [12]=>
  string(18) "keep_dropped_dirty"
  [13]=>
  string(17) "keep_dropped_dead"
  [14]=>
  string(20) "keep_dropped_expired"
}
