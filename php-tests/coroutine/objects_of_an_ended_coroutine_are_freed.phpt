--TEST--
coroutine: the variables and the callable of a coroutine are freed when it ends
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Noisy
{
    public function __construct(private string $name) {}
    public function __destruct() { echo "$this->name is gone\n"; }
    public function __invoke() { System::sleep(0.005); echo "invoked\n"; }
}
run(function () {
    go(function (Noisy $argument) {
        $local = new Noisy('local');
        System::sleep(0.005);
    }, new Noisy('argument'));
    go(new Noisy('callable'));
    System::sleep(0.05);
    echo "end of run()\n";
});
?>
--EXPECT--
local is gone
argument is gone
invoked
callable is gone
end of run()
