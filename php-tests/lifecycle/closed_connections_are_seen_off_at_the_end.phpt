--TEST--
lifecycle: at its end a script waits a little for what closed connections have left to send
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/leaving.php';

leave('echo "{main} ends\n";');
leave('Corio\Coroutine\run(fn () => print("coroutines were used\n"));');
leave('register_shutdown_function(fn () => print("a shutdown function\n"));');
echo "a client that is freed at the end:\n";
leave('
    $client = connected($port, LEAVING + ["ssl_cafile" => pki_ca()], "localhost", TLS);
    $client->send(random_bytes(8 << 20));
');
echo "one that never reads:\n";
timed(1.9, 8, fn () => leave('', silent: true));
?>
--EXPECT--
{main} ends
all, close_notify
coroutines were used
all, close_notify
a shutdown function
all, close_notify
a client that is freed at the end:
all, close_notify
one that never reads:
less, cut
in time
