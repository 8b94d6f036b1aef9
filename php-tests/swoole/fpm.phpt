--TEST--
swoole: in a web request corio.swoole_aliases gives no short names, which are for corio.swoole_shortnames to allow
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/http.php';

// The server has a copy of the script, somewhere else.
$script = tempnam(sys_get_temp_dir(), 'corio-script-');
file_put_contents($script, file_get_contents(__DIR__ . '/names.inc') . 'ini_set("html_errors", 0); say_names();');
foreach ([[], ['corio.swoole_shortnames=On'], ['corio.swoole_aliases=Off']] as $ini) {
    $fpm = server('fpm', script: $script, workers: 1, ini: ['corio.swoole_aliases=On', ...$ini]);
    $page = http_get($fpm->port, '/');
    echo preg_replace('/^phpinfo\(\).*\n/', '', $page), http_get($fpm->port, '/') === $page ? "the same again\n" : "changed\n";
}
unlink($script);
?>
--EXPECT--
long: there, short: none
extension_loaded(swoole): false
the same again
long: there, short: chan co co\run co\system defer go
extension_loaded(swoole): false
the same again
long: none, short: none
extension_loaded(swoole): false
the same again
