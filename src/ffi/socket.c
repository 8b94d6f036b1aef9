#include "shim.h"

#include "php_network.h"

int corio_import_socket(int descriptor, zval *result)
{
	zval function, stream;
	zend_function *import = zend_hash_str_find_ptr(EG(function_table), ZEND_STRL("socket_import_stream"));
	if (!import) {
		close(descriptor);
		return 1;
	}
	php_stream *wrapped = php_stream_sock_open_from_socket(descriptor, NULL);
	if (!wrapped) {
		close(descriptor);
		return 2;
	}
	php_stream_to_zval(wrapped, &stream);
	ZVAL_STR(&function, import->common.function_name);
	ZVAL_UNDEF(result);
	call_user_function(NULL, NULL, &function, result, 1, &stream);
	/* The object keeps the stream, which closes the descriptor with it. */
	zval_ptr_dtor(&stream);
	if (Z_TYPE_P(result) != IS_OBJECT) {
		zval_ptr_dtor(result);
		ZVAL_FALSE(result);
		return 2;
	}
	return 0;
}
