--TEST--
swoole: a script for Swoole: processes, signals and files in coroutines
--INI--
corio.swoole_aliases=1
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\System;

Coroutine\run(function () {
    $result = System::exec('echo out; exit 3');
    var_dump($result['output'], $result['code'], $result['signal']);
    $process = proc_open(['sh', '-c', 'read line; exit 5'], [['pipe', 'r']], $pipes);
    $pid = proc_get_status($process)['pid'];
    fclose($pipes[0]);
    var_dump(System::waitPid($pid, 5)['code']);

    go(function () {
        Coroutine::sleep(0.02);
        System::exec('kill -USR1 ' . getmypid());
    });
    var_dump(System::waitSignal(SIGUSR1, 5) === SIGUSR1, System::waitSignal(SIGUSR2, 0.01));

    $file = tempnam(sys_get_temp_dir(), 'corio-');
    var_dump(System::writeFile($file, 'content'), System::readFile($file), System::statvfs('/')['bsize'] > 0);
    unlink($file);
});
?>
--EXPECT--
string(4) "out
"
int(3)
int(0)
int(5)
bool(true)
bool(false)
int(7)
string(7) "content"
bool(true)
