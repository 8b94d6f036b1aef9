<?php
/*
 * Forking, as the tests do it: parent and child print one after the other.
 */

/** Runs `$child` in a forked process, which then ends; returns when it has. */
function in_a_child(callable $child): void
{
    if (($pid = pcntl_fork()) === 0) {
        $child();
        exit;
    }
    wait_for_child($pid);
}

/**
 * For a child, where what the parent's callbacks hold is left as it is, so that no destructor runs: a debug PHP would
 * tell of it as of a leak.
 */
function leave_to_the_parent(): void
{
    ini_set('report_memleaks', '0');
}

/** Waits for a child and prints how it ended if not well. */
function wait_for_child(int $pid): void
{
    pcntl_waitpid($pid, $status);
    if (!pcntl_wifexited($status) || pcntl_wexitstatus($status) !== 0) {
        echo 'the child ended with ', pcntl_wifexited($status) ? pcntl_wexitstatus($status) : 'a signal', "\n";
    }
}

/** Prints what a new connection to `$name` echoes. */
function resolve_and_talk(string $name, int $port): void
{
    $client = connected($port, host: $name);
    $client->send("$name resolves");
    echo $client->recv(), "\n";
}
