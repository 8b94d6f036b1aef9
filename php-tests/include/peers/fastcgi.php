<?php
/*
 * A php-fpm that speaks FastCGI on 'port', and closes the connection after each request. It has the PHP file 'script'
 * as 'folder'/script.php, where its user may read it.
 */

require __DIR__ . '/_daemon.php';

$options = options(['script' => '']);
$fpm = php_fpm();
$folder = open_folder('fastcgi');
copy($options['script'], "$folder/script.php");
chmod("$folder/script.php", 0644);
$user = fileowner('/proc/self') === 0 ? "user = www-data\ngroup = www-data" : '';
guard($folder, ['port'], function (array $ports) use ($fpm, $folder, $user): array {
    file_put_contents("$folder/fpm.conf", <<<CONF
        [global]
        error_log = $folder/log
        daemonize = no
        [www]
        $user
        listen = 127.0.0.1:$ports[port]
        pm = static
        pm.max_children = 1
        CONF);
    return [$fpm, '-n', '-F', '-y', "$folder/fpm.conf"];
}, accepts(...));
