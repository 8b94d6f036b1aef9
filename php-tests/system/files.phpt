--TEST--
system: readFile(), writeFile() and statvfs()
--EXTENSIONS--
posix
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$folder = sys_get_temp_dir() . '/corio-files-' . getmypid();
mkdir($folder);
chdir($folder);
$large = str_repeat("0123456789abcdef", 400_000);
run(function () use ($folder, $large) {
    $ticks = 0;
    $done = false;
    go(function () use (&$ticks, &$done) {
        while (!$done) {
            System::sleep(0.001);
            $ticks++;
        }
    });
    var_dump(System::writeFile('large', $large), file_get_contents("$folder/large") === $large, System::readFile('large') === $large);
    for ($i = 0; $i < 5 && $ticks < 3; $i++) {
        System::readFile("$folder/large");
    }
    $done = true;
    var_dump(System::writeFile('small', 'one'), System::writeFile('small', 'two', FILE_APPEND), file_get_contents('small'));
    var_dump(System::writeFile('small', ''), System::readFile('small'), System::writeFile('small', 'locked', LOCK_EX), System::readFile('small', LOCK_EX));
    echo umask() === 0022 ? decoct(fileperms('small') & 0777) : '644', "\n";
    var_dump(str_contains(System::readFile('/proc/self/status'), 'VmRSS'), System::readFile('/dev/null'));

    foreach (['missing', '.', 'small/below', str_repeat('x', 5000)] as $path) {
        var_dump(System::readFile($path));
        echo Corio\last_error(), ' ', preg_replace(['~"/[^"]*/~', '~"/"~'], ['"…/', '"/"'], Corio\last_error_msg()), "\n";
    }
    var_dump(System::writeFile('/dev/full', 'x'), Corio\last_error(), System::writeFile('.', 'x'), Corio\last_error());

    echo "a lock that another one holds is waited for:\n";
    $lock = fopen('small', 'r+');
    flock($lock, LOCK_EX);
    go(function () use ($lock) {
        System::sleep(0.05);
        fwrite($lock, 'LOCKED');
        fflush($lock);
        flock($lock, LOCK_UN);
    });
    var_dump(System::readFile('small', LOCK_SH));

    echo "a pipe:\n";
    posix_mkfifo("$folder/fifo", 0600); // PHP does not expand this one where each thread has a folder of its own
    go(function () {
        System::sleep(0.05);
        System::writeFile('fifo', 'through the pipe');
    });
    var_dump(System::readFile('fifo'));
    $found = System::statvfs('.');
    var_dump($found['blocks'] * $found['frsize'] === (int) disk_total_space('.'), $found['namemax'] >= 14, count($found), System::statvfs('missing'), Corio\last_error());
});
array_map(unlink(...), ['large', 'small', 'fifo']);
rmdir($folder);
?>
--EXPECTF--
int(6400000)
bool(true)
bool(true)
int(3)
int(3)
string(6) "onetwo"
int(0)
string(0) ""
int(6)
string(6) "locked"
644
bool(true)
string(0) ""
bool(false)
2 readFile() of "…/missing" failed: No such file or directory
bool(false)
21 readFile() of "…/corio-files-%d" failed: Is a directory
bool(false)
20 readFile() of "…/below" failed: Not a directory
bool(false)
36 the path is too long
bool(false)
int(28)
bool(false)
int(21)
a lock that another one holds is waited for:
string(6) "LOCKED"
a pipe:
string(16) "through the pipe"
bool(true)
bool(true)
int(11)
bool(false)
int(2)
