<?php
/*
 * A test PKI, made once for a suite run and shared by its tests and peers.
 *
 *     ['cert' => $leaf, 'key' => $key, 'chain' => $leafAndIntermediates] = pki('server');
 *     $client->set(['ssl_cafile' => pki_ca(), 'ssl_crlfile' => pki_crl(revoked: ['other'])]);
 *
 * Nothing that expires lives in the tree: the files are written to a private folder below the system's
 * temporary directory, are valid for two days, and are made anew every few hours.
 */

/** Certificate names => what makes each one special. Keys are EC P-256 unless 'rsa' says how many bits of RSA. */
/* 'days' => 0 ends in the second in which it began: expired at once. */
const PKI_LEAVES = [
    'server'       => ['san' => 'DNS:localhost,DNS:test.local,DNS:*.test.local,IP:127.0.0.1,IP:::1'],
    'other'        => ['san' => 'DNS:other.example,DNS:www.other.example'],
    'cn_only'      => ['cn' => 'localhost'],
    'ip_only'      => ['san' => 'IP:127.0.0.1'],
    'name_only'    => ['san' => 'DNS:localhost'],
    'expired'      => ['san' => 'DNS:localhost,IP:127.0.0.1', 'days' => 0],
    'self_signed'  => ['san' => 'DNS:localhost,IP:127.0.0.1', 'issuer' => null],
    'unknown'      => ['san' => 'DNS:localhost,IP:127.0.0.1', 'issuer' => 'unknown_ca'],
    'intermediate' => ['san' => 'DNS:localhost,IP:127.0.0.1', 'issuer' => 'sub_ca'],
    // For what DNS says is another name of the same host.
    'canonical'    => ['san' => 'DNS:canonical.test'],
    'alias'        => ['san' => 'DNS:alias.test'],
    // Security levels 1, 2 and 3 ask for 1024, 2048 and 3072 bits.
    'rsa_1024'     => ['san' => 'DNS:localhost', 'rsa' => 1024],
    'rsa_2048'     => ['san' => 'DNS:localhost', 'rsa' => 2048],
    // Answers for the CA whether certificates are revoked.
    'ocsp'         => ['usage' => 'OCSPSigning'],
    'ocsp_unknown' => ['usage' => 'OCSPSigning', 'issuer' => 'unknown_ca'],
    'client'       => ['cn' => 'client1', 'usage' => 'clientAuth'],
    'client_next'  => ['cn' => 'client1-renewed', 'usage' => 'clientAuth'],
    'client_pass'  => ['cn' => 'client2', 'usage' => 'clientAuth', 'passphrase' => 'secret'],
];

/** Paths of a certificate: 'cert' and 'key'; 'chain' is the certificate followed by its intermediates. */
function pki(string $name): array
{
    if (!isset(PKI_LEAVES[$name])) {
        throw new LogicException("no certificate '$name' in the test PKI");
    }
    $path = pki_folder() . "/$name";
    return ['cert' => "$path.pem", 'key' => "$path.key", 'chain' => "$path.chain.pem"];
}

/** Path of a CA certificate: 'ca' signs the leaves, 'unknown_ca' is one that clients do not trust. Their keys are beside. */
function pki_ca(string $name = 'ca'): string
{
    return pki_folder() . "/$name.pem";
}

/** SHA-256 of a certificate, in hexadecimal. */
function pki_fingerprint(string $name): string
{
    return openssl_x509_fingerprint('file://' . pki($name)['cert'], 'sha256');
}

/** SHA-256 of a certificate's key, as curl's --pinnedpubkey takes it. */
function pki_key_pin(string $name): string
{
    $key = openssl_pkey_get_details(openssl_pkey_get_public('file://' . pki($name)['cert']))['key'];
    $der = base64_decode(preg_replace('/-----.*-----|\s/', '', $key));
    return 'sha256//' . base64_encode(hash('sha256', $der, true));
}

/** A list, in PEM format, of the certificates that a CA has revoked (RFC 5280, section 5). */
function pki_crl(array $revoked = [], string $ca = 'ca', int $days = 1): string
{
    $tlv = fn (int $tag, string ...$parts) => chr($tag) . pki_der_length(strlen(implode($parts))) . implode($parts);
    $date = fn (int $days) => $tlv(0x17, gmdate('ymdHis\Z', time() + $days * 86400));
    $ecdsa_with_sha256 = $tlv(0x30, "\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02");
    $subject = openssl_x509_parse('file://' . pki_ca($ca))['subject']['CN'];
    $name = $tlv(0x30, $tlv(0x31, $tlv(0x30, "\x06\x03\x55\x04\x03", $tlv(0x0c, $subject))));
    $entries = array_map(function ($leaf) use ($tlv, $date) {
        $serial = openssl_x509_parse('file://' . pki($leaf)['cert'])['serialNumber'];
        return $tlv(0x30, $tlv(0x02, chr((int) $serial)), $date(-1));
    }, $revoked);
    $list = $entries === [] ? '' : $tlv(0x30, ...$entries);
    $body = $tlv(0x30, "\x02\x01\x01", $ecdsa_with_sha256, $name, $date(min(-1, $days - 1)), $date($days), $list);
    openssl_sign($body, $signature, 'file://' . pki_folder() . "/$ca.key", OPENSSL_ALGO_SHA256);
    $der = $tlv(0x30, $body, $ecdsa_with_sha256, $tlv(0x03, "\0", $signature));
    return "-----BEGIN X509 CRL-----\n" . chunk_split(base64_encode($der), 64, "\n") . "-----END X509 CRL-----\n";
}

function pki_der_length(int $length): string
{
    return $length < 128 ? chr($length) : "\x82" . pack('n', $length);
}

/** The folder of this run. Peers inherit it by the environment, so that both ends always use the same CA. */
function pki_folder(): string
{
    $folder = getenv('CORIO_TEST_PKI');
    if ($folder === false) {
        $folder = pki_make_once();
        putenv("CORIO_TEST_PKI=$folder");
    }
    return $folder;
}

function pki_make_once(): string
{
    $uid = fileowner('/proc/self');
    $key = substr(sha1_file(__FILE__), 0, 12) . '-' . intdiv(time(), PKI_LIFETIME);
    $folder = sys_get_temp_dir() . "/corio-pki-$uid-$key";
    if (!is_dir($folder)) {
        @mkdir($folder, 0700);
    }
    if (fileowner($folder) !== $uid || (fileperms($folder) & 0777) !== 0700) {
        throw new RuntimeException("$folder belongs to somebody else");
    }
    $lock = fopen("$folder/lock", 'c');
    flock($lock, LOCK_EX);
    if (!is_file("$folder/ready")) {
        pki_make($folder);
        touch("$folder/ready");
        pki_forget_old(dirname($folder) . "/corio-pki-$uid-*", $folder);
    }
    return $folder;
}

function pki_make(string $folder): void
{
    $config = "$folder/openssl.cnf";
    $cas = ['ca' => null, 'unknown_ca' => null, 'sub_ca' => 'ca'];
    $made = [];
    foreach ($cas as $name => $issuer) {
        $made[$name] = pki_issue($config, "Corio test $name", PKI_CA_EXTENSIONS, $made[$issuer] ?? null);
        file_put_contents("$folder/$name.pem", $made[$name]['pem']);
        openssl_pkey_export_to_file($made[$name]['key'], "$folder/$name.key", null, ['config' => $config]);
    }
    // The name by which OpenSSL looks up a CA in a folder: this one can serve as ssl_capath.
    symlink('ca.pem', "$folder/" . openssl_x509_parse($made['ca']['cert'])['hash'] . '.0');
    foreach (PKI_LEAVES as $name => $leaf) {
        $leaf += ['cn' => $name, 'usage' => 'serverAuth', 'san' => '', 'issuer' => 'ca', 'days' => 2, 'passphrase' => null, 'rsa' => null];
        $extensions = "basicConstraints=CA:FALSE\nextendedKeyUsage=$leaf[usage]\n" . PKI_KEY_IDENTIFIERS;
        $extensions .= $leaf['san'] === '' ? '' : "subjectAltName=$leaf[san]\n";
        $issuer = $made[$leaf['issuer']] ?? null;
        ['pem' => $pem, 'key' => $key] = pki_issue($config, $leaf['cn'], $extensions, $issuer, $leaf['days'], $leaf['rsa']);
        $options = ['config' => $config, 'encrypt_key' => $leaf['passphrase'] !== null];
        openssl_pkey_export_to_file($key, "$folder/$name.key", $leaf['passphrase'], $options);
        file_put_contents("$folder/$name.pem", $pem);
        file_put_contents("$folder/$name.chain.pem", $pem . ($leaf['issuer'] === 'sub_ca' ? $made['sub_ca']['pem'] : ''));
    }
}

/** One certificate, signed by `$issuer` or, without one, by itself. */
function pki_issue(string $config, string $cn, string $extensions, ?array $issuer, int $days = 2, ?int $rsa = null): array
{
    static $serial = 1; // stays below 128, which pki_crl() counts on
    file_put_contents($config, "[req]\ndistinguished_name=dn\nx509_extensions=ext\n[dn]\n[ext]\n$extensions");
    $options = ['config' => $config, 'digest_alg' => 'sha256', 'x509_extensions' => 'ext'];
    // `private_key_bits` means nothing for a curve, but PHP < 8.3 insists on a plausible value.
    $kind = $rsa === null ? ['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1'] : [];
    $key = openssl_pkey_new($options + $kind + ['private_key_bits' => $rsa ?? 2048]);
    $request = openssl_csr_new(['commonName' => $cn], $key, $options);
    $cert = openssl_csr_sign($request, $issuer['cert'] ?? null, $issuer['key'] ?? $key, $days, $options, $serial++);
    if ($cert === false || !openssl_x509_export($cert, $pem)) {
        throw new RuntimeException("cannot make the certificate of $cn: " . openssl_error_string());
    }
    return ['cert' => $cert, 'key' => $key, 'pem' => $pem];
}

/** Removes what earlier runs left; a run that takes longer than a day loses. */
function pki_forget_old(string $pattern, string $keep): void
{
    foreach (glob($pattern) as $folder) {
        if ($folder !== $keep && filemtime($folder) < time() - 86400) {
            array_map('unlink', glob("$folder/*"));
            @rmdir($folder);
        }
    }
}

/** Seconds for which new test processes use the same folder: far less than the certificates' two days. */
const PKI_LIFETIME = 6 * 3600;

const PKI_KEY_IDENTIFIERS = "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";
const PKI_CA_EXTENSIONS = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n" . PKI_KEY_IDENTIFIERS;
