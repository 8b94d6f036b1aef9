//! The server and the raw client of packets work together.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

#[test]
fn packets_of_both_kinds_arrive() -> Result<(), Box<dyn Error>> {
    for kind in ["lengths", "lines"] {
        let program = env!("CARGO_BIN_EXE_bench-frames");
        let mut server = Command::new(program)
            .args(["serve", kind])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut port = String::new();
        BufReader::new(server.stdout.take().ok_or("no stdout")?).read_line(&mut port)?;
        let output = Command::new(program).args(["receive", kind, "5000", port.trim()]).output()?;
        drop(server.stdin.take());
        assert!(server.wait()?.success(), "the server ends with its stdin");
        let json = String::from_utf8(output.stdout)?;
        assert!(json.starts_with(r#"{"operations":5000,"#), "{json}");
    }
    Ok(())
}
