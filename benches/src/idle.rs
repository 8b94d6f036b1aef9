//! What connections cost in memory while nothing happens on them.

use std::error::Error;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use openssl::ssl::SslStream;

use crate::MESSAGE;
use crate::client::request;
use crate::tls;

/// Connections made before the memory is first looked at: what all share is there then.
const FIRST: usize = 50;

/// Opens `connections` to the echo server, plays ping-pong once on each, and answers in JSON how many bytes
/// each keeps resident.
///
/// # Errors
/// Anything that network or TLS say, a reply that differs.
pub fn hold(connections: usize, port: u16, ca_file: Option<&Path>) -> Result<String, Box<dyn Error>> {
    let context = ca_file.map(tls::client_context).transpose()?.map(|builder| builder.build());
    let (mut plain, mut secured) = (Vec::new(), Vec::new());
    let mut before = 0;
    for number in 0..FIRST + connections {
        if number == FIRST {
            before = resident()?;
        }
        let mut socket = TcpStream::connect(("127.0.0.1", port))?;
        match &context {
            None => {
                play(&mut socket, number)?;
                socket.set_nonblocking(true)?;
                plain.push(socket);
            }
            Some(context) => {
                let mut stream = SslStream::new(tls::client(context)?, socket)?;
                stream.connect()?;
                play(&mut stream, number)?;
                // As after a look at what has come: OpenSSL gives its buffers back then.
                stream.get_ref().set_nonblocking(true)?;
                if stream.ssl_read(&mut [0]).is_ok() {
                    return Err("more came than was sent".into());
                }
                secured.push(stream);
            }
        }
    }
    let each = (resident()? - before) / connections;
    Ok(format!(r#"{{"operations":{connections},"bytes_each":{each}}}"#))
}

fn play(stream: &mut (impl Read + Write), number: usize) -> Result<(), Box<dyn Error>> {
    let request = request(number);
    stream.write_all(&request)?;
    let mut reply = [0; MESSAGE];
    stream.read_exact(&mut reply)?;
    if reply == request { Ok(()) } else { Err("the reply differs from the request".into()) }
}

/// Resident memory of this process, in bytes.
fn resident() -> Result<usize, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    let kib: usize = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib * 1024)
}
