--TEST--
starttls: XMPP's stream is opened to ssl_starttls_name, by default to the host [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('xmpp');
run(function () use ($server) {
    foreach (['nobody.example', null] as $name) {
        $client = starttls_by_setting('xmpp', $server, ['ssl_starttls_name' => $name]);
        print_result($client->connected, $client);
    }
});
?>
--EXPECTF--
false [508] STARTTLS dialogue with localhost:%d failed: xmpp, stream: refused; the server said "<stream:error><host-unknown %s"
true
