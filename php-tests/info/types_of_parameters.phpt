--TEST--
info: reflection knows the types of parameters and results, classes beside other types as well
--FILE--
<?php
/** The parts of a type in one order: PHP's differs between versions. */
function parts(?ReflectionType $type): string
{
    $parts = explode('|', str_replace('?', 'null|', (string) $type));
    sort($parts);
    return implode('|', $parts);
}

foreach (['all', 'any', 'race'] as $name) {
    echo "$name: ", parts((new ReflectionFunction("Corio\\Coroutine\\$name"))->getParameters()[0]->getType()), "\n";
}
$results = [
    'Corio\Client::getSocket', 'Corio\Coroutine::getContext', 'Corio\Coroutine\Barrier::make', 'Corio\Coroutine::exec',
    'Corio\Coroutine\System::waitSignal', 'Corio\Coroutine::sleep',
];
foreach ($results as $name) {
    echo "$name: ", parts((new ReflectionMethod(...explode('::', $name)))->getReturnType()), "\n";
}
?>
--EXPECT--
all: Traversable|array
any: Traversable|array
race: Traversable|array
Corio\Client::getSocket: Socket|false
Corio\Coroutine::getContext: Corio\Coroutine\Context|null
Corio\Coroutine\Barrier::make: Corio\Coroutine\Barrier
Corio\Coroutine::exec: array|false
Corio\Coroutine\System::waitSignal: false|int
Corio\Coroutine::sleep: bool
