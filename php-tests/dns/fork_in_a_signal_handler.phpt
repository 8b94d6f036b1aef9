--TEST--
dns: a signal's handler forks during a look-up: parent and child get the address
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/dns.php';
require __DIR__ . '/../include/fork.php';

use Corio\Coroutine;
use Corio\Coroutine\System;

// It is asked first and says nothing, so that the look-up is still under way when the signal comes.
$silent = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
$knot = server('knot');
Coroutine::set(['dns_servers' => ['127.0.0.1:' . port_of($silent), "127.0.0.1:$knot->port"], 'dns_timeout' => 1.5]);

pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () use (&$pid) {
    $pid = pcntl_fork();
    $pid && wait_for_child($pid);
});
pcntl_alarm(1);
$address = System::gethostbyname('main.any.test');
echo $pid ? 'parent: ' : 'child: ', $address, "\n";
?>
--EXPECT--
child: 127.0.0.1
parent: 127.0.0.1
