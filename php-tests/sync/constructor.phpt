--TEST--
sync: what the constructor takes, and the properties
--FILE--
<?php
foreach ([[Corio\SOCK_TCP, true], [99], [7], [], ['x']] as $arguments) {
    try {
        new Corio\Client(...$arguments);
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
$client = new Corio\Client(Corio\SOCK_TCP6 | Corio\SSL | Corio\SYNC, false, 'mine');
try {
    $client->__construct(1);
} catch (Corio\Exception $e) {
    echo $e->getMessage(), "\n";
}
var_dump($client);
?>
--EXPECTF--
Error: Corio\Client::__construct(): Argument #2 ($async) must be false, Corio\Async\Client is the client with callbacks
TypeError: Corio\Client::__construct(): Argument #1 ($type) must be a client type, unknown type 99 given
Corio\Exception: clients are of the types SOCK_TCP to SOCK_UNIX_DGRAM, perhaps with SSL and KEEP, type 7 given
ArgumentCountError: Corio\Client::__construct() expects at least 1 argument, 0 given
TypeError: Corio\Client::__construct(): Argument #1 ($type) must be of type int, string given
the constructor was called already
object(Corio\Client)#%d (8) {
  ["errCode"]=>
  int(0)
  ["errMsg"]=>
  string(0) ""
  ["sock"]=>
  int(-1)
  ["type"]=>
  int(2563)
  ["setting"]=>
  NULL
  ["reuse"]=>
  bool(false)
  ["reuseCount"]=>
  int(0)
  ["id"]=>
  string(4) "mine"
}
