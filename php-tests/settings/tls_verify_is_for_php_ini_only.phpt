--TEST--
settings: corio.tls_verify cannot be changed by a script, and phpinfo() marks Off as insecure
--FILE--
<?php
require __DIR__ . '/../include/child.php';

foreach (['On', 'Off'] as $value) {
    child('
        var_dump(ini_set("corio.tls_verify", "0"), ini_set("corio.tls_verify", "1"));
        ob_start();
        phpinfo(INFO_MODULES);
        preg_match("/^TLS verification by default.*/m", ob_get_clean(), $found);
        echo $found[0], "\n";
    ', "corio.tls_verify=$value");
}
// Neither where an administrator may set what scripts may not: a folder is not the whole system.
var_dump(ini_get_all('corio')['corio.tls_verify']['access'] === INI_SYSTEM);
?>
--EXPECT--
bool(false)
bool(false)
TLS verification by default => on
exit code 0
bool(false)
bool(false)
TLS verification by default => OFF: insecure, any certificate is accepted unless a script asks for verification
exit code 0
bool(true)
