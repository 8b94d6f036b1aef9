<?php
/*
 * Squid, an HTTP proxy, on 'port'; for 'user' with 'password', if they are given. It resolves names by the hosts
 * file alone: the name server that it asks is none.
 */

require __DIR__ . '/_daemon.php';

$options = options(['user' => '', 'password' => '']);
$squid = executable('squid');
$folder = open_folder('squid');
// As root it becomes another user, who needs to write here.
chmod($folder, 0777);

guard($folder, ['http'], function (array $ports) use ($squid, $folder, $options) {
    $rules = 'http_access allow all';
    if ($options['user'] !== '') {
        // The helper knows MD5 in the form of crypt(3).
        file_put_contents("$folder/users", "$options[user]:" . crypt($options['password'], '$1$corio$') . "\n");
        chmod("$folder/users", 0644);
        $helper = executable('basic_ncsa_auth', '/usr/lib/squid', '/usr/libexec/squid');
        $rules = "auth_param basic program $helper $folder/users\nauth_param basic realm corio\n"
            . "acl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all";
    }
    file_put_contents("$folder/squid.conf", <<<CONF
        http_port 127.0.0.1:$ports[http]
        visible_hostname proxy.test
        pid_filename none
        access_log none
        cache_log $folder/log
        cache deny all
        netdb_filename none
        coredump_dir $folder
        shutdown_lifetime 0 seconds
        max_filedescriptors 1024
        dns_nameservers 127.0.0.1
        dns_timeout 1 second
        connect_timeout 5 seconds
        $rules

        CONF);
    return [$squid, '-N', '-f', "$folder/squid.conf"];
}, accepts(...));
