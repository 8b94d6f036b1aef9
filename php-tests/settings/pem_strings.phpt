--TEST--
settings: PEM strings are accepted wherever a file is [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', client_ca: 'ca');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, [
        'ssl_cafile' => file_get_contents(pki_ca()),
        'ssl_cert_file' => file_get_contents(pki('client')['cert']),
        'ssl_key_file' => file_get_contents(pki('client')['key']),
    ]));
});
echo $peer->says(), "\n";
?>
--EXPECTF--
secured
%s client=client1
