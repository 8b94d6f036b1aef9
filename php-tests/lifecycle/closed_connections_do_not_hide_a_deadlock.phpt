--TEST--
lifecycle: a deadlock is found while a closed connection still has something left to send
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/leaving.php';

use Corio\Coroutine;

use function Corio\Coroutine\run;

$peer = server('tls_late');
$sent = send_and_close($peer->port);
$before = count(descriptors());
try {
    run(fn () => Coroutine::yield());
} catch (Corio\DeadlockException $e) {
    echo strtok($e->getMessage(), "\n"), "\n";
}
echo count(descriptors()) - $before, " descriptors have gone\n";
let_read($peer);
while (count(descriptors()) >= $before) {
    Coroutine\System::sleep(0.005);
}
print_what_came($peer, $sent);
?>
--EXPECT--
all coroutines (count: 1) are asleep - deadlock!
0 descriptors have gone
all, close_notify
