--TEST--
lifecycle: a destructor that runs after the end cannot start a coroutine below PHP 8.4
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
use function Corio\Coroutine\go;
function note(string $what)
{
    echo $what === (PHP_VERSION_ID < 80400 ? 'refused' : 'runs') ? 'right' : 'wrong', ": $what\n";
}
final class Late
{
    public function __destruct()
    {
        try {
            go(function () {
                note('runs');
                Corio\Coroutine\System::sleep(0.005);
                echo "never here\n";
            });
        } catch (Corio\Exception $e) {
            note('refused');
        }
    }
}
$late = new Late();
PHP);
?>
--EXPECTF--
right: %s
exit code 0
