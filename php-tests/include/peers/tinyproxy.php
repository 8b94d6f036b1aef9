<?php
/*
 * tinyproxy, an HTTP proxy, on 'port'; for 'user' with 'password', if they are given. With 'ports' it connects to
 * these ports only.
 */

require __DIR__ . '/_daemon.php';

$options = options(['user' => '', 'password' => '', 'ports' => []]);
$tinyproxy = executable('tinyproxy');
$folder = open_folder('tinyproxy');

guard($folder, ['http'], function (array $ports) use ($tinyproxy, $folder, $options) {
    $lines = ["Port $ports[http]", 'Listen 127.0.0.1', 'Timeout 60', 'MaxClients 50', 'Allow 127.0.0.1', "LogFile \"$folder/log\""];
    if ($options['user'] !== '') {
        $lines[] = "BasicAuth $options[user] $options[password]";
    }
    foreach ($options['ports'] as $port) {
        $lines[] = "ConnectPort $port";
    }
    file_put_contents("$folder/tinyproxy.conf", implode("\n", $lines) . "\n");
    return [$tinyproxy, '-d', '-c', "$folder/tinyproxy.conf"];
}, accepts(...));
