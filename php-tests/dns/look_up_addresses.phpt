--TEST--
dns: addresses by family, through aliases, and all of a truncated answer
--FILE--
<?php
require __DIR__ . '/../include/dns.php';

use Corio\Coroutine\System;

name_server();
print_look_up(System::gethostbyname('a.test'));
print_look_up(System::gethostbyname('A.TEST.'));
print_look_up(System::gethostbyname('c1.test'));
print_look_up(System::gethostbyname('both.test', Corio\AF_INET6));
print_look_up(System::dnsLookup('both.test', 5, Corio\AF_INET6));
print_look_up(System::getaddrinfo('both.test', Corio\AF_UNSPEC));
print_look_up(count(System::getaddrinfo('many.test')));
print_look_up(System::gethostbyname('127.0.0.9'));
print_look_up(System::getaddrinfo('x.localhost', Corio\AF_UNSPEC));
?>
--EXPECT--
"127.0.0.2"
"127.0.0.2"
"127.0.0.2"
"::1"
"::1"
["::1","127.0.0.1"]
100
"127.0.0.9"
["::1","127.0.0.1"]
