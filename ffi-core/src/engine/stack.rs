//! How much native stack this thread has left below the current frame.

/// Kept free for the host: what it runs below the last check of the engine.
const RESERVE: usize = 256 * 1024;
/// Used when the system does not say.
const FALLBACK: usize = 1024 * 1024;
/// More than this is not a stack that was reserved but an unlimited one.
const MOST: usize = 64 * 1024 * 1024;

/// The address of the current frame, nearly.
#[inline(always)]
pub(super) fn here() -> usize {
    let marker = 0u8;
    std::ptr::from_ref(std::hint::black_box(&marker)).addr()
}

/// Bytes of stack that the engine may use below this frame.
#[inline(never)]
pub(super) fn available() -> usize {
    let here = here();
    match lowest_address() {
        Some(lowest) if here > lowest => {
            let left = here - lowest;
            if left > MOST { 8 * FALLBACK - RESERVE } else { left.saturating_sub(RESERVE).max(RESERVE / 2) }
        }
        _ => FALLBACK - RESERVE,
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn lowest_address() -> Option<usize> {
    // SAFETY: the attribute object is initialised by the first call, read by the second and destroyed.
    unsafe {
        let mut attributes: libc::pthread_attr_t = std::mem::zeroed();
        if libc::pthread_getattr_np(libc::pthread_self(), &mut attributes) != 0 {
            return None;
        }
        let (mut address, mut size) = (std::ptr::null_mut(), 0);
        let result = libc::pthread_attr_getstack(&attributes, &mut address, &mut size);
        libc::pthread_attr_destroy(&mut attributes);
        (result == 0).then(|| address.addr())
    }
}

#[cfg(target_os = "macos")]
fn lowest_address() -> Option<usize> {
    // SAFETY: plain queries about the calling thread.
    unsafe {
        let thread = libc::pthread_self();
        libc::pthread_get_stackaddr_np(thread).addr().checked_sub(libc::pthread_get_stacksize_np(thread))
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "macos")))]
fn lowest_address() -> Option<usize> {
    None
}
