--TEST--
lifecycle: a destructor that runs after the end cannot start a coroutine below PHP 8.4
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use function Corio\Coroutine\go;
final class Late
{
    public function __destruct()
    {
        try {
            go(function () {
                echo "runs\n";
                Corio\Coroutine\System::sleep(0.005);
                echo "never here\n";
            });
        } catch (Corio\Exception $e) {
            echo "refused\n";
        }
    }
}
$late = new Late();
PHP);
?>
--EXPECTF--
r%r(uns|efused)%r
exit code 0
