--TEST--
starttls: FTP: the data connection resumes the session that connect() negotiated [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$server = starttls_server('ftp', reuse: true);
run(function () use ($server) {
    $control = starttls_by_setting('ftp', $server);
    ftp_exchange($control);
    $settings = ['ssl_cafile' => pki_ca(), 'ssl_session_from' => $control];
    $data = connected(ftp_passive($control), $settings, 'localhost');
    echo ask($control, "RETR hello.txt\r\n", CODED, '/^150/');
    print_result($data->enableSSL(), $data);
    echo $data->recv();
    $data->close();
    echo receive_until($control, CODED);
});
?>
--EXPECT--
150 Opening BINARY mode data connection for hello.txt (16 bytes).
true
Hello over FTP.
226 Transfer complete.
