--TEST--
tls: getTlsInfo() after enableSSL(): the time of the connect and that of the handshake [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\System;

use function Corio\Coroutine\run;

run(function () {
    $client = smtp_starttls(server('starttls')->port, ['ssl_cafile' => pki_ca()]);
    System::sleep(1);
    print_upgrade($client);
    ['dns' => $dns, 'connect' => $connect, 'handshake' => $handshake] = $client->getTlsInfo()['times'];
    var_dump($dns >= 0, $connect > 0, $handshake > 0, $dns + $connect < 1);
});
?>
--EXPECT--
secured
bool(true)
bool(true)
bool(true)
bool(true)
