/* SPDX-License-Identifier: MIT */
/*
 * What lets Debian's static libraries live in a shared object.
 *
 * libbpf.a and libelf.a are built as PIE, not PIC. Two things in them cannot be relocated in a shared object:
 * - libbpf refers to glibc's `stderr` directly. The build renames that reference to `egf_stderr`, a variable
 * of ours.
 * - libelf's elf_error.o keeps its last error in local-exec TLS. Defining its three functions here leaves
 * that member of the archive out of the link.
 */
#include <stdio.h>
#include <libelf.h>

extern FILE *egf_stderr;
void __libelf_seterrno(int value);

FILE *egf_stderr;

static __thread int last_error;

/* Before any function of libbpf can run. */
__attribute__((constructor)) static void point_at_stderr(void)
{
	egf_stderr = stderr;
}

void __libelf_seterrno(int value)
{
	last_error = value;
}

int elf_errno(void)
{
	int value = last_error;

	last_error = 0;
	return value;
}

/* libbpf prints it; numbers are those of libelf's private header libelfP.h. */
const char *elf_errmsg(int error)
{
	static __thread char text[32];

	if (error == 0 && last_error == 0)
		return NULL;
	snprintf(text, sizeof(text), "libelf error %d", error > 0 ? error : last_error);
	return text;
}
