--TEST--
coroutine: all() runs callables at once and returns what they return, keys and order kept
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\all;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function tasks(): Generator
{
    yield 'k' => fn () => [1];
    System::sleep(0.001);
    yield 5 => fn () => null;
}

$nested = null;
run(function () use (&$nested) {
    $order = [];
    echo json_encode(all([
        'slow' => function () use (&$order) { System::sleep(0.02); $order[] = 'slow'; return 1; },
        7 => function () use (&$order) { System::sleep(0.001); $order[] = 'fast'; return 'x'; },
        'at once' => fn () => 2.5,
        "\0\xff" => 'getcwd',
    ], 60) === ['slow' => 1, 7 => 'x', 'at once' => 2.5, "\0\xff" => getcwd()]), json_encode($order), "\n";
    echo json_encode(all(tasks())), json_encode(all([])), "\n";
    // What a task starts belongs to it.
    $nested = false;
    all([function () use (&$nested) { go(function () use (&$nested) { System::sleep(0.01); $nested = true; }); }]);
    var_dump($nested);
    foreach ([[1], ['a' => 'no such function'], 5, new stdClass] as $wrong) {
        try {
            all($wrong);
        } catch (TypeError $e) {
            echo $e->getMessage(), "\n";
        }
    }
});
echo json_encode(all([fn () => System::sleep(0.001)])), " in {main}\n";
?>
--EXPECT--
true["fast","slow"]
{"k":[1],"5":null}[]
bool(true)
the entry with the key "0" is not callable
the entry with the key "a" is not callable
Corio\Coroutine\all(): Argument #1 ($callables) must be of type iterable, int given
Corio\Coroutine\all(): Argument #1 ($callables) must be of type iterable, stdClass given
[true] in {main}
