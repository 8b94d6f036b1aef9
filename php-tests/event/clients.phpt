--TEST--
event: clients of our own can be watched
--FILE--
<?php
require __DIR__ . '/../include/server.php';
use Corio\Coroutine\Client;
use Corio\Event;

$client = connected(server('echo')->port);
Event::add($client, function (Client $client) {
    echo $client->recv(), "\n";
    Event::del($client);
});
Event::write($client, 'echoed');
Event::wait();
$client->close();
var_dump(@Event::add($client, fn () => null), Corio\last_error_msg(), @Event::add(new Client(), fn () => null));
?>
--EXPECT--
echoed
bool(false)
string(25) "the descriptor was closed"
bool(false)
