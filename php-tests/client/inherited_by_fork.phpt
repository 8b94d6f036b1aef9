--TEST--
client: in a forked child a connection of the parent is dead, and the parent keeps it [coroutine]
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/server.php';

$peer = server('echo');
$client = connected($peer->port);
if (($pid = pcntl_fork()) === 0) {
    print_result($client->send('from the child'), $client);
    exit;
}
pcntl_waitpid($pid, $status);
$client->send('from the parent');
print_result($client->recv(), $client);
?>
--EXPECTF--
false [5001] %sfork%s
"from the parent"
