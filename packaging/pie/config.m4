dnl The entry for PIE: phpize, configure, make. It compiles no C; make calls cargo once.
dnl It has a folder of its own because phpize writes a Makefile beside it.

PHP_ARG_ENABLE([corio],
  [whether to enable corio],
  [AS_HELP_STRING([--disable-corio], [Do not build corio])],
  [yes])

if test "$PHP_CORIO" != "no"; then
  AC_PATH_PROG([CARGO], [cargo], [], [$PATH:${CARGO_HOME:-$HOME/.cargo}/bin])
  if test -z "$CARGO"; then
    AC_MSG_ERROR([cargo not found; corio is written in Rust, install its toolchain first])
  fi

  dnl Cargo must build for the PHP that configure was given, not for the first one in PATH.
  PHP_SUBST([CARGO])
  PHP_SUBST([PHP_CONFIG])
  PHP_ADD_MAKEFILE_FRAGMENT([$abs_srcdir/Makefile.frag], [$abs_srcdir], [$abs_builddir])
  PHP_MODULES='$(phplibdir)/corio.so'
  dnl configure complains where no extension names a folder.
  PHP_ADD_BUILD_DIR([modules])
fi
