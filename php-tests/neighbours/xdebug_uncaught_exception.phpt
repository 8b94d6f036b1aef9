--TEST--
neighbours: with Xdebug's develop mode an uncaught exception in a coroutine ends the script as without
--SKIPIF--
<?php
require __DIR__ . '/../include/own_build.php';
skip_own_build('Xdebug');
?>
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\go;
register_shutdown_function(fn () => print("shutdown\n"));
function fails() { System::sleep(0.001); throw new Exception('the end'); }
go(function () { try { System::sleep(5); } finally { echo "finally\n"; } });
go(fn () => fails());
PHP, 'zend_extension=xdebug', 'xdebug.mode=develop', 'html_errors=0');
?>
--EXPECTF--
shutdown
Fatal error: Uncaught Exception: the end in child.php on line 4
%A
%w%f%w%d%w%d. fails() child.php:6
finally
exit code 255
