--TEST--
pool: withConnection() gives the connection back, however the callback ends
--FILE--
<?php
require __DIR__ . '/../include/child.php';

use Corio\ConnectionPool;

$pool = new ConnectionPool(fn () => new ArrayObject(), 1);
var_dump($pool->withConnection(fn (ArrayObject $connection) => count($connection)));
try {
    $pool->withConnection(fn () => throw new LogicException('from the callback'));
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
try {
    $pool->withConnection(fn () => $pool->withConnection(fn () => 1, 0.001));
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
echo json_encode($pool->stats()), "\n";
$pool->withConnection(fn () => $pool->close());
try {
    $pool->withConnection(fn () => 1);
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}

// The ends of a script come through it.
child(<<<'PHP'
$pool = new Corio\ConnectionPool(fn () => new ArrayObject(), 1);
register_shutdown_function(fn () => print(json_encode($pool->stats()) . "\n"));
$pool->withConnection(fn () => exit(7));
PHP);
child(<<<'PHP'
final class Loud
{
    public function __destruct()
    {
        echo "no destructor may run\n";
    }
}
$pool = new Corio\ConnectionPool(fn () => new Loud(), 1);
Corio\Coroutine\run(fn () => $pool->withConnection(fn () => trigger_error('fatal', E_USER_ERROR)));
PHP);
child(<<<'PHP'
$pool = new Corio\ConnectionPool(fn () => trigger_error('fatal', E_USER_ERROR), 1);
register_shutdown_function(fn () => print(json_encode($pool->stats()) . "\n"));
Corio\Coroutine\run(fn () => $pool->get());
PHP);
?>
--EXPECT--
int(0)
from the callback
no connection from the pool: get() timed out after 0.001 s
{"size":1,"connections":1,"idle":1,"in_use":0,"waiting":0}
Pool has been closed
{"size":1,"connections":1,"idle":1,"in_use":0,"waiting":0}
exit code 7
Fatal error: fatal in child.php on line 9
exit code 255
Fatal error: fatal in child.php on line 1
{"size":1,"connections":0,"idle":0,"in_use":0,"waiting":0}
exit code 255
