--TEST--
coroutine: getContext() is an object of each coroutine, freed when that one ends
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\Context;
use Corio\Coroutine\System;

use function Corio\Coroutine\defer;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Resource_
{
    public function __construct(private string $name)
    {
    }

    public function __destruct()
    {
        $slept = System::sleep(0.001);
        echo "$this->name freed ", json_encode($slept), "\n";
    }
}

var_dump(Coroutine::getContext(), Coroutine::getContext(99));
run(function () {
    $context = Coroutine::getContext();
    var_dump($context instanceof Context, $context instanceof ArrayObject, $context === Coroutine::getContext(Coroutine::getCid()));
    $child = go(function () use ($context) {
        defer(fn () => print("defer: " . Coroutine::getContext()['name'] . "\n"));
        $own = Coroutine::getContext();
        $own['name'] = 'child';
        $own['resource'] = new Resource_('resource of the child');
        var_dump($own === $context);
        Coroutine::yield();
    });
    var_dump(Coroutine::getContext($child)['name'], isset($context['name']));
    Coroutine::resume($child);
    $kept = null;
    go(function () use (&$kept) { $kept = Coroutine::getContext(); $kept['resource'] = new Resource_('kept resource'); });
    System::sleep(0.01);
    echo "still there: ", count($kept), "\n";
    $killed = go(function () { Coroutine::getContext()['resource'] = new Resource_('resource of a cancelled one'); Coroutine::yield(); });
    Coroutine::cancel($killed, true);
    System::sleep(0.01); // longer than the destructor, during which others run from PHP 8.4 on
    // A context that holds the coroutine's own variables is a cycle as any other.
    go(function () { Coroutine::getContext()['self'] = Coroutine::getContext(); });
    var_dump(gc_collect_cycles() > 0, Coroutine::getContext($child));
});
?>
--EXPECT--
NULL
NULL
bool(true)
bool(true)
bool(true)
bool(false)
string(5) "child"
bool(false)
defer: child
resource of the child freed true
still there: 1
resource of a cancelled one freed true
bool(true)
NULL
kept resource freed true
