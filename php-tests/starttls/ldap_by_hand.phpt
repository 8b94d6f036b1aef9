--TEST--
starttls: LDAP by hand with OpenLDAP [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('ldap');
run(fn () => print_upgrade_by_hand('ldap', $server));
?>
--EXPECT--
slapd: TLSv1.3
dn:cn=admin,cn=test
