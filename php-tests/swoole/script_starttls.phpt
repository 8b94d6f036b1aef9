--TEST--
swoole: a script for Swoole: SMTP that goes over to TLS by enableSSL(), with both clients
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$port = server('starttls')->port;
$ca = pki_ca();

function session(object $client, int $port, string $ca): void
{
    $client->set([
        'open_eof_check' => true,
        'package_eof' => "\r\n",
        'ssl_verify_peer' => true,
        'ssl_allow_self_signed' => false,
        'ssl_host_name' => 'localhost',
        'ssl_cafile' => $ca,
    ]);
    if (!$client->connect('127.0.0.1', $port, 3)) {
        die("connect failed: $client->errCode\n");
    }
    echo 'S: ', $client->recv();
    $client->send("STARTTLS\r\n");
    echo 'S: ', $client->recv();
    if (!$client->enableSSL()) {
        die("enableSSL failed: $client->errCode\n");
    }
    echo 'verified: ', json_encode($client->verifyPeerCert()), ', ', strtok($client->getPeerCert(), "\n"), "\n";
    $client->send("QUIT\r\n");
    echo 'S: ', $client->recv();
    var_dump($client->recv(), $client->close());
}

session(new Swoole\Client(SWOOLE_SOCK_TCP), $port, $ca);
Co\run(fn () => session(new Swoole\Coroutine\Client(SWOOLE_SOCK_TCP), $port, $ca));
?>
--EXPECT--
S: 220 mail.test ESMTP
S: 220 go
verified: true, -----BEGIN CERTIFICATE-----
S: 221 bye
string(0) ""
bool(true)
S: 220 mail.test ESMTP
S: 220 go
verified: true, -----BEGIN CERTIFICATE-----
S: 221 bye
string(0) ""
bool(true)
