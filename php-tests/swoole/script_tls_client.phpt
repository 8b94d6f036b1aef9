--TEST--
swoole: a script for Swoole: TLS from the first byte, with both clients, verified and not
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$port = server('tls_echo')->port;
$ca = pki_ca();

function ask(object $client, int $port, array $settings): void
{
    $client->set($settings);
    if (!@$client->connect('127.0.0.1', $port, 3)) {
        echo $client->errCode === SWOOLE_ERROR_SSL_VERIFY_FAILED ? 'not trusted' : "connect failed: $client->errCode", "\n";
        return;
    }
    $client->send('over TLS');
    echo $client->recv(), "\n";
    $client->close();
}

$settings = [
    ['ssl_verify_peer' => true, 'ssl_host_name' => 'localhost', 'ssl_cafile' => $ca, 'ssl_protocols' => SWOOLE_SSL_TLSv1_2 | SWOOLE_SSL_TLSv1_3],
    ['ssl_verify_peer' => true, 'ssl_host_name' => 'localhost'],
    ['ssl_verify_peer' => false],
];
foreach ($settings as $each) {
    ask(new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_SSL), $port, $each);
    Swoole\Coroutine\run(fn () => ask(new Co\Client(SWOOLE_SOCK_TCP | SWOOLE_SSL), $port, $each));
}
?>
--EXPECT--
over TLS
over TLS
not trusted
not trusted
over TLS
over TLS
