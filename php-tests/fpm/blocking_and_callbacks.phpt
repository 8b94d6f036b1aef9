--TEST--
fpm: requests with clients that block and with callbacks, however they end, leave the worker as it was
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/http.php';

use function Corio\Coroutine\run;

$fpm = server('fpm', script: __DIR__ . '/faces.inc', workers: 1);
$query = ['peer' => server('echo')->port, 'full' => server('tarpit', accept: false)->port];

/** A request; what it printed after its first line, and what it found when it began. */
function request(string $end, int $number): array
{
    global $fpm, $query;
    try {
        $body = http_get($fpm->port, '/', $query + ['name' => "n$number", 'end' => $end]);
    } catch (RuntimeException $e) {
        // A fatal error after the output was sent does not change the status.
        return [$e->getMessage(), null];
    }
    [$state, $rest] = explode("\n", $body, 2);
    return [str_replace("n$number", 'NAME', trim($rest)), json_decode($state, true)];
}

run(function () {
    $ends = ['return', 'open', 'run', 'connecting', 'exit', 'background', 'fatal'];
    foreach ($ends as $number => $end) {
        echo "$end: ", strtr(request($end, $number)[0], "\n", ','), "\n";
    }
    for ($number = 0; $number < 100; $number++) {
        request($ends[$number % 7], $number);
    }
    [, $before] = request('return', 1);
    for ($number = 0; $number < 210; $number++) {
        request($ends[$number % 7], $number);
    }
    [, $after] = request('return', 1);
    var_dump($after['pid'] === $before['pid'], $after['descriptors'] - $before['descriptors'], $after['resident'] - $before['resident'] < 400);
});
?>
--EXPECT--
return: sync NAME,callback NAME,close
open: sync NAME,callback NAME
run: sync NAME,callback NAME,close
connecting: sync NAME
exit: sync NAME
background: sync NAME
fatal: sync NAME
bool(true)
int(0)
bool(true)
