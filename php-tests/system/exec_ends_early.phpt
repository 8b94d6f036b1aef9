--TEST--
system: exec() that is cancelled, killed or too talkative leaves no shell and no zombie behind
--EXTENSIONS--
posix
--INI--
memory_limit=64M
--FILE--
<?php
require __DIR__ . '/../include/child.php';
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

/** Waits until the process is gone, its status taken. */
function gone(int $pid): string
{
    for ($i = 0; $i < 1000 && posix_kill($pid, 0); $i++) {
        System::sleep(0.01);
    }
    return posix_kill($pid, 0) ? 'still there' : 'gone';
}
function open_descriptors(): int
{
    return count(scandir('/proc/self/fd'));
}
$file = tempnam(sys_get_temp_dir(), 'corio-pid-');
$shell = "echo $$ >$file; while :; do sleep 0.05; done";
run(function () use ($shell, $file) {
    System::exec('true');
    $before = open_descriptors();
    $cid = go(function () use ($shell) {
        var_dump(System::exec($shell), Corio\last_error());
    });
    while (!str_ends_with((string) file_get_contents($file), "\n")) {
        System::sleep(0.01);
    }
    Coroutine::cancel($cid);
    echo gone((int) file_get_contents($file)), ', ', open_descriptors() - $before, " descriptors more\n";
    var_dump(System::exec('cat /dev/zero'), Corio\last_error(), Corio\last_error_msg());
    echo open_descriptors() - $before, " descriptors more\n";
});
file_put_contents($file, '');
child("Corio\\Coroutine\\go(fn () => Corio\\Coroutine\\System::exec('$shell'));
    while (!str_ends_with(file_get_contents('$file'), \"\\n\")) { Corio\\Coroutine\\System::sleep(0.01); }
    exit;");
echo gone((int) file_get_contents($file)), "\n";
unlink($file);
?>
--EXPECT--
bool(false)
int(125)
gone, 0 descriptors more
bool(false)
int(12)
string(56) "exec() of "cat /dev/zero" failed: Cannot allocate memory"
0 descriptors more
exit code 0
gone
