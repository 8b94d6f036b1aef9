--TEST--
coroutine: join() waits for coroutines by their ids
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function sleeper(float $seconds): int
{
    return go(function () use ($seconds) { System::sleep($seconds); });
}

function show(bool $joined): void
{
    echo json_encode($joined), $joined ? '' : ' [' . Corio\last_error() . '] ' . preg_replace('/#\d+/', '#N', Corio\last_error_msg()), "\n";
}

try {
    run(function () {
        [$slow, $fast] = [sleeper(0.05), sleeper(0.005)];
        show(Coroutine::join([$fast, $slow, $slow, 4711]));
        var_dump(Coroutine::exists($slow), Corio\last_error());
        show(Coroutine::join([$fast, $slow]));
        show(Coroutine::join([]));
        show(Coroutine::join([Coroutine::getCid()]));
        $long = sleeper(30);
        show(Coroutine::join([$long], 0.01));
        show(Coroutine::join([$long], 0));
        $joiner = go(function () use ($long) { show(Coroutine::join([$long])); });
        show(Coroutine::join([$long]));
        Coroutine::cancel($joiner);
        go(function () use ($long) { show(Coroutine::join([$long])); });
        Coroutine::cancel($long);
        show(Coroutine::join([go(function () { throw new Exception('leaves the coroutine'); }), sleeper(0.001)]));
        try {
            Coroutine::join(['1']);
        } catch (TypeError $e) {
            echo $e->getMessage(), "\n";
        }
        throw new LogicException('the last one');
    });
} catch (Exception $e) {
    echo $e->getMessage(), ', ', $e->getPrevious()->getMessage(), "\n";
}
?>
--EXPECTF--
true
bool(false)
int(0)
false [505] none of the coroutines to join exists
false [505] none of the coroutines to join exists

Warning: Corio\Coroutine::join(): can not join self in %s on line 25
false [509] can not join self
false [110] join() timed out after 0.01 s
false [110] join() timed out after 0 s
false [509] another one waits for coroutine #N already
false [125] join() was cancelled by coroutine #N
true
true
Corio\Coroutine::join(): Argument #1 ($cid_array) must be a list of integers, string in it
leaves the coroutine, the last one
