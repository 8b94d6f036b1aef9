--TEST--
coroutine: an error handler may wait and then throw
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

set_error_handler(function ($code, $message) {
    System::sleep(0.005);
    throw new ErrorException($message);
});
run(function () {
    foreach (['one', 'two'] as $name) {
        go(function () use ($name) {
            try {
                echo [][$name];
            } catch (ErrorException $e) {
                echo $e->getMessage(), "\n";
            }
        });
    }
});
?>
--EXPECT--
Undefined array key "one"
Undefined array key "two"
