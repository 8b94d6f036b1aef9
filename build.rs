//! Compiles `src/ffi/shim.c` against the headers of the PHP that the extension is built for.
//!
//! `PHP_CONFIG` names that PHP's `php-config`; ext-php-rs reads the same variable.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=src/ffi/shim.c");
    println!("cargo:rerun-if-changed=src/ffi/shim.h");
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
        .file("src/ffi/shim.c")
        .flag("-fvisibility=hidden")
        .flag("-fno-common")
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
