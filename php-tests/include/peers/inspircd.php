<?php
/*
 * InspIRCd with STARTTLS on 'port'; with 'tls' => false the server does not know the command.
 */

require __DIR__ . '/_daemon.php';

$options = options(['cert' => 'server', 'tls' => true]);
$inspircd = executable('inspircd');

$folder = daemon_folder('inspircd');
make_folders($folder, ['data'], 'irc');
$certificate = certificate_of('irc', $folder, $options['cert']);
$tls = $options['tls'] ? <<<CONF
    <module name="ssl_gnutls">
    <module name="starttls">
    <sslprofile name="starttls" provider="gnutls" certfile="$certificate[chain]" keyfile="$certificate[key]">
    <starttls>
    CONF : '';

guard($folder, ['irc'], function (array $ports) use ($folder, $inspircd, $tls) {
    file_put_contents("$folder/inspircd.conf", <<<CONF
        <config format="xml">
        <server name="irc.test.local" description="test" network="Test" id="0AA">
        <admin name="admin" nick="admin" email="admin@test.local">
        <bind address="127.0.0.1" port="$ports[irc]" type="clients">
        <connect allow="*" timeout="30" resolvehostnames="no" useident="no" localmax="1000" globalmax="1000">
        <path configdir="$folder" datadir="$folder/data" logdir="$folder/data" moduledir="/usr/lib/inspircd/modules">
        <log method="file" type="*" level="default" target="$folder/data/log">
        <pid file="$folder/data/pid">
        <dns server="127.0.0.1">
        <module name="cap">
        $tls
        CONF);
    return as_user('irc', [$inspircd, '--nofork', '--nopid', "--config=$folder/inspircd.conf"]);
}, accepts(...));
