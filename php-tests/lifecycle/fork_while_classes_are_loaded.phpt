--TEST--
lifecycle: in a forked child the main program goes on loading its class, and loads itself what another one was loading
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/fork.php';

use Corio\Coroutine\System;

use function Corio\Coroutine\go;

$parent = getmypid();
spl_autoload_register(function (string $class) use ($parent) {
    echo $class, getmypid() === $parent ? '' : ' in the child', "\n";
    System::sleep(0.1);
    eval("class $class {}");
});
$where = fn () => getmypid() === $parent ? 'parent' : 'child';
foreach (['Own', 'Others'] as $class) {
    go(fn () => $class === 'Others' && new Others());
    go(function () use ($class) {
        System::sleep(0.01);
        $class === 'Others' && System::sleep(0.02);
        if (($pid = pcntl_fork()) > 0) {
            wait_for_child($pid);
        }
    });
    echo get_class(new $class()), ' is there in the ', $where(), "\n";
    if ($where() === 'child') {
        exit;
    }
    System::sleep(0.3);
}
?>
--EXPECT--
Own
Own is there in the child
Own is there in the parent
Others
Others in the child
Others is there in the child
Others is there in the parent
