--TEST--
coroutine: no coroutine of a scope outlives it, however it is left
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\Scope;
use Corio\Coroutine\System;

use function Corio\Coroutine\run;
use function Corio\Coroutine\scope;

function sleeper(string $name, float $seconds = 30): callable
{
    return function () use ($name, $seconds) {
        $slept = null;
        try {
            $slept = System::sleep($seconds);
        } finally {
            echo $name, $slept ? " slept\n" : " was cancelled\n";
        }
    };
}

function attempt(callable $try): void
{
    try {
        var_dump($try());
    } catch (Throwable $e) {
        echo get_class($e), ": {$e->getMessage()}\n";
    }
}

run(function () {
    attempt(fn () => scope(function (Scope $scope) {
        $scope->go(function (string $x, string $y) { System::sleep(0.01); echo "arguments $x $y\n"; }, 'one', y: 'two');
        $scope->go(sleeper('a', 0.02));
        return 'result';
    }));
    attempt(fn () => scope(function (Scope $scope) {
        $scope->go(sleeper('b'));
        throw new Exception('of the callback');
    }));
    attempt(fn () => scope(function (Scope $scope) {
        $scope->go(sleeper('c'));
        $scope->go(function () { System::sleep(0.01); throw new Exception('of a child'); });
        sleeper('the callback')();
    }));
    echo "the caller goes on: ", json_encode(System::sleep(0.001)), "\n";
    attempt(fn () => scope(function (Scope $scope) {
        $scope->go(sleeper('d'));
        $scope->cancel();
        var_dump($scope->wait());
        $scope->go(sleeper('e'));
    }));
    attempt(fn () => scope(function (Scope $outer) {
        $outer->go(function () { System::sleep(0.01); throw new Exception('outer child'); });
        scope(function (Scope $inner) {
            $inner->go(sleeper('f'));
            sleeper('inner callback')();
        });
    }));
    $kept = null;
    scope(function (Scope $scope) use (&$kept) { $kept = $scope; });
    attempt(fn () => $kept->go(sleeper('g')));
    var_dump(Coroutine::stats()['coroutine_num']);
});
attempt(fn () => scope(function (Scope $scope) {
    $scope->go(sleeper('h'));
    $scope->go(function () { System::sleep(0.01); throw new Exception('in {main}'); });
    sleeper('{main}')();
}));
?>
--EXPECT--
arguments one two
a slept
string(6) "result"
b was cancelled
Exception: of the callback
c was cancelled
the callback was cancelled
Exception: of a child
the caller goes on: true
d was cancelled
bool(true)
Corio\Exception: cannot start a coroutine in a scope that has ended or was cancelled
inner callback was cancelled
f was cancelled
Exception: outer child
Corio\Exception: cannot start a coroutine in a scope that has ended or was cancelled
int(1)
h was cancelled
{main} was cancelled
Exception: in {main}
