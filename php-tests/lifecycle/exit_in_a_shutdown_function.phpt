--TEST--
lifecycle: exit() in a shutdown function skips the others, ours too: coroutines are unwound without PHP code
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
register_shutdown_function(function () {
    echo "shutdown\n";
    exit(13);
});
Corio\Coroutine\go(function () {
    try {
        System::sleep(5);
        echo "never here\n";
    } finally {
        echo "nor here\n";
    }
});
PHP);
?>
--EXPECT--
shutdown
exit code 13
