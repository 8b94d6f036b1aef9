--TEST--
tls: ssl_capath is a folder of hashed names [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$folder = sys_get_temp_dir() . '/corio-capath-' . getmypid();
mkdir($folder);
$hash = openssl_x509_parse(file_get_contents(pki_ca()))['hash'];
symlink(pki_ca(), "$folder/$hash.0");
$peer = server('starttls');
run(function () use ($peer, $folder) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_capath' => $folder]));
});
unlink("$folder/$hash.0");
rmdir($folder);
?>
--EXPECT--
secured
