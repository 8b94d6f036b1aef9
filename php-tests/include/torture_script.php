<?php
/*
 * A script that ends in one way while coroutines wait in one operation: php torture_script.php OPERATION MOMENT END PORTS
 *
 * Two coroutines and {main} itself wait in the operation. Another one ends the script
 *   before   it is about to begin the operation,
 *   during   while a third one is in it,
 *   after    it has come back from it.
 */

require __DIR__ . '/pki.php';
require __DIR__ . '/operations.php';

use Corio\Coroutine\System;

use function Corio\Coroutine\go;

[, $operation, $moment, $end, $ports] = $argv;
[$parks, $returns] = operations(json_decode($ports, true))[$operation];
register_shutdown_function(fn () => print "shutdown\n");

/** Ends the script; what a fork does first is seen in its output. */
function finish(string $end): void
{
    switch ($end) {
        case 'exit':
            exit(3);
        case 'fatal':
            trigger_error('the end', E_USER_ERROR);
        case 'memory':
            str_repeat('x', 1 << 30);
        case 'time':
            set_time_limit(60);
            // What the kernel sends when the time is over.
            posix_kill(getmypid(), PHP_ZTS && PHP_VERSION_ID >= 80300 ? SIGRTMIN : SIGPROF);
            while (true);
        case 'exception':
            throw new Exception('the end');
        case 'fork':
            if (($pid = pcntl_fork()) === 0) {
                exit(7);
            }
            pcntl_waitpid($pid, $status);
            fwrite(STDOUT, 'child ' . (pcntl_wifexited($status) ? pcntl_wexitstatus($status) : 'died') . "\n");
            exit(3);
    }
}

function waits(callable $parks): void
{
    try {
        $parks();
    } finally {
        fwrite(STDOUT, "finally\n"); // no buffer is in the way
    }
}

for ($i = 0; $i < ($moment === 'during' ? 3 : 2); $i++) {
    go(fn () => waits($parks));
}
go(function () use ($moment, $end, $returns, $ports) {
    System::sleep(0.01);
    if ($moment === 'after') {
        $returns();
    }
    finish($end);
    $returns();
});
$parks();
