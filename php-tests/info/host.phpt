--TEST--
info: processors, and the addresses of the network interfaces
--FILE--
<?php
exec('nproc', $nproc);
var_dump(Corio\cpu_num() >= 1, Corio\cpu_num() <= (int) $nproc[0]);

$ips = $macs = [];
foreach (net_get_interfaces() as $name => $interface) {
    foreach ($interface['unicast'] ?? [] as $address) {
        if (($address['family'] ?? 0) === 2 && !str_starts_with($address['address'], '127.')) {
            $ips[$name] = $address['address'];
        }
    }
}
foreach (json_decode(shell_exec('ip -json link'), true) as $link) {
    if (strlen($link['address'] ?? '') === 17) {
        $macs[$link['ifname']] = strtoupper($link['address']);
    }
}
$same = function (array $found, array $expected): void {
    ksort($found);
    ksort($expected);
    echo $found === $expected ? "as the system says\n" : json_encode([$found, $expected]) . "\n";
};
$same(Corio\get_local_ip(), $ips);
$same(Corio\get_local_mac(), $macs);
?>
--EXPECT--
bool(true)
bool(true)
as the system says
as the system says
