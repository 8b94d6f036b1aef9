--TEST--
dns: parent and child resolve and connect, forked before, between and after look-ups
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/dns.php';
require __DIR__ . '/../include/fork.php';

name_server();
$port = server('echo')->port;

in_a_child(fn () => resolve_and_talk('before.any.test', $port));
resolve_and_talk('parent1.any.test', $port);
in_a_child(function () use ($port) {
    resolve_and_talk('between.any.test', $port);
    resolve_and_talk('parent1.any.test', $port);
});
resolve_and_talk('parent2.any.test', $port);
in_a_child(fn () => resolve_and_talk('after.any.test', $port));
resolve_and_talk('parent3.any.test', $port);
?>
--EXPECT--
before.any.test resolves
parent1.any.test resolves
between.any.test resolves
parent1.any.test resolves
parent2.any.test resolves
after.any.test resolves
parent3.any.test resolves
