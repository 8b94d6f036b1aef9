--TEST--
lifecycle: exit() in a nested run() ends all of them
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use function Corio\Coroutine\run;
run(function () {
    try {
        run(function () {
            run(fn () => exit(18));
            echo "never here\n";
        });
        echo "nor here\n";
    } finally {
        echo "finally of the outer one\n";
    }
});
echo "nor here\n";
PHP);
?>
--EXPECT--
finally of the outer one
exit code 18
