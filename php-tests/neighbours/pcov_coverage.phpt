--TEST--
neighbours: pcov counts the lines that coroutines run, before and after their waits, as covered
--EXTENSIONS--
pcov
--INI--
pcov.enabled=1
pcov.directory={PWD}
--FILE--
<?php
require __DIR__ . '/../include/coverage.php';

const COVERED = __DIR__ . '/covered.inc';

pcov\start();
try {
    require COVERED;
} catch (Corio\DeadlockException $e) {
    echo get_class($e), "\n";
}
pcov\stop();
print_coverage(COVERED, pcov\collect(pcov\inclusive, [COVERED])[COVERED]);
?>
--EXPECT--
Corio\DeadlockException
not run: return 0; // never
not run: waits(5); // never: killed in the deadlock
not run: echo 'never: run() throws';
22 lines run
