--TEST--
callback: a connect that fails is told by onError alone; there or later it may be tried again
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use function Corio\Coroutine\run;

run(fn () => calling()->connect('127.0.0.1', refused_port()));
run(fn () => calling()->connect('nowhere..test', 1));
run(fn () => calling()->connect('127.0.0.1', server('tarpit', accept: false)->port, 0.1));
run(fn () => calling(type: Corio\SOCK_TCP | Corio\SSL)->connect('localhost', server('tls_echo', cert: 'expired')->port));
run(fn () => calling(settings: ['ssl_starttls' => 'smtp'])->connect('localhost', server('echo', greeting: "220 x\r\n")->port, 0.3));
foreach (['', "a\0b"] as $host) {
    var_dump(@calling()->connect($host, 1));
}
var_dump(@calling()->connect('localhost', 0));

$echo = server('echo');
run(fn () => calling([
    'error' => fn ($client) => var_dump($client->connect('127.0.0.1', $echo->port)),
    'connect' => fn ($client) => $client->close(),
])->connect('127.0.0.1', refused_port()));

// Twice, and given up.
run(function () {
    $client = calling();
    var_dump($client->connect('127.0.0.1', server('tarpit', accept: false)->port));
    var_dump(@$client->connect('127.0.0.1', 1), $client->errCode);
    Corio\Coroutine\System::sleep(0.01);
    var_dump($client->close());
    echo "then\n";
});
?>
--EXPECTF--
error [111] connect to 127.0.0.1:PORT failed: Connection refused
error [713] resolve nowhere..test:PORT failed: "nowhere..test" has an empty label
error [110] connect to 127.0.0.1:PORT failed: timed out after 0.1 s
error [1014] TLS handshake with localhost:PORT failed: %s
error [%d] STARTTLS dialogue with localhost:PORT failed: %s
bool(false)
bool(false)
bool(false)
error [111] connect to 127.0.0.1:PORT failed: Connection refused
bool(true)
connect
close
bool(true)
bool(false)
int(106)
bool(true)
then
error [125] connect to 127.0.0.1:PORT failed: cancelled
