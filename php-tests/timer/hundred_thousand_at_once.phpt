--TEST--
timer: a hundred thousand of them fire, each once and in the order of their times, and take little memory
--FILE--
<?php
use Corio\Timer;

function resident(): int
{
    preg_match('/VmRSS:\s+(\d+) kB/', file_get_contents('/proc/self/status'), $match);
    return 1024 * $match[1];
}

const COUNT = 100_000;
mt_srand(7);
$fired = array_fill(0, COUNT, 0);
$planned = [];
$last = 0;
$disorder = 0;
$callback = function (int $number) use (&$fired, &$planned, &$last, &$disorder) {
    $fired[$number]++;
    $disorder += (int) ($planned[$number] < $last);
    $last = $planned[$number];
};
$quiet = fn () => null;
Timer::clear(Timer::after(1, $quiet));
$before = resident();
for ($i = 0; $i < COUNT; $i++) {
    $ids[] = Timer::after(3_600_000, $quiet);
}
$each = (resident() - $before - 20 * COUNT) / COUNT; // without the ids' array
echo $each < 250 ? "small\n" : "$each bytes each\n";
foreach (array_splice($ids, 0, COUNT / 2) as $id) {
    Timer::clear($id) || print("$id was gone\n");
}
var_dump(Timer::stats()['num']);
Timer::clearAll();

Corio\Coroutine\run(function () use ($callback, &$planned) {
    for ($i = 0; $i < COUNT; $i++) {
        $planned[] = Timer::info(Timer::after(mt_rand(500, 1500), $callback, $i))['exec_msec'];
    }
});
var_dump(array_sum($fired), max($fired), $disorder);
?>
--EXPECT--
small
int(50000)
int(100000)
int(1)
int(0)
