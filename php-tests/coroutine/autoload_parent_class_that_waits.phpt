--TEST--
coroutine: autoloading a class whose parent has to be loaded too
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$folder = sys_get_temp_dir() . '/corio-autoload-' . getmypid();
mkdir($folder);
file_put_contents("$folder/Base.php", '<?php class Base { function name() { return static::class; } }');
file_put_contents("$folder/Derived.php", '<?php class Derived extends Base {}');
spl_autoload_register(function (string $class) use ($folder) {
    System::sleep(0.01);
    echo "loading $class\n";
    require "$folder/$class.php";
});
run(function () {
    go(fn () => print((new Derived())->name() . "\n"));
    go(fn () => print((new Base())->name() . "\n"));
    go(fn () => print((new Derived())->name() . "\n"));
});
array_map('unlink', glob("$folder/*"));
rmdir($folder);
?>
--EXPECT--
loading Derived
loading Base
Base
Derived
Derived
