#include "shim.h"

#include "zend_signal.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

/* Signal numbers are below this on all systems at hand. */
#define SIGNALS 65
/* Waits at once, of all threads. */
#define WAKERS 256

/* A signal that somebody waits for. */
typedef struct {
	unsigned listeners;
	/* Calls what was installed before, unless that was the default or "ignore". */
	bool chains;
	struct sigaction before;
} heard_signal;

static heard_signal heard[SIGNALS];
/* How often each has come and was not told to anybody yet. */
static atomic_uint arrived[SIGNALS];
/* Descriptors to write to when one comes, plus 1; 0 is a free place. */
static atomic_int wakers[WAKERS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Only what POSIX allows in a handler. */
static void on_signal(int signo, siginfo_t *info, void *context)
{
	static const uint64_t one = 1;
	int error = errno;
	atomic_fetch_add(&arrived[signo], 1);
	for (int i = 0; i < WAKERS; i++) {
		int fd = atomic_load(&wakers[i]);
		if (fd && write(fd - 1, &one, sizeof one) < 0) {
			/* Its counter is full: it is awake. */
		}
	}
	const heard_signal *own = &heard[signo];
	if (own->chains && own->before.sa_flags & SA_SIGINFO) {
		own->before.sa_sigaction(signo, info, context);
	} else if (own->chains) {
		own->before.sa_handler(signo);
	}
	errno = error;
}

#ifdef ZEND_SIGNALS
static void never(int signo)
{
}

/* PHP has a handler of its own in front of those of scripts. It answers to a signal without one by what the system
 * does by default, so that it must not be called then. What is its address? Installing any handler shows it. */
static bool is_of_php(const struct sigaction *action, int signo)
{
	struct sigaction before, shown, probe = {.sa_handler = never};
	int unused = SIGRTMAX - 1;
	zend_signal_entry_t entry = SIGG(handlers)[unused - 1];
	sigaction(unused, NULL, &before);
	zend_sigaction(unused, &probe, NULL);
	sigaction(unused, NULL, &shown);
	SIGG(handlers)[unused - 1] = entry;
	sigaction(unused, &before, NULL);
	return shown.sa_sigaction == action->sa_sigaction;
}

static bool has_script_handler(int signo)
{
	void *handler = SIGG(handlers)[signo - 1].handler;
	return handler != (void *)SIG_DFL && handler != (void *)SIG_IGN;
}
#else
static bool is_of_php(const struct sigaction *action, int signo)
{
	return false;
}

static bool has_script_handler(int signo)
{
	return false;
}
#endif

static bool install(int signo)
{
	struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
	heard_signal *own = &heard[signo];
	sigfillset(&action.sa_mask);
	if (sigaction(signo, NULL, &own->before) != 0) {
		return false;
	}
	own->chains = own->before.sa_handler != SIG_DFL && own->before.sa_handler != SIG_IGN
		&& (!is_of_php(&own->before, signo) || has_script_handler(signo));
	return sigaction(signo, &action, NULL) == 0;
}

static bool is_installed(int signo)
{
	struct sigaction action;
	return sigaction(signo, NULL, &action) == 0 && action.sa_flags & SA_SIGINFO && action.sa_sigaction == on_signal;
}

bool corio_signal_listen(int signo)
{
	bool listens = true;
	if (signo < 1 || signo >= SIGNALS) {
		errno = EINVAL;
		return false;
	}
	pthread_mutex_lock(&lock);
	if (heard[signo].listeners == 0) {
		listens = install(signo);
	}
	heard[signo].listeners += listens;
	pthread_mutex_unlock(&lock);
	return listens;
}

void corio_signal_renew(int signo)
{
	pthread_mutex_lock(&lock);
	if (heard[signo].listeners && !is_installed(signo)) {
		install(signo);
	}
	pthread_mutex_unlock(&lock);
}

void corio_signal_unlisten(int signo)
{
	pthread_mutex_lock(&lock);
	/* After a fork it was given up. What somebody else has installed meanwhile stays. */
	if (heard[signo].listeners && --heard[signo].listeners == 0 && is_installed(signo)) {
		sigaction(signo, &heard[signo].before, NULL);
	}
	pthread_mutex_unlock(&lock);
}

bool corio_signal_take(int signo)
{
	unsigned count = atomic_load(&arrived[signo]);
	while (count > 0) {
		if (atomic_compare_exchange_weak(&arrived[signo], &count, count - 1)) {
			return true;
		}
	}
	return false;
}

int corio_signal_wake(int fd)
{
	for (int i = 0; i < WAKERS; i++) {
		int free_place = 0;
		if (atomic_compare_exchange_strong(&wakers[i], &free_place, fd + 1)) {
			return i;
		}
	}
	errno = EAGAIN;
	return -1;
}

void corio_signal_unwake(int place, int fd)
{
	int own = fd + 1;
	atomic_compare_exchange_strong(&wakers[place], &own, 0);
}

void corio_signal_forget(void)
{
	pthread_mutex_lock(&lock);
	for (int signo = 1; signo < SIGNALS; signo++) {
		if (heard[signo].listeners == 0) {
			atomic_store(&arrived[signo], 0);
		}
	}
	pthread_mutex_unlock(&lock);
}

/* The parent's waits are not those of the child; one that goes on there begins anew. */
void corio_signal_forked(void)
{
	pthread_mutex_init(&lock, NULL);
	for (int signo = 1; signo < SIGNALS; signo++) {
		if (heard[signo].listeners && is_installed(signo)) {
			sigaction(signo, &heard[signo].before, NULL);
		}
		heard[signo].listeners = 0;
		atomic_store(&arrived[signo], 0);
	}
	for (int i = 0; i < WAKERS; i++) {
		atomic_store(&wakers[i], 0);
	}
}
