# Without prerequisites: `make install` often runs under sudo, where there may be no Rust toolchain,
# and must find the file built.
$(phplibdir)/corio.so:
	PHP="$(PHP_EXECUTABLE)" PHP_CONFIG="$(PHP_CONFIG)" $(CARGO) build --locked --release \
		--manifest-path "$(srcdir)/../../Cargo.toml" --target-dir "$(builddir)/target"
	$(INSTALL) "$(builddir)/target/release/libcorio.so" "$@"
