--TEST--
lifecycle: waiting works in shutdown functions, error handlers, autoloaders, destructors and exception handlers
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

spl_autoload_register(function (string $class) {
    var_dump(System::sleep(0.005));
    eval("class $class {}");
});
set_error_handler(fn () => System::sleep(0.005));
final class Slow { public function __destruct() { var_dump(System::sleep(0.005)); } }
register_shutdown_function(fn () => var_dump(System::sleep(0.005)));
run(function () {
    new Loaded();
    echo $undefined;
    new Slow();
});
new AlsoLoaded();
new Slow();
set_exception_handler(fn () => var_dump(System::sleep(0.005)));
throw new Exception();
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
