--TEST--
lifecycle: exceeding memory_limit while coroutines are created
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
register_shutdown_function(fn () => print("shutdown\n"));
for (;;) {
    Corio\Coroutine\go(fn () => System::sleep(5));
}
PHP, 'memory_limit=8M');
?>
--EXPECTF--
Fatal error: Allowed memory size of %d bytes exhausted%S (tried to allocate %d bytes) in child.php on line 4
shutdown
exit code 255
