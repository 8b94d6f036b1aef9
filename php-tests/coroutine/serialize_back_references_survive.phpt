--TEST--
coroutine: a child that serialises while its creator does gets numbers of its own
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Waits
{
    public ?object $friend = null;
    public function __serialize(): array
    {
        go(function () {
            $same = new stdClass();
            echo serialize([$same, $same]), "\n";
        });
        System::sleep(0.005);
        return ['friend' => $this->friend];
    }
}
run(function () {
    $waits = new Waits();
    $waits->friend = new stdClass();
    echo serialize([$waits->friend, $waits, $waits->friend]), "\n";
});
?>
--EXPECT--
a:2:{i:0;O:8:"stdClass":0:{}i:1;r:2;}
a:3:{i:0;O:8:"stdClass":0:{}i:1;O:5:"Waits":1:{s:6:"friend";r:2;}i:2;r:2;}
