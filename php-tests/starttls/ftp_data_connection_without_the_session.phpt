--TEST--
starttls: FTP: vsftpd refuses a data connection with a session of its own if told to [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls.php';

use function Corio\Coroutine\run;

foreach ([false, true] as $reuse) {
    $server = starttls_server('ftp', reuse: $reuse);
    run(function () use ($server) {
        [$control] = starttls_connected('ftp', $server);
        $control->enableSSL();
        ftp_exchange($control);
        $data = connected(ftp_passive($control), ['ssl_cafile' => pki_ca()], 'localhost');
        echo ask($control, "RETR hello.txt\r\n", CODED, '/^150/');
        $data->enableSSL();
        echo $data->recv();
        $data->close();
        echo receive_until($control, CODED);
    });
}
?>
--EXPECTF--
150 Opening BINARY mode data connection for hello.txt (16 bytes).
Hello over FTP.
226 Transfer complete.
150 Opening BINARY mode data connection for hello.txt (16 bytes).
522 SSL connection failed: session reuse required%S
