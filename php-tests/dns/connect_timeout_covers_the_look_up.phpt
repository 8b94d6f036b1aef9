--TEST--
dns: connect()'s timeout bounds the look-up too, and the error says that it was the look-up [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$silent = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
$server = stream_socket_get_name($silent, false);
no_descriptor_left(function () use ($server) {
    $client = new Client(Corio\SOCK_TCP);
    $client->set(['dns_servers' => [$server], 'dns_timeout' => 9]);
    timed(0.3, 3, fn () => print_result($client->connect('a.test.', 25, 0.3), $client));
    $client->set(['throw' => true]);
    try {
        $client->connect('a.test.', 25, 0.1);
    } catch (Corio\DnsException $e) {
        print_exception($e);
    }
    return $client;
});
?>
--EXPECTF--
false [712] resolve a.test.:25 failed: "a.test" was not resolved within 0.3 s (127.0.0.1:%d asked 2 times (A and AAAA): no answer yet)
in time
Corio\DnsException [712]: resolve a.test.:25 failed: "a.test" was not resolved within 0.1 s (127.0.0.1:%d asked 2 times (A and AAAA): no answer yet)
phase resolve, host a.test., port 25
no descriptor left
