--TEST--
starttls: PostgreSQL by hand [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('postgres');
run(fn () => print_upgrade_by_hand('postgres', $server));
?>
--EXPECT--
postgres: TLSv1.3
ssl=true TLSv1.3
