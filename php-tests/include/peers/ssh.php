<?php
/*
 * OpenSSH's client as a proxy for SOCKS 4A and SOCKS 5 on 'port' (`ssh -D`): its server, which makes the connections,
 * is its child and listens nowhere.
 */

require __DIR__ . '/_daemon.php';

options([]);
$ssh = executable('ssh');
$sshd = executable('sshd');
$folder = open_folder('ssh');
@mkdir('/run/sshd'); // the server insists on it when root runs it
foreach (['host', 'user'] as $key) {
    run_command($folder, [executable('ssh-keygen'), '-q', '-t', 'ed25519', '-N', '', '-f', "$folder/$key"]);
}
file_put_contents("$folder/sshd.conf", <<<CONF
    HostKey $folder/host
    AuthorizedKeysFile $folder/user.pub
    PermitRootLogin prohibit-password
    StrictModes no
    UsePAM no
    PidFile none

    CONF);

guard($folder, ['socks'], fn (array $ports) => [
    $ssh, '-F', 'none', '-N', '-D', "127.0.0.1:$ports[socks]", '-i', "$folder/user", '-o', 'BatchMode=yes',
    '-o', 'ExitOnForwardFailure=yes', '-o', 'StrictHostKeyChecking=no', '-o', "UserKnownHostsFile=$folder/known",
    '-o', "ProxyCommand=$sshd -i -f $folder/sshd.conf", trim(shell_exec('id -un')) . '@localhost',
], accepts(...));
