--TEST--
starttls: MySQL by hand with MariaDB [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('mysql');
run(fn () => print_upgrade_by_hand('mysql', $server));
?>
--EXPECT--
mariadb: TLSv1.3
Ssl_version TLSv1.3
