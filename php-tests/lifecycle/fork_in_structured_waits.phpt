--TEST--
lifecycle: in a child forked in a task of all(), a scope or under join() that one goes on and its waiter after it
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\Scope;
use Corio\Coroutine\System;

use function Corio\Coroutine\all;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;
use function Corio\Coroutine\scope;
use function Corio\Coroutine\timeout;

function forks(string $name): callable
{
    return function () use ($name) {
        System::sleep(0.001);
        $pid = pcntl_fork();
        if ($pid === 0) {
            System::sleep(0.001);
            echo "$name: child\n";
            return 'of the child';
        }
        pcntl_waitpid($pid, $status);
        return pcntl_wexitstatus($status);
    };
}

$other = function () { System::sleep(0.05); return 'other'; };
$ways = [
    'all' => fn () => all([$other, forks('all'), $other]),
    'timeout' => fn () => timeout(30, forks('timeout')),
    'scope' => fn () => scope(function (Scope $scope) use ($other) { $scope->go($other); $scope->go(forks('scope')); }),
    'join' => fn () => Coroutine::join([go($other), go(forks('join'))]),
    'at once' => fn () => all([function () { return pcntl_fork() === 0 ? 'child' : (pcntl_wait($status) > 0 ? pcntl_wexitstatus($status) : -1); }]),
];
$parent = getmypid();
foreach ($ways as $name => $way) {
    $result = $way();
    echo "$name: ", json_encode($result), getmypid() === $parent ? " in the parent\n" : " in the child\n";
    if (getmypid() !== $parent) {
        exit(7);
    }
}
var_dump(Coroutine::stats()['coroutine_num']);
?>
--EXPECT--
all: child
all: ["of the child",null,null] in the child
all: ["other",7,"other"] in the parent
timeout: child
timeout: "of the child" in the child
timeout: 7 in the parent
scope: child
scope: null in the child
scope: null in the parent
join: child
join: true in the child
join: true in the parent
at once: ["child"] in the child
at once: [7] in the parent
int(0)
