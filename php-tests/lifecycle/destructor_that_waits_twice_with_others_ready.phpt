--TEST--
lifecycle: destructors that wait let the others run; below PHP 8.4 they block, and leave the others their wake-ups
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$events = [];
function note(string $event): void
{
    $GLOBALS['events'][] = $event;
}
final class Slow
{
    public function __construct(private string $name) {}
    public function __destruct()
    {
        System::sleep(0.02);
        System::sleep(0.01);
        note("$this->name destroyed");
    }
}
run(function () {
    for ($i = 1; $i <= 3; $i++) {
        go(function () use ($i) {
            $slow = new Slow("local $i");
            System::sleep(0.01);
        });
    }
    go(function () {
        System::sleep(0.005);
        note('other');
        System::sleep(0.02);
        note('other again');
    });
});
// The others waited for less than the destructors.
$destroyed = ['local 1 destroyed', 'local 2 destroyed', 'local 3 destroyed'];
$expected = PHP_VERSION_ID < 80400 ? ['other', ...$destroyed, 'other again'] : ['other', 'other again', ...$destroyed];
echo $events === $expected ? 'in order' : implode("\n", $events), "\n";
?>
--EXPECT--
in order
