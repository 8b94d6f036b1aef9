//! What the certificate is for.

use super::{Case, TLS_1_3};
use crate::common::der::{self, DNS, EMAIL, IP, Name, SUBJECT_ALT_NAME, URI, names, tlv};
use crate::common::pki::{CA, Identity, SERVER, Template, issue, pki};

pub(crate) const CASES: &[Case] = &[
    Case { name: "the name", arrange: |_| {}, refused: &[] },
    Case { name: "the address", arrange: |s| s.host = "127.0.0.1", refused: &[] },
    Case {
        name: "the address, and no name",
        arrange: |s| {
            s.show(Template { dns: &[], ip: &["127.0.0.1"], ..SERVER });
            s.host = "127.0.0.1";
        },
        refused: &[],
    },
    Case { name: "capitals in the reference", arrange: |s| s.host = "LOCALHOST", refused: &[] },
    Case { name: "a final dot in the reference", arrange: |s| s.host = "localhost.", refused: &[] },
    Case {
        name: "capitals in the certificate",
        arrange: |s| s.named(&["MAIL.Test"], "mail.test"),
        refused: &[],
    },
    Case {
        name: "a final dot in the certificate",
        arrange: |s| s.named(&["mail.test."], "mail.test"),
        refused: &["hostname mismatch: expected name mail.test, but it is for mail.test."],
    },
    Case {
        name: "a wrong name",
        arrange: |s| s.shown = pki().wrong_host.clone(),
        refused: &[
            "hostname mismatch: expected name localhost, but it is for evil.test, other.test",
            "(certificate at depth 0, subject O=corio tests, CN=server)",
        ],
    },
    Case {
        name: "many wrong names are not all listed",
        arrange: |s| {
            let many: Vec<String> = (0..20).map(|n| format!("host{n}.test")).collect();
            s.show(Template { dns: &many.iter().map(String::as_str).collect::<Vec<_>>(), ..SERVER });
        },
        refused: &["it is for host0.test", "host7.test and 12 more"],
    },
    Case {
        name: "a name below the one in the certificate",
        arrange: |s| s.named(&["mail.test"], "a.mail.test"),
        refused: &["expected name a.mail.test"],
    },
    Case {
        name: "a name that the one in the certificate only begins with",
        arrange: |s| s.named(&["mail.test.evil.test"], "mail.test"),
        refused: &["expected name mail.test"],
    },
    Case {
        name: "blanks around the name",
        arrange: |s| s.named(&[" mail.test "], "mail.test"),
        refused: &["expected name mail.test"],
    },
    Case {
        name: "a port behind the name",
        arrange: |s| s.named(&["mail.test:993"], "mail.test"),
        refused: &["expected name mail.test, but it is for mail.test:993"],
    },
    Case {
        name: "common name only",
        arrange: |s| s.show(Template { common_name: "localhost", dns: &[], ..SERVER }),
        refused: &[
            "expected name localhost, but it has no subjectAltName",
            "common name does not count",
            "ssl_verify_peer_name",
            "CN=localhost",
        ],
    },
    Case {
        name: "the right common name beside other names",
        arrange: |s| s.show(Template { common_name: "localhost", dns: &["evil.test"], ..SERVER }),
        refused: &["expected name localhost, but it is for evil.test", "CN=localhost"],
    },
    Case {
        name: "the address as common name",
        arrange: |s| {
            s.show(Template { common_name: "127.0.0.1", dns: &[], ..SERVER });
            s.host = "127.0.0.1";
        },
        refused: &["IP address mismatch: expected address 127.0.0.1", "common name does not count"],
    },
    Case {
        name: "the address as dNSName",
        arrange: |s| {
            s.show(Template { dns: &["127.0.0.1"], ..SERVER });
            s.host = "127.0.0.1";
        },
        refused: &["expected address 127.0.0.1, but it is for 127.0.0.1 (as a name, not as an address)"],
    },
    Case {
        name: "the IPv6 address as dNSName",
        arrange: |s| s.named(&["2001:db8::1"], "2001:db8::1"),
        refused: &["expected address 2001:db8::1", "(as a name, not as an address)"],
    },
    Case {
        name: "an address does not stand for a name",
        arrange: |s| s.show(Template { dns: &[], ip: &["127.0.0.1"], ..SERVER }),
        refused: &["hostname mismatch: expected name localhost, but it is for 127.0.0.1"],
    },
    Case {
        name: "a name does not stand for an address",
        arrange: |s| {
            s.shown = pki().wrong_host.clone();
            s.host = "127.0.0.1";
        },
        refused: &["IP address mismatch: expected address 127.0.0.1, but it is for evil.test"],
    },
    Case {
        name: "a wrong address",
        arrange: |s| {
            s.show(Template { dns: &[], ip: &["192.0.2.1", "2001:db8::1"], ..SERVER });
            s.host = "127.0.0.1";
        },
        refused: &["expected address 127.0.0.1, but it is for 192.0.2.1, 2001:db8::1"],
    },
    Case {
        name: "the IPv6 address",
        arrange: |s| {
            s.show(Template { ip: &["2001:db8::1"], ..SERVER });
            s.config.host_name = Some("2001:DB8:0::1".into());
        },
        refused: &[],
    },
    Case {
        name: "the IPv6 address in brackets",
        arrange: |s| {
            s.show(Template { ip: &["::1"], ..SERVER });
            s.config.host_name = Some("[::1]".into());
        },
        refused: &[],
    },
    Case {
        name: "the zone of an address is not part of it",
        arrange: |s| {
            s.show(Template { ip: &["fe80::1"], ..SERVER });
            s.config.host_name = Some("fe80::1%lo".into());
        },
        refused: &[],
    },
    Case {
        name: "a wrong IPv6 address",
        arrange: |s| {
            s.show(Template { ip: &["2001:db8::2"], ..SERVER });
            s.config.host_name = Some("2001:db8::1".into());
        },
        refused: &["IP address mismatch: expected address 2001:db8::1"],
    },
    Case {
        name: "an IPv4 address written as IPv6 is another",
        arrange: |s| {
            s.show(Template { ip: &["127.0.0.1"], ..SERVER });
            s.config.host_name = Some("::ffff:127.0.0.1".into());
        },
        refused: &["expected address ::ffff:127.0.0.1"],
    },
    Case {
        name: "an address of five bytes",
        arrange: |s| {
            s.shown = with_names(&[(IP, &[127, 0, 0, 1, 0])]);
            s.host = "127.0.0.1";
        },
        refused: &["expected address 127.0.0.1, but its subjectAltName has no name and no address"],
    },
    Case {
        name: "an address with its mask",
        arrange: |s| {
            s.shown = with_names(&[(IP, &[127, 0, 0, 1, 255, 255, 255, 255])]);
            s.host = "127.0.0.1";
        },
        refused: &["expected address 127.0.0.1"],
    },
    Case { name: "wildcard", arrange: |s| s.named(&["*.wild.test"], "a.wild.test"), refused: &[] },
    Case {
        name: "a wildcard stands for one label",
        arrange: |s| s.named(&["*.wild.test"], "a.b.wild.test"),
        refused: &["expected name a.b.wild.test, but it is for *.wild.test"],
    },
    Case {
        name: "a wildcard does not stand for nothing",
        arrange: |s| s.named(&["*.wild.test"], "wild.test"),
        refused: &["expected name wild.test"],
    },
    Case {
        name: "a wildcard with a beginning",
        arrange: |s| s.named(&["ma*.wild.test"], "mail.wild.test"),
        refused: &["expected name mail.wild.test, but it is for ma*.wild.test"],
    },
    Case {
        name: "a wildcard with an end",
        arrange: |s| s.named(&["*il.wild.test"], "mail.wild.test"),
        refused: &["expected name mail.wild.test"],
    },
    Case {
        name: "a wildcard below the root",
        arrange: |s| s.named(&["*"], "localhost"),
        refused: &["expected name localhost, but it is for *"],
    },
    Case {
        name: "a wildcard below a top-level domain",
        arrange: |s| s.named(&["*.test"], "mail.test"),
        refused: &["expected name mail.test"],
    },
    Case {
        name: "a wildcard in the middle",
        arrange: |s| s.named(&["a.*.wild.test"], "a.b.wild.test"),
        refused: &["expected name a.b.wild.test"],
    },
    Case {
        name: "two wildcards",
        arrange: |s| s.named(&["*.*.wild.test"], "a.b.wild.test"),
        refused: &["expected name a.b.wild.test"],
    },
    Case {
        name: "two wildcards in a label",
        arrange: |s| s.named(&["**.wild.test"], "ab.wild.test"),
        refused: &["expected name ab.wild.test"],
    },
    Case {
        name: "a wildcard for part of an address",
        arrange: |s| {
            s.show(Template { dns: &["*.0.0.1"], ..SERVER });
            s.host = "127.0.0.1";
        },
        refused: &["expected address 127.0.0.1"],
    },
    Case {
        name: "a wildcard for an A-label",
        arrange: |s| s.named(&["*.wild.test"], "xn--bcher-kva.wild.test"),
        refused: &[],
    },
    Case {
        name: "a wildcard inside of an A-label",
        arrange: |s| s.named(&["xn--*.wild.test"], "xn--bcher-kva.wild.test"),
        refused: &["expected name xn--bcher-kva.wild.test"],
    },
    Case {
        name: "A-labels",
        arrange: |s| s.named(&["xn--bcher-kva.test"], "XN--bcher-kva.test"),
        refused: &[],
    },
    Case {
        name: "Unicode in the certificate is not an A-label",
        arrange: |s| {
            s.shown = with_names(&[(DNS, "b\u{fc}cher.test".as_bytes())]);
            s.config.host_name = Some("xn--bcher-kva.test".into());
        },
        refused: &[r"expected name xn--bcher-kva.test, but it is for b\xc3\xbccher.test"],
    },
    Case {
        name: "bytes that are no text at all",
        arrange: |s| s.shown = with_names(&[(DNS, b"\xff\xfe")]),
        refused: &["expected name localhost, but its subjectAltName has no name and no address"],
    },
    Case {
        name: "control characters are escaped",
        arrange: |s| s.shown = with_names(&[(DNS, b"\x1b[2Jlocalhost\r\n")]),
        refused: &[r"expected name localhost, but it is for \x1b[2Jlocalhost\r\n"],
    },
    Case {
        name: "a NUL byte behind the right name",
        arrange: |s| s.shown = with_names(&[(DNS, b"localhost\0.evil.test")]),
        refused: &[r"expected name localhost, but it is for localhost\x00.evil.test"],
    },
    Case {
        name: "a NUL byte at the end",
        arrange: |s| s.shown = with_names(&[(DNS, b"localhost\0")]),
        refused: &["expected name localhost"],
    },
    Case {
        name: "a NUL byte in the common name",
        arrange: |s| s.show(Template { common_name: "localhost\0.evil.test", dns: &[], ..SERVER }),
        refused: &["expected name localhost", r"CN=localhost\x00.evil.test"],
    },
    Case {
        name: "a dot before the name",
        arrange: |s| s.named(&[".test"], "mail.test"),
        refused: &["expected name mail.test, but it is for .test"],
    },
    Case {
        name: "an empty name",
        arrange: |s| s.shown = with_names(&[(DNS, b"")]),
        refused: &["expected name localhost"],
    },
    Case {
        name: "a subjectAltName without names",
        arrange: |s| s.shown = with_names(&[]),
        refused: &["expected name localhost, but its subjectAltName has no name and no address"],
    },
    Case {
        name: "an email address only",
        arrange: |s| s.shown = with_names(&[(EMAIL, b"root@localhost"), (EMAIL, b"localhost")]),
        refused: &["expected name localhost, but its subjectAltName has no name and no address"],
    },
    Case {
        name: "a URI only",
        arrange: |s| s.shown = with_names(&[(URI, b"https://localhost/")]),
        refused: &["expected name localhost, but its subjectAltName has no name and no address"],
    },
    Case {
        name: "a common name beside an email address only",
        arrange: |s| {
            let email = (SUBJECT_ALT_NAME, false, names(&[(EMAIL, b"root@localhost")]));
            s.show(Template { common_name: "localhost", dns: &[], extensions: &[email], ..SERVER });
        },
        refused: &["expected name localhost"],
    },
    Case {
        name: "two subjectAltNames",
        arrange: |s| {
            let second = (SUBJECT_ALT_NAME, false, names(&[(DNS, b"mail.test")]));
            s.show(Template { extensions: &[second], ..SERVER });
            s.versions = TLS_1_3;
        },
        refused: &["unable to get local issuer certificate (certificate at depth 0"],
    },
    Case {
        name: "two subjectAltNames, the chain is not checked",
        arrange: |s| {
            let second = (SUBJECT_ALT_NAME, false, names(&[(DNS, b"mail.test")]));
            s.show(Template { extensions: &[second], ..SERVER });
            s.versions = TLS_1_3;
            s.check(false, true);
        },
        refused: &["expected name localhost"],
    },
    Case {
        name: "a subjectAltName that cannot be read",
        arrange: |s| {
            let broken = (SUBJECT_ALT_NAME, false, tlv(0x30, &[DNS, 200, b'x']));
            s.show(Template { common_name: "localhost", dns: &[], extensions: &[broken], ..SERVER });
            s.versions = TLS_1_3;
        },
        refused: &["unable to get local issuer certificate (certificate at depth 0"],
    },
    Case {
        name: "ssl_host_name instead of what was connected to",
        arrange: |s| {
            s.host = "127.0.0.1";
            s.config.host_name = Some("MAIL.test.".into());
        },
        refused: &[],
    },
    Case {
        name: "ssl_host_name is checked even if the other one would match",
        arrange: |s| s.config.host_name = Some("evil.test".into()),
        refused: &["expected name evil.test, but it is for localhost, mail.test, 127.0.0.1"],
    },
    Case {
        name: "ssl_host_name may be an address",
        arrange: |s| s.config.host_name = Some("127.0.0.1".into()),
        refused: &[],
    },
    Case {
        name: "ssl_host_name is an address, and the certificate has the name",
        arrange: |s| s.config.host_name = Some("127.0.0.2".into()),
        refused: &["expected address 127.0.0.2, but it is for localhost, mail.test, 127.0.0.1"],
    },
    Case {
        name: "an empty ssl_host_name checks what was connected to",
        arrange: |s| {
            s.shown = pki().wrong_host.clone();
            s.config.host_name = Some(String::new());
        },
        refused: &["expected name localhost"],
    },
    Case {
        name: "name constraints hold for the name",
        arrange: |s| s.shown = constrained(&[(DNS, b"localhost"), (DNS, b"test")], &[]),
        refused: &[],
    },
    Case {
        name: "a name that is not permitted",
        arrange: |s| s.shown = constrained(&[(DNS, b"example.com")], &[]),
        refused: &["permitted subtree violation", "depth 0", "CN=server"],
    },
    Case {
        name: "a second name that is not permitted",
        arrange: |s| s.shown = constrained(&[(DNS, b"localhost")], &[]),
        refused: &["permitted subtree violation"],
    },
    Case {
        name: "an excluded name",
        arrange: |s| s.shown = constrained(&[], &[(DNS, b"localhost")]),
        refused: &["excluded subtree violation"],
    },
    Case {
        name: "an excluded address",
        arrange: |s| {
            let excluded: &[Name<'_>] = &[(IP, &[127, 0, 0, 0, 255, 0, 0, 0])];
            let ca = constrained_ca(&[], excluded);
            s.shown = issue(&Template { ip: &["127.0.0.1"], ..SERVER }, Some(&ca)).with(&[&ca]);
        },
        refused: &["excluded subtree violation"],
    },
];

fn with_names(list: &[Name<'_>]) -> Identity {
    let extensions = &[(SUBJECT_ALT_NAME, false, names(list))];
    issue(&Template { dns: &[], extensions, ..SERVER }, Some(&pki().ca))
}

fn constrained_ca(permitted: &[Name<'_>], excluded: &[Name<'_>]) -> Identity {
    let constraints = (der::NAME_CONSTRAINTS, true, der::name_constraints(permitted, excluded));
    let template = Template { common_name: "Constrained CA", extensions: &[constraints], ..CA };
    issue(&template, Some(&pki().ca))
}

fn constrained(permitted: &[Name<'_>], excluded: &[Name<'_>]) -> Identity {
    let ca = constrained_ca(permitted, excluded);
    issue(&SERVER, Some(&ca)).with(&[&ca])
}
