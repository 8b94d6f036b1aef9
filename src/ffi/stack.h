/* C stacks for contexts, many in one mapping: stack.c has them, context.c runs on them. */
#ifndef CORIO_STACK_H
#define CORIO_STACK_H

#include "shim.h"

typedef struct corio_slab corio_slab;

/* The first two fields are those of PHP's own zend_fiber_stack: its functions for the limits of a stack read them. */
typedef struct {
	void *low;
	size_t size;
	corio_slab *slab; /* NULL: PHP allocated it */
	uint32_t number;
} corio_stack;

/* Gives `fiber` a stack of `size` bytes and has it run `function`; false when the system has no room (no exception is
 * set, and errno says why). */
bool corio_stack_new(corio_stack *stack, zend_fiber_context *fiber, void *kind, zend_fiber_coroutine function, size_t size);

/* Whether `fiber` may end by returning from its function, and PHP destroys it; else it has to be left for ever, and
 * corio_stack_free() destroys it. */
static zend_always_inline bool corio_stack_is_of_php(const corio_stack *stack)
{
	return !stack->slab;
}

/* Whether stacks need mappings each, of which the kernel allows vm.max_map_count. */
bool corio_stack_takes_mappings(void);

/* Destroys `fiber`, which does not run, with its stack. */
void corio_stack_free(corio_stack *stack, zend_fiber_context *fiber);

#endif
