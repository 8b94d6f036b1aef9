--TEST--
coroutine: functions of System are there on Coroutine as well, with the same parameters
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

var_dump(Coroutine::sleep(0.001), Coroutine::gethostbyname('127.0.0.1'), Coroutine::dnsLookup('127.0.0.1', 1.0), Coroutine::getaddrinfo('127.0.0.1', Corio\AF_INET));
foreach (['sleep', 'gethostbyname', 'dnsLookup', 'getaddrinfo'] as $name) {
    [$own, $alias] = array_map(fn ($class) => preg_replace('/Method \[.*?\] \{/', '', (string) new ReflectionMethod($class, $name)), [System::class, Coroutine::class]);
    echo $name, preg_replace('/method \w+/', '', $own) === preg_replace('/method \w+/', '', $alias) ? " is the same\n" : " differs\n";
}
?>
--EXPECT--
bool(true)
string(9) "127.0.0.1"
string(9) "127.0.0.1"
array(1) {
  [0]=>
  string(9) "127.0.0.1"
}
sleep is the same
gethostbyname is the same
dnsLookup is the same
getaddrinfo is the same
