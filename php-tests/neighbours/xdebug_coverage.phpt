--TEST--
neighbours: Xdebug counts the lines that coroutines run, before and after their waits, as covered
--EXTENSIONS--
xdebug
--INI--
xdebug.mode=coverage
--FILE--
<?php
require __DIR__ . '/../include/coverage.php';

const COVERED = __DIR__ . '/covered.inc';

xdebug_start_code_coverage(XDEBUG_CC_UNUSED | XDEBUG_CC_DEAD_CODE);
try {
    require COVERED;
} catch (Corio\DeadlockException $e) {
    echo get_class($e), "\n";
}
print_coverage(COVERED, xdebug_get_code_coverage()[COVERED]);
?>
--EXPECT--
Corio\DeadlockException
not run: return 0; // never
not run: waits(5); // never: killed in the deadlock
not run: echo 'never: run() throws';
22 lines run
