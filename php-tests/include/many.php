<?php
/*
 * Ten thousand connections at once, or as many as the hard limit of descriptors allows, which is never raised.
 */

require_once __DIR__ . '/server.php';

function how_many(Server $peer): int
{
    $hard = posix_getrlimit()['hard openfiles'];
    $hard = $hard === 'unlimited' ? PHP_INT_MAX : (int) $hard;
    posix_setrlimit(POSIX_RLIMIT_NOFILE, min($hard, 20000), min($hard, 20000));
    return min(10_000, $hard - 500, $peer->limit - 100);
}

/** Prints whether all that were to be connected were so at the same time, from the peer's point of view. */
function print_most(Server $peer, int $expected): void
{
    $peer->tell('?');
    echo $peer->says(20) === "$expected at once" ? "all at once\n" : "not all at once\n";
}
