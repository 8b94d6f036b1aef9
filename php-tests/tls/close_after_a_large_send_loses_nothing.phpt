--TEST--
tls: what send() has counted, and the end of the stream, arrive though close() follows at once [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/leaving.php';

use Corio\Coroutine\System;

use function Corio\Coroutine\run;

run(function () {
    send_and_close(server('tls_late')->port); // the first one grows the tables
    $peer = server('tls_late');
    $before = descriptors();
    $client = connected($peer->port, LEAVING + ['ssl_cafile' => pki_ca()], 'localhost', TLS);
    $sent = $client->send(random_bytes(8 << 20));
    var_dump($client->close(), $client->connected, $client->fd);
    print_result($client->recv(), $client);
    let_read($peer);
    while (count(descriptors()) > count($before)) {
        System::sleep(0.005); // the engine sends meanwhile
    }
    print_what_came($peer, $sent);
});
?>
--EXPECTF--
bool(true)
bool(false)
int(-1)
false [5001] receive from localhost:%d failed: not connected (closed)
all, close_notify
