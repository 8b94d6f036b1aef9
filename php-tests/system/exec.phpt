--TEST--
system: exec() runs a command without blocking the others
--FILE--
<?php
require __DIR__ . '/../include/child.php';
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function show(array|false $result): void
{
    echo $result === false ? 'false ' . Corio\last_error() : json_encode($result), "\n";
}
show(System::exec('echo hello; exit 3')); // at top level
run(function () {
    show(System::exec('echo out; echo err >&2', true));
    show(System::exec('kill -9 $$'));
    show(System::exec('printf "%s" "$VARIABLE"; true'));
    putenv('VARIABLE=of the environment');
    show(System::exec('printf "%s" "$VARIABLE"'));
    chdir('/usr');
    show(System::exec('pwd'));
    show(System::exec('no_such_command 2>/dev/null'));
    $large = System::exec('head -c 5000000 /dev/zero');
    var_dump(strlen($large['output']), trim($large['output'], "\0"));

    $begin = hrtime(true);
    $done = 0;
    for ($i = 0; $i < 10; $i++) {
        go(function () use (&$done) {
            System::exec('sleep 0.5');
            $done++;
        });
    }
    $ticks = 0;
    while ($done < 10) {
        System::sleep(0.01);
        $ticks++;
    }
    echo hrtime(true) - $begin < 4e9 ? "all at once" : 'one after another', $ticks > 3 ? ", others ran\n" : "\n";
    show(@System::exec(''));
    show(@System::exec("echo \0"));
});
child('try { Corio\Coroutine\System::exec("echo hi"); } catch (Corio\Exception $e) { echo $e->getMessage(), "\n"; }', 'disable_functions=exec');
?>
--EXPECT--
{"code":3,"signal":0,"output":"hello\n"}
{"code":0,"signal":0,"output":"out\nerr\n"}
{"code":0,"signal":9,"output":""}
{"code":0,"signal":0,"output":""}
{"code":0,"signal":0,"output":"of the environment"}
{"code":0,"signal":0,"output":"\/usr\n"}
{"code":127,"signal":0,"output":""}
int(5000000)
string(0) ""
all at once, others ran
false 22
false 22
System::exec() is not allowed: php.ini disables exec()
exit code 0
