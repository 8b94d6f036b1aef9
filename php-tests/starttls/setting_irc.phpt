--TEST--
starttls: connect() upgrades: IRC with InspIRCd [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('irc');
run(fn () => print_upgrade_by_setting('irc', $server));
?>
--EXPECT--
inspircd: irc TLSv1.3
001 alice :Welcome to the Test IRC Network alice!alice@127.0.0.1
