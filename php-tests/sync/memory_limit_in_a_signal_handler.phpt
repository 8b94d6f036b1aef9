--TEST--
sync: memory_limit in the handler of a signal that comes in the middle of a wait, and no descriptor is left in the process
--EXTENSIONS--
pcntl
--SKIPIF--
<?php
require __DIR__ . '/../include/watched.php';
skip_watched('without an allocator of PHP\'s own memory_limit does not hold');
?>
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/signal_handler_that_ends.php';

end_in_a_signal_handler('str_repeat("x", 1 << 30)', server('tarpit', accept: false)->port);
?>
--EXPECTF--
Fatal error: Allowed memory size of 134217728 bytes exhausted%S (tried to allocate %d bytes) in child.php on line %d
shutdown, 0 sockets
exit code 255
