--TEST--
swoole: a script for Swoole: look-ups, by class and by function
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/dns.php';
name_server();

Co\run(function () {
    var_dump(Swoole\Coroutine\System::gethostbyname('a.test', AF_INET, 2.0), Co\System::dnsLookup('both.test', 5, AF_INET6));
    var_dump(Co::gethostbyname('a.test'), Co::getaddrinfo('a.test', AF_INET, SOCK_STREAM, IPPROTO_TCP, '', 3));
    var_dump(swoole_async_dns_lookup_coro('a.test', 2.0));
    var_dump(Co\System::gethostbyname('nowhere.test'), swoole_last_error() === SWOOLE_ERROR_DNSLOOKUP_RESOLVE_FAILED);
});
?>
--EXPECT--
string(9) "127.0.0.2"
string(3) "::1"
string(9) "127.0.0.2"
array(1) {
  [0]=>
  string(9) "127.0.0.2"
}
string(9) "127.0.0.2"
bool(false)
bool(true)
