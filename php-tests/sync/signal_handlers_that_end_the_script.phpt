--TEST--
sync: exit, a fatal error and the time limit in the middle of a wait, and no descriptor is left in the process
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/signal_handler_that_ends.php';

$port = server('tarpit')->port;
$full = server('tarpit', accept: false)->port;
foreach (['exit(7)', 'trigger_error("expected", E_USER_ERROR)'] as $end) {
    end_in_a_signal_handler($end, $full);
}
child(<<<PHP
    register_shutdown_function(fn () => print("shutdown\\n"));
    // It counts the time that is computed, not that of waiting, which is bounded by other means.
    set_time_limit(1);
    \$client = new Corio\\Client(Corio\\SOCK_TCP);
    \$client->set(['read_timeout' => 0.01]);
    \$client->connect('127.0.0.1', $port);
    while (true) {
        @\$client->recv();
        for (\$i = 0; \$i < 3_000_000; \$i++);
    }
    PHP);
?>
--EXPECTF--
shutdown, 0 sockets
exit code 7
Fatal error: expected in child.php on line %d
shutdown, 0 sockets
exit code 255
Fatal error: Maximum execution time of 1 second exceeded in child.php on line %d
shutdown
exit code 255
