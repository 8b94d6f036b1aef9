--TEST--
starttls: a protocol without a dialogue throws [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$client = new Client(Corio\SOCK_TCP);
foreach (['gopher', '', 'SMTP', 25, true] as $protocol) {
    try {
        $client->set(['timeout' => 7, 'ssl_starttls' => $protocol]);
    } catch (Corio\Exception $e) {
        print_exception($e);
    }
}
var_dump($client->setting);
?>
--EXPECT--
Corio\Exception [505]: setting "ssl_starttls" must be one of smtp, lmtp, imap, pop3, sieve, ftp, nntp, xmpp, ldap, postgres, mysql, irc, nats, another value given
Corio\Exception [505]: setting "ssl_starttls" must be one of smtp, lmtp, imap, pop3, sieve, ftp, nntp, xmpp, ldap, postgres, mysql, irc, nats, another value given
Corio\Exception [505]: setting "ssl_starttls" must be one of smtp, lmtp, imap, pop3, sieve, ftp, nntp, xmpp, ldap, postgres, mysql, irc, nats, another value given
Corio\Exception [505]: setting "ssl_starttls" must be of type string, int given
Corio\Exception [505]: setting "ssl_starttls" must be of type string, bool given
NULL
