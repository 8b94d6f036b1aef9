--TEST--
starttls: a server that offers no upgrade is an error that quotes it [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$servers = starttls_servers(tls: false);
run(fn () => no_descriptor_left(function () use ($servers) {
    foreach ($servers as $protocol => $server) {
        $client = starttls_by_setting($protocol, $server);
        echo json_encode($client->connected), " $client->errCode ", strstr($client->errMsg, $protocol), "\n";
    }
}));
?>
--EXPECTF--
false 508 smtp, EHLO: STARTTLS is not offered; the server said "250-%s"
false 508 lmtp, LHLO: STARTTLS is not offered; the server said "250-%s"
false 508 imap, STARTTLS: refused; the server said "A1 BAD TLS support isn't enabled."
false 508 pop3, STLS: refused; the server said "-ERR TLS support isn't enabled."
false 508 sieve, greeting: STARTTLS is not offered; the server said "OK "Dovecot%S ready.""
false 508 ftp, AUTH TLS: refused; the server said "530 Please login with USER and PASS."
false 508 nntp, STARTTLS: refused; the server said "580 Error initializing TLS"
false 508 xmpp, stream: starttls is not offered; the server said "<stream:features><mechanisms %s"
false 508 ldap, StartTLS: refused with result code 2; the server said "unsupported extended operation"
false 508 postgres, SSLRequest: refused: the server has no TLS here; the server said "N"
false 508 mysql, greeting: TLS is not offered; the server said "%sMariaDB%s"
false 508 irc, CAP LS: STARTTLS is not offered (no capability tls); the server said ":irc.test.local CAP * LS :%s"
false 508 nats, INFO: TLS is neither required nor available; the server said "INFO {"server_id":%s..."
no descriptor left
