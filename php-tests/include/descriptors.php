<?php
/*
 * Counts the descriptors of this process around a case that fails.
 */

use Corio\Coroutine\Client;

/** What each open descriptor of this process is. */
function descriptors(): array
{
    $open = [];
    foreach (array_diff(scandir('/proc/self/fd'), ['.', '..']) as $fd) {
        $target = @readlink("/proc/self/fd/$fd");
        if ($target !== false) { // the descriptor of this very listing is gone
            $open[$fd] = $target;
        }
    }
    return $open;
}

/**
 * Runs `$case` and prints what it left open. A client that `$case` returns stays alive meanwhile, so that its
 * socket must have been closed by the failure itself and not by the destructor.
 */
function no_descriptor_left(callable $case): void
{
    // The reactor's own descriptors appear with the first connection and stay.
    (new Client(Corio\SOCK_TCP))->connect('127.0.0.1', refused_port());
    $before = descriptors();
    $kept = $case();
    $left = array_diff_key(descriptors(), $before);
    echo $left === [] ? "no descriptor left\n" : 'descriptors left: ' . implode(' ', $left) . "\n";
}
