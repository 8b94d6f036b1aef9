#include "shim.h"

#include "php_network.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* ext/sockets may be absent, or a library that is loaded later than this one: its class is found by name. The
 * descriptor is the first field of its objects, whose begin the object's own handlers tell. */
static const int *socket_descriptor(zend_object *object)
{
	zend_class_entry *ce = object->ce;
	bool is_socket = ce->type == ZEND_INTERNAL_CLASS && zend_string_equals_literal(ce->name, "Socket")
		&& ce->info.internal.module && strcmp(ce->info.internal.module->name, "sockets") == 0;
	return is_socket ? (const int *)((char *)object - object->handlers->offset) : NULL;
}

static php_stream *stream_of(zend_resource *resource)
{
	return zend_fetch_resource2(resource, NULL, php_file_le_stream(), php_file_le_pstream());
}

int corio_fd_of(zval *value, int *fd)
{
	if (Z_TYPE_P(value) == IS_LONG) {
		if (Z_LVAL_P(value) < 0 || Z_LVAL_P(value) > INT_MAX) {
			return CORIO_FD_NONE;
		}
		*fd = (int)Z_LVAL_P(value);
		return CORIO_FD_OPEN;
	}
	if (Z_TYPE_P(value) == IS_OBJECT) {
		const int *descriptor = socket_descriptor(Z_OBJ_P(value));
		if (!descriptor) {
			return CORIO_FD_NONE;
		}
		*fd = *descriptor;
		return *fd < 0 ? CORIO_FD_CLOSED : CORIO_FD_OPEN;
	}
	if (Z_TYPE_P(value) != IS_RESOURCE) {
		return CORIO_FD_NONE;
	}
	php_stream *stream = stream_of(Z_RES_P(value));
	if (!stream) {
		return Z_RES_P(value)->type < 0 ? CORIO_FD_CLOSED : CORIO_FD_NONE;
	}
	php_socket_t descriptor = -1;
	int how = PHP_STREAM_AS_FD_FOR_SELECT | PHP_STREAM_CAST_INTERNAL;
	if (php_stream_cast(stream, how, (void *)&descriptor, 0) != SUCCESS || descriptor < 0) {
		return CORIO_FD_NONE;
	}
	*fd = descriptor;
	return CORIO_FD_OPEN;
}

bool corio_fd_is_closed(zval *value)
{
	if (Z_TYPE_P(value) == IS_RESOURCE) {
		return Z_RES_P(value)->type < 0;
	}
	const int *descriptor = Z_TYPE_P(value) == IS_OBJECT ? socket_descriptor(Z_OBJ_P(value)) : NULL;
	return descriptor && *descriptor < 0;
}

static bool is_encrypted(php_stream *stream)
{
	zval data;
	array_init(&data);
	(void)php_stream_populate_meta_data(stream, &data);
	bool found = zend_hash_str_exists(Z_ARRVAL(data), "crypto", strlen("crypto"));
	zval_ptr_dtor(&data);
	return found;
}

/* To ask a TLS stream for its descriptor has PHP take what OpenSSL has decrypted already. What goes wrong then is
 * told to whoever reads: no error handler may run here. */
static void fill_buffer(php_stream *stream)
{
	php_socket_t descriptor;
	zval handler = EG(user_error_handler);
	int error_reporting = EG(error_reporting);
	ZVAL_UNDEF(&EG(user_error_handler));
	EG(error_reporting) = 0;
	php_stream_cast(stream, PHP_STREAM_AS_FD_FOR_SELECT | PHP_STREAM_CAST_INTERNAL, (void *)&descriptor, 0);
	EG(error_reporting) = error_reporting;
	EG(user_error_handler) = handler;
}

bool corio_fd_has_buffered(zval *value)
{
	php_stream *stream = Z_TYPE_P(value) == IS_RESOURCE ? stream_of(Z_RES_P(value)) : NULL;
	if (!stream) {
		return false;
	}
	if (stream->writepos == stream->readpos && strstr(stream->ops->label, "ssl")) {
		fill_buffer(stream);
	}
	return stream->writepos > stream->readpos;
}

bool corio_fd_is_opaque(zval *value)
{
	php_stream *stream = Z_TYPE_P(value) == IS_RESOURCE ? stream_of(Z_RES_P(value)) : NULL;
	return stream && (stream->writefilters.head || is_encrypted(stream));
}

void corio_fd_unblock(int fd)
{
	struct stat status;
	if (fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode)) {
		int flags = fcntl(fd, F_GETFL);
		if (flags >= 0 && !(flags & O_NONBLOCK)) {
			fcntl(fd, F_SETFL, flags | O_NONBLOCK);
		}
	}
}

ssize_t corio_fd_write(int fd, const char *data, size_t length)
{
	ssize_t written = send(fd, data, length, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (written >= 0 || errno != ENOTSOCK) {
		return written;
	}
	/* Of a pipe that counts as ready, so much is taken without waiting, whatever its mode. */
	return write(fd, data, length < PIPE_BUF ? length : PIPE_BUF);
}
