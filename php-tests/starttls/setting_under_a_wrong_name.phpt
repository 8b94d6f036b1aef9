--TEST--
starttls: every server under a name that its certificate lacks is refused [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$servers = starttls_servers();
run(function () use ($servers) {
    foreach ($servers as $protocol => $server) {
        $client = starttls_by_setting($protocol, $server, ['ssl_host_name' => 'other.example']);
        echo "$protocol: ", json_encode($client->connected), " $client->errCode\n";
    }
});
?>
--EXPECT--
smtp: false 1014
lmtp: false 1014
imap: false 1014
pop3: false 1014
sieve: false 1014
ftp: false 1014
nntp: false 1014
xmpp: false 1014
ldap: false 1014
postgres: false 1014
mysql: false 1014
irc: false 1014
nats: false 1014
