--TEST--
system: file functions obey open_basedir and memory_limit, and refuse stream wrappers and NUL
--FILE--
<?php
require __DIR__ . '/../include/child.php';

$folder = sys_get_temp_dir() . '/corio-refused-' . getmypid();
mkdir("$folder/inside", recursive: true);
file_put_contents("$folder/outside.txt", 'secret');
symlink("$folder/outside.txt", "$folder/inside/link");
file_put_contents("$folder/inside/large", str_repeat('x', 10 << 20));
$code = <<<'PHP'
    use Corio\Coroutine\System;
    chdir(%1$s);
    foreach (['../outside.txt', 'link', 'http://localhost/', 'PHAR://x.phar/y', 'php://stdin', 'data:,x', "a\0b", '', 'file:///etc/passwd'] as $path) {
        var_dump(@System::readFile($path), @System::writeFile($path, 'x'), @System::statvfs($path), Corio\last_error());
    }
    System::readFile('../outside.txt');
    System::readFile('http://localhost/');
    var_dump(System::writeFile('a:b', 'x'), System::readFile('a:b'));
    var_dump(System::readFile('large'), Corio\last_error());
    PHP;
child(sprintf($code, var_export("$folder/inside", true)), "open_basedir=$folder/inside:" . sys_get_temp_dir() . '/corio-child', 'memory_limit=12M');
echo file_get_contents("$folder/outside.txt"), "\n";
array_map(unlink(...), ["$folder/inside/a:b", "$folder/inside/large", "$folder/inside/link", "$folder/outside.txt"]);
rmdir("$folder/inside");
rmdir($folder);
?>
--EXPECTF--
bool(false)
bool(false)
bool(false)
int(1)
bool(false)
bool(false)
bool(false)
int(1)
bool(false)
bool(false)
bool(false)
int(22)
bool(false)
bool(false)
bool(false)
int(22)
bool(false)
bool(false)
bool(false)
int(22)
bool(false)
bool(false)
bool(false)
int(22)
bool(false)
bool(false)
bool(false)
int(22)
bool(false)
bool(false)
bool(false)
int(22)
bool(false)
bool(false)
bool(false)
int(22)
Warning: Corio\Coroutine\System::readFile(): open_basedir restriction in effect. File(%s/outside.txt) is not within the allowed path(s): (%s) in child.php on line %d
Warning: Corio\Coroutine\System::readFile(): stream wrappers are not for this function: the path must be that of a file in child.php on line %d
int(1)
string(1) "x"
bool(false)
int(12)
exit code 0
secret
