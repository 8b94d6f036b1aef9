--TEST--
callback: set() in a callback changes how the next packet is cut, also of what was received already
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

$peer = server('pieces', pieces: [bin2hex("10\n0123456789rest\n")]);
Corio\Coroutine\run(fn () => calling([
    'receive' => function ($client, $data) {
        if ($data === "10\n") {
            $client->set(['open_eof_split' => false, 'open_length_check' => true, 'package_length_func' => fn () => 10]);
        } elseif (strlen($data) === 10) {
            $client->set(['open_length_check' => false]);
        }
    },
], ['open_eof_split' => true, 'package_eof' => "\n"])->connect('127.0.0.1', $peer->port));
?>
--EXPECT--
connect
receive "10\n"
receive "0123456789"
receive "rest\n"
close
