--TEST--
starttls: connect() upgrades: LDAP with OpenLDAP [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('ldap');
run(fn () => print_upgrade_by_setting('ldap', $server));
?>
--EXPECT--
slapd: ldap TLSv1.3
dn:cn=admin,cn=test
