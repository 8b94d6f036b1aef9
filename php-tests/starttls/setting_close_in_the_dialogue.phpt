--TEST--
starttls: close() by another coroutine ends the dialogue [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\{go, run};

$peer = server('turns', says: ["220 hi\r\n", "250-more\r\n"]);
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP);
    $client->set(['ssl_starttls' => 'smtp']);
    run(function () use ($client, $peer) {
        go(fn () => print_result($client->connect('localhost', $peer->port), $client));
        go(function () use ($client) {
            Corio\Coroutine\System::sleep(0.05);
            $client->close();
        });
    });
}));
?>
--EXPECTF--
false [125] connect to localhost:%d failed: cancelled
no descriptor left
