--TEST--
swoole: of each of Swoole's names it is known whether it is there or why not, and no others are there
--INI--
corio.swoole_aliases=1
--FILE--
<?php
$kinds = [
    'classes' => [class_exists(...), get_declared_classes(), '/^swoole\\\\/i'],
    'short classes' => [class_exists(...), get_declared_classes(), '/^(co|chan)($|\\\\)/i'],
    'functions' => [function_exists(...), get_defined_functions()['internal'], '/^swoole[\\\\_]/i'],
    'short functions' => [function_exists(...), get_defined_functions()['internal'], '/^(co\\\\.*|go|defer|_.*)$/i'],
    'constants' => [defined(...), array_keys(get_defined_constants()), '/^(SWOOLE|WEBSOCKET)_/'],
];
$list = require __DIR__ . '/../include/swoole_names.php';
foreach ($kinds as $kind => [$exists, $registered, $pattern]) {
    $known = array_merge(...array_values($list[$kind]));
    foreach ($list[$kind] as $reason => $names) {
        if ($reason === 'not in this version') {
            continue; // may come any moment
        }
        foreach ($names as $name) {
            $exists($name) === ($reason === '') || print("$name is " . ($reason === '' ? 'missing' : "there, and in the list because of: $reason") . "\n");
        }
    }
    $there = array_map($kind === 'constants' ? strval(...) : strtolower(...), preg_grep($pattern, $registered));
    $invented = array_diff($there, array_map($kind === 'constants' ? strval(...) : strtolower(...), $known), ['_']);
    echo $kind, ': ', count($list[$kind]['']), ' of ', count($known), $invented === [] ? '' : ', invented: ' . implode(' ', $invented), "\n";
    count($known) === count(array_unique($known)) || print("listed twice\n");
}

// Whatever is ours and has Swoole's name behind its namespace is what that name stands for.
foreach (get_declared_classes() as $class) {
    $swoole = preg_replace('/^Corio\\\\/', 'Swoole\\', $class, count: $count);
    if ($count && class_exists($swoole) && (new ReflectionClass($swoole))->getName() !== $class) {
        echo "$swoole is not $class\n";
    }
    if ($count && !class_exists($swoole) && in_array($swoole, array_merge(...array_values($list['classes'])))) {
        echo "$class has no alias\n";
    }
}
foreach (get_defined_functions()['internal'] as $function) {
    $swoole = preg_replace(['/^corio\\\\coroutine\\\\/', '/^corio\\\\/'], ['swoole\coroutine\\', 'swoole_'], $function, count: $count);
    if ($count && !function_exists($swoole) && in_array($swoole, array_map(strtolower(...), array_merge(...array_values($list['functions']))))) {
        echo "$function() has no alias\n";
    }
}
foreach (get_defined_constants() as $constant => $value) {
    $swoole = preg_replace('/^Corio\\\\/', 'SWOOLE_', $constant, count: $count);
    if ($count && defined($swoole) && constant($swoole) !== $value) {
        echo "$swoole differs from $constant\n";
    }
}
?>
--EXPECTF--
classes: %d of %d
short classes: %d of %d
functions: %d of %d
short functions: %d of %d
constants: %d of %d
