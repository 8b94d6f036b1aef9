--TEST--
netns: the nameservers of resolv.conf are asked at port 53, IPv6 included, and the file again when it changes
--FILE--
<?php
require __DIR__ . '/../include/netns.php';

use Corio\Coroutine\System;

enter_network();
ip("address add fd00::53/64 dev lo nodad");
server('knot', addresses: ['fd00::53'], port: 53, records: 'who A 192.0.2.1');
server('knot', addresses: ['127.0.0.1'], port: 53, records: 'who A 192.0.2.2');

/** The answer once it is another one: the file is looked at once a second. */
function who(string $before = ''): string
{
    for ($tries = 0; $tries < 400; $tries++) {
        $address = System::gethostbyname('who.test');
        if ($address !== $before) {
            return $address === false ? Corio\last_error() . ' ' . Corio\last_error_msg() : $address;
        }
        System::sleep(0.05);
    }
    return 'no change';
}

resolv_conf("nameserver fd00::53\n");
echo $address = who(), "\n";

resolv_conf("# replaced\nnameserver 127.0.0.1\n");
echo $address = who($address), "\n";

file_put_contents('/etc/resolv.conf', "# written over it\nnameserver fd00::53\n");
echo $address = who($address), "\n";

// As systemd-resolved has it.
mkdir('/etc/run');
set_file('run/stub.conf', "nameserver 127.0.0.1\n");
unlink('/etc/resolv.conf');
symlink('run/stub.conf', '/etc/resolv.conf');
echo $address = who($address), "\n";
set_file('run/stub.conf', "nameserver fd00::53\n");
echo $address = who($address), "\n";
unlink('/etc/resolv.conf');
echo who($address), "\n";
?>
--EXPECT--
192.0.2.1
192.0.2.2
192.0.2.1
192.0.2.2
192.0.2.1
714 resolve who.test failed: no name server: /etc/resolv.conf cannot be read (No such file or directory)
