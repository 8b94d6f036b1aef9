--TEST--
starttls: LMTP by hand with Dovecot [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('lmtp');
run(fn () => print_upgrade_by_hand('lmtp', $server));
?>
--EXPECTF--
dovecot: TLSv1.3
250 2.0.0 <bob@test.local> %s Saved
