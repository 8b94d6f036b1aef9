--TEST--
swoole: a script for Swoole: timers, by class and by function
--INI--
corio.swoole_aliases=1
--FILE--
<?php
$count = 0;
Swoole\Timer::tick(20, function (int $id, string $name) use (&$count) {
    echo "tick $name ", ++$count, ' in coroutine: ', json_encode(Co::getCid() > 0), "\n";
    if ($count === 3) {
        Swoole\Timer::clear($id);
        var_dump(Swoole\Timer::exists($id), Swoole\Timer::info($id));
    }
}, 'A');
$after = swoole_timer_after(10, function (string ...$words) {
    echo 'after ', implode(' ', $words), "\n";
}, 'ten', 'milliseconds');
var_dump($after > 0, swoole_timer_exists($after), swoole_timer_info($after)['interval']);
$never = swoole_timer_after(SWOOLE_TIMER_MIN_MS + 100000, fn () => print("never\n"));
echo implode(' ', iterator_to_array(swoole_timer_list())) === implode(' ', [$after - 1, $after, $never]) ? 'listed' : 'not listed', "\n";
echo get_class(Swoole\Timer::list()), ' ', swoole_timer_stats()['num'], "\n";
var_dump(swoole_timer_clear($never), swoole_timer_clear($never), @swoole_timer_tick(0, fn () => 0));
?>
--EXPECT--
bool(true)
bool(true)
int(0)
listed
Corio\Timer\Iterator 3
bool(true)
bool(false)
bool(false)
after ten milliseconds
tick A 1 in coroutine: true
tick A 2 in coroutine: true
tick A 3 in coroutine: true
bool(false)
NULL
