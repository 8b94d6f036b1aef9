--TEST--
coroutine: a function with thousands of variables in a coroutine
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$code = '';
for ($i = 0; $i < 3000; $i++) {
    $code .= "\$v$i = \$n + $i; ";
}
eval("function big(int \$n, ...\$rest) { $code Corio\\Coroutine\\System::sleep(0.005); return \$v2999 + count(\$rest); }");
run(function () {
    for ($i = 0; $i < 3; $i++) {
        go(fn () => print(big($i, ...range(1, 5000)) . "\n"));
    }
    go('big', 7, ...range(1, 10000));
});
?>
--EXPECT--
7999
8000
8001
