<?php
/*
 * Prosody with XMPP STARTTLS on 'port', for alice@localhost with the password 'secret'; with 'tls' => false there
 * is no upgrade.
 */

require __DIR__ . '/_daemon.php';

$options = options(['cert' => 'server', 'tls' => true]);
$prosody = executable('prosody');

$folder = open_folder('prosody');
mkdir("$folder/data/localhost/accounts", 0700, true);
file_put_contents("$folder/data/localhost/accounts/alice.dat", 'return { ["password"] = "secret" };');
$certificate = pki($options['cert']);
$modules = $options['tls'] ? '"saslauth"; "tls"' : '"saslauth"';
$required = $options['tls'] ? 'true' : 'false';

guard($folder, ['xmpp'], function (array $ports) use ($folder, $prosody, $certificate, $modules, $required) {
    file_put_contents("$folder/prosody.cfg.lua", <<<CONF
        modules_enabled = { $modules }
        modules_disabled = { "s2s", "offline" }
        interfaces = { "127.0.0.1" }
        c2s_ports = { $ports[xmpp] }
        c2s_direct_tls_ports = { }
        s2s_ports = { }
        data_path = "$folder/data"
        log = { info = "$folder/log" }
        pidfile = "$folder/pid"
        authentication = "internal_plain"
        run_as_root = true
        c2s_require_encryption = $required
        allow_unencrypted_plain_auth = true
        VirtualHost "localhost"
          ssl = { key = "$certificate[key]"; certificate = "$certificate[chain]" }
        CONF);
    return [$prosody, '--config', "$folder/prosody.cfg.lua", '-F'];
}, accepts(...));
