//! Matching a call to a plan: from the number of positional arguments and the keyword names to JavaScript indices.

use super::{CallError, CallPlan, Layout};

/// The slot of a keyword that is not among the declared ones, where the options admit others.
pub const OTHER_KEYWORD: u16 = u16::MAX;

/// How many keywords of a call are kept without allocating.
const INLINE: usize = 12;

/// One keyword of a call, as the host holds it.
pub trait Keyword {
    /// What identifies an interned name (its address), compared with the tokens of [`CallPlan::intern_keywords`]; 0 for none.
    fn token(&self) -> usize;
    /// The name's text, read only when no token matches.
    fn text(&self) -> &str;
}

impl Keyword for &str {
    fn token(&self) -> usize {
        0
    }

    fn text(&self) -> &str {
        self
    }
}

/// For each keyword of the call, in the order given, the index of its [`super::KeywordPlan`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeywordSlots {
    inline: [u16; INLINE],
    length: usize,
    spilled: Vec<u16>,
}

impl KeywordSlots {
    fn new() -> Self {
        Self { inline: [0; INLINE], length: 0, spilled: Vec::new() }
    }

    fn push(&mut self, slot: u16) {
        if self.length < INLINE {
            self.inline[self.length] = slot;
            self.length += 1;
            return;
        }
        if self.spilled.is_empty() {
            self.spilled.extend_from_slice(&self.inline);
        }
        self.spilled.push(slot);
    }

    /// The indices.
    pub fn as_slice(&self) -> &[u16] {
        if self.spilled.is_empty() { &self.inline[..self.length] } else { &self.spilled }
    }
}

/// Where the value of one JavaScript argument comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The Python positional argument of this index.
    Positional(usize),
    /// An object built from the keywords ([`Matched::keywords`]) and the defaults of those not given.
    Keywords,
    /// Nothing was given here, but something stands after it: send `undefined`.
    Undefined,
}

/// A call that fits: what is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// The index of the layout in [`CallPlan::layouts`].
    pub layout: usize,
    /// How many JavaScript arguments are sent.
    pub count: usize,
    /// The JavaScript index at which something that is not a positional argument is inserted, and whether it is the object
    /// built from the keywords (otherwise it is `undefined`).
    pub inserted: Option<(usize, bool)>,
    /// For each keyword of the call, in the order given, the index of its plan in the layout's options, or
    /// [`OTHER_KEYWORD`] for one that only [`super::OptionsPlan::others`] admits.
    pub keywords: KeywordSlots,
    /// How many positional arguments the call has.
    pub positional: usize,
}

impl Matched {
    /// Where the JavaScript argument at `index` (below [`Matched::count`]) comes from.
    pub fn source(&self, index: usize) -> Source {
        match self.inserted {
            Some((position, keywords)) if index == position => {
                if keywords {
                    Source::Keywords
                } else {
                    Source::Undefined
                }
            }
            Some((position, _)) if index > position && index <= self.positional => Source::Positional(index - 1),
            None if index < self.positional => Source::Positional(index),
            Some((position, _)) if index < position && index < self.positional => Source::Positional(index),
            _ => Source::Undefined,
        }
    }
}

impl CallPlan {
    /// Matches a call of `positional` arguments and `keywords`.
    ///
    /// `fits(layout, index, argument)` tells whether the Python positional argument `argument` can be converted to the type
    /// of the JavaScript argument `index` of that layout. It is asked only where the counts leave a choice: an options
    /// object in the middle that may have been left out, or several layouts.
    pub fn match_call<K: Keyword>(
        &self,
        positional: usize,
        keywords: &[K],
        mut fits: impl FnMut(&Layout, usize, usize) -> bool,
    ) -> Result<Matched, CallError> {
        if let [layout] = self.layouts.as_slice() {
            return match_layout(layout, 0, positional, keywords, &mut fits);
        }
        let mut first_error = None;
        let mut untyped = None;
        for (index, layout) in self.layouts.iter().enumerate() {
            match match_layout(layout, index, positional, keywords, &mut fits) {
                Ok(matched) => {
                    let all_fit = (0..matched.count).all(|index| match matched.source(index) {
                        Source::Positional(argument) => fits(layout, index, argument),
                        Source::Keywords | Source::Undefined => true,
                    });
                    if all_fit {
                        return Ok(matched);
                    }
                    untyped.get_or_insert(matched);
                }
                Err(error) => {
                    first_error.get_or_insert(error);
                }
            }
        }
        // A layout that fits by count gives the better message: the conversion names the argument that is wrong.
        match (untyped, first_error) {
            (Some(matched), _) => Ok(matched),
            (None, Some(error)) => Err(error),
            (None, None) => Err(CallError::NoLayout),
        }
    }
}

fn match_layout<K: Keyword>(
    layout: &Layout,
    index: usize,
    positional: usize,
    keywords: &[K],
    fits: &mut impl FnMut(&Layout, usize, usize) -> bool,
) -> Result<Matched, CallError> {
    let mut matched =
        Matched { layout: index, count: positional, inserted: None, keywords: KeywordSlots::new(), positional };
    let Some(options) = &layout.options else {
        if let Some(keyword) = keywords.first() {
            return Err(CallError::UnexpectedKeyword { name: keyword.text().to_owned(), suggestion: None });
        }
        return check_count(layout, positional, false).map(|()| matched);
    };
    for keyword in keywords {
        let slot = match find(options, keyword) {
            Some(slot) => u16::try_from(slot).unwrap_or(OTHER_KEYWORD),
            None if options.others.is_some() => OTHER_KEYWORD,
            None => return Err(unexpected(options, keyword.text())),
        };
        if let Some(plan) = options.keywords.get(usize::from(slot))
            && plan.name.also.is_some()
            && matched.keywords.as_slice().contains(&slot)
        {
            return Err(CallError::KeywordTwice { name: plan.name.python().to_owned() });
        }
        matched.keywords.push(slot);
    }
    let position = options.position;
    let has_defaults = !options.defaults.is_empty();
    if options.after_rest {
        check_count(layout, positional, true)?;
        if !keywords.is_empty() || has_defaults {
            check_required_keywords(options, matched.keywords.as_slice())?;
            matched.inserted = Some((positional.max(position), true));
            matched.count = positional.max(position) + 1;
        }
        return Ok(matched);
    }
    if !keywords.is_empty() {
        if layout.rest.is_none() && positional == layout.parameters.len() {
            // One too many by count: the options object itself was given as well.
            let keywords = keywords.iter().map(|keyword| keyword.text().to_owned()).collect();
            return Err(CallError::OptionsAndKeywords { keywords });
        }
        check_count(layout, positional, true)?;
        check_required_keywords(options, matched.keywords.as_slice())?;
        matched.inserted = Some((position, true));
        matched.count = positional.max(position) + 1;
        return Ok(matched);
    }
    let missing_required = !options.required.is_empty();
    // Whether the options object was given at its place, or left out with something after it.
    if positional > position {
        let can_be_left_out = positional < layout.parameters.len() || layout.rest.is_some();
        let must_be_left_out = can_be_left_out && positional < layout.required;
        let left_out = can_be_left_out
            && (must_be_left_out || (!fits(layout, position, position) && fits(layout, position + 1, position)));
        if left_out {
            check_count(layout, positional, true)?;
            if missing_required {
                return Err(missing_keywords(options, &[]));
            }
            matched.inserted = Some((position, has_defaults));
            matched.count = positional + 1;
            return Ok(matched);
        }
        return check_count(layout, positional, false).map(|()| matched);
    }
    check_count(layout, positional, true)?;
    if missing_required && layout.parameters[position].required {
        return Err(missing_keywords(options, &[]));
    }
    if has_defaults {
        matched.inserted = Some((position, true));
        matched.count = position + 1;
    }
    Ok(matched)
}

fn find<K: Keyword>(options: &super::OptionsPlan, keyword: &K) -> Option<usize> {
    let token = keyword.token();
    if token != 0
        && let Some(index) = options.keywords.iter().position(|plan| plan.token == token)
    {
        return Some(index);
    }
    options.find(keyword.text())
}

fn unexpected(options: &super::OptionsPlan, name: &str) -> CallError {
    let second = options.keywords.iter().filter_map(|keyword| keyword.name.also.as_deref());
    let names = options.keywords.iter().map(|keyword| keyword.name.python()).chain(second);
    CallError::UnexpectedKeyword { name: name.to_owned(), suggestion: super::nearest(name, names).map(str::to_owned) }
}

fn check_required_keywords(options: &super::OptionsPlan, given: &[u16]) -> Result<(), CallError> {
    let is_given = |index: &usize| given.iter().any(|slot| usize::from(*slot) == *index);
    if options.required.iter().all(is_given) { Ok(()) } else { Err(missing_keywords(options, given)) }
}

fn missing_keywords(options: &super::OptionsPlan, given: &[u16]) -> CallError {
    let names = options
        .required
        .iter()
        .filter(|index| !given.iter().any(|slot| usize::from(*slot) == **index))
        .map(|index| options.keywords[*index].name.python().to_owned())
        .collect();
    CallError::MissingKeywords { names }
}

fn check_count(layout: &Layout, positional: usize, options_left_out: bool) -> Result<(), CallError> {
    let required = if options_left_out { layout.required_without_options } else { layout.required };
    if positional < required {
        let skip = layout.options.as_ref().filter(|_| options_left_out).map(|options| options.position);
        let names = layout
            .parameters
            .iter()
            .enumerate()
            .filter(|(index, _)| Some(*index) != skip)
            .map(|(_, parameter)| parameter)
            .take(required)
            .skip(positional)
            .map(|parameter| parameter.name.clone())
            .collect();
        return Err(CallError::MissingPositional { names });
    }
    match layout.most() {
        Some(most) if positional > most => Err(too_many(layout, positional)),
        _ => Ok(()),
    }
}

fn too_many(layout: &Layout, given: usize) -> CallError {
    let least = layout.required_without_options.min(layout.required);
    CallError::TooManyPositional { least, most: layout.parameters.len(), given }
}
