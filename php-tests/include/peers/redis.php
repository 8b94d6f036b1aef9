<?php
/*
 * redis-server on 'port', without persistence.
 */

require __DIR__ . '/_daemon.php';

$redis = executable('redis-server');
$folder = open_folder('redis');
guard($folder, ['port'], function (array $ports) use ($redis, $folder): array {
    $settings = ['--port', "$ports[port]", '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', $folder];
    return [$redis, ...$settings, '--unixsocket', "$folder/redis.sock"];
}, fn (int $port) => str_contains(answer($port, "PING\r\n"), 'PONG'));
