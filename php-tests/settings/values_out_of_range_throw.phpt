--TEST--
settings: a value out of range throws [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$wrong = [
    ['bind_port' => 70000], ['bind_port' => -1], ['read_timeout' => NAN], ['ssl_host_name' => "a\0b"],
    ['bind_address' => 'not an address'], ['socket_buffer_size' => -1], ['ssl_cafile' => "ca\0.pem"],
    ['ssl_cafile' => 'http://example.org/ca.pem'],
];
foreach ($wrong as $settings) {
    try {
        (new Client(Corio\SOCK_TCP))->set($settings);
        echo "accepted\n";
    } catch (Corio\Exception $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECTF--
%sbind_port%s
%sbind_port%s
%sread_timeout%s
%sssl_host_name%s
%sbind_address%s
%ssocket_buffer_size%s
%sssl_cafile%s
%sssl_cafile%s
