--TEST--
tls: getTlsInfo() says what was forgiven [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    $self_signed = server('tls_python', cert: 'self_signed');
    print_tls($self_signed, ['ssl_allow_self_signed' => true], 'verify_result');
    print_tls($self_signed, ['ssl_verify_peer' => false], 'verify_result');
    print_tls(server('tls_python', cert: 'expired'), ['ssl_verify_peer' => false], 'verify_result');
    print_tls(server('tls_python', cert: 'other'), ['ssl_verify_peer_name' => false], 'verify_result');
    print_tls(server('tls_python'), [], 'verify_result');
});
?>
--EXPECTF--
"self%ssigned certificate"
"self%ssigned certificate"
"certificate has expired"
"ok"
"ok"
