//! Certificates made when a test binary starts; nothing in the tree can expire.

use super::der::{self, Extension, tlv};
use openssl::asn1::{Asn1Object, Asn1OctetString, Asn1Time};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Rsa;
use openssl::symm::Cipher;
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName,
    SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509CrlBuilder, X509Extension, X509NameBuilder, X509RevokedBuilder};
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

/// The certificates that more than one test uses.
pub(crate) struct Pki {
    pub(crate) ca: Identity,
    /// Issued by `ca`.
    pub(crate) middle: Identity,
    /// A CA that no client of these tests trusts unless it says so.
    pub(crate) other_ca: Identity,
    /// For `localhost`, `mail.test` and 127.0.0.1.
    pub(crate) good: Identity,
    /// As `good`, issued by `middle`, which it brings along.
    pub(crate) deep: Identity,
    pub(crate) expired: Identity,
    pub(crate) wrong_host: Identity,
    pub(crate) self_signed: Identity,
    /// Signed by `other_ca`.
    pub(crate) foreign: Identity,
    /// What the client shows.
    pub(crate) client: Identity,
}

/// Made at the first use.
pub(crate) fn pki() -> &'static Pki {
    static PKI: OnceLock<Pki> = OnceLock::new();
    PKI.get_or_init(Pki::new)
}

impl Pki {
    fn new() -> Self {
        let ca = issue(&CA, None);
        let other_ca = issue(&Template { common_name: "Other CA", ..CA }, None);
        let middle = issue(&Template { common_name: "Middle CA", ..CA }, Some(&ca));
        let leaf = |template: Template<'_>| issue(&template, Some(&ca));
        let client = Template { common_name: "client", dns: &[], purpose: Some(Purpose::Client), ..SERVER };
        Self {
            good: leaf(Template { ip: &["127.0.0.1"], ..SERVER }),
            deep: issue(&SERVER, Some(&middle)).with(&[&middle]),
            expired: leaf(Template { valid: (-30, -1), ..SERVER }),
            wrong_host: leaf(Template { dns: &["evil.test", "other.test"], ..SERVER }),
            self_signed: issue(&SERVER, None),
            foreign: issue(&SERVER, Some(&other_ca)),
            client: leaf(client),
            ca,
            middle,
            other_ca,
        }
    }
}

impl Identity {
    /// Sends these along, in this order.
    pub(crate) fn with(mut self, chain: &[&Self]) -> Self {
        self.chain = chain.iter().map(|identity| identity.cert.clone()).collect();
        self
    }
}

/// What a certificate says.
#[derive(Clone, Copy)]
pub(crate) struct Template<'a> {
    pub(crate) common_name: &'a str,
    pub(crate) dns: &'a [&'a str],
    pub(crate) ip: &'a [&'a str],
    /// Days from today.
    pub(crate) valid: (i64, i64),
    /// Seconds from now, if it is to end before the days do.
    pub(crate) lifetime: Option<i64>,
    pub(crate) ca: bool,
    /// How many CAs may follow below.
    pub(crate) path_length: Option<u32>,
    pub(crate) purpose: Option<Purpose>,
    pub(crate) key: Key,
    /// What the issuer hashes with.
    pub(crate) sha1: bool,
    pub(crate) extensions: &'a [Extension],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Client,
    Server,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    P256,
    Ed25519,
    Rsa(u32),
    RsaPss,
}

/// A server's certificate that nothing is wrong with.
pub(crate) const SERVER: Template<'static> = Template {
    common_name: "server",
    dns: &["localhost", "mail.test"],
    ip: &[],
    valid: (-1, 30),
    lifetime: None,
    ca: false,
    path_length: None,
    purpose: Some(Purpose::Server),
    key: Key::P256,
    sha1: false,
    extensions: &[],
};

/// A CA's certificate that nothing is wrong with.
pub(crate) const CA: Template<'static> =
    Template { common_name: "Test CA", dns: &[], ca: true, purpose: None, ..SERVER };

impl Key {
    fn generate(self) -> PKey<Private> {
        match self {
            Self::P256 => {
                let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
                PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
            }
            Self::Ed25519 => PKey::generate_ed25519().unwrap(),
            Self::Rsa(bits) => PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap(),
            Self::RsaPss => {
                let mut context = PkeyCtx::new_id(Id::RSA_PSS).unwrap();
                context.keygen_init().unwrap();
                context.set_rsa_keygen_bits(2048).unwrap();
                context.keygen().unwrap()
            }
        }
    }
}

/// A certificate signed by `issuer`, or by itself.
pub(crate) fn issue(template: &Template<'_>, issuer: Option<&Identity>) -> Identity {
    issue_for(template.key.generate(), template, issuer)
}

/// A certificate for `key`.
pub(crate) fn issue_for(key: PKey<Private>, template: &Template<'_>, issuer: Option<&Identity>) -> Identity {
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
    builder.set_not_before(&at(template.valid.0 * DAY)).unwrap();
    builder.set_not_after(&at(template.lifetime.unwrap_or(template.valid.1 * DAY))).unwrap();
    for extension in extensions(template, issuer, &builder) {
        builder.append_extension(extension).unwrap();
    }
    let signer = issuer.map_or(&key, |issuer| &issuer.key);
    let digest = match (template.sha1, signer.id()) {
        (_, Id::ED25519) => MessageDigest::null(),
        (true, _) => MessageDigest::sha1(),
        (false, _) => MessageDigest::sha256(),
    };
    builder.sign(signer, digest).unwrap();
    Identity { cert: builder.build(), key, chain: Vec::new() }
}

fn extensions(
    template: &Template<'_>,
    issuer: Option<&Identity>,
    builder: &X509Builder,
) -> Vec<X509Extension> {
    let context = builder.x509v3_context(issuer.map(|i| &*i.cert), None);
    let mut list = Vec::new();
    if template.ca {
        let mut constraints = BasicConstraints::new();
        constraints.critical().ca();
        if let Some(length) = template.path_length {
            constraints.pathlen(length);
        }
        list.push(constraints.build().unwrap());
        list.push(KeyUsage::new().critical().key_cert_sign().crl_sign().build().unwrap());
        list.push(SubjectKeyIdentifier::new().build(&context).unwrap());
    }
    if issuer.is_some_and(|issuer| issuer.cert.subject_key_id().is_some()) {
        list.push(AuthorityKeyIdentifier::new().keyid(true).build(&context).unwrap());
    }
    list.extend(template.purpose.map(|purpose| match purpose {
        Purpose::Client => ExtendedKeyUsage::new().client_auth().build().unwrap(),
        Purpose::Server => ExtendedKeyUsage::new().server_auth().build().unwrap(),
    }));
    if !template.dns.is_empty() || !template.ip.is_empty() {
        let mut names = SubjectAlternativeName::new();
        for dns in template.dns {
            names.dns(dns);
        }
        for ip in template.ip {
            names.ip(ip);
        }
        list.push(names.build(&context).unwrap());
    }
    list.extend(template.extensions.iter().map(raw_extension));
    list
}

fn raw_extension((oid, is_critical, value): &Extension) -> X509Extension {
    let oid = Asn1Object::from_str(oid).unwrap();
    let value = Asn1OctetString::new_from_bytes(value).unwrap();
    X509Extension::new_from_der(&oid, *is_critical, &value).unwrap()
}

/// A list of revoked certificates.
pub(crate) struct Crl<'a> {
    /// Who is named as its issuer.
    pub(crate) issuer: &'a Identity,
    /// Who signs it.
    pub(crate) signer: &'a Identity,
    pub(crate) revoked: &'a [&'a Identity],
    /// Seconds from now.
    pub(crate) valid: (i64, i64),
    pub(crate) extensions: &'a [Extension],
}

impl<'a> Crl<'a> {
    pub(crate) fn by(issuer: &'a Identity) -> Self {
        Self { issuer, signer: issuer, revoked: &[], valid: (-DAY, 30 * DAY), extensions: &[] }
    }

    pub(crate) fn pem(&self) -> String {
        let mut builder = X509CrlBuilder::new().unwrap();
        builder.set_issuer_name(self.issuer.cert.subject_name()).unwrap();
        builder.set_last_update(&at(self.valid.0)).unwrap();
        builder.set_next_update(&at(self.valid.1)).unwrap();
        for identity in self.revoked {
            let mut entry = X509RevokedBuilder::new().unwrap();
            entry.set_serial_number(identity.cert.serial_number()).unwrap();
            entry.set_revocation_date(&at(-DAY)).unwrap();
            builder.add_revoked(entry.build()).unwrap();
        }
        let key_id = self.issuer.cert.subject_key_id().map(|id| tlv(0x80, id.as_slice()));
        let own = [
            (der::AUTHORITY_KEY_IDENTIFIER, false, tlv(0x30, &key_id.unwrap_or_default())),
            (der::CRL_NUMBER, false, tlv(0x02, &[1])),
        ];
        for extension in own.iter().chain(self.extensions) {
            builder.append_extension(raw_extension(extension)).unwrap();
        }
        builder.sign(&self.signer.key, MessageDigest::sha256()).unwrap();
        String::from_utf8(builder.build().unwrap().to_pem().unwrap()).unwrap()
    }
}

pub(crate) const DAY: i64 = 86_400;

fn at(from_now: i64) -> Asn1Time {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    Asn1Time::from_unix(i64::try_from(now).unwrap() + from_now).unwrap()
}

/// A folder for the files of one test, removed with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        Self::below(Path::new(env!("CARGO_TARGET_TMPDIR")))
    }

    pub(crate) fn below(parent: &Path) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("engine-{}-{count}", std::process::id());
        let path = parent.join(name);
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
