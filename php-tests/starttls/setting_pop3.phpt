--TEST--
starttls: connect() upgrades: POP3 with Dovecot [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('pop3');
run(fn () => print_upgrade_by_setting('pop3', $server));
?>
--EXPECT--
dovecot: pop3 TLSv1.3
+OK Logged in.
