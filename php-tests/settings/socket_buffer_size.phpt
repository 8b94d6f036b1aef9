--TEST--
settings: socket_buffer_size takes bytes or a size such as 2M [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo', greeting: 'hello');
run(function () use ($peer) {
    foreach ([65536, '64K', '2M'] as $size) {
        $client = connected($peer->port, ['socket_buffer_size' => $size]);
        print_result($client->recv(), $client);
    }
});
?>
--EXPECT--
"hello"
"hello"
"hello"
