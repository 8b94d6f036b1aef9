--TEST--
starttls: NATS by hand with a server that leaves the choice [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('nats', required: false);
run(function () use ($server) {
    [$client, $greeting] = starttls_connected('nats', $server);
    preg_match_all('/"tls_\w+": ?\w+/', $greeting, $matches);
    echo implode("\n", $matches[0]), "\n";
    print_result($client->enableSSL(), $client);
    echo starttls_exchange('nats', $client, $greeting), "\n";
});
?>
--EXPECT--
"tls_available":true
true
PONG
