--TEST--
fpm: a thousand requests that resolve and connect leave the workers as they were, however they end
--FILE--
<?php
require __DIR__ . '/../include/web.php';

workers_do_not_grow(server('fpm', script: __DIR__ . '/../include/web_request.php', workers: 2));
?>
--EXPECT--
2 workers, none replaced
0 descriptors more
no growth within PHP
no growth
0 descriptors more
no growth within PHP
no growth
Uncaught Exception: expected: each of them
Allowed memory size: each of them
declare class Twice: each of them
