--TEST--
starttls: connect() upgrades: NNTP with INN [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('nntp');
run(fn () => print_upgrade_by_setting('nntp', $server));
?>
--EXPECT--
inn: nntp TLSv1.3
211 0 1 0 test.group
