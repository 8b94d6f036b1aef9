--TEST--
coroutine: every kind of callable is accepted
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

class Greeter
{
    public function method(string $from) { $this->say(__FUNCTION__, $from); }
    public static function shared(string $from) { (new self())->say(__FUNCTION__, $from); }
    public function __invoke(string $from) { $this->say(__FUNCTION__, $from); }
    public function __call(string $name, array $arguments) { $this->say("__call $name", $arguments[0]); }
    public static function __callStatic(string $name, array $arguments) { (new self())->say("__callStatic $name", $arguments[0]); }
    private function say(string $what, string $from)
    {
        System::sleep(0.005);
        echo Coroutine::getCid(), " $what $from\n";
    }
}
function plain(string $from) { System::sleep(0.005); echo Coroutine::getCid(), " plain $from\n"; }

$greeter = new Greeter();
$callables = [
    'plain', plain(...), [$greeter, 'method'], $greeter->method(...), $greeter, 'Greeter::shared', ['Greeter', 'shared'],
    Greeter::shared(...), [$greeter, 'magic'], $greeter->magic(...), 'Greeter::magic', Greeter::magic(...),
    fn (string $from) => plain($from), Closure::fromCallable('plain'),
];
run(function () use ($callables) {
    foreach ($callables as $callable) {
        go($callable, 'x');
    }
});
?>
--EXPECT--
2 plain x
3 plain x
4 method x
5 method x
6 __invoke x
7 shared x
8 shared x
9 shared x
10 __call magic x
11 __call magic x
12 __callStatic magic x
13 __callStatic magic x
14 plain x
15 plain x
