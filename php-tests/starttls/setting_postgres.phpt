--TEST--
starttls: connect() upgrades: PostgreSQL [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('postgres');
run(fn () => print_upgrade_by_setting('postgres', $server));
?>
--EXPECT--
postgres: postgres TLSv1.3
ssl=true TLSv1.3
