--TEST--
coroutine: with corio.exit_exception exit() throws in coroutines, as in Swoole
--FILE--
<?php
require __DIR__ . '/../include/child.php';

$code = <<<'PHP'
use Corio\ExitException;
use Corio\Coroutine\System;
use function Corio\Coroutine\run;
run(function () {
    foreach ([fn () => exit(3), fn () => exit('text'), function () { exit; }, function () { $x = 'a'; exit($x . 'b'); }, fn () => die([1][0])] as $exit) {
        try {
            $exit();
        } catch (ExitException $e) {
            echo $e->getMessage(), ' ', json_encode([$e->getStatus(), $e->getFlags() === Corio\EXIT_IN_COROUTINE, $e instanceof Corio\Exception]), "\n";
        }
    }
});
try {
    run(function () { System::sleep(0.001); try { exit(5); } finally { echo "finally\n"; } });
} catch (ExitException $e) {
    echo "out of run(): ", $e->getStatus(), "\n";
}
exit(4);
PHP;
child($code, 'corio.exit_exception=1');
ob_start();
child('Corio\Coroutine\run(function () { try { exit(6); } finally { echo "finally\n"; } });', 'corio.exit_exception=On');
// From PHP 8.4 on exit() is a function, and so in the trace, and closures have names.
echo str_replace(["#0 child.php(1): exit(6)\n#1", '#2 {', '{closure:child.php:1}'], ['#0', '#1 {', '{closure}'], ob_get_clean());
child('Corio\Coroutine\run(function () { try { exit(7); } catch (Corio\ExitException) { echo "caught\n"; } });');
child('Corio\Coroutine\run(function () { ini_set("corio.exit_exception", "1"); try { exit(8); } catch (Corio\ExitException) { echo "caught\n"; } });');
?>
--EXPECT--
corio exit [3,true,true]
corio exit ["text",true,true]
corio exit [null,true,true]
corio exit ["ab",true,true]
corio exit [1,true,true]
finally
out of run(): 5
exit code 4
finally
Fatal error: Uncaught Corio\ExitException: corio exit in child.php:1
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in child.php on line 1
exit code 255
exit code 7
caught
exit code 0
