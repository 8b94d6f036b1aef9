--TEST--
neighbours: output buffers with handlers, flushed and cleaned in several coroutines and Fibers at once
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$seen = [];
run(function () use (&$seen) {
    foreach (['a', 'b'] as $name) {
        go(function () use ($name, &$seen) {
            // Upper case, in pieces of at least four bytes; notes which pieces it was given, and why.
            ob_start(function (string $text, int $phase) use ($name, &$seen) {
                $seen[$name][] = trim($text) . ':' . $phase;
                return strtoupper($text);
            }, 4);
            ob_start();
            echo "$name inner";
            System::sleep(0.002);
            (new Fiber(function () use ($name) {
                ob_start();
                echo " $name fiber";
                System::sleep(0.002);
                Fiber::suspend();
            }))->start(); // its buffer stays open, as it does without coroutines
            $levels = ob_get_level();
            ob_end_flush();
            ob_end_clean();
            System::sleep(0.002);
            echo "$name outer\n";
            ob_flush();
            System::sleep(0.002);
            $seen[$name][] = 'levels ' . $levels . ' ' . ob_get_level() . ' ' . count(ob_list_handlers());
            ob_end_flush();
            $seen[$name][] = ob_get_level();
        });
    }
    System::sleep(0.003);
    echo "main\n";
    ob_implicit_flush();
    flush();
});
foreach ($seen as $name => $list) {
    echo $name, ': ', implode(' | ', $list), "\n";
}
// A page that is rendered by coroutines, each of which renders a part.
function part(string $name): string
{
    ob_start();
    try {
        echo "<$name>";
        System::sleep(0.001);
        $name !== 'bad' || throw new Exception('bad part');
        echo "</$name>";
        return ob_get_contents();
    } finally {
        ob_end_clean();
    }
}
ob_start();
run(function () {
    $parts = [];
    foreach (['head', 'bad', 'foot'] as $name) {
        go(function () use ($name, &$parts) {
            try {
                $parts[$name] = part($name);
            } catch (Exception $e) {
                $parts[$name] = $e->getMessage();
            }
        });
    }
    System::sleep(0.05);
    echo implode(' ', $parts);
});
echo ob_get_clean(), ' ', ob_get_level(), "\n";
?>
--EXPECT--
main
A OUTER
B OUTER
a: a outer:1 | :4 | levels 3 1 1 | :8 | 0
b: b outer:1 | :4 | levels 3 1 1 | :8 | 0
<head></head> bad part <foot></foot> 0
