--TEST--
tls: a name that is not ASCII is refused with a hint at idn_to_ascii() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    try {
        print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_host_name' => "b\u{fc}cher.test"]));
    } catch (Corio\Exception | RuntimeException $e) {
        echo $e->getMessage(), "\n";
    }
});
?>
--EXPECTF--
%sidn_to_ascii%s
