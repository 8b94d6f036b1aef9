<?php
/*
 * A Dovecot of the test's own: `dovecot()->imap` and `dovecot()->pop3` are ports that offer STARTTLS and STLS.
 * Any user may log in with the password 'secret', after the upgrade only.
 */

require_once __DIR__ . '/server.php';

function dovecot(string $cert = 'server'): Server
{
    return server('dovecot', cert: $cert);
}
