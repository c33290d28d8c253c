//! The Python side of a run: which objects do only holders keep alive?
//!
//! The objects that can be reached from holders are walked by the slots (`tp_traverse`) that CPython's own collector uses. An object all of whose references are
//! explained, by holders or by other objects of the walk, is *captive*, unless an object that is not can reach it. Only captives
//! can be part of a cycle through both heaps; whether one is, the engine's collector says.

use std::collections::HashSet;
use std::ffi::{c_int, c_void};

use pyo3::ffi::{self, PyObject};

use super::holders::{Holder, Holders};
use crate::python::object::{Object, PyResult, Raised};
use crate::python::proxy;
use crate::python::state::{AddressHasher, AddressMap, State};

/// What is known of an object.
struct Node {
    object: *mut PyObject,
    /// How many of its references are explained.
    explained: isize,
    /// Whether something that is no captive can reach it.
    is_free: bool,
    /// Whether a holder that is alive can reach it.
    is_reached: bool,
}

type Addresses = HashSet<usize, std::hash::BuildHasherDefault<AddressHasher>>;

/// The objects of a walk.
pub struct Graph<'a> {
    state: &'a State,
    /// Modules and their namespaces: alive for sure, and most of the heap behind them.
    roots: Addresses,
    indices: AddressMap<usize, usize>,
    nodes: Vec<Node>,
    waiting: Vec<usize>,
}

/// Calls `each` with every object that `object` refers to, once for each reference.
fn referents<F: FnMut(*mut PyObject)>(object: *mut PyObject, mut each: F) {
    unsafe extern "C" fn visit<F: FnMut(*mut PyObject)>(object: *mut PyObject, each: *mut c_void) -> c_int {
        // SAFETY: the pointer is the closure below, which nobody else uses during the traversal.
        unsafe { (*each.cast::<F>())(object) };
        0
    }
    // SAFETY: the callers pass live objects of types that the collector knows; such a slot runs no Python code.
    unsafe {
        if let Some(traverse) = (*ffi::Py_TYPE(object)).tp_traverse {
            traverse(object, visit::<F>, (&raw mut each).cast());
        }
    }
}

fn is_collected(object: *mut PyObject) -> bool {
    // SAFETY: the callers pass live objects.
    unsafe { ffi::PyObject_IS_GC(object) != 0 }
}

impl<'a> Graph<'a> {
    /// Walks from all holders and finds the captives.
    pub fn new(state: &'a State) -> PyResult<Self> {
        let mut graph =
            Self { state, roots: roots()?, indices: AddressMap::default(), nodes: Vec::new(), waiting: Vec::new() };
        graph.explain(&state.cycles.holders);
        graph.free();
        Ok(graph)
    }

    /// The index of an object of the walk, with one more reference explained.
    fn explained(&mut self, object: *mut PyObject) {
        if self.roots.contains(&object.addr()) || !is_collected(object) {
            return;
        }
        let Self { indices, nodes, waiting, .. } = self;
        let index = *indices.entry(object.addr()).or_insert_with(|| {
            nodes.push(Node { object, explained: 0, is_free: false, is_reached: false });
            waiting.push(nodes.len() - 1);
            nodes.len() - 1
        });
        nodes[index].explained += 1;
    }

    /// Counts which references are explained.
    fn explain(&mut self, holders: &Holders) {
        for holder in holders.iter() {
            let object = holder.object();
            if !object.is_null() {
                self.explained(object);
            }
        }
        while let Some(index) = self.waiting.pop() {
            let object = self.nodes[index].object;
            referents(object, |referent| self.explained(referent));
        }
    }

    /// Frees what has a reference that is not explained, and all that it can reach.
    fn free(&mut self) {
        for index in 0..self.nodes.len() {
            let node = &mut self.nodes[index];
            // SAFETY: objects of the walk are alive: nothing has run since.
            if node.explained != unsafe { ffi::Py_REFCNT(node.object) } && !node.is_free {
                node.is_free = true;
                self.waiting.push(index);
            }
        }
        while let Some(index) = self.waiting.pop() {
            let Self { indices, nodes, waiting, .. } = self;
            referents(nodes[index].object, |referent| {
                if let Some(&index) = indices.get(&referent.addr())
                    && !nodes[index].is_free
                {
                    nodes[index].is_free = true;
                    waiting.push(index);
                }
            });
        }
    }

    /// Whether any captive holds a value of the engine.
    pub fn is_crossing(&self) -> bool {
        self.nodes.iter().any(|node| {
            let mut found = false;
            if !node.is_free {
                proxy::held_values(self.state, node.object, &mut |_| found = true);
            }
            found
        })
    }

    /// Shows the values that captives hold which `holder` can reach and that were not shown before.
    pub fn reach(&mut self, holder: &Holder, show: &mut dyn FnMut(crate::engine::Raw)) {
        let Self { state, indices, nodes, waiting, .. } = self;
        let reach = |object: *mut PyObject, nodes: &mut Vec<Node>, waiting: &mut Vec<usize>| {
            if let Some(&index) = indices.get(&object.addr())
                && !nodes[index].is_free
                && !nodes[index].is_reached
            {
                nodes[index].is_reached = true;
                waiting.push(index);
            }
        };
        reach(holder.object(), nodes, waiting);
        while let Some(index) = waiting.pop() {
            let object = nodes[index].object;
            proxy::held_values(state, object, show);
            referents(object, |referent| reach(referent, nodes, waiting));
        }
    }

    /// Shows the values that captives hold: all of them, or those that no holder has reached.
    pub fn show(&self, unreached_only: bool, show: &mut dyn FnMut(crate::engine::Raw)) {
        for node in &self.nodes {
            if !(node.is_free || unreached_only && node.is_reached) {
                proxy::held_values(self.state, node.object, show);
            }
        }
    }

    /// The captives that no holder reached and whose finalizers did not run yet.
    pub fn to_finalize(&self) -> Vec<Object> {
        let mut found = Vec::new();
        for node in self.nodes.iter().filter(|node| !node.is_free && !node.is_reached) {
            // SAFETY: objects of the walk are alive: nothing has run since. An error of ours gives up its value in its finalizer, and
            // nothing else.
            unsafe {
                if (*ffi::Py_TYPE(node.object)).tp_finalize.is_some()
                    && ffi::PyObject_GC_IsFinalized(node.object) == 0
                    && proxy::raw_of(self.state, node.object).is_none()
                {
                    found.push(Object::from_borrowed(node.object));
                }
            }
        }
        found
    }
}

/// The modules that are imported, and their namespaces.
fn roots() -> PyResult<Addresses> {
    let mut roots = Addresses::default();
    // SAFETY: the table of modules is a dict as long as the interpreter lives; its values are borrowed while nothing runs.
    unsafe {
        let modules = ffi::PyImport_GetModuleDict();
        if modules.is_null() || ffi::PyDict_Check(modules) == 0 {
            return Err(Raised);
        }
        roots.insert(modules.addr());
        let (mut position, mut module) = (0, std::ptr::null_mut());
        while ffi::PyDict_Next(modules, &mut position, std::ptr::null_mut(), &mut module) != 0 {
            roots.insert(module.addr());
            if ffi::PyModule_Check(module) != 0 {
                roots.insert(ffi::PyModule_GetDict(module).addr());
            }
        }
    }
    Ok(roots)
}
