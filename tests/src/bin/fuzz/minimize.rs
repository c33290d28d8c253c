//! Making a finding small: whole files, then lines, then tokens, as long as the same thing goes wrong.

use std::io;
use std::time::{Duration, Instant};

use crate::case::Case;
use crate::pool::{Job, signature};
use crate::tokens;
use crate::worker::Mode;

/// A smaller case with the same problem.
pub fn minimize(job: &mut Job, case: &Case, mode: Mode, problem: &str, budget: Duration) -> io::Result<Case> {
    let wanted = signature(problem);
    let end = Instant::now() + budget;
    let mut best = case.clone();
    let mut fails = |case: &Case| -> io::Result<bool> {
        Ok(job.run(case, mode)?.is_some_and(|problem| signature(&problem) == wanted))
    };
    while best.files.len() > 1 {
        let mut smaller = None;
        for index in 0..best.files.len() {
            let mut one = best.clone();
            one.files.remove(index);
            if fails(&one)? {
                smaller = Some(one);
                break;
            }
        }
        match smaller {
            Some(one) => best = one,
            None => break,
        }
    }
    for by_token in [false, true] {
        for index in 0..best.files.len() {
            let text = best.files[index].1.clone();
            let text = String::from_utf8_lossy(&text).into_owned();
            let mut parts: Vec<&str> =
                if by_token { tokens::split(&text) } else { text.split_inclusive('\n').collect() };
            let mut size = parts.len().div_ceil(2);
            while size > 0 && Instant::now() < end {
                let mut at = 0;
                let mut removed = false;
                while at < parts.len() && Instant::now() < end {
                    let rest = [&parts[..at], &parts[(at + size).min(parts.len())..]].concat();
                    let mut one = best.clone();
                    one.files[index].1 = rest.concat().into_bytes();
                    if fails(&one)? {
                        parts = rest;
                        best = one;
                        removed = true;
                    } else {
                        at += size;
                    }
                }
                if !(size == 1 && removed) {
                    size /= 2;
                }
            }
        }
    }
    Ok(best)
}
