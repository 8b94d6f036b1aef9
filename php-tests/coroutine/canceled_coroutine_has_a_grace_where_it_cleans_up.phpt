--TEST--
coroutine: a cancelled coroutine may wait in finally, defer() and destructors, but nowhere else
--INI--
corio.cancel_grace=30
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\System;

use function Corio\Coroutine\all;
use function Corio\Coroutine\defer;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function waits(string $where): void
{
    try {
        $slept = System::sleep(0.001);
        echo $where, ': ', $slept ? "waits\n" : "false\n";
    } catch (CanceledException) {
        echo $where, ": cancelled\n";
    }
}

final class Connection
{
    public function __construct(private string $where)
    {
    }

    public function __destruct()
    {
        waits($this->where);
    }
}

function generator(): Generator
{
    try {
        yield 1;
    } finally {
        waits('finally of a generator');
    }
}

function cancelled(callable $body): void
{
    try {
        all([$body, function () { System::sleep(0.005); throw new LogicException; }]);
    } catch (LogicException) {
    }
}

run(function () {
    cancelled(function () {
        try {
            try {
                System::sleep(30);
            } catch (CanceledException) {
                waits('catch');
            } finally {
                waits('finally');
                (fn () => waits('function called in finally'))();
                array_map('waits', ['callback of an internal function in finally']);
                $fiber = new Fiber(fn () => waits('fiber in finally'));
                $fiber->start();
                all([fn () => waits('all() in finally')]);
            }
            waits('behind finally');
            try {
            } finally {
                waits('finally of an empty try');
            }
        } finally {
            waits('outer finally');
        }
    });
    cancelled(function () {
        try {
            try {
                System::sleep(30);
            } finally {
                try {
                    waits('try in finally');
                    throw new Exception;
                } catch (Exception) {
                    waits('catch in finally');
                }
            }
        } catch (CanceledException) {
            waits('catch behind finally');
        }
    });
    cancelled(function () {
        defer(fn () => waits('defer()'));
        $connection = new Connection('destructor');
        System::sleep(30);
    });
    cancelled(function () {
        foreach (generator() as $_) {
            System::sleep(30);
        }
    });
    cancelled(function () {
        try {
            return System::sleep(0.001);
        } finally {
            System::sleep(0.02);
            echo "finally before the cancellation goes on\n";
        }
    });
    cancelled(function () {
        try {
            System::sleep(30);
        } finally {
            go(fn () => waits('coroutine started in finally'));
        }
    });
    cancelled(function () {
        for ($i = 0; $i < 100; $i++) {
            try {
                Coroutine::yield();
            } catch (CanceledException) {
            }
        }
        waits('a hundred catches later');
    });
});
?>
--EXPECT--
catch: cancelled
finally: waits
function called in finally: waits
callback of an internal function in finally: waits
fiber in finally: waits
all() in finally: waits
behind finally: cancelled
finally of an empty try: waits
outer finally: waits
try in finally: waits
catch in finally: waits
catch behind finally: cancelled
destructor: waits
defer(): waits
finally of a generator: waits
finally before the cancellation goes on
coroutine started in finally: waits
a hundred catches later: cancelled
