--TEST--
swoole: a script for Swoole: exit() in a coroutine is an exception that can be caught
--FILE--
<?php
require __DIR__ . '/../include/child.php';

$code = <<<'PHP'
use Swoole\ExitException;

Swoole\Coroutine\run(function () {
    go(function () {
        try {
            exit(3);
        } catch (ExitException $e) {
            echo get_class($e), ' ', $e->getStatus(), ' ', $e->getFlags() & SWOOLE_EXIT_IN_COROUTINE, "\n";
        }
    });
    go(function () {
        try {
            (function () { exit('words'); })();
        } catch (ExitException $e) {
            var_dump($e->getStatus());
        }
    });
    echo "goes on\n";
});
echo "the end\n";
exit(4);
PHP;
child($code, 'corio.swoole_aliases=On');

// Nobody catches it. From PHP 8.4 on exit() is a function, and so in the trace, and closures have names.
ob_start();
child('Co\run(function () { register_shutdown_function(fn () => print("shutdown\n")); exit(7); }); echo "not reached\n";',
    'corio.swoole_aliases=On');
echo str_replace(["#0 child.php(1): exit(7)\n#1", '#2 {', '{closure:child.php:1}'], ['#0', '#1 {', '{closure}'], ob_get_clean());
// PHP's own, as without aliases.
child('Co\run(function () { try { exit(7); } catch (Throwable) { echo "not reached\n"; } });',
    'corio.swoole_aliases=On', 'corio.exit_exception=Off');
?>
--EXPECT--
Corio\ExitException 3 2
string(5) "words"
goes on
the end
exit code 4
Fatal error: Uncaught Corio\ExitException: corio exit in child.php:1
Stack trace:
#0 [internal function]: {closure}()
#1 {main}
  thrown in child.php on line 1
shutdown
exit code 255
exit code 7
