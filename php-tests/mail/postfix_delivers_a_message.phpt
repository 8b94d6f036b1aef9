--TEST--
mail: a message goes through STARTTLS into the mailbox [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/postfix.php';

use function Corio\Coroutine\run;

$postfix = postfix();
run(function () use ($postfix) {
    $client = print_upgrade(smtp_starttls($postfix->port, ['ssl_cafile' => pki_ca()]));
    smtp($client, 'MAIL FROM:<alice@test.local>');
    smtp($client, 'RCPT TO:<bob@test.local>');
    smtp($client, 'DATA');
    echo smtp($client, "Subject: from a coroutine\r\n\r\nHello, Bob.\r\n.");
    echo smtp($client, 'QUIT');
});
$mail = delivered_mail($postfix);
echo implode("\n", preg_grep('/^(Delivered-To|Subject|Hello)|using TLS/', explode("\n", $mail))), "\n";
?>
--EXPECTF--
secured
250 2.0.0 Ok: queued as %s
221 2.0.0 Bye
Delivered-To: bob@test.local
%w(using TLSv1.%d with cipher %s)
Subject: from a coroutine
Hello, Bob.
