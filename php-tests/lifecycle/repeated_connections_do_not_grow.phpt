--TEST--
lifecycle: a thousand connections leave memory and descriptors as they were
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('echo');
$round = function (int $count) use ($peer) {
    run(function () use ($peer, $count) {
        for ($c = 0; $c < 10; $c++) {
            go(function () use ($peer, $count) {
                for ($i = 0; $i < $count; $i++) {
                    $client = connected($peer->port);
                    $client->send('x');
                    $client->recv();
                    $client->close();
                }
            });
        }
    });
};
$round(100); // the first ones grow the tables
$descriptors = descriptors();
$memory = 0;
gc_collect_cycles();
$memory = memory_get_usage();
$round(100);
gc_collect_cycles();
var_dump(memory_get_usage() - $memory, array_diff_key(descriptors(), $descriptors));
?>
--EXPECT--
int(0)
array(0) {
}
