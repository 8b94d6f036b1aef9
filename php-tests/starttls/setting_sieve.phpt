--TEST--
starttls: connect() upgrades: ManageSieve with Dovecot [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('sieve');
run(fn () => print_upgrade_by_setting('sieve', $server));
?>
--EXPECT--
dovecot: sieve TLSv1.3
OK "Logged in."
