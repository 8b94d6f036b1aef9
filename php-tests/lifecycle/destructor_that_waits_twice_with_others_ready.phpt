--TEST--
lifecycle: a destructor that blocks leaves the others their wake-ups
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Slow
{
    public function __construct(private string $name) {}
    public function __destruct()
    {
        System::sleep(0.02);
        System::sleep(0.01);
        echo "$this->name destroyed\n";
    }
}
run(function () {
    for ($i = 1; $i <= 3; $i++) {
        go(function () use ($i) {
            $slow = new Slow("local $i");
            System::sleep(0.01);
        });
    }
    go(function () {
        System::sleep(0.005);
        echo "other\n";
        System::sleep(0.02);
        echo "other again\n";
    });
});
?>
--EXPECTF--
other
%Alocal 1 destroyed
%Aother again%A
