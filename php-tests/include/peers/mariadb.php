<?php
/*
 * MariaDB with TLS on 'port', for the user alice with the password 'secret', who may log in under TLS only. With
 * 'tls' => false the server offers none, and alice may log in without.
 */

require __DIR__ . '/_daemon.php';

$options = options(['cert' => 'server', 'tls' => true]);
$mariadbd = executable('mariadbd');
$install = executable('mariadb-install-db');

$folder = daemon_folder('mariadb');
make_folders($folder, ['data', 'tmp'], 'mysql', 0700);
$certificate = certificate_of('mysql', $folder, $options['cert']);
$common = [
    '--no-defaults', '--user=mysql', "--datadir=$folder/data", "--tmpdir=$folder/tmp", '--skip-name-resolve',
    // Small files, and none of the thousand flushes to the disk.
    '--innodb-buffer-pool-size=8M', '--innodb-log-file-size=4M',
    '--innodb-temp-data-file-path=ibtmp1:1M:autoextend', '--debug-no-sync',
];
run_command($folder, [$install, ...$common, '--auth-root-authentication-method=normal', '--skip-test-db']);
$require = $options['tls'] ? 'REQUIRE SSL' : '';
file_put_contents("$folder/users.sql", "CREATE USER alice@'%' IDENTIFIED BY 'secret' $require;\n");
$tls = $options['tls'] ? ["--ssl-cert=$certificate[chain]", "--ssl-key=$certificate[key]"] : ['--skip-ssl'];

guard($folder, ['mysql'], fn (array $ports) => [
    $mariadbd, ...$common, "--port=$ports[mysql]", '--bind-address=127.0.0.1', "--socket=$folder/data/socket",
    "--pid-file=$folder/data/pid", "--init-file=$folder/users.sql", ...$tls,
]);
