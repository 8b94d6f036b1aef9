--TEST--
lifecycle: where the address space is bounded, the coroutine that has no room for its stack is an exception, and all goes on
--SKIPIF--
<?php if (getenv('SKIP_ASAN') || getenv('USE_ZEND_ALLOC') === '0') die('skip the tool needs the address space'); ?>
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;
preg_match('/^VmSize:\s+(\d+) kB/m', file_get_contents('/proc/self/status'), $size);
$limit = ((int) $size[1] << 10) + (1 << 30);
exec('prlimit --pid ' . getmypid() . " --as=$limit");
run(function () {
    $ended = 0;
    try {
        for ($started = 0; $started < 10000; $started++) {
            go(function () use (&$ended) {
                Coroutine::yield();
                $ended++;
            });
        }
    } catch (Corio\Exception $e) {
        echo preg_replace('/\d+ are/', '%d are', $e->getMessage()), "\n";
    }
    echo $started > 50 && $started < 2000 ? "some\n" : "$started\n";
    foreach (Coroutine::list() as $cid) {
        $cid === Coroutine::getCid() || Coroutine::resume($cid);
    }
    go(fn () => print("goes on\n"));
    var_dump($ended === $started);
});
PHP);
?>
--EXPECTREGEX--
cannot allocate a stack for a coroutine \(Cannot allocate memory.*\); %d are alive, each takes (address space, which ulimit -v and the sysctl vm\.overcommit_memory bound|two memory mappings: raise the sysctl vm\.max_map_count)
some
goes on
bool\(true\)
exit code 0
