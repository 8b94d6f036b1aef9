<?php
/*
 * vsftpd with AUTH TLS on 'port'; anonymous users find the file hello.txt.
 *
 * With 'reuse' a data connection must resume the session of its control connection; with 'tls' => false AUTH TLS
 * is refused.
 */

require __DIR__ . '/_daemon.php';

$options = options(['cert' => 'server', 'tls' => true, 'reuse' => false]);
$vsftpd = executable('vsftpd');

$folder = daemon_folder('vsftpd');
make_folders($folder, ['empty', 'files']); // vsftpd insists that its anonymous user cannot write
file_put_contents("$folder/files/hello.txt", "Hello over FTP.\n");
$certificate = pki($options['cert']);
[$tls, $reuse] = [$options['tls'] ? 'YES' : 'NO', $options['reuse'] ? 'YES' : 'NO'];

guard($folder, ['ftp'], function (array $ports) use ($folder, $vsftpd, $certificate, $tls, $reuse) {
    // Leading blanks would become part of the names.
    file_put_contents("$folder/vsftpd.conf", <<<CONF
        listen=YES
        listen_address=127.0.0.1
        listen_port=$ports[ftp]
        background=NO
        anonymous_enable=YES
        anon_root=$folder/files
        local_enable=NO
        write_enable=NO
        secure_chroot_dir=$folder/empty
        pasv_address=127.0.0.1
        xferlog_enable=NO
        ssl_enable=$tls
        allow_anon_ssl=YES
        force_anon_logins_ssl=$tls
        force_anon_data_ssl=$tls
        rsa_cert_file=$certificate[chain]
        rsa_private_key_file=$certificate[key]
        require_ssl_reuse=$reuse
        ssl_tlsv1=YES
        ssl_ciphers=HIGH
        seccomp_sandbox=NO

        CONF);
    return [$vsftpd, "$folder/vsftpd.conf"];
});
