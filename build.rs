//! Compiles the C files of `src/ffi/` against the headers of the PHP that the extension is built for.
//!
//! `PHP_CONFIG` names that PHP's `php-config`; ext-php-rs reads the same variable.

use std::env;
use std::process::Command;

fn main() {
    let sources = [
        "context",
        "stack",
        "state",
        "request",
        "class",
        "names",
        "value",
        "invoke",
        "look",
        "descriptor",
        "signal",
        "socket",
    ]
    .map(|name| format!("src/ffi/{name}.c"));
    for file in
        sources.iter().map(String::as_str).chain(["src/ffi/shim.h", "src/ffi/stack.h", "src/ffi/state.h"])
    {
        println!("cargo:rerun-if-changed={file}");
    }
    println!("cargo:rerun-if-env-changed=PHP_CONFIG");
    let php_config = env::var("PHP_CONFIG").unwrap_or_else(|_| "php-config".into());
    let output = Command::new(&php_config).arg("--includes").output().unwrap_or_else(|error| {
        panic!("cannot run {php_config} (is the PHP development package there?): {error}")
    });
    assert!(output.status.success(), "{php_config} --includes failed");
    let includes = String::from_utf8(output.stdout).expect("php-config prints paths in UTF-8");
    println!("cargo:rustc-check-cfg=cfg(php_zts)");
    if is_thread_safe(&includes) {
        println!("cargo:rustc-cfg=php_zts");
    }
    let mut build = cc::Build::new();
    for include in includes.split_whitespace() {
        build.flag(include);
    }
    build
        .files(&sources)
        .flag("-fvisibility=hidden")
        .flag("-fno-common")
        .flag("-Werror=implicit-function-declaration")
        .warnings(true)
        .extra_warnings(true)
        .flag("-Wno-unused-parameter")
        .flag("-Wno-sign-compare")
        .opt_level(2)
        .compile("corio_shim");
}

/// Whether PHP was built with threads: `ZTS` in its main configuration header.
fn is_thread_safe(includes: &str) -> bool {
    let folders = includes.split_whitespace().filter_map(|flag| flag.strip_prefix("-I"));
    let header = folders
        .map(|folder| std::path::Path::new(folder).join("main/php_config.h"))
        .find_map(|path| std::fs::read_to_string(path).ok())
        .expect("PHP's headers have main/php_config.h");
    header.lines().any(|line| line.trim_start().starts_with("#define ZTS"))
}
