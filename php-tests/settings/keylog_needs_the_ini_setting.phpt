--TEST--
settings: ssl_keylog throws unless corio.allow_keylog permits it [coroutine]
--INI--
corio.allow_keylog=Off
--FILE--
<?php
require __DIR__ . '/../include/server.php';

print_misuse(['ssl_keylog' => sys_get_temp_dir() . '/corio-keylog']);
var_dump(ini_set('corio.allow_keylog', '1'));
print_misuse(['ssl_keylog' => null]);
?>
--EXPECT--
setting "ssl_keylog" needs corio.allow_keylog=On in php.ini
bool(false)
accepted
