--TEST--
dns: a coroutine forks while the main program resolves: both main programs get the address
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/dns.php';
require __DIR__ . '/../include/fork.php';

use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

// It is asked first and says nothing, so that the look-up is still under way when the coroutine forks.
$silent = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
$knot = server('knot');
Coroutine::set(['dns_servers' => ['127.0.0.1:' . port_of($silent), "127.0.0.1:$knot->port"], 'dns_timeout' => 1]);

go(function () use (&$pid) {
    System::sleep(0.1);
    if ($pid = pcntl_fork()) {
        wait_for_child($pid);
    }
});
$address = System::gethostbyname('main.any.test');
echo $pid ? 'parent: ' : 'child: ', $address, "\n";
?>
--EXPECT--
child: 127.0.0.1
parent: 127.0.0.1
