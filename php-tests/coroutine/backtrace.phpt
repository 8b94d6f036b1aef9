--TEST--
coroutine: debug_backtrace() in a coroutine begins with its body
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

function inner() { System::sleep(0.005); debug_print_backtrace(); }
function body(string $x) { inner(); }
run('body', 'argument');
?>
--EXPECTF--
#0 %s(7): inner()
#1 [internal function]: body('argument')
