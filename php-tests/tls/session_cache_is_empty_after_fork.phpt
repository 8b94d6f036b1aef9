--TEST--
tls: a forked child has no session of its parent, and the parent keeps its own [coroutine]
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine;

use function Corio\Coroutine\run;

$peer = server('tls_python');
run(fn () => tls_resumes($peer));
if (($pid = pcntl_fork()) === 0) {
    run(function () use ($peer) {
        echo 'child: ', Coroutine::stats()['tls_sessions'], ' sessions, ', tls_resumes($peer), ' ', tls_resumes($peer), "\n";
    });
    exit;
}
pcntl_waitpid($pid, $status);
run(fn () => print('parent: ' . tls_resumes($peer) . "\n"));
?>
--EXPECT--
child: 0 sessions, full resumed
parent: resumed
