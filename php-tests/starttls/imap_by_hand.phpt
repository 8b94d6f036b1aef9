--TEST--
starttls: IMAP by hand with Dovecot [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('imap');
run(fn () => print_upgrade_by_hand('imap', $server));
?>
--EXPECTF--
dovecot: TLSv1.3
a3 OK [READ-WRITE] Select completed%s
