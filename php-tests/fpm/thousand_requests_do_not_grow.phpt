--TEST--
fpm: a thousand requests that resolve and connect leave the workers as they were, however they end
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/http.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

const ENDS = ['return', 'exit', 'return', 'exception', 'return', 'fatal', 'parked', 'exit in main', 'return', 'fatal in main'];

$silent_dns = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
$fpm = server('fpm', script: __DIR__ . '/resolve_and_connect.inc', workers: 2);
$query = [
    'dns' => server('knot')->port,
    'peer' => server('echo')->port,
    'silent' => server('tarpit')->port,
    'full' => server('tarpit', accept: false)->port,
    'silent_dns' => port_of($silent_dns),
];

/** `$count` requests, `$at_once` of them at a time; by worker, what each found when it began. */
function requests(int $count, int $at_once): array
{
    global $fpm, $query;
    static $number = 0;
    $last = $number + $count;
    $found = [];
    run(function () use ($fpm, $query, $last, $at_once, &$number, &$found) {
        for ($i = 0; $i < $at_once; $i++) {
            go(function () use ($fpm, $query, $last, &$number, &$found) {
                while ($number < $last) {
                    $name = 'n' . ++$number;
                    $body = http_get($fpm->port, '/', $query + ['name' => $name, 'end' => ENDS[$number % count(ENDS)]]);
                    [$state, $reply] = explode("\n", $body, 2);
                    $reply === "$name\n" || throw new RuntimeException("request $number: $body");
                    $state = json_decode($state, true);
                    $found[$state['pid']][] = $state;
                }
            });
        }
    });
    return $found;
}

/** The list of `$found` and that of `$more`, worker by worker. */
function joined(array $found, array $more): array
{
    foreach ($more as $pid => $states) {
        $found[$pid] = [...$found[$pid] ?? [], ...$states];
    }
    return $found;
}

$before = requests(300, at_once: 8); // the first ones grow the tables
$after = joined(requests(300, at_once: 1), requests(400, at_once: 8));
echo count($before), ' workers, ', array_diff_key($after, $before) === [] ? 'none' : 'some', " replaced\n";
foreach ($after as $pid => $states) {
    $grown = fn (string $what) => end($states)[$what] - end($before[$pid])[$what];
    echo $grown('descriptors'), " descriptors more\n";
    // What PHP holds at the begin of a request depends on the length of the query, by a few bytes.
    echo $grown('memory') < 100 ? "no growth within PHP\n" : "{$grown('memory')} bytes more within PHP\n";
    // A page is touched for the first time now and then; a leak of 1 KiB per request is twice as much.
    $allowed = 32 + count($states) / 2;
    echo $grown('resident') < $allowed ? "no growth\n" : "{$grown('resident')} KiB more in " . count($states) . " requests\n";
}
$log = file_get_contents("$fpm->folder/php.log");
// PHP 8.4 says "Cannot redeclare class", the ones before it "Cannot declare class".
foreach (['Uncaught Exception: expected', 'Allowed memory size', 'declare class Twice'] as $message) {
    echo $message, ': ', substr_count($log, $message), "\n";
}
?>
--EXPECT--
2 workers, none replaced
0 descriptors more
no growth within PHP
no growth
0 descriptors more
no growth within PHP
no growth
Uncaught Exception: expected: 100
Allowed memory size: 100
declare class Twice: 100
