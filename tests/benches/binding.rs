//! Divan benchmarks of layer 1: compiling a call plan and matching a call to it. Matching must not allocate.

use ffi_core::binding::CallPlan;
use ffi_core::signature::{Function, Keyword, Parameter, Signature, Type};

#[global_allocator]
static ALLOCATIONS: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

fn response() -> Function {
    let keyword = |name: &str, ty: Type| Keyword {
        name: name.into(),
        ty,
        required: false,
        default: None,
        docs: Default::default(),
    };
    let options = Parameter {
        name: "init".into(),
        ty: Type::reference("ResponseInit"),
        optional: true,
        keywords: Some(
            [
                keyword("headers", Type::reference("HeadersInit")),
                keyword("status", Type::Number),
                keyword("statusText", Type::String),
            ]
            .into(),
        ),
        ..Parameter::default()
    };
    let body = Parameter { name: "body".into(), ty: Type::String, optional: true, ..Parameter::default() };
    Function { overloads: vec![Signature { parameters: vec![body, options], ..Signature::default() }] }
}

#[divan::bench]
fn compile(bencher: divan::Bencher<'_, '_>) {
    let function = response();
    bencher.bench(|| CallPlan::compile("Response", &function));
}

#[divan::bench]
fn match_one_positional_and_two_keywords(bencher: divan::Bencher<'_, '_>) {
    let plan = CallPlan::compile("Response", &response());
    bencher
        .bench(|| plan.match_call(divan::black_box(1), divan::black_box(&["status", "statusText"]), |_, _, _| false));
}
