--TEST--
tls: disableSSL() throws while another coroutine sends or receives, and nobody does while it waits [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $client = tls_client(server('tls_python', ccc: 'silent'));
    tls_line($client, 'hello');
    go(fn () => print_result($client->recv(0.1), $client));
    try {
        $client->disableSSL();
    } catch (Corio\Exception $e) {
        print_exception($e);
    }
    System::sleep(0.3);
    echo tls_line($client, 'CCC'), "\n";
    go(fn () => print_result($client->disableSSL(0.5), $client));
    foreach (['recv' => [], 'send' => ['secret'], 'enableSSL' => [], 'disableSSL' => []] as $method => $arguments) {
        try {
            $client->$method(...$arguments);
        } catch (Corio\Exception $e) {
            print_exception($e);
        }
    }
});
?>
--EXPECTF--
Corio\Exception [10002]: the connection to localhost:%d is in use by coroutine #2 at %sdisable_ssl_while_another_coroutine_uses_it.php:12; coroutine #1 cannot call disableSSL() on it at %sdisable_ssl_while_another_coroutine_uses_it.php:14
false [110] receive from localhost:%d failed: timed out after 0.1 s
200 bye TLS
Corio\Exception [10002]: the connection to localhost:%d is in use by coroutine #3 at %sdisable_ssl_while_another_coroutine_uses_it.php:20; coroutine #1 cannot call recv() on it at %sdisable_ssl_while_another_coroutine_uses_it.php:23
Corio\Exception [10002]: the connection to localhost:%d is in use by coroutine #3 at %sdisable_ssl_while_another_coroutine_uses_it.php:20; coroutine #1 cannot call send() on it at %sdisable_ssl_while_another_coroutine_uses_it.php:23
Corio\Exception [10002]: the connection to localhost:%d is in use by coroutine #3 at %sdisable_ssl_while_another_coroutine_uses_it.php:20; coroutine #1 cannot call enableSSL() on it at %sdisable_ssl_while_another_coroutine_uses_it.php:23
Corio\Exception [10002]: the connection to localhost:%d is in use by coroutine #3 at %sdisable_ssl_while_another_coroutine_uses_it.php:20; coroutine #1 cannot call disableSSL() on it at %sdisable_ssl_while_another_coroutine_uses_it.php:23
false [110] end of TLS with localhost:%d failed: timed out after 0.5 s
