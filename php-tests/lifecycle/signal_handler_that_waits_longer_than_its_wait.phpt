--TEST--
lifecycle: a wait that would have ended during the handler ends after it
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () {
    System::sleep(0.3);
    echo "handler ends\n";
});
pcntl_alarm(1);
$start = hrtime(true);
System::sleep(1.1);
echo "sleep ends\n";
var_dump(hrtime(true) - $start < 2e9);
go(fn () => System::sleep(0.01));
?>
--EXPECT--
handler ends
sleep ends
bool(true)
