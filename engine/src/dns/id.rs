//! Random ids of questions.

use crate::net::fork;
use openssl::error::ErrorStack;
use std::cell::RefCell;

/// Ids that are drawn at once: asking OpenSSL costs a system call, however much it is asked for.
const IDS: usize = 64;

/// Random bytes in stock, which a fork must not repeat: parent and child would send equal ids.
struct Stock {
    ids: [[u8; 2]; IDS],
    left: usize,
    process: u32,
}

/// An id that nobody can foresee.
///
/// # Errors
/// The system has no random numbers.
pub(super) fn random() -> Result<u16, ErrorStack> {
    STOCK.with_borrow_mut(|stock| {
        if stock.left == 0 || stock.process != fork::generation() {
            openssl::rand::rand_bytes(stock.ids.as_flattened_mut())?;
            (stock.left, stock.process) = (IDS, fork::generation());
        }
        stock.left -= 1;
        // What is used is wiped, so that nothing goes out twice, whatever happens.
        Ok(u16::from_ne_bytes(std::mem::take(&mut stock.ids[stock.left])))
    })
}

thread_local! {
    static STOCK: RefCell<Stock> =
        const { RefCell::new(Stock { ids: [[0; 2]; IDS], left: 0, process: 0 }) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_spread_over_all_that_there_are() {
        let ids: HashSet<u16> = (0..1000).map(|_| random().unwrap()).collect();
        // Of 1000 drawn from 65 536 about eight are expected twice.
        assert!(ids.len() > 950, "{}", ids.len());
        assert!(ids.iter().any(|id| *id < 0x1000) && ids.iter().any(|id| *id >= 0xf000));
    }
}
