--TEST--
starttls: connect() upgrades: MySQL with MariaDB [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('mysql');
run(fn () => print_upgrade_by_setting('mysql', $server));
?>
--EXPECT--
mariadb: mysql TLSv1.3
Ssl_version TLSv1.3
