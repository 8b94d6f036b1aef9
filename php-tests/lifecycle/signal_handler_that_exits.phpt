--TEST--
lifecycle: a signal's handler may exit()
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
pcntl_async_signals(true);
pcntl_signal(SIGALRM, fn () => exit(21));
pcntl_alarm(1);
Corio\Coroutine\run(function () {
    Corio\Coroutine\go(fn () => System::sleep(0.01));
    try {
        System::sleep(5);
    } finally {
        echo "finally\n";
    }
});
PHP);
?>
--EXPECTF--
%Aexit code 21
