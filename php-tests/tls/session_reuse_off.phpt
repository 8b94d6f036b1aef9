--TEST--
tls: ssl_session_reuse=false neither resumes a session nor leaves one [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine;

use function Corio\Coroutine\run;

run(function () {
    $peer = server('tls_python');
    $off = ['ssl_session_reuse' => false];
    echo tls_resumes($peer, $off), ' ', tls_resumes($peer), ' ', tls_resumes($peer, $off), ' ', tls_resumes($peer), "\n";
});
run(function () {
    $before = Coroutine::stats()['tls_sessions'];
    tls_resumes(server('tls_python'), ['ssl_session_reuse' => false]);
    var_dump(Coroutine::stats()['tls_sessions'] === $before);
});
?>
--EXPECT--
full full full resumed
bool(true)
