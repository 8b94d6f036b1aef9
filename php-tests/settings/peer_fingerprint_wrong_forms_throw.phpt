--TEST--
settings: ssl_peer_fingerprint: what is no SHA-256 fingerprint throws [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$sha256 = str_repeat('0a', 32);
$wrong = [
    '', [], [[]], 42, null, 'sha256//', 'sha256//AAAA', str_repeat('0a', 31), str_repeat('xy', 32), [$sha256, ''],
    md5(''), sha1(''), ['md5' => md5('')], ['sha1' => sha1('')], ['sha512' => $sha256], 'sha1//2jmj7l5rSw0yVb/vlWAYkK/YBwk=',
];
foreach ($wrong as $fingerprint) {
    try {
        (new Client(Corio\SOCK_TCP))->set(['ssl_peer_fingerprint' => $fingerprint]);
        echo "accepted\n";
    } catch (Corio\Exception $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
setting "ssl_peer_fingerprint" must be a SHA-256 fingerprint, "" (neither 64 hexadecimal digits (the certificate's SHA-256) nor "sha256//" and base64 (its public key's)) given
setting "ssl_peer_fingerprint" must be at least one fingerprint, an empty array given
setting "ssl_peer_fingerprint" must be of type string or array of strings, array given
setting "ssl_peer_fingerprint" must be of type string or array of strings, int given
setting "ssl_peer_fingerprint" must be of type string or array of strings, null given
setting "ssl_peer_fingerprint" must be a SHA-256 fingerprint, "sha256//" (not 32 bytes in base64 after sha256//) given
setting "ssl_peer_fingerprint" must be a SHA-256 fingerprint, "sha256//AAAA" (not 32 bytes in base64 after sha256//) given
setting "ssl_peer_fingerprint" must be a SHA-256 fingerprint, "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a" (neither 64 hexadecimal digits (the certificate's SHA-256) nor "sha256//" and base64 (its public key's)) given
setting "ssl_peer_fingerprint" must be a SHA-256 fingerprint, "xyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxy" (neither 64 hexadecimal digits (the certificate's SHA-256) nor "sha256//" and base64 (its public key's)) given
setting "ssl_peer_fingerprint" must be a SHA-256 fingerprint, "" (neither 64 hexadecimal digits (the certificate's SHA-256) nor "sha256//" and base64 (its public key's)) given
setting "ssl_peer_fingerprint" must be a SHA-256 fingerprint, "d41d8cd98f00b204e9800998ecf8427e" (md5 is not supported, because only sha256 is safe enough here) given
setting "ssl_peer_fingerprint" must be a SHA-256 fingerprint, "da39a3ee5e6b4b0d3255bfef95601890afd80709" (sha1 is not supported, because only sha256 is safe enough here) given
setting "ssl_peer_fingerprint" must be keyed by sha256, "md5" given
setting "ssl_peer_fingerprint" must be keyed by sha256, "sha1" given
setting "ssl_peer_fingerprint" must be keyed by sha256, "sha512" given
setting "ssl_peer_fingerprint" must be a SHA-256 fingerprint, "sha1//2jmj7l5rSw0yVb/vlWAYkK/YBwk=" (sha1 is not supported, because only sha256 is safe enough here) given
