<?php
/*
 * The plaintext dialogue of each protocol up to the go-ahead for TLS, and a protected exchange after it, which the
 * servers allow under TLS only. For each protocol there are two functions:
 *
 *     PROTOCOL_go_ahead($client): string              the greeting, as far as the protocol has one
 *     PROTOCOL_exchange($client, $greeting): string   what the server said last
 */

use Corio\Coroutine\Client;

/** Speaks until the next thing on the wire is the handshake; throws with the server's words if it refuses. */
function starttls_go_ahead(string $protocol, Client $client): string
{
    return "{$protocol}_go_ahead"($client);
}

function starttls_exchange(string $protocol, Client $client, string $greeting = ''): string
{
    return rtrim("{$protocol}_exchange"($client, $greeting));
}

/** Sends `$command` as it is, reads until `$end` matches, and throws unless the reply has `$good` in it. */
function ask(Client $client, string $command, string $end, string $good): string
{
    $client->send($command);
    return expect(receive_until($client, $end), $good);
}

function expect(string $reply, string $good): string
{
    preg_match($good, $reply) || throw new RuntimeException('refused: ' . rtrim($reply));
    return $reply;
}

/** One line. */
const LINE = '/\n\z/';
/** A reply whose lines but the last have a dash after the code, as in SMTP, LMTP and FTP. */
const CODED = '/^\d{3} .*\r\n\z/m';

// SMTP and LMTP

function smtp_go_ahead(Client $client, string $hello = 'EHLO'): string
{
    $greeting = expect(receive_until($client, CODED), '/^220 /');
    ask($client, "$hello client.test\r\n", CODED, '/^250/');
    ask($client, "STARTTLS\r\n", CODED, '/^220 /');
    return $greeting;
}

function smtp_exchange(Client $client, string $greeting, string $hello = 'EHLO'): string
{
    ask($client, "$hello client.test\r\n", CODED, '/^250/');
    ask($client, "MAIL FROM:<alice@test.local>\r\n", CODED, '/^250/');
    ask($client, "RCPT TO:<bob@test.local>\r\n", CODED, '/^250/');
    ask($client, "DATA\r\n", CODED, '/^354/');
    return ask($client, "Subject: test\r\n\r\nHello, Bob.\r\n.\r\n", CODED, '/^250/');
}

function lmtp_go_ahead(Client $client): string
{
    return smtp_go_ahead($client, 'LHLO');
}

function lmtp_exchange(Client $client, string $greeting): string
{
    return smtp_exchange($client, $greeting, 'LHLO');
}

// IMAP, POP3 and ManageSieve

function imap_go_ahead(Client $client): string
{
    $greeting = expect(receive_until($client, LINE), '/^\* OK /');
    ask($client, "a1 STARTTLS\r\n", '/^a1 .*\r\n\z/m', '/^a1 OK/m');
    return $greeting;
}

function imap_exchange(Client $client): string
{
    ask($client, "a2 LOGIN alice secret\r\n", '/^a2 .*\r\n\z/m', '/^a2 OK/m');
    $reply = ask($client, "a3 SELECT INBOX\r\n", '/^a3 .*\r\n\z/m', '/^a3 OK/m');
    return strstr($reply, 'a3 OK');
}

function pop3_go_ahead(Client $client): string
{
    $greeting = expect(receive_until($client, LINE), '/^\+OK/');
    ask($client, "STLS\r\n", LINE, '/^\+OK/');
    return $greeting;
}

function pop3_exchange(Client $client): string
{
    ask($client, "USER alice\r\n", LINE, '/^\+OK/');
    return ask($client, "PASS secret\r\n", LINE, '/^\+OK/');
}

const SIEVE_END = '/^(OK|NO|BYE)\b.*\r\n\z/m';

function sieve_go_ahead(Client $client): string
{
    $greeting = expect(receive_until($client, SIEVE_END), '/^OK/m');
    ask($client, "STARTTLS\r\n", SIEVE_END, '/^OK/');
    return $greeting;
}

/** The server repeats its capabilities after the handshake, unasked. */
function sieve_exchange(Client $client): string
{
    expect(receive_until($client, SIEVE_END), '/^OK/m');
    $login = base64_encode("\0alice\0secret");
    return ask($client, "AUTHENTICATE \"PLAIN\" \"$login\"\r\n", SIEVE_END, '/^OK/');
}

// FTP and NNTP

function ftp_go_ahead(Client $client): string
{
    $greeting = expect(receive_until($client, CODED), '/^220/');
    ask($client, "AUTH TLS\r\n", CODED, '/^234/');
    return $greeting;
}

function ftp_exchange(Client $client): string
{
    ask($client, "USER anonymous\r\n", CODED, '/^331/');
    ask($client, "PASS a@test.local\r\n", CODED, '/^230/');
    ask($client, "PBSZ 0\r\n", CODED, '/^200/');
    return ask($client, "PROT P\r\n", CODED, '/^200/');
}

/** The port of a new data connection. */
function ftp_passive(Client $client): int
{
    $reply = ask($client, "EPSV\r\n", CODED, '/^229/');
    return (int) preg_replace('/.*\(\|\|\|(\d+)\|\).*/s', '$1', $reply);
}

function nntp_go_ahead(Client $client): string
{
    $greeting = expect(receive_until($client, LINE), '/^20[01]/');
    ask($client, "STARTTLS\r\n", LINE, '/^382/');
    return $greeting;
}

function nntp_exchange(Client $client): string
{
    return ask($client, "GROUP test.group\r\n", LINE, '/^211/');
}

// XMPP

const XMPP_STREAM = "<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client'"
    . " xmlns:stream='http://etherx.jabber.org/streams'>";

function xmpp_go_ahead(Client $client): string
{
    $features = ask($client, XMPP_STREAM, '~</stream:features>\z~', '/<stream:features>/');
    expect($features, '/<starttls /');
    ask($client, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", '/>\z/', '/^<proceed /');
    return $features;
}

function xmpp_exchange(Client $client): string
{
    ask($client, XMPP_STREAM, '~</stream:features>\z~', '/<mechanism>PLAIN</');
    $login = base64_encode("\0alice\0secret");
    $auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>$login</auth>";
    return ask($client, $auth, '/>\z/', '/^<success /');
}

// LDAP. All lengths are below 128, which need one byte in BER.

function ber(int $tag, string ...$content): string
{
    $content = implode($content);
    return chr($tag) . chr(strlen($content)) . $content;
}

/** Sends one request and returns the response, which is complete as soon as its outer length is. */
function ldap(Client $client, int $id, string $request): string
{
    $client->send(ber(0x30, ber(0x02, chr($id)), $request));
    for ($reply = ''; strlen($reply) < 2 || strlen($reply) < 2 + ord($reply[1]); $reply .= $chunk) {
        $chunk = $client->recv() ?: throw new RuntimeException("no reply: [$client->errCode] $client->errMsg");
    }
    // After the id: tag and length of the response, then the result code as ENUMERATED.
    $result = substr($reply, 7, 3);
    $result === "\x0a\x01\0" || throw new RuntimeException('refused: LDAP result ' . ord($result[2] ?? "\xff"));
    return $reply;
}

function ldap_go_ahead(Client $client): string
{
    ldap($client, 1, ber(0x77, ber(0x80, '1.3.6.1.4.1.1466.20037')));
    return '';
}

/** A simple bind, then "Who am I?". */
function ldap_exchange(Client $client): string
{
    ldap($client, 2, ber(0x60, ber(0x02, "\3"), ber(0x04, 'cn=admin,cn=test'), ber(0x80, 'secret')));
    $reply = ldap($client, 3, ber(0x77, ber(0x80, '1.3.6.1.4.1.4203.1.11.3')));
    return strstr($reply, 'dn:');
}

// PostgreSQL

function postgres_go_ahead(Client $client): string
{
    $client->send(pack('NN', 8, 80877103));
    expect(receive_until($client, '/./s'), '/^S\z/');
    return '';
}

/** Logs in and asks the server what it knows about the encryption of this session. */
function postgres_exchange(Client $client): string
{
    $parameters = "\0\3\0\0user\0postgres\0\0";
    ask($client, pack('N', 4 + strlen($parameters)) . $parameters, '/^E|Z\0\0\0\x05I\z/s', '/^R/');
    $query = "select 'ssl=' || ssl || ' ' || version from pg_stat_ssl where pid = pg_backend_pid()\0";
    $reply = ask($client, 'Q' . pack('N', 4 + strlen($query)) . $query, '/Z\0\0\0\x05I\z/s', '/ssl=/');
    return preg_replace('/.*(ssl=\S+ TLSv[\d.]+).*/s', '$1', $reply);
}

// MySQL. The greeting that is returned has the header of its packet.

/** Protocol 4.1, SSL, authentication plugins, secure connection. */
const MYSQL_CAPABILITIES = 0x200 | 0x800 | 0x8000 | 0x80000;

function mysql_packet(int $number, string $content): string
{
    return substr(pack('V', strlen($content)), 0, 3) . chr($number) . $content;
}

/** Reads one packet, with its header. */
function mysql_reply(Client $client): string
{
    for ($packet = ''; strlen($packet) < 4 || strlen($packet) < 4 + mysql_length($packet); $packet .= $chunk) {
        $chunk = $client->recv() ?: throw new RuntimeException("no reply: [$client->errCode] $client->errMsg");
    }
    return $packet;
}

function mysql_length(string $packet): int
{
    return unpack('V', substr($packet, 0, 3) . "\0")[1];
}

/** Version and nonce of the server and whether it can TLS. */
function mysql_greeting(string $packet): array
{
    $packet = substr($packet, 4);
    $version = substr($packet, 1, strpos($packet, "\0") - 1);
    $rest = substr($packet, strlen($version) + 2);
    $tls = (unpack('v', $rest, 13)[1] & 0x800) !== 0;
    return [$version, substr($rest, 4, 8) . substr($rest, 31, 12), $tls];
}

function mysql_go_ahead(Client $client): string
{
    $greeting = mysql_reply($client);
    [$version, , $tls] = mysql_greeting($greeting);
    $tls || throw new RuntimeException('refused: no TLS among the capabilities');
    $client->send(mysql_packet(1, pack('VVCx23', MYSQL_CAPABILITIES, 1 << 24, 45)));
    return $greeting;
}

/** Logs in with the nonce of the greeting and asks the server for the version of TLS. */
function mysql_exchange(Client $client, string $greeting): string
{
    $once = sha1('secret', true);
    $proof = $once ^ sha1(mysql_greeting($greeting)[1] . sha1($once, true), true);
    $login = pack('VVCx23', MYSQL_CAPABILITIES, 1 << 24, 45) . "alice\0" . chr(20) . $proof . "mysql_native_password\0";
    $client->send(mysql_packet(2, $login));
    expect(mysql_reply($client), '/^.{4}\0/s');
    $client->send(mysql_packet(0, "\3SHOW STATUS LIKE 'Ssl_version'"));
    // The end of the rows, after the end of the columns.
    $rows = receive_until($client, '/\xfe.{4}.*\xfe.{4}\z/s');
    return preg_replace('/.*Ssl_version.([\w.]*).*/s', 'Ssl_version $1', $rows);
}

// IRC and NATS

/** A server without the command says nothing to it before the login, so its capabilities are asked for. */
function irc_go_ahead(Client $client): string
{
    $capabilities = ask($client, "CAP LS 302\r\n", '/ CAP .*\r\n\z/s', '/[ :]tls[ \r]/');
    ask($client, "STARTTLS\r\n", LINE, '/ 670 /');
    return $capabilities;
}

function irc_exchange(Client $client): string
{
    $welcome = ask($client, "NICK alice\r\nUSER alice 0 * :Alice\r\nCAP END\r\n", '/ 001 .*\r\n/', '/ 001 /');
    return preg_replace('/.*?(001 [^\r\n]*).*/s', '$1', $welcome);
}

function nats_go_ahead(Client $client): string
{
    $greeting = receive_until($client, LINE);
    return expect($greeting, '/^INFO .*"tls_(required|available)": ?true/');
}

function nats_exchange(Client $client): string
{
    return ask($client, "CONNECT {\"verbose\":false,\"tls_required\":true}\r\nPING\r\n", LINE, '/^PONG/');
}
