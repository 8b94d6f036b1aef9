--TEST--
coroutine: a private method is callable only from its own class
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

class Hidden
{
    private function secret() { echo "secret\n"; }
    public function open() { go([$this, 'secret']); }
}
run(function () {
    (new Hidden())->open();
    try {
        go([new Hidden(), 'secret']);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
});
?>
--EXPECT--
secret
Corio\Coroutine\go(): Argument #1 ($func) must be a valid callback, cannot access private method Hidden::secret()
