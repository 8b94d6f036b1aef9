--TEST--
event: what callbacks hold is freed by del(), by set() and at the end of the script
--FILE--
<?php
require __DIR__ . '/../include/pair.php';
use Corio\Event;

class Noisy
{
    public function __construct(private string $name)
    {
    }

    public function __destruct()
    {
        echo "$this->name is freed\n";
    }

    public function __invoke($stream): void
    {
        fread($stream, 100);
        Event::del($stream);
        echo "$this->name still runs\n";
    }
}
[$near, $far] = pair();
Event::add($near, new Noisy('first'));
Event::set($near, new Noisy('second'), null, Corio\EVENT_READ);
echo "-\n";
fwrite($far, 'x');
Event::wait();
echo "-\n";
Event::add($near, new Noisy('third'));
Event::cycle(new Noisy('cycle'));
Event::exit();
echo "-\n";
Event::add($near, new Noisy('fourth'));
Corio\Timer::after(10, fn () => exit);
?>
--EXPECT--
first is freed
-
second still runs
second is freed
-
third is freed
-
fourth is freed
cycle is freed
