--TEST--
starttls: a session that IMAP takes for authenticated is refused [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$peer = server('turns', says: ["* PREAUTH welcome back\r\n"]);
run(function () use ($peer) {
    $client = starttls_by_setting('imap', $peer);
    print_result($client->connected, $client);
});
echo $peer->says(), "\n";
?>
--EXPECTF--
false [508] STARTTLS dialogue with localhost:%d failed: imap, greeting: the session is authenticated already (PREAUTH), so it cannot be upgraded; the server said "* PREAUTH welcome back"
nothing more
