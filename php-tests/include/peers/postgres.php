<?php
/*
 * PostgreSQL with SSLRequest on 'port': the user postgres may log in under TLS only. With 'tls' => false the
 * server has ssl = off, and the user may log in without.
 */

require __DIR__ . '/_daemon.php';

$options = options(['cert' => 'server', 'tls' => true]);
$versions = glob('/usr/lib/postgresql/*/bin') ?: [];
natsort($versions);
$postgres = executable('postgres', ...array_reverse($versions));
$initdb = executable('initdb', dirname($postgres));

$folder = daemon_folder('postgres');
make_folders($folder, ['data'], 'postgres', 0700);
$certificate = certificate_of('postgres', $folder, $options['cert']);
run_command($folder, as_user('postgres', [
    $initdb, '-D', "$folder/data", '-U', 'postgres', '-A', 'trust', '--no-sync', '--no-locale', '-E', 'UTF8',
    '--no-instructions',
]));
file_put_contents("$folder/data/pg_hba.conf", ($options['tls'] ? 'hostssl' : 'host') . " all all 127.0.0.1/32 trust\n");
$settings = [
    'listen_addresses' => '127.0.0.1', 'unix_socket_directories' => '', 'dynamic_shared_memory_type' => 'mmap',
    'fsync' => 'off', 'shared_buffers' => '1MB', 'max_connections' => 20, 'autovacuum' => 'off',
    'ssl' => $options['tls'] ? 'on' : 'off',
    'ssl_cert_file' => $certificate['chain'], 'ssl_key_file' => $certificate['key'],
];

/** Whether the server has an opinion of its own about a login, rather than being busy with its start. */
function knows_its_users(int $port): bool
{
    $parameters = "\0\3\0\0user\0postgres\0\0";
    $answer = answer($port, pack('N', 4 + strlen($parameters)) . $parameters);
    return $answer !== '' && !str_contains($answer, '57P03');
}

// SIGQUIT: SIGTERM would wait for the clients, and a killed server leaves its shared memory behind.
guard($folder, ['postgres'], function (array $ports) use ($folder, $postgres, $settings) {
    $command = [$postgres, '-D', "$folder/data", '-p', $ports['postgres']];
    foreach ($settings as $name => $value) {
        array_push($command, '-c', "$name=$value");
    }
    return as_user('postgres', $command);
}, knows_its_users(...), signal: 3);
