<?php
/*
 * A signal whose handler ends the script while a client that blocks is connecting.
 */

require_once __DIR__ . '/child.php';

/** Runs that in a process of its own; `$end` is what the handler does, `$full` the port of a peer that does not accept. */
function end_in_a_signal_handler(string $end, int $full): void
{
    child(<<<PHP
        \$sockets = fn () => count(preg_grep('/^socket:/', array_map(fn (\$fd) => (string) @readlink("/proc/self/fd/\$fd"), scandir('/proc/self/fd'))));
        \$before = \$sockets();
        // A connect that was under way has left nothing.
        register_shutdown_function(fn () => print('shutdown, ' . \$sockets() - \$before . " sockets\\n"));
        pcntl_async_signals(true);
        pcntl_signal(SIGALRM, function () { $end; });
        pcntl_alarm(1);
        \$client = new Corio\\Client(Corio\\SOCK_TCP);
        \$client->connect('127.0.0.1', $full);
        echo "not reached\\n";
        PHP);
}
