<?php
/*
 * nginx on 'port' before a php-fpm with the extension under test: a static pool of 'workers' processes, to which
 * it talks by a Unix socket. Both answer every request with the PHP file 'script'. What PHP logs is in
 * 'folder'/php.log. 'ini' are settings of php.ini for the workers, 'env' are variables of their environment.
 */

require __DIR__ . '/_daemon.php';
require __DIR__ . '/_nginx.php';

$options = options(['script' => '', 'workers' => 2, 'ini' => [], 'env' => []]);
$ini = array_merge(...array_map(fn (string $setting) => ['-d', $setting], array_values($options['ini'])));
$fpm = php_fpm();

$folder = open_folder('fpm');
touch("$folder/php.log");
chmod("$folder/php.log", 0666);
copy($options['script'], "$folder/script.php");
chmod("$folder/script.php", 0644);

$env = implode("\n", array_map(fn ($name, $value) => "env[$name] = $value", array_keys($options['env']), $options['env']));
$user = fileowner('/proc/self') === 0 ? "user = www-data\ngroup = www-data" : '';
file_put_contents("$folder/fpm.conf", <<<CONF
    [global]
    error_log = $folder/log
    daemonize = no
    [www]
    $user
    listen = $folder/fpm.sock
    listen.mode = 0666
    listen.backlog = 511
    pm = static
    pm.max_children = $options[workers]
    catch_workers_output = yes
    $env
    php_admin_value[error_log] = $folder/php.log
    php_admin_flag[log_errors] = on
    php_admin_flag[display_errors] = off
    CONF);

$null = ['file', '/dev/null', 'r'];
$output = ['file', "$folder/output", 'a'];
$command = [$fpm, '-n', '-F', '-d', 'extension=' . getenv('CORIO_SO'), ...$ini, '-y', "$folder/fpm.conf"];
$pool = proc_open($command, [$null, $output, $output], $pipes);
// However this peer ends. The master ends its workers; a killed one would leave them behind.
register_shutdown_function(fn () => end_daemon($pool, $folder, patience: 5.0));
all_ready([0], $pool, fn () => (bool) @stream_socket_client("unix://$folder/fpm.sock", timeout: 1))
    || fail("php-fpm does not start:\n" . file_get_contents("$folder/output"));

guard($folder, ['http'], fn (array $ports) => nginx($folder, <<<CONF
    server {
        listen 127.0.0.1:$ports[http];
        location / {
            fastcgi_pass unix:$folder/fpm.sock;
            fastcgi_param SCRIPT_FILENAME $folder/script.php;
            fastcgi_param REQUEST_METHOD \$request_method;
            fastcgi_param QUERY_STRING \$query_string;
        }
    }
    CONF), accepts(...));
