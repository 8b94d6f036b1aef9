<?php
/*
 * Dante, a proxy for SOCKS 4 and SOCKS 5, on 'port'. It connects to loopback addresses, but not to the ports 'blocked'.
 */

require __DIR__ . '/_daemon.php';

$options = options(['blocked' => []]);
$danted = executable('danted');
$folder = open_folder('dante');

guard($folder, ['socks'], function (array $ports) use ($danted, $folder, $options) {
    $users = fileowner('/proc/self') === 0 ? "user.privileged: root\nuser.unprivileged: nobody" : '';
    $rules = '';
    foreach ($options['blocked'] as $port) {
        $rules .= "socks block { from: 127.0.0.0/8 to: 0.0.0.0/0 port = $port }\n";
    }
    file_put_contents("$folder/danted.conf", <<<CONF
        logoutput: $folder/log
        internal: 127.0.0.1 port = $ports[socks]
        external: lo
        clientmethod: none
        socksmethod: none
        $users
        client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
        {$rules}socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }

        CONF);
    return [$danted, '-f', "$folder/danted.conf", '-p', "$folder/pid"];
}, accepts(...));
