--TEST--
coroutine: callbacks of array_map, array_filter, preg_replace_callback and the like may wait
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function slow($value) { System::sleep(0.005); return $value; }
run(function () {
    foreach (['a', 'b'] as $name) {
        go(function () use ($name) {
            $parts = [
                implode(array_map('slow', [$name, 1])),
                implode(array_filter([$name, 0, 2], 'slow')),
                array_reduce([1, 2], fn ($all, $n) => slow($all . $n), $name),
                preg_replace_callback('~\d~', fn ($m) => slow($m[0] * 2), "{$name}12"),
                preg_replace_callback_array(['~1~' => fn () => slow('x'), '~2~' => fn () => slow('y')], "{$name}12"),
                implode(iterator_to_array(new CallbackFilterIterator(new ArrayIterator([$name, 3]), fn ($v) => slow(true)))),
                call_user_func_array('slow', ["{$name}4"]),
                (new ReflectionFunction('slow'))->invoke("{$name}5"),
                json_encode(new class($name) implements JsonSerializable {
                    public function __construct(private string $name) {}
                    public function jsonSerialize(): mixed { return slow($this->name); }
                }),
            ];
            echo implode(' ', $parts), "\n";
        });
    }
});
?>
--EXPECT--
a1 a2 a12 a24 axy a3 a4 a5 "a"
b1 b2 b12 b24 bxy b3 b4 b5 "b"
