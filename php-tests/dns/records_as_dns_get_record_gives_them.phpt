--TEST--
dns: MX, SRV, TXT, TLSA and addresses in the form of dns_get_record(), with TTLs
--FILE--
<?php
require __DIR__ . '/../include/dns.php';

use Corio\Coroutine\System;

name_server();
$records = fn (string $name, string $type) => array_map(
    fn (array $record) => ['ttl' => $record['ttl'] > 0 && $record['ttl'] <= 5] + $record,
    System::dnsGetRecord($name, $type),
);
print_look_up($records('both.test', 'ADDR'));
print_look_up($records('mx.test', 'MX'));
print_look_up($records('_imap._tcp.test', 'srv'));
print_look_up($records('text.test', 'TXT'));
$tlsa = System::dnsGetRecord('_25._tcp.mx.test', 'TLSA')[0];
echo "$tlsa[usage] $tlsa[selector] $tlsa[matching] ", bin2hex($tlsa['data']), "\n";
print_look_up(System::dnsGetRecord('a.test', 'MX'));
try {
    System::dnsGetRecord('a.test', 'PTR');
} catch (Corio\Exception $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECTF--
[{"ttl":true,"host":"both.test","type":"AAAA","ipv6":"::1"},{"ttl":true,"host":"both.test","type":"A","ip":"127.0.0.1"}]
[{"ttl":true,"host":"mx.test","type":"MX","pri":10,"target":"a.test"},{"ttl":true,"host":"mx.test","type":"MX","pri":20,"target":"b.test"}]
[{"ttl":true,"host":"_imap._tcp.test","type":"SRV","pri":0,"weight":5,"port":11143,"target":"a.test"}]
[{"ttl":true,"host":"text.test","type":"TXT","txt":"one text","entries":["one ","text"]}]
3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
false [711] resolve a.test failed: %s
the type must be A, AAAA, ADDR, MX, SRV, TXT or TLSA, "PTR" given
