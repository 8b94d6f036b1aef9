--TEST--
primitives: what has not ended when the time of batch() is over goes on, as part of whoever called it
--FILE--
<?php
use Corio\Coroutine\Channel;

use function Corio\Coroutine\batch;
use function Corio\Coroutine\defer;
use function Corio\Coroutine\run;

$gate = new Channel(1);
run(function () use ($gate) {
    defer(fn () => print("the caller ends\n"));
    echo json_encode(batch([
        'waits' => function () use ($gate) {
            $value = $gate->pop();
            echo "later: $value\n";
            return 'too late';
        },
        'quick' => fn () => 'in time',
    ], 0.01)), ' ', Corio\last_error(), ' ', Corio\last_error_msg(), "\n";
    $gate->push('gate');
});
echo "run() has waited for it\n";

// So run() gets what it throws then.
try {
    run(function () use ($gate) {
        batch([function () use ($gate) {
            $gate->pop();
            throw new Exception('late');
        }], 0.001);
        $gate->push('gate');
    });
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
{"waits":null,"quick":"in time"} 110 the tasks have not all ended after 0.01 s
the caller ends
later: gate
run() has waited for it
late
