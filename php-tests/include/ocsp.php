<?php
/*
 * OCSP responses for certificates of the test PKI, as `openssl ocsp` makes them from an index of the CA, and what
 * it does not make: old ones.
 */

/**
 * A file with a response for the certificate `$name`.
 *
 * `$status` is V (good), R (revoked) or '' (the CA does not know it); `$signer` is who answers, `$arguments` are more
 * of `openssl ocsp`'s.
 */
function ocsp_response(string $name, string $status = 'V', string $signer = 'ocsp', array $arguments = ['-ndays', '1']): string
{
    $folder = ocsp_folder();
    $cert = pki($name)['cert'];
    $parsed = openssl_x509_parse(file_get_contents($cert));
    $issuer = pki_ca($parsed['issuer']['CN'] === 'Corio test unknown_ca' ? 'unknown_ca' : 'ca');
    $entry = implode("\t", [$status, '301231235959Z', $status === 'R' ? '250101000000Z' : '', $parsed['serialNumberHex'], 'unknown', '/CN=x']);
    file_put_contents("$folder/index.txt", $status === '' ? '' : "$entry\n");
    file_put_contents("$folder/index.txt.attr", "unique_subject = no\n");
    $signing = [pki_folder() . "/$signer.pem", pki_folder() . "/$signer.key"];
    $file = tempnam($folder, 'response-');
    ocsp_run(['-reqout', "$folder/request", '-issuer', $issuer, '-cert', $cert, '-no_nonce']);
    ocsp_run(['-index', "$folder/index.txt", '-CA', $issuer, '-rsigner', $signing[0], '-rkey', $signing[1],
        '-reqin', "$folder/request", '-respout', $file, ...$arguments]);
    return $file;
}

/** The response in `$file`, signed anew with its times moved by `$days`. */
function ocsp_moved(string $file, float $days, string $signer = 'ocsp'): string
{
    // OCSPResponse { status, [0] { ResponseBytes { type, OCTET STRING { BasicOCSPResponse { data, … } } } } }
    [$status, $tagged] = der_parts(der_parts(file_get_contents($file))[0][1]);
    [$type, $bytes] = der_parts(der_parts($tagged[1])[0][1]);
    [$data, $algorithm, , $certificates] = der_parts(der_parts($bytes[1])[0][1]);
    $move = fn (array $found) => gmdate('YmdHis\Z', strtotime($found[0]) + (int) ($days * 86400));
    $data = preg_replace_callback('/\d{14}Z/', $move, $data[0] . $data[1]);
    openssl_sign($data, $signature, file_get_contents(pki_folder() . "/$signer.key"), OPENSSL_ALGO_SHA256);
    $basic = der("\x30", $data . $algorithm[0] . $algorithm[1] . der("\x03", "\0$signature") . $certificates[0] . $certificates[1]);
    $response = der("\x30", $status[0] . $status[1] . der("\xa0", der("\x30", $type[0] . $type[1] . der("\x04", $basic))));
    return ocsp_file($response);
}

/** One value of DER. */
function der(string $tag, string $content): string
{
    $length = strlen($content);
    $bytes = ltrim(pack('N', $length), "\0");
    return $tag . ($length < 128 ? chr($length) : chr(128 + strlen($bytes)) . $bytes) . $content;
}

/** The values that `$der` consists of: pairs of what comes before the content, and the content. */
function der_parts(string $der): array
{
    $parts = [];
    for ($at = 0; $at < strlen($der); $at += $header + $length) {
        $length = ord($der[$at + 1]);
        $header = 2;
        if ($length > 128) {
            $header += $length - 128;
            $length = hexdec(bin2hex(substr($der, $at + 2, $header - 2)));
        }
        $parts[] = [substr($der, $at, $header), substr($der, $at + $header, $length)];
    }
    return $parts;
}

/** A folder of this test, which its end removes. */
function ocsp_folder(): string
{
    static $folder;
    if ($folder === null) {
        mkdir($folder = sys_get_temp_dir() . '/corio-ocsp-' . bin2hex(random_bytes(6)));
        register_shutdown_function(function () use ($folder) {
            array_map('unlink', glob("$folder/*"));
            rmdir($folder);
        });
    }
    return $folder;
}

function ocsp_run(array $arguments): void
{
    exec('openssl ocsp ' . implode(' ', array_map('escapeshellarg', $arguments)) . ' 2>&1', $lines, $code);
    if ($code !== 0) {
        throw new RuntimeException(implode("\n", ['openssl ocsp', ...$lines]));
    }
}

/** A file with this content. */
function ocsp_file(string $content): string
{
    file_put_contents($file = tempnam(ocsp_folder(), 'response-'), $content);
    return $file;
}

/** Connects with ssl_ocsp_stapling and prints the outcome. */
function print_ocsp(Server $peer, mixed $mode): void
{
    $client = new Corio\Coroutine\Client(Corio\SOCK_TCP | Corio\SSL);
    $client->set(['ssl_cafile' => pki_ca(), 'ssl_ocsp_stapling' => $mode, 'ssl_session_reuse' => false]);
    if ($client->connect('localhost', $peer->port)) {
        echo $client->getTlsInfo()['version'], " ok\n";
    } else {
        echo "$client->errCode ", preg_replace('/.* failed: /', '', $client->errMsg), "\n";
    }
}
