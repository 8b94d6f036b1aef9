--TEST--
starttls: ssl_starttls_name is the name in EHLO, by default the local address [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$peer = server('turns', says: ["220 mail.test\r\n", "502 who?\r\n"]);
run(function () use ($peer) {
    foreach (['client.test', null] as $name) {
        starttls_by_setting('smtp', $peer, ['ssl_starttls_name' => $name]);
        echo $peer->says(), "\n", $peer->says(), "\n";
    }
});
?>
--EXPECT--
"EHLO client.test\r\n"
nothing more
"EHLO [127.0.0.1]\r\n"
nothing more
