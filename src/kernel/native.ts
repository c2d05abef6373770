/** The face of the C addon (`native/`): what it exports, with shapes, units and errors. Loaded by `load.ts`. */

/** IPv4 addresses cross the boundary as numbers in host order (0x7f000001 = 127.0.0.1). */
export type Ipv4 = number;

/** What the kernel recorded of a process at its last exec (`sched_process_exec`), inherited over fork. */
export interface ProcRecord {
  /** Unique per exec for the life of the scope. */
  readonly execId: number;
  /** Absolute, through links and mounts; one that is longer than the record has lost its beginning and starts with `...`. */
  readonly exe: string;
  /** Arguments as the kernel held them, NUL separated, cut at the record's size. Bytes: may not be UTF-8. */
  readonly argv: Buffer;
  readonly argvTruncated: boolean;
  /**
   * Inode number (stat(2) of /proc/PID/ns/mnt) of the mount namespace that holds the file at `exe`; 0 or unknown to anybody for a file of none
   * (memfd_create(2)). In a namespace of its own a process mounts what it likes at any path: there `exe` proves nothing.
   */
  readonly mountNamespace?: number;
  /** That mount namespace belongs to a user namespace below the initial one, as anybody may make it: `exe` is what its maker wants it to be. */
  readonly exeUnproven?: boolean;
}

/** Who opened a flow, captured in the kernel at connect(2)/sendmsg(2). */
export interface FlowRecord {
  readonly pid: number;
  readonly ppid: number;
  readonly uid: number;
  readonly cgroupId: bigint;
  readonly comm: string;
  /** 0 where the exec was not seen (process older than the scope). */
  readonly execId: number;
  /** The destination the process asked for, before NAT. */
  readonly dstIp: Ipv4;
  readonly dstPort: number;
  readonly proc?: ProcRecord;
  /** The step of a job that the process descends from, for `FlowReader.step`; absent or 0 where there is none. */
  readonly stepId?: number;
  /** The opener is one of the runner's own processes (`JobScope.trust`). */
  readonly trusted?: boolean;
}

/** A process that Runner.Worker started, as the kernel saw its first exec. Every descendant inherits its id. */
export interface StepRecord {
  /** From 1 on, in the order of their start. */
  readonly stepId: number;
  readonly pid: number;
  /** The environment block at that exec, NUL separated, cut at the record's size. Holds secrets: never to be logged. */
  readonly environ: Buffer;
  readonly environTruncated: boolean;
  readonly exe: string;
  readonly argv: Buffer;
  /** It runs a script of the guarded directory and was stopped (SIGSTOP) before its first instruction. */
  readonly stopped: boolean;
}

/** Something a kernel program refused by itself. */
export interface KernelEvent {
  /** `ipv6`: connect6/sendmsg6; `socket`: sock_create, fmod_ret or LSM; `group`: setsockopt, a multicast group; `port`: bind to `dstPort`. */
  readonly kind: 'ipv6' | 'socket' | 'group' | 'port';
  readonly pid: number;
  readonly ppid: number;
  readonly uid: number;
  readonly cgroupId: bigint;
  readonly comm: string;
  readonly execId: number;
  readonly proc?: ProcRecord;
  readonly stepId?: number;
  readonly trusted?: boolean;
  /** A socket with the mark of a trusted process, used by another one, or one on which somebody else set that mark. Only with `socket`. */
  readonly borrowed?: boolean;
  readonly family: number;
  readonly sockType: number;
  readonly protocol: number;
  /** 16 bytes for `ipv6` and `group` (an IPv4 group as a mapped address; all 0 where it is not known), else empty. */
  readonly dstIp: Buffer;
  readonly dstPort: number;
}

export interface AttachReport {
  /** What it is for, in words: `who opens TCP connections`. */
  readonly purpose: string;
  readonly program: string;
  /** `kprobe/tcp_connect`, `cgroup/connect4`, `tp_btf/sched_process_exec`, ... */
  readonly hook: string;
  readonly status: 'attached' | 'fallback' | 'unavailable';
  /** Why it fell back or is unavailable: the kernel's errno in words. */
  readonly detail?: string;
  /** Without it the filter must not start. */
  readonly required: boolean;
}

export interface ScopeOptions {
  /** Path of the BPF object file for this architecture. */
  readonly object: string;
  /** Directory fd of the cgroup to attach to (and whose processes are recorded). */
  readonly cgroupFd: number;
  /** Attach nothing, only load and test which hook would be picked (doctor). */
  readonly probeOnly?: boolean;
  /** Do not use kprobes even where they work (tests of the other variant). */
  readonly noKprobes?: boolean;
  /** Do not attach to netfilter even where it takes programs (tests of kernels before 6.4). */
  readonly noNetfilter?: boolean;
  /** Conntrack mark of flows that were allowed for good (chains.ts): who sends their datagrams is not recorded, as nobody asks. */
  readonly flowMark?: number;
  /** The scope is a job: its cgroup has processes already, some of them trusted. */
  readonly job?: JobOptions;
}

export interface JobOptions {
  /** Runner.Worker: what it starts is a step. */
  readonly workerPid: number;
  /**
   * Packet marks (SO_MARK) of sockets that trusted processes and the proxy make: random, one job long, so that nobody can guess them. Nobody else may
   * set them (cgroup/setsockopt).
   */
  readonly trustMark: number;
  readonly proxyMark: number;
  /** Absolute path of the action: a step whose first argument is a file below it is stopped before its first instruction, for the guard to look at. */
  readonly guarded: string;
}

/** What a kernel program saw a process become: an exec that raised its rights (setuid programs such as sudo). */
export interface PrivilegedExec {
  readonly pid: number;
  readonly ppid: number;
  /** Real user before and effective user after. */
  readonly uid: number;
  readonly euid: number;
  readonly stepId: number;
  readonly exe: string;
  readonly argv: Buffer;
  readonly argvTruncated: boolean;
  /** The working directory at that moment, from the root of its mount namespace. A path beyond 512 bytes has lost its beginning and starts with `...`. */
  readonly cwd?: string;
}

export interface Lineage {
  readonly execId: number;
  /** 0: descends from no step. */
  readonly stepId: number;
  /** It is the process that Runner.Worker itself started, in its first exec. */
  readonly isStep: boolean;
  /** It was stopped as a script of the guarded directory (`StepRecord.stopped`), and another process than this one has sent it SIGCONT since. */
  readonly isWoken: boolean;
  readonly trusted: boolean;
}

/** A scope that is a job. */
export interface JobScope {
  /**
   * A process that is the runner's own, by pid as it is now (pid and start time are compared from then on). Its sockets get the mark, those that it
   * has already included (pidfd_getfd(2)); with `inherit` those of its children as well. IPv6 and raw sockets are not refused to it.
   * Throws with code ESRCH when it has gone.
   */
  trust(pid: number, options: { mark: 'trust' | 'proxy'; inherit: boolean }): void;
  distrust(pid: number): void;
  lineage(pid: number): Lineage | undefined;
  /** As long as it is among the latest 256. */
  step(stepId: number): StepRecord | undefined;
  /**
   * From now on nobody but this process and its children renames or removes this folder or symbolic link, or mounts anything over it in the mount namespace of
   * Runner.Worker (EPERM), until the scope is closed. `major` and `minor` are those of its mount (proc_pid_mountinfo(5)), `inode` that of its descriptor
   * (proc_pid_fdinfo(5)): stat(2) tells others on some file systems. For as long as it is there, its number is not given to another. Throws with code E2BIG
   * after 256.
   */
  pin(file: { readonly major: number; readonly minor: number; readonly inode: number }): void;
  /** Live processes that descend from a step, newest step first. */
  stepProcesses(): readonly { readonly pid: number; readonly stepId: number }[];
  onStep(callback: (step: StepRecord) => void): void;
  onPrivilegedExec(callback: (event: PrivilegedExec) => void): void;
}

/** Loaded and attached programs. Held by the guard. */
export interface Scope {
  readonly report: readonly AttachReport[];
  /** Map descriptors to inherit to the proxy. */
  readonly fds: {
    readonly flows: number;
    readonly procs: number;
    readonly sockets: number;
    readonly events: number;
    readonly steps?: number;
  };
  /** Present when `ScopeOptions.job` was given. */
  readonly job?: JobScope;
  /** Events (`FlowReader.onEvent`, `JobScope`) that the kernel had no room for so far; 0 once closed. */
  lostEvents(): number;
  /** Detach everything that this process attached and close. Idempotent. */
  close(): void;
}

/** The proxy's view of the maps, from inherited descriptors. */
export interface FlowReader {
  /**
   * Who opened this flow; undefined if the kernel saw nobody. Frozen, and the same object where nothing of the record has changed (for the latest flows).
   * TCP and UDP after connect or with a known destination: the whole tuple. For DNS over UDP through REDIRECT the original
   * destination is not known to the receiver: pass dstIp 0 and dstPort 0 and read it from the record.
   * `foreign`, for UDP in a job: srcIp is no address of this network namespace, so that it came from a container. Records of containers are kept apart.
   */
  lookup(protocol: 6 | 17, srcIp: Ipv4, srcPort: number, dstIp: Ipv4, dstPort: number, foreign?: boolean): FlowRecord | undefined;
  /** What the kernel recorded of a step, read once and remembered. */
  step(stepId: number): StepRecord | undefined;
  /** Refused sockets and IPv6, until close(). */
  onEvent(callback: (event: KernelEvent) => void): void;
  close(): void;
}

export interface QueuedPacket {
  readonly id: number;
  /** The IP packet as the hook saw it: at most `copyRange` bytes. */
  readonly payload: Buffer;
  readonly length: number;
  readonly mark: number;
  readonly uid?: number;
}

export interface Queue {
  readonly number: number;
  /** NF_DROP, or NF_REPEAT with this mark (the chain then acts on the mark). */
  drop(id: number): void;
  repeat(id: number, mark: number): void;
  /** Packets the kernel dropped because the queue was full (ENOBUFS seen). */
  readonly overflows: number;
  close(): void;
}

/**
 * A bound UDP socket whose datagrams come and go many a system call (recvmmsg(2), sendmmsg(2)). The arrays stay the same ones: what arrived is there until
 * the callback returns, what is to go until `send` does. A row of `from` and `to` is three numbers: address, port, length.
 */
export interface Datagrams {
  /** Rows of `from` and `to`. */
  readonly batch: number;
  /** Datagram `i` begins at `i * receivedBytes` of `received`. */
  readonly received: Uint8Array;
  readonly receivedBytes: number;
  readonly from: Uint32Array;
  /** The mark that each datagram had when it was sent (SO_MARK), as nobody can say it of another's; absent before Linux 5.19, and without CAP_NET_ADMIN. */
  readonly marks?: Uint32Array;
  /** Datagram `i` begins at `i * sentBytes` of `sent`; a longer one cannot be sent. */
  readonly sent: Uint8Array;
  readonly sentBytes: number;
  readonly to: Uint32Array;
  /** Sends the first `count` rows, and never waits: what the kernel does not take is lost, as datagrams may be. */
  send(count: number): void;
  /** Closes the descriptor, too. */
  close(): void;
}

/** How a relay of `Passages` ended. */
export interface PassageEnd {
  /** Bytes that the kernel took for each side. */
  readonly toUpstream: number;
  readonly toClient: number;
  /** `ECONNRESET`, `EPIPE`, `ETIMEDOUT`, ...: what broke it; `ECANCELED` after close(). Absent after an orderly end. */
  readonly error?: string;
  /** The side that it came from. */
  readonly broken?: 'client' | 'upstream';
}

/** Carries bytes between sockets on a thread of its own, by recv(2) and send(2): JavaScript sees none of them. */
export interface Passages {
  /**
   * Takes copies of the descriptors of two connected, non-blocking TCP sockets, from which nobody else reads and to which nobody else writes. Half-closes
   * are passed on (shutdown(2)); when a side breaks, the other one is reset. Resolves when nothing is left to carry and the copies are closed; never rejects.
   * Throws with code EMFILE when there are no descriptors left, ECANCELED after close().
   */
  relay(client: number, upstream: number): Promise<PassageEnd>;
  /** Breaks off what is going on: servers see a reset. It keeps the event loop alive until then. */
  close(): void;
}

/** An authority and the one key of its leaves; what a server's side shows. */
export interface NativeLeafIssuer {
  readonly kind?: 'leafIssuer';
}
export interface NativeLeaf {
  readonly kind?: 'leaf';
}
/** Whom a client's side trusts. Made by `NativeTls`. */
export interface NativeTrust {
  readonly kind?: 'trust';
}

/** A TLS session to resume. */
export interface NativeSession {
  readonly kind?: 'session';
}

/** `enum egf_tls_event_type` of native/src/tls.h, but for the last, which is the addon's own affair. */
export type TlsEvent = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/**
 * TLS connections on threads of their own: the peer's ciphertext in, plaintext out by `onEvents`, and back. Numbers (`id`) are those that accept() and
 * connect() return; one is free again after destroy() or reset(), when nothing more is said of it. All throw Error with `code`: EBADF for a number that
 * is none, ECANCELED after close().
 */
export interface NativeTls {
  /** A leaf that accept() on this thread is about to need is made. */
  prepare(thread: number, leaf: NativeLeaf): void;
  /** Authorities, PEM, one each. What OpenSSL cannot read is passed over. */
  trust(pems: readonly string[]): NativeTrust;
  /** The server's side, on a copy of the descriptor of a connected, non-blocking socket. `alpn`: what to choose if the client offers it, or ''; `head`: bytes that were read already. */
  accept(fd: number, thread: number, leaf: NativeLeaf, alpn: string, head: Buffer): number;
  /**
   * The client's side, of a connection that is made for it (connect(2)); that it could not be made is told by the event `error`, or thrown where the kernel
   * says so at once. `servername`: SNI, or ''; `alpn`: ProtocolNameList, or empty.
   */
  connect(
    ip: Ipv4,
    port: number,
    thread: number,
    trust: NativeTrust,
    servername: string,
    alpn: Buffer,
    session: NativeSession | undefined,
  ): number;
  /** After the handshake. The bytes are copied. */
  write(id: number, bytes: Buffer): void;
  /** close_notify (`bare`: 0) and FIN, or only FIN (1), after what was written; then the event `finished`. */
  shut(id: number, bare: 0 | 1): void;
  /** So many bytes of what was handed over have been used: the peer may send as many more. */
  acknowledge(id: number, length: number): void;
  /** Asks for the event `drained`: all that was written is with the kernel. */
  notify(id: number): void;
  /** Stops what comes: after the event `held` no more data does, until release(), or until a carry is over. release() ends a carry, too. */
  hold(id: number): void;
  release(id: number): void;
  /**
   * Of a stream that is held: its next bytes of plaintext, so many, go to another stream of the same thread, and nothing is said of them. Then the event
   * `carried` (struct egf_tls_carried): all, or fewer where either side ended or broke before; what comes after them comes as data. What is written to
   * the other stream meanwhile, or its end, waits until then. Throws with code EINVAL where there is no way between the two.
   */
  carry(from: number, to: number, octets: number): void;
  /**
   * Likewise, frames of HTTP/2: DATA without END_STREAM, of streams (odd numbers) up to `lastStream`, while their payload is within `octets` and what
   * grant() adds. `inside`: octets that are still to come of the frame under way. What is written to the other stream meanwhile comes between two frames.
   */
  carryFrames(from: number, to: number, octets: number, lastStream: number, inside: number): void;
  grant(from: number, octets: number): void;
  /** Closes the descriptor, after a last attempt to send what is left. No event follows. */
  destroy(id: number): void;
  /** Likewise; the peer sees a reset. */
  reset(id: number): void;
  /** After the event `session`: the last one that the server gave, once. */
  session(id: number): NativeSession | undefined;
  /** Bytes on the wire so far. */
  traffic(id: number): { readonly received: number; readonly sent: number };
  /** Closes all connections at once. It keeps the event loop alive until then. */
  close(): void;
}

export interface SpawnOptions {
  /** Absolute path of the program, or a name to look up in env.PATH (execvpe). */
  readonly file: string;
  /** The program as an open descriptor (execveat(2) with AT_EMPTY_PATH): for a program in a directory that `uid` may not search. `file` is then for messages only. */
  readonly fileFd?: number;
  /** argv, including argv[0]. */
  readonly argv: readonly string[];
  /** `NAME=value`. */
  readonly env: readonly string[];
  /** As the path of this process's own directory where it is left out. */
  readonly cwd?: string;
  /** The child starts inside this cgroup (clone3 CLONE_INTO_CGROUP; else written to cgroup.procs before exec). */
  readonly cgroupFd: number;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** Descriptors of the child: position = number in the child. Everything else is closed. */
  readonly fds: readonly number[];
  readonly noNewPrivs: boolean;
  /** Capability numbers kept in the bounding set; all others are dropped. */
  readonly boundingCaps: readonly number[];
  /** Capability numbers that stay effective after the change of user (ambient set). */
  readonly ambientCaps: readonly number[];
  /** At least so many descriptors (RLIMIT_NOFILE), as far as this process may raise the limit. */
  readonly maxFds?: number;
  /** In a mount namespace of its own: paths (sockets, directories) covered by an empty read-only file or tmpfs. Paths that do not exist are skipped; none may be below /sys. */
  readonly maskPaths?: readonly string[];
  /** In a mount namespace of its own: files seen in place of others, read-only; source and target by turns. A target that does not exist is skipped. */
  readonly coverFiles?: readonly string[];
  /** In a mount namespace of its own: existing mount points or directories made read-only (bind + remount). */
  readonly readOnlyPaths?: readonly string[];
  /** seccomp: socket(2) only for AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_ALG; others fail with EAFNOSUPPORT. */
  readonly restrictSocketFamilies?: boolean;
  /** seccomp: io_uring_setup(2) fails with ENOSYS (its socket op goes around a seccomp family filter). */
  readonly denyIoUring?: boolean;
  /** Landlock (ABI 6 and later, skipped below): no ptrace, signals or abstract unix sockets to processes outside. */
  readonly landlockScope?: boolean;
  /**
   * seccomp: nothing by which somebody outside acts for the child. TIOCSTI and TIOCLINUX (keystrokes into the terminal it shares) fail with
   * EPERM, request_key(2) (the kernel starts request-key(8) as root) with ENOSYS.
   */
  readonly denyAgents?: boolean;
  /** seccomp: no user namespaces (EPERM; clone3(2) ENOSYS). For root, who owns the files of cgroup hierarchies mounted in one. */
  readonly denyUserNamespaces?: boolean;
  /**
   * In a pid namespace with a /proc of its own: processes outside cannot be seen, signalled, traced or reached by /proc/PID/root. `Child.pid` is its
   * init, which passes signals on and ends with the program, taking along what that left. `exited` tells of the program and does not wait for the rest.
   */
  readonly pidNamespace?: boolean;
  /** EPROTONOSUPPORT where one of `fds` is a socket other than AF_UNIX: it would stay in the scope of whoever made it. */
  readonly refuseNetworkFds?: boolean;
  /** SIGKILL for the child when the thread that spawned it dies (PR_SET_PDEATHSIG). */
  readonly dieWithParent?: boolean;
  /** Number for /proc/self/oom_score_adj, if it is to be set. */
  readonly oomScoreAdj?: number;
}

export interface ExitStatus {
  readonly code: number | null;
  readonly signal: number | null;
}

export interface Child {
  readonly pid: number;
  /** Resolves once, when the child has ended and is reaped. */
  readonly exited: Promise<ExitStatus>;
  kill(signal: number): void;
}

export interface Link {
  readonly loopback: boolean;
  /** IFLA_INFO_KIND: `bridge`, `veth`, `vlan`; empty for hardware and loopback. */
  readonly kind: string;
  /** The interface that it is on top of, if that is in the same network namespace. */
  readonly below?: number;
}

export interface Native {
  /** Directory fd of a cgroup2 hierarchy: the mounted one, else a detached mount of our own (fsopen(2), fsmount(2)). Throws Error with `code`. */
  openCgroup2(): number;
  openScope(options: ScopeOptions): Scope;
  openFlows(fds: Scope['fds']): FlowReader;
  /** SO_ORIGINAL_DST of an accepted socket; undefined when the connection was not redirected: not tracked, or made to this very address. */
  originalDestination(fd: number): { ip: Ipv4; port: number } | undefined;
  /** The other end of an IPv4 connection, also after it was reset, when getpeername(2) fails; undefined where there never was one, or of another family. */
  peerOf(fd: number): { ip: Ipv4; port: number } | undefined;
  /**
   * NFQUEUE bound to this number in this network namespace; throws with code EBUSY when taken. It keeps the event loop alive until
   * close(). A packet whose callback throws is dropped, and the exception goes on to `uncaughtException`.
   */
  openQueue(options: { number: number; copyRange: number; maxLength: number }, onPacket: (packet: QueuedPacket) => void): Queue;
  openPassages(): Passages;
  /**
   * Takes over an IPv4 UDP socket, and keeps the event loop alive until close(). `onBatch` hears how many datagrams have arrived; what it throws goes on to
   * `uncaughtException`. Throws with code EPROTOTYPE for another kind of socket.
   */
  openDatagrams(fd: number, onBatch: (count: number) => void): Datagrams;
  /**
   * TLS by the OpenSSL that is part of Node. `onEvents(count, data)` is called with up to 32 events, four numbers each in `meta` (at least 128 numbers):
   * id, event, and offset and length of its bytes in `data`. While it runs, `outbox` may take the place of calls of write(): its first number says how many
   * follow; for each writing these are the id, the length in bytes, and the bytes, filled up to whole numbers. It is emptied before any other call does
   * anything, and when `onEvents` has returned.
   */
  openTls(threads: number, meta: Int32Array, onEvents: (count: number, data: Buffer) => void, outbox?: Int32Array): NativeTls;
  /**
   * An authority, all PEM: `pattern` is a leaf of it that all others are like, but for serial number, times, common name and alternative names; the keys are
   * the authority's and that of all leaves. Throws with code EINVAL when OpenSSL cannot read them, or pattern and key of the leaves are no pair.
   */
  leafIssuer(pattern: string, key: string, leafKey: string): NativeLeafIssuer;
  /**
   * A certificate that is made when it is needed first, on the thread that needs it. `names`: host names and dotted quads with a space between them, the first
   * is the subject; seconds since the epoch.
   */
  leaf(issuer: NativeLeafIssuer, names: string, notBefore: number, notAfter: number): NativeLeaf;
  /** The certificate, PEM. Throws with code EINVAL when OpenSSL cannot make it. */
  leafPem(leaf: NativeLeaf): string;
  /** Errors before exec (no such program, no permission) throw with `code` and `syscall`. */
  spawn(options: SpawnOptions): Child;
  /**
   * TCP sockets of this network namespace that belong to a cgroup, but for those in TIME_WAIT: closed, with nothing sent (SOCK_DESTROY of sock_diag(7)).
   * Those whose processes are gone are meant: the kernel would go on to send what was written. `destroyed` is less than `found` where the kernel
   * cannot (CONFIG_INET_DIAG_DESTROY).
   */
  destroySockets(cgroupId: bigint): { readonly found: number; readonly destroyed: number };
  /**
   * A socket bound to an address of this namespace (port 0: any free one), close-on-exec, not listening: for a child that inherits it and lives shorter
   * than the port. Throws with code EADDRINUSE.
   */
  bindSocket(type: 'tcp' | 'udp', address: Ipv4, port: number): { readonly fd: number; readonly port: number };
  /**
   * The process at the other end of a connected Unix socket when it connected (SO_PEERCRED), with its user. Throws with code ESRCH when it has ended, which
   * the kernel tells since Linux 6.5 (SO_PEERPIDFD): before that the number may be another process's by now.
   */
  peerCredentials(fd: number): { readonly pid: number; readonly uid: number; readonly gid: number };
  /** Resolves when this process has ended (pidfd_open(2)); at once when there is none. Keeps the event loop alive until then. */
  processEnd(pid: number): Promise<void>;
  /**
   * A process that is stopped before its first instruction becomes one that nobody of its user looks into, and whose descriptors nobody opens by /proc/PID/fd
   * (prctl(2), PR_SET_DUMPABLE), and is stopped again. Throws where that cannot be done; where that was half done (ptrace(2)), it has been killed.
   */
  sealProcess(pid: number): void;
  /**
   * Makes conntrack of this network namespace forget what was redirected to these ports of 127.0.0.1 (TCP and UDP): how many entries. Otherwise a
   * later connection from the same source port is sent there for as long as the entry lives (10 s to 120 s). Throws where the kernel has no ctnetlink.
   */
  forgetRedirected(options: { readonly ports: readonly number[] }): number;
  /**
   * Number of the interface by which packets to this address leave now (rtnetlink(7), RTM_GETROUTE); undefined where there is no route, and for an address of
   * this network namespace, broadcast and multicast.
   */
  routeTo(address: Ipv4): number | undefined;
  /** An interface of this network namespace (RTM_GETLINK); undefined where there is none of this number. */
  linkOf(index: number): Link | undefined;
  /** socketpair(2), AF_UNIX SOCK_STREAM, close-on-exec. */
  socketPair(): [number, number];
  /** Network namespace inode number of this process. */
  netnsInode(): bigint;
}
