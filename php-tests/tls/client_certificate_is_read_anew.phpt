--TEST--
tls: a client certificate and key that were replaced count from the next connection on, and no session is resumed across [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$folder = sys_get_temp_dir() . '/corio-rotation-' . bin2hex(random_bytes(6));
mkdir($folder, 0700);
/** Puts a certificate and its key into the place of others. */
function install(string $folder, string $name): void
{
    foreach (['cert', 'key'] as $what) {
        copy(pki($name)[$what], "$folder/new");
        rename("$folder/new", "$folder/$what.pem");
    }
}

run(function () use ($folder) {
    $settings = ['ssl_cert_file' => "$folder/cert.pem", 'ssl_key_file' => "$folder/key.pem"];
    foreach (['TLSv1_2', 'TLSv1_3'] as $version) {
        install($folder, 'client');
        $peer = server('tls_python', client_ca: 'ca', max: $version);
        foreach (['client', 'client', 'client_next', 'client_next', 'client', 'client'] as $name) {
            $name === ($last ?? 'client') || install($folder, $name);
            $last = $name;
            tls_resumes($peer, $settings);
            echo $peer->says(20), "\n";
        }
        // Half of a rotation: the pair does not fit.
        copy(pki('client_next')['key'], "$folder/key.pem");
        print_tls($peer, $settings);
    }
});
array_map('unlink', glob("$folder/*"));
rmdir($folder);
?>
--EXPECTF--
TLSv1.2 full alpn=None client=client1
TLSv1.2 resumed alpn=None client=client1
TLSv1.2 full alpn=None client=client1-renewed
TLSv1.2 resumed alpn=None client=client1-renewed
TLSv1.2 full alpn=None client=client1
TLSv1.2 resumed alpn=None client=client1
1019 TLS handshake with peer failed: ssl_key_file %s/key.pem: it is not the key of the certificate in ssl_cert_file (%s/cert.pem)
TLSv1.3 full alpn=None client=client1
TLSv1.3 resumed alpn=None client=client1
TLSv1.3 full alpn=None client=client1-renewed
TLSv1.3 resumed alpn=None client=client1-renewed
TLSv1.3 full alpn=None client=client1
TLSv1.3 resumed alpn=None client=client1
1019 TLS handshake with peer failed: ssl_key_file %s/key.pem: it is not the key of the certificate in ssl_cert_file (%s/cert.pem)
