--TEST--
coroutine: DeadlockException is a Corio\Exception
--FILE--
<?php
var_dump(is_subclass_of(Corio\DeadlockException::class, Corio\Exception::class));
?>
--EXPECT--
bool(true)
