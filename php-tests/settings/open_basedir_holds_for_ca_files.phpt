--TEST--
settings: a CA file outside of open_basedir makes set() fail [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
$ca = pki_ca();
ini_set('open_basedir', __DIR__);
print_result($client->set(['ssl_cafile' => $ca]), $client);
?>
--EXPECTF--
%Afalse [%d] %sssl_cafile%sopen_basedir%s
