--TEST--
event: exceptions, exit and fatal errors in callbacks; run() waits for what is added in it
--FILE--
<?php
require __DIR__ . '/../include/child.php';
require __DIR__ . '/../include/pair.php';
use Corio\Event;

use function Corio\Coroutine\run;

try {
    run(function () {
        [$near, $far] = pair();
        Event::add($near, function ($stream) {
            fread($stream, 1);
            Event::del($stream);
            throw new LogicException('from a callback');
        });
        Corio\Timer::after(10, fn () => fwrite($far, 'x'));
    });
} catch (LogicException $exception) {
    echo $exception->getMessage(), "\n";
}
$code = '[$near, $far] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    fwrite($far, "x");
    Corio\Event::add($near, function ($stream) { %s });
    register_shutdown_function(fn () => print("shutdown function\n"));
    Corio\Coroutine\System::sleep(60);';
child(sprintf($code, 'exit(3);'));
child(sprintf($code, 'trigger_error("fatal", E_USER_ERROR);'));
child(sprintf($code, 'throw new Exception("uncaught");'));
?>
--EXPECTF--
from a callback
shutdown function
exit code 3
Fatal error: fatal in child.php on line 3
shutdown function
exit code 255
Fatal error: Uncaught Exception: uncaught in child.php:3
Stack trace:
#0 [internal function]: {closure%S}(Resource id #%d)
#1 {main}
  thrown in child.php on line 3
shutdown function
exit code 255
