--TEST--
neighbours: asynchronous signals while a thousand coroutines wait: each is handled, no wait is cut short
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

pcntl_async_signals(true);
$handled = 0;
pcntl_signal(SIGUSR1, function () use (&$handled) {
    $handled++;
});
pcntl_signal(SIGCHLD, function () use (&$handled) {
    while (pcntl_waitpid(-1, $status, WNOHANG) > 0) {
        $handled += pcntl_wexitstatus($status);
    }
});
// The child sends one signal after the other, each when the last one was seen: none is merged with another.
[$ours, $its] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$parent = getmypid();
if (($child = pcntl_fork()) === 0) {
    for ($n = 0; $n < 50; $n++) {
        posix_kill($parent, SIGUSR1);
        fread($its, 1);
    }
    exit(7);
}
$early = 0;
run(function () use (&$handled, &$early, $ours) {
    for ($n = 0; $n < 1000; $n++) {
        go(function () use (&$early, &$handled) {
            while ($handled < 57) {
                $start = hrtime(true);
                System::sleep(0.01);
                $early += hrtime(true) - $start < 10e6;
            }
        });
    }
    go(function () use (&$handled, $ours) {
        for ($told = 0; $told < 50; $told = $now) {
            System::sleep(0.001);
            $now = min($handled, 50);
            fwrite($ours, str_repeat('.', $now - $told));
        }
    });
});
echo "$handled handled, $early waits cut short\n";
?>
--EXPECT--
57 handled, 0 waits cut short
