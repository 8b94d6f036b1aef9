--TEST--
starttls: connect() upgrades: SMTP with Postfix [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('smtp');
run(fn () => print_upgrade_by_setting('smtp', $server));
?>
--EXPECTF--
postfix: smtp TLSv1.3
250 2.0.0 Ok: queued as %s
