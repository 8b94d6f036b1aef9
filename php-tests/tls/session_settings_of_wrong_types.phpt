--TEST--
tls: ssl_session_from wants a client, ssl_session_reuse a bool [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

foreach ([new stdClass(), 'client', true, [], Corio\Coroutine\Client::class] as $wrong) {
    print_misuse(['ssl_session_from' => $wrong]);
}
print_misuse(['ssl_session_reuse' => 'no']);
print_misuse(['ssl_session_reuse' => []]);
print_misuse(['ssl_session_from' => null, 'ssl_session_reuse' => 0]);
?>
--EXPECT--
setting "ssl_session_from" must be of type Corio\Coroutine\Client, object given
setting "ssl_session_from" must be of type Corio\Coroutine\Client, string given
setting "ssl_session_from" must be of type Corio\Coroutine\Client, bool given
setting "ssl_session_from" must be of type Corio\Coroutine\Client, array given
setting "ssl_session_from" must be of type Corio\Coroutine\Client, string given
setting "ssl_session_reuse" must be of type bool, string given
setting "ssl_session_reuse" must be of type bool, array given
accepted
