<?php
/*
 * Dovecot with IMAP STARTTLS on 'imap' and POP3 STLS on 'pop3'; any user, password 'secret'.
 */

require __DIR__ . '/_daemon.php';

$options = options(['cert' => 'server']);
$dovecot = executable('dovecot');
foreach (['imap-login' => 'dovecot-imapd', 'pop3-login' => 'dovecot-pop3d'] as $program => $package) {
    executable($program, '/usr/lib/dovecot', '/usr/libexec/dovecot');
}

$folder = daemon_folder('dovecot');
make_folders($folder, ['mail'], 'mail', 0700);
$certificate = pki($options['cert']);

guard($folder, ['imap', 'pop3'], function (array $ports) use ($folder, $dovecot, $certificate) {
    file_put_contents("$folder/dovecot.conf", <<<CONF
        base_dir = $folder/run
        state_dir = $folder/state
        log_path = $folder/log
        protocols = imap pop3
        listen = 127.0.0.1
        ssl = required
        ssl_cert = <$certificate[chain]
        ssl_key = <$certificate[key]
        disable_plaintext_auth = yes
        mail_location = maildir:$folder/mail/%u
        first_valid_uid = 1
        default_internal_user = dovecot
        default_login_user = dovenull
        passdb {
          driver = static
          args = password=secret
        }
        userdb {
          driver = static
          args = uid=mail gid=mail home=$folder/mail/%u
        }
        service imap-login {
          inet_listener imap {
            port = $ports[imap]
          }
          inet_listener imaps {
            port = 0
          }
        }
        service pop3-login {
          inet_listener pop3 {
            port = $ports[pop3]
          }
          inet_listener pop3s {
            port = 0
          }
        }
        CONF);
    return [$dovecot, '-F', '-c', "$folder/dovecot.conf"];
});
