<?php
/*
 * nginx with the same page by HTTP on 'http', with TLS on 'https', and by HTTP at the Unix socket 'folder'/nginx.sock.
 * '/' is a short text, '/large' has 3,000,000 bytes. 'cert' is a name in pki.php.
 */

require __DIR__ . '/_daemon.php';
require __DIR__ . '/_nginx.php';

$options = options(['cert' => 'server']);
$folder = open_folder('nginx');
$certificate = pki($options['cert']);
mkdir("$folder/html");
file_put_contents("$folder/html/index.html", "hello from nginx\n");
file_put_contents("$folder/html/large", str_repeat('0123456789', 300_000));
$user = fileowner('/proc/self') === 0 ? 'user root;' : '';

guard($folder, ['http', 'https'], function (array $ports) use ($folder, $certificate, $user) {
    // What is left of an attempt whose port was taken.
    @unlink("$folder/nginx.sock");
    return nginx($folder, <<<CONF
        server {
            listen 127.0.0.1:$ports[http];
            listen unix:$folder/nginx.sock;
            listen 127.0.0.1:$ports[https] ssl;
            ssl_certificate $certificate[chain];
            ssl_certificate_key $certificate[key];
            default_type text/plain;
            root $folder/html;
        }
        CONF, $user);
}, accepts(...));
