--TEST--
coroutine: an error handler that is set while another coroutine's handler waits stays
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

set_error_handler(function ($code, $message) {
    System::sleep(0.05);
    echo "first: $message\n";
});
run(function () {
    go(function () {
        trigger_error('one', E_USER_NOTICE);
        trigger_error('three', E_USER_NOTICE);
    });
    $previous = set_error_handler(function ($code, $message) {
        echo "second: $message\n";
    });
    var_dump($previous instanceof Closure);
    trigger_error('two', E_USER_NOTICE);
});
restore_error_handler();
trigger_error('four', E_USER_NOTICE);
?>
--EXPECT--
bool(true)
second: two
first: one
second: three
first: four
