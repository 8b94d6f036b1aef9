--TEST--
mail: IMAP: 20 coroutines upgrade, log in and select [coroutine]
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
            $client = imap_starttls($dovecot->imap, ['ssl_cafile' => pki_ca()]);
            $client->enableSSL() || throw new RuntimeException($client->errMsg);
            imap($client, "LOGIN user$i secret");
            $logged_in += str_contains(imap($client, 'SELECT INBOX'), '[READ-WRITE]') ? 1 : 0;
            imap($client, 'LOGOUT');
        });
    }
});
echo "$logged_in logged in\n";
?>
--EXPECT--
20 logged in
