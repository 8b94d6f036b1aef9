--TEST--
settings: framing that contradicts itself, or cannot be, throws and changes nothing [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$wrong = [
    ['open_eof_check' => true, 'open_length_check' => true],
    ['open_eof_split' => true, 'open_mqtt_protocol' => true],
    ['open_mqtt_protocol' => true, 'open_fastcgi_protocol' => true],
    ['package_eof' => ''],
    ['package_eof' => str_repeat('x', 65)],
    ['package_eof' => 10],
    ['package_length_type' => 'i'],
    ['package_length_type' => 'NN'],
    ['package_length_offset' => -1],
    ['package_length_offset' => 65536],
    ['package_body_offset' => -65536],
    ['package_max_length' => 0],
    ['package_max_length' => 'much'],
    ['package_length_func' => 'no_such_function'],
    ['open_eof_check' => true, 'package_max_length' => 3],
    ['open_length_check' => true, 'package_length_offset' => 10, 'package_max_length' => 13],
    ['open_http2_protocol' => true],
];
$client = new Client(Corio\SOCK_TCP);
foreach ($wrong as $settings) {
    try {
        $client->set($settings);
        echo "accepted\n";
    } catch (Corio\Exception $e) {
        echo $e->getMessage(), "\n";
    }
}
// Contradictions may also come one after the other, and be taken back.
var_dump($client->setting, $client->set(['open_eof_check' => true]));
try {
    $client->set(['open_length_check' => true]);
} catch (Corio\Exception $e) {
    echo $e->getMessage(), "\n";
}
var_dump($client->set(['open_eof_check' => false, 'open_length_check' => true, 'package_length_func' => null]));
?>
--EXPECT--
settings "open_eof_check" and "open_length_check" exclude each other
settings "open_eof_split" and "open_mqtt_protocol" exclude each other
settings "open_mqtt_protocol" and "open_fastcgi_protocol" exclude each other
setting "package_eof" must be 1 to 64 bytes long, 0 bytes given
setting "package_eof" must be 1 to 64 bytes long, 65 bytes given
setting "package_eof" must be of type string, int given
setting "package_length_type" must be one of c C s S n v l L N V q Q J P, "i" given
setting "package_length_type" must be one of c C s S n v l L N V q Q J P, "NN" given
setting "package_length_offset" must be between 0 and 65535, -1 given
setting "package_length_offset" must be between 0 and 65535, 65536 given
setting "package_body_offset" must be between -65535 and 65535, -65536 given
setting "package_max_length" must be a size between 1 byte and 2 GiB, another value given
setting "package_max_length" must be a size between 1 byte and 2 GiB, another value given
setting "package_length_func" must be a callable or null, string given
setting "package_max_length" is 3, but the shortest packet has 4 bytes
setting "package_max_length" is 13, but the shortest packet has 14 bytes
setting "open_http2_protocol" is not supported by this version and is not ignored, because the connection would be another than was asked for
NULL
bool(true)
settings "open_eof_check" and "open_length_check" exclude each other
bool(true)
