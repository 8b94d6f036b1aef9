--TEST--
lifecycle: exit, errors, and kills close connections at once, whatever is left to be sent
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/leaving.php';

$ends = [
    'exit' => 'exit;',
    'exit in a coroutine' => 'Corio\Coroutine\run(fn () => exit);',
    'exception' => 'ini_set("display_errors", 0); throw new Exception();',
    'fatal error' => 'ini_set("display_errors", 0); eval("class Twice {} class Twice {}");',
    'killed coroutine' => '
        Corio\Coroutine\go(function () use ($port, &$parked) {
            $client = connected($port, LEAVING + ["ssl_cafile" => pki_ca()], "localhost", TLS);
            $client->send(random_bytes(8 << 20));
            try {
                $parked = true;
                Corio\Coroutine::yield();
            } finally {
                $client->close();
            }
        });
        while (!$parked) {
            Corio\Coroutine\System::sleep(0.001);
        }
        exit;',
];
foreach ($ends as $name => $code) {
    // It takes 0.1 s until the send ends; the end of a script that is not broken off would wait for 2 s each time.
    // A busy machine may take that long too, but not always.
    for ($attempt = 1; $attempt <= 5; $attempt++) {
        ob_start();
        $took = leave($code . "// $name", silent: true);
        $said = ob_get_clean();
        // Nor does it always stand still long enough for the peer to be cut short.
        if ($took < 2 && trim($said) === 'less, cut') {
            break;
        }
    }
    echo "$name: $said", $took < 2 ? '' : "took $took s\n";
}
?>
--EXPECT--
exit: less, cut
exit in a coroutine: less, cut
exception: less, cut
fatal error: less, cut
killed coroutine: less, cut
