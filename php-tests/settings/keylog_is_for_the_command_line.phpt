--TEST--
settings: corio.allow_keylog is cli by default, which permits it here, and permits nothing if it makes no sense [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

require __DIR__ . '/../include/child.php';

$code = 'require ' . var_export(dirname(__DIR__) . '/include/server.php', true) . ';
    $log = sys_get_temp_dir() . "/corio-keylog-" . getmypid();
    echo ini_get("corio.allow_keylog"), ": ";
    print_misuse(["ssl_keylog" => $log]);
    @unlink($log);';
child($code);
foreach (['1', 'On', 'yes', 'cli', '0', 'Off', 'no', 'maybe', ''] as $value) {
    child($code, "corio.allow_keylog=$value");
}
?>
--EXPECT--
cli: accepted
exit code 0
1: accepted
exit code 0
1: accepted
exit code 0
1: accepted
exit code 0
cli: accepted
exit code 0
0: setting "ssl_keylog" needs corio.allow_keylog=On in php.ini
exit code 0
: setting "ssl_keylog" needs corio.allow_keylog=On in php.ini
exit code 0
: setting "ssl_keylog" needs corio.allow_keylog=On in php.ini
exit code 0
maybe: setting "ssl_keylog" needs corio.allow_keylog=On in php.ini
exit code 0
: setting "ssl_keylog" needs corio.allow_keylog=On in php.ini
exit code 0
