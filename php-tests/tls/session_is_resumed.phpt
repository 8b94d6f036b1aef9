--TEST--
tls: the next connection to the same server resumes the session [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine;

use function Corio\Coroutine\run;

run(function () {
    foreach (['TLSv1_2', 'TLSv1_3'] as $version) {
        $peer = server('tls_python', max: $version);
        for ($i = 0; $i < 3; $i++) {
            echo tls_resumes($peer), ', ', $peer->says(20), "\n";
        }
    }
    ['tls_handshakes' => $handshakes, 'tls_resumed' => $resumed, 'tls_sessions' => $kept] = Coroutine::stats();
    echo "$handshakes handshakes, $resumed resumed, ", $kept > 0 ? 'some' : 'none', " at hand\n";
});
?>
--EXPECT--
full, TLSv1.2 full alpn=None client=none
resumed, TLSv1.2 resumed alpn=None client=none
resumed, TLSv1.2 resumed alpn=None client=none
full, TLSv1.3 full alpn=None client=none
resumed, TLSv1.3 resumed alpn=None client=none
resumed, TLSv1.3 resumed alpn=None client=none
6 handshakes, 4 resumed, some at hand
