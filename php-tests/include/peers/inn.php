<?php
/*
 * INN's nnrpd with NNTP STARTTLS on 'port', or without with 'tls' => false; one empty group, test.group.
 */

require __DIR__ . '/_daemon.php';

$options = options(['cert' => 'server', 'tls' => true]);
$nnrpd = executable('nnrpd', '/usr/lib/news/bin', '/usr/libexec/news');
$programs = dirname($nnrpd);

$folder = daemon_folder('inn');
make_folders($folder, ['db', 'etc', 'log', 'overview', 'run', 'spool', 'tmp'], 'news', 0700);
$certificate = certificate_of('news', $folder, $options['cert']);
$tls = $options['tls'] ? "tlscertfile: $certificate[chain]\ntlskeyfile: $certificate[key]" : '';
file_put_contents("$folder/inn.conf", <<<CONF
    mta: /bin/true
    nnrpdloadlimit: 0
    domain: test.local
    pathhost: test.local
    hismethod: hisv6
    ovmethod: tradindexed
    pathnews: /usr/lib/news
    pathbin: $programs
    pathdb: $folder/db
    pathetc: $folder/etc
    pathlog: $folder/log
    pathoverview: $folder/overview
    pathrun: $folder/run
    pathspool: $folder/spool
    pathtmp: $folder/tmp
    $tls

    CONF);
file_put_contents("$folder/db/active", "test.group 0 1 y\n");
file_put_contents("$folder/etc/storage.conf", "method trash {\n newsgroups: *\n class: 0\n}\n");
file_put_contents("$folder/etc/readers.conf", <<<CONF
    auth "all" {
        hosts: "*"
        default: "<all>"
    }
    access "all" {
        users: "<all>"
        newsgroups: "*"
    }

    CONF);

$environment = ['env', "INNCONF=$folder/inn.conf"];
// Without its index of articles nnrpd greets with "400 server unavailable"; innd itself is not needed for it.
run_command($folder, as_user('news', [...$environment, "$programs/makehistory", '-O', '-x']));
guard($folder, ['nntp'], fn (array $ports) => as_user('news', [
    ...$environment, $nnrpd, '-D', '-f', '-b', '127.0.0.1', '-p', $ports['nntp'],
]));
