<?php
/**
 * Resolves TOTAL names, CONCURRENCY at once, each in a coroutine of its own.
 *
 *     --both     both families instead of IPv4 only
 *     --cached   asks for the same CONCURRENCY names again and again; the first time is not measured
 */
declare(strict_types=1);

use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

require __DIR__ . '/common.php';

$cached = option('--cached');
$family = option('--both') ? Corio\AF_UNSPEC : Corio\AF_INET;
[$concurrency, $total, $port] = arguments('CONCURRENCY', 'TOTAL', 'PORT');
$rounds = share($concurrency, $total);

// Far more than the machine needs, so that nothing is asked twice however busy it is.
Coroutine::set(['dns_servers' => ["127.0.0.1:$port"], 'dns_timeout' => TIMEOUT]);
if ($cached) {
    Coroutine::set(['dns_cache_size' => 4 * $concurrency]);
}

$done = 0;
$visitor = static function (int $number) use ($family, &$done): void {
    $found = System::gethostbyname(sprintf('n%07d.bench.test.', $number), $family, TIMEOUT);
    // The server puts the number into the address.
    $expected = $family === Corio\AF_INET
        ? '10.' . ($number >> 16) . '.' . ($number >> 8 & 255) . '.' . ($number & 255)
        : inet_ntop("\x20\x01\x0d\xb8" . str_repeat("\0", 8) . pack('N', $number));
    if ($found !== $expected) {
        fail("$number is '$found' instead of $expected: " . Corio\last_error_msg());
    }
    $done++;
};
$round = static function (int $round) use ($concurrency, $visitor): void {
    run(static function () use ($round, $concurrency, $visitor): void {
        for ($number = $round * $concurrency, $end = $number + $concurrency; $number < $end; $number++) {
            go($visitor, $number);
        }
    });
};

if ($cached) {
    $round(0);
    $done = 0;
}
$clock = new Stopwatch();
for ($number = 0; $number < $rounds; $number++) {
    $round($cached ? 0 : $number);
}
$result = $clock->stop($concurrency * $rounds);
if ($done !== $concurrency * $rounds) {
    fail("only $done look-ups finished");
}
report($result);
