--TEST--
starttls: the timeout of connect() covers the dialogue [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$peer = server('turns');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = timed(0.2, 5, fn () => starttls_by_setting('smtp', $peer, ['connect_timeout' => 0.2]));
    print_result($client->connected, $client);
}));
?>
--EXPECTF--
in time
false [110] STARTTLS dialogue with localhost:%d failed: timed out after 0.2 s
no descriptor left
