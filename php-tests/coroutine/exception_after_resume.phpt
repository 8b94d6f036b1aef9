--TEST--
coroutine: an exception of a resumed coroutine does not come out of resume()
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

try {
    run(function () {
        $cid = go(function () {
            Coroutine::yield();
            throw new Exception('late');
        });
        var_dump(Coroutine::resume($cid), Coroutine::exists($cid));
    });
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
bool(true)
bool(false)
late
