--TEST--
timer: exit and fatal errors in a callback end the script; timers that are left do not fire
--FILE--
<?php
require __DIR__ . '/../include/child.php';

$others = 'register_shutdown_function(fn () => print("shutdown function\n"));
    Corio\Timer::tick(1, fn () => null); Corio\Timer::after(60000, fn () => print("never\n"));';
child("$others Corio\\Timer::after(5, fn () => exit(3)); Corio\\Coroutine\\System::sleep(60);");
child("$others Corio\\Timer::after(5, fn () => trigger_error('fatal', E_USER_ERROR));");
child("$others Corio\\Coroutine\\run(fn () => Corio\\Timer::after(5, fn () => exit(4)));");
child("$others exit(5);");
child("$others throw new Exception('in {main}');");
?>
--EXPECTF--
shutdown function
exit code 3
shutdown function
Fatal error: fatal in child.php on line 2
exit code 255
shutdown function
exit code 4
shutdown function
exit code 5
Fatal error: Uncaught Exception: in {main} in child.php:2
Stack trace:
#0 {main}
  thrown in child.php on line 2
shutdown function
exit code 255
