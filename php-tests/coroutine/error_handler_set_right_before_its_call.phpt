--TEST--
coroutine: an error handler that was set right before its first call is lent to the others, too
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

go(function () {
    System::sleep(0.01);
    trigger_error('of the coroutine', E_USER_NOTICE);
});
set_error_handler(function ($code, $message) {
    System::sleep(0.05);
    echo "handler: $message\n";
});
trigger_error('of the main program', E_USER_NOTICE);
?>
--EXPECT--
handler: of the main program
handler: of the coroutine
