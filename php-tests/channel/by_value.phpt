--TEST--
channel: takes values, not references
--FILE--
<?php
use Corio\Coroutine\Channel;

$channel = new Channel(3);
$value = 1;
$reference = &$value;
$list = [&$value];
$channel->push($reference);
$channel->push($list);
$value = 2;
var_dump($channel->pop());
var_dump($channel->pop()[0]);
$channel->push($taken = ['k' => 'v']);
$taken['k'] = 'changed';
var_dump($channel->pop()['k']);
var_dump($channel->push(data: 5, timeout: 1.0), $channel->pop(timeout: 1));
?>
--EXPECT--
int(1)
int(2)
string(1) "v"
bool(true)
int(5)
