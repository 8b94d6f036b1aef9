--TEST--
settings: a later set() adds to the earlier one [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
$client->set(['read_timeout' => 1.5, 'write_timeout' => 2.5]);
$client->set(['read_timeout' => 3.5]);
var_dump($client->setting);
?>
--EXPECT--
array(2) {
  ["read_timeout"]=>
  float(3.5)
  ["write_timeout"]=>
  float(2.5)
}
