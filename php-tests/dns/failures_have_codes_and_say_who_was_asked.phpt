--TEST--
dns: failures have codes of their own and say who was asked and what each said
--FILE--
<?php
require __DIR__ . '/../include/dns.php';

use Corio\Coroutine;
use Corio\Coroutine\System;

name_server();
// The dot at their end keeps the machine's own search list out.
print_look_up(System::gethostbyname('nosuch.test.'));
print_look_up(System::gethostbyname('a.test.', Corio\AF_INET6));
print_look_up(System::gethostbyname('loop1.test.'));
print_look_up(System::gethostbyname('a..test'));
print_look_up(System::gethostbyname(str_repeat('a', 64) . '.test'));
print_look_up(System::gethostbyname('bücher.test'));
print_look_up(System::gethostbyname('a.test:25'));
print_look_up(System::gethostbyname('a.test'));
echo Corio\last_error(), "\n";

$silent = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
$address = stream_socket_get_name($silent, false);
Coroutine::set(['dns_servers' => [$address], 'dns_timeout' => 0.1, 'dns_attempts' => 2]);
print_look_up(System::gethostbyname('b.test.'));
?>
--EXPECTF--
false [711] resolve nosuch.test. failed: "nosuch.test" does not exist (SERVER asked once: NXDOMAIN)
false [711] resolve a.test. failed: "a.test" has no IPv6 address (SERVER asked once: no such record)
false [711] resolve loop1.test. failed: "loop1.test" has no IPv4 address (SERVER asked once: alias of loop1.test.)
false [713] resolve a..test failed: "a..test" has an empty label
false [713] resolve aaaa%s.test failed: a label of "aaaa%s.test" has more than 63 bytes
false [713] resolve b\xc3\xbccher.test failed: "b\xc3\xbccher.test" is not ASCII; convert it with idn_to_ascii()
false [713] resolve a.test:25 failed: "a.test:25" contains a port, which is an argument of its own
"127.0.0.2"
0
false [712] resolve b.test. failed: no server answered for "b.test" (SERVER asked 2 times: no answer)
