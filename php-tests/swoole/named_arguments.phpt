--TEST--
swoole: calls with named arguments, by Swoole's names
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Swoole\Coroutine;

$udp = server('other_echo')->port;
Swoole\Coroutine\run(fn: function (string $word) use ($udp) {
    echo "$word\n";
    go(func: fn (string $who) => print("go by $who\n"), who: 'name');
    Coroutine::create(func: fn () => print("create\n"));
    Coroutine::defer(callback: fn () => print("defer\n"));
    $channel = new Chan(size: 2);
    var_dump($channel->push(data: 1, timeout: 1), $channel->capacity);
    $client = new Co\Client(type: SWOOLE_SOCK_UDP);
    var_dump($client->sendto(address: '127.0.0.1', port: $udp, data: 'x'), $client->recvfrom(length: 9, address: $address, port: $port));
    var_dump($address, $port === $udp);
}, word: 'run');
$scheduler = new Co\Scheduler();
$scheduler->add(func: fn () => print("add\n"));
$scheduler->parallel(n: 2, func: fn () => print("parallel\n"));
$scheduler->start();
$client = new Swoole\Client(type: SWOOLE_SOCK_UDP);
var_dump($client->sendto(ip: '127.0.0.1', port: $udp, data: 'y'));
$client->connect(host: '127.0.0.1', port: $udp, timeout: 20, sock_flag: 1);
$client->send(data: 'z', flag: 0);
$read = [$client];
$write = $error = [];
var_dump(swoole_client_select(read_array: $read, write_array: $write, error_array: $error, timeout: 20));
var_dump($client->recv(size: 9, flag: 0));
var_dump((new Swoole\Async\Client(type: SWOOLE_SOCK_UDP))->sendto(ip: '127.0.0.1', port: $udp, data: 'y'));
var_dump(swoole_strerror(errno: 111, error_type: SWOOLE_STRERROR_SYSTEM));
?>
--EXPECT--
run
go by name
create
bool(true)
int(2)
bool(true)
string(1) "x"
string(9) "127.0.0.1"
bool(true)
defer
add
parallel
parallel
bool(true)
int(1)
string(1) "z"
bool(true)
string(18) "Connection refused"
