--TEST--
starttls: twenty coroutines connect to Postfix side by side [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\{go, run};

$postfix = starttls_server('smtp');
$secured = 0;
run(function () use ($postfix, &$secured) {
    for ($i = 0; $i < 20; $i++) {
        go(function () use ($postfix, &$secured) {
            $client = starttls_by_setting('smtp', $postfix);
            $client->connected || throw new RuntimeException($client->errMsg);
            $secured += str_starts_with(smtp($client, 'EHLO client.test'), '250') ? 1 : 0;
            smtp($client, 'QUIT');
        });
    }
});
echo "$secured secured\n";
?>
--EXPECT--
20 secured
