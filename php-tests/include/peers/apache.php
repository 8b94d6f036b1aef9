<?php
/*
 * Apache on 'port' with PHP as a module (prefork, 'workers' processes) and the extension under test. It answers every
 * request with the PHP file 'script'. What PHP logs is in 'folder'/php.log. 'ini' are lines of php.ini.
 */

require __DIR__ . '/_daemon.php';

$options = options(['script' => '', 'workers' => 2, 'ini' => []]);
$apache = executable('apache2');
$setsid = executable('setsid');
$module = apache_module();
$folder = open_folder('apache');
foreach (['log', 'php.log'] as $log) {
    touch("$folder/$log");
    chmod("$folder/$log", 0666);
}
mkdir("$folder/documents");
copy($options['script'], "$folder/documents/script.php");
chmod("$folder/documents/script.php", 0644);
$ini = [
    'extension=' . getenv('CORIO_SO'), "error_log=$folder/php.log", 'log_errors=On', 'display_errors=Off',
    ...array_values($options['ini']),
];
file_put_contents("$folder/php.ini", implode("\n", $ini) . "\n");
// Nothing of the distribution's php.ini: its files load other extensions.
putenv("PHP_INI_SCAN_DIR=$folder/none");
$user = fileowner('/proc/self') === 0 ? "User www-data\nGroup www-data" : '';

guard($folder, ['http'], function (array $ports) use ($apache, $setsid, $module, $folder, $options, $user): array {
    file_put_contents("$folder/httpd.conf", <<<CONF
        ServerRoot /etc/apache2
        PidFile $folder/pid
        DefaultRuntimeDir $folder
        Listen 127.0.0.1:$ports[http]
        ServerName localhost
        $user
        ErrorLog $folder/log
        LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
        LoadModule php_module $module
        PHPIniDir $folder
        DocumentRoot $folder/documents
        DirectoryIndex script.php
        StartServers $options[workers]
        MinSpareServers $options[workers]
        MaxSpareServers $options[workers]
        MaxRequestWorkers $options[workers]
        MaxConnectionsPerChild 0
        KeepAlive Off
        <FilesMatch "\.php$">
            SetHandler application/x-httpd-php
        </FilesMatch>
        <Directory $folder/documents>
            Require all granted
        </Directory>
        CONF);
    // In a group of its own: at its end Apache sends a signal to all of its group, which would be the tests' as well.
    return [$setsid, $apache, '-f', "$folder/httpd.conf", '-DFOREGROUND'];
}, accepts(...), signal: 15, patience: 5.0);
