--TEST--
client: a URL, or a port in the host, is refused with a text that says where the port belongs
--FILE--
<?php
foreach ([Corio\Client::class, Corio\Coroutine\Client::class] as $class) {
    $client = new $class(Corio\SOCK_TCP);
    foreach ([['tcp://127.0.0.1', 80], ['https://a.test/x', 443], ['127.0.0.1:80', 80], ['127.0.0.1:80', 0],
        ['[::1]:80', 0], ['::1', 0], ['a.test:http', 0]] as [$host, $port]) {
        var_dump(@$client->connect($host, $port));
        echo "[$client->errCode] $client->errMsg\n";
    }
}
?>
--EXPECT--
bool(false)
[722] connect to [tcp://127.0.0.1]:80 failed: "tcp://127.0.0.1" is a URL; give host and port separately
bool(false)
[722] connect to [https://a.test/x]:443 failed: "https://a.test/x" is a URL; give host and port separately
bool(false)
[722] connect to [127.0.0.1:80]:80 failed: "127.0.0.1:80" contains a port, which is an argument of its own
bool(false)
[723] The port is invalid: 0 is not between 1 and 65535 (the port is the second argument)
bool(false)
[723] The port is invalid: 0 is not between 1 and 65535 (the port is the second argument)
bool(false)
[723] The port is invalid: 0 is not between 1 and 65535
bool(false)
[723] The port is invalid: 0 is not between 1 and 65535
bool(false)
[722] connect to [tcp://127.0.0.1]:80 failed: "tcp://127.0.0.1" is a URL; give host and port separately
bool(false)
[722] connect to [https://a.test/x]:443 failed: "https://a.test/x" is a URL; give host and port separately
bool(false)
[722] connect to [127.0.0.1:80]:80 failed: "127.0.0.1:80" contains a port, which is an argument of its own
bool(false)
[723] The port is invalid: 0 is not between 1 and 65535 (the port is the second argument)
bool(false)
[723] The port is invalid: 0 is not between 1 and 65535 (the port is the second argument)
bool(false)
[723] The port is invalid: 0 is not between 1 and 65535
bool(false)
[723] The port is invalid: 0 is not between 1 and 65535
