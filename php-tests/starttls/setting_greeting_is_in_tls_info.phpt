--TEST--
starttls: getTlsInfo() has the plaintext greeting, and null without a dialogue [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$postfix = starttls_server('smtp');
$direct = server('tls_echo');
run(function () use ($postfix, $direct) {
    var_dump(starttls_by_setting('smtp', $postfix)->getTlsInfo()['starttls']);
    $client = connected($direct->port, ['ssl_cafile' => pki_ca()], 'localhost', Corio\SOCK_TCP | Corio\SSL);
    var_dump($client->getTlsInfo()['starttls']);
});
?>
--EXPECTF--
array(2) {
  ["protocol"]=>
  string(4) "smtp"
  ["greeting"]=>
  string(%d) "220 %s ESMTP%S
"
}
NULL
