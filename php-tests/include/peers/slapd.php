<?php
/*
 * OpenLDAP's slapd with StartTLS on 'port', or without with 'tls' => false; cn=admin,cn=test has the password
 * 'secret' and may bind under TLS only.
 */

require __DIR__ . '/_daemon.php';

$options = options(['cert' => 'server', 'tls' => true]);
$slapd = executable('slapd');

$folder = open_folder('slapd');
mkdir("$folder/db");
$certificate = pki($options['cert']);
$tls = $options['tls'] ? "TLSCertificateFile $certificate[chain]\nTLSCertificateKeyFile $certificate[key]" : '';
file_put_contents("$folder/slapd.conf", <<<CONF
    pidfile $folder/pid
    argsfile $folder/args
    modulepath /usr/lib/ldap
    moduleload back_mdb
    $tls
    security simple_bind=128
    database mdb
    maxsize 1048576
    suffix "cn=test"
    rootdn "cn=admin,cn=test"
    rootpw secret
    directory $folder/db

    CONF);

guard($folder, ['ldap'], fn (array $ports) => [
    $slapd, '-f', "$folder/slapd.conf", '-h', "ldap://127.0.0.1:$ports[ldap]", '-d', '0',
], accepts(...));
