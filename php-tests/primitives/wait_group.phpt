--TEST--
primitives: WaitGroup waits until all have said that they are done
--FILE--
<?php
use Corio\Coroutine\System;
use Corio\Coroutine\WaitGroup;

use function Corio\Coroutine\defer;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $group = new WaitGroup(1);
    $group->add();
    var_dump($group->count());
    foreach ([0.02, 0.01] as $seconds) {
        go(function () use ($group, $seconds) {
            defer(fn () => $group->done());
            System::sleep($seconds);
            echo "$seconds\n";
        });
    }
    var_dump($group->wait(0.001), Corio\last_error(), Corio\last_error_msg());
    var_dump($group->wait(), $group->count(), Corio\last_error());

    // None to wait for; and it can be used again.
    var_dump($group->wait(), (new WaitGroup())->wait(0.001));
    $group->add(2);
    go(function () use ($group) {
        System::sleep(0.001);
        $group->done();
        $group->done();
        echo "both done\n";
    });
    var_dump($group->wait(timeout: 5), $group->count());
});
// In {main} as well.
$group = new WaitGroup(1);
go(function () use ($group) {
    System::sleep(0.001);
    $group->done();
});
var_dump($group->wait());
?>
--EXPECT--
int(2)
bool(false)
int(110)
string(41) "WaitGroup::wait() timed out after 0.001 s"
0.01
0.02
bool(true)
int(0)
int(0)
bool(true)
bool(true)
both done
bool(true)
int(0)
bool(true)
