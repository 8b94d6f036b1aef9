--TEST--
coroutine: cancel() called by those who are cancelled; cancel() of those that somebody cancels already
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\System;

use function Corio\Coroutine\all;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    // A chain: each cancels the next when it is cancelled itself.
    $ids = [];
    for ($i = 0; $i < 5; $i++) {
        $ids[$i] = go(function () use ($i, &$ids) {
            Coroutine::yield();
            echo "$i cancelled by ", preg_replace('/.*by /', '', Corio\last_error_msg()) === 'coroutine #' . ($ids[$i + 1] ?? 1) ? "the next one\n" : Corio\last_error_msg() . "\n";
            // The one who cancels waits for us: it has given way.
            var_dump(Coroutine::cancel($ids[$i + 1] ?? 1));
            if ($i > 0) {
                Coroutine::cancel($ids[$i - 1]);
            }
        });
    }
    Coroutine::cancel($ids[4]);

    echo "in finally:\n";
    $cid = go(function () {
        try {
            System::sleep(30);
        } finally {
            var_dump(System::sleep(30), Coroutine::isCanceled());
        }
    });
    Coroutine::cancel($cid, true);
    var_dump(Coroutine::exists($cid), Coroutine::cancel($cid), Coroutine::exists($cid));

    echo "of one that is cancelled for good:\n";
    try {
        all([
            function () use (&$doomed) {
                $doomed = Coroutine::getCid();
                try {
                    System::sleep(30);
                } finally {
                    try {
                        var_dump(System::sleep(30));
                    } catch (CanceledException $e) {
                        echo preg_replace('/#\d+/', '#N', $e->getMessage()), "\n";
                    }
                }
            },
            function () use (&$doomed) {
                go(function () use (&$doomed) { try { System::sleep(30); } finally { System::sleep(0.001); var_dump(Coroutine::cancel($doomed, true)); } });
                System::sleep(0.001);
                throw new LogicException('failure');
            },
        ]);
    } catch (LogicException $e) {
        echo $e->getMessage(), "\n";
    }

    echo "again and again:\n";
    $count = 0;
    $cid = go(function () use (&$count) {
        while (true) {
            try {
                Coroutine::yield() || $count++;
            } catch (CanceledException) {
                $count += 100;
            }
            if ($count > 350) {
                return;
            }
        }
    });
    while (Coroutine::cancel($cid, $count % 2 === 0));
    var_dump($count, Corio\last_error());
});
?>
--EXPECT--
4 cancelled by the next one
bool(false)
3 cancelled by the next one
bool(false)
2 cancelled by the next one
bool(false)
1 cancelled by the next one
bool(false)
0 cancelled by the next one
bool(false)
in finally:
bool(false)
bool(true)
bool(true)
bool(true)
bool(false)
of one that is cancelled for good:
cancelled by coroutine #N
bool(true)
failure
again and again:
int(400)
int(10016)
