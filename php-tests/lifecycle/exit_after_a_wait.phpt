--TEST--
lifecycle: exit() after a wait, in nested calls, ends the script
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
function deep(int $n) { if ($n) { return deep($n - 1); } System::sleep(0.005); exit(5); }
Corio\Coroutine\go(function () {
    array_map('deep', [3]);
    echo "never here\n";
});
System::sleep(1);
echo "nor here\n";
PHP);
?>
--EXPECT--
exit code 5
