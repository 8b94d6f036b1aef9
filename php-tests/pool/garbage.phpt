--TEST--
pool: one whose constructor or connections refer to it is collected
--FILE--
<?php
use Corio\ConnectionPool;

final class Owner
{
    public ConnectionPool $pool;

    public function __construct()
    {
        $this->pool = new ConnectionPool($this->connect(...));
    }

    private function connect(): array
    {
        return [$this];
    }

    public function __destruct()
    {
        echo "collected\n";
    }
}
$owner = new Owner();
$owner->pool->put($owner->pool->get());
echo json_encode($owner->pool->stats()), "\n";
unset($owner);
echo "unset\n";
gc_collect_cycles();
echo "end\n";
?>
--EXPECT--
{"size":64,"connections":1,"idle":1,"in_use":0,"waiting":0}
unset
collected
end
