--TEST--
info: strerror() tells what every code means
--FILE--
<?php
echo Corio\strerror(0), "\n", Corio\strerror(111), "\n", Corio\strerror(125), "\n", Corio\strerror(1018), "\n";
echo Corio\strerror(10016, Corio\STRERROR_SWOOLE), "\n", Corio\strerror(-3, Corio\STRERROR_GAI), "\n";
echo Corio\strerror(1, Corio\STRERROR_DNS), "\n", Corio\strerror(123456), "\n";
foreach (get_defined_constants() as $name => $code) {
    if (str_starts_with($name, 'Corio\ERROR_') && str_starts_with(Corio\strerror($code), 'Unknown error')) {
        echo "$name has no text\n";
    }
}
?>
--EXPECT--
Success
Connection refused
Operation canceled
The TLS handshake failed
The coroutine does not exist
Temporary failure in name resolution
Unknown host
Unknown error 123456
