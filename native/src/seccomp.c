/* SPDX-License-Identifier: MIT */
/*
 * A seccomp filter in classic BPF, see seccomp(2): socket families by name, io_uring not at all, nothing by
 * which a process outside would act for the child, no user namespaces where root is the child.
 *
 * The iptables gate sees IPv4 and IPv6; families that do not pass it (AF_PACKET, AF_VSOCK, AF_XDP,
 * AF_BLUETOOTH, ...) must not be opened. io_uring has a socket operation of its own that no seccomp filter
 * sees.
 *
 * Both calling conventions of a 64-bit kernel are covered. A filter can read registers only: socketcall(2) of
 * i386 takes its arguments through memory, so it is refused whole (libraries then use socket(2) itself, or
 * fail closed).
 */
#include "spawn.h"

#include <errno.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#define NO_SYSCALL 0xffffffffu

/* asm-generic/ioctls.h; the same on every architecture that is built. */
#define PUSH_INPUT 0x5412             /* TIOCSTI */
#define CONSOLE_INPUT 0x541c          /* TIOCLINUX: pastes the selection */
#define NEW_USER_NAMESPACE 0x10000000 /* CLONE_NEWUSER */

struct convention {
	uint32_t arch;
	uint32_t number_mask;
	uint32_t socket, socketpair, socketcall, io_uring_setup;
	uint32_t ioctl, request_key, clone, clone3, unshare;
};

/* Numbers from the kernel's syscall tables; a 32-bit process has those of the second line. */
static const struct convention conventions[] = {
#if defined(__x86_64__)
	/* x32 shares the arch value; its numbers are the same with bit 30 set, but for a few such as ioctl.
	 */
	{ AUDIT_ARCH_X86_64, ~0x40000000u, 41, 53, NO_SYSCALL, 425, 16, 249, 56, 435, 272 },
	{ AUDIT_ARCH_I386, ~0u, 359, 360, 102, 425, 54, 287, 120, 435, 310 },
#elif defined(__aarch64__)
	{ AUDIT_ARCH_AARCH64, ~0u, 198, 199, NO_SYSCALL, 425, 29, 218, 220, 435, 97 },
	{ AUDIT_ARCH_ARM, ~0u, 281, 288, 102, 425, 54, 310, 120, 435, 337 },
#else
#error "no seccomp filter for this architecture"
#endif
};

static const uint32_t families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_ALG };

#define FAMILY_COUNT (sizeof(families) / sizeof(families[0]))
#define CONVENTION_COUNT (sizeof(conventions) / sizeof(conventions[0]))

#define REFUSE(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define ALLOW() BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
/* Skip `count` instructions unless equal. */
#define UNLESS(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (count))

struct program {
	struct sock_filter code[192];
	unsigned short length;
};

static void emit(struct program *program, struct sock_filter instruction)
{
	if (program->length < sizeof(program->code) / sizeof(program->code[0]))
		program->code[program->length++] = instruction;
}

/* The kernel takes the family as an int: the low half of the register decides, whatever the high half holds.
 */
static void emit_family_check(struct program *program)
{
	emit(program, (struct sock_filter)LOAD(args[0]));
	for (size_t i = 0; i < FAMILY_COUNT; i++) {
		emit(program, (struct sock_filter)UNLESS(families[i], 1));
		emit(program, (struct sock_filter)ALLOW());
	}
	emit(program, (struct sock_filter)REFUSE(EAFNOSUPPORT));
}

/* Refuses a call whose argument is one of the values, by its low half, which is all that the kernel reads. */
static void emit_refuse_values(struct program *program, uint32_t number, unsigned int argument,
			       const uint32_t *values, unsigned char count)
{
	emit(program, (struct sock_filter)UNLESS(number, (unsigned char)(2 * count + 2)));
	emit(program, (struct sock_filter)LOAD(args[argument]));
	for (unsigned char i = 0; i < count; i++) {
		emit(program, (struct sock_filter)UNLESS(values[i], 1));
		emit(program, (struct sock_filter)REFUSE(EPERM));
	}
	emit(program, (struct sock_filter)ALLOW());
}

/* Likewise where one of the bits is set in the first argument. */
static void emit_refuse_bits(struct program *program, uint32_t number, uint32_t bits)
{
	emit(program, (struct sock_filter)UNLESS(number, 4));
	emit(program, (struct sock_filter)LOAD(args[0]));
	emit(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1));
	emit(program, (struct sock_filter)REFUSE(EPERM));
	emit(program, (struct sock_filter)ALLOW());
}

/*
 * Ways to have others act outside: keystrokes into the terminal, which its shell reads when the child has
 * ended; request_key(2), for which the kernel starts request-key(8) as root, which looks names up in DNS.
 */
static void emit_agents(struct program *program, const struct convention *abi)
{
	static const uint32_t requests[] = { PUSH_INPUT, CONSOLE_INPUT };

	emit_refuse_values(program, abi->ioctl, 1, requests, 2);
	/* x32: ioctl has a number of its own. */
	if (abi->arch == AUDIT_ARCH_X86_64)
		emit_refuse_values(program, 514, 1, requests, 2);
	emit(program, (struct sock_filter)UNLESS(abi->request_key, 1));
	emit(program, (struct sock_filter)REFUSE(ENOSYS));
}

/* clone3(2) takes its flags through memory: libraries fall back to clone(2) where it is not there. */
static void emit_user_namespaces(struct program *program, const struct convention *abi)
{
	emit_refuse_bits(program, abi->unshare, NEW_USER_NAMESPACE);
	emit_refuse_bits(program, abi->clone, NEW_USER_NAMESPACE);
	emit(program, (struct sock_filter)UNLESS(abi->clone3, 1));
	emit(program, (struct sock_filter)REFUSE(ENOSYS));
}

/* The block of one calling convention; every path through it ends in a verdict. */
static void emit_convention(struct program *program, const struct convention *abi,
			    const struct egf_spawn *plan)
{
	const unsigned char family_check = 2 * FAMILY_COUNT + 2;

	emit(program, (struct sock_filter)LOAD(nr));
	emit(program, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, abi->number_mask));
	if (plan->deny_io_uring) {
		emit(program, (struct sock_filter)UNLESS(abi->io_uring_setup, 1));
		emit(program, (struct sock_filter)REFUSE(ENOSYS));
	}
	if (plan->deny_agents)
		emit_agents(program, abi);
	if (plan->deny_user_namespaces)
		emit_user_namespaces(program, abi);
	if (plan->restrict_socket_families) {
		if (abi->socketcall != NO_SYSCALL) {
			emit(program, (struct sock_filter)UNLESS(abi->socketcall, 1));
			emit(program, (struct sock_filter)REFUSE(ENOSYS));
		}
		emit(program, (struct sock_filter)UNLESS(abi->socket, family_check));
		emit_family_check(program);
		emit(program, (struct sock_filter)UNLESS(abi->socketpair, family_check));
		emit_family_check(program);
	}
	emit(program, (struct sock_filter)ALLOW());
}

int egf_confine_seccomp(struct egf_spawn *plan)
{
	struct program program = { .length = 0 }, block;
	struct sock_fprog filter;

	if (!plan->restrict_socket_families && !plan->deny_io_uring && !plan->deny_agents &&
	    !plan->deny_user_namespaces)
		return 0;
	emit(&program, (struct sock_filter)LOAD(arch));
	for (size_t i = 0; i < CONVENTION_COUNT; i++) {
		block.length = 0;
		emit_convention(&block, &conventions[i], plan);
		emit(&program, (struct sock_filter)UNLESS(conventions[i].arch, (unsigned char)block.length));
		for (unsigned short at = 0; at < block.length; at++)
			emit(&program, block.code[at]);
	}
	/* A calling convention that this file does not know. */
	emit(&program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));

	filter = (struct sock_fprog){ .len = program.length, .filter = program.code };
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) < 0)
		return egf_fail(plan, -errno, "seccomp", NULL);
	return 0;
}
