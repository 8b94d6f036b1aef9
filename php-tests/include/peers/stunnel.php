<?php
/*
 * stunnel: TLS with the certificate 'cert' on 'port' in front of the port 'to'. With 'client_ca' clients have to
 * show a certificate of that CA.
 */

require __DIR__ . '/_daemon.php';

$options = options(['to' => 0, 'cert' => 'server', 'client_ca' => '']);
$stunnel = executable('stunnel4');
$folder = open_folder('stunnel');
$certificate = pki($options['cert']);

guard($folder, ['tls'], function (array $ports) use ($stunnel, $folder, $options, $certificate) {
    $client = $options['client_ca'] === '' ? '' : 'CAfile = ' . pki_ca($options['client_ca']) . "\nverifyChain = yes\n";
    file_put_contents("$folder/stunnel.conf", <<<CONF
        foreground = yes
        pid =
        syslog = no
        output = $folder/log
        [proxy]
        accept = 127.0.0.1:$ports[tls]
        connect = 127.0.0.1:$options[to]
        cert = $certificate[chain]
        key = $certificate[key]
        TIMEOUTclose = 0
        $client
        CONF);
    return [$stunnel, "$folder/stunnel.conf"];
}, accepts(...));
