--TEST--
coroutine: an error in an error handler that has waited is PHP's own, not the handler's again
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

set_error_handler(function ($code, $message) {
    System::sleep(0.01);
    echo "handler: $message\n", $undefined;
});
run(function () {
    go(fn () => trigger_error('a', E_USER_NOTICE));
    go(fn () => trigger_error('b', E_USER_NOTICE));
});
?>
--EXPECTF--
handler: a

Warning: Undefined variable $undefined in %s on line %d
handler: b

Warning: Undefined variable $undefined in %s on line %d
