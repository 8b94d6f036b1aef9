--TEST--
coroutine: a Scope of one's own: wait(), cancel(), and what its destructor does
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\Scope;
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

run(function () {
    $scope = new Scope;
    var_dump($scope->wait());
    $scope->go(fn () => System::sleep(0.03));
    var_dump($scope->wait(0.001), Corio\last_error(), Corio\last_error_msg(), $scope->wait());
    for ($i = 0; $i < 500; $i++) {
        $scope->go(fn () => System::sleep(0.001 * ($i % 5 + 1)));
    }
    var_dump($scope->wait());

    $scope->go(fn () => throw new Exception('child'));
    try {
        $scope->wait();
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
    try {
        $scope->go(fn () => 1);
    } catch (Corio\Exception $e) {
        echo $e->getMessage(), "\n";
    }

    $scope = new Scope;
    $scope->go(function () { try { System::sleep(30); } finally { echo "cancelled by the destructor\n"; } });
    $scope = null;
    echo "freed\n";
    System::sleep(0.001);

    $scope = new Scope;
    $scope->go(fn () => throw new Exception('nobody has waited'));
    try {
        $scope = null;
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }

    $scope = new Scope;
    $scope->go(fn () => System::sleep(0.01));
    Corio\Coroutine\go(function () use ($scope) { var_dump($scope->wait(), Corio\last_error()); });
    try {
        $scope->wait();
    } catch (Corio\Exception $e) {
        echo preg_replace('/#\d+/', '#N', $e->getMessage()), "\n";
    }
    try {
        clone $scope;
    } catch (Error $e) {
        echo $e->getMessage(), "\n";
    }
    try {
        serialize($scope);
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
});
?>
--EXPECT--
bool(true)
bool(false)
int(110)
string(30) "wait() timed out after 0.001 s"
bool(true)
bool(true)
child
cannot start a coroutine in a scope that has ended or was cancelled
freed
cancelled by the destructor
nobody has waited
coroutine #N waits for the scope already
Trying to clone an uncloneable object of class Corio\Coroutine\Scope
Serialization of 'Corio\Coroutine\Scope' is not allowed
bool(true)
int(0)
