--TEST--
tls: a wrong passphrase is an error without the passphrase in it [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

run(function () {
    $client = new Client(Corio\SOCK_TCP);
    $set = $client->set([
        'ssl_cert_file' => pki('client_pass')['cert'], 'ssl_key_file' => pki('client_pass')['key'],
        'ssl_passphrase' => 'not the passphrase',
    ]);
    print_result($set, $client);
});
?>
--EXPECTF--
false [%d] %sssl_key_file%sclient_pass.key%s
