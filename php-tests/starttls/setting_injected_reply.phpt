--TEST--
starttls: a reply that follows the go-ahead refuses the upgrade [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$peer = server('turns', says: ["* OK ready\r\n", "A1 OK go ahead\r\na2 OK LOGIN completed\r\n"]);
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = starttls_by_setting('imap', $peer);
    print_result($client->connected, $client);
    print_result($client->send('a2 LOGIN alice secret'), $client);
}));
echo $peer->says(), "\n", $peer->says(), "\n";
?>
--EXPECTF--
false [1016] STARTTLS dialogue with localhost:%d failed: the server sent 23 or more bytes of plaintext before the TLS handshake (possible response injection); connection closed
false [5001] send to localhost:%d failed: not connected (the connect failed)
no descriptor left
"A1 STARTTLS\r\n"
nothing more
