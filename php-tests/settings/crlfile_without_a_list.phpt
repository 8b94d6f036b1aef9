--TEST--
settings: ssl_crlfile: a missing file and one without a list make set() fail [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
print_result($client->set(['ssl_crlfile' => '/no/such/list.crl']), $client);
print_result($client->set(['ssl_crlfile' => pki_ca()]), $client);
print_result($client->set(['ssl_crlfile' => file_get_contents(pki_ca())]), $client);
print_result($client->set(['ssl_crlfile' => substr(pki_crl(), 0, 200)]), $client);
?>
--EXPECTF--
false [1019] setting "ssl_crlfile": /no/such/list.crl: No such file or directory
false [1019] setting "ssl_crlfile": /%s/ca.pem: no revocation list (CRL) in PEM format in it
false [1019] setting "ssl_crlfile": (PEM string): no revocation list (CRL) in PEM format in it
false [1019] setting "ssl_crlfile": (PEM string): %s
