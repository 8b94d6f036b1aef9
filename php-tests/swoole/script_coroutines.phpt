--TEST--
swoole: a script for Swoole: create, yield, resume, defer, cancel, join, context
--INI--
corio.swoole_aliases=1
--FILE--
<?php
use Swoole\Coroutine;
use function Swoole\Coroutine\{defer, go, run};

run(function () {
    echo 'cid ', Coroutine::getCid(), ', parent ', Coroutine::getPcid(), "\n";
    $cid = go(function () {
        defer(fn () => print("first deferred, called last\n"));
        defer(fn () => print("second deferred\n"));
        Coroutine::getContext()['user'] = 'alice';
        echo "yields\n";
        Coroutine::yield();
        echo 'resumed, user ', Coroutine::getContext()['user'], "\n";
    });
    var_dump(Coroutine::exists($cid), Coroutine::getContext($cid)['user']);
    Coroutine::resume($cid);
    var_dump(Coroutine::exists($cid));

    $sleeper = swoole_coroutine_create(function () {
        var_dump(Coroutine::sleep(10), Coroutine::isCanceled());
    });
    var_dump(Coroutine::cancel($sleeper));

    $ids = array_map(fn (float $s) => Coroutine::create(fn () => Coroutine::sleep($s)), [0.02, 0.01]);
    var_dump(count(iterator_to_array(Coroutine::list())), Coroutine::join($ids, 2), Coroutine::stats()['coroutine_num']);
    var_dump(@Coroutine::join([Coroutine::getCid()]), swoole_last_error() === SWOOLE_ERROR_WRONG_OPERATION);
});
?>
--EXPECT--
cid 1, parent -1
yields
bool(true)
string(5) "alice"
resumed, user alice
second deferred
first deferred, called last
bool(false)
bool(false)
bool(true)
bool(true)
int(3)
bool(true)
int(1)
bool(false)
bool(true)
