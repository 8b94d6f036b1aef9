--TEST--
settings: open_tcp_nodelay on and off [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo', greeting: 'hello');
run(function () use ($peer) {
    foreach ([true, false] as $nodelay) {
        $client = connected($peer->port, ['open_tcp_nodelay' => $nodelay]);
        print_result($client->recv(), $client);
    }
});
?>
--EXPECT--
"hello"
"hello"
