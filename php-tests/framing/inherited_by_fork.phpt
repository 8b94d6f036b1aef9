--TEST--
framing: a forked child gets none of the packets that the parent has at hand [coroutine]
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/server.php';

$peer = server('pieces', pieces: [bin2hex("one\ntwo\n")], end: 'hold');
$client = connected($peer->port, ['open_eof_split' => true, 'package_eof' => "\n"]);
print_result($client->recv(), $client);
if (($pid = pcntl_fork()) === 0) {
    print_result($client->recv(), $client);
    print_result($client->recv(0.1), $client);
    exit;
}
pcntl_waitpid($pid, $status);
print_result($client->recv(), $client);
?>
--EXPECTF--
"one\n"
false [5001] %sfork%s
false [5001] %sfork%s
"two\n"
