<?php
/*
 * Three workers take jobs from one channel and put results into another. Jobs have no end; after 0.1 s the whole is
 * stopped, and everybody notices by a channel that is closed.
 *
 *     php -d extension=corio examples/07_channels.php
 *
 * push() waits while a channel is full, so that whoever makes jobs cannot run ahead of the workers. select() waits for
 * several channels at once and takes from exactly one.
 *
 * Expected output:
 *
 *     1 squared is 1, says worker a
 *     2 squared is 4, says worker b
 *     3 squared is 9, says worker c
 *     ...
 *     stopped
 *     no more jobs
 *     all workers have ended
 */

use Corio\Coroutine\{Channel, System, WaitGroup};
use function Corio\Coroutine\{defer, go, run};

run(function () {
    $jobs = new Channel(2);
    $results = new Channel(2);
    $stop = new Channel();
    $workers = new WaitGroup(3);

    foreach (['a', 'b', 'c'] as $name) {
        go(function () use ($name, $jobs, $results, $workers) {
            defer(fn () => $workers->done());
            while (($number = $jobs->pop()) !== false) { // false: closed, and nothing is left
                System::sleep(0.01); // as if it asked a server
                $results->push("$number squared is " . $number ** 2 . ", says worker $name");
            }
        });
    }
    go(function () use ($jobs) {
        for ($number = 1; $jobs->push($number); $number++) {
        }
        echo "no more jobs\n";
    });
    go(function () use ($stop) {
        System::sleep(0.1); // seconds
        $stop->close();
    });

    while (($next = Channel::select(['results' => $results, 'stop' => $stop]))['key'] === 'results') {
        echo $next['value'], "\n";
    }
    echo "stopped\n";
    $jobs->close();
    $results->close(); // a push() that waits there ends with false
    $workers->wait();
    echo "all workers have ended\n";
});
