--TEST--
coroutine: cancel() refuses the caller itself, who is missing and who does not wait
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function attempt(int $cid): void
{
    var_dump(Coroutine::cancel($cid));
    echo Corio\last_error(), ': ', Corio\last_error_msg(), "\n";
}

run(function () {
    attempt(Coroutine::getCid());
    attempt(999);
    attempt(0);
    attempt(-1);
    $parent = Coroutine::getCid();
    go(function () use ($parent) {
        attempt($parent);
    });
    var_dump(Corio\last_error() === Corio\ERROR_CO_CANNOT_CANCEL);
    Corio\clear_error();
    var_dump(Corio\last_error(), Corio\last_error_msg());
});
attempt(1);
?>
--EXPECT--
bool(false)
10015: coroutine #1 is not in a wait that can be cancelled
bool(false)
10016: coroutine #999 does not exist
bool(false)
10016: coroutine #0 does not exist
bool(false)
10016: coroutine #-1 does not exist
bool(false)
10015: coroutine #1 is not in a wait that can be cancelled
bool(true)
int(0)
string(0) ""
bool(false)
10016: coroutine #1 does not exist
