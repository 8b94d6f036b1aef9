<?php
/**
 * Connects, negotiates TLS 1.3, sends 64 bytes, receives them and closes; CONCURRENCY at once, each time a
 * new client.
 *
 * KIND is full, resumed (every handshake resumes the session of an earlier one) or starttls (a plaintext
 * dialogue comes before).
 */
declare(strict_types=1);

use Corio\Coroutine;
use Corio\Coroutine\Client;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

require __DIR__ . '/common.php';

[$kind] = array_splice($argv, 1, 1) + [''];
[$ca_file] = array_splice($argv, 4, 1) + [''];
in_array($kind, ['full', 'resumed', 'starttls'], true) || fail('KIND is full, resumed or starttls');
[$concurrency, $total, $port] = arguments('CONCURRENCY', 'TOTAL', 'PORT');
$rounds = share($concurrency, $total);

$settings = ['ssl_session_reuse' => $kind === 'resumed'] + tls_settings($ca_file);
$done = 0;

$upgrade = static function (Client $client): void {
    $client->recv() === "220 bench.test\r\n" || fail('another greeting');
    $client->send("STARTTLS\r\n") === 10 || fail_with($client, 'send');
    $client->recv() === "220 go ahead\r\n" || fail('another answer');
    $client->enableSSL() === true || fail_with($client, 'enableSSL');
};

$visit = static function (string $request) use ($kind, $port, $settings, $upgrade, &$done): void {
    $client = new Client($kind === 'starttls' ? Corio\SOCK_TCP : Corio\SOCK_TCP | Corio\SSL);
    $client->set($settings);
    if ($client->connect('127.0.0.1', $port, TIMEOUT) !== true) {
        fail_with($client, 'connect');
    }
    if ($kind === 'starttls') {
        $upgrade($client);
    }
    if ($client->send($request) !== MESSAGE) {
        fail_with($client, 'send');
    }
    $reply = $client->recv();
    if ($reply !== $request) {
        finish_reply($client, $reply, $request);
    }
    if ($client->close() !== true) {
        fail_with($client, 'close');
    }
    $done++;
};

$all = static function (int $rounds) use ($concurrency, $visit): void {
    run(static function () use ($concurrency, $rounds, $visit): void {
        for ($number = 0; $number < $concurrency; $number++) {
            go(static function () use ($rounds, $visit, $number): void {
                $request = request($number);
                for ($round = 0; $round < $rounds; $round++) {
                    $visit($request);
                }
            });
        }
    });
};

if ($kind === 'resumed') {
    // Each brings two tickets, and each that is resumed one more.
    $all(1);
    $done = 0;
}
$resumed = Coroutine::stats()['tls_resumed'];
$clock = new Stopwatch();
$all($rounds);
$result = $clock->stop($concurrency * $rounds);
$resumed = Coroutine::stats()['tls_resumed'] - $resumed;
if ($done !== $concurrency * $rounds || $resumed !== ($kind === 'resumed' ? $done : 0)) {
    fail("$done connections finished, $resumed were resumed");
}
report($result);
