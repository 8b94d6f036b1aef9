--TEST--
lifecycle: web requests that end while coroutines wait for each other leave nothing behind
--SKIPIF--
<?php
require __DIR__ . '/../include/watched.php';
skip_watched('the tool keeps what was freed, which is growth');
?>
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/http.php';

/** Each leaves its wait to the end of the request; what it needs for it is the process' own, not PHP's. */
$script = tempnam(sys_get_temp_dir(), 'corio-script-');
file_put_contents($script, <<<'PHP'
<?php
use Corio\Coroutine\{Barrier, Channel, WaitGroup};
use function Corio\Coroutine\{all, go, run, scope};
preg_match('/^RssAnon:\s+(\d+) kB/m', file_get_contents('/proc/self/status'), $resident);
echo $resident[1];
$waits = [
    fn () => (new Channel())->pop(),
    fn () => Channel::select([new Channel(), new Channel()]),
    fn () => (new WaitGroup(1))->wait(),
    fn () => run(fn () => Corio\Coroutine::yield()),
    fn () => all([fn () => Corio\Coroutine::yield()]),
    fn () => scope(fn ($scope) => $scope->go(fn () => Corio\Coroutine::yield())),
];
for ($i = 0; $i < 10; $i++) {
    foreach ($waits as $wait) {
        go($wait);
    }
}
match ($_GET['end']) {
    'return' => null,
    'exit' => exit,
    'fatal' => str_repeat('x', 1 << 30),
};
PHP);
$fpm = server('fpm', script: $script, workers: 1);
unlink($script);
foreach (['return', 'exit', 'fatal'] as $end) {
    $resident = [];
    for ($i = 0; $i < 300; $i++) {
        $resident[] = (int) http_get($fpm->port, '/', ['end' => $end]);
    }
    $growth = end($resident) - $resident[99];
    // 60 waits in each of 200 requests: a byte more for each is 12 KiB.
    echo "$end: ", $growth < 100 ? "no growth\n" : "$growth KiB\n";
}
?>
--EXPECT--
return: no growth
exit: no growth
fatal: no growth
