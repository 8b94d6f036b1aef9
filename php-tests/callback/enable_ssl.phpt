--TEST--
callback: enableSSL(): STARTTLS; what is sent behind it leaves under TLS only
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    $replies = 0;
    calling([
        'receive' => function ($client, $data) use (&$replies) {
            match (++$replies) {
                1 => $client->send("STARTTLS\r\n"),
                2 => print(json_encode([
                    $client->enableSSL(function ($client) {
                        echo 'ready ', $client->getTlsInfo()['version'], ' ', strlen($client->getPeerCert()) > 500 ? 'certificate' : '', "\n";
                        var_dump($client->verifyPeerCert());
                        $client->send("QUIT\r\n");
                    }, 5.0),
                    // Held until then.
                    $client->send("NOOP\r\n"),
                    $client->enableSSL(fn () => null),
                    $client->errCode,
                ]) . "\n"),
                default => null,
            };
        },
    ], ['open_eof_split' => true, 'package_eof' => "\r\n"])->connect('localhost', $peer->port);
});
echo $peer->says(), "\n";

echo "wrong certificate\n";
$upgrade = fn ($client, $data) => $data[1] === '2' && str_contains($data, 'go')
    ? $client->enableSSL(fn () => print("not reached\n")) : $client->send("STARTTLS\r\n");
foreach ([['cert' => 'other'], ['after_220' => 'inject'], ['after_220' => 'reset'], ['after_220' => 'stall']] as $options) {
    run(function () use ($upgrade, $options) {
        calling(['receive' => $upgrade], ['connect_timeout' => 0.5])->connect('localhost', server('starttls', ...$options)->port);
    });
}
echo "misuse\n";
$client = calling();
foreach ([[], [null, 1.0], [5.0]] as $arguments) {
    try {
        $client->enableSSL(...$arguments);
    } catch (Corio\Exception $e) {
        echo "[{$e->getCode()}] {$e->getMessage()}\n";
    }
}
var_dump($client->enableSSL(fn () => null), $client->errCode);
?>
--EXPECTF--
connect
receive "220 mail.test ESMTP\r\n"
receive "220 go\r\n"
[true,6,false,106]
ready TLSv1.3 certificate
bool(true)
receive "250 OK\r\n"
receive "221 bye\r\n"
close
TLSv1.3 %s client=none
wrong certificate
connect
receive "220 mail.test ESMTP\r\n"
receive "220 go\r\n"
error [1014] TLS handshake with localhost:PORT failed: %s
close
connect
receive "220 mail.test ESMTP\r\n"
receive "220 go\r\n"
error [%d] TLS handshake with localhost:PORT failed: %s
close
connect
receive "220 mail.test ESMTP\r\n"
receive "220 go\r\n"
error [%d] TLS handshake with localhost:PORT failed: %s
close
connect
receive "220 mail.test ESMTP\r\n"
receive "220 go\r\n"
error [110] TLS handshake with localhost:PORT failed: timed out after 0.5 s
close
misuse
[505] require `onSslReady` callback
[505] require `onSslReady` callback
[505] require `onSslReady` callback
bool(false)
int(5001)
