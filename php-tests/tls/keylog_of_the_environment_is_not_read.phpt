--TEST--
tls: SSLKEYLOGFILE in the environment is not read [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/child.php';


$log = sys_get_temp_dir() . '/corio-keylog-' . bin2hex(random_bytes(6));
putenv('CORIO_TEST_PORT=' . server('tls_echo')->port);
putenv("SSLKEYLOGFILE=$log");
child('
    require ' . var_export(dirname(__DIR__) . '/include/server.php', true) . ';
    $client = connected((int) getenv("CORIO_TEST_PORT"), ["ssl_cafile" => pki_ca()], "localhost", TLS);
    echo tls_line($client, "hello"), " ", getenv("SSLKEYLOGFILE") === false ? "unset" : "set", "\n";
');
var_dump(file_exists($log));
?>
--EXPECT--
hello set
exit code 0
bool(false)
