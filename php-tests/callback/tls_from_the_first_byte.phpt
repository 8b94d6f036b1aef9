--TEST--
callback: SOCK_TCP | SSL and ssl_starttls are done before onConnect; large transfers; disableSSL()
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use function Corio\Coroutine\run;

run(function () {
    $data = random_bytes(3_000_000);
    $received = '';
    quiet([
        'connect' => function ($client) use ($data) {
            echo $client->getTlsInfo()['version'], "\n";
            $client->send($data);
        },
        'receive' => function ($client, $part) use ($data, &$received) {
            $received .= $part;
            if (strlen($received) === strlen($data)) {
                var_dump($received === $data);
                $client->close();
            }
        },
        'close' => fn () => print("closed\n"),
    ], type: Corio\SOCK_TCP | Corio\SSL)->connect('localhost', server('tls_echo')->port);
});
run(fn () => calling([
    'connect' => function ($client) {
        echo $client->getTlsInfo()['starttls']['protocol'], "\n";
        $client->send("QUIT\r\n");
    },
], ['ssl_starttls' => 'smtp'])->connect('localhost', server('starttls')->port));

run(function () {
    calling([
        'connect' => fn ($client) => $client->close(),
    ], type: Corio\SOCK_TCP | Corio\SSL)->connect('localhost', server('tls_echo')->port);
});
?>
--EXPECT--
TLSv1.3
bool(true)
closed
connect
smtp
receive "221 bye\r\n"
close
connect
close
