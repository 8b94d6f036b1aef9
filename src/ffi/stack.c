#include "stack.h"

#include "zend_exceptions.h"
#include "zend_observer.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

/* PHP maps each stack of its own, and its guard page is a second mapping: the kernel allows some 32 000, and to map and
 * unmap one takes longer than all else in a coroutine's life. Here a mapping has up to 64 stacks, guarded in a way that
 * needs no mapping where the kernel can do that. */
#define MOST_STACKS 64
#define FIRST_STACKS 8

/* Linux 6.13 and later; older headers do not name it. */
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

struct corio_slab {
	corio_slab *next, *previous; /* among those with room */
	char *base;
	size_t stride; /* the guard page, then the stack */
	uint32_t count;
	uint32_t in_use;
	uint64_t busy;    /* bit n: stack n is in use */
	uint64_t guarded; /* its guard page is there */
	uint64_t touched; /* it has pages of memory, perhaps */
};

static ZEND_EXT_TLS corio_slab *with_room;
static ZEND_EXT_TLS uint32_t next_count;
static ZEND_EXT_TLS size_t stacks_in_use;
/* Those that are not, and keep pages of memory. */
static ZEND_EXT_TLS size_t stacks_idle;
/* One for the whole process: it is the kernel that does not know it. */
static bool guards_are_mappings;

/* What PHP's assembler files define and no header declares. */
typedef struct {
	void *handle;
	zend_fiber_transfer *transfer;
} boost_context;
#pragma GCC visibility push(default)
extern void *make_fcontext(void *top, size_t size, void (*function)(boost_context)) __attribute__((weak));
extern void __sanitizer_start_switch_fiber(void **, const void *, size_t) __attribute__((weak));
#pragma GCC visibility pop

/* With a shadow stack, with ucontext or under AddressSanitizer a stack has parts that only PHP knows. */
static bool stacks_are_of_php(void)
{
#if defined(ZEND_FIBER_UCONTEXT) || (defined(SHADOW_STACK_SYSCALL) && SHADOW_STACK_SYSCALL)
	return true;
#else
	return !make_fcontext || __sanitizer_start_switch_fiber;
#endif
}

bool corio_stack_takes_mappings(void)
{
	return guards_are_mappings || stacks_are_of_php();
}

static size_t page_size(void)
{
	static size_t size;
	if (UNEXPECTED(!size)) {
		size = sysconf(_SC_PAGESIZE);
	}
	return size;
}

/* ---- Slabs ------------------------------------------------------------------------------------- */

static uint64_t all_of(const corio_slab *slab)
{
	return UINT64_MAX >> (MOST_STACKS - slab->count);
}

static void link_slab(corio_slab *slab)
{
	slab->previous = NULL;
	slab->next = with_room;
	if (with_room) {
		with_room->previous = slab;
	}
	with_room = slab;
}

static void unlink_slab(corio_slab *slab)
{
	if (slab->previous) {
		slab->previous->next = slab->next;
	} else {
		with_room = slab->next;
	}
	if (slab->next) {
		slab->next->previous = slab->previous;
	}
}

static char *map(size_t size)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS;
#ifdef MAP_STACK
	flags |= MAP_STACK;
#endif
#ifdef MAP_NORESERVE
	flags |= MAP_NORESERVE;
#endif
	char *base = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, -1, 0);
	if (base == MAP_FAILED) {
		return NULL;
	}
#ifdef MADV_NOHUGEPAGE
	/* A huge page under a stack of which one page is needed would waste the rest. */
	madvise(base, size, MADV_NOHUGEPAGE);
#endif
	return base;
}

static corio_slab *new_slab(size_t stride)
{
	corio_slab *slab = calloc(1, sizeof *slab);
	if (!slab) {
		return NULL;
	}
	slab->stride = stride;
	slab->count = next_count ? next_count : FIRST_STACKS;
	/* The address space may be limited. */
	while (!(slab->base = map(slab->count * stride))) {
		if (slab->count == 1) {
			free(slab);
			errno = ENOMEM;
			return NULL;
		}
		slab->count /= 2;
	}
	next_count = MIN(2 * slab->count, MOST_STACKS);
	link_slab(slab);
	return slab;
}

static void free_slab(corio_slab *slab)
{
	unlink_slab(slab);
	stacks_idle -= __builtin_popcountll(slab->touched);
	munmap(slab->base, slab->count * slab->stride);
	free(slab);
}

static corio_slab *slab_with_room(size_t stride)
{
	for (corio_slab *slab = with_room; slab; slab = slab->next) {
		if (EXPECTED(slab->stride == stride)) {
			return slab;
		}
	}
	return new_slab(stride);
}

/* Valgrind reads whatever it knows as mapped, and dies of a page that only the kernel knows to be guarded. */
static bool is_under_valgrind(void)
{
	const char *preloaded = getenv("LD_PRELOAD");
	return preloaded && strstr(preloaded, "vgpreload");
}

static bool guard(char *page)
{
	if (!guards_are_mappings && !stacks_in_use) {
		guards_are_mappings = is_under_valgrind();
	}
	if (!guards_are_mappings) {
		if (madvise(page, page_size(), MADV_GUARD_INSTALL) == 0) {
			return true;
		}
		/* EINVAL also where memory is locked. */
		guards_are_mappings = errno == EINVAL;
	}
	return mprotect(page, page_size(), PROT_NONE) == 0;
}

/* ---- Stacks ------------------------------------------------------------------------------------ */

static bool take(corio_stack *stack, size_t size)
{
	size_t page = page_size();
	size = ZEND_MM_ALIGNED_SIZE_EX(size, page);
	corio_slab *slab = slab_with_room(size + page);
	if (UNEXPECTED(!slab)) {
		return false;
	}
	/* One that has its guard and its pages, else the next one. */
	uint64_t room = all_of(slab) & ~slab->busy;
	uint32_t number = __builtin_ctzll(room & slab->touched ? room & slab->touched : room);
	uint64_t bit = UINT64_C(1) << number;
	char *base = slab->base + number * slab->stride;
	if (!(slab->guarded & bit)) {
		if (UNEXPECTED(!guard(base))) {
			int reason = errno;
			if (!slab->in_use) {
				free_slab(slab);
			}
			errno = reason;
			return false;
		}
		slab->guarded |= bit;
	}
	if (slab->touched & bit) {
		stacks_idle--;
	}
	stacks_in_use++;
	slab->busy |= bit;
	slab->touched |= bit;
	if (++slab->in_use == slab->count) {
		unlink_slab(slab);
	}
	*stack = (corio_stack){.low = base + page, .size = size, .slab = slab, .number = number};
	return true;
}

/* Gives back the memory of the stacks that are not in use: each run of neighbours at once, guard pages stay. */
static void trim_slab(corio_slab *slab)
{
	uint64_t idle = slab->touched & ~slab->busy;
	slab->touched &= slab->busy;
	while (idle) {
		uint32_t first = __builtin_ctzll(idle);
		uint64_t beyond = ~(idle >> first);
		uint32_t count = beyond ? __builtin_ctzll(beyond) : MOST_STACKS;
		madvise(slab->base + first * slab->stride, count * slab->stride, MADV_DONTNEED);
		stacks_idle -= count;
		idle &= count + first < MOST_STACKS ? UINT64_MAX << (first + count) : 0;
	}
}

/* What many once needed must not stay for ever because of the few in each mapping that are still in use. */
static void trim(void)
{
	for (corio_slab *slab = with_room; slab && stacks_idle > stacks_in_use / 2; slab = slab->next) {
		trim_slab(slab);
	}
}

static void give_back(corio_stack *stack)
{
	corio_slab *slab = stack->slab;
	uint64_t bit = UINT64_C(1) << stack->number;
	if (slab->in_use == slab->count) {
		link_slab(slab);
	}
	slab->busy &= ~bit;
	stacks_in_use--;
	stacks_idle++;
	if (--slab->in_use == 0) {
		free_slab(slab);
	} else if (stacks_idle > stacks_in_use + MOST_STACKS) {
		trim();
	}
}

/* What PHP's own function of this purpose does when a stack is run for the first time. */
static ZEND_NORETURN void trampoline(boost_context came)
{
	zend_fiber_transfer transfer = *came.transfer;
	zend_fiber_context *from = transfer.context;
	from->handle = came.handle;
	if (UNEXPECTED(from->status == ZEND_FIBER_STATUS_DEAD)) {
		zend_fiber_destroy_context(from);
	}
	EG(current_fiber_context)->function(&transfer);
	abort();
}

bool corio_stack_new(corio_stack *stack, zend_fiber_context *fiber, void *kind, zend_fiber_coroutine function, size_t size)
{
	if (UNEXPECTED(stacks_are_of_php())) {
		stack->slab = NULL;
#if PHP_VERSION_ID >= 80300
		bool ready = zend_fiber_init_context(fiber, kind, function, size) == SUCCESS;
#else
		bool ready = zend_fiber_init_context(fiber, kind, function, size);
#endif
		if (!ready) {
			zend_clear_exception();
		}
		return ready;
	}
	if (UNEXPECTED(!take(stack, size))) {
		return false;
	}
	fiber->stack = (zend_fiber_stack *)stack;
	fiber->handle = make_fcontext((char *)stack->low + stack->size, stack->size, trampoline);
	fiber->kind = kind;
	fiber->function = function;
	fiber->status = ZEND_FIBER_STATUS_INIT;
	zend_observer_fiber_init_notify(fiber);
	return true;
}

void corio_stack_free(corio_stack *stack, zend_fiber_context *fiber)
{
	if (UNEXPECTED(corio_stack_is_of_php(stack))) {
		zend_fiber_destroy_context(fiber);
		return;
	}
	zend_observer_fiber_destroy_notify(fiber);
	give_back(stack);
}
