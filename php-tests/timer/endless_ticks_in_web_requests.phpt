--TEST--
timer: web requests do not wait for repeating timers, and for others at most corio.shutdown_timeout
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/http.php';

$fpm = server('fpm', script: __DIR__ . '/endless_ticks_in_web_requests.inc', workers: 1, ini: ['corio.shutdown_timeout=0.2']);
/** What the process had open, what the timers printed, and how long it took. */
$get = function (string $end) use ($fpm): array {
    $begin = hrtime(true);
    [$state, $text] = explode("\n", http_get($fpm->port, '/', ['end' => $end]));
    return [json_decode($state, true), $text, (hrtime(true) - $begin) / 1e9];
};
foreach (['tick', 'soon'] as $end) {
    echo "$end: ", $get($end)[1], "\n";
}
foreach (['once', 'waits'] as $end) {
    [, , $seconds] = $get($end);
    echo "$end: ", $seconds >= 0.2 && $seconds < 30 ? "waits its time\n" : "$seconds s\n";
}
[$first] = $get('tick');
for ($i = 0; $i < 200; $i++) {
    [$last] = $get($i % 50 === 0 ? 'waits' : 'tick');
}
echo $last['descriptors'] - $first['descriptors'], " descriptors more\n";
$growth = $last['resident'] - $first['resident'];
// A memory tool keeps what was freed.
echo $growth < 200 || getenv("CORIO_WATCHED_BY") !== false ? "no growth\n" : "$growth KiB more\n";
?>
--EXPECT--
tick: ticked
soon: fired
once: waits its time
waits: waits its time
0 descriptors more
no growth
