//! Certificates made when a test binary starts; nothing in the tree can expire.

use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::symm::Cipher;
use openssl::x509::extension::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName};
use openssl::x509::{X509, X509Builder, X509NameBuilder};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A certificate, its key and the certificates to be sent with it.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) cert: X509,
    pub(crate) key: PKey<Private>,
    pub(crate) chain: Vec<X509>,
}

/// All certificates of the tests.
pub(crate) struct Pki {
    pub(crate) ca: Identity,
    /// A CA that no client of these tests trusts unless it says so.
    pub(crate) other_ca: Identity,
    /// For `localhost`, `mail.test` and 127.0.0.1.
    pub(crate) good: Identity,
    /// As `good`, issued by an intermediate CA that it brings along.
    pub(crate) deep: Identity,
    pub(crate) wrong_host: Identity,
    /// Its common name is `localhost`, and it has no subjectAltName.
    pub(crate) cn_only: Identity,
    pub(crate) expired: Identity,
    pub(crate) not_yet_valid: Identity,
    pub(crate) self_signed: Identity,
    pub(crate) self_signed_expired: Identity,
    pub(crate) self_signed_wrong_host: Identity,
    /// For 127.0.0.1 only.
    pub(crate) ip: Identity,
    /// For 192.0.2.1 only.
    pub(crate) wrong_ip: Identity,
    /// For `*.wild.test`.
    pub(crate) wildcard: Identity,
    /// For `ma*.test`: a wildcard in a part of a label.
    pub(crate) partial_wildcard: Identity,
    /// Signed by `other_ca`.
    pub(crate) foreign: Identity,
    /// Good for clients only.
    pub(crate) client_purpose: Identity,
    /// Names many hosts, none of them ours.
    pub(crate) many_names: Identity,
    /// What the client shows.
    pub(crate) client: Identity,
}

/// Made at the first use.
pub(crate) fn pki() -> &'static Pki {
    static PKI: OnceLock<Pki> = OnceLock::new();
    PKI.get_or_init(Pki::new)
}

#[derive(Clone)]
struct Template<'a> {
    common_name: &'a str,
    dns: &'a [&'a str],
    ip: &'a [&'a str],
    /// Days from today.
    valid: (i64, i64),
    ca: bool,
    purpose: Option<Purpose>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Client,
    Server,
}

const SERVER: Template<'static> = Template {
    common_name: "server",
    dns: &["localhost", "mail.test"],
    ip: &[],
    valid: (-1, 30),
    ca: false,
    purpose: Some(Purpose::Server),
};

impl Pki {
    fn new() -> Self {
        let ca = root("Test CA");
        let other_ca = root("Other CA");
        let intermediate = issue(
            &Template { common_name: "Middle CA", dns: &[], ca: true, purpose: None, ..SERVER },
            Some(&ca),
        );
        let leaf = |template: Template<'_>| issue(&template, Some(&ca));
        let mut deep = issue(&SERVER, Some(&intermediate));
        deep.chain.push(intermediate.cert.clone());
        let many: Vec<String> = (0..20).map(|n| format!("host{n}.test")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        Self {
            good: leaf(Template { ip: &["127.0.0.1"], ..SERVER }),
            deep,
            wrong_host: leaf(Template { dns: &["evil.test", "other.test"], ..SERVER }),
            cn_only: leaf(Template { common_name: "localhost", dns: &[], ..SERVER }),
            expired: leaf(Template { valid: (-30, -1), ..SERVER }),
            not_yet_valid: leaf(Template { valid: (10, 30), ..SERVER }),
            self_signed: issue(&SERVER, None),
            self_signed_expired: issue(&Template { valid: (-30, -1), ..SERVER }, None),
            self_signed_wrong_host: issue(&Template { dns: &["evil.test"], ..SERVER }, None),
            ip: leaf(Template { dns: &[], ip: &["127.0.0.1"], ..SERVER }),
            wrong_ip: leaf(Template { dns: &[], ip: &["192.0.2.1", "2001:db8::1"], ..SERVER }),
            wildcard: leaf(Template { dns: &["*.wild.test"], ..SERVER }),
            partial_wildcard: leaf(Template { dns: &["ma*.test"], ..SERVER }),
            foreign: issue(&SERVER, Some(&other_ca)),
            client_purpose: leaf(Template { purpose: Some(Purpose::Client), ..SERVER }),
            many_names: leaf(Template { dns: &many, ..SERVER }),
            client: leaf(Template {
                common_name: "client",
                dns: &[],
                purpose: Some(Purpose::Client),
                ..SERVER
            }),
            ca,
            other_ca,
        }
    }
}

fn root(common_name: &str) -> Identity {
    issue(&Template { common_name, dns: &[], ca: true, purpose: None, ..SERVER }, None)
}

/// A certificate signed by `issuer`, or by itself.
fn issue(template: &Template<'_>, issuer: Option<&Identity>) -> Identity {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("O", "corio tests").unwrap();
    name.append_entry_by_text("CN", template.common_name).unwrap();
    let name = name.build();

    let mut builder = X509Builder::new().unwrap();
    builder.set_version(2).unwrap();
    static SERIAL: AtomicU32 = AtomicU32::new(1);
    let serial = BigNum::from_u32(SERIAL.fetch_add(1, Ordering::Relaxed)).unwrap();
    builder.set_serial_number(&serial.to_asn1_integer().unwrap()).unwrap();
    builder.set_subject_name(&name).unwrap();
    builder.set_issuer_name(issuer.map_or(&*name, |issuer| issuer.cert.subject_name())).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder.set_not_before(&day(template.valid.0)).unwrap();
    builder.set_not_after(&day(template.valid.1)).unwrap();
    if template.ca {
        builder.append_extension(BasicConstraints::new().critical().ca().build().unwrap()).unwrap();
        let usage = KeyUsage::new().critical().key_cert_sign().crl_sign().build().unwrap();
        builder.append_extension(usage).unwrap();
    }
    match template.purpose {
        Some(Purpose::Client) => {
            builder.append_extension(ExtendedKeyUsage::new().client_auth().build().unwrap()).unwrap();
        }
        Some(Purpose::Server) => {
            builder.append_extension(ExtendedKeyUsage::new().server_auth().build().unwrap()).unwrap();
        }
        None => {}
    }
    if !template.dns.is_empty() || !template.ip.is_empty() {
        let mut names = SubjectAlternativeName::new();
        for dns in template.dns {
            names.dns(dns);
        }
        for ip in template.ip {
            names.ip(ip);
        }
        let names = names.build(&builder.x509v3_context(issuer.map(|i| &*i.cert), None)).unwrap();
        builder.append_extension(names).unwrap();
    }
    builder.sign(issuer.map_or(&key, |issuer| &issuer.key), MessageDigest::sha256()).unwrap();
    Identity { cert: builder.build(), key, chain: Vec::new() }
}

fn day(from_today: i64) -> Asn1Time {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    Asn1Time::from_unix(i64::try_from(now).unwrap() + from_today * 86_400).unwrap()
}

/// A folder for the files of one test, removed with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("engine-{}-{count}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The trusted CA's certificate.
    pub(crate) fn ca(&self) -> PathBuf {
        self.write("ca.pem", &pki().ca.cert.to_pem().unwrap())
    }

    /// The client's certificate and its key, encrypted with [`PASSPHRASE`].
    pub(crate) fn client(&self) -> (PathBuf, PathBuf) {
        let client = &pki().client;
        let key =
            client.key.private_key_to_pem_pkcs8_passphrase(Cipher::aes_128_cbc(), PASSPHRASE.as_bytes());
        (self.write("client.pem", &client.cert.to_pem().unwrap()), self.write("client.key", &key.unwrap()))
    }
}

/// What the client's key is encrypted with.
pub(crate) const PASSPHRASE: &str = "open sesame";

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
