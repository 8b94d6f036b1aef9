--TEST--
settings: a string that is no number of seconds is quoted if it is short; so is a number out of range [coroutine]
--FILE--
<?php
$client = new Corio\Coroutine\Client(Corio\SOCK_TCP);
foreach ([['timeout' => 'soon'], ['read_timeout' => '5s'], ['timeout' => "5\0"], ['deadline' => str_repeat('9,', 20)],
    ['dns_timeout' => -1], ['dns_timeout' => '-1.5']] as $bad) {
    try {
        $client->set($bad);
    } catch (Corio\Exception $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
setting "timeout" must be a number of seconds, "soon" given
setting "read_timeout" must be a number of seconds, "5s" given
setting "timeout" must be a number of seconds, "5\x00" given
setting "deadline" must be a number of seconds, another string given
setting "dns_timeout" must be a positive number of seconds, -1 given
setting "dns_timeout" must be a positive number of seconds, "-1.5" given
