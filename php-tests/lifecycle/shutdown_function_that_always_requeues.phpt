--TEST--
lifecycle: a shutdown function that registers itself again does not keep ours from running
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
function again() { static $n = 0; if (++$n < 500) { register_shutdown_function('again'); } else { echo "enough\n"; } }
Corio\Coroutine\go(function () {
    try {
        Corio\Coroutine\System::sleep(0.025);
        echo "woke\n";
    } finally {
        echo "ended\n";
    }
});
register_shutdown_function('again');
PHP);
?>
--EXPECTF--
%Awoke
ended
%Aexit code 0
