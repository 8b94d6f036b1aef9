--TEST--
netns: timeout, attempts and rotate of resolv.conf, by the packets that each server got
--FILE--
<?php
require __DIR__ . '/../include/netns.php';

enter_network();
count_packets('-p udp --dport 53', '127.0.0.1', '127.0.0.2', '127.0.0.3');

echo "nobody listens, and who says so is not asked again:\n";
$servers = "nameserver 127.0.0.1\nnameserver 127.0.0.2\nnameserver 127.0.0.3\n";
look_up_anew("$servers options attempts:3\n", 'a.test');
print_look_up(packets());

echo "in turn:\n";
server('knot', addresses: ['127.0.0.1', '127.0.0.2', '127.0.0.3'], port: 53);
$names = ['a.test', 'both.test', 'c1.test', 'localhost.name.test', 'many.test', 'ns.test'];
look_up_anew("$servers options rotate\n", ...$names);
print_look_up(packets());

echo "always the first:\n";
look_up_anew($servers, ...$names);
print_look_up(packets());

echo "the first is silent:\n";
iptables('-A INPUT -p udp -d 127.0.0.1 --dport 53 -j DROP');
timed(1, 4, fn () => look_up_anew("$servers options timeout:1\n", ...$names));
print_look_up(packets());

echo "all are:\n";
iptables('-A INPUT -p udp --dport 53 -j DROP');
timed(2, 8, fn () => look_up_anew("nameserver 127.0.0.1\noptions timeout:1 attempts:2\n", 'a.test'));
print_look_up(packets());
?>
--EXPECT--
nobody listens, and who says so is not asked again:
false [711] resolve a.test failed: no server could resolve "a.test" (SERVER asked once: Connection refused; 127.0.0.2:53 asked once: Connection refused; 127.0.0.3:53 asked once: Connection refused)
{"127.0.0.1":1,"127.0.0.2":1,"127.0.0.3":1}
in turn:
"127.0.0.2"
"127.0.0.1"
"127.0.0.2"
"127.0.0.1"
"127.0.1.1"
"127.0.0.1"
{"127.0.0.1":2,"127.0.0.2":2,"127.0.0.3":2}
always the first:
"127.0.0.2"
"127.0.0.1"
"127.0.0.2"
"127.0.0.1"
"127.0.1.1"
"127.0.0.1"
{"127.0.0.1":6,"127.0.0.2":0,"127.0.0.3":0}
the first is silent:
"127.0.0.2"
"127.0.0.1"
"127.0.0.2"
"127.0.0.1"
"127.0.1.1"
"127.0.0.1"
in time
{"127.0.0.1":1,"127.0.0.2":6,"127.0.0.3":0}
all are:
false [712] resolve a.test failed: no server answered for "a.test" (SERVER asked 2 times: no answer)
in time
{"127.0.0.1":2,"127.0.0.2":0,"127.0.0.3":0}
