//! `URL.createObjectURL` and what stands behind `blob:` URLs (File API, section 8): the bytes of blobs, until they are revoked.

use crate::blob::Blob;
use ffi_core::engine::{Realm, Thrown};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use url::Url;

/// The bytes of a blob, and their type.
type Stored = (Arc<[u8]>, String);

/// The blobs that have URLs, by the URL.
#[derive(Default)]
struct Store(RefCell<HashMap<String, Stored>>);

fn store(realm: Realm) -> &'static RefCell<HashMap<String, Stored>> {
    &realm.extension(Store::default).0
}

/// Gives a blob a URL. There is no origin here, which is written `null`.
pub(super) fn create(realm: Realm, blob: &Blob) -> Result<String, Thrown> {
    let url = format!("blob:null/{}", crate::crypto::random_uuid(realm)?);
    store(realm).borrow_mut().insert(url.clone(), (blob.bytes(), blob.media_type().to_owned()));
    Ok(url)
}

/// The URL means nothing any more.
pub(super) fn revoke(realm: Realm, url: &str) {
    let gone = store(realm).borrow_mut().remove(url);
    drop(gone);
}

/// What a `blob:` URL means; a fragment does not matter.
pub(crate) fn resolve(realm: Realm, url: &Url) -> Option<Stored> {
    let mut url = url.clone();
    url.set_fragment(None);
    store(realm).borrow().get(url.as_str()).cloned()
}
