--TEST--
swoole: on the command line corio.swoole_aliases gives the short names too, unless corio.swoole_shortnames is off
--FILE--
<?php
require __DIR__ . '/../include/child.php';

$settings = [
    ['corio.swoole_aliases=On'],
    ['corio.swoole_aliases=On', 'corio.swoole_shortnames=cli'],
    ['corio.swoole_aliases=On', 'corio.swoole_shortnames=Off'],
    ['corio.swoole_aliases=Off', 'corio.swoole_shortnames=On'],
    ['corio.swoole_aliases=Off', 'corio.swoole_shortnames=cli'],
];
foreach ($settings as $ini) {
    echo implode(', ', $ini), "\n";
    child('require ' . var_export(__DIR__ . '/names.inc', true) . '; say_names();
        echo json_encode(defined("SWOOLE_USE_SHORTNAME") ? SWOOLE_USE_SHORTNAME : null), "\n";', ...$ini);
}
?>
--EXPECT--
corio.swoole_aliases=On
phpinfo(): Swoole\..., SWOOLE_..., swoole_...() and short names
long: there, short: chan co co\run co\system defer go
extension_loaded(swoole): false
true
exit code 0
corio.swoole_aliases=On, corio.swoole_shortnames=cli
phpinfo(): Swoole\..., SWOOLE_..., swoole_...() and short names
long: there, short: chan co co\run co\system defer go
extension_loaded(swoole): false
true
exit code 0
corio.swoole_aliases=On, corio.swoole_shortnames=Off
phpinfo(): Swoole\..., SWOOLE_..., swoole_...(); no short names
long: there, short: none
extension_loaded(swoole): false
false
exit code 0
corio.swoole_aliases=Off, corio.swoole_shortnames=On
phpinfo(): short names only
long: none, short: chan co co\run co\system defer go
extension_loaded(swoole): false
null
exit code 0
corio.swoole_aliases=Off, corio.swoole_shortnames=cli
phpinfo(): off
long: none, short: none
extension_loaded(swoole): false
null
exit code 0
