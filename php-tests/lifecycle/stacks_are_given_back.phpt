--TEST--
lifecycle: stacks that went deep are given back when their coroutines end, though a few of each mapping are still needed
--SKIPIF--
<?php if (getenv('SKIP_ASAN')) die('skip the allocator of the sanitizer keeps memory'); ?>
--INI--
memory_limit=-1
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

const ALL = 8000;
const EACH = 100;

/** Bytes of memory that C stacks keep: they are what is mapped and never in huge pages. */
function stacks(): int
{
    $bytes = 0;
    foreach (explode('VmFlags:', file_get_contents('/proc/self/smaps')) as $part) {
        // Flags stand behind their mapping: those at the begin of this part are of the last one.
        $flags = strtok($part, "\n");
        $bytes += str_contains($flags, ' nh') ? $resident ?? 0 : 0;
        $resident = preg_match('/^Rss:\s+(\d+) kB/m', $part, $found) ? (int) $found[1] << 10 : 0;
    }
    return $bytes;
}

/** Calls through C, so that the C stack is what grows. */
function deep(int $levels): void
{
    $levels === 0 ? Coroutine::yield() : array_map('deep', [$levels - 1]);
}

run(function () {
    $first = Coroutine::getCid() + 1;
    $before = stacks();
    for ($i = 0; $i < ALL; $i++) {
        go(deep(...), 40);
    }
    $deep = stacks() - $before;
    for ($i = 0; $i < ALL; $i++) {
        $i % EACH === 0 || Coroutine::resume($first + $i);
    }
    $left = stacks() - $before;
    echo $deep > ALL * 12000 ? "deep\n" : "only $deep bytes for " . ALL . " deep stacks\n";
    echo $left < $deep / 2 ? "given back\n" : "$left of $deep bytes are still there\n";
    // Those that were kept, and those that are made anew.
    for ($i = 0; $i < ALL; $i++) {
        go(deep(...), 40);
    }
    $again = stacks() - $before;
    echo $again < $deep * 1.2 ? "used again\n" : "$again bytes after $deep\n";
    foreach (Coroutine::list() as $cid) {
        $cid === Coroutine::getCid() || Coroutine::resume($cid);
    }
    var_dump(Coroutine::stats()['coroutine_num']);
});
?>
--EXPECT--
deep
given back
used again
int(1)
