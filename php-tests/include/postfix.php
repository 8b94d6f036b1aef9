<?php
/*
 * A Postfix of the test's own: `postfix(cert: 'other')->port` speaks SMTP with STARTTLS.
 */

require_once __DIR__ . '/server.php';

function postfix(string $cert = 'server'): Server
{
    return server('postfix', cert: $cert);
}

/** Waits until Postfix has delivered a message and returns its text; '' after `$timeout` seconds without one. */
function delivered_mail(Server $postfix, float $timeout = 5.0): string
{
    $until = hrtime(true) + $timeout * 1e9;
    while (hrtime(true) < $until) {
        foreach (glob("$postfix->folder/mail/new/*") as $file) {
            return file_get_contents($file);
        }
        usleep(20_000);
    }
    return '';
}
