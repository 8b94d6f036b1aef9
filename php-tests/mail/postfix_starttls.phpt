--TEST--
mail: 20 coroutines upgrade with Postfix at the same time [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/postfix.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$postfix = postfix();
$secured = 0;
run(function () use ($postfix, &$secured) {
    for ($i = 0; $i < 20; $i++) {
        go(function () use ($postfix, &$secured) {
            $client = smtp_starttls($postfix->port, ['ssl_cafile' => pki_ca()]);
            $secured += $client->enableSSL() && str_starts_with(smtp($client, 'EHLO client.test'), '250') ? 1 : 0;
            smtp($client, 'QUIT');
        });
    }
});
echo "$secured secured\n";
?>
--EXPECT--
20 secured
