--TEST--
keep: a connection outlives the request, plain and over TLS; not one with an answer on its way, nor after exit or a fatal error
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/http.php';

$fpm = server('fpm', script: __DIR__ . '/across_requests.inc', workers: 1);
$ask = function (Server $peer, int $type, string $then) use ($fpm): void {
    $query = ['port' => $peer->port, 'type' => $type, 'ca' => file_get_contents(pki_ca()), 'then' => $then];
    echo trim(http_get($fpm->port, '/', $query)), "\n";
};
$plain = server('echo');
$tls = server('tls_echo');
foreach (['one', 'two', 'timeout', 'three', 'four', 'exit', 'five', 'fatal', 'six'] as $then) {
    $ask($plain, Corio\SOCK_TCP, $then);
}
foreach (['one', 'two'] as $then) {
    $ask($tls, Corio\SOCK_TCP | Corio\SSL, $then);
}
?>
--EXPECT--
new hello one end
reused hello two end
reused end
new hello three end
reused hello four end
reused hello exit exit
new hello five end
reused hello fatal
new hello six end
new hello one end
reused hello two end
