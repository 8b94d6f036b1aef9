--TEST--
tls: a session is not resumed by another name or port of the same server [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    $peer = server('tls_python');
    $front = server('record', to: $peer->port);
    echo tls_resumes($peer), ' ', tls_resumes($peer, host: '127.0.0.1'), ' ', tls_resumes($front), "\n";
    echo tls_resumes($peer), ' ', tls_resumes($peer, host: '127.0.0.1'), ' ', tls_resumes($front), "\n";
});
?>
--EXPECT--
full full full
resumed resumed resumed
