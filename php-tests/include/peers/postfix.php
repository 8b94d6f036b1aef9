<?php
/*
 * Postfix with SMTP STARTTLS on 'port', or without it with 'tls' => false. Mail for anybody at test.local arrives in
 * 'folder'/mail/new.
 */

require __DIR__ . '/_daemon.php';

$options = options(['cert' => 'server', 'tls' => true]);
$postconf = executable('postconf');
$daemons = trim(shell_exec("$postconf -d -h daemon_directory"));
$master = executable('master', $daemons);

$folder = daemon_folder('postfix');
make_folders($folder, ['etc', 'spool', 'spool/pid']);
make_folders($folder, ['data', 'mail'], 'postfix', 0700);
$queues = ['active', 'bounce', 'corrupt', 'defer', 'deferred', 'flush', 'hold', 'incoming', 'private', 'saved', 'trace'];
make_folders("$folder/spool", $queues, 'postfix', 0700);
make_folders("$folder/spool", ['maildrop', 'public'], 'postfix', 0730);
chgrp("$folder/spool/maildrop", 'postdrop');
chgrp("$folder/spool/public", 'postdrop');

$certificate = pki($options['cert']);
$level = $options['tls'] ? 'may' : 'none';
$ca = pki_ca();
$uid = fileowner("$folder/mail");
file_put_contents("$folder/etc/main.cf", <<<CONF
    compatibility_level = 3.6
    queue_directory = $folder/spool
    data_directory = $folder/data
    daemon_directory = $daemons
    maillog_file = $folder/log
    maillog_file_prefixes = $folder
    mail_owner = postfix
    setgid_group = postdrop
    myhostname = mail.test.local
    mydestination =
    inet_interfaces = 127.0.0.1
    inet_protocols = ipv4
    mynetworks = 127.0.0.0/8
    smtpd_relay_restrictions = permit_mynetworks, reject
    smtpd_tls_security_level = $level
    smtpd_tls_cert_file = $certificate[chain]
    smtpd_tls_key_file = $certificate[key]
    smtpd_tls_CAfile = $ca
    smtpd_tls_received_header = yes
    smtpd_peername_lookup = no
    alias_maps =
    local_recipient_maps =
    virtual_mailbox_domains = test.local
    virtual_mailbox_base = $folder
    virtual_mailbox_maps = static:mail/
    virtual_uid_maps = static:$uid
    virtual_gid_maps = static:$uid
    virtual_minimum_uid = 1
    CONF);
// Every Postfix program waits until its configuration is older than a second, lest it be half written.
touch("$folder/etc/main.cf", time() - 10);

guard($folder, ['smtp'], function (array $ports) use ($folder, $master) {
    file_put_contents("$folder/etc/master.cf", <<<CONF
        127.0.0.1:$ports[smtp] inet n - n - - smtpd
        cleanup  unix n - n - 0 cleanup
        qmgr     unix n - n 1 1 qmgr
        tlsmgr   unix - - n 1000? 1 tlsmgr
        rewrite  unix - - n - - trivial-rewrite
        bounce   unix - - n - 0 bounce
        defer    unix - - n - 0 bounce
        trace    unix - - n - 0 bounce
        flush    unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        anvil    unix - - n - 1 anvil
        error    unix - - n - - error
        retry    unix - - n - - error
        virtual  unix - n n - - virtual
        postlog  unix-dgram n - n - 1 postlogd
        CONF);
    return [$master, '-c', "$folder/etc", '-d'];
});
