--TEST--
tls: a session is not resumed with other settings, names or client certificates [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$client = pki('client');
$other = pki('client_pass');
$changes = [
    'nothing' => [],
    'name' => ['ssl_host_name' => 'test.local'],
    'no SNI' => ['ssl_host_name' => ''],
    'depth' => ['ssl_verify_depth' => 5],
    'self-signed' => ['ssl_allow_self_signed' => true],
    'no name check' => ['ssl_verify_peer_name' => false],
    'CA folder' => ['ssl_capath' => pki_folder()],
    'CA text' => ['ssl_cafile' => file_get_contents(pki_ca())],
    'ciphers' => ['ssl_ciphers' => 'HIGH'],
    'suites' => ['ssl_ciphersuites' => 'TLS_AES_256_GCM_SHA384'],
    'group' => ['ssl_ecdh_curve' => 'P-256'],
    'version' => ['ssl_min_version' => 'TLSv1.2', 'ssl_max_version' => 'TLSv1.3'],
    'level' => ['ssl_security_level' => 1],
    'ALPN' => ['ssl_alpn_protocols' => 'imap'],
    'OCSP' => ['ssl_ocsp_stapling' => 'verify'],
    'certificate' => ['ssl_cert_file' => $client['cert'], 'ssl_key_file' => $client['key']],
    'another certificate' => ['ssl_cert_file' => $other['cert'], 'ssl_key_file' => $other['key'], 'ssl_passphrase' => 'secret'],
];
run(function () use ($changes) {
    foreach (['TLSv1_2', 'TLSv1_3'] as $version) {
        $peer = server('tls_python', max: $version);
        tls_resumes($peer);
        foreach ($changes as $what => $settings) {
            $first = tls_resumes($peer, $settings);
            if (($first === 'resumed') !== ($what === 'nothing')) {
                echo "$version, other $what: $first\n";
            }
        }
        echo "$version, the first ones: ", tls_resumes($peer), "\n";
    }
});
?>
--EXPECT--
TLSv1_2, the first ones: resumed
TLSv1_3, the first ones: resumed
