--TEST--
dns: look-ups run side by side, and one in {main} lets the coroutines run
--FILE--
<?php
require __DIR__ . '/../include/dns.php';

use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

name_server();
$found = [];
run(function () use (&$found) {
    for ($i = 0; $i < 100; $i++) {
        go(function () use (&$found, $i) {
            $found[] = System::gethostbyname($i % 2 ? 'a.test' : 'c1.test');
        });
    }
});
print_look_up(array_count_values($found));
$ran = false;
go(function () use (&$ran) {
    System::sleep(0.001);
    $ran = true;
});
System::sleep(0.002);
print_look_up(System::gethostbyname('both.test'));
var_dump($ran);
?>
--EXPECT--
{"127.0.0.2":100}
"127.0.0.1"
bool(true)
