//! A program with plugins: scripts in Python and JavaScript against one exported API.
//!
//! Both languages see the same functions and the same `settings` object. A handler of one language may emit an event that handlers of the other
//! answer.

use std::cell::RefCell;

use ffi_core::export::{Handle, Library};
use ffi_core::typed::{Callback, Exception, Guest};
use ffi_macros::export;
use sigbind_examples::start;

type Handler = Callback<(Guest,), Guest>;

thread_local! {
    static HANDLERS: RefCell<Vec<(i32, String, Handler)>> = RefCell::default();
    static LINES: RefCell<Vec<String>> = RefCell::default();
}

/// What plugins may change.
struct Settings {
    title: String,
}

/// What plugins may change.
#[export]
impl Settings {
    /// The title of the window.
    #[export(getter)]
    fn title(&self) -> &str {
        &self.title
    }

    #[export(setter)]
    fn set_title(&mut self, title: String) {
        self.title = title;
    }
}

/// Answers an event; handlers of a higher priority come first.
#[export(signature = (event, handler, /, *, priority = 0))]
fn on(event: String, handler: Handler, priority: i32) {
    HANDLERS.with_borrow_mut(|handlers| {
        let place = handlers.partition_point(|(other, ..)| *other >= priority);
        handlers.insert(place, (priority, event, handler));
    });
}

/// The answers of all handlers of an event.
#[export(signature = (event, detail, /))]
fn emit(event: &str, detail: Guest) -> Result<Vec<Guest>, Exception> {
    // A handler may add handlers, so none is called while the list is borrowed.
    let handlers: Vec<Handler> = HANDLERS.with_borrow(|handlers| {
        handlers.iter().filter(|(_, name, _)| name == event).map(|(.., handler)| handler.clone()).collect()
    });
    handlers.into_iter().map(|handler| handler.call((detail.clone(),))).collect()
}

/// Writes a line.
#[export(signature = (line, /))]
fn log(line: String) {
    LINES.with_borrow_mut(|lines| lines.push(line));
}

fn main() -> Result<(), Exception> {
    let realm = start()?;
    let settings = Handle::new(realm, Settings { title: "Editor".into() })?;
    let library = Library::new("app").with::<on>().with::<emit>().with::<log>().with::<Settings>();
    let object = library.install(realm)?;
    library.install_python()?;
    object.define("settings", settings.value())?;
    ffi_core::python::run("import app; from sigbind._core import js; app.settings = js.app.settings")?;

    realm.evaluate(include_str!("../../plugins/shout.js"), "shout.js")?;
    ffi_core::python::run(include_str!("../../plugins/polite.py"))?;

    log(settings.borrow()?.title.clone());
    realm.evaluate("for (const answer of app.emit('greet', 'Ada')) app.log(answer)", "host.js")?;
    ffi_core::python::run("app.log(str(app.emit('mean', [1, 2, 6])))")?;
    let lines = LINES.take();
    for line in &lines {
        println!("{line}");
    }
    let expected = [
        "plugins hear of mistakes: on() got an unexpected keyword argument 'priorty'. Did you mean 'priority'?",
        "Editor, with JavaScript and Python",
        "How do you do, Ada?",
        "HELLO ADA!",
        "[3.0]",
    ];
    assert_eq!(lines, expected);
    Ok(())
}
