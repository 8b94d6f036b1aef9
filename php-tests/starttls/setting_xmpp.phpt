--TEST--
starttls: connect() upgrades: XMPP with Prosody [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('xmpp');
run(fn () => print_upgrade_by_setting('xmpp', $server));
?>
--EXPECT--
prosody: xmpp TLSv1.3
<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>
