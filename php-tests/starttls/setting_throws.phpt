--TEST--
starttls: a refusal is a TlsException of the phase starttls [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$peer = server('turns', says: ["220 hi\r\n", "502 what?\r\n"]);
run(function () use ($peer) {
    try {
        starttls_by_setting('ftp', $peer, ['throw' => true]);
    } catch (Corio\TlsException $e) {
        print_exception($e);
    }
});
?>
--EXPECTF--
Corio\TlsException [508]: STARTTLS dialogue with localhost:%d failed: ftp, AUTH TLS: refused; the server said "502 what?"
phase starttls, host localhost, port %d
