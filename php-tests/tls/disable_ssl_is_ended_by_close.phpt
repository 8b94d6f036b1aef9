--TEST--
tls: close() ends a disableSSL() under way [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $client = tls_client(server('tls_python', ccc: 'silent'));
    tls_line($client, 'CCC');
    go(fn () => timed(0, 5, fn () => print_result($client->disableSSL(30), $client)));
    System::sleep(0.05);
    print_result($client->close(), $client);
});
?>
--EXPECTF--
false [10019] close localhost:%d: another coroutine waits on the connection
false [125] end of TLS with localhost:%d failed: cancelled
in time
