--TEST--
swoole: opcache.preload sees the names
--EXTENSIONS--
opcache
--FILE--
<?php
require __DIR__ . '/../include/child.php';

$settings = ['corio.swoole_aliases=1', 'opcache.enable_cli=1', 'opcache.preload=' . __DIR__ . '/preload.inc'];
if (fileowner('/proc/self') === 0) {
    $settings[] = 'opcache.preload_user=root';
}
child(<<<'PHP'
    echo implode(' ', opcache_get_status()['preload_statistics']['classes']), "\n";
    echo (new PreloadedClient(SWOOLE_SOCK_TCP))->type(), "\n";
    PHP, ...$settings);
?>
--EXPECT--
preloading with 6.2.1
PreloadedClient
Corio\Coroutine\Client 513
exit code 0
