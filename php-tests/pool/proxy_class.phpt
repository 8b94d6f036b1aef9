--TEST--
pool: connections may be objects of a class that gets the constructor
--FILE--
<?php
use Corio\ConnectionPool;

final class Reconnecting
{
    public string $connection;

    public function __construct(private Closure $connect)
    {
        $this->connection = ($this->connect)();
    }
}

final class Failing
{
    public function __construct(callable $connect)
    {
        throw new Exception('cannot be made');
    }
}

abstract class Impossible
{
}

spl_autoload_register(function (string $class) {
    echo "loading $class\n";
    if ($class === 'Loaded') {
        eval('final class Loaded extends ArrayObject { public function __construct() { parent::__construct([]); } }');
    }
});
foreach ([Reconnecting::class, Failing::class, Impossible::class, 'Missing', 'Loaded', null] as $class) {
    $pool = new ConnectionPool(fn () => 'the connection', 1, $class);
    try {
        $connection = $pool->get();
        echo is_object($connection) ? $connection::class . ' ' . ($connection->connection ?? '') : $connection, "\n";
    } catch (Throwable $e) {
        echo $e::class, ': ', $e->getMessage(), ' ', $pool->stats()['connections'], "\n";
    }
}
?>
--EXPECT--
Reconnecting the connection
Exception: cannot be made 0
Error: Cannot instantiate abstract class Impossible 0
loading Missing
Error: Class "Missing" not found 0
loading Loaded
Loaded 
the connection
