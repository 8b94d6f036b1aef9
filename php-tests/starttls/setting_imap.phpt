--TEST--
starttls: connect() upgrades: IMAP with Dovecot [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('imap');
run(fn () => print_upgrade_by_setting('imap', $server));
?>
--EXPECTF--
dovecot: imap TLSv1.3
a3 OK [READ-WRITE] Select completed%s
