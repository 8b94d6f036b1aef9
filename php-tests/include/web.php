<?php
/*
 * Many requests to a web server whose workers have the extension, each of which ends in one of several ways, and
 * what becomes of the workers. The script of the server is php-tests/include/web_request.php.
 */

require_once __DIR__ . '/server.php';
require_once __DIR__ . '/http.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

/** How requests end, one after the other. */
const WEB_ENDS = [
    'return', 'exit', 'return', 'exception', 'return', 'fatal', 'parked', 'exit in main', 'return', 'fatal in main',
];

/** What the log has for each end that is an error. PHP 8.4 says "Cannot redeclare class", older ones "Cannot declare class". */
const WEB_MESSAGES = ['Uncaught Exception: expected', 'Allowed memory size', 'declare class Twice'];

/** `make test` sends a thousand, `make torture` ten times as many. */
function web_requests(): int
{
    return getenv('CORIO_TORTURE') ? 10000 : 1000;
}

/** Sends the requests and prints how the workers have changed meanwhile. */
function workers_do_not_grow(Server $web): void
{
    $silent_dns = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
    $query = [
        'dns' => server('knot')->port,
        'peer' => server('echo')->port,
        'silent' => server('tarpit')->port,
        'full' => server('tarpit', accept: false)->port,
        'silent_dns' => port_of($silent_dns),
    ];
    $total = web_requests();
    $before = web_round($web, $query, intdiv($total * 3, 10), at_once: 8); // the first ones grow the tables
    $after = [];
    foreach ([[3, 1], [4, 8]] as [$tenths, $at_once]) {
        foreach (web_round($web, $query, intdiv($total * $tenths, 10), $at_once) as $pid => $states) {
            $after[$pid] = [...$after[$pid] ?? [], ...$states];
        }
    }
    echo count($before), ' workers, ', array_diff_key($after, $before) === [] ? 'none' : 'some', " replaced\n";
    foreach ($after as $pid => $states) {
        print_growth(end($before[$pid]), end($states), count($states));
    }
    print_log(file_get_contents("$web->folder/php.log"), $total);
    // Of workers that crash, and of a debug build that finds memory which was not freed.
    echo implode("\n", preg_grep('/exited on signal|exit signal|Freeing 0x/', file("$web->folder/log")));
}

/** What a worker's first and last request of `$count` have found. */
function print_growth(array $first, array $last, int $count): void
{
    $grown = array_map(fn ($now, $then) => $now - $then, $last, $first);
    [, $descriptors, $resident, $memory] = $grown;
    echo "$descriptors descriptors more\n";
    // What PHP holds at the begin of a request depends on the length of the query, by a few bytes.
    echo $memory < 100 ? "no growth within PHP\n" : "$memory bytes more within PHP\n";
    // A page is touched for the first time now and then; a leak of 1 KiB per request is twice as much.
    $allowed = 32 + min($count, 500) / 2 + $count / 50;
    echo $resident < $allowed ? "no growth\n" : "$resident KiB more in $count requests\n";
}

function print_log(string $log, int $requests): void
{
    foreach (WEB_MESSAGES as $message) {
        $found = substr_count($log, $message);
        echo $message, ': ', $found === intdiv($requests, 10) ? 'each of them' : "$found of $requests requests", "\n";
    }
    // Whatever else a worker has to say: that it crashed, that a coroutine was in the way.
    foreach (preg_grep('/^(?=\[)(?!.*(' . implode('|', WEB_MESSAGES) . '))/', explode("\n", $log)) as $line) {
        echo "also logged: $line\n";
    }
}

/** `$count` requests, `$at_once` of them at a time; by worker, what each found when it began. */
function web_round(Server $web, array $query, int $count, int $at_once): array
{
    static $number = 0;
    $last = $number + $count;
    $found = [];
    run(function () use ($web, $query, $last, $at_once, &$number, &$found) {
        for ($i = 0; $i < $at_once; $i++) {
            go(function () use ($web, $query, $last, &$number, &$found) {
                while ($number < $last) {
                    $name = 'n' . ++$number;
                    $number % 50 === 0 && fwrite(STDOUT, ' '); // so that the runner of the tests sees that something happens
                    $end = WEB_ENDS[$number % count(WEB_ENDS)];
                    $body = http_get($web->port, '/', $query + ['name' => $name, 'end' => $end]);
                    [$state, $reply] = explode("\n", $body, 2) + [1 => ''];
                    $reply === "$name\n" || throw new RuntimeException("request $number ($end): $body");
                    $state = json_decode($state, true);
                    $found[$state['pid']][] = $state;
                }
            });
        }
    });
    return $found;
}
