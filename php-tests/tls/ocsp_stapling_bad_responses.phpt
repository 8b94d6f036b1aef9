--TEST--
tls: a stapled response that is no proof is refused with the reason [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/ocsp.php';

use function Corio\Coroutine\run;

$responses = [
    'revoked' => ocsp_response('server', 'R'),
    'unknown' => ocsp_response('server', ''),
    'old' => ocsp_moved(ocsp_response('server'), -2),
    'of the future' => ocsp_moved(ocsp_response('server'), 2),
    'old, without an end' => ocsp_moved(ocsp_response('server', arguments: []), -2),
    'by a foreign responder' => ocsp_response('server', signer: 'ocsp_unknown'),
    'by a server' => ocsp_response('server', signer: 'other'),
    'with a bad signature' => ocsp_response('server', arguments: ['-ndays', '1', '-badsig']),
    'of another certificate' => ocsp_response('other'),
    'try later' => ocsp_file("\x30\x03\x0a\x01\x03"),
];
run(function () use ($responses) {
    foreach ($responses as $what => $file) {
        echo "$what:\n";
        foreach (['-tls1_2' => 'verify', '-tls1_3' => 'require'] as $version => $mode) {
            print_ocsp(server('s_server', args: [$version, '-status_file', $file]), $mode);
        }
    }
});
?>
--EXPECTF--
revoked:
1014 OCSP stapling: the certificate is revoked
1014 OCSP stapling: the certificate is revoked
unknown:
1014 OCSP stapling: the responder does not know the certificate
1014 OCSP stapling: the responder does not know the certificate
old:
1014 OCSP stapling: the response is out of date
1014 OCSP stapling: the response is out of date
of the future:
1014 OCSP stapling: the response is out of date
1014 OCSP stapling: the response is out of date
old, without an end:
1014 OCSP stapling: the response is out of date
1014 OCSP stapling: the response is out of date
by a foreign responder:
1014 OCSP stapling: the response is not signed by one who may: %s
1014 OCSP stapling: the response is not signed by one who may: %s
by a server:
1014 OCSP stapling: the response is not signed by one who may: %s
1014 OCSP stapling: the response is not signed by one who may: %s
with a bad signature:
1014 OCSP stapling: the response is not signed by one who may: %s
1014 OCSP stapling: the response is not signed by one who may: %s
of another certificate:
1014 OCSP stapling: the response is for another certificate
1014 OCSP stapling: the response is for another certificate
try later:
1014 OCSP stapling: the responder answered with status 3
1014 OCSP stapling: the responder answered with status 3
