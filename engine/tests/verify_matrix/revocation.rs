//! Lists of revoked certificates: what is not covered by a good one is refused.

use super::{Case, Scene};
use crate::common::der::{BASIC_CONSTRAINTS, ISSUING_DISTRIBUTION_POINT, KEY_USAGE, UNKNOWN, tlv};
use crate::common::pki::{CA, Crl, DAY, SERVER, Template, issue, pki};

pub(crate) const CASES: &[Case] = &[
    Case { name: "not on the list", arrange: |s| s.crls(&[Crl::by(&pki().ca).pem()]), refused: &[] },
    Case {
        name: "on the list",
        arrange: |s| s.crls(&[Crl { revoked: &[&pki().good], ..Crl::by(&pki().ca) }.pem()]),
        refused: &[
            "certificate revoked (certificate at depth 0, subject O=corio tests, CN=server)",
            "by the list of its issuer O=corio tests, CN=Test CA in ssl_crlfile (PEM string)",
        ],
    },
    Case {
        name: "another one is on the list",
        arrange: |s| s.crls(&[Crl { revoked: &[&pki().deep, &pki().expired], ..Crl::by(&pki().ca) }.pem()]),
        refused: &[],
    },
    Case {
        name: "an intermediate CA, and a list for each CA",
        arrange: |s| {
            s.shown = pki().deep.clone();
            s.crls(&[Crl::by(&pki().middle).pem(), Crl::by(&pki().ca).pem()]);
        },
        refused: &[],
    },
    Case {
        name: "an intermediate CA is on the list",
        arrange: |s| {
            s.shown = pki().deep.clone();
            let revoking = Crl { revoked: &[&pki().middle], ..Crl::by(&pki().ca) };
            s.crls(&[Crl::by(&pki().middle).pem(), revoking.pem()]);
        },
        refused: &["certificate revoked (certificate at depth 1, subject O=corio tests, CN=Middle CA)"],
    },
    Case {
        name: "no list of the intermediate CA",
        arrange: |s| {
            s.shown = pki().deep.clone();
            s.crls(&[Crl::by(&pki().ca).pem()]);
        },
        refused: &[
            "unable to get certificate CRL (certificate at depth 0",
            "ssl_crlfile (PEM string) has no list of its issuer O=corio tests, CN=Middle CA",
        ],
    },
    Case {
        name: "no list of the root",
        arrange: |s| {
            s.shown = pki().deep.clone();
            s.crls(&[Crl::by(&pki().middle).pem()]);
        },
        refused: &[
            "unable to get certificate CRL (certificate at depth 1",
            "issuer O=corio tests, CN=Test CA",
        ],
    },
    Case {
        name: "a list of another CA",
        arrange: |s| s.crls(&[Crl::by(&pki().other_ca).pem()]),
        refused: &["unable to get certificate CRL", "has no list of its issuer O=corio tests, CN=Test CA"],
    },
    Case {
        name: "a list of another CA of the same name",
        arrange: |s| s.crls(&[Crl::by(&issue(&CA, None)).pem()]),
        refused: &["unable to get certificate CRL"],
    },
    Case {
        name: "a list that another CA has signed",
        arrange: |s| s.crls(&[Crl { signer: &pki().other_ca, ..Crl::by(&pki().ca) }.pem()]),
        refused: &["CRL signature failure", "CN=Test CA in ssl_crlfile"],
    },
    Case {
        name: "an expired list",
        arrange: |s| s.crls(&[Crl { valid: (-30 * DAY, -DAY), ..Crl::by(&pki().ca) }.pem()]),
        refused: &["CRL has expired", "by the list of its issuer O=corio tests, CN=Test CA in ssl_crlfile"],
    },
    Case {
        name: "a list that is not yet valid",
        arrange: |s| s.crls(&[Crl { valid: (10 * DAY, 30 * DAY), ..Crl::by(&pki().ca) }.pem()]),
        refused: &["CRL is not yet valid"],
    },
    Case {
        name: "a fresh list beside an expired one",
        arrange: |s| {
            let old = Crl { valid: (-30 * DAY, -DAY), ..Crl::by(&pki().ca) };
            s.crls(&[old.pem(), Crl::by(&pki().ca).pem()]);
        },
        refused: &[],
    },
    Case {
        name: "an expired list of the root only",
        arrange: |s| {
            s.shown = pki().deep.clone();
            let old = Crl { valid: (-30 * DAY, -DAY), ..Crl::by(&pki().ca) };
            s.crls(&[Crl::by(&pki().middle).pem(), old.pem()]);
        },
        refused: &["CRL has expired (certificate at depth 1"],
    },
    Case {
        name: "a list with an unknown critical extension",
        arrange: |s| {
            s.crls(&[Crl { extensions: &[(UNKNOWN, true, vec![5, 0])], ..Crl::by(&pki().ca) }.pem()]);
        },
        refused: &["unhandled critical CRL extension", "by the list of its issuer"],
    },
    Case {
        name: "a list of CAs only",
        arrange: |s| {
            // RFC 5280 section 5.2.5: onlyContainsCACerts.
            let scope = (ISSUING_DISTRIBUTION_POINT, true, tlv(0x30, &tlv(0x82, &[0xff])));
            s.crls(&[Crl { extensions: &[scope], ..Crl::by(&pki().ca) }.pem()]);
        },
        refused: &["different CRL scope", "by the list of its issuer"],
    },
    Case {
        name: "a CA that may not sign lists",
        arrange: |s| {
            let constraints = (BASIC_CONSTRAINTS, true, tlv(0x30, &tlv(1, &[0xff])));
            let extensions = &[constraints, (KEY_USAGE, true, vec![3, 2, 2, 0b0000_0100])];
            let template = Template { ca: false, extensions, ..CA };
            let ca = issue(&template, None);
            s.shown = issue(&SERVER, Some(&ca));
            s.trust(&[&ca]);
            s.crls(&[Crl::by(&ca).pem()]);
        },
        refused: &["key usage does not include CRL signing", "by the list of its issuer"],
    },
    Case {
        name: "a certificate among the lists is not trusted",
        arrange: |s| {
            s.shown = pki().foreign.clone();
            let certificate = String::from_utf8(pki().other_ca.cert.to_pem().unwrap()).unwrap();
            s.crls(&[Crl::by(&pki().other_ca).pem(), certificate]);
        },
        refused: &["unable to get local issuer certificate"],
    },
    Case {
        name: "not on the list, but expired",
        arrange: |s| {
            s.shown = pki().expired.clone();
            s.crls(&[Crl::by(&pki().ca).pem()]);
        },
        refused: &["certificate has expired"],
    },
    Case {
        name: "not on the list, but for another",
        arrange: |s| {
            s.shown = pki().wrong_host.clone();
            s.crls(&[Crl::by(&pki().ca).pem()]);
        },
        refused: &["expected name localhost"],
    },
    Case {
        name: "allowing self-signed does not allow one that no list covers",
        arrange: |s| {
            s.shown = pki().self_signed.clone();
            s.config.verify.allow_self_signed = true;
            s.crls(&[Crl::by(&pki().ca).pem()]);
        },
        refused: &["unable to get certificate CRL", "issuer O=corio tests, CN=server"],
    },
    Case {
        name: "on the list, the name is not checked",
        arrange: |s| {
            revoke_good(s);
            s.check(true, false);
        },
        refused: &["certificate revoked"],
    },
    Case {
        name: "on the list, which is part of the chain that is not checked",
        arrange: |s| {
            revoke_good(s);
            s.check(false, true);
        },
        refused: &[],
    },
];

fn revoke_good(s: &mut Scene) {
    s.crls(&[Crl { revoked: &[&pki().good], ..Crl::by(&pki().ca) }.pem()]);
}
