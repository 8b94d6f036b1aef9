--TEST--
starttls: connect() upgrades: LMTP with Dovecot [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('lmtp');
run(fn () => print_upgrade_by_setting('lmtp', $server));
?>
--EXPECTF--
dovecot: lmtp TLSv1.3
250 2.0.0 <bob@test.local> %s Saved
