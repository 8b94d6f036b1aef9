--TEST--
timer: callables of all kinds, private methods from inside, __call() and classes that are loaded for it
--FILE--
<?php
use Corio\Timer;

spl_autoload_register(function (string $class) {
    echo "loading $class\n";
    eval("class $class { static function f() { echo \"$class::f\\n\"; } }");
});

class Things
{
    public function set(): void
    {
        Timer::after(1, [$this, 'hidden']);
    }

    private function hidden(): void
    {
        echo "private\n";
    }

    public function __call(string $name, array $arguments): void
    {
        echo "__call($name)\n";
    }

    public function __invoke(): void
    {
        echo "__invoke\n";
    }
}
$things = new Things();
$things->set();
Timer::after(2, [$things, 'unknown']);
Timer::after(3, $things);
Timer::after(4, 'Loaded::f');
Timer::after(5, $things->other(...));
Timer::after(6, print_r(...), "first class\n");
echo "all are set\n";
?>
--EXPECT--
loading Loaded
all are set
private
__call(unknown)
__invoke
Loaded::f
__call(other)
first class
