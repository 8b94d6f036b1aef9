--TEST--
callback: the script ends when the last connection has
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

$client = calling([
    'connect' => fn ($client) => $client->send('hello'),
    'receive' => fn ($client) => $client->close(),
]);
$client->connect('127.0.0.1', server('echo')->port);
unset($client);
gc_collect_cycles();
echo "end of the script\n";
?>
--EXPECT--
end of the script
connect
receive "hello"
close
