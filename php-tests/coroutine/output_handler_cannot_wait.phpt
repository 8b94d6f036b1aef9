--TEST--
coroutine: waiting in the handler of an output buffer throws
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    ob_start(function (string $text) {
        foreach ([fn () => System::sleep(0.005), fn () => Coroutine::yield(), fn () => go(fn () => null)] as $wait) {
            try {
                $wait();
            } catch (Corio\Exception $e) {
                $text .= $e->getMessage() . "\n";
            }
        }
        return $text;
    });
    echo "text\n";
    ob_end_flush();
    System::sleep(0.005);
    echo "afterwards it can\n";
});
?>
--EXPECT--
text
cannot wait for sleep() in an output buffer's handler
cannot wait for resume() in an output buffer's handler
cannot start a coroutine here: PHP does not allow to switch
afterwards it can
