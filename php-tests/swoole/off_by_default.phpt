--TEST--
swoole: none of Swoole's names is there unless php.ini asks for it
--FILE--
<?php
require __DIR__ . '/names.inc';
say_names();
ini_set('corio.swoole_aliases', '1');
var_dump(ini_get('corio.swoole_aliases'), class_exists('Swoole\Coroutine\Client'), class_exists('Co'), defined('SWOOLE_VERSION'));
?>
--EXPECT--
phpinfo(): off
long: none, short: none
extension_loaded(swoole): false
string(1) "0"
bool(false)
bool(false)
bool(false)
