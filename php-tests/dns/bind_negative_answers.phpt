--TEST--
dns: that there is no such name is believed for as long as the zone says
--FILE--
<?php
require __DIR__ . '/../include/dns.php';

use Corio\Coroutine\System;

$named = bind();
// For a minute here, and for a second there.
print_look_up(System::gethostbyname('nosuch.bind.test.'));
print_look_up(System::gethostbyname('nosuch.brief.test.'));
System::sleep(1.1);
print_look_up(System::gethostbyname('nosuch.bind.test.'));
print_look_up(System::gethostbyname('nosuch.brief.test.'));
print_look_up(System::gethostbyname('last.bind.test.'));
do {
    echo $asked = $named->says(), "\n";
} while ($asked !== 'last.bind.test A UDP' && $asked !== '');
?>
--EXPECT--
false [711] resolve nosuch.bind.test. failed: "nosuch.bind.test" does not exist (SERVER asked once: NXDOMAIN)
false [711] resolve nosuch.brief.test. failed: "nosuch.brief.test" does not exist (SERVER asked once: NXDOMAIN)
false [711] resolve nosuch.bind.test. failed: "nosuch.bind.test" does not exist (SERVER asked once: NXDOMAIN)
false [711] resolve nosuch.brief.test. failed: "nosuch.brief.test" does not exist (SERVER asked once: NXDOMAIN)
false [711] resolve last.bind.test. failed: "last.bind.test" does not exist (SERVER asked once: NXDOMAIN)
nosuch.bind.test A UDP
nosuch.brief.test A UDP
nosuch.brief.test A UDP
last.bind.test A UDP
