--TEST--
starttls: null switches the dialogue off [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP);
    $client->set(['ssl_starttls' => 'smtp', 'ssl_starttls_name' => 'client.test']);
    $client->set(['ssl_starttls' => null, 'ssl_starttls_name' => null]);
    print_result($client->connect('localhost', $peer->port), $client);
    echo smtp_reply($client);
    print_result($client->getTlsInfo(), $client);
});
?>
--EXPECTF--
true
220 mail.test ESMTP
false [107] %s
