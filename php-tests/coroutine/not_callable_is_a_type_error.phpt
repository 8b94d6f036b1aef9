--TEST--
coroutine: what is not callable is a TypeError, and takes no id
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\defer;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

foreach ([run(...), go(...), defer(...), [Coroutine::class, 'create']] as $function) {
    try {
        $function('no_such_function');
    } catch (TypeError $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
foreach ([42, null, [1, 2], 'A::b', new stdClass()] as $value) {
    try {
        go($value);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
try {
    go();
} catch (ArgumentCountError $e) {
    echo $e->getMessage(), "\n";
}
echo go(fn () => null), ' ', Coroutine::stats()['coroutine_num'], "\n";
?>
--EXPECT--
TypeError: Corio\Coroutine\run(): Argument #1 ($fn) must be a valid callback, function "no_such_function" not found or invalid function name
TypeError: Corio\Coroutine\go(): Argument #1 ($func) must be a valid callback, function "no_such_function" not found or invalid function name
TypeError: Corio\Coroutine\defer(): Argument #1 ($callback) must be a valid callback, function "no_such_function" not found or invalid function name
TypeError: Corio\Coroutine::create(): Argument #1 ($func) must be a valid callback, function "no_such_function" not found or invalid function name
Corio\Coroutine\go(): Argument #1 ($func) must be a valid callback, no array or string given
Corio\Coroutine\go(): Argument #1 ($func) must be a valid callback, no array or string given
Corio\Coroutine\go(): Argument #1 ($func) must be a valid callback, first array member is not a valid class name or object
Corio\Coroutine\go(): Argument #1 ($func) must be a valid callback, class "A" not found
Corio\Coroutine\go(): Argument #1 ($func) must be a valid callback, no array or string given
Corio\Coroutine\go() expects at least 1 argument, 0 given
1 0
