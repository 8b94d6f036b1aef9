--TEST--
coroutine: __serialize, __unserialize, __sleep and __wakeup may wait
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Modern
{
    public function __construct(public mixed $data) {}
    public function __serialize(): array { System::sleep(0.01); return ['d' => $this->data]; }
    public function __unserialize(array $from): void { System::sleep(0.005); $this->data = $from['d']; }
}
final class Classic
{
    public function __construct(public mixed $data) {}
    public function __sleep(): array { System::sleep(0.005); return ['data']; }
    public function __wakeup(): void { System::sleep(0.01); $this->data .= ' awake'; }
}
run(function () {
    foreach (['a', 'b', 'c'] as $name) {
        go(function () use ($name) {
            $classic = new Classic($name);
            $value = [new Modern($name), $classic, $classic, new Modern([$name, new Classic("$name-deep")])];
            $copy = unserialize(serialize($value));
            echo $copy[0]->data, ', ', $copy[1]->data, ', ', $copy[3]->data[1]->data, ' ';
            var_dump($copy[1] === $copy[2]);
        });
    }
});
?>
--EXPECT--
a, a awake, a-deep awake bool(true)
b, b awake, b-deep awake bool(true)
c, c awake, c-deep awake bool(true)
