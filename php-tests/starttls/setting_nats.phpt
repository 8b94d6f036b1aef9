--TEST--
starttls: connect() upgrades: NATS [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('nats');
run(fn () => print_upgrade_by_setting('nats', $server));
?>
--EXPECT--
nats: nats TLSv1.3
PONG
