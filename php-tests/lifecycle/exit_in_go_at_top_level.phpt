--TEST--
lifecycle: exit() in go() at top level: the main program does not go on
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child('Corio\Coroutine\go(fn () => exit(9)); echo "never here\n";');
?>
--EXPECT--
exit code 9
