--TEST--
dns: after SERVFAIL and REFUSED of bind9 the next server is asked, and without one the error says which it was
--FILE--
<?php
require __DIR__ . '/../include/dns.php';

use Corio\Coroutine\System;

$knot = server('knot', records: 'a.broken A 192.0.2.1');
$named = bind($knot);
foreach (['a.broken.test.', 'a.test.', 'a.bind.test.'] as $name) {
    print_look_up(System::gethostbyname($name));
    echo $named->says(), "\n";
}

bind();
print_look_up(System::gethostbyname('b.broken.test.'));
print_look_up(System::gethostbyname('b.test.'));
?>
--EXPECT--
"192.0.2.1"
a.broken.test A UDP
"127.0.0.2"
a.test A UDP
"127.0.0.2"
a.bind.test A UDP
false [711] resolve b.broken.test. failed: no server could resolve "b.broken.test" (SERVER asked once: SERVFAIL)
false [711] resolve b.test. failed: no server could resolve "b.test" (SERVER asked once: REFUSED)
