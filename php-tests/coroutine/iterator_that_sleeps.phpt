--TEST--
coroutine: the methods of an Iterator may sleep
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Slow implements IteratorAggregate, Countable, ArrayAccess
{
    public function __construct(private array $items) {}
    private function wait(mixed $value): mixed { System::sleep(0.005); return $value; }
    public function getIterator(): Iterator { return $this->wait(new SlowIterator($this->items)); }
    public function count(): int { return $this->wait(count($this->items)); }
    public function offsetExists(mixed $key): bool { return $this->wait(isset($this->items[$key])); }
    public function offsetGet(mixed $key): mixed { return $this->wait($this->items[$key]); }
    public function offsetSet(mixed $key, mixed $value): void { $this->items[$key] = $this->wait($value); }
    public function offsetUnset(mixed $key): void { $this->wait(null); unset($this->items[$key]); }
    public function __get(string $name): mixed { return $this->wait("got $name"); }
    public function __toString(): string { return $this->wait('text'); }
}
final class SlowIterator extends ArrayIterator
{
    public function next(): void { System::sleep(0.005); parent::next(); }
    public function current(): mixed { System::sleep(0.005); return parent::current(); }
}
run(function () {
    foreach (['a', 'b'] as $name) {
        go(function () use ($name) {
            $slow = new Slow([1, 2]);
            $slow[] = 3;
            unset($slow[7]);
            [$first] = $slow;
            $line = "$name $first $slow $slow->property " . count($slow) . (isset($slow[0]) ? ' set ' : '') . ($slow[9] ?? 'none');
            foreach ($slow as $item) {
                $line .= " $item";
            }
            $line .= ' ' . implode(',', iterator_to_array($slow)) . ' ' . implode(',', [...$slow]);
            echo "$line\n";
        });
    }
});
?>
--EXPECT--
a 1 text got property 3 set none 1 2 3 1,2,3 1,2,3
b 1 text got property 3 set none 1 2 3 1,2,3 1,2,3
