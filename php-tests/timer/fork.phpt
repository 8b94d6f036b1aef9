--TEST--
timer: in a forked child no timer of its parent fires; its own do
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/fork.php';
use Corio\Coroutine\System;
use Corio\Timer;

use function Corio\Coroutine\go;

class Noisy
{
    public function __destruct()
    {
        echo "destroyed in ", getmypid() === PARENT ? 'the parent' : 'the child', "\n";
    }
}
define('PARENT', getmypid());

$noisy = new Noisy();
$tick = Timer::tick(2, function (int $id) use ($noisy) {
    if (getmypid() !== PARENT) {
        echo "the parent's timer fires in the child\n";
    }
});
unset($noisy);
System::sleep(0.01);
in_a_child(function () use ($tick) {
    var_dump(Timer::exists($tick), Timer::stats()['num']);
    $own = Timer::tick(5, fn () => print("the child's own\n"));
    Timer::after(30, fn () => Timer::clear($own));
    go(function () {
        System::sleep(0.06);
        exit;
    });
    System::sleep(5);
    echo "exit did not end it\n";
});
Timer::clear($tick);
echo "end\n";
?>
--EXPECTF--
bool(false)
int(0)
the child's own
%A
destroyed in the parent
end
