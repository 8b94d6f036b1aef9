--TEST--
event: write() keeps what the system does not take at once, in order, up to a limit
--FILE--
<?php
require __DIR__ . '/../include/pair.php';
use Corio\Coroutine\System;
use Corio\Event;

[$near, $far] = pair();
Event::add($near, fn () => null);
$data = implode('', array_map(fn (int $i) => "line $i\n", range(1, 420_000)));
foreach (str_split($data, 700_001) as $part) {
    Event::write($near, $part) || print("refused\n");
}
var_dump(Event::write($near, str_repeat('x', 8 << 20)), Corio\last_error() === Corio\ERROR_OUTPUT_BUFFER_OVERFLOW);
$received = '';
while (strlen($received) < strlen($data)) {
    System::waitEvent($far);
    $received .= fread($far, 65536);
}
echo $received === $data ? "all of it in order\n" : "something else\n";
stream_set_blocking($far, false);
var_dump(fread($far, 10));

// Pipes are written to without waiting, though they block; a gone reader is an error of a later write.
$process = proc_open('cat', [['pipe', 'r'], ['pipe', 'w']], $pipes);
Event::add($pipes[0], null, fn () => null, Corio\EVENT_WRITE);
Event::set($pipes[0]);
Event::write($pipes[0], substr($data, 0, 300_000));
$received = '';
while (strlen($received) < 300_000) {
    System::waitEvent($pipes[1]);
    $received .= fread($pipes[1], 65536);
}
echo $received === substr($data, 0, 300_000) ? "through a process\n" : "something else\n";
Event::del($pipes[0]);
array_map(fclose(...), $pipes);
proc_close($process); // it has inherited the other end
fclose($far);
var_dump(Event::write($near, 'x'), Corio\last_error() === 32);
Event::del($near);
?>
--EXPECTF--

Warning: Corio\Event::write(): more than 8388608 bytes wait to be written to fd [%d] in %s on line %d
bool(false)
bool(true)
all of it in order
string(0) ""
through a process
bool(false)
bool(true)
