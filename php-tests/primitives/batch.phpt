--TEST--
primitives: batch() runs all tasks at once and answers what each has returned, with its key
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\batch;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    var_dump(batch([]));
    echo json_encode(batch([
        'slow' => function () {
            System::sleep(0.02);
            echo "slow\n";
            return 'slowest first';
        },
        7 => function () {
            System::sleep(0.01);
            echo "fast\n";
            return [Coroutine::getCid() > 0];
        },
        'at once' => fn () => null,
        'by its name' => 'pi',
        'starts another' => function () {
            go(function () {
                System::sleep(0.015);
                echo "another\n";
            });
            return 'not its own';
        },
    ], 30)), "\n";
    var_dump(Corio\last_error());
});
// In {main}.
echo json_encode(batch([fn () => 1, fn () => 2])), "\n";
try {
    batch([fn () => print("not started\n"), 'no such function']);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
array(0) {
}
fast
another
slow
{"slow":"slowest first","7":[true],"at once":null,"by its name":3.141592653589793,"starts another":"not its own"}
int(0)
[1,2]
the task with the key "1" is not callable
