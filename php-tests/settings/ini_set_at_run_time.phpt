--TEST--
settings: ini_set() changes the timeouts of what follows [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$peer = server('echo');
$unanswered = server('tarpit', accept: false);
ini_set('corio.read_timeout', '0.2');
ini_set('corio.connect_timeout', '0.2');
run(function () use ($peer, $unanswered) {
    $client = connected($peer->port);
    timed(0.19, 1.5, fn () => print_result($client->recv(), $client));
    $client = new Client(Corio\SOCK_TCP);
    timed(0.19, 1.5, fn () => print_result($client->connect('127.0.0.1', $unanswered->port), $client));
});
?>
--EXPECTF--
false [110] %s
in time
false [110] %s
in time
