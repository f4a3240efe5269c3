/* What happens between a program and its disk? Preloaded into the program under test.

   Every call that changes files under DISK_ROOT is counted, and can be made the program's last,
   can fail, can be slow, and is written down for a power failure to be played from. The clock can
   be moved. Sockets to other computers and look-ups of their names are counted.

   The two sides share DISK_CONTROL, a file of 64-bit numbers; see `Control` in disk.py. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, OPEN = 4, NAME = 8, SIZE = 16, READ = 32 };
enum { BEFORE = 0, HALF = 1, AFTER = 2 };

struct control {
    volatile int64_t calls;      /* that changed something, so far */
    volatile int64_t kill_at;    /* the call that is the last one; 0: none */
    volatile int64_t kill_how;   /* before it, half of it done, after it */
    volatile int64_t fail_with;  /* errno of the calls that fail; 0: none */
    volatile int64_t fail_kinds; /* which fail: a sum of the kinds above */
    volatile int64_t fail_from;  /* the first call that may fail */
    volatile int64_t fail_until; /* the first that may not any more; 0: all */
    volatile int64_t room;       /* bytes that may still be written before ENOSPC; -1: no end */
    volatile int64_t delay_us;   /* before every call */
    volatile int64_t clock_ms;   /* added to the wall clock */
    volatile int64_t sockets;    /* to other computers, asked for */
    volatile int64_t look_ups;   /* of names of computers */
    volatile int64_t failed;     /* calls that were made to fail */
};

static struct control nothing = {.room = -1};
static struct control *control = &nothing;
static char root[PATH_MAX];
static size_t root_length;
static int log_fd = -1;
static int64_t file_of[65536]; /* by descriptor: the inode of a file under the root, or 0 */
static char is_dir[65536];
static char is_ack[65536];
static char ack_path[PATH_MAX];
static pthread_mutex_t turn = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static ssize_t plain_write(int fd, const void *data, size_t size)
{
    REAL(write);
    return real(fd, data, size);
}

static void note(char kind, int64_t file, int64_t offset, int64_t size, const void *data)
{
    if (log_fd < 0)
        return;
    int64_t head[4] = {kind, file, offset, size};
    struct iovec parts[2] = {{head, sizeof head}, {(void *)data, data ? (size_t)size : 0}};
    REAL(writev);
    if (real(log_fd, parts, data ? 2 : 1) < 0)
        _exit(99);
}

__attribute__((constructor)) static void begin(void)
{
    const char *given = getenv("DISK_CONTROL");
    if (given) {
        int fd = open(given, O_RDWR | O_CLOEXEC);
        if (fd >= 0) {
            void *shared = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
            if (shared != MAP_FAILED)
                control = shared;
            close(fd);
        }
    }
    given = getenv("DISK_ROOT");
    if (given && realpath(given, root))
        root_length = strlen(root);
    given = getenv("DISK_ACKS");
    if (given)
        strncpy(ack_path, given, sizeof ack_path - 1);
    given = getenv("DISK_LOG");
    if (given)
        log_fd = open(given, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

static int is_ours(const char *path)
{
    return root_length && !strncmp(path, root, root_length)
        && (path[root_length] == '/' || !path[root_length]);
}

static int absolute(int at, const char *path, char *found)
{
    if (path[0] == '/') {
        strncpy(found, path, PATH_MAX - 1);
        found[PATH_MAX - 1] = 0;
        return 1;
    }
    char link[64], folder[PATH_MAX];
    ssize_t length;
    if (at == AT_FDCWD) {
        if (!getcwd(folder, sizeof folder))
            return 0;
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        length = readlink(link, folder, sizeof folder - 1);
        if (length < 0)
            return 0;
        folder[length] = 0;
    }
    return snprintf(found, PATH_MAX, "%s/%s", folder, path) < PATH_MAX;
}

/* One call is about to change something: it may be the last one, late, or fail. 0: do it.
   Taken with `turn` held, given back by `changed`. */
static int64_t about_to(int kind, int64_t size)
{
    int64_t number = __atomic_add_fetch(&control->calls, 1, __ATOMIC_SEQ_CST);
    if (control->delay_us)
        usleep(control->delay_us);
    if (number == control->kill_at && control->kill_how == BEFORE)
        kill(getpid(), SIGKILL);
    if (control->fail_with && (control->fail_kinds & kind) && number >= control->fail_from
        && (!control->fail_until || number < control->fail_until)) {
        control->failed++;
        return control->fail_with;
    }
    if (kind == WRITE && control->room >= 0) {
        if (size > control->room) {
            control->failed++;
            return ENOSPC;
        }
        control->room -= size;
    }
    return 0;
}

static int is_half(void)
{
    return control->calls == control->kill_at && control->kill_how == HALF;
}

static void changed(void)
{
    if (control->kill_at && control->calls == control->kill_at)
        kill(getpid(), SIGKILL);
}

#define TAKE_TURN pthread_mutex_lock(&turn)
#define END_TURN pthread_mutex_unlock(&turn)
#define FAIL_WITH(number, result) do { END_TURN; errno = (int)(number); return (result); } while (0)

static int64_t inode(int fd, int *folder)
{
    struct stat found;
    if (fstat(fd, &found) < 0)
        return 0;
    *folder = S_ISDIR(found.st_mode);
    return (int64_t)found.st_ino;
}

/* opening */

static int opened(int fd, const char *path, int flags, int was_there)
{
    if (fd < 0 || fd >= 65536)
        return fd;
    int folder = 0;
    file_of[fd] = is_ours(path) ? inode(fd, &folder) : 0;
    is_dir[fd] = (char)folder;
    is_ack[fd] = ack_path[0] && !strcmp(path, ack_path);
    if (file_of[fd] && !folder) {
        if (!was_there)
            note('C', file_of[fd], 0, (int64_t)strlen(path), path);
        else if (flags & O_TRUNC)
            note('T', file_of[fd], 0, 0, NULL);
    }
    return fd;
}

static int do_open(int at, const char *name, int flags, mode_t mode)
{
    REAL(openat);
    char path[PATH_MAX];
    if (!root_length || !absolute(at, name, path) || (!is_ours(path) && strcmp(path, ack_path)))
        return real(at, name, flags, mode);
    if ((flags & O_TMPFILE) == O_TMPFILE)
        return real(at, name, flags, mode);
    TAKE_TURN;
    int was_there = !access(path, F_OK);
    int changes = is_ours(path) && (((flags & O_CREAT) && !was_there) || (flags & O_TRUNC));
    int64_t wrong = changes ? about_to(OPEN, 0) : 0;
    if (wrong)
        FAIL_WITH(wrong, -1);
    int fd = opened(real(at, name, flags, mode), path, flags, was_there);
    int kept = errno;
    if (changes)
        changed();
    END_TURN;
    errno = kept;
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }

int open(const char *name, int flags, ...) { MODE(flags) return do_open(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags) return do_open(AT_FDCWD, name, flags, mode); }
int openat(int at, const char *name, int flags, ...) { MODE(flags) return do_open(at, name, flags, mode); }
int openat64(int at, const char *name, int flags, ...) { MODE(flags) return do_open(at, name, flags, mode); }
int __open_2(const char *name, int flags) { return do_open(AT_FDCWD, name, flags, 0); }
int __open64_2(const char *name, int flags) { return do_open(AT_FDCWD, name, flags, 0); }
int __openat_2(int at, const char *name, int flags) { return do_open(at, name, flags, 0); }
int __openat64_2(int at, const char *name, int flags) { return do_open(at, name, flags, 0); }

int close(int fd)
{
    REAL(close);
    if (fd >= 0 && fd < 65536)
        file_of[fd] = is_dir[fd] = is_ack[fd] = 0;
    return real(fd);
}

static int is_file(int fd)
{
    return fd >= 0 && fd < 65536 && file_of[fd] && !is_dir[fd];
}

/* writing */

static ssize_t do_write(int fd, const void *data, size_t size, off64_t offset, int placed)
{
    REAL(pwrite64);
    if (fd >= 0 && fd < 65536 && is_ack[fd]) {
        TAKE_TURN;
        note('A', 0, 0, (int64_t)size, data);
        ssize_t done = plain_write(fd, data, size);
        END_TURN;
        return done;
    }
    if (!is_file(fd))
        return placed ? real(fd, data, size, offset) : plain_write(fd, data, size);
    TAKE_TURN;
    int64_t wrong = about_to(WRITE, (int64_t)size);
    if (wrong)
        FAIL_WITH(wrong, -1);
    if (!placed) {
        int flags = fcntl(fd, F_GETFL);
        offset = lseek64(fd, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
    }
    size_t wanted = is_half() ? size / 2 : size;
    ssize_t done = placed ? real(fd, data, wanted, offset) : plain_write(fd, data, wanted);
    int kept = errno;
    if (done > 0)
        note('W', file_of[fd], offset, done, data);
    changed();
    END_TURN;
    errno = kept;
    return done;
}

ssize_t write(int fd, const void *data, size_t size) { return do_write(fd, data, size, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return do_write(fd, data, size, at, 1); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return do_write(fd, data, size, at, 1); }

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    REAL(writev);
    if (!is_file(fd))
        return real(fd, parts, count);
    return count ? do_write(fd, parts[0].iov_base, parts[0].iov_len, 0, 0) : 0;
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t count);
ssize_t sendfile64(int to, int from, off64_t *offset, size_t count)
{
    REAL(sendfile64);
    if (is_file(to)) {
        errno = ENOSYS; /* the caller copies by reading and writing */
        return -1;
    }
    return real(to, from, offset, count);
}

ssize_t copy_file_range(int from, off64_t *in, int to, off64_t *out, size_t size, unsigned flags)
{
    REAL(copy_file_range);
    if (is_file(to)) {
        errno = ENOSYS;
        return -1;
    }
    return real(from, in, to, out, size, flags);
}

static int do_truncate(int fd, off64_t size)
{
    REAL(ftruncate64);
    if (!is_file(fd))
        return real(fd, size);
    TAKE_TURN;
    int64_t wrong = about_to(SIZE, 0);
    if (wrong)
        FAIL_WITH(wrong, -1);
    int failed = real(fd, size), kept = errno;
    if (!failed)
        note('T', file_of[fd], size, 0, NULL);
    changed();
    END_TURN;
    errno = kept;
    return failed;
}

int ftruncate(int fd, off_t size) { return do_truncate(fd, size); }
int ftruncate64(int fd, off64_t size) { return do_truncate(fd, size); }

static int do_sync(int fd, int data_only)
{
    REAL(fsync);
    if (fd < 0 || fd >= 65536 || !file_of[fd])
        return real(fd);
    (void)data_only;
    TAKE_TURN;
    int64_t wrong = about_to(SYNC, 0);
    if (wrong)
        FAIL_WITH(wrong, -1);
    note(is_dir[fd] ? 'D' : 'S', file_of[fd], 0, 0, NULL);
    changed(); /* nothing is really waited for: what counts is what was promised */
    END_TURN;
    return 0;
}

int fsync(int fd) { return do_sync(fd, 0); }
int fdatasync(int fd) { return do_sync(fd, 1); }

/* names */

static void note_names(char kind, const char *one, const char *other)
{
    char both[2 * PATH_MAX + 2];
    int length = snprintf(both, sizeof both, "%s\n%s", one, other);
    note(kind, 0, 0, length, both);
}

#define CHANGE_NAME(kind, one, other, call) \
    TAKE_TURN; \
    int64_t wrong = about_to(NAME, 0); \
    if (wrong) \
        FAIL_WITH(wrong, -1); \
    int failed = (call), kept = errno; \
    if (!failed) \
        note_names(kind, one, other); \
    changed(); \
    END_TURN; \
    errno = kept; \
    return failed

int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags)
{
    REAL(renameat2);
    char one[PATH_MAX], other[PATH_MAX];
    if (!root_length || !absolute(from_at, from, one) || !absolute(to_at, to, other)
        || (!is_ours(one) && !is_ours(other)))
        return real(from_at, from, to_at, to, flags);
    CHANGE_NAME('R', one, other, real(from_at, from, to_at, to, flags));
}

int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int renameat(int from_at, const char *from, int to_at, const char *to)
{
    return renameat2(from_at, from, to_at, to, 0);
}

int unlinkat(int at, const char *name, int flags)
{
    REAL(unlinkat);
    char path[PATH_MAX];
    if (!root_length || !absolute(at, name, path) || !is_ours(path))
        return real(at, name, flags);
    CHANGE_NAME('U', path, "", real(at, name, flags));
}

int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int at, const char *name, mode_t mode)
{
    REAL(mkdirat);
    char path[PATH_MAX];
    if (!root_length || !absolute(at, name, path) || !is_ours(path))
        return real(at, name, mode);
    CHANGE_NAME('M', path, "", real(at, name, mode));
}

int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

/* reading */

static int64_t no_reading(int fd)
{
    int64_t with = control->fail_with;
    if (!is_file(fd) || !with || !(control->fail_kinds & READ))
        return 0;
    if (control->calls < control->fail_from
        || (control->fail_until && control->calls >= control->fail_until))
        return 0;
    control->failed++;
    return with;
}

ssize_t pread64(int fd, void *data, size_t size, off64_t at)
{
    REAL(pread64);
    int64_t wrong = no_reading(fd);
    if (wrong) {
        errno = (int)wrong;
        return -1;
    }
    return real(fd, data, size, at);
}

ssize_t read(int fd, void *data, size_t size)
{
    REAL(read);
    int64_t wrong = no_reading(fd);
    if (wrong) {
        errno = (int)wrong;
        return -1;
    }
    return real(fd, data, size);
}

/* the clock on the wall */

int clock_gettime(clockid_t clock, struct timespec *now)
{
    REAL(clock_gettime);
    int failed = real(clock, now);
    if (!failed && clock == CLOCK_REALTIME && control->clock_ms) {
        int64_t moved = now->tv_nsec / 1000000 + control->clock_ms;
        int64_t seconds = moved / 1000, rest = moved % 1000;
        if (rest < 0) {
            rest += 1000;
            seconds--;
        }
        now->tv_sec += seconds;
        now->tv_nsec = rest * 1000000 + now->tv_nsec % 1000000;
    }
    return failed;
}

/* other computers */

int socket(int family, int kind, int protocol)
{
    REAL(socket);
    if (family == AF_INET || family == AF_INET6)
        __atomic_add_fetch(&control->sockets, 1, __ATOMIC_SEQ_CST);
    return real(family, kind, protocol);
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found)
{
    REAL(getaddrinfo);
    __atomic_add_fetch(&control->look_ups, 1, __ATOMIC_SEQ_CST);
    return real(node, service, hints, found);
}

struct hostent *gethostbyname(const char *name)
{
    REAL(gethostbyname);
    __atomic_add_fetch(&control->look_ups, 1, __ATOMIC_SEQ_CST);
    return real(name);
}
