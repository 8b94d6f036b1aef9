//! Which certificates are trusted when the settings name none.

use super::config::{Origin, Trust};
use super::raw;
use crate::error::Kind;
use std::env;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// Bundles of the distributions: Debian, Alpine and Arch; Fedora and RHEL; openSUSE; OpenELEC; RHEL 6;
/// macOS; the BSDs.
const BUNDLES: &[&str] = &[
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
    "/usr/local/share/certs/ca-root-nss.crt",
];

const FOLDERS: &[&str] = &["/etc/ssl/certs", "/etc/pki/tls/certs"];

impl Trust {
    /// These sources; if there are none, those of the environment (`SSL_CERT_FILE`, `SSL_CERT_DIR`),
    /// else the first place with certificates that OpenSSL or a distribution is known to use.
    ///
    /// # Errors
    /// [`Kind::InvalidConfig`] when there is none, with the places.
    pub fn or_default(&self) -> Result<Self, Kind> {
        if self.is_set() {
            return Ok(self.clone());
        }
        let variable = |name| env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
        let environment = Self {
            file: variable("SSL_CERT_FILE").map(Into::into),
            path: variable("SSL_CERT_DIR"),
            crls: self.crls.clone(),
            origin: Origin::Environment,
        };
        if environment.is_set() {
            return Ok(environment);
        }
        let (file, folder) = raw::default_locations();
        let files = file.iter().map(PathBuf::as_path).chain(BUNDLES.iter().map(Path::new));
        let folders = folder.iter().map(PathBuf::as_path).chain(FOLDERS.iter().map(Path::new));
        Ok(Self { crls: self.crls.clone(), ..search(files, folders)? })
    }

    /// The folders that are named: OpenSSL takes several, separated by colons.
    pub(super) fn folders(&self) -> impl Iterator<Item = &Path> {
        let list = self.path.iter().flat_map(|path| path.as_os_str().as_bytes().split(|&byte| byte == b':'));
        list.filter(|part| !part.is_empty()).map(|part| Path::new(OsStr::from_bytes(part)))
    }

    /// Whether any trusted certificate is named.
    #[must_use]
    pub const fn is_set(&self) -> bool {
        self.file.is_some() || self.path.is_some()
    }
}

/// A bundle comes before a folder: it is read once for all connections.
fn search<'a>(
    files: impl Iterator<Item = &'a Path> + Clone,
    folders: impl Iterator<Item = &'a Path> + Clone,
) -> Result<Trust, Kind> {
    let readable = |path: &&Path| std::fs::File::open(path).is_ok_and(|file| is_nonempty_file(&file));
    if let Some(file) = files.clone().find(readable) {
        return Ok(Trust { file: Some(file.into()), origin: Origin::System, ..Trust::default() });
    }
    let filled = |path: &&Path| std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some());
    if let Some(folder) = folders.clone().find(filled) {
        return Ok(Trust { path: Some(folder.into()), origin: Origin::System, ..Trust::default() });
    }
    let tried: Vec<String> = files.chain(folders).map(|path| path.display().to_string()).collect();
    Err(Kind::InvalidConfig(format!(
        "no trusted certificates: none of {} can be read; install ca-certificates, or set ssl_cafile",
        tried.join(", ")
    )))
}

fn is_nonempty_file(file: &std::fs::File) -> bool {
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.len() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// They are no source of trust, and must not get lost where there is none.
    #[test]
    fn revocation_lists_stay_with_the_default_certificates() {
        let crls = Some(super::super::config::Pem::from("list.crl"));
        let trust = Trust { crls: crls.clone(), ..Trust::default() };
        assert!(!trust.is_set());
        let found = trust.or_default().unwrap();
        assert!(found.is_set());
        assert_eq!(found.crls, crls);
    }

    #[test]
    fn a_bundle_comes_before_a_folder_and_what_cannot_be_read_is_skipped() {
        let folder = env::temp_dir().join(format!("corio-trust-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (bundle, empty) = (folder.join("bundle.pem"), folder.join("empty.pem"));
        std::fs::write(&bundle, "x").unwrap();
        std::fs::write(&empty, "").unwrap();
        let files = [Path::new("/nowhere/a.pem"), &empty, &bundle];

        let found = search(files.into_iter(), [folder.as_path()].into_iter()).unwrap();
        assert_eq!((found.file, found.path), (Some(bundle.clone().into()), None));

        let found = search(files[..2].iter().copied(), [folder.as_path()].into_iter()).unwrap();
        assert_eq!((found.file, found.path), (None, Some(folder.clone())));

        let Err(Kind::InvalidConfig(text)) =
            search(files[..2].iter().copied(), [Path::new("/nowhere/folder")].into_iter())
        else {
            panic!("something was found");
        };
        assert!(text.contains("/nowhere/a.pem") && text.contains("/nowhere/folder"), "{text}");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
