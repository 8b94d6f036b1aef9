//! Functions that tell of this host and this process.

use crate::ffi::call::{Call, Outcome};
use crate::ffi::class::Function;
use crate::ffi::host::{self, Address};
use crate::ffi::value::Owned;
use crate::handler;
use std::thread;

/// The functions.
pub static FUNCTIONS: &[Function] = &[
    Function {
        signature: "Corio\\clear_dns_cache(): void",
        handler: handler!(clear_dns_cache),
        doc: "Forgets the answers of name servers. Look-ups that are under way go on.",
    },
    Function {
        signature: "Corio\\cpu_num(): int",
        handler: handler!(cpu_num),
        doc: "How many processors this process may use: those of its CPU set, at most its cgroup's quota.",
    },
    Function {
        signature: "Corio\\get_local_ip(): array",
        handler: handler!(get_local_ip),
        doc: "The IPv4 address of each network interface but the loopback one; where it has several, the last of them.\n\n\
              @return array<string, string> by the interface's name",
    },
    Function {
        signature: "Corio\\get_local_mac(): array",
        handler: handler!(get_local_mac),
        doc: "The hardware address of each network interface that has one of six bytes, as 00:1A:2B:3C:4D:5E.\n\n\
              @return array<string, string> by the interface's name",
    },
];

fn clear_dns_cache(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    engine::dns::clear();
    Ok(())
}

fn cpu_num(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let count = thread::available_parallelism().map_or(1, usize::from);
    call.answer(Owned::int(i64::try_from(count).unwrap_or(i64::MAX)));
    Ok(())
}

fn get_local_ip(call: &mut Call) -> Outcome {
    answer(call, |address| match address {
        Address::V4(ip) if !ip.is_loopback() => Some(ip.to_string()),
        _ => None,
    })
}

fn get_local_mac(call: &mut Call) -> Outcome {
    answer(call, |address| match address {
        Address::Hardware(bytes) => Some(bytes.map(|byte| format!("{byte:02X}")).join(":")),
        Address::V4(_) => None,
    })
}

fn answer(call: &mut Call, text: fn(&Address) -> Option<String>) -> Outcome {
    call.expect(0, 0)?;
    let all = host::interfaces();
    let texts = all
        .iter()
        .filter_map(|(name, address)| Some((name.as_str(), Owned::string(text(address)?.as_bytes()))));
    call.answer(Owned::array(texts));
    Ok(())
}
