<?php
/*
 * microsocks, a SOCKS 5 proxy, on 'port'; for 'user' with 'password', if they are given.
 */

require __DIR__ . '/_daemon.php';

$options = options(['user' => '', 'password' => '']);
$microsocks = executable('microsocks');

guard(open_folder('microsocks'), ['socks'], function (array $ports) use ($microsocks, $options) {
    $command = [$microsocks, '-i', '127.0.0.1', '-p', (string) $ports['socks']];
    return $options['user'] === '' ? $command : [...$command, '-u', $options['user'], '-P', $options['password']];
}, accepts(...));
