--TEST--
starttls: IRC by hand with InspIRCd [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('irc');
run(fn () => print_upgrade_by_hand('irc', $server));
?>
--EXPECT--
inspircd: TLSv1.3
001 alice :Welcome to the Test IRC Network alice!alice@127.0.0.1
