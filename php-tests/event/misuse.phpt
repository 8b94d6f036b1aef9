--TEST--
event: misuse is a warning and false
--FILE--
<?php
require __DIR__ . '/../include/pair.php';
use Corio\Event;

const READ = Corio\EVENT_READ, WRITE = Corio\EVENT_WRITE;
set_error_handler(function (int $level, string $message) {
    echo $message, ' [', Corio\last_error(), "]\n";
    return true;
}, E_WARNING);
[$near, $far] = pair();
$call = fn () => null;
$results = [
    Event::add($near),
    Event::add('string', $call),
    Event::add(new stdClass(), $call),
    Event::add(-1, $call),
    Event::add(fopen('php://memory', 'r'), $call),
    Event::add(0, null, $call, WRITE),
    Event::add(999999, $call),
    Event::add($near, $call, null, 1),
    Event::add($near, $call, null, WRITE),
    Event::add($near, null, $call),
    Event::set($near, $call, null, READ),
    Event::del($near),
    Event::write($near, 'x'),
    is_int(Event::add($near, $call)),
    Event::add($near, $call),
    Event::set($near, null, null, WRITE),
    Event::write($near, ''),
    Event::isset($near, WRITE),
    Event::del($near),
    Event::cycle(null),
];
fclose($far);
$results[] = Event::add($far, $call);
echo implode(' ', array_map(json_encode(...), $results)), "\n";
try {
    Event::add($near, 'no such function');
} catch (TypeError $error) {
    echo $error->getMessage(), "\n";
}
Corio\Coroutine\run(function () {
    try {
        Event::wait();
    } catch (Corio\Exception $exception) {
        echo $exception->getMessage(), "\n";
    }
});
?>
--EXPECTF--
Corio\Event::add(): both read and write callbacks are empty [505]
Corio\Event::add(): unknown fd type [22]
Corio\Event::add(): unknown fd type [22]
Corio\Event::add(): unknown fd type [22]
Corio\Event::add(): unknown fd type [22]
Corio\Event::add(): invalid socket fd [0] [505]
Corio\Event::add(): invalid socket fd [999999] [9]
Corio\Event::add(): invalid events [505]
Corio\Event::add(): unable to find writable callback of fd [%d] [505]
Corio\Event::add(): unable to find readable callback of fd [%d] [505]
Corio\Event::set(): socket[%d] is not found in the reactor [6003]
Corio\Event::write(): socket[%d] is not found in the reactor [6003]
Corio\Event::add(): already exist [801]
Corio\Event::set(): unable to find writable callback of fd [%d] [505]
Corio\Event::write(): data empty [505]
Corio\Event::add(): the descriptor was closed [9]
false false false false false false false false false false false false false true false false false false true false false
Corio\Event::add(): Argument #2 ($read_callback) must be a valid callback, function "no such function" not found or invalid function name
Event::wait() belongs to {main}: a coroutine cannot wait for itself
