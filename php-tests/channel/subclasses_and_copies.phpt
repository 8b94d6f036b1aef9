--TEST--
channel: may be extended; refuses copies and a second or missing constructor
--FILE--
<?php
use Corio\Coroutine\Channel;

final class Jobs extends Channel
{
    public int $done = 0;

    public function __construct()
    {
        parent::__construct(5);
    }

    public function pop(float $timeout = 1): mixed
    {
        $this->done++;
        return strtoupper(parent::pop($timeout));
    }
}
$jobs = new Jobs();
$jobs->push('a');
var_dump($jobs->pop(), $jobs->done, $jobs->capacity);
var_dump(Channel::select([], [[$jobs, 'b']])['channel'] === $jobs);

final class Lazy extends Channel
{
    public function __construct()
    {
    }
}
foreach ([
    fn () => $jobs->__construct(),
    fn () => (new Lazy())->push(1),
    fn () => (new Lazy())->length(),
    fn () => Channel::select([$jobs, new Lazy()]),
    fn () => clone $jobs,
    fn () => serialize($jobs),
] as $misuse) {
    try {
        $misuse();
        echo "?\n";
    } catch (Throwable $e) {
        echo $e::class, ': ', $e->getMessage(), "\n";
    }
}
var_dump($jobs->length());
?>
--EXPECT--
string(1) "A"
int(1)
int(5)
bool(true)
Corio\Exception: the constructor was called already
Corio\Exception: the object's constructor was not called
Corio\Exception: the object's constructor was not called
Corio\Exception: the object's constructor was not called
Error: Trying to clone an uncloneable object of class Jobs
Exception: Serialization of 'Jobs' is not allowed
int(1)
