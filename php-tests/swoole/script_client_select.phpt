--TEST--
swoole: a script for Swoole: several blocking clients at once with swoole_client_select()
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$ports = [server('echo')->port, server('echo')->port, server('tarpit')->port];

$clients = [];
foreach ($ports as $i => $port) {
    $client = new Swoole\Client(SWOOLE_SOCK_TCP, SWOOLE_SOCK_SYNC);
    // connects in the background
    $client->connect('127.0.0.1', $port, 0.5, 1) or die("connect: $client->errCode");
    $clients["client $i"] = $client;
}
$read = $error = [];
$waiting = $clients;
while ($waiting !== []) {
    $write = $waiting;
    if (swoole_client_select($read, $write, $error, 2.0) > 0) {
        foreach ($write as $name => $client) {
            $client->send("hello from $name");
            unset($waiting[$name]);
        }
    }
}
echo "all connected\n";
$write = [];
$replies = [];
while (count($replies) < 2) {
    $read = $clients;
    $n = swoole_select($read, $write, $error, 2.0);
    foreach ($read as $name => $client) {
        $replies[$name] = $client->recv();
    }
}
ksort($replies);
print_r($replies);
$read = $clients;
var_dump(swoole_client_select($read, $write, $error, 0.05), $read);
?>
--EXPECT--
all connected
Array
(
    [client 0] => hello from client 0
    [client 1] => hello from client 1
)
int(0)
array(0) {
}
