--TEST--
coroutine: a file that waits at its top level may be included by several coroutines
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$file = tempnam(sys_get_temp_dir(), 'corio');
file_put_contents($file, '<?php
$before = $name;
Corio\Coroutine\System::sleep(0.01);
return "$before $name";
');
run(function () use ($file) {
    foreach (['a', 'b', 'c'] as $name) {
        go(function () use ($file, $name) {
            $result = include $file;
            echo "$result\n";
        });
    }
    $name = 'callback';
    $result = include $file;
    echo "$result\n";
});
unlink($file);
?>
--EXPECT--
a a
b b
c c
callback callback
