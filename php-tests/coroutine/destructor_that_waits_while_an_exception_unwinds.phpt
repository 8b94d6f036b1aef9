--TEST--
coroutine: a destructor may wait while an exception unwinds past it
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Guard
{
    public function __construct(private string $name) {}
    public function __destruct()
    {
        System::sleep(0.002);
        try {
            throw new Exception('within the destructor');
        } catch (Exception) {
            echo "$this->name destroyed\n";
        }
    }
}
function work(string $name) { $guard = new Guard($name); throw new Exception("$name in flight"); }
run(function () {
    foreach (['a', 'b'] as $name) {
        go(function () use ($name) {
            try {
                work($name);
            } catch (Exception $e) {
                echo $e->getMessage(), "\n";
            }
        });
    }
});
?>
--EXPECT--
a destroyed
a in flight
b destroyed
b in flight
