--TEST--
lifecycle: a child is not concerned with what its parent's closed connections have left to send
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/fork.php';
require __DIR__ . '/../include/leaving.php';

use Corio\Coroutine\System;

$peer = server('tls_late');
$sent = send_and_close($peer->port);
if (($pid = pcntl_fork()) === 0) {
    System::sleep(0.001);
    echo "child\n";
    return; // it has nothing to wait for
}
timed(0, 1.9, fn () => wait_for_child($pid));
$before = count(descriptors());
let_read($peer);
while (count(descriptors()) >= $before) {
    System::sleep(0.005);
}
print_what_came($peer, $sent);
?>
--EXPECT--
child
in time
all, close_notify
