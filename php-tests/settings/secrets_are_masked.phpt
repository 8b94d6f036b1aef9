--TEST--
settings: passphrases do not appear in var_dump [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
$client->set(['ssl_passphrase' => 'correct horse']);
ob_start();
var_dump($client);
var_dump(str_contains(ob_get_clean(), 'correct horse'));
?>
--EXPECT--
bool(false)
