--TEST--
dns: forty addresses that bind9 truncates are asked for again over TCP
--FILE--
<?php
require __DIR__ . '/../include/dns.php';

use Corio\Coroutine\System;

$named = bind();
$found = System::getaddrinfo('forty.bind.test.');
sort($found, SORT_NATURAL);
var_dump($found === array_map(fn (int $i) => "127.0.2.$i", range(1, 40)));
echo $named->says(), "\n", $named->says(), "\n";
?>
--EXPECT--
bool(true)
forty.bind.test A UDP
forty.bind.test A TCP
