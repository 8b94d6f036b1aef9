--TEST--
starttls: POP3 by hand with Dovecot [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('pop3');
run(fn () => print_upgrade_by_hand('pop3', $server));
?>
--EXPECT--
dovecot: TLSv1.3
+OK Logged in.
