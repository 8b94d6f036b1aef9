--TEST--
starttls: ManageSieve by hand with Dovecot [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('sieve');
run(fn () => print_upgrade_by_hand('sieve', $server));
?>
--EXPECT--
dovecot: TLSv1.3
OK "Logged in."
