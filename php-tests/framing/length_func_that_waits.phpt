--TEST--
framing: package_length_func may wait; the connection stays its reader's meanwhile [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\System;
use function Corio\Coroutine\{go, run};

$peer = server('pieces', pieces: [bin2hex('onetwo')], end: 'hold');
run(function () use ($peer) {
    $client = connected($peer->port, ['open_length_check' => true, 'package_length_func' => function (string $head): int {
        System::sleep(0.02);
        return 3;
    }]);
    go(function () use ($client) {
        print_result($client->recv(), $client);
        print_result($client->recv(), $client);
    });
    System::sleep(0.01);
    try {
        $client->recv();
    } catch (Corio\Exception $e) {
        echo $e->getCode(), "\n";
    }
});
?>
--EXPECT--
10002
"one"
"two"
