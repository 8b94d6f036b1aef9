--TEST--
coroutine: an error handler that removes itself while it waits
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

set_error_handler(function ($code, $message) {
    restore_error_handler();
    System::sleep(0.02);
    echo "handler: $message\n";
});
run(function () {
    go(fn () => trigger_error('one', E_USER_NOTICE));
    go(fn () => trigger_error('two', E_USER_NOTICE));
});
?>
--EXPECTF--
Notice: two in %s on line %d
handler: one
