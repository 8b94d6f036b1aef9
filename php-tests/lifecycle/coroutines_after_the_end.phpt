--TEST--
lifecycle: coroutines created after the end run to their first wait and are killed there
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use Corio\Coroutine\System;
use function Corio\Coroutine\go;
final class Late
{
    public function __destruct()
    {
        echo "destructor\n";
        var_dump(System::sleep(0.005));
    }
}
go(function () {
    try {
        System::sleep(5);
    } finally {
        go(function () {
            try {
                echo "late coroutine runs\n";
                System::sleep(0.005);
                echo "never here\n";
            } finally {
                echo "late finally\n";
            }
        });
        echo "finally\n";
    }
});
$late = new Late();
exit;
PHP);
?>
--EXPECT--
late coroutine runs
late finally
finally
destructor
bool(true)
exit code 0
