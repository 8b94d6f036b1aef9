--TEST--
tls: a server whose certificate is revoked sees neither the client's certificate nor its data [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/ocsp.php';

use Corio\Coroutine\Client;

use function Corio\Coroutine\run;

$settings = [
    'ssl_cafile' => pki_ca(), 'ssl_ocsp_stapling' => 'verify',
    'ssl_cert_file' => pki('client')['cert'], 'ssl_key_file' => pki('client')['key'],
];
run(function () use ($settings) {
    foreach (['V', 'R'] as $status) {
        foreach (['-tls1_2', '-tls1_3'] as $version) {
            $peer = server('s_server', args: [
                $version, '-status_file', ocsp_response('server', $status),
                '-Verify', '1', '-CAfile', pki_ca(), '-nameopt', 'RFC2253', '-naccept', '1',
            ]);
            $client = new Client(Corio\SOCK_TCP | Corio\SSL);
            $client->set($settings);
            $client->connect('localhost', $peer->port);
            @$client->send("secret\n");
            $client->close();
            $said = $peer->saysAtLast();
            echo str_contains($said, 'CN=client1') ? 'certificate ' : '', str_contains($said, 'secret') ? 'data' : '', "\n";
        }
    }
});
?>
--EXPECT--
certificate data
certificate data


