--TEST--
tls: getTlsInfo() tells everything for TLS 1.2 and 1.3 [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    foreach (['-tls1_2', '-tls1_3'] as $version) {
        $peer = server('s_server', cert: 'intermediate', args: [$version, '-rev', '-alpn', 'imap', '-cert_chain', pki_ca('sub_ca'),
            '-groups', 'X25519', '-cipher', 'ECDHE-ECDSA-AES256-GCM-SHA384', '-ciphersuites', 'TLS_AES_128_GCM_SHA256']);
        foreach (['full', 'resumed'] as $expected) {
            $client = tls_client($peer, ['ssl_alpn_protocols' => 'imap']);
            $client->send("x\n");
            $client->recv();
            $info = $client->getTlsInfo();
            $chain = array_map(fn ($pem) => openssl_x509_parse($pem)['subject']['CN'], $info['peer_chain']);
            var_dump($info['peer_chain'][0] === $client->getPeerCert());
            $times = $info['times'];
            $plausible = $times['dns'] >= 0 && $times['connect'] > 0 && $times['handshake'] > 0 && max($times) < 10;
            $info['peer_chain'] = $chain;
            $info['times'] = array_keys($times);
            echo json_encode($info), $plausible ? '' : json_encode($times), "\n";
            $client->close();
        }
    }
});
?>
--EXPECT--
bool(true)
{"version":"TLSv1.2","cipher":"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384","curve":"x25519","alpn":"imap","sni":"localhost","resumed":false,"verify_result":"ok","peer_chain":["intermediate","Corio test sub_ca"],"starttls":null,"times":["dns","connect","proxy","handshake"]}
bool(true)
{"version":"TLSv1.2","cipher":"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384","curve":"x25519","alpn":"imap","sni":"localhost","resumed":true,"verify_result":"ok","peer_chain":["intermediate","Corio test sub_ca"],"starttls":null,"times":["dns","connect","proxy","handshake"]}
bool(true)
{"version":"TLSv1.3","cipher":"TLS_AES_128_GCM_SHA256","curve":"x25519","alpn":"imap","sni":"localhost","resumed":false,"verify_result":"ok","peer_chain":["intermediate","Corio test sub_ca"],"starttls":null,"times":["dns","connect","proxy","handshake"]}
bool(true)
{"version":"TLSv1.3","cipher":"TLS_AES_128_GCM_SHA256","curve":"x25519","alpn":"imap","sni":"localhost","resumed":true,"verify_result":"ok","peer_chain":["intermediate","Corio test sub_ca"],"starttls":null,"times":["dns","connect","proxy","handshake"]}
