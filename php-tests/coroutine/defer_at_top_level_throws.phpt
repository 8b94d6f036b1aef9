--TEST--
coroutine: defer() outside of a coroutine throws
--FILE--
<?php
use function Corio\Coroutine\defer;

try {
    defer(fn () => null);
} catch (Corio\Exception $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
defer() belongs to a coroutine; {main} ends with the script
