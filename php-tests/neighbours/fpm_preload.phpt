--TEST--
neighbours: php-fpm with opcache and its JIT, and a preloading script that has used coroutines before the workers are forked
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/http.php';

$peer = server('echo');
putenv("PEER=$peer->port");
$script = tempnam(sys_get_temp_dir(), 'corio-script-');
file_put_contents($script, <<<'PHP'
<?php
use function Corio\Coroutine\{go, run};
$answers = [];
run(function () use (&$answers) {
    foreach (['a', 'b', 'c'] as $text) {
        go(function () use ($text, &$answers) { $answers[] = (new Preloaded())->ask($text); });
    }
});
sort($answers);
$status = opcache_get_status(false);
echo getmypid(), ' ', implode(', ', $answers), $status['jit']['on'] ? ', compiled' : ', not compiled', "\n";
PHP);
$ini = ['opcache.jit=tracing', 'opcache.jit_buffer_size=16M', 'opcache.preload=' . __DIR__ . '/preload.inc'];
if (fileowner('/proc/self') === 0) {
    $ini[] = 'opcache.preload_user=root';
}
// PHP 8.5 has it built in.
extension_loaded('Zend OPcache') || array_unshift($ini, 'zend_extension=opcache');
$fpm = server('fpm', script: $script, workers: 2, ini: $ini, env: ['PEER' => (string) $peer->port]);
unlink($script);
$workers = [];
for ($i = 0; $i < 40; $i++) {
    [$pid, $answer] = explode(' ', http_get($fpm->port, '/'), 2);
    $workers[$pid][] = $answer;
}
echo count($workers) <= 2 ? 'no worker was replaced' : 'workers died', "\n";
echo implode('', array_unique(array_merge(...array_values($workers))));
?>
--EXPECT--
no worker was replaced
a from Preloaded, b from Preloaded, c from Preloaded, compiled
