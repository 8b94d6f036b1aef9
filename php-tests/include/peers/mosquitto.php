<?php
/*
 * mosquitto, an MQTT broker, on 'port'. It lets anybody in.
 */

require __DIR__ . '/_daemon.php';

$mosquitto = executable('mosquitto', '/usr/sbin');
$folder = open_folder('mosquitto');
guard($folder, ['port'], function (array $ports) use ($mosquitto, $folder): array {
    // As root it would give up its rights for a user that cannot read the folder.
    $user = fileowner('/proc/self') === 0 ? "user root\n" : '';
    file_put_contents("$folder/conf", "{$user}listener $ports[port] 127.0.0.1\nallow_anonymous true\n");
    return [$mosquitto, '-c', "$folder/conf"];
}, accepts(...));
