--TEST--
starttls: NATS by hand [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('nats');
run(fn () => print_upgrade_by_hand('nats', $server));
?>
--EXPECT--
nats: TLSv1.3
PONG
