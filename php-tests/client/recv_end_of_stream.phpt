--TEST--
client: '' is the end of the stream and no error [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    $client->send('END');
    print_result($client->recv(), $client);
    var_dump($client->errCode);
});
?>
--EXPECT--
""
int(0)
