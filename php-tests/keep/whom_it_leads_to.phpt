--TEST--
keep: another id, port, setting or TLS is another connection; enableSSL() is never kept, ssl_starttls is
--FILE--
<?php
require __DIR__ . '/../include/server.php';

$plain = server('echo');
$tls = server('tls_echo');
$smtp = server('starttls');

function reused(int $type, int $port, array $settings = [], string $id = '', ?Closure $with = null): string
{
    $client = new Corio\Client($type | Corio\KEEP, false, $id);
    $client->set($settings + ['ssl_cafile' => pki_ca()]);
    $client->connect('localhost', $port) || print "[$client->errCode] $client->errMsg\n";
    $reused = $client->reuse ? "reused $client->reuseCount" : 'new';
    $with && $with($client);
    $client->close();
    return "$reused\n";
}

echo 'plain: ', reused(Corio\SOCK_TCP, $plain->port);
echo 'again: ', reused(Corio\SOCK_TCP, $plain->port);
echo 'again: ', reused(Corio\SOCK_TCP, $plain->port);
echo 'another id: ', reused(Corio\SOCK_TCP, $plain->port, [], 'mail');
echo 'bound elsewhere: ', reused(Corio\SOCK_TCP, $plain->port, ['bind_address' => '127.0.0.1']);
echo 'the first: ', reused(Corio\SOCK_TCP, $plain->port);
echo 'TLS: ', reused(Corio\SOCK_TCP | Corio\SSL, $tls->port);
echo 'again: ', reused(Corio\SOCK_TCP | Corio\SSL, $tls->port, [], '', function (Corio\Client $client) {
    echo $client->getTlsInfo()['version'], ' ';
});
echo 'unverified: ', reused(Corio\SOCK_TCP | Corio\SSL, $tls->port, ['ssl_verify_peer' => false]);
echo 'verified: ', reused(Corio\SOCK_TCP | Corio\SSL, $tls->port);
$upgrade = function (Corio\Client $client) {
    $client->recv();
    $client->send("EHLO me.test\r\n");
    $client->recv();
    $client->send("STARTTLS\r\n");
    $client->recv();
    $client->enableSSL() || print "[$client->errCode] $client->errMsg\n";
    $client->send("NOOP\r\n");
    $client->recv();
};
echo 'enableSSL(): ', reused(Corio\SOCK_TCP, $smtp->port, [], '', $upgrade);
echo 'again: ', reused(Corio\SOCK_TCP, $smtp->port, [], '', $upgrade);
echo 'ssl_starttls: ', reused(Corio\SOCK_TCP, $smtp->port, ['ssl_starttls' => 'smtp']);
echo 'again: ', reused(Corio\SOCK_TCP, $smtp->port, ['ssl_starttls' => 'smtp']);
?>
--EXPECT--
plain: new
again: reused 1
again: reused 2
another id: new
bound elsewhere: new
the first: reused 3
TLS: new
again: TLSv1.3 reused 1
unverified: new
verified: reused 2
enableSSL(): new
again: new
ssl_starttls: new
again: reused 1
