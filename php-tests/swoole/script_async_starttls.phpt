--TEST--
swoole: a script for Swoole: STARTTLS with callbacks
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$port = server('starttls')->port;

$client = new Swoole\Async\Client(SWOOLE_SOCK_TCP);
$client->set([
    'open_eof_split' => true,
    'package_eof' => "\r\n",
    'ssl_verify_peer' => true,
    'ssl_host_name' => 'localhost',
    'ssl_cafile' => pki_ca(),
]);
$state = 'greeting';
$client->on('connect', function () {
    echo "connected\n";
});
$client->on('receive', function (Swoole\Async\Client $cli, string $line) use (&$state) {
    echo "S: $line";
    match ($state) {
        'greeting' => [$state = 'upgrade', $cli->send("STARTTLS\r\n")],
        'upgrade' => $cli->enableSSL(function (Swoole\Async\Client $cli) use (&$state) {
            $state = 'quit';
            echo 'TLS: ', strtok($cli->getPeerCert(), "\n"), "\n";
            $cli->send("QUIT\r\n");
        }),
        'quit' => null,
    };
});
$client->on('error', fn ($cli) => print("error: $cli->errCode\n"));
$client->on('close', fn () => print("closed\n"));
$client->connect('127.0.0.1', $port, 3.0);
?>
--EXPECT--
connected
S: 220 mail.test ESMTP
S: 220 go
TLS: -----BEGIN CERTIFICATE-----
S: 221 bye
closed
