<?php
/*
 * Timers, a program's output as it comes, and a signal: each callback runs in a coroutine of its own, and the script
 * ends when nothing is left that could call one.
 *
 *     php -d extension=corio examples/09_timers_and_events.php
 *
 * Expected output:
 *
 *     the program says: one
 *     tick 1
 *     the program says: two
 *     tick 2
 *     a signal came: 10
 *     the command printed 3 lines
 */

use Corio\{Coroutine\System, Event, Timer};
use function Corio\Coroutine\go;

// What another program prints, line by line, while the rest goes on.
$program = proc_open('echo one; sleep 0.4; echo two', [1 => ['pipe', 'w']], $pipes);
Event::add($pipes[1], function ($pipe) {
    $line = fgets($pipe);
    if ($line === false) { // its end
        Event::del($pipe);
        fclose($pipe);
        return;
    }
    echo "the program says: $line";
});

// Every 0.3 s, twice.
Timer::tick(300, function (int $id) {
    static $calls = 0;
    echo 'tick ', ++$calls, "\n";
    if ($calls === 2) {
        Timer::clear($id);
    }
});

// A process may be told things by signals: SIGUSR1 is 10.
go(function () {
    $signal = System::waitSignal(10, 10.0); // seconds
    echo "a signal came: $signal\n";
    $result = System::exec('printf "a\nb\nc\n"');
    echo 'the command printed ', substr_count($result['output'], "\n"), " lines\n";
});
Timer::after(900, fn () => System::exec('kill -USR1 ' . getmypid()));
