--TEST--
settings: a wrong type throws and nothing of the array is applied [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$wrong = [
    ['ssl_verify_peer' => []], ['ssl_cafile' => 42], ['ssl_cafile' => []], ['read_timeout' => 'soon'],
    ['connect_timeout' => []], ['ssl_verify_depth' => 'deep'], ['bind_port' => 'x'], ['bind_address' => 1.5],
    ['socket_buffer_size' => []], ['open_tcp_nodelay' => []], ['ssl_ciphers' => 1], ['throw' => []],
];
foreach ($wrong as $settings) {
    $client = new Client(Corio\SOCK_TCP);
    try {
        $client->set(['write_timeout' => 1.0] + $settings);
        echo "accepted\n";
    } catch (Corio\Exception $e) {
        echo $e->getMessage(), isset($client->setting['write_timeout']) ? ' (applied)' : '', "\n";
    }
}
?>
--EXPECTF--
%sssl_verify_peer%s
%sssl_cafile%s
%sssl_cafile%s
%sread_timeout%s
%sconnect_timeout%s
%sssl_verify_depth%s
%sbind_port%s
%sbind_address%s
%ssocket_buffer_size%s
%sopen_tcp_nodelay%s
%sssl_ciphers%s
%sthrow%s
