--TEST--
callback: package_length_func may wait; what it throws ends the connection and reaches run()
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use Corio\Coroutine\System;
use function Corio\Coroutine\{go, run};

$peer = server('pieces', pieces: [bin2hex('3one3two'), bin2hex('5three')], every: 0.01);
$length = function (string $head): int {
    echo '  asked in ', Corio\Coroutine::getCid() > 0 ? 'a coroutine' : '{main}', "\n";
    System::sleep(0.02);
    return 1 + (int) $head;
};
run(fn () => calling(['receive' => function () {
    // The next one is not held up.
    go(fn () => System::sleep(0.05));
}], ['open_length_check' => true, 'package_length_func' => $length])->connect('127.0.0.1', $peer->port));

foreach ([fn () => throw new DomainException('not today'), fn () => 'x', fn () => -1] as $length) {
    try {
        run(fn () => calling([], ['open_length_check' => true, 'package_length_func' => $length])->connect('127.0.0.1', $peer->port));
    } catch (Throwable $e) {
        echo get_class($e), ": {$e->getMessage()}\n";
    }
}
// Closes meanwhile.
run(function () use ($peer) {
    $client = calling();
    $client->set(['open_length_check' => true, 'package_length_func' => function () use ($client) {
        $client->close();
        System::sleep(0.02);
        return 4;
    }]);
    $client->connect('127.0.0.1', $peer->port);
});
?>
--EXPECT--
connect
  asked in a coroutine
receive "3one"
  asked in a coroutine
receive "3two"
  asked in a coroutine
receive "5three"
close
connect
error [1202] receive from 127.0.0.1:PORT failed: package_length_func has thrown
close
DomainException: not today
connect
error [1202] receive from 127.0.0.1:PORT failed: package_length_func has thrown
close
TypeError: package_length_func must return int, string returned
connect
error [1202] receive from 127.0.0.1:PORT failed: a packet's length is negative: -1
close
connect
close
