--TEST--
swoole: each of Swoole's methods, properties and class constants is there or known not to be; parameters have its names
--INI--
corio.swoole_aliases=1
--FILE--
<?php
$list = require __DIR__ . '/../include/swoole_methods.php';
$count = 0;
$check = function (string $name, bool $exists) use ($list, &$count): void {
    $count++;
    if ($exists === isset($list['absent'][$name])) {
        echo $name, $exists ? ' is there, and in the list of what is not' : ' is missing', "\n";
    }
};
foreach ($list['methods'] as $class => $methods) {
    foreach ($methods as $method => $parameters) {
        $check("$class::$method()", method_exists($class, $method));
        if (!method_exists($class, $method)) {
            continue;
        }
        $ours = array_map(fn ($parameter) => $parameter->getName(), (new ReflectionMethod($class, $method))->getParameters());
        $theirs = array_filter(explode(' ', $list['renamed']["$class::$method()"] ?? $parameters));
        if (array_slice($ours, 0, count($theirs)) !== $theirs) {
            echo "$class::$method(): ", implode(' ', $ours), ", not $parameters\n";
        }
    }
}
foreach ($list['properties'] as $class => $properties) {
    foreach (explode(' ', $properties) as $property) {
        $check("$class::\$$property", property_exists($class, $property));
    }
}
foreach ($list['constants'] as $class => $constants) {
    foreach (explode(' ', $constants) as $constant) {
        $check("$class::$constant", defined("$class::$constant"));
    }
}
// What is the same by two names is the same.
foreach ((new ReflectionClass('Swoole\Coroutine\System'))->getMethods() as $method) {
    if (method_exists('Swoole\Coroutine', $method->getName())) {
        $shown = fn (string $class) => preg_replace('/^Method.*\n/', '', (string) new ReflectionMethod($class, $method->getName()));
        $shown('Swoole\Coroutine') === $shown('Swoole\Coroutine\System') || print($method->getName() . " differs\n");
    }
}
foreach (['absent', 'renamed'] as $part) {
    foreach (array_keys($list[$part]) as $name) {
        [$class, $member] = explode('::', $name);
        isset($list['methods'][$class][rtrim($member, '()')]) || str_starts_with($member, '$') || print("$name is not Swoole's\n");
    }
}
echo $count - count($list['absent']), " of $count\n";
?>
--EXPECT--
181 of 190
