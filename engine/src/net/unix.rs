//! Sockets of the Unix family: their paths, and the files that they leave.

use super::fork;
use super::socket::{SocketOptions, set_buffers};
use crate::error::{Kind, Strerror, printable};
use socket2::{Domain, SockAddr, Socket, Type};
use std::cell::Cell;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// The longest path that a Unix socket can have, in bytes: `sun_path` with its NUL has 108.
pub const LONGEST_PATH: usize = 107;

/// The address of the socket at `path`.
///
/// # Errors
/// A text that says why there can be none: empty, NUL, too long.
pub fn address(path: &Path) -> Result<SockAddr, String> {
    let bytes = path.as_os_str().as_bytes();
    if bytes.is_empty() {
        return Err("the path is empty".into());
    }
    if bytes.contains(&0) {
        return Err("the path contains a NUL byte".into());
    }
    if bytes.len() > LONGEST_PATH {
        return Err(format!(
            "the path has {} bytes, and a Unix socket's at most {LONGEST_PATH}: {}",
            bytes.len(),
            printable(bytes)
        ));
    }
    SockAddr::unix(path).map_err(|error| Strerror(&error).to_string())
}

/// A non-blocking stream socket; with a path of its own, if the options name one.
///
/// # Errors
/// [`Kind::AllFailed`] naming the bind path, [`Kind::BadAddress`] if it cannot be one; else the system's.
pub fn open_stream(options: &SocketOptions) -> Result<(Socket, Option<SocketFile>), Kind> {
    let socket = open(Type::STREAM, options).map_err(Kind::Io)?;
    let file = options.bind_path.as_deref().map(|path| SocketFile::bind(&socket, path)).transpose()?;
    Ok((socket, file))
}

/// A non-blocking datagram socket without a path.
///
/// # Errors
/// The system's.
pub fn open_datagram(options: &SocketOptions) -> io::Result<Socket> {
    open(Type::DGRAM, options)
}

fn open(kind: Type, options: &SocketOptions) -> io::Result<Socket> {
    let socket = Socket::new(Domain::UNIX, kind.nonblocking(), None)?;
    set_buffers(&socket, options)?;
    Ok(socket)
}

/// The file that a bound socket is reached by. It is removed with this, in the process that has made it.
#[derive(Debug)]
pub struct SocketFile {
    path: PathBuf,
    /// Device and inode: whatever has taken its place is somebody else's. `None` once it was removed.
    identity: Cell<Option<(u64, u64)>>,
    process: u32,
}

impl SocketFile {
    /// Binds `socket` to `path`, where nothing may be; who may send to it, the process' umask says.
    ///
    /// # Errors
    /// [`Kind::BadAddress`] if it cannot be the path of a socket; else the system's, with the path.
    pub fn bind(socket: &Socket, path: &Path) -> Result<Self, Kind> {
        let address = address(path).map_err(|reason| Kind::BadAddress(format!("bind_address: {reason}")))?;
        socket.bind(&address).map_err(|error| refused(path, error))?;
        Ok(Self::new(path))
    }

    /// Binds `socket` to a path of its own below `folder`, which only this user may send to.
    ///
    /// # Errors
    /// The system's, with the path.
    pub fn bind_fresh(socket: &Socket, folder: &Path) -> Result<Self, Kind> {
        // The file gets the mode that its socket has, so it is never anything else.
        set_mode(socket, 0o600).map_err(Kind::Io)?;
        let mut attempts = 0;
        loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("corio-client.{}.{number}.sock", std::process::id()));
            match Self::bind(socket, &path) {
                // Left by another process of the same number; it is not ours to remove.
                Err(Kind::AllFailed(error, _))
                    if error.kind() == io::ErrorKind::AddrInUse && attempts < ATTEMPTS =>
                {
                    attempts += 1;
                }
                bound => return bound,
            }
        }
    }

    fn new(path: &Path) -> Self {
        // The working directory may change before it is removed.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.into());
        Self { identity: Cell::new(identity(&path)), path, process: fork::generation() }
    }

    /// Removes the file, unless it was removed already, is another one by now, or belongs to the parent process.
    pub fn remove(&self) {
        let Some(own) = self.identity.take() else { return };
        if self.process == fork::generation() && identity(&self.path) == Some(own) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Names that are tried before the folder is taken for unusable.
const ATTEMPTS: u32 = 1000;

static NUMBER: AtomicU32 = AtomicU32::new(0);

fn set_mode(socket: &Socket, mode: u32) -> io::Result<()> {
    // fchmod(2), by way of a file that is only borrowed.
    let descriptor = std::os::fd::OwnedFd::from(socket.try_clone()?);
    fs::File::from(descriptor).set_permissions(Permissions::from_mode(mode))
}

fn identity(path: &Path) -> Option<(u64, u64)> {
    let meta = fs::symlink_metadata(path).ok()?;
    meta.file_type().is_socket().then(|| (meta.dev(), meta.ino()))
}

fn refused(path: &Path, error: io::Error) -> Kind {
    let text = format!("bind to {}: {}", printable(path.as_os_str().as_bytes()), Strerror(&error));
    Kind::AllFailed(error, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> PathBuf {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("corio-unix-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        path
    }

    fn datagram() -> Socket {
        open_datagram(&SocketOptions::default()).unwrap()
    }

    #[test]
    fn paths_that_cannot_be_are_refused_with_a_reason() {
        let long = "x".repeat(LONGEST_PATH + 1);
        for (path, reason) in [("", "empty"), ("a\0b", "NUL"), (long.as_str(), "has 108 bytes")] {
            assert!(address(Path::new(path)).unwrap_err().contains(reason), "{path:?}");
        }
        assert!(address(Path::new(&long[1..])).is_ok());
    }

    #[test]
    fn a_fresh_file_is_for_this_user_alone_and_goes_with_its_socket() {
        let folder = folder();
        let (first, second) = (datagram(), datagram());
        let files = [&first, &second].map(|socket| SocketFile::bind_fresh(socket, &folder).unwrap());
        assert_ne!(files[0].path, files[1].path);
        for file in &files {
            let mode = fs::metadata(&file.path).unwrap().permissions().mode();
            assert_eq!(mode & 0o7777, 0o600);
        }
        let paths = files.each_ref().map(|file| file.path.clone());
        files[0].remove();
        drop(files);
        assert!(paths.iter().all(|path| !path.exists()));
        fs::remove_dir(folder).unwrap();
    }

    #[test]
    fn a_name_that_is_taken_is_passed_over_and_stays() {
        let folder = folder();
        let next = NUMBER.load(Ordering::Relaxed);
        let taken: Vec<_> = (next..next + 50)
            .map(|n| folder.join(format!("corio-client.{}.{n}.sock", std::process::id())))
            .collect();
        for path in &taken {
            std::os::unix::fs::symlink("/nonexistent", path).unwrap();
        }
        let socket = datagram();
        let file = SocketFile::bind_fresh(&socket, &folder).unwrap();
        assert!(!taken.contains(&file.path));
        drop(file);
        assert!(taken.iter().all(|path| path.is_symlink()));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_has_taken_the_files_place_is_not_removed() {
        let folder = folder();
        let path = folder.join("own.sock");
        let (first, second) = (datagram(), datagram());
        let file = SocketFile::bind(&first, &path).unwrap();
        let taken = SocketFile::bind(&second, &path).unwrap_err();
        assert_eq!(taken.to_string(), format!("bind to {}: Address already in use", path.display()));
        fs::rename(&path, folder.join("moved.sock")).unwrap();
        fs::write(&path, "somebody else's").unwrap();
        drop(file);
        assert!(path.exists());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let missing = SocketFile::bind_fresh(&datagram(), Path::new("/nonexistent/folder")).unwrap_err();
        assert!(missing.to_string().contains("/nonexistent/folder/corio-client."), "{missing}");
    }
}
