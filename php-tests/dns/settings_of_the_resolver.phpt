--TEST--
dns: what Coroutine::set() takes, and what it refuses
--FILE--
<?php
use Corio\Coroutine;

var_dump(Coroutine::set(['dns_servers' => ['192.0.2.1', '[2001:db8::1]:53', '2001:db8::2'], 'dns_cache_size' => 0]));
foreach ([['dns_servers' => ['name.test']], ['dns_servers' => '127.0.0.1'], ['dns_timeout' => 'x'], ['dns_attempts' => 0],
    ['ip_family' => 'ipv5']] as $bad) {
    try {
        Coroutine::set($bad);
    } catch (Corio\Exception $e) {
        echo $e->getMessage(), "\n";
    }
}
Coroutine::set(['dns_servrs' => []]);
?>
--EXPECTF--
bool(true)
setting "dns_servers" must be a list of IP addresses, "name.test" given
setting "dns_servers" must be of type array, string given
setting "dns_timeout" must be a number of seconds, "x" given
setting "dns_attempts" must be between 1 and 10, 0 given
setting "ip_family" must be any, ipv4 or ipv6, "ipv5" given

Warning: Corio\Coroutine::set(): unknown setting "dns_servrs"; did you mean "dns_servers"? in %s on line %d
