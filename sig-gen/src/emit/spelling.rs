//! Python names for the members of one class: each its own.

use std::borrow::Cow;

use ffi_core::signature::Member;
use rustc_hash::FxHashSet;

use super::python::identifier;

/// The members with their Python names. Where the spelling of a name that Python cannot write (`$el`) is the name of another
/// member (`_el`), it gets a final underscore.
pub(super) fn spelled(members: &[Member]) -> impl Iterator<Item = (&Member, Cow<'_, str>)> {
    let mut taken: Option<FxHashSet<Cow<'_, str>>> = None;
    members.iter().map(move |member| {
        if is_plain(member) {
            return (member, Cow::Borrowed(member.name.js.as_str()));
        }
        let plain = || members.iter().filter(|member| is_plain(member));
        let taken = taken.get_or_insert_with(|| plain().map(|member| Cow::Borrowed(member.name.js.as_str())).collect());
        let mut name = identifier(member.name.python());
        while !taken.insert(name.clone()) {
            name.to_mut().push('_');
        }
        (member, name)
    })
}

/// Whether the member is called in Python as it is in JavaScript.
fn is_plain(member: &Member) -> bool {
    !member.name.symbol && member.name.python() == member.name.js && identifier(&member.name.js) == member.name.js
}
