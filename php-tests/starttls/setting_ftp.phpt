--TEST--
starttls: connect() upgrades: FTP with vsftpd [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('ftp');
run(fn () => print_upgrade_by_setting('ftp', $server));
?>
--EXPECT--
vsftpd: ftp TLSv1.3
200 PROT now Private.
