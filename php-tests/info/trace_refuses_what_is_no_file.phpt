--TEST--
info: corio.trace follows no symbolic link, writes to files only, and takes other people's rights away
--FILE--
<?php
$folder = sys_get_temp_dir() . '/corio-trace-' . bin2hex(random_bytes(4));
mkdir($folder);
file_put_contents("$folder/target", 'precious');
symlink("$folder/target", "$folder/link");
exec("mkfifo $folder/pipe");
file_put_contents("$folder/old", 'old text that is longer than what will be written now');
chmod("$folder/old", 0644);
foreach (['link', 'pipe', '', 'missing/file', 'old'] as $name) {
    $options = getenv('TEST_PHP_EXTRA_ARGS') . " -d corio.trace=$folder/$name -d display_errors=1 -d html_errors=0";
    exec(PHP_BINARY . " $options -r 'echo \"runs\n\";' 2>&1", $lines);
    echo str_replace($folder, 'FOLDER', implode("\n", preg_grep('/^$/', $lines, PREG_GREP_INVERT))), "\n";
    $lines = [];
}
var_dump(file_get_contents("$folder/target"), decoct(fileperms("$folder/old") & 0777), count(json_decode(file_get_contents("$folder/old"))));
array_map('unlink', glob("$folder/*"));
rmdir($folder);
?>
--EXPECTF--
Warning: PHP%sStartup: corio.trace: cannot write FOLDER/link: Too many levels of symbolic links in Unknown on line 0
runs
Warning: PHP%sStartup: corio.trace: cannot write FOLDER/pipe: No such device or address in Unknown on line 0
runs
Warning: PHP%sStartup: corio.trace: cannot write FOLDER/: Is a directory in Unknown on line 0
runs
Warning: PHP%sStartup: corio.trace: cannot write FOLDER/missing/file: No such file or directory in Unknown on line 0
runs
runs
string(8) "precious"
string(3) "600"
int(2)
