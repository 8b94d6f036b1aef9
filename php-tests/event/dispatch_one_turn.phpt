--TEST--
event: dispatch() waits for one turn of the loop and the callbacks that it makes ready
--FILE--
<?php
require __DIR__ . '/../include/pair.php';
use Corio\Event;

echo "nothing to wait for: ";
var_dump(Event::dispatch());
[$near, $far] = pair();
$got = '';
Event::add($near, function ($stream) use (&$got) {
    $got .= fread($stream, 1);
});
fwrite($far, 'abc');
stream_set_read_buffer($near, 0);
for ($turns = 0; strlen($got) < 3; $turns++) {
    Event::dispatch();
}
echo $got, $turns >= 1 ? " turn by turn\n" : "\n";
Corio\Timer::after(20, function () use (&$got) {
    $got .= 'timer';
});
$begin = hrtime(true);
while (!str_contains($got, 'timer')) {
    Event::dispatch();
}
echo hrtime(true) - $begin >= 20e6 ? "waits for a timer\n" : "too early\n";
Event::del($near);
?>
--EXPECT--
nothing to wait for: bool(true)
abc turn by turn
waits for a timer
