<?php
/*
 * nats-server with TLS on 'port', which clients must use, or may with 'required' => false; none with 'tls' => false.
 */

require __DIR__ . '/_daemon.php';

$options = options(['cert' => 'server', 'tls' => true, 'required' => true]);
$nats = executable('nats-server');

$folder = open_folder('nats');
$certificate = pki($options['cert']);

guard($folder, ['nats'], function (array $ports) use ($folder, $nats, $options, $certificate) {
    $lines = ["listen: \"127.0.0.1:$ports[nats]\"", "log_file: \"$folder/log\""];
    if ($options['tls']) {
        $lines[] = "tls { cert_file: \"$certificate[chain]\", key_file: \"$certificate[key]\", timeout: 60 }";
    }
    if (!$options['required']) {
        $lines[] = 'allow_non_tls: true';
    }
    file_put_contents("$folder/nats.conf", implode("\n", $lines));
    return [$nats, '-c', "$folder/nats.conf"];
});
