//! Swoole's names for what is here: `corio.swoole_aliases` and `corio.swoole_shortnames`.
//!
//! They are registered when all modules have started, all or none: half a Swoole would be worse than none. Behaviour
//! that scripts of Swoole's expect of them alone asks [`ini::is_like_swoole`].

mod constants;
mod names;
mod stub;

pub use stub::text as stub_text;

use crate::class::stubs;
use crate::ffi::call::{Call, Outcome};
use crate::ffi::class::{Class, Function};
use crate::ffi::names as register;
use crate::ffi::names::Constant;
use crate::ffi::value::Owned;
use crate::{handler, ini};
use names::Alias;
use std::sync::Mutex;

/// Functions that are not ours under another name.
static FUNCTIONS: &[Function] = &[Function {
    signature: "swoole_version(): string",
    handler: handler!(version),
    doc: "The version of Swoole whose API this follows.",
}];

/// What phpinfo() says of them.
static STATE: Mutex<String> = Mutex::new(String::new());

/// What has become of the names, for phpinfo().
#[must_use]
pub fn state() -> String {
    STATE.lock().map(|state| state.clone()).unwrap_or_default()
}

/// The module starts. `is_temporary`: by dl(), in the middle of a request.
pub fn module_startup(is_temporary: bool) {
    ini::set_like_swoole(false);
    if is_temporary {
        note("left out: loaded by dl()");
    } else {
        register::after_startup();
    }
}

/// All modules have started.
pub fn modules_started() {
    let asked = Asked { aliases: ini::swoole_aliases(), short: ini::swoole_shortnames() };
    if !asked.aliases && !asked.short {
        return note("off");
    }
    let set = Set::of(asked);
    if let Some(obstacle) = set.obstacle() {
        return note(&format!("left out: {obstacle}"));
    }
    set.register();
    ini::set_like_swoole(asked.aliases);
    note(match (asked.aliases, asked.short) {
        (true, true) => "Swoole\\..., SWOOLE_..., swoole_...() and short names",
        (true, false) => "Swoole\\..., SWOOLE_..., swoole_...(); no short names",
        (false, _) => "short names only",
    });
}

fn note(state: &str) {
    if let Ok(mut current) = STATE.lock() {
        state.clone_into(&mut current);
    }
}

/// What php.ini asks for.
#[derive(Clone, Copy)]
struct Asked {
    aliases: bool,
    short: bool,
}

/// All names that are to be registered.
struct Set {
    classes: Vec<(&'static str, &'static Class)>,
    functions: Vec<Function>,
    constants: Vec<(String, Constant)>,
    /// Constants of PHP's own extensions, each of which may be there or not.
    unless_defined: &'static [(&'static str, i64)],
}

impl Set {
    fn of(asked: Asked) -> Self {
        let mut set =
            Self { classes: Vec::new(), functions: Vec::new(), constants: Vec::new(), unless_defined: &[] };
        if asked.aliases {
            set.add(names::CLASSES, names::FUNCTIONS);
            set.functions.extend(FUNCTIONS.iter().map(|function| Function { ..*function }));
            set.constants = constants(asked.short);
            set.unless_defined = constants::UNLESS_DEFINED;
        }
        if asked.short {
            set.add(names::SHORT_CLASSES, names::SHORT_FUNCTIONS);
        }
        set
    }

    fn add(&mut self, classes: &'static [Alias], functions: &'static [Alias]) {
        self.classes.extend(classes.iter().filter_map(|alias| Some((alias.name, stubs::class(alias.of)?))));
        self.functions.extend(functions.iter().filter_map(function));
    }

    /// Who has some of the names already.
    fn obstacle(&self) -> Option<String> {
        let swoole = ["swoole", "openswoole"].into_iter().find(|name| register::module_loaded(name));
        if let Some(name) = swoole {
            return Some(format!("the extension {name} is loaded"));
        }
        let mut classes = self.classes.iter().map(|(name, _)| *name);
        if let Some(name) = classes.find(|name| register::class_exists(name)) {
            return Some(format!("another extension has the class {name}"));
        }
        let mut functions = self.functions.iter().map(|function| stubs::name_of(function));
        if let Some(name) = functions.find(|name| register::function_exists(name)) {
            return Some(format!("another extension has the function {name}()"));
        }
        let mut constants = self.constants.iter().map(|(name, _)| name);
        let name = constants.find(|name| register::constant_exists(name))?;
        Some(format!("another extension has the constant {name}"))
    }

    fn register(&self) {
        for (name, class) in &self.classes {
            register::register_alias(name, class.handle);
        }
        register::register_functions(&self.functions);
        for (name, value) in &self.constants {
            register::register_constant(name, *value);
        }
        let missing = self.unless_defined.iter().filter(|(name, _)| !register::constant_exists(name));
        missing.for_each(|(name, value)| register::register_constant(name, Constant::Int(*value)));
    }
}

/// Our function under its other name.
fn function(alias: &Alias) -> Option<Function> {
    let own = stubs::function(alias.of)?;
    let list = own.signature.find('(').map_or("", |at| &own.signature[at..]);
    // Lives as long as the function: until the process ends.
    let signature = Box::leak(format!("{}{list}", alias.name).into_boxed_str());
    Some(Function { signature, handler: own.handler, doc: own.doc })
}

/// Constants and their values, ours first.
fn constants(short: bool) -> Vec<(String, Constant)> {
    let own =
        stubs::constants().into_iter().filter(|(name, _)| !constants::NOT_SWOOLES.contains(&name.as_str()));
    let mut all: Vec<_> = own.map(|(name, value)| (format!("SWOOLE_{name}"), Constant::Int(value))).collect();
    all.extend(stubs::floats().map(|(name, value)| (format!("SWOOLE_{name}"), Constant::Float(value))));
    let errors = constants::ERRORS.iter();
    let errors = errors.map(|(name, value)| (format!("SWOOLE_ERROR_{name}"), Constant::Int(*value)));
    let more = constants::MORE.iter().map(|(name, value)| ((*name).to_owned(), *value));
    for (name, value) in errors.chain(more) {
        if !all.iter().any(|(known, _)| *known == name) {
            all.push((name, value));
        }
    }
    all.push((constants::SHORT_NAMES.to_owned(), Constant::Bool(short)));
    all
}

fn version(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    call.answer(Owned::string(constants::VERSION.as_bytes()));
    Ok(())
}
