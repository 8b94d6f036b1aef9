//! `bench-frames`: a server that sends packets without end, and a raw client that receives them.
//!
//! The client does the least that one thread can do: large receives, and a look at where each packet
//! ends, with vector instructions. It copies nothing, and compares each packet with what was sent, as the
//! PHP script does. Prints one line of JSON (see `corio_bench::report`).

use std::env;
use std::error::Error;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use corio_bench::report::{Report, Stopwatch};
use corio_bench::sys;

const USAGE: &str = "usage:
  bench-frames [--core N] serve KIND                 sends packets to whoever connects; ends with its stdin
  bench-frames [--core N] receive KIND TOTAL PORT    receives TOTAL of them
KIND is lengths (4 bytes of length, 1 KiB) or lines (128 bytes, CRLF included)";

/// What one receive asks for, as corio does.
const CHUNK: usize = 1 << 16;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let args = match args[..] {
        ["--core", core, ..] => {
            sys::pin_to_core(core.parse()?)?;
            &args[2..]
        }
        _ => &args[..],
    };
    match *args {
        ["serve", kind] => serve(Kind::parse(kind)?),
        ["receive", kind, total, port] => {
            println!("{}", receive(Kind::parse(kind)?, total.parse()?, port.parse()?)?);
            Ok(())
        }
        _ => Err(USAGE.into()),
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Lengths,
    Lines,
}

impl Kind {
    fn parse(text: &str) -> Result<Self, &'static str> {
        match text {
            "lengths" => Ok(Self::Lengths),
            "lines" => Ok(Self::Lines),
            _ => Err(USAGE),
        }
    }

    fn packet(self) -> Vec<u8> {
        match self {
            Self::Lengths => [&1024_u32.to_be_bytes()[..], &[b'x'; 1024]].concat(),
            Self::Lines => [&[b'x'; 126][..], b"\r\n"].concat(),
        }
    }

    /// The end of the first packet of `bytes`, if it is there.
    fn end(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Lengths => {
                let (length, body) = bytes.split_first_chunk::<4>()?;
                let length = u32::from_be_bytes(*length) as usize;
                (body.len() >= length).then_some(4 + length)
            }
            Self::Lines => {
                let counted = memchr::memchr(b'\n', bytes)? + 1;
                bytes[..counted].ends_with(b"\r\n").then_some(counted)
            }
        }
    }
}

/// Prints the port, and sends until stdin ends.
fn serve(kind: Kind) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    thread::spawn(move || {
        let stream = kind.packet().repeat(256);
        for client in listener.incoming().flatten() {
            let stream = stream.clone();
            // Ends when the client has gone.
            thread::spawn(move || while (&client).write_all(&stream).is_ok() {});
        }
    });
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}

fn receive(kind: Kind, total: u64, port: u16) -> io::Result<Report> {
    let mut socket = TcpStream::connect(("127.0.0.1", port))?;
    let expected = kind.packet();
    let mut buffer = vec![0; CHUNK];
    let (mut held, mut count) = (0, 0);
    let clock = Stopwatch::start()?;
    while count < total {
        let read = socket.read(&mut buffer[held..])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let (mut at, filled) = (0, held + read);
        while count < total
            && let Some(length) = kind.end(&buffer[at..filled])
        {
            if buffer[at..at + length] != expected {
                return Err(io::Error::other("another packet than was sent"));
            }
            at += length;
            count += 1;
        }
        buffer.copy_within(at..filled, 0);
        held = filled - at;
    }
    clock.stop(total)
}
