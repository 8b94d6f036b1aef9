--TEST--
dns: a chain of aliases that bind9 follows, one that ends in itself, and one that leaves its zone
--FILE--
<?php
require __DIR__ . '/../include/dns.php';

use Corio\Coroutine\Client;
use Corio\Coroutine\System;

bind();
print_look_up(System::getaddrinfo('c1.bind.test.', Corio\AF_UNSPEC));
$client = new Client(Corio\SOCK_TCP);
$port = refused_port();
$client->connect('c1.bind.test.', $port);
echo $client->errCode, ' ', str_replace((string) $port, 'PORT', $client->errMsg), "\n";
print_look_up(System::gethostbyname('loop1.bind.test.'));
print_look_up(System::gethostbyname('away.bind.test.'));
?>
--EXPECT--
["::1","127.0.0.3"]
111 connect to c1.bind.test.:PORT failed: [::1]:PORT: Connection refused; 127.0.0.3:PORT: Connection refused
false [711] resolve loop1.bind.test. failed: no server could resolve "loop1.bind.test" (SERVER asked once: SERVFAIL)
false [711] resolve away.bind.test. failed: no server could resolve "away.bind.test" (SERVER asked 2 times: alias of a.elsewhere.test., REFUSED)
