--TEST--
lifecycle: a compile error in an included file ends the script; a parse error is an exception
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use function Corio\Coroutine\{go, run};
register_shutdown_function(fn () => print('shutdown: ' . error_get_last()['message'] . "\n"));
file_put_contents($file = tempnam(sys_get_temp_dir(), 'corio'), '<?php this is no code');
register_shutdown_function('unlink', $file);
run(function () use ($file) {
    try {
        include $file;
    } catch (ParseError $e) {
        echo get_class($e), "\n";
    }
    file_put_contents($file, '<?php class Twice { const A = 1; const A = 2; }');
    go(function () use ($file) {
        Corio\Coroutine\System::sleep(0.001);
        include $file;
        echo "never here\n";
    });
});
PHP);
?>
--EXPECTF--
ParseError
Fatal error: Cannot redefine class constant Twice::A in %s on line 1
shutdown: Cannot redefine class constant Twice::A
exit code 255
