--TEST--
starttls: FTP by hand with vsftpd [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('ftp');
run(fn () => print_upgrade_by_hand('ftp', $server));
?>
--EXPECT--
vsftpd: TLSv1.3
200 PROT now Private.
