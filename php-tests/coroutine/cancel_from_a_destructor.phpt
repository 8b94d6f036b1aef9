--TEST--
coroutine: cancel() and a scope's end in a destructor, where PHP below 8.4 cannot switch; a class that is being loaded is waited for
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\Scope;
use Corio\Coroutine\System;
use Corio\Timer;

use function Corio\Coroutine\go;
use function Corio\Coroutine\race;
use function Corio\Coroutine\run;

final class Canceler
{
    public static string $said;

    public function __construct(private int $cid, private bool $throw)
    {
    }

    public function __destruct()
    {
        // The second one finds a wait that has ended, or is about to.
        self::$said = json_encode([Coroutine::cancel($this->cid, $this->throw), Coroutine::cancel($this->cid)]);
    }
}

run(function () {
    foreach ([false, true] as $throw) {
        $cid = go(function () {
            try {
                var_dump(Coroutine::yield(), Corio\last_error());
            } catch (CanceledException $e) {
                echo preg_replace('/#\d+/', '#N', $e->getMessage()), "\n";
            }
        });
        new Canceler($cid, $throw);
        Coroutine::exists($cid) && Coroutine::join([$cid]);
        echo Canceler::$said, "\n";
    }

    // A wait that is cancelled and resumed in the same turn was cancelled.
    $scope = new Scope;
    $yielded = $scope->go(function () {
        try {
            Coroutine::yield();
            echo "resumed\n";
            Coroutine::yield();
        } catch (CanceledException) {
            echo "cancelled\n";
        }
    });
    $scope->cancel();
    var_dump(Coroutine::resume($yielded), $scope->wait());

    spl_autoload_register(function (string $class) {
        System::sleep(0.01);
        eval("class $class { }");
    });
    $loads = go(fn () => class_exists('Slow'));
    $waits = go(function () { var_dump(class_exists('Slow'), System::sleep(0.001)); });
    var_dump(Coroutine::cancel($waits), Corio\last_error() === Corio\ERROR_CO_CANNOT_CANCEL);
    Coroutine::join([$loads, $waits]);

    // A timer goes on outside of the scope that it was set in; so does its callback.
    race([
        function () { Timer::after(5, function () { var_dump(System::sleep(0.001)); }); System::sleep(30); },
        fn () => System::sleep(0.001),
    ]);
    echo "race() does not wait for the timer\n";
});
?>
--EXPECT--
bool(false)
int(125)
[true,false]
cancelled by coroutine #N
[true,false]
resumed
cancelled
bool(true)
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
race() does not wait for the timer
bool(true)
