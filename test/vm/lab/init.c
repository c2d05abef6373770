// SPDX-License-Identifier: MIT
/*
 * First process of the test machine. It loads the few modules on the way to the root, makes the host's own
 * file system the root (read-only over virtiofs, a tmpfs overlay on top), runs one job and powers off.
 * Static and forking nothing before the job: under emulation an exec costs a tenth of a second.
 *
 * Kernel command line: lab.modules=DIR, the folder that holds this kernel's lib/modules/RELEASE, or
 * lab.modules=share where it is a share of its own. With lab.init=PATH the root is a whole system: the rest is left
 * to its own init, and a unit of it starts a copy of this program as "/lab-init job". With lab.project=DIR the share
 * of that name is mounted there, read-only. On a host of x64, "init tsc" prints a frequency.
 * The read-write share is at /mnt/out; in it .lab/job is the script, .lab/up and .lab/status are written here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define SHARE "/mnt/out"

static void power_off(void)
{
	sync();
	reboot(RB_POWER_OFF);
	_exit(1);
}

static void fail(const char *what)
{
	fprintf(stderr, "lab init: %s: %s\n", what, strerror(errno));
	power_off();
}

static void mount_at(const char *source, const char *target, const char *type, const char *data)
{
	mkdir(target, 0755);
	if (mount(source, target, type, 0, data) && errno != EBUSY)
		fprintf(stderr, "lab init: mount %s: %s\n", target, strerror(errno));
}

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd < 0)
		return;
	if (write(fd, text, strlen(text)) < 0)
		fprintf(stderr, "lab init: write %s: %s\n", path, strerror(errno));
	close(fd);
}

static double uptime(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

/* Value of a word of the kernel command line, in the caller's buffer; empty when absent. */
static void command_line_value(const char *key, char *value, size_t size)
{
	static char line[4096];
	FILE *file = fopen("/proc/cmdline", "r");

	value[0] = 0;
	if (!file || !fgets(line, sizeof(line), file))
		fail("/proc/cmdline");
	fclose(file);
	for (char *word = strtok(line, " \n"); word; word = strtok(NULL, " \n"))
		if (!strncmp(word, key, strlen(key)))
			snprintf(value, size, "%s", word + strlen(key));
}

static void load_modules(void)
{
	char name[200], path[256];
	FILE *list = fopen("/modules/list", "r");

	while (list && fgets(name, sizeof(name), list)) {
		name[strcspn(name, "\n")] = 0;
		snprintf(path, sizeof(path), "/modules/%s", name);
		int fd = open(path, O_RDONLY | O_CLOEXEC);

		if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST))
			fprintf(stderr, "lab init: module %s: %s\n", name, strerror(errno));
		if (fd >= 0)
			close(fd);
	}
	if (list)
		fclose(list);
}

static void enter_root(void)
{
	mkdir("/ro", 0755);
	mkdir("/rw", 0755);
	mkdir("/newroot", 0755);
	if (mount("rootfs", "/ro", "virtiofs", MS_RDONLY, NULL))
		fail("mount the host's root over virtiofs");
	if (mount("tmpfs", "/rw", "tmpfs", 0, "mode=755,size=75%"))
		fail("mount tmpfs");
	mkdir("/rw/upper", 0755);
	mkdir("/rw/work", 0755);
	if (mount("overlay", "/newroot", "overlay", 0, "lowerdir=/ro,upperdir=/rw/upper,workdir=/rw/work"))
		fail("mount overlay");
	if (chdir("/newroot") || mount("/newroot", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/"))
		fail("switch root");
}

/* Like mkdir -p: the path of a checkout need not exist in a system of its own. */
static void make_folders(const char *path)
{
	char part[512];

	for (const char *end = path; (end = strchr(end + 1, '/'));) {
		snprintf(part, sizeof(part), "%.*s", (int)(end - path), path);
		mkdir(part, 0755);
	}
	mkdir(path, 0755);
}

static void mount_modules(const char *modules)
{
	int failed;

	mkdir("/lib/modules", 0755);
	if (!strcmp(modules, "share"))
		failed = mount("modules", "/lib/modules", "virtiofs", MS_RDONLY, NULL);
	else
		failed = mount(modules, "/lib/modules", NULL, MS_BIND, NULL);
	if (failed)
		fprintf(stderr, "lab init: modules from %s: %s\n", modules, strerror(errno));
}

/* Opened before the root is switched, written after it. */
static void copy_self(int from)
{
	static char buffer[1 << 16];
	int to = open("/lab-init", O_WRONLY | O_CREAT | O_TRUNC, 0755);
	ssize_t length;

	if (to < 0)
		fail("/lab-init");
	while ((length = read(from, buffer, sizeof(buffer))) > 0)
		if (write(to, buffer, length) != length)
			fail("write /lab-init");
	close(to);
}

static void mount_project(const char *project)
{
	if (!*project)
		return;
	make_folders(project);
	if (mount("project", project, "virtiofs", MS_RDONLY, NULL))
		fail("mount the project");
}

static void hand_over(const char *init)
{
	execl(init, init, (char *)NULL);
	fail(init);
}

static void mount_kernel_filesystems(void)
{
	static const char *const controllers[] = {"+cpuset", "+cpu", "+io", "+memory", "+pids"};

	mount_at("dev", "/dev", "devtmpfs", NULL);
	mount_at("proc", "/proc", "proc", NULL);
	mount_at("sys", "/sys", "sysfs", NULL);
	mount_at("devpts", "/dev/pts", "devpts", "ptmxmode=0666");
	mount_at("tmpfs", "/dev/shm", "tmpfs", NULL);
	mount_at("tmpfs", "/run", "tmpfs", "mode=755");
	mkdir("/run/lock", 01777);
	mount_at("tracefs", "/sys/kernel/tracing", "tracefs", NULL);
	mount_at("debugfs", "/sys/kernel/debug", "debugfs", NULL);
	mount_at("bpf", "/sys/fs/bpf", "bpf", NULL);
	mount_at("securityfs", "/sys/kernel/security", "securityfs", NULL);
	mount_at("cgroup2", "/sys/fs/cgroup", "cgroup2", NULL);
	for (size_t i = 0; i < sizeof(controllers) / sizeof(*controllers); i++)
		write_file("/sys/fs/cgroup/cgroup.subtree_control", controllers[i]);
	if (symlink("/proc/self/fd", "/dev/fd") && errno != EEXIST)
		fprintf(stderr, "lab init: /dev/fd: %s\n", strerror(errno));
}

static void loopback_up(void)
{
	struct ifreq request = {.ifr_flags = IFF_UP | IFF_RUNNING};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	strcpy(request.ifr_name, "lo");
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request))
		fprintf(stderr, "lab init: lo: %s\n", strerror(errno));
	if (fd >= 0)
		close(fd);
}

/* The console that carries the job's output, raw so that bytes arrive as they were written. */
static int open_job_console(void)
{
	struct termios mode;
	int fd = -1;

	for (int i = 0; i < 250 && fd < 0; i++) {
		fd = open("/dev/hvc0", O_RDWR | O_NOCTTY | O_CLOEXEC);
		if (fd < 0)
			usleep(20000);
	}
	if (fd < 0)
		fail("/dev/hvc0");
	if (!tcgetattr(fd, &mode)) {
		cfmakeraw(&mode);
		tcsetattr(fd, TCSANOW, &mode);
	}
	return fd;
}

static void pass_on(int from, int console)
{
	char buffer[65536];
	ssize_t length;

	while ((length = read(from, buffer, sizeof(buffer))) > 0)
		for (ssize_t done = 0, written; done < length; done += written) {
			written = write(console, buffer + done, length - done);
			if (written < 0)
				fail("write to /dev/hvc0");
		}
}

/*
 * The job writes into a pipe, not to the console: programs behave as in CI, where there is no terminal.
 * What it leaves in the background holds the pipe open, so its own end counts, not that of the pipe.
 */
static int run_job(int console)
{
	static char *const environment[] = {
		"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"HOME=/root", "LANG=C.UTF-8", "TERM=dumb", NULL};
	int status = 0, ends[2];
	pid_t job, ended;

	if (pipe2(ends, O_CLOEXEC) || fcntl(ends[0], F_SETFL, O_NONBLOCK))
		fail("pipe");
	job = fork();
	if (!job) {
		setsid();
		dup2(open("/dev/null", O_RDONLY), 0);
		dup2(ends[1], 1);
		dup2(ends[1], 2);
		if (chdir("/root") && chdir("/"))
			_exit(127);
		execle("/bin/bash", "bash", SHARE "/.lab/job", NULL, environment);
		_exit(127);
	}
	close(ends[1]);
	do {
		struct pollfd readable = {.fd = ends[0], .events = POLLIN};

		if (poll(&readable, 1, 50) > 0) {
			pass_on(ends[0], console);
			if (readable.revents == POLLHUP)
				usleep(20000);
		}
		while ((ended = waitpid(-1, &status, WNOHANG)) > 0 && ended != job)
			;
	} while (ended != job);
	pass_on(ends[0], console);
	tcdrain(console);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Mounts the read-write share, runs the job in it and ends the machine. */
static void serve(void)
{
	char line[64];
	int console = open_job_console();

	mkdir(SHARE, 0755);
	if (mount("out", SHARE, "virtiofs", 0, NULL))
		fail("mount the read-write share");
	snprintf(line, sizeof(line), "%.2f\n", uptime());
	write_file(SHARE "/.lab/up", line);
	snprintf(line, sizeof(line), "%d\n", run_job(console));
	write_file(SHARE "/.lab/status", line);
	umount2(SHARE, 0);
	power_off();
}

#if defined(__x86_64__)
static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

/*
 * On the host: the frequency of its time stamp counter, which is the guest's. A guest that finds it out by itself while
 * others take the processor is wrong by a factor, and its clock with it.
 */
static int print_tsc_khz(void)
{
	unsigned long long from = __builtin_ia32_rdtsc(), to;
	double start = seconds(), end;

	usleep(100000);
	to = __builtin_ia32_rdtsc();
	end = seconds();
	printf("%.0f\n", (to - from) / (end - start) / 1000);
	return 0;
}
#endif

int main(int argc, char **argv)
{
	char modules[512], init[512], project[512];

#if defined(__x86_64__)
	if (argc == 2 && !strcmp(argv[1], "tsc"))
		return print_tsc_khz();
#endif
	if (argc == 2 && !strcmp(argv[1], "job"))
		serve();
	mount_at("dev", "/dev", "devtmpfs", NULL);
	mount_at("proc", "/proc", "proc", NULL);
	int log = open("/dev/console", O_RDWR);

	if (log >= 0) {
		dup2(log, 0);
		dup2(log, 1);
		dup2(log, 2);
	}
	command_line_value("lab.modules=", modules, sizeof(modules));
	command_line_value("lab.init=", init, sizeof(init));
	command_line_value("lab.project=", project, sizeof(project));
	load_modules();
	int self = open("/init", O_RDONLY | O_CLOEXEC);

	enter_root();
	if (*init) {
		copy_self(self);
		mount_modules(modules);
		mount_project(project);
		hand_over(init);
	}
	close(self);
	mount_kernel_filesystems();
	mount_modules(modules);
	mount_project(project);
	loopback_up();
	if (sethostname("egf-vm", 6))
		fprintf(stderr, "lab init: hostname: %s\n", strerror(errno));
	serve();
}
