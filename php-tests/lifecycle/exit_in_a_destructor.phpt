--TEST--
lifecycle: exit() in a destructor of a coroutine's variable
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
final class Guard { public function __destruct() { exit(17); } }
Corio\Coroutine\run(function () {
    $guard = new Guard();
    Corio\Coroutine\System::sleep(0.005);
});
echo "never here\n";
PHP);
?>
--EXPECT--
exit code 17
