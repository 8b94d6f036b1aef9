--TEST--
lifecycle: whatever structured wait coroutines stand in, exit(), fatal errors, exceptions and the end of the script end it cleanly
--INI--
corio.cancel_grace=30
--FILE--
<?php
require __DIR__ . '/../include/child.php';

$ends = [
    'exit(3)',
    'trigger_error("the end", E_USER_ERROR)',
    'Corio\Coroutine\run(fn () => exit(4))',
    'Corio\Coroutine\all([fn () => Corio\Coroutine\System::sleep(5), fn () => exit(5)])',
    'Corio\Coroutine\all([fn () => Corio\Coroutine\System::sleep(5), fn () => trigger_error("in a task", E_USER_ERROR)])',
    'Corio\Coroutine\scope(function ($scope) { $scope->go(fn () => Corio\Coroutine\System::sleep(5)); exit(6); })',
    'Corio\Coroutine\scope(function ($scope) { $scope->go(fn () => Corio\Coroutine\System::sleep(5)); trigger_error("in a scope", E_USER_ERROR); })',
    'throw new Exception("uncaught")',
];
foreach ($ends as $end) {
    child(str_replace('END', $end, <<<'PHP'
    use Corio\Coroutine;
    use Corio\Coroutine\{Scope, System};
    use function Corio\Coroutine\{all, any, defer, go, race, run, scope, timeout};
    $sleep = fn () => System::sleep(5);
    $cleaning = function () { try { System::sleep(5); } finally { System::sleep(5); } };
    go(fn () => all([$sleep, $sleep]));
    go(fn () => any([$sleep, fn () => throw new Exception()], 5));
    go(fn () => race([$sleep, fn () => Coroutine::yield()]));
    go(fn () => timeout(5, $cleaning));
    go(fn () => timeout(5, fn () => timeout(5, fn () => all([$sleep]))));
    go(function () use ($sleep) { scope(function (Scope $scope) use ($sleep) { $scope->go($sleep); $scope->go(fn () => System::sleep(5)); System::sleep(5); }); });
    go(function () use ($sleep) { $scope = new Scope; $scope->go($sleep); $scope->wait(); });
    $kept = new Scope;
    $kept->go($sleep);
    go(fn () => Coroutine::join([go($sleep)]));
    go(fn () => Coroutine::join([go($sleep)], 5));
    go(function () use ($sleep) { Coroutine::setTimeLimit(5); $sleep(); });
    // These clean up when the end comes.
    go(function () use ($cleaning) { try { all([$cleaning, function () { System::sleep(0.001); throw new Exception(); }]); } finally { System::sleep(5); } });
    go(fn () => race([$cleaning, fn () => System::sleep(0.001)]));
    go(fn () => Coroutine::getContext()['data'] = new class { function __destruct() { System::sleep(5); } } and System::sleep(5));
    $doomed = new Scope;
    $doomed->go($cleaning);
    $doomed->cancel();
    System::sleep(0.01);
    END;
    PHP));
}
?>
--EXPECT--
exit code 3
Fatal error: the end in child.php on line 26
exit code 255
exit code 4
exit code 5
Fatal error: in a task in child.php on line 26
exit code 255
exit code 6
Fatal error: in a scope in child.php on line 26
exit code 255
Fatal error: Uncaught Exception: uncaught in child.php:26
Stack trace:
#0 {main}
  thrown in child.php on line 26
exit code 255
