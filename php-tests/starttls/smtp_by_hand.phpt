--TEST--
starttls: SMTP by hand with Postfix [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('smtp');
run(fn () => print_upgrade_by_hand('smtp', $server));
?>
--EXPECTF--
postfix: TLSv1.3
250 2.0.0 Ok: queued as %s
