--TEST--
fpm: a web request may not have session keys written unless php.ini allows it; on the command line a script may
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/child.php';
require __DIR__ . '/../include/http.php';

foreach ([[], ['corio.allow_keylog=cli'], ['corio.allow_keylog=On'], ['corio.allow_keylog=Off']] as $ini) {
    echo $ini[0] ?? 'default', ":\n";
    $fpm = server('fpm', script: __DIR__ . '/keylog.inc', workers: 1, ini: $ini);
    echo http_get($fpm->port, '/', []);
    child('require ' . var_export(__DIR__ . '/keylog.inc', true) . ';', ...$ini);
}
?>
--EXPECT--
default:
setting "ssl_keylog" needs corio.allow_keylog=On in php.ini
no file
allowed
the file was made
exit code 0
corio.allow_keylog=cli:
setting "ssl_keylog" needs corio.allow_keylog=On in php.ini
no file
allowed
the file was made
exit code 0
corio.allow_keylog=On:
allowed
the file was made
allowed
the file was made
exit code 0
corio.allow_keylog=Off:
setting "ssl_keylog" needs corio.allow_keylog=On in php.ini
no file
setting "ssl_keylog" needs corio.allow_keylog=On in php.ini
no file
exit code 0
