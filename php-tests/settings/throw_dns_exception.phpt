--TEST--
settings: throw: a name that does not exist [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    try {
        connected(25, ['throw' => true], 'no-such-host.invalid');
        echo "nothing thrown\n";
    } catch (Corio\NetworkException $e) {
        print_exception($e);
    }
});
?>
--EXPECTF--
Corio\DnsException [711]: %s
phase resolve, host no-such-host.invalid, port 25
