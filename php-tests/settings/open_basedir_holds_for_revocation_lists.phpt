--TEST--
settings: a revocation list outside of open_basedir makes set() fail [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
$file = pki_folder() . '/ca.pem';
ini_set('open_basedir', __DIR__);
print_result($client->set(['ssl_crlfile' => $file]), $client);
?>
--EXPECTF--
%Afalse [%d] %sssl_crlfile%sopen_basedir%s
