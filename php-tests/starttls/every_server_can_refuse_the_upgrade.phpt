--TEST--
starttls: each server can be one that offers no upgrade [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$servers = starttls_servers(tls: false);
run(function () use ($servers) {
    foreach ($servers as $protocol => $server) {
        try {
            starttls_connected($protocol, $server);
            echo "$protocol: upgrade allowed\n";
        } catch (RuntimeException $e) {
            echo "$protocol: ", $e->getMessage(), "\n";
        }
    }
});
?>
--EXPECTF--
smtp: refused: 502 5.5.1 Error: command not implemented
lmtp: refused: 502 5.5.1 TLS support is not enabled.
imap: refused: a1 BAD TLS support isn't enabled.
pop3: refused: -ERR TLS support isn't enabled.
sieve: refused: NO "TLS support isn't enabled."
ftp: refused: 530 Please login with USER and PASS.
nntp: refused: 580 Error initializing TLS
xmpp: refused: %s<stream:features><mechanisms %s</stream:features>
ldap: refused: LDAP result 2
postgres: refused: N
mysql: refused: no TLS among the capabilities
irc: refused: :irc.test.local CAP * LS :inspircd.org/%s
nats: refused: INFO {"server_id":%s}
