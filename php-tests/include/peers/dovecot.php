<?php
/*
 * Dovecot with STARTTLS on a port for each of 'protocols' (imap, pop3, sieve, lmtp), which bears its name; any user,
 * password 'secret'. With 'tls' => false it neither offers nor allows the upgrade. Its configuration is written in
 * the words of the version that is installed: 2.4 renamed much of what 2.3 has.
 */

require __DIR__ . '/_daemon.php';

const PROGRAMS = [
    'imap' => 'imap-login', 'pop3' => 'pop3-login', 'sieve' => 'managesieve-login', 'lmtp' => 'lmtp',
];

$options = options(['cert' => 'server', 'tls' => true, 'protocols' => ['imap', 'pop3']]);
$protocols = array_values($options['protocols']);
$dovecot = executable('dovecot');
foreach ($protocols as $protocol) {
    executable(PROGRAMS[$protocol], '/usr/lib/dovecot', '/usr/libexec/dovecot');
}

$folder = daemon_folder('dovecot');
make_folders($folder, ['mail'], 'mail', 0700);
$certificate = pki($options['cert']);

$has_2_4 = version_compare((string) strtok(shell_exec("$dovecot --version"), '-'), '2.4', '>=');
$settings = $has_2_4 ? settings_of_2_4($folder, $certificate) : settings_of_2_3($folder, $certificate);
$settings .= "\nssl = " . ($options['tls'] ? 'required' : 'no');

guard($folder, $protocols, function (array $ports) use ($folder, $dovecot, $settings) {
    $names = implode(' ', array_keys($ports));
    $listeners = implode(array_map(listener(...), array_keys($ports), $ports));
    file_put_contents("$folder/dovecot.conf", <<<CONF
        $settings
        base_dir = $folder/run
        state_dir = $folder/state
        log_path = $folder/log
        protocols = $names
        listen = 127.0.0.1
        first_valid_uid = 1
        default_internal_user = dovecot
        default_login_user = dovenull
        postmaster_address = postmaster@test.local
        $listeners
        CONF);
    return [$dovecot, '-F', '-c', "$folder/dovecot.conf"];
});

/** Also takes away the port with TLS from the first byte on, which IMAP and POP3 have by default. */
function listener(string $protocol, int $port): string
{
    $program = PROGRAMS[$protocol];
    $direct = in_array($protocol, ['imap', 'pop3']) ? "inet_listener {$protocol}s {\n port = 0\n }" : '';
    return "service $program {\n inet_listener $protocol {\n port = $port\n }\n $direct\n}\n";
}

function settings_of_2_3(string $folder, array $certificate): string
{
    return <<<CONF
        disable_plaintext_auth = yes
        mail_location = maildir:$folder/mail/%u
        ssl_cert = <$certificate[chain]
        ssl_key = <$certificate[key]
        passdb {
          driver = static
          args = password=secret
        }
        userdb {
          driver = static
          args = uid=mail gid=mail home=$folder/mail/%u
        }
        CONF;
}

function settings_of_2_4(string $folder, array $certificate): string
{
    return <<<CONF
        dovecot_config_version = 2.4.0
        dovecot_storage_version = 2.4.0
        auth_allow_cleartext = no
        mail_driver = maildir
        mail_path = $folder/mail/%{user}
        ssl_server_cert_file = $certificate[chain]
        ssl_server_key_file = $certificate[key]
        passdb static {
          password = secret
        }
        userdb static {
          fields {
            uid = mail
            gid = mail
            home = $folder/mail/%{user}
          }
        }
        CONF;
}
