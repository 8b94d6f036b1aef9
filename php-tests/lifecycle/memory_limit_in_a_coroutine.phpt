--TEST--
lifecycle: exceeding memory_limit in a coroutine ends the script as it does elsewhere
--SKIPIF--
<?php
require __DIR__ . '/../include/watched.php';
skip_watched('without an allocator of PHP\'s own memory_limit does not hold');
?>
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\{go, run};
register_shutdown_function(fn () => print("shutdown: " . substr(error_get_last()['message'], 0, 19) . "\n"));
run(function () {
    for ($i = 0; $i < 10; $i++) {
        go(function () {
            $data = str_repeat('x', 100000);
            System::sleep(5);
            echo strlen($data);
        });
    }
    System::sleep(0.001);
    for ($all = [];; $all[] = str_repeat('x', 100000));
});
PHP, 'memory_limit=12M');
?>
--EXPECTF--
Fatal error: Allowed memory size of %d bytes exhausted%S (tried to allocate %d bytes) in child.php on line 13
shutdown: Allowed memory size
exit code 255
