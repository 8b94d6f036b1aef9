<?php
/*
 * A timeline of what coroutines do: each is a track, and shows what it waits for.
 *
 *     php -d extension=corio examples/10_timeline.php [FILE]
 *
 * corio.trace is a setting of php.ini or the command line, so this script starts itself once more with it. What that
 * run writes, https://ui.perfetto.dev opens; so does chrome://tracing.
 *
 * Expected output:
 *
 *     3 sessions with STARTTLS, 1 that was cancelled: it says QUIT nevertheless
 *     ... tracks, ... spans: ...
 *     open ... in https://ui.perfetto.dev
 */

use Corio\Coroutine\Client;
use Corio\Coroutine\System;
use Corio\Coroutine\TimeoutException;

use function Corio\Coroutine\all;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;
use function Corio\Coroutine\timeout;

if (ini_get('corio.trace') === '') {
    $file = $argv[1] ?? sys_get_temp_dir() . '/corio-' . getmypid() . '.trace.json';
    $options = ['-n', '-d', 'extension=' . (getenv('CORIO_SO') ?: 'corio'), '-d', "corio.trace=$file"];
    $process = proc_open([PHP_BINARY, ...$options, __FILE__], [STDIN, STDOUT, STDERR], $pipes);
    proc_close($process);
    summary($file);
    isset($argv[1]) || unlink($file);
    exit;
}

$process = proc_open([PHP_BINARY, '-n', __DIR__ . '/_mail_server.php'], [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
$server = json_decode(fgets($pipes[1]), true);
run(function () use ($server) {
    $session = function (bool $linger) use ($server) {
        $client = new Client(Corio\SOCK_TCP);
        $client->set(['ssl_starttls' => 'smtp', 'ssl_cafile' => $server['ca']]);
        $client->connect('localhost', $server['port'], 5.0) || throw new RuntimeException($client->errMsg);
        try {
            $client->send("EHLO example\r\n");
            $client->recv();
            $linger && $client->recv(); // nothing will come
        } finally {
            $client->send("QUIT\r\n");
            $client->recv();
        }
    };
    go(function () {
        for ($i = 0; $i < 5; $i++) {
            System::sleep(0.02);
        }
    });
    $sessions = all(array_fill(0, 3, fn () => $session(false)));
    echo count($sessions), ' sessions with STARTTLS, ';
    try {
        timeout(0.4, fn () => $session(true));
    } catch (TimeoutException) {
        echo "1 that was cancelled: it says QUIT nevertheless\n"; // a cancelled coroutine may wait in finally
    }
});

/** Says what is in the file. */
function summary(string $file): void
{
    $events = json_decode(file_get_contents($file), true, flags: JSON_THROW_ON_ERROR);
    $spans = array_filter($events, fn ($event) => $event['ph'] === 'B');
    $kinds = array_count_values(array_map(fn ($span) => preg_replace('/ [(#].*/', '', $span['name']), $spans));
    arsort($kinds);
    $tracks = count(array_unique(array_column($spans, 'tid')));
    echo "$tracks tracks, ", count($spans), ' spans: ';
    echo implode(', ', array_map(fn ($kind, $count) => "$count $kind", array_keys($kinds), $kinds)), "\n";
    echo "open $file in https://ui.perfetto.dev\n";
}
