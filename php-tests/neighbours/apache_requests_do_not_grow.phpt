--TEST--
neighbours: a thousand requests to Apache's PHP module leave its workers as they were, however they end
--SKIPIF--
<?php
require __DIR__ . '/../include/own_build.php';
skip_own_build('Apache module');
?>
--FILE--
<?php
require __DIR__ . '/../include/web.php';

workers_do_not_grow(server('apache', script: __DIR__ . '/../include/web_request.php', workers: 2));
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
