--TEST--
client: fractions of a millisecond are waited for [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('tarpit');
run(function () use ($peer) {
    $client = connected($peer->port);
    $early = [];
    for ($timeout = 0.000001; $timeout < 0.005; $timeout += 0.000047) {
        $start = hrtime(true);
        $client->recv($timeout);
        $took = (hrtime(true) - $start) / 1e9;
        if ($took < $timeout || $client->errCode !== 110) {
            $early[] = "$timeout: $took [$client->errCode]";
        }
    }
    var_dump($early);
});
?>
--EXPECT--
array(0) {
}
