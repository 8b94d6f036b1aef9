--TEST--
starttls: a name that could break out of its command throws [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
foreach (['', "a\r\nQUIT", 'a b', "a'/><b", 'bücher.example', "a\0", str_repeat('x', 256), 1] as $name) {
    try {
        $client->set(['ssl_starttls_name' => $name]);
        echo "accepted\n";
    } catch (Corio\Exception $e) {
        print_exception($e);
    }
}
?>
--EXPECT--
Corio\Exception [505]: setting "ssl_starttls_name": it is empty
Corio\Exception [505]: setting "ssl_starttls_name": it contains a blank, a control character or one of <>&"'
Corio\Exception [505]: setting "ssl_starttls_name": it contains a blank, a control character or one of <>&"'
Corio\Exception [505]: setting "ssl_starttls_name": it contains a blank, a control character or one of <>&"'
Corio\Exception [505]: setting "ssl_starttls_name": it is not ASCII; idn_to_ascii() converts domain names
Corio\Exception [505]: setting "ssl_starttls_name" must be without NUL bytes, one with a NUL byte given
Corio\Exception [505]: setting "ssl_starttls_name": it is longer than 255 bytes
Corio\Exception [505]: setting "ssl_starttls_name" must be of type string, int given
