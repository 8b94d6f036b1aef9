<?php
/*
 * A name server of the test's own, which all look-ups of the test ask.
 */

require_once __DIR__ . '/server.php';

use Corio\Coroutine;

function name_server(): Server
{
    $knot = server('knot');
    Coroutine::set(['dns_servers' => ["127.0.0.1:$knot->port"], 'dns_timeout' => 1]);
    return $knot;
}

/** A bind9 of the test's own. It is asked first, then the servers in `$next`. */
function bind(Server ...$next): Server
{
    $named = server('named');
    $servers = array_map(fn (Server $server) => "127.0.0.1:$server->port", [$named, ...$next]);
    Coroutine::set(['dns_servers' => $servers, 'dns_timeout' => 5]);
    return $named;
}

/** A look-up's result, or its error without the server's port. */
function print_look_up(mixed $result): void
{
    if ($result === false) {
        $message = preg_replace('/127\.0\.0\.1:\d+/', 'SERVER', Corio\last_error_msg());
        echo 'false [', Corio\last_error(), '] ', $message, "\n";
        return;
    }
    echo json_encode($result, JSON_UNESCAPED_SLASHES), "\n";
}
