--TEST--
mail: POP3: 20 coroutines upgrade and log in [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/dovecot.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$dovecot = dovecot();
$logged_in = 0;
run(function () use ($dovecot, &$logged_in) {
    for ($i = 0; $i < 20; $i++) {
        go(function () use ($dovecot, $i, &$logged_in) {
            $client = pop3_stls($dovecot->pop3, ['ssl_cafile' => pki_ca()]);
            $client->enableSSL() || throw new RuntimeException($client->errMsg);
            pop3($client, "USER user$i");
            $logged_in += str_starts_with(pop3($client, 'PASS secret'), '+OK') ? 1 : 0;
            pop3($client, 'QUIT');
        });
    }
});
echo "$logged_in logged in\n";
?>
--EXPECT--
20 logged in
