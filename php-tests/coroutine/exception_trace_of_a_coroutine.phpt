--TEST--
coroutine: the trace of an exception ends at the coroutine's body
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

function deep() { System::sleep(0.005); throw new Exception('deep'); }
function body() { deep(); }
try {
    run('body');
} catch (Exception $e) {
    echo preg_replace('~\S*/~', '', $e->getTraceAsString()), "\n";
}
?>
--EXPECTF--
#0 exception_trace_of_a_coroutine.php(7): deep()
#1 [internal function]: body()
#2 {main}
