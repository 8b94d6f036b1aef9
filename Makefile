# Two commands on a fresh Debian or Ubuntu with make and a Rust toolchain: make demo, make test.
# `make help` lists the rest. The work is done by the scripts in tools/.

.DEFAULT_GOAL := help
.PHONY: help demo test check build phpt stubs bench fuzz size chroot-proof test-php84 test-zts valgrind asan torture soak clean

# rustup puts cargo into a folder that only the profile of login shells knows. A PATH that is complete
# stays as it is: ext-php-rs is built again, which takes long, whenever PATH changes.
ifeq (,$(shell command -v cargo))
export PATH := $(PATH):$(or $(CARGO_HOME),$(HOME)/.cargo)/bin
endif

PHP ?= php
TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
DEBUG_SO := $(TARGET)/debug/libcorio.so
RELEASE_SO := $(TARGET)/release/libcorio.so

help: ## This list
	@sed -n 's/^\([a-z0-9-]*\):.*## /  \1\t/p' $(MAKEFILE_LIST) | expand -t 18

demo: ## Install what is missing, build, and show 100 verified STARTTLS sessions at once
	@tools/setup.sh demo
	cargo build --locked --release
	$(PHP) -n -d extension=$(RELEASE_SO) examples/demo.php

test: ## Install what is missing and run every check and test; last line "N passed, M failed"
	@tools/setup.sh test
	@tools/test.sh

check: ## Only what needs no running: format, clippy, documentation, boundaries, licences
	@tools/setup.sh check
	@tools/test.sh check

build: ## The extension as it is released: target/release/libcorio.so
	@tools/setup.sh build
	cargo build --locked --release

phpt: ## Some phpt files only: make phpt T=php-tests/client (a file, a folder, or several)
	@tools/setup.sh test
	cargo build
	@tools/phpt.sh $(T)

stubs: ## Write stubs/ from the code
	@tools/setup.sh build
	cargo build
	$(PHP) -n -d extension=$(DEBUG_SO) tools/stubs.php

bench: ## Measure against a raw epoll loop; prints a Markdown table
	@tools/setup.sh demo
	cargo build --locked --release
	cargo build --locked --release -p corio-bench
	CORIO_SO=$(RELEASE_SO) CORIO_BENCH_BIN=$(TARGET)/release $(PHP) -n benches/bench.php

fuzz: ## Feed the parsers of what peers send with whatever breaks them, FUZZ_SECONDS (60) each
	@tools/setup.sh build
	@tools/fuzz.sh

size: build ## Bytes of the stripped extension
	@strip -o $(TARGET)/corio-stripped.so $(RELEASE_SO)
	@stat -c '%s bytes' $(TARGET)/corio-stripped.so

chroot-proof: ## make demo and make test of HEAD in a bare Debian (needs root, debootstrap, git)
	@tools/chroot.sh

test-php84: ## The tests with PHP 8.4 and OpenSSL 3.5 in a Debian 13 that is kept (needs root, debootstrap)
	@SUITE=trixie tools/chroot.sh --kept sh -c 'tools/setup.sh test && tools/test.sh run'

test-zts: ## The phpt files with a thread-safe debug PHP, built from the distribution's source; leaks are failures
	@tools/zts.sh $(T)

valgrind: ## phpt files under valgrind; some only: make valgrind T=php-tests/tls
	@tools/memory.sh valgrind $(T)

asan: ## phpt files with an extension built with AddressSanitizer; some only: make asan T=php-tests/tls
	@tools/memory.sh asan $(T)

torture: ## 10 000 requests to each web server, and many tests again beside Xdebug, pcov and the function JIT
	@tools/setup.sh test
	cargo build --locked
	@tools/torture.sh

soak: ## One process, a random mix of everything, misbehaving servers, for SOAK_SECONDS (1800)
	@tools/setup.sh test
	cargo build --locked --release
	CORIO_SO=$(RELEASE_SO) $(PHP) -n -d extension=$(RELEASE_SO) tools/soak/soak.php

clean: ## Remove everything that was built
	cargo clean
