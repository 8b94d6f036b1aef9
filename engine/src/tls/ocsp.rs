//! Stapled OCSP responses: the server's proof that its certificate is not revoked (RFC 6066, section 8).

use super::config::Ocsp;
use super::reasons;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::ocsp::{
    OcspBasicResponse, OcspCertId, OcspCertStatus, OcspFlag, OcspResponse, OcspResponseStatus,
};
use openssl::ssl::SslRef;
use openssl::stack::Stack;
use openssl::x509::X509;

/// How far two clocks may be apart, in seconds: what OpenSSL's own tools allow.
const CLOCK_SKEW: u32 = 300;
/// How old a response may be that does not say until when it holds, in seconds: a day. Whoever can put an
/// old one before us must not make it hold for ever.
const OPEN_END: u32 = 86_400;

/// Checks what the server stapled, before anything is sent.
///
/// # Errors
/// Why it will not do.
pub(super) fn check(ssl: &SslRef, demand: Ocsp) -> Result<(), String> {
    // A resumed handshake brings no certificate; the one that it resumes was checked.
    if ssl.session_reused() {
        return Ok(());
    }
    let Some(response) = ssl.ocsp_status().filter(|response| !response.is_empty()) else {
        return match demand {
            Ocsp::Require => Err("the server sent no response".into()),
            Ocsp::Off | Ocsp::Verify => Ok(()),
        };
    };
    let response = OcspResponse::from_der(response).map_err(|_| "the response is malformed".to_owned())?;
    if response.status() != OcspResponseStatus::SUCCESSFUL {
        return Err(format!("the responder answered with status {}", response.status().as_raw()));
    }
    let response = response.basic().map_err(|_| "the response is malformed".to_owned())?;
    judge(ssl, &response)
}

fn judge(ssl: &SslRef, response: &OcspBasicResponse) -> Result<(), String> {
    let openssl = |stack: ErrorStack| reasons(&stack);
    // The verified chain, if there is a verification; else as the server sent it.
    let chain = ssl.verified_chain().or_else(|| ssl.peer_cert_chain());
    let chain: Vec<X509> = chain.into_iter().flatten().map(ToOwned::to_owned).collect();
    let [leaf, issuer, ..] = &chain[..] else {
        return Err("the certificate's issuer is not known".into());
    };
    let mut others = Stack::new().map_err(openssl)?;
    for certificate in &chain {
        others.push(certificate.clone()).map_err(openssl)?;
    }
    response
        .verify(&others, ssl.ssl_context().cert_store(), OcspFlag::empty())
        .map_err(|stack| format!("the response is not signed by one who may: {}", reasons(&stack)))?;
    // Responders answer for the hash that they were asked with: SHA-1 nearly everywhere (RFC 5019).
    for digest in [MessageDigest::sha1(), MessageDigest::sha256()] {
        let id = OcspCertId::from_cert(digest, leaf, issuer).map_err(openssl)?;
        let Some(answer) = response.find_status(&id) else { continue };
        let max_age = answer.next_update().is_none().then_some(OPEN_END);
        answer.check_validity(CLOCK_SKEW, max_age).map_err(|_| "the response is out of date".to_owned())?;
        return match answer.status {
            OcspCertStatus::GOOD => Ok(()),
            OcspCertStatus::REVOKED => Err("the certificate is revoked".into()),
            _ => Err("the responder does not know the certificate".into()),
        };
    }
    Err("the response is for another certificate".into())
}
