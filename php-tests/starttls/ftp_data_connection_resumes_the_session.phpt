--TEST--
starttls: FTP: a data connection resumes the session of its control connection, as vsftpd demands [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

$server = starttls_server('ftp', reuse: true);
run(function () use ($server) {
    [$control] = starttls_connected('ftp', $server);
    $control->enableSSL();
    ftp_exchange($control);
    $settings = ['ssl_cafile' => pki_ca(), 'ssl_session_from' => $control];
    $data = connected(ftp_passive($control), $settings, 'localhost');
    ask($control, "RETR hello.txt\r\n", CODED, '/^150/');
    print_result($data->enableSSL(), $data);
    var_dump($data->getTlsInfo()['resumed']);
    echo $data->recv();
    $data->close();
    echo receive_until($control, CODED);
});
?>
--EXPECT--
true
bool(true)
Hello over FTP.
226 Transfer complete.
