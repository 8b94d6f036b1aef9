--TEST--
lifecycle: a hundred thousand coroutines at once; where the kernel cannot guard pages, an exception that names vm.max_map_count, after which all goes on
--INI--
memory_limit=-1
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

const WANTED = 100_000;

// Linux can guard a page within a mapping since 6.13; under AddressSanitizer the stacks are PHP's.
$all = version_compare(php_uname('r'), '6.13', '>=') && !getenv('SKIP_ASAN');
Coroutine::set(['max_coroutine' => WANTED + 2000]);
$ended = 0;
$started = 0;
run(function () use (&$started, &$ended, $all) {
    $me = Coroutine::getCid();
    try {
        for (; $started < WANTED; $started++) {
            go(function () use (&$ended) {
                Coroutine::yield();
                $ended++;
            });
        }
        echo "all of them\n";
    } catch (Corio\Exception $e) {
        $limit = (int) file_get_contents('/proc/sys/vm/max_map_count');
        // Two mappings for each; some are the process' own.
        $enough = $started > $limit / 2 - 1000 && $started < $limit / 2;
        $named = preg_match('/; \d{5} are alive, .* raise the sysctl vm.max_map_count$/', $e->getMessage());
        echo !$all && $enough && $named ? "all of them\n" : "$started started, limit $limit: {$e->getMessage()}\n";
        // PHP itself goes on, and so do clients.
        $client = new Coroutine\Client(Corio\SOCK_TCP);
        $client->connect('127.0.0.1', 1) === false && $client->errCode === 111 || print("$client->errMsg\n");
    }
    // Half of them end; then there is room again.
    for ($cid = $me + 1; $cid <= $me + $started / 2; $cid++) {
        Coroutine::resume($cid);
    }
    for ($i = 0; $i < 1000; $i++) {
        go(fn () => System::sleep(0.001));
    }
    for (; $cid <= $me + $started; $cid++) {
        Coroutine::resume($cid);
    }
});
var_dump($ended === $started, Coroutine::stats()['coroutine_num']);
?>
--EXPECT--
all of them
bool(true)
int(0)
