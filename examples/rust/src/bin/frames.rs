//! A thousand video frames of 8 MB through Rust, JavaScript and Python: no copy, and no growth.
//!
//! Rust makes a frame; a JavaScript function writes its number, a Python function brightens a corner, and Rust reads both. After each leg the
//! frame lies at the same address. Memory is compared after the first hundred frames and at the end.

use std::time::Instant;

use ffi_core::typed::{Bytes, Callback, Exception, Guest};
use sigbind_examples::{convert, start};

const FRAMES: usize = 1000;
const SIZE: usize = 8 << 20;
/// What the process may grow by between the hundredth frame and the last: less than two frames.
const MOST_GROWTH: usize = 12 << 20;

type Filter = Callback<(Bytes,), Bytes>;

fn main() -> Result<(), Exception> {
    let realm = start()?;
    let number: Filter = convert(&Guest::of_javascript(realm.evaluate(
        "let count = 0; (frame => { new DataView(frame.buffer).setUint32(0, ++count, true); return frame })",
        "number.js",
    )?))?;
    let brighten: Filter = convert(&ffi_core::python::run(
        "def result(frame):\n    view = memoryview(frame)\n    view[-4:] = b'\\xff\\xff\\xff\\xff'\n    return frame",
    )?)?;

    let started = Instant::now();
    let mut settled = 0;
    for index in 1..=FRAMES {
        let frame = Bytes::from(vec![index as u8; SIZE]);
        let place = address(&frame)?;
        let frame = number.call((frame,))?;
        assert_eq!(address(&frame)?, place, "JavaScript got a copy");
        let frame = brighten.call((frame,))?;
        assert_eq!(address(&frame)?, place, "Python got a copy");
        frame.with(|bytes| {
            assert_eq!(bytes.len(), SIZE);
            assert_eq!(bytes[..4], u32::try_from(index).unwrap_or_default().to_le_bytes());
            assert_eq!(bytes[SIZE - 5..], [index as u8, 255, 255, 255, 255]);
        })?;
        drop(frame);
        if index == 100 {
            settled = resident();
        }
    }
    let growth = resident().saturating_sub(settled);
    assert!(growth <= MOST_GROWTH, "{} MB more after {FRAMES} frames", growth >> 20);
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{FRAMES} frames of {} MB: {:.0} a second, no copy, {} MB more",
        SIZE >> 20,
        FRAMES as f64 / seconds,
        growth >> 20
    );
    Ok(())
}

fn address(frame: &Bytes) -> Result<usize, Exception> {
    frame.with(|bytes| bytes.as_ptr().addr())
}

/// Bytes of memory in use; 0 where the system does not say.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default() * 4096
}
