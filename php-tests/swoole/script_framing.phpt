--TEST--
swoole: a script for Swoole: packets with a length or an end mark, with the coroutine client and the blocking one
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$length = fn (string $body) => pack('N', strlen($body)) . $body;
$binary = server('pieces', pieces: [bin2hex($length('first') . pack('N', 70000)), ['78', 70000], bin2hex($length('last'))])->port;
$lines = server('pieces', pieces: array_map(bin2hex(...), ["one\r\ntw", "o\r", "\nthree\r\n"]))->port;

function packets(object $client, int $port): void
{
    $client->connect('127.0.0.1', $port, 3.0) or die("connect: $client->errCode");
    while (($packet = $client->recv()) !== '' && $packet !== false) {
        echo strlen($packet), ': ', rtrim(strlen($packet) < 100 ? $packet : substr($packet, 4, 3) . '...'), "\n";
    }
    $client->close();
}

$binary_settings = [
    'open_length_check' => true,
    'package_length_type' => 'N',
    'package_length_offset' => 0,
    'package_body_offset' => 4,
    'package_max_length' => 1024 * 1024 * 2,
];
$line_settings = ['open_eof_split' => true, 'package_eof' => "\r\n", 'package_max_length' => '1M'];

Co\run(function () use ($binary, $lines, $binary_settings, $line_settings) {
    $client = new Co\Client(SWOOLE_SOCK_TCP);
    $client->set($line_settings);
    packets($client, $lines);
    $client = new Co\Client(SWOOLE_SOCK_TCP);
    $client->set($binary_settings);
    ob_start();
    packets($client, $binary);
    echo preg_replace('/[^ -~\n]/', '.', ob_get_clean());
});
$client = new Swoole\Client(SWOOLE_SOCK_TCP);
$client->set($line_settings);
packets($client, $lines);
$client = new Swoole\Client(SWOOLE_SOCK_TCP);
$client->set(['open_length_check' => 1, 'package_length_func' => fn (string $head) => strlen($head) < 4 ? 0 : unpack('N', $head)[1] + 4]);
ob_start();
packets($client, $binary);
echo preg_replace('/[^ -~\n]/', '.', ob_get_clean());
?>
--EXPECT--
5: one
5: two
7: three
9: ....first
70004: xxx...
8: ....last
5: one
5: two
7: three
9: ....first
70004: xxx...
8: ....last
