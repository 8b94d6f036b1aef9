--TEST--
swoole: the report of a deadlock begins with Swoole's line; the exception in {main} does not
--FILE--
<?php
require __DIR__ . '/../include/child.php';

$code = <<<'PHP'
set_error_handler(fn ($code, $message) => print(preg_replace('~since \S+~', 'since N', $message) . "\n"));
Corio\Coroutine\go(fn () => Corio\Coroutine::yield());
Corio\Coroutine\go(fn () => Corio\Coroutine::yield());
PHP;
child($code, 'corio.swoole_aliases=On');
child($code, 'corio.swoole_shortnames=On');
child(<<<'PHP'
try {
    Co\run(fn () => Co::yield());
} catch (Corio\DeadlockException $e) {
    echo strtok($e->getMessage(), "\n"), "\n";
}
PHP, 'corio.swoole_aliases=On');
?>
--EXPECT--
Corio\Coroutine\shutdown(): [FATAL ERROR]: all coroutines (count: 2) are asleep - deadlock!
  coroutine #1 waits for resume() after its Coroutine::yield() at child.php:2, since N s; created by {main} at child.php:2
  coroutine #2 waits for resume() after its Coroutine::yield() at child.php:3, since N s; created by {main} at child.php:3
exit code 0
Corio\Coroutine\shutdown(): all coroutines (count: 2) are asleep - deadlock!
  coroutine #1 waits for resume() after its Coroutine::yield() at child.php:2, since N s; created by {main} at child.php:2
  coroutine #2 waits for resume() after its Coroutine::yield() at child.php:3, since N s; created by {main} at child.php:3
exit code 0
all coroutines (count: 1) are asleep - deadlock!
exit code 0
