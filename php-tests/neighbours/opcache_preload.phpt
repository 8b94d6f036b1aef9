--TEST--
neighbours: opcache.preload: preloaded classes wait, and the preloading script itself may use coroutines
--EXTENSIONS--
opcache
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/child.php';

$peer = server('echo');
putenv("PEER=$peer->port");
$settings = ['opcache.enable_cli=1', 'opcache.preload=' . __DIR__ . '/preload.inc'];
if (fileowner('/proc/self') === 0) {
    $settings[] = 'opcache.preload_user=root'; // which PHP wants to be said
}
child(<<<'PHP'
use function Corio\Coroutine\{go, run};
echo 'preloaded: ', implode(' ', opcache_get_status()['preload_statistics']['classes']), "\n";
run(function () {
    foreach (['a', 'b', 'c'] as $text) {
        go(fn () => print((new Preloaded())->ask($text) . "\n"));
    }
    go(fn () => print((new PreloadedLater())->ask('later') . "\n"));
});
PHP, ...$settings);
?>
--EXPECT--
preloading from Preloaded
preloaded: Preloaded PreloadedLater
a from Preloaded
b from Preloaded
c from Preloaded
later from PreloadedLater
exit code 0
