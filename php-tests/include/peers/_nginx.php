<?php
/*
 * How nginx is started: a single process that writes below 'folder' only.
 */

/** Writes the configuration with these directives for `http`, and answers the command that runs it. */
function nginx(string $folder, string $http, string $main = ''): array
{
    $paths = '';
    foreach (['client_body', 'fastcgi', 'proxy', 'scgi', 'uwsgi'] as $kind) {
        $paths .= "{$kind}_temp_path $folder/$kind;\n";
    }
    file_put_contents("$folder/nginx.conf", <<<CONF
        $main
        daemon off;
        master_process off;
        pid $folder/nginx.pid;
        error_log $folder/log;
        events { worker_connections 256; }
        http {
            access_log off;
            $paths
            $http
        }
        CONF);
    return [executable('nginx'), '-c', "$folder/nginx.conf", '-p', $folder, '-e', "$folder/log"];
}
