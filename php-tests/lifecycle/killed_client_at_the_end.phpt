--TEST--
lifecycle: clients of killed coroutines do nothing any more, and are closed before the main program's destructors
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

final class Last
{
    public array $before;
    public function __destruct()
    {
        $left = array_diff_key(descriptors(), $this->before);
        echo count($left), " left\n";
    }
}
$peer = server('echo');
(new Client(Corio\SOCK_TCP))->connect('127.0.0.1', refused_port());
$last = new Last();
$last->before = descriptors();
for ($i = 0; $i < 5; $i++) {
    go(function () use ($peer) {
        $client = connected($peer->port);
        try {
            $client->recv(-1);
        } finally {
            var_dump($client->send('x'), $client->recv(1));
        }
    });
}
System::sleep(0.1);
echo count(array_diff_key(descriptors(), $last->before)), " open\n";
exit;
?>
--EXPECT--
5 open
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
0 left
