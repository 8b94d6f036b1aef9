//! Swoole's names as a stub file, for editors and analysers: `stubs/corio-swoole.stub.php`.

use super::constants::{SHORT_NAMES, UNLESS_DEFINED};
use super::names::{self, Alias};
use super::{FUNCTIONS, constants, function};
use crate::class::stubs::{class, doc, name_of, namespace};
use crate::ffi::class::Function;
use crate::ffi::names::Constant;
use std::fmt::Write;

/// The file. It says all that the settings can give, whatever they are.
#[must_use]
pub fn text() -> String {
    let mut out = String::from(
        "<?php\n\n/**\n * Swoole's names for the API of corio, with corio.swoole_aliases=On; those in the parts named short\n\
         \x20* need corio.swoole_shortnames. Generated from the code by `make stubs`: do not edit.\n */\n",
    );
    out.push_str("\nnamespace {\n");
    title(&mut out, "Classes");
    class_lines(&mut out, names::CLASSES);
    title(&mut out, "Classes, short");
    class_lines(&mut out, names::SHORT_CLASSES);
    title(&mut out, "Constants");
    for (name, value) in constants(true) {
        let note = if name == SHORT_NAMES { " // false without short names" } else { "" };
        let _ = write!(out, "\n    const {name} = {};{note}", literal(value));
    }
    out.push('\n');
    title(&mut out, "Constants that PHP's extensions sockets and pcntl have, where these are not loaded");
    for (name, value) in UNLESS_DEFINED {
        let _ = write!(out, "\n    \\defined('{name}') || \\define('{name}', {value});");
    }
    out.push_str("\n}\n");
    function_parts(&mut out, "Functions", names::FUNCTIONS, FUNCTIONS);
    function_parts(&mut out, "Functions, short", names::SHORT_FUNCTIONS, &[]);
    out
}

fn title(out: &mut String, text: &str) {
    let _ = write!(out, "\n    // {text}\n");
}

fn class_lines(out: &mut String, aliases: &[Alias]) {
    for Alias { name, of } in aliases.iter().filter(|alias| class(alias.of).is_some()) {
        let _ = write!(out, "\n    \\class_alias('{of}', '{name}');");
    }
    out.push('\n');
}

fn literal(value: Constant) -> String {
    match value {
        Constant::Int(value) => value.to_string(),
        Constant::Float(value) => format!("{value:?}"),
        Constant::Bool(value) => value.to_string(),
        Constant::Str(value) => format!("'{value}'"),
    }
}

/// Functions by namespace.
fn function_parts(out: &mut String, what: &str, aliases: &[Alias], more: &'static [Function]) {
    let aliased = aliases
        .iter()
        .filter_map(|alias| function(alias).map(|built| (format!("Alias of {}().", alias.of), built)));
    let own = more.iter().map(|function| (function.doc.to_owned(), Function { ..*function }));
    let all: Vec<(String, Function)> = aliased.chain(own).collect();
    let mut spaces: Vec<&str> = all.iter().map(|(_, function)| namespace(name_of(function))).collect();
    spaces.sort_unstable();
    spaces.dedup();
    for space in spaces {
        let _ = write!(
            out,
            "\nnamespace {}{{\n",
            if space.is_empty() { String::new() } else { format!("{space} ") }
        );
        title(out, what);
        for (text, function) in all.iter().filter(|(_, function)| namespace(name_of(function)) == space) {
            let name = name_of(function);
            let list = &function.signature[name.len()..];
            let short = name.rsplit('\\').next().unwrap_or(name);
            doc(out, 4, text);
            let _ = write!(out, "\n    function {short}{list} {{}}\n");
        }
        out.push_str("}\n");
    }
}
