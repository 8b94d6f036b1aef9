--TEST--
starttls: the same timeout of connect() covers the handshake [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$peer = server('turns', says: ["+OK ready\r\n", "+OK go\r\n"]);
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = timed(0.3, 5, fn () => starttls_by_setting('pop3', $peer, ['connect_timeout' => 0.3]));
    print_result($client->connected, $client);
}));
echo $peer->says(), "\n", $peer->says(), "\n";
?>
--EXPECTF--
in time
false [110] TLS handshake with localhost:%d failed: timed out after 0.3 s
no descriptor left
"STLS\r\n"
more: 160301
