--TEST--
tls: the certificate has to be for the name given to connect(), not for the one that DNS calls canonical [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/dns.php';

use Corio\Coroutine;
use Corio\Coroutine\Client;

$knot = server('knot', records: "alias CNAME canonical\ncanonical A 127.0.0.1");
Coroutine::set(['dns_servers' => ["127.0.0.1:$knot->port"], 'dns_timeout' => 1]);
[$canonical, $alias] = [server('tls_names', cert: 'canonical'), server('tls_names', cert: 'alias')];

function attempt(string $name, Server $peer, array $settings = []): void
{
    $client = new Client(TLS);
    $client->set($settings + ['ssl_cafile' => pki_ca()]);
    $connected = $client->connect($name, $peer->port);
    echo $connected ? 'connected' : "$client->errCode $client->errMsg", "\n", $peer->says(), "\n";
}

attempt('alias.test', $canonical);
attempt('canonical.test', $canonical);
attempt('alias.test', $alias);
attempt('canonical.test', $alias);
attempt('alias.test', $canonical, ['ssl_host_name' => 'canonical.test']);
?>
--EXPECTF--
1014 TLS handshake with alias.test:%d failed: hostname mismatch: expected name alias.test, but it is for canonical.test (certificate at depth 0, subject CN=canonical)
sni: alias.test
connected
sni: canonical.test
connected
sni: alias.test
1014 TLS handshake with canonical.test:%d failed: hostname mismatch: expected name canonical.test, but it is for alias.test (certificate at depth 0, subject CN=alias)
sni: canonical.test
connected
sni: canonical.test
