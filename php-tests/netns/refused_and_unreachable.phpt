--TEST--
netns: what a network can answer to a connect, each with the system's own number and text [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/netns.php';

use Corio\Coroutine\Client;

enter_network();
ip(
    'address add 192.0.2.1/24 dev lo',
    'route add unreachable 198.51.100.1',
    'route add prohibit 198.51.100.2',
    'route add blackhole 198.51.100.3',
);
$answers = ['tcp-reset', 'icmp-port-unreachable', 'icmp-net-unreachable', 'icmp-host-unreachable', 'icmp-admin-prohibited'];
foreach ($answers as $i => $answer) {
    iptables('-A INPUT -p tcp --dport ' . ($i + 1) . " -j REJECT --reject-with $answer");
}
$answers6 = ['tcp-reset', 'icmp6-port-unreachable', 'icmp6-no-route', 'icmp6-addr-unreachable', 'icmp6-adm-prohibited'];
foreach ($answers6 as $i => $answer) {
    iptables('ip6tables -A INPUT -p tcp --dport ' . ($i + 1) . " -j REJECT --reject-with $answer");
}

no_descriptor_left(function () {
    $client = new Client(Corio\SOCK_TCP);
    foreach (['192.0.2.1', '::1'] as $host) {
        for ($port = 1; $port <= 5; $port++) {
            print_result($client->connect($host, $port), $client);
        }
    }
    foreach (['198.51.100.1', '198.51.100.2', '198.51.100.3', '203.0.113.1'] as $host) {
        print_result($client->connect($host, 25), $client);
    }
    return $client;
});
?>
--EXPECT--
false [111] connect to 192.0.2.1:1 failed: Connection refused
false [111] connect to 192.0.2.1:2 failed: Connection refused
false [101] connect to 192.0.2.1:3 failed: Network is unreachable
false [113] connect to 192.0.2.1:4 failed: No route to host
false [113] connect to 192.0.2.1:5 failed: No route to host
false [111] connect to [::1]:1 failed: Connection refused
false [111] connect to [::1]:2 failed: Connection refused
false [101] connect to [::1]:3 failed: Network is unreachable
false [113] connect to [::1]:4 failed: No route to host
false [13] connect to [::1]:5 failed: Permission denied
false [113] connect to 198.51.100.1:25 failed: No route to host
false [13] connect to 198.51.100.2:25 failed: Permission denied
false [22] connect to 198.51.100.3:25 failed: Invalid argument
false [101] connect to 203.0.113.1:25 failed: Network is unreachable
no descriptor left
