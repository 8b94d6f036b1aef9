--TEST--
timer: list(), info(), stats(), exists() and clearAll()
--FILE--
<?php
use Corio\Timer;

var_dump(Timer::stats());
$once = Timer::after(1000, fn () => null);
$tick = Timer::tick(2000, fn () => null);
$gone = Timer::after(3000, fn () => null);
Timer::clear($gone);
var_dump([$once, $tick, $gone], Timer::list() instanceof ArrayIterator, count(Timer::list()));
foreach (Timer::list() as $id) {
    $info = Timer::info($id);
    echo "$id: ", implode(', ', array_keys($info)), '; interval ', $info['interval'], ', called ', $info['exec_count'], "\n";
}
echo Timer::info($once)['exec_msec'], "\n";
var_dump(Timer::info($gone), Timer::exists($tick), Timer::stats(), Timer::clearAll(), Timer::exists($tick), count(Timer::list()));
?>
--EXPECT--
array(3) {
  ["initialized"]=>
  bool(false)
  ["num"]=>
  int(0)
  ["round"]=>
  int(0)
}
array(3) {
  [0]=>
  int(1)
  [1]=>
  int(2)
  [2]=>
  int(3)
}
bool(true)
int(2)
1: exec_msec, exec_count, interval, round, removed; interval 0, called 0
2: exec_msec, exec_count, interval, round, removed; interval 2000, called 0
1000
NULL
bool(true)
array(3) {
  ["initialized"]=>
  bool(true)
  ["num"]=>
  int(2)
  ["round"]=>
  int(0)
}
bool(true)
bool(false)
int(0)
