--TEST--
lifecycle: exit() in a coroutine ends the script with its code, shutdown functions run
--FILE--
<?php
require __DIR__ . '/../include/child.php';

foreach (['exit', 'exit(3)', 'exit("bye\n")', 'die(4)', 'exit(0)'] as $exit) {
    child(str_replace('EXIT', $exit, <<<'PHP'
    register_shutdown_function(fn () => print("shutdown\n"));
    Corio\Coroutine\run(function () {
        try {
            EXIT;
        } finally {
            echo "never here\n";
        }
    });
    echo "nor here\n";
    PHP));
}
?>
--EXPECT--
shutdown
exit code 0
shutdown
exit code 3
bye
shutdown
exit code 0
shutdown
exit code 4
shutdown
exit code 0
