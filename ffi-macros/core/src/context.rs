//! The mistakes of one expansion: collected, and impossible to forget.

use std::cell::RefCell;
use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// Collects mistakes. [`Context::finish`] gives them; a context that is dropped without is a bug and panics.
pub struct Context(RefCell<Option<Vec<syn::Error>>>);

impl Default for Context {
    fn default() -> Self {
        Self(RefCell::new(Some(Vec::new())))
    }
}

impl Context {
    /// A mistake at a token.
    pub fn error(&self, at: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(at, message));
    }

    /// A mistake that a parser found.
    pub fn push(&self, error: syn::Error) {
        if let Some(errors) = self.0.borrow_mut().as_mut() {
            errors.extend(error);
        }
    }

    /// The value, or its mistake noted.
    pub fn take<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// Whether nothing is wrong so far.
    pub fn is_clean(&self) -> bool {
        self.0.borrow().as_ref().is_none_or(Vec::is_empty)
    }

    /// All mistakes, as code that reports each at its token.
    pub fn finish(self) -> TokenStream {
        let errors = self.0.borrow_mut().take().unwrap_or_default();
        let errors = errors.iter().map(syn::Error::to_compile_error);
        quote!(#(#errors)*)
    }

    /// All mistakes as they are: a text and where it stands.
    pub fn into_errors(self) -> Vec<syn::Error> {
        self.0.borrow_mut().take().unwrap_or_default()
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        if self.0.borrow().is_some() && !std::thread::panicking() {
            panic!("an expansion ended without reporting its mistakes");
        }
    }
}
