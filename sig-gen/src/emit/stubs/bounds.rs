//! Bounds of type variables, as far as they hold.
//!
//! TypeScript compares type arguments with their constraints structurally and after evaluation; what stands in the stub need not be
//! a subtype in Python. A bound that some argument of the module does not surely keep is left out: it would make the module's own
//! declarations wrong, while without it only the arguments that a user writes go unchecked.

use ffi_core::signature::Class;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::python::Expression;
use super::Emitter;

/// Type arguments that must keep a bound.
#[derive(Default)]
pub(super) struct Bounds<'m> {
    /// The type variables of classes, by class and position.
    variables: FxHashMap<(*const Class, usize), String>,
    given: Vec<(*const Class, usize, Expression<'m>)>,
    /// Places in `given` by what equal arguments have in common.
    known: FxHashMap<(*const Class, usize, u64), Vec<usize>>,
}

impl<'m> Bounds<'m> {
    /// Says which type variable stands for a type parameter of a class.
    pub(super) fn declare(&mut self, class: &Class, index: usize, variable: &str) {
        self.variables.insert((std::ptr::from_ref(class), index), variable.to_owned());
    }

    /// Says that an argument is given for a type parameter of a class.
    pub(super) fn give(&mut self, class: &'m Class, index: usize, argument: &Expression<'m>) {
        if class.type_parameters[index].constraint.is_none() {
            return;
        }
        let class = std::ptr::from_ref(class);
        let places = self.known.entry((class, index, argument.fingerprint())).or_default();
        if !places.iter().any(|&place| self.given[place].2 == *argument) {
            places.push(self.given.len());
            self.given.push((class, index, argument.clone()));
        }
    }
}

impl<'m> Emitter<'_, 'm> {
    /// Leaves out the bounds that do not hold. One that goes may take others with it.
    pub(super) fn check_bounds(&mut self) {
        for (name, bound, default) in self.types.variables.bounded_defaults() {
            if !self.is_part(&default, &bound) {
                self.types.variables.remove_bound(&name);
            }
        }
        let given: Vec<(String, Expression<'m>)> = {
            let bounds = std::mem::take(&mut self.types.bounds);
            let variable = |(class, index, argument)| Some((bounds.variables.get(&(class, index))?.clone(), argument));
            bounds.given.into_iter().filter_map(variable).collect()
        };
        let mut gone: FxHashSet<usize> = FxHashSet::default();
        loop {
            let before = gone.len();
            for (place, (variable, argument)) in given.iter().enumerate() {
                if gone.contains(&place) {
                    continue;
                }
                match self.types.variables.bound_of(variable) {
                    Some(bound) if self.keeps(argument, &bound) => continue,
                    Some(_) => self.types.variables.remove_bound(variable),
                    None => {}
                }
                gone.insert(place);
            }
            if gone.len() == before {
                return;
            }
        }
    }

    fn keeps(&mut self, argument: &Expression<'m>, bound: &Expression<'m>) -> bool {
        argument.members().iter().all(|member| match member {
            Expression::Name(name) if self.types.variables.is_declared(name) => {
                let own = self.types.variables.bound_of(name);
                own.is_some_and(|own| self.is_part(&own, bound))
            }
            other => self.is_part(other, bound),
        })
    }
}
