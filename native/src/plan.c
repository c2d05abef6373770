/* SPDX-License-Identifier: MIT */
#include "plan.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* In the order of attaching. Lineage comes first: nothing may run in the cgroup unseen. */
const struct egf_purpose egf_plan[EGF_PURPOSES] = {
	{ "which program a process runs",
	  true,
	  false,
	  { { "egf_exec", "raw_tp/sched_process_exec", EGF_TRACING } } },
	{ "what its children inherit",
	  true,
	  false,
	  { { "egf_fork", "raw_tp/sched_process_fork", EGF_TRACING } } },
	{ "when a process ends", true, false, { { "egf_exit", "raw_tp/sched_process_exit", EGF_TRACING } } },
	{ "who owns a socket",
	  true,
	  false,
	  { { "egf_connect4", "cgroup/connect4", EGF_CGROUP, BPF_CGROUP_INET4_CONNECT } } },
	{ "who opens TCP connections",
	  true,
	  false,
	  { { "egf_tcp_connect", "kprobe/tcp_connect", EGF_KPROBE, 0, "tcp_connect" },
	    { "egf_sockops", "cgroup/sock_ops", EGF_CGROUP, BPF_CGROUP_SOCK_OPS } } },
	{ "who sends datagrams",
	  true,
	  false,
	  { { "egf_udp_sendmsg", "kprobe/udp_sendmsg", EGF_KPROBE, 0, "udp_sendmsg" },
	    { "egf_sendmsg4", "cgroup/sendmsg4", EGF_CGROUP, BPF_CGROUP_UDP4_SENDMSG } } },
	/* The last one sees DNS only; for other flows the reader asks sock_diag. */
	{ "who sends on connected UDP sockets",
	  true,
	  false,
	  { { "egf_udp_sendmsg", "kprobe/udp_sendmsg", EGF_SHARED },
	    { "egf_local_out", "netfilter/local_out", EGF_NETFILTER },
	    { "egf_egress_dns", "cgroup_skb/egress", EGF_CGROUP, BPF_CGROUP_INET_EGRESS } } },
	{ "no IPv6 packets",
	  true,
	  false,
	  { { "egf_egress", "cgroup_skb/egress", EGF_CGROUP, BPF_CGROUP_INET_EGRESS } } },
	{ "no IPv6 connections",
	  true,
	  false,
	  { { "egf_connect6", "cgroup/connect6", EGF_CGROUP, BPF_CGROUP_INET6_CONNECT } } },
	{ "no IPv6 datagrams",
	  true,
	  false,
	  { { "egf_sendmsg6", "cgroup/sendmsg6", EGF_CGROUP, BPF_CGROUP_UDP6_SENDMSG } } },
	{ "TCP and UDP sockets only",
	  true,
	  false,
	  { { "egf_sock_create", "cgroup/sock_create", EGF_CGROUP, BPF_CGROUP_INET_SOCK_CREATE } } },
	/* Of a job: no marks of trusted processes. */
	{ "no multicast groups",
	  true,
	  false,
	  { { "egf_setsockopt", "cgroup/setsockopt", EGF_CGROUP, BPF_CGROUP_SETSOCKOPT } } },
	/* Of a job: no debugger in the action's scripts. */
	{ "no name server in the machine's place",
	  true,
	  false,
	  { { "egf_bind4", "cgroup/bind4", EGF_CGROUP, BPF_CGROUP_INET4_BIND } } },
	{ "no name server in the machine's place (IPv6)",
	  true,
	  false,
	  { { "egf_bind6", "cgroup/bind6", EGF_CGROUP, BPF_CGROUP_INET6_BIND } } },
	{ "no packet, vsock or other exotic sockets",
	  false,
	  false,
	  { { "egf_family", "fmod_ret/security_socket_create", EGF_TRACING },
	    { "egf_family_lsm", "lsm/socket_create", EGF_LSM } } },
	/* After egf_exec, whose record it takes. */
	{ "which step a process belongs to",
	  true,
	  true,
	  { { "egf_step", "raw_tp/sched_process_exec", EGF_TRACING } } },
	{ "who wakes the action's scripts",
	  true,
	  true,
	  { { "egf_woken", "raw_tp/signal_generate", EGF_TRACING } } },
	{ "no datagrams from sockets of trusted processes",
	  true,
	  true,
	  { { "egf_borrowed4", "cgroup/sendmsg4", EGF_CGROUP, BPF_CGROUP_UDP4_SENDMSG } } },
	{ "who sends datagrams in containers",
	  true,
	  true,
	  { { "egf_egress_foreign", "cgroup_skb/egress", EGF_CGROUP, BPF_CGROUP_INET_EGRESS } } },
	{ "no tracing of trusted processes",
	  false,
	  true,
	  { { "egf_ptrace", "fmod_ret/security_ptrace_access_check", EGF_TRACING },
	    { "egf_ptrace_lsm", "lsm/ptrace_access_check", EGF_LSM } } },
	{ "no signals to the action's scripts",
	  false,
	  true,
	  { { "egf_signal", "fmod_ret/security_task_kill", EGF_TRACING },
	    { "egf_signal_lsm", "lsm/task_kill", EGF_LSM } } },
	{ "no renaming of pinned folders",
	  false,
	  true,
	  { { "egf_rename", "fmod_ret/security_inode_rename", EGF_TRACING } } },
	{ "no removing of pinned links",
	  false,
	  true,
	  { { "egf_unlink", "fmod_ret/security_inode_unlink", EGF_TRACING } } },
	{ "no mounts over pinned folders",
	  false,
	  true,
	  { { "egf_mount", "fmod_ret/security_sb_mount", EGF_TRACING } } },
	{ "no moving of mounts over pinned folders",
	  false,
	  true,
	  { { "egf_move_mount", "fmod_ret/security_move_mount", EGF_TRACING } } },
};

void egf_refuse(egf_refusals refused, size_t purpose, size_t choice, const char *reason)
{
	snprintf(refused[purpose][choice], sizeof(refused[purpose][choice]), "%s", reason);
}

static bool file_has_word(const char *path, const char *word)
{
	char text[256] = "";
	FILE *file = fopen(path, "re");
	bool found = false;

	if (!file)
		return false;
	if (fgets(text, sizeof(text), file))
		for (char *rest = text, *name; (name = strsep(&rest, ",\n"));)
			found = found || !strcmp(name, word);
	fclose(file);
	return found;
}

/* Loads `return NF_ACCEPT`. */
static bool netfilter_takes_programs(void)
{
	const struct bpf_insn accept[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 1 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	LIBBPF_OPTS(bpf_prog_load_opts, opts,
		    .expected_attach_type = (enum bpf_attach_type)EGF_ATTACH_NETFILTER);
	int fd = bpf_prog_load((enum bpf_prog_type)EGF_PROG_TYPE_NETFILTER, NULL, "GPL", accept,
			       COUNT(accept), &opts);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* An LSM program attaches, but is never called, where BPF is no active security module. */
void egf_refuse_known(egf_refusals refused, bool job, bool no_kprobes, bool no_netfilter)
{
	bool kprobes = access("/sys/bus/event_source/devices/kprobe/type", F_OK) == 0;
	bool netfilter = no_netfilter || netfilter_takes_programs();
	bool lsm = file_has_word("/sys/kernel/security/lsm", "bpf");

	for (size_t i = 0; i < EGF_PURPOSES; i++)
		for (size_t j = 0; j < EGF_CHOICES; j++) {
			enum egf_method method = egf_plan[i].choices[j].method;

			if (egf_plan[i].job && !job)
				egf_refuse(refused, i, j, "no job");
			else if (method == EGF_KPROBE && no_kprobes)
				egf_refuse(refused, i, j, "switched off");
			else if (method == EGF_KPROBE && !kprobes)
				egf_refuse(refused, i, j, "this kernel has no kprobes");
			else if (method == EGF_NETFILTER && no_netfilter)
				egf_refuse(refused, i, j, "switched off");
			else if (method == EGF_NETFILTER && !netfilter)
				egf_refuse(refused, i, j, "netfilter takes no programs before Linux 6.4");
			else if (method == EGF_LSM && !lsm)
				egf_refuse(refused, i, j, "BPF is not an active security module");
		}
}

bool egf_refuse_program(egf_refusals refused, const char *program, const char *reason)
{
	bool some = false;

	for (size_t i = 0; program && i < EGF_PURPOSES; i++)
		for (size_t j = 0; j < EGF_CHOICES && egf_plan[i].choices[j].program; j++) {
			const struct egf_choice *choice = &egf_plan[i].choices[j];

			if (strcmp(choice->program, program) || choice->method == EGF_SHARED ||
			    *refused[i][j])
				continue;
			egf_refuse(refused, i, j, reason);
			some = true;
		}
	return some;
}

static bool any_left(egf_refusals refused, size_t i)
{
	for (size_t j = 0; j < EGF_CHOICES && egf_plan[i].choices[j].program; j++)
		if (!*refused[i][j] && egf_plan[i].choices[j].method != EGF_SHARED)
			return true;
	return false;
}

bool egf_plan_possible(egf_refusals refused, bool job)
{
	for (size_t i = 0; i < EGF_PURPOSES; i++)
		if (egf_plan[i].required && (job || !egf_plan[i].job) && !any_left(refused, i))
			return false;
	return true;
}
