--TEST--
netns: search and ndots of resolv.conf, and this host's own domain without them
--FILE--
<?php
require __DIR__ . '/../include/netns.php';

enter_network(host: 'host.corp.test');
server('knot', port: 53, records: "db.corp A 192.0.2.1\ndb.one A 192.0.2.2\ndb.two A 192.0.2.3\na.b.two A 192.0.2.4");

foreach ([
    ['', 'db', 'db.'],
    ['search one.test two.test', 'db', 'a.b', 'nosuch'],
    ["search one.test\ndomain two.test", 'db'],
    ["search test\noptions ndots:3", 'db.two', 'a.b.two.test.'],
    ['search .', 'db'],
] as $names) {
    $conf = array_shift($names);
    echo json_encode($conf), ":\n";
    look_up_anew("nameserver 127.0.0.1\n$conf\n", ...$names);
}
?>
--EXPECT--
"":
"192.0.2.1"
false [711] resolve db. failed: no server could resolve "db" (SERVER asked once: REFUSED)
"search one.test two.test":
"192.0.2.2"
"192.0.2.4"
false [711] resolve nosuch failed: no server could resolve "nosuch" (tried nosuch.one.test., nosuch.two.test., nosuch.; SERVER asked 3 times: NXDOMAIN, REFUSED)
"search one.test\ndomain two.test":
"192.0.2.3"
"search test\noptions ndots:3":
"192.0.2.3"
"192.0.2.4"
"search .":
false [711] resolve db failed: no server could resolve "db" (SERVER asked once: REFUSED)
