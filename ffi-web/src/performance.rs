//! `performance.now()` and `performance.timeOrigin` (High Resolution Time).

use crate::idl::Interface;
use ffi_core::engine::{HostData, Realm, Thrown};
use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

struct Performance;

impl HostData for Performance {}

struct Origin {
    instant: Instant,
    unix_milliseconds: f64,
}

fn origin() -> &'static Origin {
    static ORIGIN: OnceLock<Origin> = OnceLock::new();
    ORIGIN.get_or_init(|| {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Origin { instant: Instant::now(), unix_milliseconds: since_epoch.as_secs_f64() * 1000.0 }
    })
}

/// Milliseconds since the time origin.
pub(crate) fn now() -> f64 {
    origin().instant.elapsed().as_secs_f64() * 1000.0
}

/// Installs `performance` and starts its clock.
pub(crate) fn install(realm: Realm) -> Result<(), Thrown> {
    origin();
    let class = Interface::<Performance>::new("Performance")
        .operation("now", |_, (): ()| now())
        .readonly("timeOrigin", |_| origin().unix_milliseconds)
        .operation("toJSON", |this, (): ()| {
            this.realm().object_of(&[("timeOrigin", &this.realm().number(origin().unix_milliseconds))])
        })
        .install(realm)?;
    realm.global().define("performance", &class.instance(Performance)?)
}
