//! `Corio\stubs()`: the PHP API as a stub file, made from the same tables that register it.

use crate::class::{
    barrier, batch, channel, client, concurrency, coroutine, event, host, inspect, lock, pool, system,
    task_list, timer, wait_group,
};
use crate::coroutine::report;
use crate::exception::{self, code};
use crate::ffi::call::{Call, Outcome};
use crate::ffi::class::{
    Class, Function, Parent, register, register_constant, register_float, register_functions,
};
use crate::ffi::value::Owned;
use crate::settings;
use crate::{handler, last_error, swoole};
use std::fmt::Write;

/// The functions of this file.
static FUNCTIONS: &[Function] = &[Function {
    signature: "Corio\\stubs(bool $swoole = false): string",
    handler: handler!(stubs),
    doc: "This file: the API of the loaded version, for editors and analysers.\n\n\
          @param bool $swoole the file of Swoole's names for it, see corio.swoole_aliases",
}];

/// All functions but those that PHP itself calls.
static TABLES: [&[Function]; 7] = [
    FUNCTIONS,
    last_error::FUNCTIONS,
    host::FUNCTIONS,
    client::FUNCTIONS,
    coroutine::FUNCTIONS,
    concurrency::FUNCTIONS,
    batch::FUNCTIONS,
];

fn classes() -> impl Iterator<Item = &'static Class> {
    let own = [
        &coroutine::CLASS,
        &concurrency::CLASS,
        &inspect::CONTEXT_CLASS,
        &inspect::ITERATOR_CLASS,
        &task_list::CLASS,
        &system::CLASS,
        &channel::CLASS,
        &wait_group::CLASS,
        &barrier::CLASS,
        &lock::CLASS,
        &pool::CLASS,
        &timer::CLASS,
        &timer::ITERATOR_CLASS,
        &event::CLASS,
    ];
    exception::CLASSES.iter().chain(own).chain(client::CLASSES.iter().copied())
}

fn functions() -> impl Iterator<Item = &'static Function> {
    TABLES.iter().copied().flatten()
}

/// The class of this name.
#[must_use]
pub fn class(name: &str) -> Option<&'static Class> {
    classes().find(|class| class.name == name)
}

/// The function or static method (`Class::method`) of this name.
#[must_use]
pub fn function(name: &str) -> Option<&'static Function> {
    let Some((of, method)) = name.split_once("::") else {
        return functions().find(|function| name_of(function) == name);
    };
    let is_it =
        |function: &&Function| function.signature.strip_prefix("static ").map(before_list) == Some(method);
    class(of)?.methods.iter().find(is_it)
}

/// Constants that are floats.
pub fn floats() -> impl Iterator<Item = (&'static str, f64)> {
    timer::FLOATS.iter().copied()
}

/// Constants that are integers.
#[must_use]
pub fn constants() -> Vec<(String, i64)> {
    let errors = code::ALL.iter().map(|(name, value)| (format!("ERROR_{name}"), *value));
    let others = [
        client::CONSTANTS,
        system::CONSTANTS,
        channel::CONSTANTS,
        event::CONSTANTS,
        timer::CONSTANTS,
        last_error::CONSTANTS,
        coroutine::CONSTANTS,
    ];
    let others = others.into_iter().flatten();
    others.map(|(name, value)| ((*name).to_owned(), *value)).chain(errors).collect()
}

/// Registers the whole API. Called at module startup.
pub fn register_all() {
    report::describe_objects(client::describe);
    classes().for_each(register);
    client::declare_callbacks();
    TABLES.iter().copied().chain([coroutine::SHUTDOWN, event::HIDDEN]).for_each(register_functions);
    for (name, value) in constants() {
        register_constant(&format!("Corio\\{name}"), value);
    }
    for (name, value) in floats() {
        register_float(&format!("Corio\\{name}"), value);
    }
}

fn stubs(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let text = if call.bool(0, false)? { swoole::stub_text() } else { text() };
    call.answer(Owned::string(text.as_bytes()));
    Ok(())
}

/// The stub file.
fn text() -> String {
    let mut out = String::from(
        "<?php\n\n/**\n * The PHP API of corio. Generated from the code by `make stubs`: do not edit.\n */\n",
    );
    let mut names: Vec<&str> = classes().map(|class| namespace(class.name)).collect();
    names.extend(functions().map(|function| namespace(name_of(function))));
    names.sort_unstable();
    names.dedup();
    for name in names {
        let _ = write!(out, "\nnamespace {name} {{\n");
        if name == "Corio" {
            for (constant, value) in constants() {
                let _ = write!(out, "\n    const {constant} = {value};");
            }
            for (constant, value) in floats() {
                let _ = write!(out, "\n    const {constant} = {value:?};");
            }
            out.push('\n');
        }
        for function in functions().filter(|function| namespace(name_of(function)) == name) {
            let name = name_of(function);
            let list = &function.signature[name.len()..];
            let short = name.rsplit('\\').next().unwrap_or(name);
            doc(&mut out, 4, function.doc);
            let _ = write!(out, "\n    function {short}{list} {{}}\n");
        }
        classes().filter(|class| namespace(class.name) == name).for_each(|class| class_stub(&mut out, class));
        out.push_str("}\n");
    }
    out
}

fn class_stub(out: &mut String, class: &Class) {
    doc(out, 4, class.doc);
    let short = class.name.rsplit('\\').next().unwrap_or(class.name);
    let extends = match &class.parent {
        Parent::None => String::new(),
        Parent::Exception => " extends \\Exception".into(),
        Parent::ArrayIterator => " extends \\ArrayIterator".into(),
        Parent::ArrayObject => " extends \\ArrayObject".into(),
        Parent::Own(_, parent) => format!(" extends \\{parent}"),
    };
    let modifier = if class.is_final { "final " } else { "" };
    let _ = write!(out, "\n    {modifier}class {short}{extends}\n    {{");
    if class.methods.is_empty() && class.properties.is_empty() {
        out.push('\n');
    }
    for (name, value) in class.constants {
        let _ = write!(out, "\n        const {name} = {value};");
    }
    for property in class.properties {
        doc(out, 8, &format!("@var {} {}", property.kind, property.doc));
        let _ = write!(out, "\n        public ${} = {};\n", property.name, property.default);
    }
    for method in class.methods {
        doc(out, 8, &method_doc(method));
        let (modifier, signature) = method
            .signature
            .strip_prefix("static ")
            .map_or(("", method.signature), |signature| ("static ", signature));
        let _ = write!(out, "\n        public {modifier}function {signature} {{}}\n");
    }
    out.push_str("    }\n");
}

/// The doc block; that of `set()` goes on with the table of settings.
fn method_doc(method: &Function) -> String {
    let table: Vec<[&str; 4]> = if method.signature == "set(array $settings): bool" {
        settings::all().collect()
    } else if method.signature == "static set(array $options): bool" {
        settings::request::all().collect()
    } else {
        return method.doc.to_owned();
    };
    let mut text = format!("{}\n\nSettings (type; default):", method.doc);
    for [key, kind, default, doc] in table {
        let _ = write!(text, "\n- {key} ({kind}; {default})\n  {}", doc.replace('\n', "\n  "));
    }
    text
}

/// Writes a doc block.
pub fn doc(out: &mut String, indent: usize, text: &str) {
    if text.is_empty() {
        return;
    }
    let pad = " ".repeat(indent);
    let _ = write!(out, "\n{pad}/**");
    for line in text.lines() {
        let _ = write!(out, "\n{pad} *{}{line}", if line.is_empty() { "" } else { " " });
    }
    let _ = write!(out, "\n{pad} */");
}

/// The name of a function that is no method.
#[must_use]
pub fn name_of(function: &Function) -> &'static str {
    before_list(function.signature)
}

fn before_list(signature: &str) -> &str {
    signature.split('(').next().unwrap_or(signature)
}

/// What stands before the last backslash of a name.
#[must_use]
pub fn namespace(name: &str) -> &str {
    name.rsplit_once('\\').map_or("", |(namespace, _)| namespace)
}
