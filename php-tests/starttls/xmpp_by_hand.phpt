--TEST--
starttls: XMPP by hand with Prosody [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('xmpp');
run(fn () => print_upgrade_by_hand('xmpp', $server));
?>
--EXPECT--
prosody: TLSv1.3
<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>
