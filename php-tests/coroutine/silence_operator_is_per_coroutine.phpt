--TEST--
coroutine: error_reporting under "@" belongs to the coroutine that waits
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

set_error_handler(function ($code, $message) {
    echo Coroutine::getCid(), ' ', error_reporting() & E_WARNING ? 'reported' : 'silenced', ": $message\n";
});
function wait_and_warn(string $message)
{
    System::sleep(0.01);
    trigger_error($message, E_USER_WARNING);
    echo $undefined;
}
run(function () {
    go(fn () => @wait_and_warn('with @'));
    go(fn () => wait_and_warn('without @'));
    @go(fn () => wait_and_warn('created under @'));
});
var_dump(error_reporting() === E_ALL);
?>
--EXPECT--
2 silenced: with @
2 silenced: Undefined variable $undefined
3 reported: without @
3 reported: Undefined variable $undefined
4 reported: created under @
4 reported: Undefined variable $undefined
bool(true)
