--TEST--
starttls: NNTP by hand with INN [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('nntp');
run(fn () => print_upgrade_by_hand('nntp', $server));
?>
--EXPECT--
inn: TLSv1.3
211 0 1 0 test.group
