--TEST--
settings: defaults of the INI settings [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

foreach (['corio.tls_verify', 'corio.connect_timeout', 'corio.read_timeout', 'corio.write_timeout'] as $name) {
    echo "$name ", json_encode(ini_get($name)), "\n";
}
var_dump(ini_set('corio.tls_verify', '0'));
?>
--EXPECTF--
corio.tls_verify "%S"
corio.connect_timeout "10%S"
corio.read_timeout "60%S"
corio.write_timeout "60%S"
bool(false)
