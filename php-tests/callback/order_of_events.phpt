--TEST--
callback: connect, what is received, close, each in a coroutine of its own, for each connection in this order
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

$echo = server('echo');
$seen = $cids = [];
Corio\Coroutine\run(function () use ($echo, &$seen, &$cids) {
    for ($i = 0; $i < 20; $i++) {
        $note = function (string $event) use ($i, &$seen, &$cids) {
            $seen[$i][] = $event;
            $cids[] = Corio\Coroutine::getCid();
        };
        $client = quiet([
            'connect' => function ($client) use ($note) {
                $note("connect $client->sock" === 'connect -1' ? 'no descriptor' : 'connect');
                $client->send('first');
            },
            'receive' => function ($client, $data) use ($note) {
                $note($data);
                $client->send($data === 'first' ? 'second' : 'END');
            },
            'close' => fn ($client) => $note("close $client->sock"),
        ]);
        $client->connect('127.0.0.1', $echo->port) || print("not begun\n");
    }
});
var_dump(array_unique(array_map(json_encode(...), $seen)), count($seen));
var_dump(count($cids), count(array_unique($cids)), min($cids) > 0);
?>
--EXPECT--
array(1) {
  [0]=>
  string(39) "["connect","first","second","close -1"]"
}
int(20)
int(80)
int(80)
bool(true)
