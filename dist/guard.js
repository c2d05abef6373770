import { accessSync, appendFileSync, chmodSync, chownSync, closeSync, constants, copyFileSync, cpSync, existsSync, fchmodSync, fstatSync, fsync, ftruncateSync, lchownSync, linkSync, lstatSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, rmdirSync, statSync, writeFileSync, writeSync } from "node:fs";
import { Socket, connect, createServer, isIPv4, isIPv6 } from "node:net";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { X509Certificate, createHash, randomBytes, randomInt } from "node:crypto";
import { execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { networkInterfaces, release } from "node:os";
import { rootCertificates } from "node:tls";
import { setImmediate as setImmediate$1, setTimeout as setTimeout$1 } from "node:timers/promises";

// src/kernel/errors.ts
/** `error.code` of a Node or native error (`ENOENT`, `EBUSY`, ...), if it has one. */
function codeOf(error) {
	return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : void 0;
}
function messageOf(error) {
	return error instanceof Error ? error.message : String(error);
}

// src/kernel/load.ts
/** `doctor` and the command line print the message as it is. */
var NativeLoadError = class extends Error {
	name = "NativeLoadError";
};
/**
* The addon for this machine, loaded once per process; `file` names another path of it, such as an inherited descriptor below
* /proc/self/fd (the proxy's user may not search the folder it lies in).
* @throws {NativeLoadError} where there is none, or it does not load: what is needed and what was found
*/
function loadNative(file = nativeFile("egress.node")) {
	try {
		const module = { exports: {} };
		process.dlopen(module, file);
		if (!isNative(module.exports)) throw new Error("it is not the addon of this version");
		return module.exports;
	} catch (cause) {
		throw new NativeLoadError(`cannot load ${file}: ${messageOf(cause)}. It needs glibc 2.34 or later on Linux; this is ${platform()}`, { cause });
	}
}
function isNative(exports) {
	return exports.openQueue !== void 0 && exports.spawn !== void 0;
}
/**
* A file of `dist/native/linux-<arch>`, seen from wherever this module runs: a bundle in `dist/`, a chunk in a folder below
* it, or `src/kernel/`.
*/
function nativeFile(name) {
	const folder = join("native", `${process.platform}-${process.arch}`);
	let at = dirname(fileURLToPath(import.meta.url));
	for (let height = 0; height < 3; height++, at = dirname(at)) {
		const found = [join(at, folder, name), join(at, "dist", folder, name)].find((path) => existsSync(path));
		if (found) return found;
	}
	throw new NativeLoadError(`no ${join(folder, name)}: Egress Filter runs on Linux on x64 and arm64; this is ${platform()}`);
}
/** `linux-x64, glibc 2.36, Node 20.20.2`. Node's report names glibc where Node is linked against it (not so on musl). */
function platform() {
	const glibc = process.report.getReport().header?.glibcVersionRuntime;
	return `${process.platform}-${process.arch}, ${glibc ? `glibc ${glibc}` : "no glibc"}, Node ${process.versions.node}`;
}

// src/guard/errors.ts
/** Something a person has to put right: printed as one sentence, without a stack, exit status 2. */
var UserError = class extends Error {
	name = "UserError";
};

// src/kernel/marks.ts
/**
* Packet marks with which the UDP handler answers the gate (NFQUEUE verdict NF_REPEAT with NFQA_MARK): the packet goes through the
* gate's chain once more and the chain acts on the mark. `0x4546` is `EF`.
*
* A mark is a statement of the handler, so nobody else may make it: SO_MARK needs CAP_NET_ADMIN (or CAP_NET_RAW since Linux 5.17),
* and a scope whose processes may hold either must wipe the mark before the gate, in mangle OUTPUT (and mangle FORWARD), which
* NF_REPEAT does not visit again: it repeats the hook that queued the packet and those after it.
*/
const ALLOW_MARK = 1162215425;
/** This packet may pass, and the next of its flow is asked about again: the rule is one process's, and somebody else may send from the same port next. */
const ALLOW_ONCE_MARK = 1162215427;
/** The chain rejects: TCP with a reset, the rest with ICMP admin-prohibited, so that no client waits for a timeout. */
const DENY_MARK = 1162215426;
/**
* Not of the queue: a datagram for the DNS server whose source port conntrack has changed, as another flow of that port had the same way to us. What is recorded under its
* port now is somebody else's.
*/
const MOVED_MARK = 1162215428;
/** Random, different, and never one of the handler's. */
function jobMarks() {
	const mark = () => randomInt(1, 2 ** 32);
	for (;;) {
		const marks = {
			proxyMark: mark(),
			trustMark: mark()
		};
		if (!Object.values(marks).some((value) => value >>> 16 === 17734) && marks.proxyMark !== marks.trustMark) return marks;
	}
}

// src/kernel/chains.ts
const CHAIN_PREFIX = "EGF-";
const hex = (mark) => `0x${mark.toString(16)}`;
/** Packets to a port of the proxy that did not come there by our REDIRECT or DNAT: matches for each port. */
const straightToProxy = ({ tcpPort, tcpPorts = 1, dnsUdpPort, dnsTcpPort }) => [`-p udp -m udp --dport ${dnsUdpPort}`, ...[`${tcpPort}:${tcpPort + tcpPorts - 1}`, dnsTcpPort].map((port) => `-p tcp -m tcp --syn --dport ${port}`)].map((match) => `-d 127.0.0.1/32 ${match} -m conntrack ! --ctstate DNAT`);
/**
* Questions that did not come to the DNS server by our REDIRECT or DNAT, matches for each kind. nat is asked about the first packet of a flow only, and conntrack remembers for minutes what a
* process outside of the scope has asked: who has its port next goes on with that flow, past redirection, and where the name server is at an address of this machine (127.0.0.53, Docker's
* 127.0.0.11 at another port), it would pass for local.
*/
const pastDns = ({ dnsUdpPort }) => [`-p udp -m udp ! --dport ${dnsUdpPort} -m conntrack --ctdir ORIGINAL --ctorigdstport 53`, ...["udp", "tcp"].map((protocol) => `-p ${protocol} -m ${protocol} --dport 53`)];
/** Says of a question that its source port is none of whoever asks (marks.ts): a rule for mangle INPUT, which comes behind the NAT of this machine's own packets. */
const markMoved = ({ dnsUdpPort }) => `-d 127.0.0.1/32 -p udp -m udp --dport ${dnsUdpPort} -m conntrack --ctstate SNAT -j MARK --set-xmark ${hex(MOVED_MARK)}/0xffffffff`;
/** The conntrack mark of allowed UDP flows of one scope: of this id only, as conntrack remembers a flow for minutes, and the next run may have the same ports and another policy. */
const flowMark = (id) => 1157627904 + Number.parseInt(id.slice(0, 6), 16);
/**
* How allowed UDP is told. Each match costs a datagram some 20 ns, so that `known` asks no more than it must: no flow to port 53 has the mark, as only `allow`
* sets it. And that stands behind what is said of local addresses and of the proxy's ports: no flow there has it, so that
* `known` may come first in a chain.
*/
function udpMarks(id) {
	const flow = hex(flowMark(id));
	const datagram = "-p udp -m udp ! --dport 53";
	const allowed = `${datagram} -m mark --mark ${hex(ALLOW_MARK)}`;
	const once = `${datagram} -m mark --mark ${hex(ALLOW_ONCE_MARK)}`;
	return {
		flow,
		known: `-p udp -m connmark --mark ${flow} -m mark ! --mark ${hex(DENY_MARK)}`,
		once,
		allow: [
			`${allowed} -j CONNMARK --set-mark ${flow}`,
			`${allowed} -j RETURN`,
			`${once} -j RETURN`
		]
	};
}

// src/kernel/job-chains.ts
/**
* iptables-restore(8) input for IPv4. `jumps: false` fills the chains anew, each table in one transaction, and leaves alone who calls them: for bridges
* that came or went.
*
* Local processes, nat and gate: as in a run (iptables.ts), but what a process is shows in the mark of its socket, which a kernel program gave it and nobody
* else may. The proxy's passes everywhere, and so does a trusted process's, questions included: nat sends those to the filter but for flows that are
* older than the chains. Containers come by a bridge: the same for them in PREROUTING and FORWARD, as nobody's mark leaves a network namespace.
*
* The wall, mangle POSTROUTING, is the same question once more without an answer: dropped. Tools that manage firewalls put rules of theirs before ours in
* nat and filter (Docker's for each network, with ACCEPT); here nobody does. After routing the interface is the real one, so that here is also told
* what a run's leak chain tells: packets for this very machine that are bound to another interface.
*/
function jobRestoreInput(options, { jumps = true } = {}) {
	const { tcpPort, tcpPorts = 1, dnsUdpPort, dnsTcpPort, queue, proxyMark, trustMark, bridges } = options;
	const toQueue = `-j NFQUEUE --queue-num ${queue}`;
	const tcpLast = tcpPort + tcpPorts - 1;
	const proxy = `-m mark --mark ${hex(proxyMark)}`;
	const trusted = `-m mark --mark ${hex(trustMark)}`;
	const local = "-m addrtype --dst-type LOCAL";
	const each = (rule) => bridges.interfaces.map(rule);
	const intoBridges = each((name) => `-o ${name} -j RETURN`);
	const answers = inboundAnswers(options);
	const { known, once, allow } = udpMarks(options.id);
	const decided = `${known} -j RETURN`;
	const forwarded = [
		...intoBridges,
		...allow,
		...answers
	];
	const rejects = [`-p tcp -m mark --mark ${hex(DENY_MARK)} -j REJECT --reject-with tcp-reset`, `-m mark --mark ${hex(DENY_MARK)} -j REJECT --reject-with icmp-admin-prohibited`];
	const kernels = [
		"-p tcp -m tcp --tcp-flags RST RST -j DROP",
		"-p icmp -m icmp --icmp-type 3 -j DROP",
		"-p icmp -m icmp --icmp-type 0 -j DROP"
	];
	const chains = [
		{
			table: "nat",
			letter: "N",
			from: ["OUTPUT"],
			rules: [
				`${proxy} -j RETURN`,
				`-p udp -m udp --dport 53 -j REDIRECT --to-ports ${dnsUdpPort}`,
				`-p tcp -m tcp --dport 53 -j REDIRECT --to-ports ${dnsTcpPort}`,
				`${trusted} -j RETURN`,
				`${local} -j RETURN`,
				...intoBridges,
				`-p tcp -j REDIRECT --to-ports ${tcpPort}-${tcpLast}`
			]
		},
		{
			table: "nat",
			letter: "C",
			from: ["PREROUTING ! -i lo"],
			rules: [
				...bridges.subnets.map((subnet) => `-d ${subnet} -m addrtype ! --dst-type LOCAL -j RETURN`),
				...each((name) => `-i ${name} -p udp -m udp --dport 53 -j DNAT --to-destination 127.0.0.1:${dnsUdpPort}`),
				...each((name) => `-i ${name} -p tcp -m tcp --dport 53 -j DNAT --to-destination 127.0.0.1:${dnsTcpPort}`),
				"-m addrtype ! --dst-type UNICAST -j RETURN",
				...each((name) => `-i ${name} -p tcp -j DNAT --to-destination 127.0.0.1:${tcpPort}-${tcpLast}`)
			]
		},
		{
			table: "filter",
			letter: "G",
			from: ["OUTPUT"],
			rules: [
				decided,
				...rejects,
				...straightToProxy(options).map((match) => `${match} ${toQueue}`),
				`${proxy} -j RETURN`,
				...pastDns(options).map((match) => `${match} -m mark ! --mark ${hex(trustMark)} ${toQueue}`),
				`${local} -j RETURN`,
				`${trusted} -j RETURN`,
				...intoBridges,
				"-o lo -m conntrack --ctstate DNAT -j RETURN",
				...allow,
				...answers,
				...kernels,
				toQueue
			]
		},
		{
			table: "mangle",
			letter: "W",
			from: ["FORWARD"],
			rules: [
				decided,
				`-m mark --mark ${hex(DENY_MARK)} -j RETURN`,
				...forwarded,
				toQueue
			]
		},
		{
			table: "filter",
			letter: "F",
			from: ["FORWARD"],
			rules: [
				decided,
				...rejects,
				...forwarded,
				"-j REJECT --reject-with icmp-admin-prohibited"
			]
		},
		{
			table: "filter",
			letter: "I",
			from: ["INPUT"],
			rules: straightToProxy(options).map((match) => `${match} -j DROP`)
		},
		{
			table: "mangle",
			letter: "S",
			from: ["INPUT -i lo"],
			rules: [markMoved(options)]
		},
		{
			table: "mangle",
			letter: "M",
			from: ["OUTPUT"],
			rules: [`-m mark --mark ${VERDICTS} ${WIPE}`]
		},
		{
			table: "mangle",
			letter: "P",
			from: ["PREROUTING ! -i lo"],
			rules: [
				...[
					VERDICTS,
					hex(proxyMark),
					hex(trustMark)
				].map((mark) => `-m mark --mark ${mark} ${WIPE}`),
				"-d 127.0.0.0/8 -j DROP",
				"-s 127.0.0.0/8 -j DROP"
			]
		},
		{
			table: "mangle",
			letter: "L",
			from: ["POSTROUTING ! -o lo"],
			rules: [
				decided,
				`${proxy} -j RETURN`,
				`-m mark --mark ${hex(DENY_MARK)} -j DROP`,
				...[ALLOW_MARK, ALLOW_ONCE_MARK].map((mark) => `${local} -m mark --mark ${hex(mark)} -j DROP`),
				`${local} ${toQueue}`,
				`${trusted} -j RETURN`,
				...intoBridges,
				`${once} -j RETURN`,
				...answers,
				"-j DROP"
			]
		}
	];
	return write(options.id, chains, jumps);
}
/**
* IPv6 is refused by kernel programs; this is the second wall, and for what comes from containers the first. Neighbour discovery (RFC 4861) and listener
* reports (RFC 3810) are the kernel's own, and without them trusted traffic finds nobody: never routed on, as their hop limit shows.
*/
function jobRestoreInput6(options, { jumps = true } = {}) {
	const { proxyMark, trustMark, bridges } = options;
	const intoBridges = bridges.interfaces.map((name) => `-o ${name} -j RETURN`);
	const discovery = [...[
		133,
		134,
		135,
		136
	].map((type) => `-p ipv6-icmp -m icmp6 --icmpv6-type ${type} -m hl --hl-eq 255 -j RETURN`), ...[
		131,
		132,
		143
	].map((type) => `-d ff02::/16 -p ipv6-icmp -m icmp6 --icmpv6-type ${type} -m hl --hl-eq 1 -j RETURN`)];
	const own = [proxyMark, trustMark].map((mark) => `-m mark --mark ${hex(mark)} -j RETURN`);
	const answers = inboundAnswers(options);
	const kernels = ["-p tcp -m tcp --tcp-flags RST RST -j DROP", "-p ipv6-icmp -j DROP"];
	const chains = [
		{
			table: "filter",
			letter: "G",
			from: ["OUTPUT"],
			rules: [
				...own,
				"-p udp -m udp --dport 53 -j REJECT",
				"-p tcp -m tcp --dport 53 -j REJECT",
				"-o lo -j RETURN",
				...intoBridges,
				...discovery,
				...answers,
				...kernels,
				"-j REJECT"
			]
		},
		{
			table: "filter",
			letter: "F",
			from: ["FORWARD"],
			rules: [
				...intoBridges,
				...answers,
				"-j REJECT"
			]
		},
		{
			table: "mangle",
			letter: "P",
			from: ["PREROUTING ! -i lo"],
			rules: [proxyMark, trustMark].map((mark) => `-m mark --mark ${hex(mark)} ${WIPE}`)
		},
		{
			table: "mangle",
			letter: "L",
			from: ["POSTROUTING ! -o lo"],
			rules: [
				...own,
				...intoBridges,
				...discovery,
				...answers,
				"-j DROP"
			]
		}
	];
	return write(options.id, chains, jumps);
}
/** All that the handler of the queue says begins so (marks.ts); nobody else may say it. */
const VERDICTS = `${hex(ALLOW_MARK - (ALLOW_MARK & 65535))}/0xffff0000`;
const WIPE = "-j MARK --set-xmark 0x0/0xffffffff";
/** The direction is conntrack's: of a connection that came in, not of a packet that looks like an answer. */
const inboundAnswers = ({ inbound }) => inbound.map(({ protocol, port }) => `-p ${protocol} -m conntrack --ctdir REPLY --ctorigdstport ${port} -j RETURN`);
function write(id, chains, jumps) {
	return `${[...new Set(chains.map(({ table }) => table))].flatMap((table) => {
		const own = chains.filter((chain) => chain.table === table);
		const name = ({ letter }) => `${CHAIN_PREFIX}${id}-${letter}`;
		return [
			`*${table}`,
			...own.map((chain) => `:${name(chain)} - [0:0]`),
			...own.flatMap((chain) => chain.rules.map((rule) => `-A ${name(chain)} ${rule}`)),
			...jumps ? own.flatMap((chain) => chain.from.map((from) => `-I ${at(from)} -j ${name(chain)}`)) : [],
			"COMMIT"
		];
	}).join("\n")}\n`;
}
/** `OUTPUT` or `PREROUTING ! -i lo`, as the first rule. */
const at = (from) => from.replace(/^\S+/, (chain) => `${chain} 1`);

// src/kernel/iptables.ts
const natChain = (id) => `${CHAIN_PREFIX}${id}-N`;
const gateChain = (id) => `${CHAIN_PREFIX}${id}-G`;
const firstChain = (id) => `${CHAIN_PREFIX}${id}-D`;
const leakChain = (id) => `${CHAIN_PREFIX}${id}-L`;
const movedChain = (id) => `${CHAIN_PREFIX}${id}-S`;
/**
* iptables-restore(8) input for IPv4.
*
* nat: port 53 to anyone goes to the DNS server (first, since the machine's own stub resolver is a local address); other TCP
* that is not local goes to the proxy.
*
* filter, the gate: what is not for this machine is UDP of a flow that was allowed (conntrack mark), or it
* goes to the queue, where it is decided or, with nobody listening, dropped. The queue's verdict comes back as NF_REPEAT with a
* packet mark. Port 53 never passes by a mark, nor as local. "For this machine" is told by the destination address: within one pass through OUTPUT the
* outgoing interface stays the one from before REDIRECT. What comes to the proxy's ports has to come by REDIRECT: a query sent straight
* to the DNS server would be answered as one of whoever sent the last real one from that source port. The same from outside the scope.
*
* mangle: a socket may be bound to an interface without any right (SO_BINDTODEVICE, IP_PKTINFO, IP_UNICAST_IF), and then even a packet
* for 127.0.0.1 goes out there, a redirected one included. After routing the interface is the real one, so that is where it is told. The
* queue is asked for the sake of the log; whatever it answers, the packet ends here. An allowed flow is none to a local address (chains.ts).
*
* Datagrams of allowed flows are asked for the mark of their flow before anything else, as each match costs them time: to look at the cgroup takes as long as to look
* the flow up. So OUTPUT leads everybody into a chain that knows them first. POSTROUTING does with one match, which a packet that conntrack does not know would pass, too
* (a rule of somebody else's with NOTRACK): the gate takes care of those, whose interface is the real one already.
*/
function restoreInput({ id, cgroupPath, tcpPort, tcpPorts = 1, dnsUdpPort, dnsTcpPort, queue }) {
	const nat = natChain(id);
	const gate = gateChain(id);
	const first = firstChain(id);
	const leak = leakChain(id);
	const moved = movedChain(id);
	const { flow, known, allow } = udpMarks(id);
	const tcpLast = tcpPort + tcpPorts - 1;
	const scope = `-m cgroup --path ${cgroupPath}`;
	return [
		"*nat",
		`:${nat} - [0:0]`,
		`-A ${nat} -p udp -m udp --dport 53 -j REDIRECT --to-ports ${dnsUdpPort}`,
		`-A ${nat} -p tcp -m tcp --dport 53 -j REDIRECT --to-ports ${dnsTcpPort}`,
		`-A ${nat} -m addrtype --dst-type LOCAL -j RETURN`,
		`-A ${nat} -p tcp -j REDIRECT --to-ports ${tcpPort}-${tcpLast}`,
		`-I OUTPUT 1 ${scope} -j ${nat}`,
		"COMMIT",
		"*filter",
		`:${first} - [0:0]`,
		`:${gate} - [0:0]`,
		`-A ${first} ${known} -j RETURN`,
		`-A ${first} ${scope} -j ${gate}`,
		`-A ${first} -d 127.0.0.1/32 -p udp -m udp --dport ${dnsUdpPort} -j ${gate}`,
		`-A ${gate} -p tcp -m mark --mark ${hex(DENY_MARK)} -j REJECT --reject-with tcp-reset`,
		`-A ${gate} -m mark --mark ${hex(DENY_MARK)} -j REJECT --reject-with icmp-admin-prohibited`,
		...straightToProxy({
			tcpPort,
			tcpPorts,
			dnsUdpPort,
			dnsTcpPort
		}).map((match) => `-A ${gate} ${match} -j NFQUEUE --queue-num ${queue}`),
		...pastDns({ dnsUdpPort }).map((match) => `-A ${gate} ${match} -j NFQUEUE --queue-num ${queue}`),
		`-A ${gate} ! -o lo -m addrtype --dst-type LOCAL -m conntrack --ctstate INVALID,UNTRACKED -j DROP`,
		`-A ${gate} -m addrtype --dst-type LOCAL -j RETURN`,
		...allow.map((rule) => `-A ${gate} ${rule}`),
		`-A ${gate} -j NFQUEUE --queue-num ${queue}`,
		`-I OUTPUT 1 -j ${first}`,
		"COMMIT",
		"*mangle",
		`:${leak} - [0:0]`,
		`:${moved} - [0:0]`,
		`-A ${moved} ${markMoved({ dnsUdpPort })}`,
		`-I INPUT 1 -i lo -j ${moved}`,
		`-A ${leak} -m addrtype ! --dst-type LOCAL -j RETURN`,
		`-A ${leak} -m mark --mark ${hex(DENY_MARK)} -j DROP`,
		...[ALLOW_MARK, ALLOW_ONCE_MARK].map((mark) => `-A ${leak} -m mark --mark ${hex(mark)} -j DROP`),
		`-A ${leak} -j NFQUEUE --queue-num ${queue}`,
		`-I POSTROUTING 1 ! -o lo -m connmark ! --mark ${flow} ${scope} -j ${leak}`,
		"COMMIT",
		""
	].join("\n");
}
/** IPv6 is off (BPF refuses it at connect); this is the second wall, and shuts a resolver that listens on ::1. */
function restoreInput6({ id, cgroupPath }) {
	const gate = gateChain(id);
	return [
		"*filter",
		`:${gate} - [0:0]`,
		`-A ${gate} -p udp -m udp --dport 53 -j REJECT`,
		`-A ${gate} -p tcp -m tcp --dport 53 -j REJECT`,
		`-A ${gate} -o lo -j RETURN`,
		`-A ${gate} -j REJECT`,
		`-I OUTPUT 1 -m cgroup --path ${cgroupPath} -j ${gate}`,
		"COMMIT",
		""
	].join("\n");
}
/** Removes exactly our jumps and chains, read from what iptables-save(8) shows; undefined when there are none. */
function removalInput(saved, id) {
	const ours = `${CHAIN_PREFIX}${id}-`;
	const out = [];
	let table = [];
	let chains = [];
	for (const line of saved.split("\n")) if (line.startsWith("*")) {
		table = [line];
		chains = [];
	} else if (line.startsWith(`:${ours}`)) chains.push(line.slice(1).split(" ", 1)[0] ?? "");
	else if (line.startsWith("-A ") && line.includes(` -j ${ours}`) && !line.startsWith(`-A ${ours}`)) table.push(line.replace("-A", "-D"));
	else if (line === "COMMIT" && (chains.length > 0 || table.length > 1)) out.push(...table, ...chains.map((chain) => `-F ${chain}`), ...chains.map((chain) => `-X ${chain}`), "COMMIT");
	return out.length > 0 ? `${out.join("\n")}\n` : void 0;
}
/** Ids of all scopes that have chains in this namespace. */
function installedIds(saved) {
	const ids = /* @__PURE__ */ new Set();
	for (const match of saved.matchAll(/^:EGF-([0-9a-f]{8})-[A-Z] /gm)) if (match[1]) ids.add(match[1]);
	return [...ids];
}
/** Thrown with what the tool said; `code` is `ENOENT` when it is not installed. */
var IptablesError = class extends Error {
	name = "IptablesError";
	code;
	constructor(message, code) {
		super(message);
		this.code = code;
	}
};
function iptables({ netns } = {}) {
	const call = (tool, args, input = "") => {
		const [file, argv] = netns ? ["nsenter", [
			`--net=${netns}`,
			"--",
			tool,
			...args
		]] : [tool, args];
		const env = {
			...process.env,
			PATH: `${process.env.PATH ?? ""}:/usr/sbin:/sbin`
		};
		const done = spawnSync(file, argv, {
			input,
			env,
			encoding: "utf8",
			maxBuffer: 256 << 20
		});
		if (done.error) {
			const code = "code" in done.error ? String(done.error.code) : void 0;
			throw new IptablesError(`${tool} cannot be run: ${done.error.message}`, code);
		}
		if (done.status !== 0) throw new IptablesError(`${tool} failed: ${done.stderr.trim().split("\n").slice(0, 3).join("; ")}`);
		return done.stdout;
	};
	/** A table that somebody else changes at the same moment makes the nft flavour give up: try again. */
	const restore = (tool, input) => {
		for (let attempt = 1;; attempt++) try {
			call(tool, [
				"--noflush",
				"-w",
				"5"
			], input);
			return;
		} catch (error) {
			if (attempt === 5 || error instanceof IptablesError && error.code) throw error;
		}
	};
	const fillJob = (options, jumps) => {
		if (hasIpv6(call)) restore("ip6tables-restore", jobRestoreInput6(options, { jumps }));
		else if (existsSync("/proc/net/if_inet6")) throw new IptablesError("ip6tables does not work here, and this kernel has IPv6");
		restore("iptables-restore", jobRestoreInput(options, { jumps }));
	};
	const remove = (save, restoreTool, id) => {
		const input = removalInput(call(save, []), id);
		if (input) restore(restoreTool, input);
		return input !== void 0;
	};
	return {
		install(options) {
			restore("iptables-restore", restoreInput(options));
			if (hasIpv6(call)) restore("ip6tables-restore", restoreInput6(options));
		},
		installJob(options) {
			try {
				fillJob(options, true);
			} catch (error) {
				this.remove(options.id);
				throw error;
			}
		},
		refreshJob: (options) => fillJob(options, false),
		remove(id) {
			const had4 = remove("iptables-save", "iptables-restore", id);
			const had6 = hasIpv6(call) && remove("ip6tables-save", "ip6tables-restore", id);
			return had4 || had6;
		},
		ids: () => installedIds(call("iptables-save", [])),
		version: () => call("iptables", ["--version"]).trim()
	};
}
/** A kernel booted with ipv6.disable=1 has no IPv6 tables, and no IPv6 to shut. */
function hasIpv6(call) {
	try {
		call("ip6tables-save", ["-t", "filter"]);
		return true;
	} catch {
		return false;
	}
}

// src/kernel/route-localnet.ts
const SETTING = "/proc/sys/net/ipv4/conf/all/route_localnet";
/**
* Lets packets of containers be sent on to 127.0.0.1 (ip-sysctl.rst, `route_localnet`), on bridges that come later as well. Only with the chains of a job in place:
* they drop what an interface other than loopback brings for 127/8 by itself. Returns what puts the setting back as it was. Of this network namespace.
*/
function routeLocalnet(path = SETTING) {
	const before = readFileSync(path, "utf8").trim();
	if (before === "1") return () => {};
	writeFileSync(path, "1");
	return () => writeFileSync(path, before);
}

// src/guard/jks.ts
const MAGIC = 4277010157;
const TRUSTED_CERTIFICATE = 2;
/**
* A Java key store in the JKS format holding every certificate of a PEM text as trusted. Every JVM reads it, whatever its default
* format is (keystore.type.compat). Layout and digest as in OpenJDK's `sun.security.provider.JavaKeyStore`: SHA-1 over the password
* in UTF-16BE, a fixed phrase, and the content.
*/
function jks(pem, password) {
	const certificates = [...new Set(pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [])].flatMap(toDer);
	const parts = [
		uint32(MAGIC),
		uint32(2),
		uint32(certificates.length)
	];
	certificates.forEach((der, index) => {
		parts.push(uint32(TRUSTED_CERTIFICATE), utf(`ca-${index}`), Buffer.alloc(8), utf("X.509"), uint32(der.length), der);
	});
	const content = Buffer.concat(parts);
	const secret = Buffer.from(password, "utf16le").swap16();
	const digest = createHash("sha1").update(secret).update("Mighty Aphrodite").update(content).digest();
	return Buffer.concat([content, digest]);
}
/** Java refuses a whole store for one certificate that it cannot parse: leave such a one out. */
function toDer(pem) {
	try {
		return [new X509Certificate(pem).raw];
	} catch {
		return [];
	}
}
function uint32(value) {
	const out = Buffer.alloc(4);
	out.writeUInt32BE(value);
	return out;
}
function utf(text) {
	const bytes = Buffer.from(text, "latin1");
	const length = Buffer.alloc(2);
	length.writeUInt16BE(bytes.length);
	return Buffer.concat([length, bytes]);
}

// src/guard/ca-files.ts
/** Where distributions keep the system's CA bundle. */
const SYSTEM_BUNDLES = [
	"/etc/ssl/certs/ca-certificates.crt",
	"/etc/pki/tls/certs/ca-bundle.crt",
	"/etc/ssl/ca-bundle.pem",
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
	"/etc/ssl/cert.pem"
];
function systemBundlePath() {
	return SYSTEM_BUNDLES.find((path) => existsSync(path));
}
/** Variables that name a bundle which *replaces* a client's store, so it must hold the system's certificates too (runner-facts: "who trusts what"). */
const BUNDLE_VARIABLES = [
	"SSL_CERT_FILE",
	"CURL_CA_BUNDLE",
	"GIT_SSL_CAINFO",
	"REQUESTS_CA_BUNDLE",
	"PIP_CERT",
	"CARGO_HTTP_CAINFO",
	"AWS_CA_BUNDLE",
	"CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE",
	"HEX_CACERTS_PATH",
	"NIX_SSL_CERT_FILE",
	"HTTPLIB2_CA_CERTS",
	"GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
	"DENO_CERT"
];
/** Set only where the caller has them already: elsewhere the tool's default (system store through SSL_CERT_FILE) is right. */
const ONLY_IF_SET = /* @__PURE__ */ new Set([
	"NIX_SSL_CERT_FILE",
	"HTTPLIB2_CA_CERTS",
	"CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE"
]);
/** Not a secret: a trust store's password only guards its integrity, and this is the one every JDK ships with. */
const JAVA_STORE_PASSWORD = "changeit";
const javaOptions = (store) => `-Djavax.net.ssl.trustStore=${store} -Djavax.net.ssl.trustStorePassword=${JAVA_STORE_PASSWORD}`;
/** All that `writeCaFiles` reads of an environment. */
const CA_VARIABLES = [
	...BUNDLE_VARIABLES,
	"NODE_EXTRA_CA_CERTS",
	"DENO_TLS_CA_STORE",
	"UV_SYSTEM_CERTS",
	"JAVA_TOOL_OPTIONS"
];
/**
* Writes our CA, and bundles of (what the caller trusts + our CA), into `directory`, and says which variables to set. A value of the
* caller is not lost: its file is the base of the bundle that takes its place.
*/
function writeCaFiles(directory, caPem, env) {
	const ca = join(directory, "ca.pem");
	writePublic(ca, caPem);
	const system = systemBundlePath();
	const bundles = /* @__PURE__ */ new Map();
	const bundleOf = (base) => {
		const key = base ?? "";
		const known = bundles.get(key);
		if (known) return known;
		const path = join(directory, bundles.size === 0 ? "bundle.pem" : `bundle-${bundles.size}.pem`);
		writePublic(path, `${base ? readBase(base) : ""}\n${caPem}`);
		bundles.set(key, path);
		return path;
	};
	const out = {};
	for (const name of BUNDLE_VARIABLES) {
		const own = readable(env[name]);
		if (own) out[name] = bundleOf(own);
		else if (!ONLY_IF_SET.has(name)) out[name] = bundleOf(system);
	}
	const nodeExtra = readable(env.NODE_EXTRA_CA_CERTS);
	out.NODE_EXTRA_CA_CERTS = nodeExtra ? bundleOf(nodeExtra) : ca;
	out.DENO_TLS_CA_STORE = env.DENO_TLS_CA_STORE ?? "system,mozilla";
	out.UV_SYSTEM_CERTS = env.UV_SYSTEM_CERTS ?? "true";
	out.EGRESS_FILTER_CA = ca;
	if (!env.JAVA_TOOL_OPTIONS?.includes("javax.net.ssl.trustStore")) {
		const store = join(directory, "cacerts.jks");
		writePublic(store, jks(readFileSync(bundleOf(system), "utf8"), JAVA_STORE_PASSWORD));
		out.JAVA_TOOL_OPTIONS = [env.JAVA_TOOL_OPTIONS, javaOptions(store)].filter(Boolean).join(" ");
	}
	return {
		env: out,
		coverFiles: system ? [bundleOf(system), realpathSync(system)] : []
	};
}
/** What containers get, and where they find it: /dev is a file system of the container's own, so that nothing of it gets into an image. */
const CONTAINER_FILES = {
	"ca.pem": "/dev/egress-filter-ca.pem",
	"bundle.pem": "/dev/egress-filter-bundle.pem",
	"cacerts.jks": "/dev/egress-filter-cacerts.jks"
};
/** For a container, where it has not set them itself. */
const CONTAINER_VARIABLES = {
	...Object.fromEntries(BUNDLE_VARIABLES.filter((name) => !ONLY_IF_SET.has(name)).map((name) => [name, CONTAINER_FILES["bundle.pem"]])),
	NODE_EXTRA_CA_CERTS: CONTAINER_FILES["ca.pem"],
	DENO_TLS_CA_STORE: "system,mozilla",
	UV_SYSTEM_CERTS: "true",
	JAVA_TOOL_OPTIONS: javaOptions(CONTAINER_FILES["cacerts.jks"]),
	EGRESS_FILTER_CA: CONTAINER_FILES["ca.pem"]
};
/** Writes the files for containers, all at once, from what `writeCaFiles` has written into `directory`. */
function writeContainerFiles(directory, { coverFiles }, target) {
	const draft = `${target}.new`;
	mkdirSync(draft, { recursive: true });
	chmodSync(draft, 493);
	const ca = join(directory, "ca.pem");
	const bundle = coverFiles[0] ?? ca;
	copyFileSync(ca, join(draft, "ca.pem"));
	copyFileSync(bundle, join(draft, "bundle.pem"));
	const store = join(directory, "cacerts.jks");
	if (existsSync(store)) copyFileSync(store, join(draft, "cacerts.jks"));
	else writePublic(join(draft, "cacerts.jks"), jks(readFileSync(bundle, "utf8"), JAVA_STORE_PASSWORD));
	renameSync(draft, target);
}
/** Whatever the umask of the caller: the command's user reads it. */
function writePublic(path, content) {
	writeFileSync(path, content);
	chmodSync(path, 420);
}
function readable(path) {
	return path && existsSync(path) && statSync(path).isFile() ? path : void 0;
}
function readBase(path) {
	return readFileSync(path, "utf8");
}

// src/guard/conntrack.ts
/** Or the next run, whose proxy has other ports, would see a connection from the same source port refused by nobody. */
function forgetRedirected(native, { tcpPort, tcpPorts, dnsUdpPort, dnsTcpPort }) {
	try {
		native.forgetRedirected({ ports: [
			...Array.from({ length: tcpPorts }, (_, index) => tcpPort + index),
			dnsUdpPort,
			dnsTcpPort
		] });
	} catch {}
}

// src/kernel/capabilities.ts
/** capabilities(7), the numbers of linux/capability.h. */
const CAP = {
	CHOWN: 0,
	DAC_OVERRIDE: 1,
	FOWNER: 3,
	FSETID: 4,
	KILL: 5,
	SETGID: 6,
	SETUID: 7,
	SETPCAP: 8,
	NET_BIND_SERVICE: 10,
	NET_ADMIN: 12,
	SYS_CHROOT: 18,
	SYS_ADMIN: 21,
	AUDIT_WRITE: 29,
	SETFCAP: 31,
	BPF: 39
};

// src/log/encode.ts
/** UTF-16 units kept of one string; a longer one ends in a marker. */
const MAX_STRING = 8192;
/** UTF-16 units and arguments kept of one command line. */
const MAX_CMDLINE = 16384;
const MAX_ARGS = 512;
const MARKER_ROOM$1 = 24;
/**
* One event as one line: valid JSON, valid UTF-8, ended by LF, below 256 KiB whatever the event holds. Characters that a
* terminal or an editor would act on (C0, DEL, C1, bidirectional and zero-width controls, U+2028/9) are written as \u escapes.
*/
function encodeEvent(event) {
	const json = encodeTidy(event) ?? JSON.stringify(event, tidy);
	return `${UNSAFE_TEST.test(json) ? json.replace(UNSAFE, escapeUnit) : json}\n`;
}
/** The beginning of a line: all of `own`, and a comma. What is shared goes on from there. */
function encodeOwn(own) {
	const { ts, conn, src_port, url, duration_ms } = own;
	if (!isPlain$1(ts) || !isPlain$1(conn) || !isPlain$1(url) || !isNumber(src_port) || !isNumber(duration_ms)) return `${encodeEvent(own).slice(0, -2)},`;
	let json = `{"ts":"${ts}",`;
	if (conn !== void 0) json += `"conn":"${conn}",`;
	if (src_port !== void 0) json += `"src_port":${src_port},`;
	if (url !== void 0) json += `"url":"${url}",`;
	if (duration_ms !== void 0) json += `"duration_ms":${duration_ms},`;
	return json;
}
/** Printable ASCII that JSON takes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;
function isPlain$1(text) {
	return text === void 0 || text.length <= 8192 && PLAIN.test(text);
}
function isNumber(value) {
	return value === void 0 || Number.isFinite(value);
}
/** Without the replacer, which costs more than all the rest; undefined where something has to be cut or mended. */
function encodeTidy(event) {
	for (const value of Object.values(event)) if (typeof value === "number" ? !Number.isFinite(value) : typeof value === "string" ? value.length > 8192 : isLong(value)) return void 0;
	const json = JSON.stringify(event);
	return ESCAPED_SURROGATE.test(json) ? void 0 : json;
}
const ESCAPED_SURROGATE = /\\ud[89a-f]/;
function isLong(value) {
	if (!Array.isArray(value)) return false;
	let length = value.length > 512 ? Number.POSITIVE_INFINITY : 0;
	for (const item of value) length += String(item).length;
	return length > MAX_STRING;
}
/** JSON.stringify escapes C0 itself; these it leaves as they are. */
const UNSAFE = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;
const UNSAFE_TEST = new RegExp(UNSAFE.source);
function escapeUnit(found) {
	let escaped = "";
	for (let at = 0; at < found.length; at++) escaped += `\\u${found.charCodeAt(at).toString(16).padStart(4, "0")}`;
	return escaped;
}
function tidy(_key, value) {
	if (typeof value === "string") return cut(wellFormed(value), MAX_STRING);
	if (typeof value === "number") return Number.isFinite(value) ? value : void 0;
	if (Array.isArray(value)) return cutList(value);
	return value;
}
/** Strict JSON readers refuse escaped lone surrogates, so they become U+FFFD. */
function wellFormed(text) {
	return LONE_SURROGATE.test(text) ? text.replace(/\p{Surrogate}/gu, "�") : text;
}
const LONE_SURROGATE = /\p{Surrogate}/u;
/** At most `limit` units, the last of them telling how many were cut (so that cutting twice changes nothing); never half a surrogate pair. */
function cut(text, limit) {
	if (text.length <= limit) return text;
	const end = Math.max(0, limit - MARKER_ROOM$1);
	const last = text.charCodeAt(end - 1);
	if (last >= 55296 && last <= 56319) return cut(text, limit - 1);
	return `${text.slice(0, end)}…[${text.length - end} more]`;
}
function cutList(list) {
	let room = MAX_CMDLINE;
	const kept = [];
	for (const item of list) {
		if (kept.length >= 512 || room <= 0) {
			kept.push(`…[${list.length - kept.length} more arguments]`);
			break;
		}
		const text = cut(wellFormed(String(item)), Math.min(MAX_STRING, room));
		room -= text.length;
		kept.push(text);
	}
	return kept;
}

// src/log/open.ts
/** By path or descriptor. Throws Error with one sentence that names the log and the cause. */
function openLog({ path, fd }) {
	if (fd === void 0 && path === void 0) throw new Error("The log needs a path or a descriptor");
	const opened = fd ?? openPath(path ?? "");
	try {
		const status = fstatSync(opened);
		if (status.isDirectory()) throw new Error("it is a directory");
		const regular = status.isFile();
		return {
			fd: opened,
			regular,
			unfinished: regular && status.size > 0 && readBack(opened, status.size - 1, 1)?.[0] !== 10
		};
	} catch (error) {
		if (fd === void 0) closeSync(opened);
		throw cannotOpen(path ?? `descriptor ${fd}`, error);
	}
}
/** O_NONBLOCK: a FIFO without a reader is an error rather than a hang, and a full one gives EAGAIN. Regular files ignore it. */
function openPath(path) {
	const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOCTTY } = constants;
	try {
		return openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY, 420);
	} catch (error) {
		throw cannotOpen(path, error);
	}
}
const SENTENCES = {
	ENOENT: "its directory does not exist",
	ENOTDIR: "its directory is not a directory",
	EISDIR: "it is a directory",
	EACCES: "permission denied",
	EPERM: "permission denied",
	EROFS: "the file system is read-only",
	ENOSPC: "the disk is full",
	EMFILE: "too many open files",
	ENXIO: "nothing reads from it",
	ELOOP: "too many symbolic links",
	ENAMETOOLONG: "the name is too long"
};
function cannotOpen(what, cause) {
	const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
	const why = SENTENCES[code] ?? (cause instanceof Error ? cause.message : String(cause));
	return new Error(`Cannot write the log to ${what}: ${why}`, { cause });
}
/** Of a regular file open for writing only; undefined where it may not be read. */
function readBack(fd, position, length) {
	const bytes = Buffer.alloc(length);
	let reader;
	try {
		reader = openSync(`/proc/self/fd/${fd}`, constants.O_RDONLY);
		return readSync(reader, bytes, 0, length, position) === length ? bytes : void 0;
	} catch {
		return;
	} finally {
		if (reader !== void 0) closeSync(reader);
	}
}
/** Longer than any line (docs/log.md). */
const LONGEST_LINE = 1 << 20;
/**
* Leaves the file of a writer that was killed ending in a whole line: what stands after the last LF is cut off, as it cannot be read, and may hold no whole
* fact. True where there was something. Where the file cannot be read back or cut, the half line is ended, for the next line to stand on its own.
*/
function cutHalfLine(fd) {
	const { size } = fstatSync(fd);
	if (size === 0 || readBack(fd, size - 1, 1)?.[0] === 10) return false;
	const start = Math.max(0, size - LONGEST_LINE);
	const tail = readBack(fd, start, size - start);
	const last = tail?.lastIndexOf(10) ?? -1;
	try {
		if (!tail || last < 0 && start > 0) throw new Error("no line begins here");
		ftruncateSync(fd, start + last + 1);
	} catch {
		writeSync(fd, "\n");
	}
	return true;
}

// node_modules/zod/v4/core/util.js
function getEnumValues(entries) {
	const numericValues = Object.values(entries).filter((v) => typeof v === "number");
	return Object.entries(entries).filter(([k, _]) => numericValues.indexOf(+k) === -1).map(([_, v]) => v);
}
function joinValues(array, separator = "|") {
	return array.map((val) => stringifyPrimitive(val)).join(separator);
}
function jsonStringifyReplacer(_, value) {
	if (typeof value === "bigint") return value.toString();
	return value;
}
var Cached = class {
	constructor(getter) {
		this._getter = getter;
		this._value = void 0;
	}
	get value() {
		const getter = this._getter;
		if (getter !== void 0) {
			this._value = getter();
			this._getter = void 0;
		}
		return this._value;
	}
};
function cached(getter) {
	return new Cached(getter);
}
function nullish(input) {
	return input === null || input === void 0;
}
function cleanRegex(source) {
	const start = source.startsWith("^") ? 1 : 0;
	const end = source.endsWith("$") ? source.length - 1 : source.length;
	return source.slice(start, end);
}
function floatSafeRemainder(val, step) {
	const ratio = val / step;
	const roundedRatio = Math.round(ratio);
	const tolerance = 4 * Number.EPSILON * Math.max(Math.abs(ratio), 1);
	if (Math.abs(ratio - roundedRatio) < tolerance) return 0;
	return ratio - roundedRatio;
}
function assignProp(target, prop, value) {
	Object.defineProperty(target, prop, {
		value,
		writable: true,
		enumerable: true,
		configurable: true
	});
}
/**
* Whichever object a def's `shape` currently answers from: the one the caller passed until the first read, the frozen copy after it.
*
* Its keys and descriptors read without invoking anything, which is what lets a discriminated union check its discriminator, and the cycle walk read a shape, without resolving a getter that references the schema being constructed. A def that answers `shape` from an accessor of its own has none.
*/
function rawShape(def) {
	const desc = Object.getOwnPropertyDescriptor(def, "shape");
	return desc?.get ? desc.get.raw : desc?.value;
}
function sourceShape(schema) {
	return rawShape(schema._zod.def) ?? schema._zod.def.shape;
}
function deferProp(target, key, getter) {
	Object.defineProperty(target, key, {
		get() {
			const value = getter();
			assignProp(this, key, value);
			return value;
		},
		enumerable: true,
		configurable: true
	});
}
function putProp(target, key, value) {
	if (key in target) assignProp(target, key, value);
	else target[key] = value;
}
/**
* Copies `keys` of `source`'s shape onto `target`, each value passed through `wrap`.
*
* A key the source has resolved is copied through now, so the derived shape states it outright and nothing has to resolve it to learn what it holds. A key the source still defers stays deferred, and reads back through the source's own `shape`, so it resolves once and both shapes get that one schema.
*/
function mirrorShape(target, source, keys, wrap) {
	const raw = sourceShape(source);
	for (const key of keys) {
		const desc = Object.getOwnPropertyDescriptor(raw, key);
		if (!desc.enumerable) continue;
		if (desc.get) deferProp(target, key, () => {
			const value = source._zod.def.shape[key];
			return wrap ? wrap(value, key) : value;
		});
		else putProp(target, key, wrap ? wrap(desc.value, key) : desc.value);
	}
}
function mirrorProps(target, source) {
	for (const key of Reflect.ownKeys(source)) {
		const desc = Object.getOwnPropertyDescriptor(source, key);
		if (!desc.enumerable) continue;
		if (desc.get) deferProp(target, key, () => source[key]);
		else putProp(target, key, desc.value);
	}
}
function mergeDefs(...defs) {
	const mergedDescriptors = {};
	for (const def of defs) {
		const descriptors = Object.getOwnPropertyDescriptors(def);
		Object.assign(mergedDescriptors, descriptors);
	}
	return Object.defineProperties({}, mergedDescriptors);
}
function esc(str) {
	return JSON.stringify(str);
}
function slugify(input) {
	return input.toLowerCase().trim().replace(/[^\w\s-]/g, "").replace(/[\s_-]+/g, "-").replace(/^-+|-+$/g, "");
}
const captureStackTrace = "captureStackTrace" in Error ? Error.captureStackTrace : (..._args) => {};
function isObject(data) {
	return typeof data === "object" && data !== null && !Array.isArray(data);
}
const allowsEval = /* @__PURE__*/ cached(() => {
	if (globalConfig.jitless) return false;
	if (typeof navigator !== "undefined" && navigator?.userAgent?.includes("Cloudflare")) return false;
	try {
		new Function("");
		return true;
	} catch (_) {
		return false;
	}
});
function isPlainObject(o) {
	if (isObject(o) === false) return false;
	const ctor = o.constructor;
	if (ctor === void 0) return true;
	if (typeof ctor !== "function") return true;
	const prot = ctor.prototype;
	if (isObject(prot) === false) return false;
	if (Object.prototype.hasOwnProperty.call(prot, "isPrototypeOf") === false) return false;
	return true;
}
function shallowClone(o) {
	if (isPlainObject(o)) return { ...o };
	if (Array.isArray(o)) return [...o];
	if (o instanceof Map) return new Map(o);
	if (o instanceof Set) return new Set(o);
	return o;
}
const propertyKeyTypes = /* @__PURE__*/ new Set([
	"string",
	"number",
	"symbol"
]);
function escapeRegex(str) {
	return str.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
function clone(inst, def, params) {
	const cl = new inst._zod.constr(def ?? inst._zod.def);
	if (!def || params?.parent) cl._zod.parent = inst;
	return cl;
}
function normalizeParams(_params) {
	const params = _params;
	if (!params) return {};
	if (typeof params === "string") return { error: () => params };
	if (params?.message !== void 0) {
		if (params?.error !== void 0) throw new Error("Cannot specify both `message` and `error` params");
		params.error = params.message;
	}
	delete params.message;
	if (typeof params.error === "string") return {
		...params,
		error: () => params.error
	};
	return params;
}
function stringifyPrimitive(value) {
	if (typeof value === "bigint") return value.toString() + "n";
	if (typeof value === "string") return `"${value}"`;
	return `${value}`;
}
function optionalKeys(shape) {
	return Object.keys(shape).filter((k) => {
		return shape[k]._zod.optin !== void 0 && shape[k]._zod.optout === "optional";
	});
}
const NUMBER_FORMAT_RANGES = /*@__PURE__*/ (() => ({
	safeint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
	int32: [-2147483648, 2147483647],
	uint32: [0, 4294967295],
	float32: [-34028234663852886e22, 34028234663852886e22],
	float64: [-Number.MAX_VALUE, Number.MAX_VALUE]
}))();
const BIGINT_FORMAT_RANGES = {
	int64: [/* @__PURE__*/ BigInt("-9223372036854775808"), /* @__PURE__*/ BigInt("9223372036854775807")],
	uint64: [/* @__PURE__*/ BigInt(0), /* @__PURE__*/ BigInt("18446744073709551615")]
};
function pick(schema, mask) {
	const currDef = schema._zod.def;
	const checks = currDef.checks;
	if (checks && checks.length > 0) throw new Error(".pick() cannot be used on object schemas containing refinements");
	const newShape = {};
	mirrorShape(newShape, schema, maskedKeys(schema, mask));
	return clone(schema, mergeDefs(currDef, {
		shape: newShape,
		checks: []
	}));
}
function maskedKeys(schema, mask) {
	const raw = sourceShape(schema);
	const keys = [];
	for (const key of Reflect.ownKeys(mask)) {
		if (!Object.getOwnPropertyDescriptor(raw, key)?.enumerable) throw new Error(`Unrecognized key: "${String(key)}"`);
		if (mask[key]) keys.push(key);
	}
	return keys;
}
function omit(schema, mask) {
	const currDef = schema._zod.def;
	const checks = currDef.checks;
	if (checks && checks.length > 0) throw new Error(".omit() cannot be used on object schemas containing refinements");
	const omitted = new Set(maskedKeys(schema, mask));
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)).filter((key) => !omitted.has(key)));
	return clone(schema, mergeDefs(currDef, {
		shape: newShape,
		checks: []
	}));
}
function extend(schema, shape) {
	if (!isPlainObject(shape)) throw new Error("Invalid input to extend: expected a plain object");
	const checks = schema._zod.def.checks;
	if (checks && checks.length > 0) {
		const existingShape = sourceShape(schema);
		for (const key of Reflect.ownKeys(shape)) if (Object.getOwnPropertyDescriptor(existingShape, key) !== void 0) throw new Error("Cannot overwrite keys on object schemas containing refinements. Use `.safeExtend()` instead.");
	}
	return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function extended(schema, shape) {
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)));
	mirrorProps(newShape, shape);
	return newShape;
}
function safeExtend(schema, shape) {
	if (!isPlainObject(shape)) throw new Error("Invalid input to safeExtend: expected a plain object");
	return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function merge(a, b) {
	if (!b?._zod?.def) throw new Error("Invalid input to merge: expected an object schema. To merge a plain shape, use `.extend()`.");
	if (a._zod.def.checks?.length) throw new Error(".merge() cannot be used on object schemas containing refinements. Use .safeExtend() instead.");
	const newShape = {};
	mirrorShape(newShape, a, Reflect.ownKeys(sourceShape(a)));
	mirrorShape(newShape, b, Reflect.ownKeys(sourceShape(b)));
	return clone(a, mergeDefs(a._zod.def, {
		shape: newShape,
		get catchall() {
			return b._zod.def.catchall;
		},
		checks: b._zod.def.checks ?? []
	}));
}
function partial(Class, schema, mask, name = "partial") {
	const checks = schema._zod.def.checks;
	if (checks && checks.length > 0) throw new Error(`.${name}() cannot be used on object schemas containing refinements`);
	const selected = mask ? new Set(maskedKeys(schema, mask)) : void 0;
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), Class && ((value, key) => selected && !selected.has(key) ? value : new Class({
		type: "optional",
		innerType: value
	})));
	return clone(schema, mergeDefs(schema._zod.def, {
		shape: newShape,
		checks: []
	}));
}
function required(Class, schema, mask) {
	const selected = mask ? new Set(maskedKeys(schema, mask)) : void 0;
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), (value, key) => selected && !selected.has(key) ? value : new Class({
		type: "nonoptional",
		innerType: value
	}));
	return clone(schema, mergeDefs(schema._zod.def, { shape: newShape }));
}
function aborted(x, startIndex = 0) {
	if (x.aborted === true) return true;
	for (let i = startIndex; i < x.issues.length; i++) if (x.issues[i]?.continue !== true) return true;
	return false;
}
function explicitlyAborted(x, startIndex = 0) {
	if (x.aborted === true) return true;
	for (let i = startIndex; i < x.issues.length; i++) if (x.issues[i]?.continue === false) return true;
	return false;
}
function prefixIssues(path, issues) {
	return issues.map((iss) => {
		var _a;
		(_a = iss).path ?? (_a.path = []);
		iss.path.unshift(path);
		return iss;
	});
}
function unwrapMessage(message) {
	return typeof message === "string" ? message : message?.message;
}
/** The leading size checks of `defChecks` that set an upper bound, each paired with it. */
function sizeCaps(defChecks) {
	const caps = [];
	for (const ch of defChecks ?? []) {
		const d = ch._zod.def;
		if (!/_(length|size)$|_equals$/.test(d.check)) break;
		const max = d.maximum ?? d.length ?? d.size;
		if (max >= 0) caps.push([max, ch]);
	}
	return caps;
}
function attachSchema(issues, start, inst) {
	var _a;
	for (let i = start; i < issues.length; i++) (_a = issues[i]).schema ?? (_a.schema = inst);
}
function finalizeIssue(iss, ctx, config) {
	var _a;
	const traits = iss.inst?._zod?.traits;
	if (traits?.has("$ZodType")) {
		if (traits.has("$ZodCheck")) (_a = iss).schema ?? (_a.schema = iss.inst);
		else iss.schema = iss.inst;
	}
	const schemaError = iss.schema !== iss.inst ? iss.schema?._zod.def?.error : void 0;
	const message = iss.message ? iss.message : unwrapMessage(iss.inst?._zod.def?.error?.(iss)) ?? unwrapMessage(schemaError?.(iss)) ?? unwrapMessage(ctx?.error?.(iss)) ?? unwrapMessage(config.customError?.(iss)) ?? unwrapMessage(config.localeError?.(iss)) ?? "Invalid input";
	const full = {};
	for (const k of Object.keys(iss)) {
		if (k === "inst" || k === "schema" || k === "continue" || k === "input" || k === "__proto__") continue;
		full[k] = iss[k];
	}
	full.path ?? (full.path = []);
	full.message = message;
	if (ctx?.reportInput) full.input = iss.input;
	return full;
}
const highSurrogate = /[\uD800-\uDBFF]/;
function codePointLength(str) {
	const units = str.length;
	if (!highSurrogate.test(str)) return units;
	let count = units;
	for (let i = 0; i < units - 1; i++) if ((str.charCodeAt(i) & 64512) === 55296 && (str.charCodeAt(i + 1) & 64512) === 56320) {
		count--;
		i++;
	}
	return count;
}
function getLengthableOrigin(input) {
	if (Array.isArray(input)) return "array";
	if (typeof input === "string") return "string";
	return "unknown";
}
function parsedType(data) {
	const t = typeof data;
	switch (t) {
		case "number": return Number.isNaN(data) ? "nan" : "number";
		case "object": {
			if (data === null) return "null";
			if (Array.isArray(data)) return "array";
			const obj = data;
			if (obj && Object.getPrototypeOf(obj) !== Object.prototype && "constructor" in obj && obj.constructor) return obj.constructor.name;
		}
	}
	return t;
}
function issue(...args) {
	const [iss, input, inst] = args;
	if (typeof iss === "string") return {
		message: iss,
		code: "custom",
		input,
		inst
	};
	return { ...iss };
}
/**
* Installs a trait's members on its prototype. Each value builds that member for the instance on first read; the built value shadows the accessor as an own property, so a detached `const { parse } = schema` keeps working.
*
* Call this from a `proto` initializer, which runs once per prototype — never per instance.
*/
function members(proto, table) {
	for (const key in table) {
		const desc = Object.getOwnPropertyDescriptor(table, key);
		if (desc.get) Object.defineProperty(proto, key, {
			...desc,
			enumerable: false
		});
		else defineBound(proto, key, desc.value);
	}
}
/** Shadows a prototype member with an own value, so a getter that builds from the instance runs once. */
function own(inst, key, value, enumerable = true) {
	Object.defineProperty(inst, key, {
		configurable: true,
		writable: true,
		enumerable,
		value
	});
	return value;
}
/** Like {@link own}, for a member that was never an own data property and has to stay out of `Object.keys`. */
function hide(inst, key, value) {
	return own(inst, key, value, false);
}
/** Adds members a table derives from the instance: each builds on first read and shadows as own data, and assignment shadows the same way, as when these were own properties. */
/* @__NO_SIDE_EFFECTS__ */
function derived(computes, table) {
	for (const key in computes) {
		const compute = computes[key];
		Object.defineProperty(table, key, {
			configurable: true,
			enumerable: true,
			get() {
				return own(this, key, compute(this));
			},
			set(value) {
				own(this, key, value);
			}
		});
	}
	return table;
}
function defineBound(proto, key, fn) {
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			return this == null ? fn : own(this, key, fn.bind(this));
		},
		set(value) {
			own(this, key, value);
		}
	});
}
/** Returns the prototype to install on, or `undefined` if this group is already installed on it. */
function claim(inst, sentinel) {
	const proto = Object.getPrototypeOf(inst);
	return sentinel in proto ? void 0 : proto;
}
let installing;
let broke = false;
const breaker = {
	configurable: true,
	get() {
		broke = true;
	}
};
/**
* Installs a lazily-derived internal on the `_zod` prototype of `inst`'s
* constructor, computed from the internals object itself and cached there on
* first read. One accessor per constructor rather than one per instance.
*/
function defineLazyInternal(inst, key, compute) {
	const proto = Object.getPrototypeOf(inst._zod);
	if (key in proto && installing !== inst._zod) {
		installing = void 0;
		return;
	}
	installing = inst._zod;
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			Object.defineProperty(this, key, breaker);
			const outer = broke;
			broke = false;
			try {
				const value = compute(this);
				if (broke) delete this[key];
				else Object.defineProperty(this, key, {
					configurable: true,
					writable: true,
					value
				});
				broke = broke || outer;
				return value;
			} catch (err) {
				delete this[key];
				broke = broke || outer;
				throw err;
			}
		},
		set(value) {
			Object.defineProperty(this, key, {
				configurable: true,
				writable: true,
				value
			});
		}
	});
}
/**
* Installs `key` on `inst`'s prototype, computed by `make` on first read and cached there as an own
* data property. One accessor per constructor rather than one per instance, because an own accessor
* puts every instance after the first into v8 dictionary mode. The key doubles as the sentinel.
*/
function installLazyProp(inst, key, make, enumerable) {
	const proto = claim(inst, key);
	if (!proto) return;
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			const desc = {
				configurable: true,
				writable: true,
				enumerable,
				value: void 0
			};
			Object.defineProperty(this, key, desc);
			desc.value = make(this);
			Object.defineProperty(this, key, desc);
			return desc.value;
		},
		set(value) {
			Object.defineProperty(this, key, {
				configurable: true,
				writable: true,
				enumerable,
				value
			});
		}
	});
}
/** Marks the thunk `_catch` synthesises for a constant catch value. `Function.length` cannot tell that thunk from a user callback — rest and defaulted parameters both report arity 0 — and a user callback reads `ctx.error`, whose issues only finalize correctly against the caller's per-parse error map. Provenance can say what arity cannot. A plain string key rather than `Symbol.for`, whose call at module scope no bundler can prove pure — the same shape that anchored `urlCanParse` into every build. */
const CONSTANT_CATCH = "~constantCatch";
/** Wraps a constant catch value in a thunk tagged with {@link CONSTANT_CATCH}. */
function constantCatch(value) {
	const fn = () => value;
	fn[CONSTANT_CATCH] = true;
	return fn;
}

// node_modules/zod/v4/core/core.js
var _a$1;
const _zodDesc = {
	value: void 0,
	enumerable: false
};
let _E = "captureStackTrace" in Error ? Error : null;
function newError(Definition) {
	const E = _E;
	if (E) {
		const saved = E.stackTraceLimit;
		if (typeof saved === "number") {
			try {
				E.stackTraceLimit = 0;
			} catch {
				_E = null;
				return new Definition();
			}
			try {
				return new Definition();
			} finally {
				E.stackTraceLimit = saved;
			}
		}
	}
	return new Definition();
}
/* @__NO_SIDE_EFFECTS__ */
function $constructor(name, initializer, proto, params) {
	const zodProto = {};
	function Internals(def) {
		this.def = def;
		this.constr = _;
		this.traits = /* @__PURE__ */ new Set();
	}
	Internals.prototype = zodProto;
	const protoMembers = proto;
	const initialized = protoMembers && /* @__PURE__ */ new WeakSet();
	function init(inst, def) {
		if (!inst._zod) {
			_zodDesc.value = new Internals(def);
			try {
				Object.defineProperty(inst, "_zod", _zodDesc);
			} finally {
				_zodDesc.value = void 0;
			}
		} else if (inst._zod.traits.has(name)) return;
		inst._zod.traits.add(name);
		initializer(inst, def);
		if (initialized) {
			const own = Object.getPrototypeOf(inst);
			const ctorProto = inst._zod.constr.prototype;
			let up = own;
			while (up && up !== ctorProto) up = Object.getPrototypeOf(up);
			const target = up ?? own;
			if (!initialized.has(target)) {
				initialized.add(target);
				members(target, protoMembers);
			}
		}
		const proto = _.prototype;
		for (const k in proto) {
			if (!Object.prototype.hasOwnProperty.call(proto, k)) continue;
			if (!(k in inst)) inst[k] = proto[k].bind(inst);
		}
	}
	const Parent = params?.Parent ?? Object;
	class Definition extends Parent {}
	Object.defineProperty(Definition, "name", { value: name });
	function _(def) {
		const inst = params?.Parent ? newError(Definition) : this;
		init(inst, def);
		const deferred = inst._zod.deferred;
		if (deferred) {
			for (const fn of deferred) fn();
			inst._zod.deferred = void 0;
		}
		const pp = globalThis.__zod_globalConfig?.postProcessor;
		if (pp) pp(inst);
		return inst;
	}
	Object.defineProperty(_, "init", { value: init });
	Object.defineProperty(_, Symbol.hasInstance, { value: (inst) => {
		if (params?.Parent && inst instanceof params.Parent) return true;
		return inst?._zod?.traits?.has(name);
	} });
	Object.defineProperty(_, "name", { value: name });
	return _;
}
var $ZodAsyncError = class extends Error {
	constructor() {
		super(`Encountered Promise during synchronous parse. Use .parseAsync() instead.`);
	}
};
var $ZodEncodeError = class extends Error {
	constructor(name) {
		super(`Encountered unidirectional transform during encode: ${name}`);
		this.name = "ZodEncodeError";
	}
};
(_a$1 = globalThis).__zod_globalConfig ?? (_a$1.__zod_globalConfig = {});
const globalConfig = globalThis.__zod_globalConfig;
function config(newConfig) {
	if (newConfig) Object.assign(globalConfig, newConfig);
	return globalConfig;
}

// node_modules/zod/v4/core/errors.js
function _getMessage() {
	const internals = this._zod;
	internals.message ?? (internals.message = JSON.stringify(internals.def, jsonStringifyReplacer, 2));
	return internals.message;
}
function _setMessage(value) {
	this._zod.message = value;
}
const _messageDesc = {
	get: _getMessage,
	set: _setMessage,
	enumerable: true,
	configurable: true
};
const _issuesDesc = {
	value: void 0,
	enumerable: false
};
const _installedToString = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
const initializer$1 = (inst, def) => {
	inst.name = "$ZodError";
	_issuesDesc.value = def;
	Object.defineProperty(inst, "issues", _issuesDesc);
	_issuesDesc.value = void 0;
	Object.defineProperty(inst, "message", _messageDesc);
	const proto = Object.getPrototypeOf(inst);
	if (!_installedToString.has(proto)) {
		_installedToString.add(proto);
		Object.defineProperty(proto, "toString", {
			configurable: true,
			enumerable: false,
			get() {
				const value = () => this.message;
				Object.defineProperty(this, "toString", {
					value,
					configurable: true,
					writable: true
				});
				return value;
			},
			set(value) {
				Object.defineProperty(this, "toString", {
					value,
					configurable: true,
					writable: true
				});
			}
		});
	}
};
const $ZodError = /* @__PURE__ */ $constructor("$ZodError", initializer$1);
/** Get-or-create `obj[key]` as an own data property. A path segment naming an inherited member
* ("toString", "constructor") would otherwise read through to the prototype, and assigning
* "__proto__" would hit the setter instead of creating a key. */
function node(obj, key, make) {
	if (!Object.prototype.hasOwnProperty.call(obj, key)) {
		if (key === "__proto__") Object.defineProperty(obj, key, {
			value: make(),
			writable: true,
			enumerable: true,
			configurable: true
		});
		else obj[key] = make();
	}
	return obj[key];
}
function flattenError(error, mapper = (issue) => issue.message) {
	const fieldErrors = {};
	const formErrors = [];
	for (const sub of error.issues) if (sub.path.length > 0) node(fieldErrors, sub.path[0], () => []).push(mapper(sub));
	else formErrors.push(mapper(sub));
	return {
		formErrors,
		fieldErrors
	};
}
function formatError(error, mapper = (issue) => issue.message) {
	const fieldErrors = { _errors: [] };
	const processError = (error, path = []) => {
		for (const issue of error.issues) if (issue.code === "invalid_union" && issue.errors.length) issue.errors.map((issues) => processError({ issues }, [...path, ...issue.path]));
		else if (issue.code === "invalid_key") processError({ issues: issue.issues }, [...path, ...issue.path]);
		else if (issue.code === "invalid_element") processError({ issues: issue.issues }, [...path, ...issue.path]);
		else {
			const fullpath = [...path, ...issue.path];
			if (fullpath.length === 0) fieldErrors._errors.push(mapper(issue));
			else {
				let curr = fieldErrors;
				let i = 0;
				while (i < fullpath.length) {
					const el = fullpath[i];
					const terminal = i === fullpath.length - 1;
					if (el === "_errors") {
						if (terminal) curr._errors.push(mapper(issue));
						i++;
						continue;
					}
					if (!Object.prototype.hasOwnProperty.call(curr, el)) Object.defineProperty(curr, el, {
						value: { _errors: [] },
						enumerable: true,
						writable: true,
						configurable: true
					});
					const node = curr[el];
					if (terminal) node._errors.push(mapper(issue));
					curr = node;
					i++;
				}
			}
		}
	};
	processError(error);
	return fieldErrors;
}

// node_modules/zod/v4/core/parse.js
function finalizeParams(callee, params) {
	return {
		callee: params?.callee ?? callee,
		Err: params?.Err
	};
}
const _parse = (_Err) => {
	const fn = (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			async: false
		} : { async: false };
		const result = schema._zod.run({
			value,
			issues: []
		}, ctx);
		if (result instanceof Promise) throw new $ZodAsyncError();
		if (result.issues.length) {
			const e = new ((_params?.Err) ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
			captureStackTrace(e, _params?.callee ?? fn);
			throw e;
		}
		return result.value;
	};
	return fn;
};
const _parseAsync = (_Err) => {
	const fn = async (schema, value, _ctx, params) => {
		const ctx = _ctx ? {
			..._ctx,
			async: true
		} : { async: true };
		let result = schema._zod.run({
			value,
			issues: []
		}, ctx);
		if (result instanceof Promise) result = await result;
		if (result.issues.length) {
			const e = new ((params?.Err) ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
			captureStackTrace(e, params?.callee ?? fn);
			throw e;
		}
		return result.value;
	};
	return fn;
};
const _safeParse = (_Err) => (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: false
	} : { async: false };
	const result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) throw new $ZodAsyncError();
	return result.issues.length ? failure(_Err, result.issues, ctx) : {
		success: true,
		data: result.value
	};
};
function failure(Err, issues, ctx) {
	let error;
	return {
		success: false,
		get error() {
			if (!error) {
				error = new Err(issues.map((iss) => finalizeIssue(iss, ctx, config())));
				issues = void 0;
				ctx = void 0;
			}
			return error;
		},
		set error(e) {
			error = e;
			issues = void 0;
			ctx = void 0;
		}
	};
}
const _safeParseAsync = (_Err) => async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: true
	} : { async: true };
	let result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) result = await result;
	return result.issues.length ? failure(_Err, result.issues, ctx) : {
		success: true,
		data: result.value
	};
};
const COMPILE_INVALID = /* @__PURE__ */ Symbol.for("zod.compile.invalid");
const COMPILE_FALLBACK = /* @__PURE__ */ Symbol.for("zod.compile.fallback");
const validate = ((schema, value, _ctx) => {
	const validator = schema._zod.bag.validator;
	if (validator !== void 0) {
		if (validator(value) !== COMPILE_INVALID) return true;
		if (validator.definite === true && _ctx === void 0) return false;
	}
	return validateFallback(schema, value, _ctx);
});
function validateFallback(schema, value, _ctx) {
	const ctx = _ctx ? {
		..._ctx,
		async: false,
		abortEarly: true
	} : {
		async: false,
		abortEarly: true
	};
	const fallbackRun = schema._zod.bag.fallbackRun;
	let result;
	if (fallbackRun) {
		ctx[COMPILE_FALLBACK] = true;
		result = fallbackRun({
			value,
			issues: []
		}, ctx);
	} else result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) throw new $ZodAsyncError();
	return result.issues.length === 0;
}
const validateAsync$1 = async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: true,
		abortEarly: true
	} : {
		async: true,
		abortEarly: true
	};
	let result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) result = await result;
	return result.issues.length === 0;
};
const _encode = (_Err) => {
	const parse = _parse(_Err);
	const fn = (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			direction: "backward"
		} : { direction: "backward" };
		return parse(schema, value, ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _decode = (_Err) => {
	const parse = _parse(_Err);
	const fn = (schema, value, _ctx, _params) => {
		return parse(schema, value, _ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _encodeAsync = (_Err) => {
	const parseAsync = _parseAsync(_Err);
	const fn = async (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			direction: "backward"
		} : { direction: "backward" };
		return await parseAsync(schema, value, ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _decodeAsync = (_Err) => {
	const parseAsync = _parseAsync(_Err);
	const fn = async (schema, value, _ctx, _params) => {
		return await parseAsync(schema, value, _ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _safeEncode = (_Err) => (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		direction: "backward"
	} : { direction: "backward" };
	return _safeParse(_Err)(schema, value, ctx);
};
const _safeDecode = (_Err) => (schema, value, _ctx) => {
	return _safeParse(_Err)(schema, value, _ctx);
};
const _safeEncodeAsync = (_Err) => async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		direction: "backward"
	} : { direction: "backward" };
	return _safeParseAsync(_Err)(schema, value, ctx);
};
const _safeDecodeAsync = (_Err) => async (schema, value, _ctx) => {
	return _safeParseAsync(_Err)(schema, value, _ctx);
};

// node_modules/zod/v4/core/regexes.js
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link cuid2} instead.
* See https://github.com/paralleldrive/cuid.
*/
const cuid = /^[cC][0-9a-z]{6,}$/;
const cuid2 = /^[0-9a-z]+$/;
const ulid = /^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$/;
const xid = /^[0-9a-vA-V]{20}$/;
const ksuid = /^[A-Za-z0-9]{27}$/;
const nanoid = /^[a-zA-Z0-9_-]{21}$/;
function nanoidOfLength(length) {
	return new RegExp(`^[a-zA-Z0-9_-]{${length}}$`);
}
/** ISO 8601-1 duration regex. Does not support the 8601-2 extensions like negative durations or fractional/negative components. */
const duration = /^P(?:(\d+W)|(?!.*W)(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)$/;
/** A regex for any UUID-like identifier: 8-4-4-4-12 hex pattern */
const guid = /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$/;
/** Returns a regex for validating an RFC 9562/4122 UUID.
*
* @param version Optionally specify a version 1-8. If no version is specified, all versions are supported. */
const uuid = (version) => {
	if (!version) return /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/;
	return new RegExp(`^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-${version}[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$`);
};
/** Practical email validation */
const email = /^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$/;
const _emoji$1 = `^(?=[\\s\\S]*[\\p{Extended_Pictographic}\\p{Regional_Indicator}\\u20E3])[\\p{Extended_Pictographic}\\p{Emoji_Component}]+$`;
function emoji() {
	return new RegExp(_emoji$1, "u");
}
const ipv4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])$/;
const ipv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))$/;
const cidrv4 = /^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\/([0-9]|[1-2][0-9]|3[0-2])$/;
const cidrv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))\/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$/;
const base64 = /^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$/;
const base64url = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,3})?$/;
const httpProtocol = /^https?$/;
const e164 = /^\+[1-9]\d{6,14}$/;
const dateSource = `(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))`;
/** Anchors a pattern source. The interpolation lives here rather than at the call site because
* esbuild will not drop a `@__PURE__` call whose own argument interpolates a variable, but it
* will drop `anchor(dateSource)`. Keeping it inline pinned `date` into every bundle. */
function anchor(source) {
	return new RegExp(`^${source}$`);
}
const date = /*@__PURE__*/ anchor(dateSource);
function timeSource(args) {
	const hhmm = `(?:[01]\\d|2[0-3]):[0-5]\\d`;
	return typeof args.precision === "number" ? args.precision === -1 ? `${hhmm}` : args.precision === 0 ? `${hhmm}:[0-5]\\d` : `${hhmm}:[0-5]\\d\\.\\d{${args.precision}}` : args.seconds ? `${hhmm}:[0-5]\\d(?:\\.\\d+)?` : `${hhmm}(?::[0-5]\\d(?:\\.\\d+)?)?`;
}
function time(args) {
	return new RegExp(`^${timeSource(args)}$`);
}
function datetime(args) {
	const opts = ["Z"];
	if (args.offset) opts.push(`([+-](?:[01]\\d|2[0-3]):[0-5]\\d)`);
	const qualified = `${timeSource({
		precision: args.precision,
		seconds: true
	})}(?:${opts.join("|")})`;
	const timeRegex = args.local ? `${qualified}|${timeSource({ precision: args.precision })}` : qualified;
	return new RegExp(`^${dateSource}T(?:${timeRegex})$`);
}
const anyString = /^[\s\S]{0,}$/;
const integer = /^-?\d+$/;
const number$1 = /^-?\d+(?:\.\d+)?$/;
const boolean$1 = /^(?:true|false)$/i;
const lowercase = /^[^A-Z]*$/;
const uppercase = /^[^a-z]*$/;

// node_modules/zod/v4/core/checks.js
const $ZodCheck = /*@__PURE__*/ $constructor("$ZodCheck", (inst, def) => {
	var _a;
	inst._zod ?? (inst._zod = {});
	inst._zod.def = def;
	(_a = inst._zod).onattach ?? (_a.onattach = []);
});
/** Default `when` for length-based checks: run only on non-nullish values with a `length`. */
const _whenHasLength = (payload) => {
	const val = payload.value;
	return !nullish(val) && val.length !== void 0;
};
const numericOriginMap = {
	number: "number",
	bigint: "bigint",
	object: "date"
};
const $ZodCheckLessThan = /*@__PURE__*/ $constructor("$ZodCheckLessThan", (inst, def) => {
	$ZodCheck.init(inst, def);
	const origin = numericOriginMap[typeof def.value];
	inst._zod.check = (payload) => {
		if (def.inclusive ? payload.value <= def.value : payload.value < def.value) return;
		payload.issues.push({
			origin: numericOriginMap[typeof payload.value] ?? origin,
			code: "too_big",
			maximum: typeof def.value === "object" ? def.value.getTime() : def.value,
			input: payload.value,
			inclusive: def.inclusive,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckGreaterThan = /*@__PURE__*/ $constructor("$ZodCheckGreaterThan", (inst, def) => {
	$ZodCheck.init(inst, def);
	const origin = numericOriginMap[typeof def.value];
	inst._zod.check = (payload) => {
		if (def.inclusive ? payload.value >= def.value : payload.value > def.value) return;
		payload.issues.push({
			origin: numericOriginMap[typeof payload.value] ?? origin,
			code: "too_small",
			minimum: typeof def.value === "object" ? def.value.getTime() : def.value,
			input: payload.value,
			inclusive: def.inclusive,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMultipleOf = /*@__PURE__*/ $constructor("$ZodCheckMultipleOf", (inst, def) => {
	$ZodCheck.init(inst, def);
	inst._zod.check = (payload) => {
		if (typeof payload.value !== typeof def.value) throw new Error("Cannot mix number and bigint in multiple_of check.");
		if (typeof payload.value === "bigint" ? def.value !== BigInt(0) && payload.value % def.value === BigInt(0) : floatSafeRemainder(payload.value, def.value) === 0) return;
		payload.issues.push({
			origin: typeof payload.value,
			code: "not_multiple_of",
			divisor: def.value,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckNumberFormat = /*@__PURE__*/ $constructor("$ZodCheckNumberFormat", (inst, def) => {
	$ZodCheck.init(inst, def);
	def.format = def.format || "float64";
	const isInt = def.format?.includes("int");
	const origin = isInt ? "int" : "number";
	const [minimum, maximum] = NUMBER_FORMAT_RANGES[def.format];
	inst._zod.check = (payload) => {
		const input = payload.value;
		if (isInt) {
			if (!Number.isInteger(input)) {
				payload.issues.push({
					expected: origin,
					format: def.format,
					code: "invalid_type",
					continue: false,
					input,
					inst
				});
				return;
			}
			if (!Number.isSafeInteger(input)) {
				if (input > 0) payload.issues.push({
					input,
					code: "too_big",
					maximum: Number.MAX_SAFE_INTEGER,
					note: "Integers must be within the safe integer range.",
					inst,
					origin,
					inclusive: true,
					continue: !def.abort
				});
				else payload.issues.push({
					input,
					code: "too_small",
					minimum: Number.MIN_SAFE_INTEGER,
					note: "Integers must be within the safe integer range.",
					inst,
					origin,
					inclusive: true,
					continue: !def.abort
				});
				return;
			}
		}
		if (input < minimum) payload.issues.push({
			origin: "number",
			input,
			code: "too_small",
			minimum,
			inclusive: true,
			inst,
			continue: !def.abort
		});
		if (input > maximum) payload.issues.push({
			origin: "number",
			input,
			code: "too_big",
			maximum,
			inclusive: true,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMaxLength = /*@__PURE__*/ $constructor("$ZodCheckMaxLength", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		if ((typeof input === "string" && units > def.maximum ? codePointLength(input) : units) <= def.maximum) return;
		const origin = getLengthableOrigin(input);
		payload.issues.push({
			origin,
			code: "too_big",
			maximum: def.maximum,
			inclusive: true,
			input,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMinLength = /*@__PURE__*/ $constructor("$ZodCheckMinLength", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		if ((typeof input === "string" && units >= def.minimum && units < def.minimum * 2 ? codePointLength(input) : units) >= def.minimum) return;
		const origin = getLengthableOrigin(input);
		payload.issues.push({
			origin,
			code: "too_small",
			minimum: def.minimum,
			inclusive: true,
			input,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckLengthEquals = /*@__PURE__*/ $constructor("$ZodCheckLengthEquals", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		const length = typeof input === "string" && units >= def.length && units <= def.length * 2 ? codePointLength(input) : units;
		if (length === def.length) return;
		const origin = getLengthableOrigin(input);
		const tooBig = length > def.length;
		payload.issues.push({
			origin,
			...tooBig ? {
				code: "too_big",
				maximum: def.length
			} : {
				code: "too_small",
				minimum: def.length
			},
			inclusive: true,
			exact: true,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckStringFormat = /*@__PURE__*/ $constructor("$ZodCheckStringFormat", (inst, def) => {
	var _a, _b;
	$ZodCheck.init(inst, def);
	if (def.pattern) (_a = inst._zod).check ?? (_a.check = (payload) => {
		def.pattern.lastIndex = 0;
		if (def.pattern.test(payload.value)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: def.format,
			input: payload.value,
			...def.pattern ? { pattern: def.pattern.toString() } : {},
			inst,
			continue: !def.abort
		});
	});
	else (_b = inst._zod).check ?? (_b.check = () => {});
});
const $ZodCheckRegex = /*@__PURE__*/ $constructor("$ZodCheckRegex", (inst, def) => {
	$ZodCheckStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		def.pattern.lastIndex = 0;
		if (def.pattern.test(payload.value)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "regex",
			input: payload.value,
			pattern: def.pattern.toString(),
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckLowerCase = /*@__PURE__*/ $constructor("$ZodCheckLowerCase", (inst, def) => {
	def.pattern ?? (def.pattern = lowercase);
	$ZodCheckStringFormat.init(inst, def);
});
const $ZodCheckUpperCase = /*@__PURE__*/ $constructor("$ZodCheckUpperCase", (inst, def) => {
	def.pattern ?? (def.pattern = uppercase);
	$ZodCheckStringFormat.init(inst, def);
});
const $ZodCheckIncludes = /*@__PURE__*/ $constructor("$ZodCheckIncludes", (inst, def) => {
	$ZodCheck.init(inst, def);
	const escapedRegex = escapeRegex(def.includes);
	def.pattern = new RegExp(typeof def.position === "number" ? `^.{${def.position},}${escapedRegex}` : escapedRegex);
	inst._zod.check = (payload) => {
		if (payload.value.includes(def.includes, def.position)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "includes",
			includes: def.includes,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckStartsWith = /*@__PURE__*/ $constructor("$ZodCheckStartsWith", (inst, def) => {
	$ZodCheck.init(inst, def);
	const pattern = new RegExp(`^${escapeRegex(def.prefix)}.*`);
	def.pattern ?? (def.pattern = pattern);
	inst._zod.check = (payload) => {
		if (payload.value.startsWith(def.prefix)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "starts_with",
			prefix: def.prefix,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckEndsWith = /*@__PURE__*/ $constructor("$ZodCheckEndsWith", (inst, def) => {
	$ZodCheck.init(inst, def);
	const pattern = new RegExp(`.*${escapeRegex(def.suffix)}$`);
	def.pattern ?? (def.pattern = pattern);
	inst._zod.check = (payload) => {
		if (payload.value.endsWith(def.suffix)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "ends_with",
			suffix: def.suffix,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckOverwrite = /*@__PURE__*/ $constructor("$ZodCheckOverwrite", (inst, def) => {
	$ZodCheck.init(inst, def);
	inst._zod.check = (payload) => {
		payload.value = def.tx(payload.value);
	};
});

// node_modules/zod/v4/core/doc.js
var Doc = class {
	constructor(args = [], closed = {}) {
		this.content = [];
		this.indent = 0;
		this.args = args;
		this.closed = closed;
	}
	indented(fn) {
		this.indent += 1;
		try {
			fn(this);
		} finally {
			this.indent -= 1;
		}
	}
	write(arg) {
		if (typeof arg === "function") {
			arg(this, { execution: "sync" });
			arg(this, { execution: "async" });
			return;
		}
		const lines = arg.split("\n").filter((x) => x);
		const minIndent = Math.min(...lines.map((x) => x.length - x.trimStart().length));
		const dedented = lines.map((x) => x.slice(minIndent)).map((x) => " ".repeat(this.indent * 2) + x);
		for (const line of dedented) this.content.push(line);
	}
	compile() {
		const F = Function;
		const content = this?.content ?? [``];
		return new F(...Object.keys(this.closed), `return function (${this.args.join(", ")}) {\n${content.join("\n")}\n};`)(...Object.values(this.closed));
	}
};

// node_modules/zod/v4/core/versions.js
const version = {
	major: 4,
	minor: 6,
	patch: 7
};

// node_modules/zod/v4/core/schemas.js
const $ZodType = /*@__PURE__*/ $constructor("$ZodType", (inst, def) => {
	var _a;
	inst ?? (inst = {});
	inst._zod.def = def;
	inst._zod.bag = inst._zod.bag || {};
	inst._zod.version = version;
	const defChecks = inst._zod.def.checks;
	const checks = inst._zod.traits.has("$ZodCheck") ? [inst, ...defChecks ?? []] : defChecks?.length ? [...defChecks] : [];
	for (const ch of checks) for (const fn of ch._zod.onattach) fn(inst);
	if (checks.length === 0) {
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred?.push(() => {
			inst._zod.run = inst._zod.parse;
		});
	} else {
		const runChecks = (payload, checks, ctx) => {
			if (payload.memo) return payload;
			let isAborted = aborted(payload);
			let asyncResult;
			for (const ch of checks) {
				if (ch._zod.def.when) {
					if (explicitlyAborted(payload)) continue;
					if (!ch._zod.def.when(payload)) continue;
				} else if (isAborted) continue;
				const currLen = payload.issues.length;
				const _ = ch._zod.check(payload);
				if (_ instanceof Promise && ctx?.async === false) throw new $ZodAsyncError();
				if (asyncResult || _ instanceof Promise) asyncResult = (asyncResult ?? Promise.resolve()).then(async () => {
					await _;
					if (payload.issues.length === currLen) return;
					attachSchema(payload.issues, currLen, inst);
					if (!isAborted) isAborted = aborted(payload, currLen);
				});
				else {
					if (payload.issues.length === currLen) continue;
					attachSchema(payload.issues, currLen, inst);
					if (!isAborted) isAborted = aborted(payload, currLen);
				}
			}
			if (asyncResult) return asyncResult.then(() => {
				return payload;
			});
			return payload;
		};
		const handleCanaryResult = (canary, payload, ctx) => {
			if (aborted(canary)) {
				canary.aborted = true;
				return canary;
			}
			const checkResult = runChecks(payload, checks, ctx);
			if (checkResult instanceof Promise) {
				if (ctx.async === false) throw new $ZodAsyncError();
				return checkResult.then((checkResult) => inst._zod.parse(checkResult, ctx));
			}
			return inst._zod.parse(checkResult, ctx);
		};
		inst._zod.run = (payload, ctx) => {
			if (ctx.skipChecks) return inst._zod.parse(payload, ctx);
			if (ctx.direction === "backward") {
				const canary = inst._zod.parse({
					value: payload.value,
					issues: []
				}, {
					...ctx,
					skipChecks: true
				});
				if (canary instanceof Promise) return canary.then((canary) => {
					return handleCanaryResult(canary, payload, ctx);
				});
				return handleCanaryResult(canary, payload, ctx);
			}
			const result = inst._zod.parse(payload, ctx);
			if (result instanceof Promise) {
				if (ctx.async === false) throw new $ZodAsyncError();
				return result.then((result) => runChecks(result, checks, ctx));
			}
			return runChecks(result, checks, ctx);
		};
	}
}, {
	get "~standard"() {
		return hide(this, "~standard", standardProps(this));
	},
	set "~standard"(value) {
		own(this, "~standard", value);
	}
});
/** The Standard Schema surface for `inst`. Shared so wrappers can extend it without forcing it. */
const toStandardResult = (r, ctx) => r.issues.length ? { issues: r.issues.map((iss) => finalizeIssue(iss, ctx, config())) } : { value: r.value };
async function validateAsync(inst, value) {
	const ctx = { async: true };
	return toStandardResult(await inst._zod.run({
		value,
		issues: []
	}, ctx), ctx);
}
function standardProps(inst) {
	return {
		validate: (value) => {
			const ctx = { async: false };
			try {
				const r = inst._zod.run({
					value,
					issues: []
				}, ctx);
				if (!(r instanceof Promise)) return toStandardResult(r, ctx);
			} catch (_) {}
			return validateAsync(inst, value);
		},
		vendor: "zod",
		version: 1
	};
}
const $ZodString = /*@__PURE__*/ $constructor("$ZodString", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = def.pattern ?? anyString;
	inst._zod.parse = (payload, _) => {
		if (def.coerce) try {
			payload.value = String(payload.value);
		} catch (_) {}
		if (typeof payload.value === "string") return payload;
		payload.issues.push({
			expected: "string",
			code: "invalid_type",
			input: payload.value,
			inst
		});
		return payload;
	};
});
const $ZodStringFormat = /*@__PURE__*/ $constructor("$ZodStringFormat", (inst, def) => {
	$ZodCheckStringFormat.init(inst, def);
	$ZodString.init(inst, def);
});
const $ZodGUID = /*@__PURE__*/ $constructor("$ZodGUID", (inst, def) => {
	def.pattern ?? (def.pattern = guid);
	$ZodStringFormat.init(inst, def);
});
const $ZodUUID = /*@__PURE__*/ $constructor("$ZodUUID", (inst, def) => {
	if (def.version) {
		const v = {
			v1: 1,
			v2: 2,
			v3: 3,
			v4: 4,
			v5: 5,
			v6: 6,
			v7: 7,
			v8: 8
		}[def.version];
		if (v === void 0) throw new Error(`Invalid UUID version: "${def.version}"`);
		def.pattern ?? (def.pattern = uuid(v));
	} else def.pattern ?? (def.pattern = uuid());
	$ZodStringFormat.init(inst, def);
});
const $ZodEmail = /*@__PURE__*/ $constructor("$ZodEmail", (inst, def) => {
	def.pattern ?? (def.pattern = email);
	$ZodStringFormat.init(inst, def);
});
/** The `://` guard rejected the input before the URL constructor saw it. */
const URL_BAD_FORMAT = 1;
/** The URL parser rejected the input. */
const URL_UNPARSEABLE = 2;
function canParseURL(input) {
	try {
		if (typeof URL !== "undefined" && typeof URL.canParse === "function") return URL.canParse(input);
		new URL(input);
		return true;
	} catch {
		return false;
	}
}
function validateURL(trimmed, def) {
	if (!("normalize" in def) && !("hostname" in def) && !("protocol" in def)) return canParseURL(trimmed) || 2;
	return parseURLObject(trimmed, def);
}
/** Parses a URL while preserving the non-normalizing HTTP guard. */
function parseURLObject(trimmed, def) {
	if (!def.normalize && def.protocol?.source === httpProtocol.source && !/^https?:\/\//i.test(trimmed)) return 1;
	try {
		if (typeof URL !== "undefined") {
			const URLStatic = URL;
			if (typeof URLStatic.parse === "function") return URLStatic.parse(trimmed) ?? 2;
		}
		return new URL(trimmed);
	} catch {
		return 2;
	}
}
const asciiTabOrNewline = /[\t\n\r]/g;
/** The URL parser deletes every ASCII tab, LF and CR from its input before it parses, so `new URL("https://exa\nmple.com")` reports on `example.com`. Applying the same deletion to the returned value closes the half of that divergence which can move the host; the parser's other rewrite, stripping C0 controls at the edges, cannot. */
function stripTabAndNewline(value) {
	return value.replace(asciiTabOrNewline, "");
}
function urlHostnameOk(url, hostname) {
	hostname.lastIndex = 0;
	return hostname.test(url.hostname);
}
function urlProtocolOk(url, protocol) {
	protocol.lastIndex = 0;
	return protocol.test(url.protocol.endsWith(":") ? url.protocol.slice(0, -1) : url.protocol);
}
const $ZodURL = /*@__PURE__*/ $constructor("$ZodURL", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		try {
			const trimmed = payload.value.trim();
			const url = validateURL(trimmed, def);
			if (url === 1) {
				payload.issues.push({
					code: "invalid_format",
					format: "url",
					note: "Invalid URL format",
					input: payload.value,
					inst,
					continue: !def.abort
				});
				return;
			}
			if (url === 2) {
				payload.issues.push({
					code: "invalid_format",
					format: "url",
					input: payload.value,
					inst,
					continue: !def.abort
				});
				return;
			}
			if (url === true) {
				payload.value = stripTabAndNewline(trimmed);
				return;
			}
			if (def.hostname && !urlHostnameOk(url, def.hostname)) payload.issues.push({
				code: "invalid_format",
				format: "url",
				note: "Invalid hostname",
				pattern: def.hostname.source,
				input: payload.value,
				inst,
				continue: !def.abort
			});
			if (def.protocol && !urlProtocolOk(url, def.protocol)) payload.issues.push({
				code: "invalid_format",
				format: "url",
				note: "Invalid protocol",
				pattern: def.protocol.source,
				input: payload.value,
				inst,
				continue: !def.abort
			});
			payload.value = def.normalize ? url.href : stripTabAndNewline(trimmed);
			return;
		} catch (_) {
			payload.issues.push({
				code: "invalid_format",
				format: "url",
				input: payload.value,
				inst,
				continue: !def.abort
			});
		}
	};
});
const $ZodEmoji = /*@__PURE__*/ $constructor("$ZodEmoji", (inst, def) => {
	def.pattern ?? (def.pattern = emoji());
	$ZodStringFormat.init(inst, def);
});
const $ZodNanoID = /*@__PURE__*/ $constructor("$ZodNanoID", (inst, def) => {
	if (def.length !== void 0 && (!Number.isInteger(def.length) || def.length < 1)) throw new Error(`Invalid nanoid length: ${def.length}`);
	def.pattern ?? (def.pattern = def.length === void 0 ? nanoid : nanoidOfLength(def.length));
	$ZodStringFormat.init(inst, def);
});
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link $ZodCUID2} instead.
* See https://github.com/paralleldrive/cuid.
*/
const $ZodCUID = /*@__PURE__*/ $constructor("$ZodCUID", (inst, def) => {
	def.pattern ?? (def.pattern = cuid);
	$ZodStringFormat.init(inst, def);
});
const $ZodCUID2 = /*@__PURE__*/ $constructor("$ZodCUID2", (inst, def) => {
	def.pattern ?? (def.pattern = cuid2);
	$ZodStringFormat.init(inst, def);
});
const $ZodULID = /*@__PURE__*/ $constructor("$ZodULID", (inst, def) => {
	def.pattern ?? (def.pattern = ulid);
	$ZodStringFormat.init(inst, def);
});
const $ZodXID = /*@__PURE__*/ $constructor("$ZodXID", (inst, def) => {
	def.pattern ?? (def.pattern = xid);
	$ZodStringFormat.init(inst, def);
});
const $ZodKSUID = /*@__PURE__*/ $constructor("$ZodKSUID", (inst, def) => {
	def.pattern ?? (def.pattern = ksuid);
	$ZodStringFormat.init(inst, def);
});
const $ZodISODateTime = /*@__PURE__*/ $constructor("$ZodISODateTime", (inst, def) => {
	def.pattern ?? (def.pattern = datetime(def));
	$ZodStringFormat.init(inst, def);
});
const $ZodISODate = /*@__PURE__*/ $constructor("$ZodISODate", (inst, def) => {
	def.pattern ?? (def.pattern = date);
	$ZodStringFormat.init(inst, def);
});
const $ZodISOTime = /*@__PURE__*/ $constructor("$ZodISOTime", (inst, def) => {
	def.pattern ?? (def.pattern = time(def));
	$ZodStringFormat.init(inst, def);
});
const $ZodISODuration = /*@__PURE__*/ $constructor("$ZodISODuration", (inst, def) => {
	def.pattern ?? (def.pattern = duration);
	$ZodStringFormat.init(inst, def);
});
const $ZodIPv4 = /*@__PURE__*/ $constructor("$ZodIPv4", (inst, def) => {
	def.pattern ?? (def.pattern = ipv4);
	$ZodStringFormat.init(inst, def);
});
/** An IPv6 address is written with hex digits, colons and dots, and nothing else. The guard is what makes the check below an IPv6 check: `new URL("http://[...]")` parses an authority, not an address, so `@` and `\` re-delimit it and `"::@1\\"` validates against the host `0.0.0.1`. The URL parser also deletes ASCII tab, LF and CR rather than failing, which is how `"::1\n"` validated as `::1`. */
const ipv6Alphabet = /^[0-9a-fA-F:.]+$/;
function isValidIPv6(value) {
	if (!ipv6Alphabet.test(value)) return false;
	return canParseURL(`http://[${value}]`);
}
const $ZodIPv6 = /*@__PURE__*/ $constructor("$ZodIPv6", (inst, def) => {
	def.pattern ?? (def.pattern = ipv6);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (!isValidIPv6(payload.value)) payload.issues.push({
			code: "invalid_format",
			format: "ipv6",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCIDRv4 = /*@__PURE__*/ $constructor("$ZodCIDRv4", (inst, def) => {
	def.pattern ?? (def.pattern = cidrv4);
	$ZodStringFormat.init(inst, def);
});
function isValidCIDRv6(value) {
	const parts = value.split("/");
	if (parts.length !== 2) return false;
	const [address, prefix] = parts;
	if (!prefix) return false;
	const prefixNum = Number(prefix);
	if (`${prefixNum}` !== prefix) return false;
	if (prefixNum < 0 || prefixNum > 128) return false;
	return isValidIPv6(address);
}
const $ZodCIDRv6 = /*@__PURE__*/ $constructor("$ZodCIDRv6", (inst, def) => {
	def.pattern ?? (def.pattern = cidrv6);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (!isValidCIDRv6(payload.value)) payload.issues.push({
			code: "invalid_format",
			format: "cidrv6",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
function isValidBase64(data) {
	if (data === "") return true;
	if (/\s/.test(data)) return false;
	if (data.length % 4 !== 0) return false;
	try {
		atob(data);
		return true;
	} catch {
		return false;
	}
}
const base64Charset = /^[0-9a-zA-Z+/]*={0,2}$/;
const $ZodBase64 = /*@__PURE__*/ $constructor("$ZodBase64", (inst, def) => {
	def.pattern ?? (def.pattern = base64Charset);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidBase64(payload.value)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "base64",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const base64urlCharset = /^[A-Za-z0-9_-]*$/;
function isValidBase64URL(data) {
	if (!base64urlCharset.test(data)) return false;
	const base64 = data.replace(/[-_]/g, (c) => c === "-" ? "+" : "/");
	return isValidBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, "="));
}
const $ZodBase64URL = /*@__PURE__*/ $constructor("$ZodBase64URL", (inst, def) => {
	def.pattern ?? (def.pattern = base64urlCharset);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidBase64URL(payload.value)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "base64url",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodE164 = /*@__PURE__*/ $constructor("$ZodE164", (inst, def) => {
	def.pattern ?? (def.pattern = e164);
	$ZodStringFormat.init(inst, def);
});
function isValidJWT(token, algorithm = null) {
	try {
		const tokensParts = token.split(".");
		if (tokensParts.length !== 3) return false;
		const [header] = tokensParts;
		if (!header) return false;
		const parsedHeader = JSON.parse(atob(header));
		if ("typ" in parsedHeader && parsedHeader?.typ !== "JWT") return false;
		if (!parsedHeader.alg) return false;
		if (algorithm && (!("alg" in parsedHeader) || parsedHeader.alg !== algorithm)) return false;
		return true;
	} catch {
		return false;
	}
}
const $ZodJWT = /*@__PURE__*/ $constructor("$ZodJWT", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidJWT(payload.value, def.alg)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "jwt",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodNumber = /*@__PURE__*/ $constructor("$ZodNumber", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = number$1;
	inst._zod.parse = (payload, _ctx) => {
		if (def.coerce) try {
			payload.value = Number(payload.value);
		} catch (_) {}
		const input = payload.value;
		if (typeof input === "number" && !Number.isNaN(input) && Number.isFinite(input)) return payload;
		const received = typeof input === "number" ? Number.isNaN(input) ? "NaN" : !Number.isFinite(input) ? String(input) : void 0 : void 0;
		payload.issues.push({
			expected: "number",
			code: "invalid_type",
			input,
			inst,
			...received ? { received } : {}
		});
		return payload;
	};
});
const $ZodNumberFormat = /*@__PURE__*/ $constructor("$ZodNumberFormat", (inst, def) => {
	$ZodCheckNumberFormat.init(inst, def);
	$ZodNumber.init(inst, def);
});
const $ZodBoolean = /*@__PURE__*/ $constructor("$ZodBoolean", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = boolean$1;
	inst._zod.parse = (payload, _ctx) => {
		if (def.coerce) try {
			payload.value = Boolean(payload.value);
		} catch (_) {}
		const input = payload.value;
		if (typeof input === "boolean") return payload;
		payload.issues.push({
			expected: "boolean",
			code: "invalid_type",
			input,
			inst
		});
		return payload;
	};
});
const $ZodUnknown = /*@__PURE__*/ $constructor("$ZodUnknown", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload) => payload;
});
const $ZodNever = /*@__PURE__*/ $constructor("$ZodNever", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, _ctx) => {
		payload.issues.push({
			expected: "never",
			code: "invalid_type",
			input: payload.value,
			inst
		});
		return payload;
	};
});
function capSize(inst, size) {
	const caps = sizeCaps(inst._zod.def.checks);
	if (!caps.length) return;
	const cap = Math.min(...caps.map((c) => c[0]));
	const parse = inst._zod.parse;
	inst._zod.parse = (payload, ctx) => {
		const n = size(payload.value);
		if (n > cap && !ctx?.skipChecks && ctx?.direction !== "backward") {
			for (const [max, ch] of sizeCaps(inst._zod.def.checks)) if (n > max && ch._zod.def.when(payload)) {
				const start = payload.issues.length;
				ch._zod.check(payload);
				payload.issues[start].continue = false;
				attachSchema(payload.issues, start, inst);
				return payload;
			}
		}
		return parse(payload, ctx);
	};
}
const arraySize = (input) => Array.isArray(input) ? input.length : -1;
function handleArrayResult(result, final, index) {
	if (result.issues.length) final.issues.push(...prefixIssues(index, result.issues));
	final.value[index] = result.value;
}
const $ZodArray = /*@__PURE__*/ $constructor("$ZodArray", (inst, def) => {
	$ZodType.init(inst, def);
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!Array.isArray(input)) {
			payload.issues.push({
				expected: "array",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, Array(input.length), ctx) : Array(input.length);
		const proms = [];
		const abortEarly = ctx?.abortEarly;
		for (let i = 0; i < input.length; i++) {
			const item = input[i];
			const result = def.element._zod.run({
				value: item,
				issues: []
			}, ctx);
			if (result instanceof Promise) proms.push(result.then((result) => handleArrayResult(result, payload, i)));
			else {
				handleArrayResult(result, payload, i);
				if (abortEarly && result.issues.length !== 0 && aborted(result)) break;
			}
		}
		if (proms.length) return Promise.all(proms).then(() => payload);
		return payload;
	};
	capSize(inst, arraySize);
});
function handlePropertyResult(result, final, key, input, optin, optout) {
	const isPresent = key in input;
	const isOptionalOut = optout === "optional";
	if (!isPresent && isOptionalOut && optin === "optional") return;
	if (result.issues.length) {
		if (optin !== void 0 && isOptionalOut && !isPresent) return;
		final.issues.push(...prefixIssues(key, result.issues));
	}
	if (!isPresent && optin === void 0) {
		if (!result.issues.length) final.issues.push({
			code: "invalid_type",
			expected: "nonoptional",
			input: void 0,
			path: [key]
		});
		return;
	}
	if (result.value === void 0) {
		if (isPresent || optin === "defaulted" && !isOptionalOut) final.value[key] = void 0;
	} else final.value[key] = result.value;
}
const NO_SYMBOL_KEYS = [];
function normalizeDef(def) {
	const keys = Object.keys(def.shape);
	const ownSymbols = Object.getOwnPropertySymbols(def.shape);
	const symbolKeys = ownSymbols.length ? ownSymbols : NO_SYMBOL_KEYS;
	const allKeys = symbolKeys.length ? [...keys, ...symbolKeys] : keys;
	for (const k of allKeys) if (!def.shape?.[k]?._zod?.traits?.has("$ZodType")) throw new Error(`Invalid element at key "${String(k)}": expected a Zod schema`);
	const okeys = optionalKeys(def.shape);
	return {
		...def,
		allKeys,
		symbolKeys,
		keySet: new Set(keys),
		numKeys: keys.length,
		optionalKeys: new Set(okeys)
	};
}
function handleCatchall(proms, input, payload, ctx, def, inst, abortEarly) {
	const unrecognized = [];
	const keySet = def.keySet;
	const _catchall = def.catchall._zod;
	const t = _catchall.def.type;
	const optin = _catchall.optin;
	const optout = _catchall.optout;
	let seen = 0;
	for (const key in input) {
		if (abortEarly && payload.issues.length !== seen) {
			if (aborted(payload, seen)) break;
			seen = payload.issues.length;
		}
		if (keySet.has(key)) continue;
		if (key === "__proto__") {
			if (t === "never") unrecognized.push(key);
			continue;
		}
		if (t === "never") {
			unrecognized.push(key);
			continue;
		}
		const r = _catchall.run({
			value: input[key],
			issues: []
		}, ctx);
		if (r instanceof Promise) proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
		else handlePropertyResult(r, payload, key, input, optin, optout);
	}
	if (unrecognized.length) payload.issues.push({
		code: "unrecognized_keys",
		keys: unrecognized,
		input,
		inst,
		continue: true
	});
	if (!proms.length) return payload;
	return Promise.all(proms).then(() => {
		return payload;
	});
}
const $ZodObject = /*@__PURE__*/ $constructor("$ZodObject", (inst, def) => {
	$ZodType.init(inst, def);
	const desc = Object.getOwnPropertyDescriptor(def, "shape");
	const sh = desc?.get ? desc.get.raw : def.shape ?? {};
	if (sh) {
		const get = () => {
			const newSh = { ...sh };
			Object.defineProperty(def, "shape", { value: newSh });
			get.raw = newSh;
			return newSh;
		};
		get.raw = sh;
		Object.defineProperty(def, "shape", { get });
	}
	const _normalized = cached(() => normalizeDef(def));
	defineLazyInternal(inst, "propValues", (zod) => {
		const shape = zod.def.shape;
		const propValues = {};
		for (const key in shape) {
			const field = shape[key]._zod;
			if (field.values) {
				if (!Object.prototype.hasOwnProperty.call(propValues, key)) assignProp(propValues, key, /* @__PURE__ */ new Set());
				for (const v of field.values) propValues[key].add(v);
				if (field.optin !== void 0) propValues[key].add(void 0);
			}
		}
		return propValues;
	});
	const isObject$1 = isObject;
	const catchall = def.catchall;
	let value;
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		value ?? (value = _normalized.value);
		const input = payload.value;
		if (!isObject$1(input)) {
			payload.issues.push({
				expected: "object",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
		const proms = [];
		const shape = value.shape;
		const abortEarly = ctx?.abortEarly;
		let seen = payload.issues.length;
		for (const key of value.allKeys) {
			if (abortEarly && payload.issues.length !== seen) {
				if (aborted(payload, seen)) break;
				seen = payload.issues.length;
			}
			if (key === "__proto__") continue;
			const el = shape[key];
			const optin = el._zod.optin;
			const optout = el._zod.optout;
			const r = el._zod.run({
				value: input[key],
				issues: []
			}, ctx);
			if (r instanceof Promise) proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
			else handlePropertyResult(r, payload, key, input, optin, optout);
		}
		if (!catchall) return proms.length ? Promise.all(proms).then(() => payload) : payload;
		return handleCatchall(proms, input, payload, ctx, _normalized.value, inst, abortEarly === true);
	};
});
const $ZodObjectJIT = /*@__PURE__*/ $constructor("$ZodObjectJIT", (inst, def) => {
	$ZodObject.init(inst, def);
	const superParse = inst._zod.parse;
	const _normalized = cached(() => normalizeDef(def));
	const memo = globalConfig.memoizer;
	const generateFastpass = (shape) => {
		const normalized = _normalized.value;
		const syms = normalized.symbolKeys;
		const doc = new Doc(["payload", "ctx"], {
			shape,
			inst,
			memo,
			syms
		});
		const parseStr = (k) => `shape[${k}]._zod.run({ value: input[${k}], issues: [] }, ctx)`;
		const prefixStr = (id, k) => `
          let ${id}_ab = false;
          for (let i = 0; i < ${id}.issues.length; i++) {
            const iss = ${id}.issues[i];
            iss.path = iss.path ? [${k}, ...iss.path] : [${k}];
            payload.issues.push(iss);
            if (iss.continue !== true) ${id}_ab = true;
          }
          if (${id}_ab && ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }`;
		doc.write(`const input = payload.value;`);
		const ids = Object.create(null);
		let counter = 0;
		for (const key of normalized.allKeys) ids[key] = `key_${counter++}`;
		doc.write(memo ? `const newResult = memo.alloc(inst, payload, {}, ctx);` : `const newResult = {};`);
		for (const key of normalized.allKeys) {
			if (key === "__proto__") continue;
			const id = ids[key];
			const k = typeof key === "symbol" ? `syms[${syms.indexOf(key)}]` : esc(key);
			const isPresent = `${k} in input`;
			const schema = shape[key];
			const optin = schema?._zod?.optin;
			const isOptionalIn = optin !== void 0;
			const isOptionalOut = schema?._zod?.optout === "optional";
			doc.write(`const ${id} = ${parseStr(k)};`);
			if (isOptionalIn && isOptionalOut) {
				const assign = optin === "optional" ? `${id}_present` : `${id}.value !== undefined || ${id}_present`;
				doc.write(`
        const ${id}_present = ${isPresent};
        if (!${id}.issues.length || ${id}_present) {
          if (${id}.issues.length) {${prefixStr(id, k)}
          }

          if (${assign}) {
            newResult[${k}] = ${id}.value;
          }
        }

      `);
			} else if (!isOptionalIn) doc.write(`
        const ${id}_present = ${isPresent};
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
        if (!${id}_present && !${id}.issues.length) {
          payload.issues.push({
            code: "invalid_type",
            expected: "nonoptional",
            input: undefined,
            path: [${k}]
          });
          if (ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }
        }

        if (${id}_present) {
          newResult[${k}] = ${id}.value;
        }

      `);
			else {
				doc.write(`
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
      `);
				if (optin === "defaulted") doc.write(`newResult[${k}] = ${id}.value;`);
				else doc.write(`
        if (${id}.value !== undefined || ${isPresent}) {
          newResult[${k}] = ${id}.value;
        }
      `);
			}
		}
		doc.write(`payload.value = newResult;`);
		doc.write(`return payload;`);
		return doc.compile();
	};
	let fastpass;
	const isObject$2 = isObject;
	const jit = !globalConfig.jitless;
	const allowsEval$1 = allowsEval;
	const fastEnabled = jit && allowsEval$1.value;
	const catchall = def.catchall;
	let value;
	inst._zod.parse = (payload, ctx) => {
		value ?? (value = _normalized.value);
		const input = payload.value;
		if (!isObject$2(input)) {
			payload.issues.push({
				expected: "object",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		if (jit && fastEnabled && ctx?.async === false && ctx.jitless !== true) {
			if (!fastpass) fastpass = generateFastpass(def.shape);
			payload = fastpass(payload, ctx);
			if (!catchall) return payload;
			return handleCatchall([], input, payload, ctx, value, inst, ctx?.abortEarly === true);
		}
		return superParse(payload, ctx);
	};
});
function handleUnionResults(results, final, inst, ctx) {
	for (const result of results) if (result.issues.length === 0) {
		final.value = result.value;
		return final;
	}
	const nonaborted = results.filter((r) => !aborted(r));
	if (nonaborted.length === 1) {
		final.value = nonaborted[0].value;
		return nonaborted[0];
	}
	final.issues.push({
		code: "invalid_union",
		input: final.value,
		inst,
		errors: results.map((result) => result.issues.map((iss) => finalizeIssue(iss, ctx, config())))
	});
	return final;
}
const $ZodUnion = /*@__PURE__*/ $constructor("$ZodUnion", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.options.some((o) => o._zod.optin === "defaulted") ? "defaulted" : zod.def.options.some((o) => o._zod.optin !== void 0) ? "optional" : void 0);
	defineLazyInternal(inst, "optout", (zod) => zod.def.options.some((o) => o._zod.optout === "optional") ? "optional" : void 0);
	defineLazyInternal(inst, "values", (zod) => {
		if (zod.def.options.every((o) => o._zod.values)) return new Set(zod.def.options.flatMap((option) => Array.from(option._zod.values)));
	});
	defineLazyInternal(inst, "pattern", (zod) => {
		if (zod.def.options.every((o) => o._zod.pattern)) {
			const patterns = zod.def.options.map((o) => o._zod.pattern);
			return new RegExp(`^(${patterns.map((p) => cleanRegex(p.source)).join("|")})$`);
		}
	});
	const first = def.options.length === 1 ? def.options[0]._zod.run : null;
	inst._zod.parse = (payload, ctx) => {
		if (first) return first(payload, ctx);
		let async = false;
		const results = [];
		for (const option of def.options) {
			const result = option._zod.run({
				value: payload.value,
				issues: []
			}, ctx);
			if (result instanceof Promise) {
				results.push(result);
				async = true;
			} else {
				if (result.issues.length === 0) return result;
				results.push(result);
			}
		}
		if (!async) return handleUnionResults(results, payload, inst, ctx);
		return Promise.all(results).then((results) => {
			return handleUnionResults(results, payload, inst, ctx);
		});
	};
});
function discriminatorMap(def) {
	const map = /* @__PURE__ */ new Map();
	for (const option of def.options) {
		const values = option._zod.propValues?.[def.discriminator];
		if (!values || values.size === 0) throw new Error(`Invalid discriminated union option at index "${def.options.indexOf(option)}"`);
		for (const value of values) if (map.has(value)) {
			if (value !== void 0) throw new Error(`Duplicate discriminator value "${String(value)}"`);
			map.set(value, null);
		} else map.set(value, option);
	}
	return map;
}
const $ZodDiscriminatedUnion = /*@__PURE__*/ $constructor("$ZodDiscriminatedUnion", (inst, def) => {
	def.inclusive = false;
	$ZodUnion.init(inst, def);
	const _super = inst._zod.parse;
	defineLazyInternal(inst, "propValues", (zod) => {
		const propValues = {};
		let undefinedCount = 0;
		for (const option of zod.def.options) {
			const pv = option._zod.propValues;
			if (!pv || Object.keys(pv).length === 0) throw new Error(`Invalid discriminated union option at index "${zod.def.options.indexOf(option)}"`);
			if (pv[zod.def.discriminator]?.has(void 0)) undefinedCount++;
			for (const [k, v] of Object.entries(pv)) {
				if (!Object.prototype.hasOwnProperty.call(propValues, k)) assignProp(propValues, k, /* @__PURE__ */ new Set());
				for (const val of v) propValues[k].add(val);
			}
		}
		if (!zod.def.unionFallback && undefinedCount > 1) propValues[zod.def.discriminator]?.delete(void 0);
		return propValues;
	});
	def.options.forEach((option, i) => {
		const propShape = rawShape(option._zod.def);
		if (propShape && !Object.prototype.hasOwnProperty.call(propShape, def.discriminator)) throw new Error(`Invalid discriminated union option at index "${i}"`);
	});
	const disc = cached(() => discriminatorMap(def));
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!isObject(input)) {
			payload.issues.push({
				code: "invalid_type",
				expected: "object",
				input,
				inst
			});
			return payload;
		}
		const value = input?.[def.discriminator];
		const opt = disc.value.get(value);
		if (opt && (value !== void 0 || ctx.direction !== "backward")) return opt._zod.run(payload, ctx);
		if (def.unionFallback || ctx.direction === "backward") return _super(payload, ctx);
		payload.issues.push({
			code: "invalid_union",
			errors: [],
			note: "No matching discriminator",
			discriminator: def.discriminator,
			options: Array.from(disc.value.keys()).filter((value) => disc.value.get(value) !== null),
			input,
			path: [def.discriminator],
			inst
		});
		return payload;
	};
});
const $ZodIntersection = /*@__PURE__*/ $constructor("$ZodIntersection", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		const left = def.left._zod.run({
			value: input,
			issues: []
		}, ctx);
		const right = def.right._zod.run({
			value: input,
			issues: []
		}, ctx);
		if (left instanceof Promise || right instanceof Promise) return Promise.all([left, right]).then(([left, right]) => {
			return handleIntersectionResults(payload, left, right);
		});
		return handleIntersectionResults(payload, left, right);
	};
});
function mergeValues(a, b) {
	if (a === b) return {
		valid: true,
		data: a
	};
	if (a instanceof Date && b instanceof Date && +a === +b) return {
		valid: true,
		data: a
	};
	if (isPlainObject(a) && isPlainObject(b)) {
		const bKeys = Object.keys(b);
		const sharedKeys = Object.keys(a).filter((key) => bKeys.indexOf(key) !== -1);
		const newObj = {
			...a,
			...b
		};
		if (Object.prototype.hasOwnProperty.call(newObj, "__proto__")) delete newObj.__proto__;
		for (const key of sharedKeys) {
			if (key === "__proto__") continue;
			const sharedValue = mergeValues(a[key], b[key]);
			if (!sharedValue.valid) return {
				valid: false,
				mergeErrorPath: [key, ...sharedValue.mergeErrorPath]
			};
			newObj[key] = sharedValue.data;
		}
		return {
			valid: true,
			data: newObj
		};
	}
	if (Array.isArray(a) && Array.isArray(b)) {
		if (a.length !== b.length) return {
			valid: false,
			mergeErrorPath: []
		};
		const newArray = [];
		for (let index = 0; index < a.length; index++) {
			const itemA = a[index];
			const itemB = b[index];
			const sharedValue = mergeValues(itemA, itemB);
			if (!sharedValue.valid) return {
				valid: false,
				mergeErrorPath: [index, ...sharedValue.mergeErrorPath]
			};
			newArray.push(sharedValue.data);
		}
		return {
			valid: true,
			data: newArray
		};
	}
	return {
		valid: false,
		mergeErrorPath: []
	};
}
function handleIntersectionResults(result, left, right) {
	const unrecKeys = /* @__PURE__ */ new Map();
	let unrecIssue;
	const keyIssues = /* @__PURE__ */ new Map();
	const collect = (iss, side) => {
		let keys;
		if (iss.code === "unrecognized_keys" && !iss.path?.length) {
			unrecIssue ?? (unrecIssue = iss);
			keys = iss.keys;
		} else if (iss.code === "invalid_key" && iss.origin === "record" && iss.path?.length === 1) {
			const k = String(iss.path[0]);
			if (!keyIssues.has(k)) keyIssues.set(k, iss);
			keys = [k];
		} else return false;
		for (const k of keys) {
			if (!unrecKeys.has(k)) unrecKeys.set(k, {});
			unrecKeys.get(k)[side] = true;
		}
		return true;
	};
	for (const iss of left.issues) if (!collect(iss, "l")) result.issues.push(iss);
	for (const iss of right.issues) if (!collect(iss, "r")) result.issues.push(iss);
	const bothKeys = [...unrecKeys].filter(([, f]) => f.l && f.r).map(([k]) => k);
	if (bothKeys.length) {
		const aggregated = unrecIssue ? bothKeys.filter((k) => unrecIssue.keys.includes(k)) : [];
		if (aggregated.length) result.issues.push({
			...unrecIssue,
			keys: aggregated
		});
		for (const k of bothKeys) if (!aggregated.includes(k) && keyIssues.has(k)) result.issues.push(keyIssues.get(k));
	}
	const merged = mergeValues(left.value, right.value);
	if (!merged.valid) {
		if (aborted(result)) return result;
		throw new Error(`Unmergable intersection. Error path: ${JSON.stringify(merged.mergeErrorPath)}`);
	}
	result.value = merged.data;
	return result;
}
const $ZodTuple = /*@__PURE__*/ $constructor("$ZodTuple", (inst, def) => {
	$ZodType.init(inst, def);
	const items = def.items;
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!Array.isArray(input)) {
			payload.issues.push({
				input,
				inst,
				expected: "tuple",
				code: "invalid_type"
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, [], ctx) : [];
		const proms = [];
		const optinStart = getTupleOptStart(items, "optin");
		const optoutStart = getTupleOptStart(items, "optout");
		if (!def.rest) {
			if (input.length < optinStart) {
				payload.issues.push({
					code: "too_small",
					minimum: optinStart,
					inclusive: true,
					input,
					inst,
					origin: "array"
				});
				return payload;
			}
			if (input.length > items.length) payload.issues.push({
				code: "too_big",
				maximum: items.length,
				inclusive: true,
				input,
				inst,
				origin: "array"
			});
		}
		const itemResults = new Array(items.length);
		const abortEarly = def.rest ? ctx?.abortEarly : void 0;
		let itemAborted = false;
		for (let i = 0; i < items.length; i++) {
			const r = items[i]._zod.run({
				value: input[i],
				issues: []
			}, ctx);
			if (r instanceof Promise) proms.push(r.then((rr) => {
				itemResults[i] = rr;
			}));
			else {
				itemResults[i] = r;
				if (abortEarly && !itemAborted && r.issues.length) itemAborted = aborted(r);
			}
		}
		if (def.rest && !itemAborted) {
			let i = items.length - 1;
			const rest = input.slice(items.length);
			let seen = payload.issues.length;
			for (const el of rest) {
				if (abortEarly && payload.issues.length !== seen) {
					if (aborted(payload, seen)) break;
					seen = payload.issues.length;
				}
				i++;
				const result = def.rest._zod.run({
					value: el,
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((r) => handleTupleResult(r, payload, i)));
				else handleTupleResult(result, payload, i);
			}
		}
		if (proms.length) return Promise.all(proms).then(() => handleTupleResults(itemResults, payload, items, input, optoutStart));
		return handleTupleResults(itemResults, payload, items, input, optoutStart);
	};
});
function getTupleOptStart(items, key) {
	for (let i = items.length - 1; i >= 0; i--) if (!(key === "optin" ? items[i]._zod.optin !== void 0 : items[i]._zod.optout === "optional")) return i + 1;
	return 0;
}
function handleTupleResult(result, final, index) {
	if (result.issues.length) final.issues.push(...prefixIssues(index, result.issues));
	final.value[index] = result.value;
}
function handleTupleResults(itemResults, final, items, input, optoutStart) {
	for (let i = 0; i < items.length; i++) {
		const r = itemResults[i];
		const isPresent = i < input.length;
		if (!isPresent && i >= optoutStart && items[i]._zod.optin === "optional") {
			final.value.length = i;
			break;
		}
		if (r.issues.length) {
			if (!isPresent && i >= optoutStart) {
				final.value.length = i;
				break;
			}
			final.issues.push(...prefixIssues(i, r.issues));
		}
		final.value[i] = r.value;
	}
	for (let i = final.value.length - 1; i >= input.length; i--) if (items[i]._zod.optout === "optional" && final.value[i] === void 0) final.value.length = i;
	else break;
	return final;
}
const $ZodRecord = /*@__PURE__*/ $constructor("$ZodRecord", (inst, def) => {
	$ZodType.init(inst, def);
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!isPlainObject(input)) {
			payload.issues.push({
				expected: "record",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		const proms = [];
		const values = def.keyType._zod.values;
		if (values && !def.partial) {
			payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
			const recordKeys = /* @__PURE__ */ new Set();
			for (const key of values) if (typeof key === "string" || typeof key === "number" || typeof key === "symbol") {
				recordKeys.add(typeof key === "number" ? key.toString() : key);
				if (key === "__proto__") continue;
				const keyResult = def.keyType._zod.run({
					value: key,
					issues: []
				}, ctx);
				if (keyResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
				if (keyResult.issues.length) {
					payload.issues.push({
						code: "invalid_key",
						origin: "record",
						issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
						input: key,
						path: [key],
						inst
					});
					continue;
				}
				const outKey = keyResult.value;
				if (outKey === "__proto__") continue;
				const result = def.valueType._zod.run({
					value: input[key],
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((result) => {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}));
				else {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}
			}
			let unrecognized;
			for (const key in input) if (!recordKeys.has(key)) {
				if (def.mode === "loose") {
					if (key === "__proto__") continue;
					payload.value[key] = input[key];
				} else {
					unrecognized = unrecognized ?? [];
					unrecognized.push(key);
				}
			}
			if (unrecognized && unrecognized.length > 0) payload.issues.push({
				code: "unrecognized_keys",
				input,
				inst,
				keys: unrecognized,
				continue: true
			});
		} else {
			payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
			let unrecognized;
			for (const key of Reflect.ownKeys(input)) {
				if (key === "__proto__") continue;
				if (!Object.prototype.propertyIsEnumerable.call(input, key)) continue;
				let keyResult = def.keyType._zod.run({
					value: key,
					issues: []
				}, ctx);
				if (keyResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
				if (typeof key === "string" && number$1.test(key) && keyResult.issues.length) {
					const retryResult = def.keyType._zod.run({
						value: Number(key),
						issues: []
					}, ctx);
					if (retryResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
					if (retryResult.issues.length === 0) keyResult = retryResult;
				}
				if (keyResult.issues.length) {
					if (def.mode === "loose") payload.value[key] = input[key];
					else if (values) {
						unrecognized = unrecognized ?? [];
						unrecognized.push(key);
					} else payload.issues.push({
						code: "invalid_key",
						origin: "record",
						issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
						input: key,
						path: [key],
						inst
					});
					continue;
				}
				const outKey = keyResult.value;
				if (outKey === "__proto__") continue;
				const result = def.valueType._zod.run({
					value: input[key],
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((result) => {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}));
				else {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}
			}
			if (unrecognized && unrecognized.length > 0) payload.issues.push({
				code: "unrecognized_keys",
				input,
				inst,
				keys: unrecognized,
				continue: true
			});
		}
		if (proms.length) return Promise.all(proms).then(() => payload);
		return payload;
	};
});
const $ZodEnum = /*@__PURE__*/ $constructor("$ZodEnum", (inst, def) => {
	$ZodType.init(inst, def);
	const values = getEnumValues(def.entries);
	const valuesSet = new Set(values);
	inst._zod.values = valuesSet;
	defineLazyInternal(inst, "pattern", (zod) => {
		const patternValues = getEnumValues(zod.def.entries).filter((k) => propertyKeyTypes.has(typeof k));
		return new RegExp(patternValues.length ? `^(${patternValues.map((o) => escapeRegex(o.toString())).join("|")})$` : "^[^\\s\\S]$");
	});
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (valuesSet.has(input)) return payload;
		payload.issues.push({
			code: "invalid_value",
			values,
			input,
			inst
		});
		return payload;
	};
});
const $ZodLiteral = /*@__PURE__*/ $constructor("$ZodLiteral", (inst, def) => {
	$ZodType.init(inst, def);
	const values = new Set(def.values);
	inst._zod.values = values;
	defineLazyInternal(inst, "pattern", (zod) => {
		const vals = zod.def.values;
		return new RegExp(vals.length ? `^(${vals.map((o) => typeof o === "string" ? escapeRegex(o) : o ? escapeRegex(o.toString()) : String(o)).join("|")})$` : "^[^\\s\\S]$");
	});
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (values.has(input)) return payload;
		payload.issues.push({
			code: "invalid_value",
			values: def.values,
			input,
			inst
		});
		return payload;
	};
});
const $ZodTransform = /*@__PURE__*/ $constructor("$ZodTransform", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "optional";
	globalConfig.memoizer?.guard(inst);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") throw new $ZodEncodeError(inst.constructor.name);
		const _out = def.transform(payload.value, payload);
		if (ctx.async) return (_out instanceof Promise ? _out : Promise.resolve(_out)).then((output) => {
			payload.value = output;
			return payload;
		});
		if (_out instanceof Promise) throw new $ZodAsyncError();
		payload.value = _out;
		return payload;
	};
});
function handleOptionalResult(payload, result) {
	payload.value = result.issues.length ? void 0 : result.value;
	return payload;
}
const $ZodOptional = /*@__PURE__*/ $constructor("$ZodOptional", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
	inst._zod.optout = "optional";
	defineLazyInternal(inst, "values", (zod) => {
		const values = zod.def.innerType._zod.values;
		return values ? /* @__PURE__ */ new Set([...values, void 0]) : void 0;
	});
	defineLazyInternal(inst, "pattern", (zod) => {
		const pattern = zod.def.innerType._zod.pattern;
		return pattern ? new RegExp(`^(${cleanRegex(pattern.source)})?$`) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		if (payload.value === void 0) {
			if (def.innerType._zod.optin !== "defaulted") return payload;
			const result = def.innerType._zod.run({
				value: payload.value,
				issues: []
			}, ctx);
			if (result instanceof Promise) return result.then((result) => handleOptionalResult(payload, result));
			return handleOptionalResult(payload, result);
		}
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodExactOptional = /*@__PURE__*/ $constructor("$ZodExactOptional", (inst, def) => {
	$ZodOptional.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	defineLazyInternal(inst, "pattern", (zod) => zod.def.innerType._zod.pattern);
	inst._zod.parse = (payload, ctx) => {
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodNullable = /*@__PURE__*/ $constructor("$ZodNullable", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
	defineLazyInternal(inst, "pattern", (zod) => {
		const pattern = zod.def.innerType._zod.pattern;
		return pattern ? new RegExp(`^(${cleanRegex(pattern.source)}|null)$`) : void 0;
	});
	defineLazyInternal(inst, "values", (zod) => {
		return zod.def.innerType._zod.values ? /* @__PURE__ */ new Set([...zod.def.innerType._zod.values, null]) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		if (payload.value === null) return payload;
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodDefault = /*@__PURE__*/ $constructor("$ZodDefault", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "defaulted";
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		if (payload.value === void 0) {
			payload.value = def.defaultValue;
			/**
			* $ZodDefault returns the default value immediately in forward direction.
			* It doesn't pass the default value into the validator ("prefault"). There's no reason to pass the default value through validation. The validity of the default is enforced by TypeScript statically. Otherwise, it's the responsibility of the user to ensure the default is valid. In the case of pipes with divergent in/out types, you can specify the default on the `in` schema of your ZodPipe to set a "prefault" for the pipe.   */
			return payload;
		}
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then((result) => handleDefaultResult(result, def));
		return handleDefaultResult(result, def);
	};
});
function handleDefaultResult(payload, def) {
	if (payload.value === void 0) payload.value = def.defaultValue;
	return payload;
}
const $ZodPrefault = /*@__PURE__*/ $constructor("$ZodPrefault", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "defaulted";
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		if (payload.value === void 0) payload.value = def.defaultValue;
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodNonOptional = /*@__PURE__*/ $constructor("$ZodNonOptional", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => {
		const v = zod.def.innerType._zod.values;
		return v ? new Set([...v].filter((x) => x !== void 0)) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then((result) => handleNonOptionalResult(result, inst));
		return handleNonOptionalResult(result, inst);
	};
});
function handleNonOptionalResult(payload, inst) {
	if (!payload.issues.length && payload.value === void 0) payload.issues.push({
		code: "invalid_type",
		expected: "nonoptional",
		input: payload.value,
		inst
	});
	return payload;
}
function handleCatchResult(payload, result, def, ctx) {
	if (!result.issues.length) {
		payload.value = result.value;
		if (result.memo) payload.memo = true;
		return payload;
	}
	payload.value = def.catchValue({
		...result,
		value: payload.value,
		error: { issues: result.issues.map((iss) => finalizeIssue(iss, ctx, config())) },
		input: payload.value
	});
	return payload;
}
const $ZodCatch = /*@__PURE__*/ $constructor("$ZodCatch", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		const result = def.innerType._zod.run({
			value: payload.value,
			issues: []
		}, ctx);
		if (result instanceof Promise) return result.then((result) => handleCatchResult(payload, result, def, ctx));
		return handleCatchResult(payload, result, def, ctx);
	};
});
const $ZodPipe = /*@__PURE__*/ $constructor("$ZodPipe", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => zod.def.in._zod.values);
	defineLazyInternal(inst, "optin", (zod) => zod.def.in._zod.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.out._zod.optout);
	defineLazyInternal(inst, "propValues", (zod) => zod.def.in._zod.propValues);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") {
			const right = def.out._zod.run(payload, ctx);
			if (right instanceof Promise) return right.then((right) => handlePipeResult(right, def.in, ctx));
			return handlePipeResult(right, def.in, ctx);
		}
		const left = def.in._zod.run(payload, ctx);
		if (left instanceof Promise) return left.then((left) => handlePipeResult(left, def.out, ctx));
		return handlePipeResult(left, def.out, ctx);
	};
});
function handlePipeResult(left, next, ctx) {
	if (left.issues.some((iss) => iss.code !== "unrecognized_keys")) {
		left.aborted = true;
		return left;
	}
	return next._zod.run({
		value: left.value,
		issues: left.issues
	}, ctx);
}
const $ZodReadonly = /*@__PURE__*/ $constructor("$ZodReadonly", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "propValues", (zod) => zod.def.innerType._zod.propValues);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType?._zod?.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType?._zod?.optout);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then(handleReadonlyResult);
		return handleReadonlyResult(result);
	};
});
function handleReadonlyResult(payload) {
	if (!payload.memo) payload.value = Object.freeze(payload.value);
	return payload;
}
const $ZodCustom = /*@__PURE__*/ $constructor("$ZodCustom", (inst, def) => {
	$ZodCheck.init(inst, def);
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, _) => {
		return payload;
	};
	inst._zod.check = (payload) => {
		const input = payload.value;
		const r = def.fn(input);
		if (r instanceof Promise) return r.then((r) => handleRefineResult(r, payload, input, inst));
		handleRefineResult(r, payload, input, inst);
	};
});
function handleRefineResult(result, payload, input, inst) {
	if (!result) {
		const _iss = {
			code: "custom",
			input,
			inst,
			path: [...inst._zod.def.path ?? []],
			continue: !inst._zod.def.abort
		};
		if (inst._zod.def.params) _iss.params = inst._zod.def.params;
		payload.issues.push(issue(_iss));
	}
}

// node_modules/zod/v4/core/memoizer.js
var $ZodCyclicError = class extends Error {
	constructor() {
		super(`Cannot parse a reference cycle that closes through a transform`);
		this.name = "ZodCyclicError";
	}
};
/** Keyed off the context object every schema in one parse call already shares. */
const STATE = "~memo";
const NO_ISSUES = [];
function isRef(value) {
	return value !== null && typeof value === "object";
}
function cloneIssues(issues) {
	return issues.map((iss) => iss.path ? {
		...iss,
		path: iss.path.slice()
	} : { ...iss });
}
const recursive = /*@__PURE__*/ new WeakMap();
/** What the walk established, in order of certainty: ordered so the strongest answer among children wins. */
const NONE = 0;
const ASSUMED = 1;
const PROVEN = 2;
/** Whether this schema's subtree contains a cycle, so one parse can re-enter it. */
function isRecursive(inst, stack, resolve) {
	const cached = recursive.get(inst);
	if (cached !== void 0) return cached ? PROVEN : NONE;
	if (stack.has(inst)) return PROVEN;
	stack.add(inst);
	let result = NONE;
	const check = (child) => {
		if (result !== PROVEN && child?._zod) {
			const answer = isRecursive(child, stack, resolve);
			if (answer > result) result = answer;
		}
	};
	const shape = (sh, spread) => {
		let answer = NONE;
		for (const key of Reflect.ownKeys(sh)) {
			const desc = Object.getOwnPropertyDescriptor(sh, key);
			if (spread && !desc.enumerable) continue;
			const child = desc.get ? ASSUMED : desc.value?._zod ? isRecursive(desc.value, stack, resolve) : NONE;
			if (child > answer) answer = child;
		}
		return answer;
	};
	const merge = (answer) => {
		if (answer > result) result = answer;
	};
	const def = inst._zod.def;
	switch (def.type) {
		case "object": {
			const raw = rawShape(def);
			merge(raw ? shape(raw, true) : ASSUMED);
			check(def.catchall);
			break;
		}
		case "array":
			check(def.element);
			break;
		case "tuple":
			for (const el of def.items) check(el);
			check(def.rest);
			break;
		case "record":
		case "map":
			check(def.keyType);
			check(def.valueType);
			break;
		case "set":
			check(def.valueType);
			break;
		case "union":
			for (const el of def.options) check(el);
			break;
		case "intersection":
			check(def.left);
			check(def.right);
			break;
		case "optional":
		case "nullable":
		case "default":
		case "prefault":
		case "catch":
		case "readonly":
		case "nonoptional":
		case "promise":
		case "success":
			check(def.innerType);
			break;
		case "pipe":
			check(def.in);
			check(def.out);
			break;
		case "function":
			check(def.input);
			check(def.output);
			break;
		case "lazy": {
			const inner = def._cachedInner ?? (resolve ? inst._zod.innerType : void 0);
			merge(inner ? isRecursive(inner, stack, false) : ASSUMED);
			break;
		}
		case "template_literal":
		case "string":
		case "number":
		case "int":
		case "boolean":
		case "bigint":
		case "symbol":
		case "undefined":
		case "null":
		case "void":
		case "never":
		case "any":
		case "unknown":
		case "date":
		case "nan":
		case "enum":
		case "literal":
		case "file":
		case "transform":
		case "custom": break;
		default: for (const key in def) {
			const desc = Object.getOwnPropertyDescriptor(def, key);
			if (!desc || desc.get) continue;
			const value = desc.value;
			if (!value || typeof value !== "object") continue;
			if (value._zod) check(value);
			else if (Array.isArray(value)) for (const el of value) check(el);
		}
	}
	stack.delete(inst);
	return settle(inst, result);
}
/** An assumed answer must not outlive the resolution that settles it, so only a certain one is cached. */
function settle(inst, answer) {
	if (answer !== ASSUMED) recursive.set(inst, answer === PROVEN);
	return answer;
}
function bucketFor(state, inst) {
	let bucket = state.buckets.get(inst);
	if (!bucket) {
		bucket = /* @__PURE__ */ new WeakMap();
		state.buckets.set(inst, bucket);
	}
	return bucket;
}
let handoff;
const open$1 = [];
const memo = {
	alloc(_inst, payload, empty) {
		const bucket = handoff;
		if (!bucket) return empty;
		handoff = void 0;
		const entry = {
			value: empty,
			issues: null
		};
		bucket.set(payload.value, entry);
		open$1.push(entry);
		return empty;
	},
	guard(inst) {
		var _a;
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred.push(() => {
			const base = inst._zod.parse;
			const wrapped = (payload, ctx) => {
				if (ctx.direction !== "backward" && isBackEdge(ctx, payload.value)) throw new $ZodCyclicError();
				return base(payload, ctx);
			};
			inst._zod.parse = wrapped;
			if (inst._zod.run === base) inst._zod.run = wrapped;
		});
	},
	attach(inst) {
		var _a;
		let isRecursiveInst;
		let rechecked = false;
		let lastCtx;
		let lastBucket;
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred.push(() => {
			const base = inst._zod.parse;
			const wrapped = (payload, ctx) => {
				if (isRecursiveInst === void 0) {
					const walked = isRecursive(inst, /* @__PURE__ */ new Set(), false);
					if (walked === NONE) {
						inst._zod.parse = base;
						if (inst._zod.run === wrapped) inst._zod.run = base;
						return base(payload, ctx);
					}
					if (walked === PROVEN || rechecked) isRecursiveInst = true;
					else rechecked = true;
				}
				const input = payload.value;
				if (!isRef(input)) return base(payload, ctx);
				let state = ctx[STATE];
				if (!state) {
					state = {
						buckets: /* @__PURE__ */ new WeakMap(),
						backEdges: void 0
					};
					ctx[STATE] = state;
				}
				let bucket;
				if (lastCtx === ctx) bucket = lastBucket;
				else {
					bucket = bucketFor(state, inst);
					lastCtx = ctx;
					lastBucket = bucket;
				}
				const hit = bucket.get(input);
				if (hit) {
					payload.value = hit.value;
					if (hit.issues) {
						if (hit.issues.length) payload.issues.push(...cloneIssues(hit.issues));
					} else {
						payload.memo = true;
						state.backEdges ?? (state.backEdges = /* @__PURE__ */ new WeakSet());
						state.backEdges.add(hit.value);
					}
					return payload;
				}
				handoff = bucket;
				const depth = open$1.length;
				const result = base(payload, ctx);
				handoff = void 0;
				const entry = open$1.length > depth ? open$1.pop() : void 0;
				if (result instanceof Promise) return result.then((r) => {
					if (entry) entry.issues = r.issues.length ? cloneIssues(r.issues) : NO_ISSUES;
					return r;
				});
				if (entry) entry.issues = result.issues.length ? cloneIssues(result.issues) : NO_ISSUES;
				return result;
			};
			inst._zod.parse = wrapped;
			if (inst._zod.run === base) inst._zod.run = wrapped;
		});
	}
};
/** The memoizer that gives containers cycle support. `zod` installs it by default; `zod/mini` opts in with `config({ memoizer: memoizer() })`. */
function memoizer() {
	return memo;
}
/** Whether this value is a node a back-edge resolved to before it finished. */
function isBackEdge(ctx, value) {
	const backEdges = ctx[STATE]?.backEdges;
	return backEdges !== void 0 && isRef(value) && backEdges.has(value);
}

// node_modules/zod/v4/locales/en.js
const error = () => {
	const Sizable = {
		string: {
			unit: "characters",
			verb: "to have"
		},
		file: {
			unit: "bytes",
			verb: "to have"
		},
		array: {
			unit: "items",
			verb: "to have"
		},
		set: {
			unit: "items",
			verb: "to have"
		},
		map: {
			unit: "entries",
			verb: "to have"
		}
	};
	function getSizing(origin) {
		return Sizable[origin] ?? null;
	}
	const FormatDictionary = {
		regex: "input",
		email: "email address",
		url: "URL",
		emoji: "emoji",
		uuid: "UUID",
		uuidv4: "UUIDv4",
		uuidv6: "UUIDv6",
		nanoid: "nanoid",
		guid: "GUID",
		cuid: "cuid",
		cuid2: "cuid2",
		ulid: "ULID",
		xid: "XID",
		ksuid: "KSUID",
		datetime: "ISO datetime",
		date: "ISO date",
		time: "ISO time",
		duration: "ISO duration",
		ipv4: "IPv4 address",
		ipv6: "IPv6 address",
		mac: "MAC address",
		cidrv4: "IPv4 range",
		cidrv6: "IPv6 range",
		base64: "base64-encoded string",
		base64url: "base64url-encoded string",
		json_string: "JSON string",
		e164: "E.164 number",
		currency_code: "currency code",
		credit_card: "credit card number",
		iban: "IBAN",
		jwt: "JWT",
		template_literal: "input"
	};
	const TypeDictionary = { nan: "NaN" };
	function getTypeName(type, input) {
		if (type === "number" && typeof input === "number" && !Number.isFinite(input)) return String(input);
		return TypeDictionary[type] ?? type;
	}
	return (issue) => {
		switch (issue.code) {
			case "invalid_type": return `Invalid input: expected ${getTypeName(issue.expected)}, received ${getTypeName(parsedType(issue.input), issue.input)}`;
			case "invalid_value":
				if (issue.values.length === 1) return `Invalid input: expected ${stringifyPrimitive(issue.values[0])}`;
				return `Invalid option: expected one of ${joinValues(issue.values, "|")}`;
			case "too_big": {
				const adj = issue.exact ? "exactly " : issue.inclusive ? "<=" : "<";
				const sizing = getSizing(issue.origin);
				if (sizing) return `Too big: expected ${issue.origin ?? "value"} to have ${adj}${issue.maximum.toString()} ${sizing.unit ?? "elements"}`;
				return `Too big: expected ${issue.origin ?? "value"} to be ${adj}${issue.maximum.toString()}`;
			}
			case "too_small": {
				const adj = issue.exact ? "exactly " : issue.inclusive ? ">=" : ">";
				const sizing = getSizing(issue.origin);
				if (sizing) return `Too small: expected ${issue.origin} to have ${adj}${issue.minimum.toString()} ${sizing.unit}`;
				return `Too small: expected ${issue.origin} to be ${adj}${issue.minimum.toString()}`;
			}
			case "invalid_format": {
				const _issue = issue;
				if (_issue.format === "starts_with") return `Invalid string: must start with "${_issue.prefix}"`;
				if (_issue.format === "ends_with") return `Invalid string: must end with "${_issue.suffix}"`;
				if (_issue.format === "includes") return `Invalid string: must include "${_issue.includes}"`;
				if (_issue.format === "regex") return `Invalid string: must match pattern ${_issue.pattern}`;
				return `Invalid ${FormatDictionary[_issue.format] ?? issue.format}`;
			}
			case "not_multiple_of": return `Invalid number: must be a multiple of ${issue.divisor}`;
			case "unrecognized_keys": return `Unrecognized key${issue.keys.length > 1 ? "s" : ""}: ${joinValues(issue.keys, ", ")}`;
			case "invalid_key": return `Invalid key in ${issue.origin}`;
			case "invalid_union":
				if (issue.options && Array.isArray(issue.options) && issue.options.length > 0) return `Invalid discriminator value. Expected ${issue.options.map((o) => `'${o}'`).join(" | ")}`;
				if (issue.inclusive === false) return "Invalid input: more than one option matched";
				return "Invalid input";
			case "invalid_element": return `Invalid value in ${issue.origin}`;
			default: return `Invalid input`;
		}
	};
};
function en_default() {
	return { localeError: error() };
}

// node_modules/zod/v4/core/registries.js
var _a;
var $ZodRegistry = class {
	constructor() {
		this._map = /* @__PURE__ */ new WeakMap();
		this._idmap = /* @__PURE__ */ new Map();
	}
	add(schema, ..._meta) {
		const meta = _meta[0];
		this._map.set(schema, meta);
		if (meta && typeof meta === "object" && "id" in meta) this._idmap.set(meta.id, schema);
		return this;
	}
	clear() {
		this._map = /* @__PURE__ */ new WeakMap();
		this._idmap = /* @__PURE__ */ new Map();
		return this;
	}
	remove(schema) {
		const meta = this._map.get(schema);
		if (meta && typeof meta === "object" && "id" in meta) this._idmap.delete(meta.id);
		this._map.delete(schema);
		return this;
	}
	get(schema) {
		const p = schema._zod.parent;
		if (p) {
			const pm = { ...this.get(p) ?? {} };
			delete pm.id;
			const f = {
				...pm,
				...this._map.get(schema)
			};
			return Object.keys(f).length ? f : void 0;
		}
		return this._map.get(schema);
	}
	has(schema) {
		return this._map.has(schema);
	}
};
function registry() {
	return new $ZodRegistry();
}
(_a = globalThis).__zod_globalRegistry ?? (_a.__zod_globalRegistry = registry());
const globalRegistry = globalThis.__zod_globalRegistry;

// node_modules/zod/v4/core/api.js
function snapshotChecks(def) {
	if (def.checks) def.checks = [...def.checks];
	return def;
}
// @__NO_SIDE_EFFECTS__
function _string(Class, params) {
	return new Class(snapshotChecks({
		type: "string",
		...normalizeParams(params)
	}));
}
// @__NO_SIDE_EFFECTS__
function _email(Class, params) {
	return new Class({
		type: "string",
		format: "email",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _guid(Class, params) {
	return new Class({
		type: "string",
		format: "guid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuid(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuidv4(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v4",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuidv6(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v6",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uuidv7(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v7",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _url(Class, params) {
	return new Class({
		type: "string",
		format: "url",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _emoji(Class, params) {
	return new Class({
		type: "string",
		format: "emoji",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _nanoid(Class, params) {
	return new Class({
		type: "string",
		format: "nanoid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link _cuid2} instead.
* See https://github.com/paralleldrive/cuid.
*/
// @__NO_SIDE_EFFECTS__
function _cuid(Class, params) {
	return new Class({
		type: "string",
		format: "cuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _cuid2(Class, params) {
	return new Class({
		type: "string",
		format: "cuid2",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ulid(Class, params) {
	return new Class({
		type: "string",
		format: "ulid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _xid(Class, params) {
	return new Class({
		type: "string",
		format: "xid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ksuid(Class, params) {
	return new Class({
		type: "string",
		format: "ksuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ipv4(Class, params) {
	return new Class({
		type: "string",
		format: "ipv4",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _ipv6(Class, params) {
	return new Class({
		type: "string",
		format: "ipv6",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _cidrv4(Class, params) {
	return new Class({
		type: "string",
		format: "cidrv4",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _cidrv6(Class, params) {
	return new Class({
		type: "string",
		format: "cidrv6",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _base64(Class, params) {
	return new Class({
		type: "string",
		format: "base64",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _base64url(Class, params) {
	return new Class({
		type: "string",
		format: "base64url",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _e164(Class, params) {
	return new Class({
		type: "string",
		format: "e164",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _jwt(Class, params) {
	return new Class({
		type: "string",
		format: "jwt",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoDateTime(Class, params) {
	return new Class({
		type: "string",
		format: "datetime",
		check: "string_format",
		offset: false,
		local: false,
		precision: null,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoDate(Class, params) {
	return new Class({
		type: "string",
		format: "date",
		check: "string_format",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoTime(Class, params) {
	return new Class({
		type: "string",
		format: "time",
		check: "string_format",
		precision: null,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _isoDuration(Class, params) {
	return new Class({
		type: "string",
		format: "duration",
		check: "string_format",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _number(Class, params) {
	return new Class(snapshotChecks({
		type: "number",
		checks: [],
		...normalizeParams(params)
	}));
}
// @__NO_SIDE_EFFECTS__
function _int(Class, params) {
	return new Class({
		type: "number",
		check: "number_format",
		abort: false,
		format: "safeint",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _boolean(Class, params) {
	return new Class({
		type: "boolean",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _unknown(Class) {
	return new Class({ type: "unknown" });
}
// @__NO_SIDE_EFFECTS__
function _never(Class, params) {
	return new Class({
		type: "never",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _lt(value, params) {
	return new $ZodCheckLessThan({
		check: "less_than",
		...normalizeParams(params),
		value,
		inclusive: false
	});
}
// @__NO_SIDE_EFFECTS__
function _lte(value, params) {
	return new $ZodCheckLessThan({
		check: "less_than",
		...normalizeParams(params),
		value,
		inclusive: true
	});
}
// @__NO_SIDE_EFFECTS__
function _gt(value, params) {
	return new $ZodCheckGreaterThan({
		check: "greater_than",
		...normalizeParams(params),
		value,
		inclusive: false
	});
}
// @__NO_SIDE_EFFECTS__
function _gte(value, params) {
	return new $ZodCheckGreaterThan({
		check: "greater_than",
		...normalizeParams(params),
		value,
		inclusive: true
	});
}
// @__NO_SIDE_EFFECTS__
function _multipleOf(value, params) {
	return new $ZodCheckMultipleOf({
		check: "multiple_of",
		...normalizeParams(params),
		value
	});
}
// @__NO_SIDE_EFFECTS__
function _maxLength(maximum, params) {
	return new $ZodCheckMaxLength({
		check: "max_length",
		...normalizeParams(params),
		maximum
	});
}
// @__NO_SIDE_EFFECTS__
function _minLength(minimum, params) {
	return new $ZodCheckMinLength({
		check: "min_length",
		...normalizeParams(params),
		minimum
	});
}
// @__NO_SIDE_EFFECTS__
function _length(length, params) {
	return new $ZodCheckLengthEquals({
		check: "length_equals",
		...normalizeParams(params),
		length
	});
}
// @__NO_SIDE_EFFECTS__
function _regex(pattern, params) {
	return new $ZodCheckRegex({
		check: "string_format",
		format: "regex",
		...normalizeParams(params),
		pattern
	});
}
// @__NO_SIDE_EFFECTS__
function _lowercase(params) {
	return new $ZodCheckLowerCase({
		check: "string_format",
		format: "lowercase",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _uppercase(params) {
	return new $ZodCheckUpperCase({
		check: "string_format",
		format: "uppercase",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _includes(includes, params) {
	return new $ZodCheckIncludes({
		check: "string_format",
		format: "includes",
		...normalizeParams(params),
		includes
	});
}
// @__NO_SIDE_EFFECTS__
function _startsWith(prefix, params) {
	return new $ZodCheckStartsWith({
		check: "string_format",
		format: "starts_with",
		...normalizeParams(params),
		prefix
	});
}
// @__NO_SIDE_EFFECTS__
function _endsWith(suffix, params) {
	return new $ZodCheckEndsWith({
		check: "string_format",
		format: "ends_with",
		...normalizeParams(params),
		suffix
	});
}
// @__NO_SIDE_EFFECTS__
function _overwrite(tx) {
	return new $ZodCheckOverwrite({
		check: "overwrite",
		tx
	});
}
// @__NO_SIDE_EFFECTS__
function _normalize(form) {
	return /* @__PURE__ */ _overwrite((input) => input.normalize(form));
}
// @__NO_SIDE_EFFECTS__
function _trim() {
	return /* @__PURE__ */ _overwrite((input) => input.trim());
}
// @__NO_SIDE_EFFECTS__
function _toLowerCase() {
	return /* @__PURE__ */ _overwrite((input) => input.toLowerCase());
}
// @__NO_SIDE_EFFECTS__
function _toUpperCase() {
	return /* @__PURE__ */ _overwrite((input) => input.toUpperCase());
}
// @__NO_SIDE_EFFECTS__
function _slugify() {
	return /* @__PURE__ */ _overwrite((input) => slugify(input));
}
// @__NO_SIDE_EFFECTS__
function _array(Class, element, params) {
	return new Class({
		type: "array",
		element,
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _refine(Class, fn, _params) {
	return new Class({
		type: "custom",
		check: "custom",
		fn,
		...normalizeParams(_params)
	});
}
// @__NO_SIDE_EFFECTS__
function _superRefine(fn, params) {
	const ch = /* @__PURE__ */ _check((payload) => {
		payload.addIssue = (issue$2) => {
			if (typeof issue$2 === "string") payload.issues.push(issue(issue$2, payload.value, ch._zod.def));
			else {
				const _issue = issue$2;
				if (_issue.fatal) _issue.continue = false;
				_issue.code ?? (_issue.code = "custom");
				if (!("input" in _issue)) _issue.input = payload.value;
				_issue.inst ?? (_issue.inst = ch);
				_issue.continue ?? (_issue.continue = !ch._zod.def.abort);
				payload.issues.push(issue(_issue));
			}
		};
		return fn(payload.value, payload);
	}, params);
	return ch;
}
// @__NO_SIDE_EFFECTS__
function _check(fn, params) {
	const ch = new $ZodCheck({
		check: "custom",
		...normalizeParams(params)
	});
	ch._zod.check = fn;
	return ch;
}

// node_modules/zod/v4/core/to-json-schema.js
function assignProps(target, ...sources) {
	for (const source of sources) for (const key of Reflect.ownKeys(source)) if (Object.prototype.propertyIsEnumerable.call(source, key)) assignProp(target, key, source[key]);
	return target;
}
function initializeContext(params) {
	let target = params?.target ?? "draft-2020-12";
	if (target === "draft-4") target = "draft-04";
	if (target === "draft-7") target = "draft-07";
	return {
		processors: params.processors ?? {},
		metadataRegistry: params?.metadata ?? globalRegistry,
		target,
		unrepresentable: params?.unrepresentable ?? "throw",
		override: params?.override ?? (() => {}),
		io: params?.io ?? "output",
		counter: 0,
		seen: /* @__PURE__ */ new Map(),
		sharedDefsExtractedFor: void 0,
		sharedEmitDoneFor: void 0,
		cycles: params?.cycles ?? "ref",
		reused: params?.reused ?? "inline",
		intersections: [],
		deferred: [],
		external: params?.external ?? void 0
	};
}
/**
* Applies the `unrepresentable` setting at a site that has no JSON Schema equivalent. Throws
* `message` unless the setting (or the handler's return value) says otherwise. Returns `true` if a
* custom JSON Schema was written into `json`, in which case the caller must not write its own.
*/
function handleUnrepresentable(schema, ctx, json, params, message) {
	const result = typeof ctx.unrepresentable === "function" ? ctx.unrepresentable({
		zodSchema: schema,
		path: params.path,
		message
	}) : ctx.unrepresentable;
	if (result === "any") return false;
	if (result === void 0 || result === "throw") throw new Error(message);
	Object.assign(json, result);
	return true;
}
function processSchema(schema, ctx, _params = {
	path: [],
	schemaPath: []
}) {
	var _a;
	const def = schema._zod.def;
	const seen = ctx.seen.get(schema);
	if (seen) {
		seen.count++;
		if (_params.schemaPath.includes(schema)) seen.cycle = _params.path;
		return seen.schema;
	}
	const result = {
		schema: {},
		count: 1,
		cycle: void 0,
		path: _params.path
	};
	ctx.seen.set(schema, result);
	ctx.sharedDefsExtractedFor = void 0;
	ctx.sharedEmitDoneFor = void 0;
	const overrideSchema = schema._zod.toJSONSchema?.();
	if (overrideSchema) result.schema = overrideSchema;
	else {
		const params = {
			..._params,
			schemaPath: [..._params.schemaPath, schema],
			path: _params.path
		};
		if (schema._zod.processJSONSchema) schema._zod.processJSONSchema(ctx, result.schema, params);
		else {
			const _json = result.schema;
			const processor = ctx.processors[def.type];
			if (!processor) throw new Error(`[toJSONSchema]: Non-representable type encountered: ${def.type}`);
			processor(schema, ctx, _json, params);
		}
		const parent = schema._zod.parent;
		if (parent) {
			if (!result.ref) result.ref = parent;
			processSchema(parent, ctx, params);
			ctx.seen.get(parent).isParent = true;
		}
	}
	const meta = ctx.metadataRegistry.get(schema);
	if (meta) assignProps(result.schema, meta);
	if (ctx.io === "input" && isTransforming(schema)) {
		delete result.schema.examples;
		delete result.schema.default;
	}
	if (ctx.io === "input" && "_prefault" in result.schema) (_a = result.schema).default ?? (_a.default = result.schema._prefault);
	delete result.schema._prefault;
	return ctx.seen.get(schema).schema;
}
function encodeJSONPointerSegment(segment) {
	return segment.replace(/~/g, "~0").replace(/\//g, "~1");
}
function extractDefs(ctx, schema) {
	const root = ctx.seen.get(schema);
	if (!root) throw new Error("Unprocessed schema. This is a bug in Zod.");
	if (ctx.external && ctx.sharedDefsExtractedFor === ctx.external) return;
	const idToSchema = /* @__PURE__ */ new Map();
	for (const entry of ctx.seen.entries()) {
		const id = ctx.metadataRegistry.get(entry[0])?.id;
		if (id) {
			const existing = idToSchema.get(id);
			if (existing && existing !== entry[0]) throw new Error(`Duplicate schema id "${id}" detected during JSON Schema conversion. Two different schemas cannot share the same id when converted together.`);
			idToSchema.set(id, entry[0]);
		}
	}
	const makeURI = (entry) => {
		const defsSegment = ctx.target === "draft-2020-12" ? "$defs" : "definitions";
		if (ctx.external) {
			const externalId = ctx.external.registry.get(entry[0])?.id;
			const uriGenerator = ctx.external.uri ?? ((id) => id);
			if (externalId) return { ref: uriGenerator(externalId) };
			const id = entry[1].defId ?? entry[1].schema.id ?? `schema${ctx.counter++}`;
			entry[1].defId = id;
			return {
				defId: id,
				ref: `${uriGenerator("__shared")}#/${defsSegment}/${encodeJSONPointerSegment(id)}`
			};
		}
		const uriPrefix = `#`;
		const defUriPrefix = `${uriPrefix}/${defsSegment}/`;
		if (entry[1] === root && !entry[1].schema.id) return { ref: uriPrefix };
		const defId = entry[1].schema.id ?? `__schema${ctx.counter++}`;
		return {
			defId,
			ref: defUriPrefix + encodeJSONPointerSegment(defId)
		};
	};
	const extractToDef = (entry) => {
		if (entry[1].schema.$ref) return;
		const seen = entry[1];
		const { ref, defId } = makeURI(entry);
		seen.def = { ...seen.schema };
		if (defId) seen.defId = defId;
		const schema = seen.schema;
		for (const key in schema) delete schema[key];
		schema.$ref = ref;
	};
	if (ctx.cycles === "throw") for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (seen.cycle) throw new Error(`Cycle detected: #/${seen.cycle?.join("/")}/<root>

Set the \`cycles\` parameter to \`"ref"\` to resolve cyclical schemas with defs.`);
	}
	for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (schema === entry[0]) {
			extractToDef(entry);
			continue;
		}
		if (ctx.external) {
			const ext = ctx.external.registry.get(entry[0])?.id;
			if (schema !== entry[0] && ext) {
				extractToDef(entry);
				continue;
			}
		}
		if (ctx.metadataRegistry.get(entry[0])?.id) {
			extractToDef(entry);
			continue;
		}
		if (seen.cycle) {
			extractToDef(entry);
			continue;
		}
		if (seen.count > 1) {
			if (ctx.reused === "ref") extractToDef(entry);
		}
	}
	if (ctx.external) ctx.sharedDefsExtractedFor = ctx.external;
}
/** Rewrites `anyOf: [{type: "a"}, {type: "b"}]` to `type: ["a", "b"]`, which every JSON Schema draft treats as equivalent and most consumers render far better for the nullable case. Only branches that are a bare type assertion qualify — anything carrying a constraint, `$ref`, `const` or metadata is left alone. Runs after `flattenRef`, so a branch an override decorated or `$defs` extraction turned into a `$ref` is no longer bare and correctly stays in `anyOf`. `oneOf` is excluded: `integer` and `number` overlap, so "exactly one" and "at least one" are not the same there. OpenAPI 3.0 is excluded: its `type` must be a single string. */
function compactTypeUnion(schema) {
	const options = schema.anyOf;
	if (!Array.isArray(options) || options.length === 0 || schema.type !== void 0) return;
	const types = [];
	for (const option of options) {
		if (!option || typeof option !== "object") return;
		compactTypeUnion(option);
		const keys = Object.keys(option);
		if (keys.length !== 1 || keys[0] !== "type") return;
		const type = option.type;
		for (const member of Array.isArray(type) ? type : [type]) {
			if (typeof member !== "string") return;
			if (!types.includes(member)) types.push(member);
		}
	}
	delete schema.anyOf;
	schema.type = types.length === 1 ? types[0] : types;
}
/** Keywords `foldIntersection` knows how to combine. Anything else — `$ref`, `patternProperties`,
* an annotation like `description` — makes a member unfoldable, so a constraint this does not
* understand leaves the `allOf` alone instead of being silently dropped or misattributed. */
const FOLDABLE_KEYS = /* @__PURE__ */ new Set([
	"type",
	"properties",
	"required",
	"additionalProperties"
]);
const UNION_KEYS = ["oneOf", "anyOf"];
/** A member's constraint on a key it does not declare itself. A `catchall` states one; `false`, an absent `additionalProperties`, and the empty schema a loose object emits state nothing. */
function undeclaredConstraint(member) {
	const extra = member.additionalProperties;
	if (extra === void 0 || extra === false || typeof extra !== "object" || extra === null) return null;
	return Object.keys(extra).length ? extra : null;
}
/** Combines object members into the single object they describe together, or returns `null` if any of them carries a keyword outside {@link FOLDABLE_KEYS}. */
function foldObjects(members) {
	const objects = [];
	for (const member of members) {
		if (typeof member !== "object" || member.type !== "object") return null;
		for (const key in member) if (!FOLDABLE_KEYS.has(key)) return null;
		objects.push(member);
	}
	const properties = {};
	const required = /* @__PURE__ */ new Set();
	for (const object of objects) {
		for (const key in object.properties) {
			if (Object.prototype.hasOwnProperty.call(properties, key)) continue;
			const parts = [];
			for (const other of objects) {
				const part = other.properties?.[key] ?? undeclaredConstraint(other);
				if (part === null || part === void 0) continue;
				if (!parts.some((seen) => JSON.stringify(seen) === JSON.stringify(part))) parts.push(part);
			}
			const merged = parts.length === 1 ? parts[0] : foldObjects(parts) ?? { allOf: parts };
			assignProp(properties, key, merged);
		}
		for (const key of object.required ?? []) required.add(key);
	}
	const folded = {
		type: "object",
		properties
	};
	if (required.size) folded.required = [...required];
	if (objects.every((object) => object.additionalProperties === false)) folded.additionalProperties = false;
	else {
		const constraints = [];
		for (const object of objects) {
			const constraint = undeclaredConstraint(object);
			if (constraint && !constraints.some((seen) => JSON.stringify(seen) === JSON.stringify(constraint))) constraints.push(constraint);
		}
		if (constraints.length === 1) folded.additionalProperties = constraints[0];
		else if (constraints.length > 1) folded.additionalProperties = { allOf: constraints };
	}
	return folded;
}
/** `additionalProperties` in an `allOf` member sees only that member's own `properties`, so two
* closed object members reject each other's keys and the schema validates nothing. Zod's parser
* pools the key sets instead — `handleIntersectionResults` reports a key as unrecognized only when
* *every* side rejects it — so the emitted schema has to pool them too, and folding the members
* into one object is the encoding that says so on every target.
*
* This runs from `finalize`, after `extractDefs`, which is what keeps it clear of the `$ref`
* machinery: a member extracted into `$defs` is already a `$ref` by now and declines to fold, so it
* keeps its reference and its own closedness rather than being inlined as a stale copy. */
function foldIntersection(json) {
	const allOf = json.allOf;
	if (!Array.isArray(allOf) || allOf.length < 2) return;
	for (const key of FOLDABLE_KEYS) if (key in json) return;
	const unions = allOf.filter((m) => UNION_KEYS.some((k) => Array.isArray(m[k])));
	let folded = null;
	if (!unions.length) folded = foldObjects(allOf);
	else {
		const union = unions[0];
		const keyword = UNION_KEYS.find((k) => Array.isArray(union[k]));
		if (Object.keys(union).length !== 1) return;
		const rest = allOf.filter((m) => m !== union);
		const branches = union[keyword].map((branch) => foldObjects([...rest, branch]));
		if (branches.some((b) => !b)) return;
		folded = { [keyword]: branches };
	}
	if (!folded) return;
	delete json.allOf;
	assignProps(json, folded);
}
function finalize(ctx, schema) {
	const root = ctx.seen.get(schema);
	if (!root) throw new Error("Unprocessed schema. This is a bug in Zod.");
	const flattenRef = (zodSchema) => {
		const seen = ctx.seen.get(zodSchema);
		if (seen.ref === null) return;
		const schema = seen.def ?? seen.schema;
		const _cached = { ...schema };
		const ref = seen.ref;
		seen.ref = null;
		if (ref) {
			flattenRef(ref);
			const refSeen = ctx.seen.get(ref);
			const refSchema = refSeen.schema;
			if (refSchema.$ref && (ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0")) {
				schema.allOf = schema.allOf ?? [];
				schema.allOf.push(refSchema);
			} else assignProps(schema, refSchema);
			assignProps(schema, _cached);
			if (zodSchema._zod.parent === ref) for (const key in schema) {
				if (key === "$ref" || key === "allOf") continue;
				if (!(key in _cached)) delete schema[key];
			}
			if (refSchema.$ref && refSeen.def) for (const key in schema) {
				if (key === "$ref" || key === "allOf") continue;
				if (key in refSeen.def && JSON.stringify(schema[key]) === JSON.stringify(refSeen.def[key])) delete schema[key];
			}
		}
		const parent = zodSchema._zod.parent;
		if (parent && parent !== ref) {
			flattenRef(parent);
			const parentSeen = ctx.seen.get(parent);
			if (parentSeen?.schema.$ref) {
				schema.$ref = parentSeen.schema.$ref;
				if (parentSeen.def) for (const key in schema) {
					if (key === "$ref" || key === "allOf") continue;
					if (key in parentSeen.def && JSON.stringify(schema[key]) === JSON.stringify(parentSeen.def[key])) delete schema[key];
				}
			}
		}
		ctx.override({
			zodSchema,
			jsonSchema: schema,
			path: seen.path ?? []
		});
	};
	if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) {
		for (const entry of [...ctx.seen.entries()].reverse()) flattenRef(entry[0]);
		if (ctx.target !== "openapi-3.0") for (const entry of ctx.seen.entries()) compactTypeUnion(entry[1].def ?? entry[1].schema);
		for (const rewrite of ctx.deferred) rewrite();
		if (ctx.intersections.length) {
			const carriers = /* @__PURE__ */ new Map();
			for (const seen of ctx.seen.values()) for (const json of [seen.schema, seen.def]) {
				const allOf = json?.allOf;
				if (!Array.isArray(allOf)) continue;
				const existing = carriers.get(allOf);
				if (existing) existing.push(json);
				else carriers.set(allOf, [json]);
			}
			for (const allOf of ctx.intersections) for (const json of carriers.get(allOf) ?? []) foldIntersection(json);
		}
	}
	const result = {};
	if (ctx.target === "draft-2020-12") result.$schema = "https://json-schema.org/draft/2020-12/schema";
	else if (ctx.target === "draft-07") result.$schema = "http://json-schema.org/draft-07/schema#";
	else if (ctx.target === "draft-04") result.$schema = "http://json-schema.org/draft-04/schema#";
	else if (ctx.target === "openapi-3.0") {}
	if (ctx.external?.uri) {
		const id = ctx.external.registry.get(schema)?.id;
		if (!id) throw new Error("Schema is missing an `id` property");
		result.$id = ctx.external.uri(id);
	}
	assignProps(result, root.defId ? root.schema : root.def ?? root.schema);
	const rootMetaId = ctx.metadataRegistry.get(schema)?.id;
	if (rootMetaId !== void 0 && result.id === rootMetaId) delete result.id;
	const defs = ctx.external?.defs ?? {};
	if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (seen.def && seen.defId) {
			if (seen.def.id === seen.defId) delete seen.def.id;
			assignProp(defs, seen.defId, seen.def);
		}
	}
	if (ctx.external) ctx.sharedEmitDoneFor = ctx.external;
	if (ctx.external) {} else if (Object.keys(defs).length > 0) {
		if (ctx.target === "draft-2020-12") result.$defs = defs;
		else result.definitions = defs;
	}
	try {
		const finalized = JSON.parse(JSON.stringify(result));
		Object.defineProperty(finalized, "~standard", {
			value: {
				...schema["~standard"],
				jsonSchema: {
					input: createStandardJSONSchemaMethod(schema, "input", ctx.processors),
					output: createStandardJSONSchemaMethod(schema, "output", ctx.processors)
				}
			},
			enumerable: false,
			writable: false
		});
		return finalized;
	} catch (_err) {
		throw new Error("Error converting schema to JSON.");
	}
}
function isTransforming(_schema, _ctx) {
	const ctx = _ctx ?? { seen: /* @__PURE__ */ new Set() };
	if (ctx.seen.has(_schema)) return false;
	ctx.seen.add(_schema);
	const def = _schema._zod.def;
	if (def.type === "transform") return true;
	if (def.type === "array") return isTransforming(def.element, ctx);
	if (def.type === "set") return isTransforming(def.valueType, ctx);
	if (def.type === "lazy") return isTransforming(def.getter(), ctx);
	if (def.type === "promise" || def.type === "optional" || def.type === "nonoptional" || def.type === "nullable" || def.type === "readonly" || def.type === "default" || def.type === "prefault" || def.type === "catch") return isTransforming(def.innerType, ctx);
	if (def.type === "intersection") return isTransforming(def.left, ctx) || isTransforming(def.right, ctx);
	if (def.type === "record" || def.type === "map") return isTransforming(def.keyType, ctx) || isTransforming(def.valueType, ctx);
	if (def.type === "pipe") {
		if (_schema._zod.traits.has("$ZodCodec")) return true;
		return isTransforming(def.in, ctx) || isTransforming(def.out, ctx);
	}
	if (def.type === "object") {
		for (const key in def.shape) if (isTransforming(def.shape[key], ctx)) return true;
		return false;
	}
	if (def.type === "union") {
		for (const option of def.options) if (isTransforming(option, ctx)) return true;
		return false;
	}
	if (def.type === "tuple") {
		for (const item of def.items) if (isTransforming(item, ctx)) return true;
		if (def.rest && isTransforming(def.rest, ctx)) return true;
		return false;
	}
	return false;
}
/**
* Creates a toJSONSchema method for a schema instance.
* This encapsulates the logic of initializing context, processing, extracting defs, and finalizing.
*/
const createToJSONSchemaMethod = (schema, processors = {}) => (params) => {
	const ctx = initializeContext({
		...params,
		processors
	});
	processSchema(schema, ctx);
	extractDefs(ctx, schema);
	return finalize(ctx, schema);
};
const createStandardJSONSchemaMethod = (schema, io, processors = {}) => (params) => {
	const { libraryOptions, target } = params ?? {};
	const ctx = initializeContext({
		...libraryOptions ?? {},
		target,
		io,
		processors
	});
	processSchema(schema, ctx);
	extractDefs(ctx, schema);
	return finalize(ctx, schema);
};

// node_modules/zod/v4/core/json-schema-processors.js
const narrowMin = (agg, key, value) => {
	if (agg[key] === void 0 || value > agg[key]) agg[key] = value;
};
const narrowMax = (agg, key, value) => {
	if (agg[key] === void 0 || value < agg[key]) agg[key] = value;
};
const narrowBoth = (agg, value) => {
	narrowMin(agg, "minimum", value);
	narrowMax(agg, "maximum", value);
};
const addDivisor = (agg, value) => {
	agg.multipleOf ?? (agg.multipleOf = []);
	if (!agg.multipleOf.includes(value)) agg.multipleOf.push(value);
};
const addPattern = (agg, pattern) => {
	agg.patterns ?? (agg.patterns = /* @__PURE__ */ new Set());
	agg.patterns.add(pattern);
};
const intersectMime = (agg, mime) => {
	agg.mime = agg.mime ? agg.mime.filter((m) => mime.includes(m)) : [...mime];
};
const setFormat = (agg, format) => {
	agg.format = format;
	if (format.includes("int")) agg.isInt = true;
};
const minContributor = (agg, def) => narrowMin(agg, "minimum", def.minimum);
const maxContributor = (agg, def) => narrowMax(agg, "maximum", def.maximum);
const formatContributor = (ranges) => (agg, def) => {
	setFormat(agg, def.format);
	const [minimum, maximum] = ranges[def.format];
	narrowMin(agg, "minimum", minimum);
	narrowMax(agg, "maximum", maximum);
};
const contributors = {
	greater_than: (agg, def) => narrowMin(agg, def.inclusive ? "minimum" : "exclusiveMinimum", def.value),
	less_than: (agg, def) => narrowMax(agg, def.inclusive ? "maximum" : "exclusiveMaximum", def.value),
	multiple_of: (agg, def) => addDivisor(agg, def.value),
	number_format: formatContributor(NUMBER_FORMAT_RANGES),
	bigint_format: formatContributor(BIGINT_FORMAT_RANGES),
	min_length: minContributor,
	max_length: maxContributor,
	length_equals: (agg, def) => narrowBoth(agg, def.length),
	min_size: minContributor,
	max_size: maxContributor,
	size_equals: (agg, def) => narrowBoth(agg, def.size),
	string_format: (agg, def) => {
		setFormat(agg, def.format);
		if (def.pattern) addPattern(agg, def.pattern);
		if (def.format === "base64" || def.format === "base64url") agg.contentEncoding = def.format;
		if (def.local || def.precision === -1) agg.laxFormat = true;
	},
	mime_type: (agg, def) => intersectMime(agg, def.mime)
};
function aggregateChecks(schema) {
	const agg = {};
	const def = schema._zod.def;
	const list = schema._zod.traits.has("$ZodCheck") ? [schema, ...def.checks ?? []] : def.checks ?? [];
	for (const ch of list) contributors[ch._zod.def.check]?.(agg, ch._zod.def);
	const bag = schema._zod.bag;
	if (bag.minimum !== void 0) narrowMin(agg, "minimum", bag.minimum);
	if (bag.exclusiveMinimum !== void 0) narrowMin(agg, "exclusiveMinimum", bag.exclusiveMinimum);
	if (bag.maximum !== void 0) narrowMax(agg, "maximum", bag.maximum);
	if (bag.exclusiveMaximum !== void 0) narrowMax(agg, "exclusiveMaximum", bag.exclusiveMaximum);
	if (bag.multipleOf !== void 0) addDivisor(agg, bag.multipleOf);
	if (bag.format !== void 0) {
		agg.format ?? (agg.format = bag.format);
		if (bag.format.includes("int")) agg.isInt = true;
	}
	if (bag.mime) intersectMime(agg, bag.mime);
	for (const pattern of bag.patterns ?? []) addPattern(agg, pattern);
	return agg;
}
const formatMap = {
	guid: "uuid",
	url: "uri",
	datetime: "date-time",
	json_string: "json-string",
	regex: ""
};
const exactPatterns = /* @__PURE__ */ new Map([[base64Charset, base64], [base64urlCharset, base64url]]);
const exactPattern = (p) => exactPatterns.get(p) ?? p;
const stringProcessor = (schema, ctx, _json, _params) => {
	const json = _json;
	json.type = "string";
	const { minimum, maximum, format, patterns, contentEncoding, laxFormat } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minLength = minimum;
	if (typeof maximum === "number") json.maxLength = maximum;
	if (format) {
		json.format = formatMap[format] ?? format;
		if (json.format === "") delete json.format;
		if (format === "time" || laxFormat) delete json.format;
	}
	if (contentEncoding) json.contentEncoding = contentEncoding;
	if (patterns && patterns.size > 0) {
		const patternList = [...patterns].map(exactPattern);
		if (patternList.length === 1) json.pattern = patternList[0].source;
		else if (patternList.length > 1) json.allOf = [...patternList.map((regex) => ({
			...ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0" ? { type: "string" } : {},
			pattern: regex.source
		}))];
	}
};
const numberProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const { minimum, maximum, multipleOf, exclusiveMaximum, exclusiveMinimum, isInt } = aggregateChecks(schema);
	json.type = isInt ? "integer" : "number";
	const exMin = typeof exclusiveMinimum === "number" && exclusiveMinimum >= (minimum ?? Number.NEGATIVE_INFINITY);
	const exMax = typeof exclusiveMaximum === "number" && exclusiveMaximum <= (maximum ?? Number.POSITIVE_INFINITY);
	const legacy = ctx.target === "draft-04" || ctx.target === "openapi-3.0";
	if (exMin) {
		if (legacy) {
			json.minimum = exclusiveMinimum;
			json.exclusiveMinimum = true;
		} else json.exclusiveMinimum = exclusiveMinimum;
	} else if (typeof minimum === "number") json.minimum = minimum;
	if (exMax) {
		if (legacy) {
			json.maximum = exclusiveMaximum;
			json.exclusiveMaximum = true;
		} else json.exclusiveMaximum = exclusiveMaximum;
	} else if (typeof maximum === "number") json.maximum = maximum;
	if (multipleOf) {
		const divisors = /* @__PURE__ */ new Set();
		for (const divisor of multipleOf) if (Number.isFinite(divisor) && divisor !== 0) divisors.add(Math.abs(divisor));
		else handleUnrepresentable(schema, ctx, json, params, `A multipleOf divisor of ${divisor} cannot be represented in JSON Schema`);
		const [first, ...rest] = divisors;
		if (first !== void 0) json.multipleOf = first;
		if (rest.length) json.allOf = [...json.allOf ?? [], ...rest.map((m) => ({ multipleOf: m }))];
	}
};
const booleanProcessor = (_schema, _ctx, json, _params) => {
	json.type = "boolean";
};
const neverProcessor = (_schema, _ctx, json, _params) => {
	json.not = {};
};
const unknownProcessor = (_schema, _ctx, _json, _params) => {};
const enumProcessor = (schema, _ctx, json, _params) => {
	const def = schema._zod.def;
	const values = getEnumValues(def.entries);
	if (values.length === 0) {
		json.not = {};
		return;
	}
	if (values.every((v) => typeof v === "number")) json.type = "number";
	if (values.every((v) => typeof v === "string")) json.type = "string";
	json.enum = values;
};
const literalProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	if (def.values.length === 0) {
		json.not = {};
		return;
	}
	const vals = [];
	for (const val of def.values) if (val === void 0) {
		if (handleUnrepresentable(schema, ctx, json, params, "Literal `undefined` cannot be represented in JSON Schema")) return;
	} else if (typeof val === "bigint") {
		if (handleUnrepresentable(schema, ctx, json, params, "BigInt literals cannot be represented in JSON Schema")) return;
		vals.push(Number(val));
	} else vals.push(val);
	if (vals.length === 0) {} else if (vals.length === 1) {
		const val = vals[0];
		json.type = val === null ? "null" : typeof val;
		if (ctx.target === "draft-04" || ctx.target === "openapi-3.0") json.enum = [val];
		else json.const = val;
	} else {
		if (vals.every((v) => typeof v === "number")) json.type = "number";
		if (vals.every((v) => typeof v === "string")) json.type = "string";
		if (vals.every((v) => typeof v === "boolean")) json.type = "boolean";
		if (vals.every((v) => v === null)) json.type = "null";
		json.enum = vals;
	}
};
const customProcessor = (schema, ctx, json, params) => {
	handleUnrepresentable(schema, ctx, json, params, "Custom types cannot be represented in JSON Schema");
};
const transformProcessor = (schema, ctx, json, params) => {
	handleUnrepresentable(schema, ctx, json, params, "Transforms cannot be represented in JSON Schema");
};
const arrayProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	const { minimum, maximum } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minItems = minimum;
	if (typeof maximum === "number") json.maxItems = maximum;
	json.type = "array";
	json.items = processSchema(def.element, ctx, {
		...params,
		path: [...params.path, "items"]
	});
};
function inputOptin(schema) {
	const def = schema._zod.def;
	if (def.type === "pipe" && def.in._zod.traits.has("$ZodTransform")) return inputOptin(def.out);
	if (def.type === "catch") return inputOptin(def.innerType);
	return schema._zod.optin;
}
const objectProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	const shape = def.shape;
	if (Object.getOwnPropertySymbols(shape).length && handleUnrepresentable(schema, ctx, json, params, "Symbol keys cannot be represented in JSON Schema")) return;
	json.type = "object";
	json.properties = {};
	for (const key in shape) assignProp(json.properties, key, processSchema(shape[key], ctx, {
		...params,
		path: [
			...params.path,
			"properties",
			key
		]
	}));
	const requiredKeys = [];
	for (const key of Object.keys(shape)) {
		const field = def.shape[key];
		if (ctx.io === "input" ? inputOptin(field) === void 0 : field._zod.optout === void 0) requiredKeys.push(key);
	}
	if (requiredKeys.length > 0) json.required = requiredKeys;
	if (def.catchall?._zod.def.type === "never") json.additionalProperties = false;
	else if (!def.catchall) {
		if (ctx.io === "output") json.additionalProperties = false;
	} else if (def.catchall) json.additionalProperties = processSchema(def.catchall, ctx, {
		...params,
		path: [...params.path, "additionalProperties"]
	});
};
const unionProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const isExclusive = def.inclusive === false;
	const options = def.options.map((x, i) => processSchema(x, ctx, {
		...params,
		path: [
			...params.path,
			isExclusive ? "oneOf" : "anyOf",
			i
		]
	}));
	if (isExclusive) json.oneOf = options;
	else json.anyOf = options;
};
const intersectionProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const a = processSchema(def.left, ctx, {
		...params,
		path: [
			...params.path,
			"allOf",
			0
		]
	});
	const b = processSchema(def.right, ctx, {
		...params,
		path: [
			...params.path,
			"allOf",
			1
		]
	});
	const isSimpleIntersection = (val) => "allOf" in val && Object.keys(val).length === 1;
	const allOf = [...isSimpleIntersection(a) ? a.allOf : [a], ...isSimpleIntersection(b) ? b.allOf : [b]];
	json.allOf = allOf;
	ctx.intersections.push(allOf);
};
const tupleProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	json.type = "array";
	const prefixPath = ctx.target === "draft-2020-12" ? "prefixItems" : "items";
	const restPath = ctx.target === "draft-2020-12" ? "items" : ctx.target === "openapi-3.0" ? "items" : "additionalItems";
	const prefixItems = def.items.map((x, i) => processSchema(x, ctx, {
		...params,
		path: [
			...params.path,
			prefixPath,
			i
		]
	}));
	const rest = def.rest ? processSchema(def.rest, ctx, {
		...params,
		path: [
			...params.path,
			restPath,
			...ctx.target === "openapi-3.0" ? [def.items.length] : []
		]
	}) : null;
	let minItems = def.items.length;
	while (minItems > 0) {
		const item = def.items[minItems - 1];
		if (!(ctx.io === "input" ? inputOptin(item) !== void 0 : item._zod.optout === "optional")) break;
		minItems--;
	}
	const maxItems = def.items.length;
	const isClosed = !def.rest;
	if (ctx.target === "draft-2020-12") {
		json.prefixItems = prefixItems;
		if (isClosed) json.items = false;
		else if (rest) json.items = rest;
		if (minItems > 0) json.minItems = minItems;
		if (isClosed) json.maxItems = maxItems;
	} else if (ctx.target === "openapi-3.0") {
		json.items = { anyOf: prefixItems };
		if (rest) json.items.anyOf.push(rest);
		if (minItems > 0) json.minItems = minItems;
		if (isClosed) json.maxItems = maxItems;
	} else {
		json.items = prefixItems;
		if (isClosed) json.additionalItems = false;
		else if (rest) json.additionalItems = rest;
		if (minItems > 0) json.minItems = minItems;
		if (isClosed) json.maxItems = maxItems;
	}
	const { minimum, maximum } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minItems = minimum;
	if (typeof maximum === "number") json.maxItems = maximum;
};
/** JSON object keys are always strings, so a numeric record key schema is re-expressed over the
* numeric-string form the record parser matches. Deferred to `finalize`, after the flatten: a key
* behind a wrapper only carries its own `type` before then, and a union key only has its branches.
*
* A numeric bound cannot apply to a property name, so `minimum` and its siblings are dropped rather
* than carried over: keeping them beside `type: "string"` reproduces the match-nothing schema this
* exists to fix. A key that carries one therefore emits wider than the record parses — `z.record(z.number().min(5), V)`
* accepts `"3"` — which is the deliberate trade, since throwing on it would reject an ordinary schema
* outright. */
function stringifyKeyNames(bySchema, json, visited) {
	if (json.$ref) {
		if (visited.has(json)) return json;
		visited.add(json);
		const def = bySchema.get(json)?.def;
		if (!def) return json;
		const inlined = stringifyKeyNames(bySchema, def, visited);
		return inlined === def ? json : inlined;
	}
	for (const keyword of ["anyOf", "oneOf"]) {
		const branches = json[keyword];
		if (!Array.isArray(branches)) continue;
		const mapped = branches.map((branch) => stringifyKeyNames(bySchema, branch, visited));
		if (mapped.some((branch, i) => branch !== branches[i])) json = {
			...json,
			[keyword]: mapped
		};
	}
	const types = Array.isArray(json.type) ? json.type : [json.type];
	const numericType = !types.includes("string") && types.some((t) => t === "number" || t === "integer");
	const values = json.enum ?? (json.const !== void 0 ? [json.const] : void 0);
	if (!numericType && !values?.some((v) => typeof v === "number")) return json;
	const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format, id, ...rest } = json;
	if (rest.enum) rest.enum = rest.enum.map((v) => typeof v === "number" ? String(v) : v);
	else if (typeof rest.const === "number") rest.const = String(rest.const);
	if (!numericType) return rest;
	rest.type = "string";
	if (!values) rest.pattern = (types.includes("number") ? number$1 : integer).source;
	return rest;
}
/** Every record of one conversion, so the carriers are found in a single pass rather than once per record. */
const pendingRecords = /* @__PURE__ */ new WeakMap();
function rewriteKeyNames(ctx) {
	const bySchema = /* @__PURE__ */ new Map();
	for (const entry of ctx.seen.values()) if (entry.def && !bySchema.has(entry.schema)) bySchema.set(entry.schema, entry);
	const rewrites = /* @__PURE__ */ new Map();
	for (const record of pendingRecords.get(ctx) ?? []) {
		const seen = ctx.seen.get(record);
		const names = (seen?.def ?? seen?.schema)?.propertyNames;
		if (!names || names === true || rewrites.has(names)) continue;
		const rewritten = stringifyKeyNames(bySchema, names, /* @__PURE__ */ new Set());
		if (rewritten !== names) rewrites.set(names, rewritten);
	}
	if (!rewrites.size) return;
	for (const entry of ctx.seen.values()) for (const carrier of [entry.schema, entry.def]) {
		const rewritten = carrier && rewrites.get(carrier.propertyNames);
		if (rewritten) carrier.propertyNames = rewritten;
	}
}
const recordProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	json.type = "object";
	const keyType = def.keyType;
	const patterns = aggregateChecks(keyType).patterns;
	if (def.mode === "loose" && patterns && patterns.size > 0) {
		const valueSchema = processSchema(def.valueType, ctx, {
			...params,
			path: [
				...params.path,
				"patternProperties",
				"*"
			]
		});
		json.patternProperties = {};
		for (const pattern of patterns) assignProp(json.patternProperties, exactPattern(pattern).source, valueSchema);
	} else {
		if (ctx.target === "draft-07" || ctx.target === "draft-2020-12") {
			json.propertyNames = processSchema(def.keyType, ctx, {
				...params,
				path: [...params.path, "propertyNames"]
			});
			let pending = pendingRecords.get(ctx);
			if (!pending) {
				pending = [];
				pendingRecords.set(ctx, pending);
				ctx.deferred.push(() => rewriteKeyNames(ctx));
			}
			pending.push(schema);
		}
		json.additionalProperties = processSchema(def.valueType, ctx, {
			...params,
			path: [...params.path, "additionalProperties"]
		});
	}
	const keyValues = keyType._zod.values;
	const omittableOnInput = ctx.io === "input" && inputOptin(def.valueType) !== void 0;
	if (keyValues && !def.partial && !omittableOnInput) {
		const validKeyValues = [...keyValues].filter((v) => typeof v === "string" || typeof v === "number");
		if (validKeyValues.length > 0) json.required = validKeyValues.map(String);
	}
};
const nullableProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const inner = processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	if (ctx.target === "openapi-3.0") {
		seen.ref = def.innerType;
		json.nullable = true;
	} else json.anyOf = [inner, { type: "null" }];
};
const nonoptionalProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
};
/** Round-trips a default value through JSON so the emitted schema is guaranteed to be valid JSON.
* A BigInt has no reliable encoding, so it goes through `unrepresentable` like any other
* unrepresentable value. Returns a sentinel when the caller must not write a default of its own. */
const UNREPRESENTABLE_DEFAULT = Symbol();
function serializeDefaultValue(value, schema, ctx, json, params) {
	let unrepresentable = false;
	const serialized = JSON.stringify(value, (_, val) => {
		if (typeof val !== "bigint") return val;
		unrepresentable = true;
		return null;
	});
	if (!unrepresentable) return JSON.parse(serialized);
	handleUnrepresentable(schema, ctx, json, params, "BigInt defaults cannot be represented in JSON Schema");
	return UNREPRESENTABLE_DEFAULT;
}
const defaultProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
	if (value !== UNREPRESENTABLE_DEFAULT) json.default = value;
};
const prefaultProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	if (ctx.io !== "input") return;
	const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
	if (value !== UNREPRESENTABLE_DEFAULT) json._prefault = value;
};
const catchProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	let catchValue;
	try {
		catchValue = def.catchValue(void 0);
	} catch {
		handleUnrepresentable(schema, ctx, json, params, "Dynamic catch values are not supported in JSON Schema");
		return;
	}
	json.default = catchValue;
};
const pipeProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	const inIsTransform = def.in._zod.traits.has("$ZodTransform");
	const innerType = ctx.io === "input" ? inIsTransform ? def.out : def.in : def.out;
	processSchema(innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = innerType;
};
const readonlyProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	json.readOnly = true;
};
const optionalProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
};

// node_modules/zod/v4/classic/errors.js
const _installedErrorProtos = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
function _lazyMethod(proto, key, make) {
	Object.defineProperty(proto, key, {
		configurable: true,
		enumerable: false,
		get() {
			const value = make(this);
			Object.defineProperty(this, key, {
				value,
				configurable: true,
				writable: true
			});
			return value;
		},
		set(value) {
			Object.defineProperty(this, key, {
				value,
				configurable: true,
				writable: true
			});
		}
	});
}
const initializer = (inst, issues) => {
	$ZodError.init(inst, issues);
	inst.name = "ZodError";
	const proto = Object.getPrototypeOf(inst);
	if (_installedErrorProtos.has(proto)) return;
	_installedErrorProtos.add(proto);
	_lazyMethod(proto, "format", (self) => (mapper) => formatError(self, mapper));
	_lazyMethod(proto, "flatten", (self) => (mapper) => flattenError(self, mapper));
	_lazyMethod(proto, "addIssue", (self) => (issue) => {
		self.issues.push(issue);
		self.message = JSON.stringify(self.issues, jsonStringifyReplacer, 2);
	});
	_lazyMethod(proto, "addIssues", (self) => (issues) => {
		self.issues.push(...issues);
		self.message = JSON.stringify(self.issues, jsonStringifyReplacer, 2);
	});
	Object.defineProperty(proto, "isEmpty", {
		configurable: true,
		enumerable: false,
		get() {
			return this.issues.length === 0;
		}
	});
};
const ZodRealError = /*@__PURE__*/ $constructor("ZodError", initializer, void 0, { Parent: Error });

// node_modules/zod/v4/classic/parse.js
const parse$2 = /* @__PURE__ */ _parse(ZodRealError);
const parseAsync = /* @__PURE__ */ _parseAsync(ZodRealError);
const safeParse = /* @__PURE__ */ _safeParse(ZodRealError);
const safeParseAsync = /* @__PURE__ */ _safeParseAsync(ZodRealError);
const encode = /* @__PURE__ */ _encode(ZodRealError);
const decode = /* @__PURE__ */ _decode(ZodRealError);
const encodeAsync = /* @__PURE__ */ _encodeAsync(ZodRealError);
const decodeAsync = /* @__PURE__ */ _decodeAsync(ZodRealError);
const safeEncode = /* @__PURE__ */ _safeEncode(ZodRealError);
const safeDecode = /* @__PURE__ */ _safeDecode(ZodRealError);
const safeEncodeAsync = /* @__PURE__ */ _safeEncodeAsync(ZodRealError);
const safeDecodeAsync = /* @__PURE__ */ _safeDecodeAsync(ZodRealError);

// node_modules/zod/v4/classic/schemas.js
function _ensureDefaultLocale() {
	if (!globalConfig.localeError) config(en_default());
}
function _ensureDefaultMemoizer() {
	if (!globalConfig.memoizer) config({ memoizer: memoizer() });
}
const ZodType = /*@__PURE__*/ $constructor("ZodType", (inst, def) => {
	_ensureDefaultLocale();
	$ZodType.init(inst, def);
	inst.def = def;
	inst.type = def.type;
	return inst;
}, {
	check(...chks) {
		const def = this.def;
		return this.clone(mergeDefs(def, { checks: [...def.checks ?? [], ...chks.map((ch) => typeof ch === "function" ? { _zod: {
			check: ch,
			def: { check: "custom" },
			onattach: []
		} } : ch)] }), { parent: true });
	},
	with(...chks) {
		return this.check(...chks);
	},
	clone(def, params) {
		return clone(this, def, params);
	},
	brand() {
		return this;
	},
	register(reg, meta) {
		reg.add(this, meta);
		return this;
	},
	refine(check, params) {
		return this.check(refine(check, params));
	},
	superRefine(refinement, params) {
		return this.check(superRefine(refinement, params));
	},
	overwrite(fn) {
		return this.check(_overwrite(fn));
	},
	optional() {
		return optional(this);
	},
	exactOptional() {
		return exactOptional(this);
	},
	nullable() {
		return nullable(this);
	},
	nullish() {
		return optional(nullable(this));
	},
	nonoptional(params) {
		return nonoptional(this, params);
	},
	array() {
		return array(this);
	},
	or(arg) {
		return union([this, arg]);
	},
	and(arg) {
		return intersection(this, arg);
	},
	transform(tx) {
		return pipe(this, transform(tx));
	},
	default(d) {
		return _default(this, d);
	},
	prefault(d) {
		return prefault(this, d);
	},
	catch(params) {
		return _catch(this, params);
	},
	pipe(target) {
		return pipe(this, target);
	},
	readonly() {
		return readonly(this);
	},
	describe(description) {
		const cl = this.clone();
		globalRegistry.add(cl, { description });
		return cl;
	},
	meta(...args) {
		if (args.length === 0) return globalRegistry.get(this);
		const cl = this.clone();
		globalRegistry.add(cl, args[0]);
		return cl;
	},
	isOptional() {
		return this.safeParse(void 0).success;
	},
	isNullable() {
		return this.safeParse(null).success;
	},
	apply(fn, ...args) {
		return args.length === 0 ? fn(this) : fn(this, ...args);
	},
	get "~standard"() {
		return hide(this, "~standard", {
			...standardProps(this),
			jsonSchema: {
				input: createStandardJSONSchemaMethod(this, "input"),
				output: createStandardJSONSchemaMethod(this, "output")
			}
		});
	},
	set "~standard"(value) {
		own(this, "~standard", value);
	},
	parse: function _parse(data, params) {
		return parse$2(this, data, params, { callee: _parse });
	},
	parseAsync: async function _parseAsync(data, params) {
		return await parseAsync(this, data, params, { callee: _parseAsync });
	},
	safeParse(data, params) {
		return safeParse(this, data, params);
	},
	async safeParseAsync(data, params) {
		return safeParseAsync(this, data, params);
	},
	get spa() {
		return this?.safeParseAsync;
	},
	set spa(value) {
		own(this, "spa", value);
	},
	validate(data, params) {
		return validate(this, data, params);
	},
	validateAsync(data, params) {
		return validateAsync$1(this, data, params);
	},
	encode: function _encode(data, params) {
		return encode(this, data, params, { callee: _encode });
	},
	decode: function _decode(data, params) {
		return decode(this, data, params, { callee: _decode });
	},
	encodeAsync: async function _encodeAsync(data, params) {
		return await encodeAsync(this, data, params, { callee: _encodeAsync });
	},
	decodeAsync: async function _decodeAsync(data, params) {
		return await decodeAsync(this, data, params, { callee: _decodeAsync });
	},
	safeEncode(data, params) {
		return safeEncode(this, data, params);
	},
	safeDecode(data, params) {
		return safeDecode(this, data, params);
	},
	async safeEncodeAsync(data, params) {
		return safeEncodeAsync(this, data, params);
	},
	async safeDecodeAsync(data, params) {
		return safeDecodeAsync(this, data, params);
	},
	toJSONSchema(params) {
		return createToJSONSchemaMethod(this, {})(params);
	},
	get description() {
		return globalRegistry.get(this)?.description;
	},
	get _def() {
		return this._zod.def;
	}
});
/** @internal */
const _ZodString = /*@__PURE__*/ $constructor("_ZodString", (inst, def) => {
	$ZodString.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => stringProcessor(inst, ctx, json, params);
}, /*@__PURE__*/ derived({
	format: (inst) => aggregateChecks(inst).format ?? null,
	minLength: (inst) => aggregateChecks(inst).minimum ?? null,
	maxLength: (inst) => aggregateChecks(inst).maximum ?? null
}, {
	regex(...args) {
		return this.check(_regex(...args));
	},
	includes(...args) {
		return this.check(_includes(...args));
	},
	startsWith(...args) {
		return this.check(_startsWith(...args));
	},
	endsWith(...args) {
		return this.check(_endsWith(...args));
	},
	min(...args) {
		return this.check(_minLength(...args));
	},
	max(...args) {
		return this.check(_maxLength(...args));
	},
	length(...args) {
		return this.check(_length(...args));
	},
	nonempty(...args) {
		return this.check(_minLength(1, ...args));
	},
	lowercase(params) {
		return this.check(_lowercase(params));
	},
	uppercase(params) {
		return this.check(_uppercase(params));
	},
	trim() {
		return this.check(_trim());
	},
	normalize(...args) {
		return this.check(_normalize(...args));
	},
	toLowerCase() {
		return this.check(_toLowerCase());
	},
	toUpperCase() {
		return this.check(_toUpperCase());
	},
	slugify() {
		return this.check(_slugify());
	}
}));
const ZodString = /*@__PURE__*/ $constructor("ZodString", (inst, def) => {
	$ZodString.init(inst, def);
	_ZodString.init(inst, def);
}, {
	email(params) {
		return this.check(_email(ZodEmail, params));
	},
	url(params) {
		return this.check(_url(ZodURL, params));
	},
	jwt(params) {
		return this.check(_jwt(ZodJWT, params));
	},
	emoji(params) {
		return this.check(_emoji(ZodEmoji, params));
	},
	guid(params) {
		return this.check(_guid(ZodGUID, params));
	},
	uuid(params) {
		return this.check(_uuid(ZodUUID, params));
	},
	uuidv4(params) {
		return this.check(_uuidv4(ZodUUID, params));
	},
	uuidv6(params) {
		return this.check(_uuidv6(ZodUUID, params));
	},
	uuidv7(params) {
		return this.check(_uuidv7(ZodUUID, params));
	},
	nanoid(params) {
		return this.check(_nanoid(ZodNanoID, params));
	},
	cuid(params) {
		return this.check(_cuid(ZodCUID, params));
	},
	cuid2(params) {
		return this.check(_cuid2(ZodCUID2, params));
	},
	ulid(params) {
		return this.check(_ulid(ZodULID, params));
	},
	base64(params) {
		return this.check(_base64(ZodBase64, params));
	},
	base64url(params) {
		return this.check(_base64url(ZodBase64URL, params));
	},
	xid(params) {
		return this.check(_xid(ZodXID, params));
	},
	ksuid(params) {
		return this.check(_ksuid(ZodKSUID, params));
	},
	ipv4(params) {
		return this.check(_ipv4(ZodIPv4, params));
	},
	ipv6(params) {
		return this.check(_ipv6(ZodIPv6, params));
	},
	cidrv4(params) {
		return this.check(_cidrv4(ZodCIDRv4, params));
	},
	cidrv6(params) {
		return this.check(_cidrv6(ZodCIDRv6, params));
	},
	e164(params) {
		return this.check(_e164(ZodE164, params));
	},
	datetime(params) {
		return this.check(_isoDateTime(ZodISODateTime, params));
	},
	date(params) {
		return this.check(_isoDate(ZodISODate, params));
	},
	time(params) {
		return this.check(_isoTime(ZodISOTime, params));
	},
	duration(params) {
		return this.check(_isoDuration(ZodISODuration, params));
	}
});
function string(params) {
	return _string(ZodString, params);
}
const ZodStringFormat = /*@__PURE__*/ $constructor("ZodStringFormat", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	_ZodString.init(inst, def);
});
const ZodISODateTime = /*@__PURE__*/ $constructor("ZodISODateTime", (inst, def) => {
	$ZodISODateTime.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISODate = /*@__PURE__*/ $constructor("ZodISODate", (inst, def) => {
	$ZodISODate.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISOTime = /*@__PURE__*/ $constructor("ZodISOTime", (inst, def) => {
	$ZodISOTime.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISODuration = /*@__PURE__*/ $constructor("ZodISODuration", (inst, def) => {
	$ZodISODuration.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodEmail = /*@__PURE__*/ $constructor("ZodEmail", (inst, def) => {
	$ZodEmail.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodGUID = /*@__PURE__*/ $constructor("ZodGUID", (inst, def) => {
	$ZodGUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodUUID = /*@__PURE__*/ $constructor("ZodUUID", (inst, def) => {
	$ZodUUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodURL = /*@__PURE__*/ $constructor("ZodURL", (inst, def) => {
	$ZodURL.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodEmoji = /*@__PURE__*/ $constructor("ZodEmoji", (inst, def) => {
	$ZodEmoji.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodNanoID = /*@__PURE__*/ $constructor("ZodNanoID", (inst, def) => {
	$ZodNanoID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
/**
* @deprecated CUID v1 is deprecated by its authors due to information leakage
* (timestamps embedded in the id). Use {@link ZodCUID2} instead.
* See https://github.com/paralleldrive/cuid.
*/
const ZodCUID = /*@__PURE__*/ $constructor("ZodCUID", (inst, def) => {
	$ZodCUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCUID2 = /*@__PURE__*/ $constructor("ZodCUID2", (inst, def) => {
	$ZodCUID2.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodULID = /*@__PURE__*/ $constructor("ZodULID", (inst, def) => {
	$ZodULID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodXID = /*@__PURE__*/ $constructor("ZodXID", (inst, def) => {
	$ZodXID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodKSUID = /*@__PURE__*/ $constructor("ZodKSUID", (inst, def) => {
	$ZodKSUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodIPv4 = /*@__PURE__*/ $constructor("ZodIPv4", (inst, def) => {
	$ZodIPv4.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodIPv6 = /*@__PURE__*/ $constructor("ZodIPv6", (inst, def) => {
	$ZodIPv6.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCIDRv4 = /*@__PURE__*/ $constructor("ZodCIDRv4", (inst, def) => {
	$ZodCIDRv4.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCIDRv6 = /*@__PURE__*/ $constructor("ZodCIDRv6", (inst, def) => {
	$ZodCIDRv6.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodBase64 = /*@__PURE__*/ $constructor("ZodBase64", (inst, def) => {
	$ZodBase64.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodBase64URL = /*@__PURE__*/ $constructor("ZodBase64URL", (inst, def) => {
	$ZodBase64URL.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodE164 = /*@__PURE__*/ $constructor("ZodE164", (inst, def) => {
	$ZodE164.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodJWT = /*@__PURE__*/ $constructor("ZodJWT", (inst, def) => {
	$ZodJWT.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodNumber = /*@__PURE__*/ $constructor("ZodNumber", (inst, def) => {
	$ZodNumber.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => numberProcessor(inst, ctx, json, params);
	inst.isFinite = true;
}, /*@__PURE__*/ derived({
	minValue: (inst) => {
		const { minimum, exclusiveMinimum } = aggregateChecks(inst);
		return Math.max(minimum ?? Number.NEGATIVE_INFINITY, exclusiveMinimum ?? Number.NEGATIVE_INFINITY);
	},
	maxValue: (inst) => {
		const { maximum, exclusiveMaximum } = aggregateChecks(inst);
		return Math.min(maximum ?? Number.POSITIVE_INFINITY, exclusiveMaximum ?? Number.POSITIVE_INFINITY);
	},
	isInt: (inst) => {
		const { isInt, multipleOf } = aggregateChecks(inst);
		return !!isInt || !!multipleOf?.some(Number.isSafeInteger);
	},
	format: (inst) => aggregateChecks(inst).format ?? null
}, {
	gt(value, params) {
		return this.check(_gt(value, params));
	},
	gte(value, params) {
		return this.check(_gte(value, params));
	},
	min(value, params) {
		return this.check(_gte(value, params));
	},
	lt(value, params) {
		return this.check(_lt(value, params));
	},
	lte(value, params) {
		return this.check(_lte(value, params));
	},
	max(value, params) {
		return this.check(_lte(value, params));
	},
	int(params) {
		return this.check(int(params));
	},
	safe(params) {
		return this.check(int(params));
	},
	positive(params) {
		return this.check(_gt(0, params));
	},
	nonnegative(params) {
		return this.check(_gte(0, params));
	},
	negative(params) {
		return this.check(_lt(0, params));
	},
	nonpositive(params) {
		return this.check(_lte(0, params));
	},
	multipleOf(value, params) {
		return this.check(_multipleOf(value, params));
	},
	step(value, params) {
		return this.check(_multipleOf(value, params));
	},
	finite() {
		return this;
	}
}));
function number(params) {
	return _number(ZodNumber, params);
}
const ZodNumberFormat = /*@__PURE__*/ $constructor("ZodNumberFormat", (inst, def) => {
	$ZodNumberFormat.init(inst, def);
	ZodNumber.init(inst, def);
});
function int(params) {
	return _int(ZodNumberFormat, params);
}
const ZodBoolean = /*@__PURE__*/ $constructor("ZodBoolean", (inst, def) => {
	$ZodBoolean.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => booleanProcessor(inst, ctx, json, params);
});
function boolean(params) {
	return _boolean(ZodBoolean, params);
}
const ZodUnknown = /*@__PURE__*/ $constructor("ZodUnknown", (inst, def) => {
	$ZodUnknown.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => unknownProcessor(inst, ctx, json, params);
});
function unknown() {
	return _unknown(ZodUnknown);
}
const ZodNever = /*@__PURE__*/ $constructor("ZodNever", (inst, def) => {
	$ZodNever.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => neverProcessor(inst, ctx, json, params);
});
function never(params) {
	return _never(ZodNever, params);
}
const ZodArray = /*@__PURE__*/ $constructor("ZodArray", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodArray.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => arrayProcessor(inst, ctx, json, params);
	inst.element = def.element;
}, {
	min(n, params) {
		return this.check(_minLength(n, params));
	},
	nonempty(params) {
		return this.check(_minLength(1, params));
	},
	max(n, params) {
		return this.check(_maxLength(n, params));
	},
	length(n, params) {
		return this.check(_length(n, params));
	},
	unwrap() {
		return this.element;
	}
});
function array(element, params) {
	return _array(ZodArray, element, params);
}
const ZodObject = /*@__PURE__*/ $constructor("ZodObject", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodObjectJIT.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => objectProcessor(inst, ctx, json, params);
	installLazyProp(inst, "shape", (self) => self._zod.def.shape, false);
}, {
	keyof() {
		return _enum(Object.keys(this._zod.def.shape));
	},
	catchall(catchall) {
		return this.clone(mergeDefs(this._zod.def, { catchall }));
	},
	passthrough() {
		return this.clone(mergeDefs(this._zod.def, { catchall: unknown() }));
	},
	loose() {
		return this.clone(mergeDefs(this._zod.def, { catchall: unknown() }));
	},
	strict() {
		return this.clone(mergeDefs(this._zod.def, { catchall: never() }));
	},
	strip() {
		return this.clone(mergeDefs(this._zod.def, { catchall: void 0 }));
	},
	extend(incoming) {
		return extend(this, incoming);
	},
	safeExtend(incoming) {
		return safeExtend(this, incoming);
	},
	merge(other) {
		return merge(this, other);
	},
	pick(mask) {
		return pick(this, mask);
	},
	omit(mask) {
		return omit(this, mask);
	},
	partial(...args) {
		return partial(ZodOptional, this, args[0]);
	},
	exactPartial(...args) {
		return partial(ZodExactOptional, this, args[0], "exactPartial");
	},
	required(...args) {
		return required(ZodNonOptional, this, args[0]);
	}
});
function object(shape, params) {
	const def = {
		type: "object",
		shape: shape ?? {},
		...normalizeParams(params)
	};
	return new ZodObject(def);
}
function strictObject(shape, params) {
	return new ZodObject({
		type: "object",
		shape,
		catchall: never(),
		...normalizeParams(params)
	});
}
const ZodUnion = /*@__PURE__*/ $constructor("ZodUnion", (inst, def) => {
	$ZodUnion.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => unionProcessor(inst, ctx, json, params);
	inst.options = def.options;
});
function union(options, params) {
	return new ZodUnion({
		type: "union",
		options,
		...normalizeParams(params)
	});
}
const ZodDiscriminatedUnion = /*@__PURE__*/ $constructor("ZodDiscriminatedUnion", (inst, def) => {
	ZodUnion.init(inst, def);
	$ZodDiscriminatedUnion.init(inst, def);
});
function discriminatedUnion(discriminator, options, params) {
	return new ZodDiscriminatedUnion({
		type: "union",
		options,
		discriminator,
		...normalizeParams(params)
	});
}
const ZodIntersection = /*@__PURE__*/ $constructor("ZodIntersection", (inst, def) => {
	$ZodIntersection.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => intersectionProcessor(inst, ctx, json, params);
});
function intersection(left, right) {
	return new ZodIntersection({
		type: "intersection",
		left,
		right
	});
}
const ZodTuple = /*@__PURE__*/ $constructor("ZodTuple", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodTuple.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => tupleProcessor(inst, ctx, json, params);
}, {
	rest(rest) {
		return this.clone({
			...this._zod.def,
			rest
		});
	},
	partial() {
		const def = this._zod.def;
		if (def.checks?.length) throw new Error(".partial() cannot be used on tuple schemas containing refinements");
		return this.clone({
			...def,
			items: def.items.map((item) => new ZodOptional({
				type: "optional",
				innerType: item
			}))
		});
	}
});
function tuple(items, _paramsOrRest, _params) {
	const hasRest = _paramsOrRest instanceof $ZodType;
	const params = hasRest ? _params : _paramsOrRest;
	return new ZodTuple({
		type: "tuple",
		items,
		rest: hasRest ? _paramsOrRest : null,
		...normalizeParams(params)
	});
}
const ZodRecord = /*@__PURE__*/ $constructor("ZodRecord", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodRecord.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => recordProcessor(inst, ctx, json, params);
	inst.keyType = def.keyType;
	inst.valueType = def.valueType;
});
function record(keyType, valueType, params) {
	if (!valueType || !valueType._zod) return new ZodRecord({
		type: "record",
		keyType: string(),
		valueType: keyType,
		...normalizeParams(valueType)
	});
	return new ZodRecord({
		type: "record",
		keyType,
		valueType,
		...normalizeParams(params)
	});
}
const ZodEnum = /*@__PURE__*/ $constructor("ZodEnum", (inst, def) => {
	$ZodEnum.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => enumProcessor(inst, ctx, json, params);
	inst.enum = def.entries;
	inst.options = [...inst._zod.values];
	const keys = new Set(Object.keys(def.entries));
	inst.extract = (values, params) => {
		const newEntries = {};
		for (const value of values) if (keys.has(value)) newEntries[value] = def.entries[value];
		else throw new Error(`Key ${value} not found in enum`);
		return new ZodEnum({
			...def,
			checks: [],
			...normalizeParams(params),
			entries: newEntries
		});
	};
	inst.exclude = (values, params) => {
		const newEntries = { ...def.entries };
		for (const value of values) if (keys.has(value)) delete newEntries[value];
		else throw new Error(`Key ${value} not found in enum`);
		return new ZodEnum({
			...def,
			checks: [],
			...normalizeParams(params),
			entries: newEntries
		});
	};
});
function _enum(values, params) {
	const entries = Array.isArray(values) ? Object.fromEntries(values.map((v) => [v, v])) : values;
	return new ZodEnum({
		type: "enum",
		entries,
		...normalizeParams(params)
	});
}
const ZodLiteral = /*@__PURE__*/ $constructor("ZodLiteral", (inst, def) => {
	$ZodLiteral.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => literalProcessor(inst, ctx, json, params);
	inst.values = new Set(def.values);
	Object.defineProperty(inst, "value", { get() {
		if (def.values.length > 1) throw new Error("This schema contains multiple valid literal values. Use `.values` instead.");
		return def.values[0];
	} });
});
function literal(value, params) {
	return new ZodLiteral({
		type: "literal",
		values: Array.isArray(value) ? value : [value],
		...normalizeParams(params)
	});
}
const ZodTransform = /*@__PURE__*/ $constructor("ZodTransform", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodTransform.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => transformProcessor(inst, ctx, json, params);
	inst._zod.parse = (payload, _ctx) => {
		if (_ctx.direction === "backward") throw new $ZodEncodeError(inst.constructor.name);
		payload.addIssue = (issue$1) => {
			if (typeof issue$1 === "string") payload.issues.push(issue(issue$1, payload.value, def));
			else {
				const _issue = issue$1;
				if (_issue.fatal) _issue.continue = false;
				_issue.code ?? (_issue.code = "custom");
				if (!("input" in _issue)) _issue.input = payload.value;
				_issue.inst ?? (_issue.inst = inst);
				payload.issues.push(issue(_issue));
			}
		};
		const output = def.transform(payload.value, payload);
		if (output instanceof Promise) return output.then((output) => {
			payload.value = output;
			return payload;
		});
		payload.value = output;
		return payload;
	};
});
function transform(fn) {
	return new ZodTransform({
		type: "transform",
		transform: fn
	});
}
const ZodOptional = /*@__PURE__*/ $constructor("ZodOptional", (inst, def) => {
	$ZodOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function optional(innerType) {
	return new ZodOptional({
		type: "optional",
		innerType
	});
}
const ZodExactOptional = /*@__PURE__*/ $constructor("ZodExactOptional", (inst, def) => {
	$ZodExactOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function exactOptional(innerType) {
	return new ZodExactOptional({
		type: "optional",
		innerType
	});
}
const ZodNullable = /*@__PURE__*/ $constructor("ZodNullable", (inst, def) => {
	$ZodNullable.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nullableProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function nullable(innerType) {
	return new ZodNullable({
		type: "nullable",
		innerType
	});
}
const ZodDefault = /*@__PURE__*/ $constructor("ZodDefault", (inst, def) => {
	$ZodDefault.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => defaultProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
	inst.removeDefault = inst.unwrap;
});
function _default(innerType, defaultValue) {
	return new ZodDefault({
		type: "default",
		innerType,
		get defaultValue() {
			return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
		}
	});
}
const ZodPrefault = /*@__PURE__*/ $constructor("ZodPrefault", (inst, def) => {
	$ZodPrefault.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => prefaultProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function prefault(innerType, defaultValue) {
	return new ZodPrefault({
		type: "prefault",
		innerType,
		get defaultValue() {
			return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
		}
	});
}
const ZodNonOptional = /*@__PURE__*/ $constructor("ZodNonOptional", (inst, def) => {
	$ZodNonOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nonoptionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function nonoptional(innerType, params) {
	return new ZodNonOptional({
		type: "nonoptional",
		innerType,
		...normalizeParams(params)
	});
}
const ZodCatch = /*@__PURE__*/ $constructor("ZodCatch", (inst, def) => {
	$ZodCatch.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => catchProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
	inst.removeCatch = inst.unwrap;
});
function _catch(innerType, catchValue) {
	return new ZodCatch({
		type: "catch",
		innerType,
		catchValue: typeof catchValue === "function" ? catchValue : constantCatch(catchValue)
	});
}
const ZodPipe = /*@__PURE__*/ $constructor("ZodPipe", (inst, def) => {
	$ZodPipe.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => pipeProcessor(inst, ctx, json, params);
	inst.in = def.in;
	inst.out = def.out;
});
function pipe(in_, out) {
	return new ZodPipe({
		type: "pipe",
		in: in_,
		out
	});
}
const ZodReadonly = /*@__PURE__*/ $constructor("ZodReadonly", (inst, def) => {
	$ZodReadonly.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => readonlyProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function readonly(innerType) {
	return new ZodReadonly({
		type: "readonly",
		innerType
	});
}
const ZodCustom = /*@__PURE__*/ $constructor("ZodCustom", (inst, def) => {
	$ZodCustom.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => customProcessor(inst, ctx, json, params);
});
function refine(fn, _params = {}) {
	return _refine(ZodCustom, fn, _params);
}
function superRefine(fn, params) {
	return _superRefine(fn, params);
}

// src/proxy/control.ts
/**
* What guard and proxy say to each other: JSON lines over a socket pair. The first line to the proxy is its configuration. When the
* guard's end closes, the proxy exits at once; without it there is no network, so nothing is open.
*/
/** Descriptors that the proxy inherits, by number. Those from `steps` on only in a job; from `tcp` on there is one for each of the ports. */
const PROXY_FDS = {
	control: 3,
	log: 4,
	addon: 5,
	flows: 6,
	procs: 7,
	sockets: 8,
	events: 9,
	steps: 10,
	dnsUdp: 11,
	dnsTcp: 12,
	tcp: 13
};
const port = () => number().int().min(1).max(65535);
/** The authority that clients trust: PKCS #8 or SEC 1 key and certificate, PEM. */
const Authority = object({
	keyPem: string(),
	certPem: string()
});
/** What a proxy of a job shares with those before and after it. */
const ProxyJob = object({
	/** GITHUB_JOB, for the `step` of events and rules. */
	name: string().optional(),
	/** Sockets that the guard holds: bound to 127.0.0.1, not listening unless a proxy before this one did. */
	inherited: object({
		tcpPort: port(),
		tcpPorts: number().int().min(1).max(64),
		dnsUdpPort: port(),
		dnsTcpPort: port()
	}),
	queue: number().int().min(0).max(65535),
	/** Of the sockets of trusted processes (SO_MARK). */
	trustMark: number().int().min(1).max(4294967295),
	/** Of its predecessor; without one it makes its own. */
	ca: Authority.optional(),
	/** Clock ticks since boot (proc_pid_stat(5), field 22) when the kernel programs were attached: processes from before are read from /proc. */
	attachedAt: number(),
	/** Addresses by which the machine's processes ask its resolvers, beside `resolvers`: a stub such as 127.0.0.53 that asks us in turn. */
	stubs: array(string()).optional()
});
const ProxyConfig = object({
	policy: string(),
	repository: string().optional(),
	default: _enum(["deny", "allow"]),
	audit: boolean(),
	/** Keep query strings and arguments as they are. */
	logFull: boolean(),
	/** The machine's resolvers, IPv4 or IPv6 addresses. */
	resolvers: array(string()).min(1),
	/** The address by which the command asks them where it cannot by their own (IPv6). */
	resolverAlias: string().optional(),
	/** Certificates to verify servers by, PEM, one each: read by the guard, as the proxy's user may not read every file. */
	trust: array(string()),
	/** cgroup id (decimal) to path, as far as known. */
	cgroups: record(string(), string()),
	logMaxBytes: number().optional(),
	job: ProxyJob.optional()
});
const FromProxy = discriminatedUnion("type", [
	object({
		type: literal("ready"),
		tcpPort: number(),
		/** How many consecutive ports from `tcpPort` on. */
		tcpPorts: number(),
		dnsUdpPort: number(),
		dnsTcpPort: number(),
		queue: number(),
		caPem: string(),
		/** In a job only: the guard keeps it in memory for a successor. */
		caKeyPem: string().optional()
	}),
	object({
		type: literal("failed"),
		message: string()
	}),
	object({
		type: literal("flushed"),
		lostEvents: number(),
		/** Why lines of the log wait in memory (a full disk), in one sentence. */
		problem: string().optional()
	}),
	object({
		type: literal("stopped"),
		lostEvents: number()
	})
]);
const ToProxy = discriminatedUnion("type", [
	object({
		type: literal("config"),
		config: ProxyConfig
	}),
	object({
		type: literal("flush"),
		lostEvents: number().int().nonnegative().optional()
	}),
	object({
		type: literal("stop"),
		lostEvents: number().int().nonnegative().optional()
	})
]);

// src/guard/proxy-process.ts
/** Two a connection: what the caller's shell has would not do for many. */
const MAX_FDS = 131072;
/** V8's default of 16 keeps what ended connections leave, and OpenSSL's memory with it, so long that 1000 open ones cost 37 MB more. */
const YOUNG_MB = 4;
/** V8's helpers, that compile and collect beside the one thread that JavaScript has. Of four each keeps an arena of malloc that is of no use to the others. */
const HELPERS$1 = 1;
/** Its third compiler leaves as much behind as 100 open connections take (Node 24; Node 20 has none): 10 MB, for nothing that was seen in a request's cost. */
const NO_MAGLEV = "--no-maglev";
const READY_TIMEOUT_MS = 3e4;
const STOP_TIMEOUT_MS = 5e3;
const FLUSH_TIMEOUT_MS = 5e3;
/**
* Starts the proxy as a user of its own and waits until it listens. Throws UserError with its own words when it cannot.
*
* A job's proxy that ended is followed by another call with the same `job`, but for `ca: { keyPem: ready.caKeyPem, certPem: ready.caPem }`.
*/
async function startProxy(options) {
	const { native, directory, job } = options;
	const script = `${directory}/proxy.mjs`;
	copyFileSync(options.bundle, script);
	chmodSync(script, 420);
	const [ours, theirs] = native.socketPair();
	const addonFd = openForAnybody(options.addon);
	const nodeFd = openSync("/proc/self/exe", "r");
	const fds = [];
	fds[0] = openSync("/dev/null", "r");
	fds[1] = 2;
	fds[2] = 2;
	fds[PROXY_FDS.control] = theirs;
	fds[PROXY_FDS.log] = options.logFd;
	fds[PROXY_FDS.addon] = addonFd;
	fds[PROXY_FDS.flows] = options.maps.flows;
	fds[PROXY_FDS.procs] = options.maps.procs;
	fds[PROXY_FDS.sockets] = options.maps.sockets;
	fds[PROXY_FDS.events] = options.maps.events;
	if (job) inheritJob(fds, job, options.maps.steps ?? fds[0]);
	let child;
	try {
		child = native.spawn({
			file: process.execPath,
			fileFd: nodeFd,
			argv: [
				"egress-filter-proxy",
				`--max-semi-space-size=${YOUNG_MB}`,
				`--v8-pool-size=${HELPERS$1}`,
				NO_MAGLEV,
				script
			],
			env: [
				"PATH=/usr/bin:/bin",
				"LANG=C.UTF-8",
				"NODE_ENV=production",
				"UV_THREADPOOL_SIZE=4"
			],
			cwd: "/",
			cgroupFd: options.cgroupFd,
			uid: options.uid,
			gid: options.uid,
			groups: [],
			fds,
			maxFds: MAX_FDS,
			noNewPrivs: true,
			boundingCaps: [CAP.NET_ADMIN, CAP.BPF],
			ambientCaps: [CAP.NET_ADMIN, CAP.BPF],
			dieWithParent: true
		});
	} finally {
		for (const fd of [
			theirs,
			addonFd,
			nodeFd,
			fds[0]
		]) if (fd !== void 0) closeSync(fd);
	}
	try {
		options.onSpawn?.(child.pid);
	} catch (error) {
		child.kill(9);
		closeSync(ours);
		await child.exited;
		throw error;
	}
	spareFromOom$1(child.pid);
	const control = new Socket({
		fd: ours,
		readable: true,
		writable: true
	});
	control.on("error", () => {});
	const send = (message) => control.write(`${JSON.stringify(message)}\n`);
	const answers = readAnswers(control);
	const exited = child.exited.then(({ code, signal }) => {
		control.destroy();
		endLastLine(options.logFd);
		return signal === null ? `exit status ${code}` : `signal ${signal}`;
	});
	send({
		type: "config",
		config: {
			...options.config,
			...job && { job: jobConfig(job) }
		}
	});
	const first = await Promise.race([
		answers.next("ready"),
		exited,
		timeout(READY_TIMEOUT_MS)
	]);
	if (typeof first === "string" || first === void 0 || first.type !== "ready") {
		child.kill(9);
		await exited;
		const reason = typeof first === "string" ? `it ended with ${first}` : first?.type === "failed" ? first.message : "it did not answer in time";
		throw new UserError(`The proxy did not start: ${reason}`);
	}
	return {
		pid: child.pid,
		ready: first,
		exited,
		async flush(lostEvents) {
			const answer = answers.next("flushed");
			send({
				type: "flush",
				lostEvents
			});
			const flushed = await Promise.race([
				answer,
				exited,
				timeout(FLUSH_TIMEOUT_MS)
			]);
			return typeof flushed === "object" && flushed.type === "flushed" ? flushed : void 0;
		},
		async stop(lostEvents) {
			const answer = answers.next("stopped");
			send({
				type: "stop",
				lostEvents
			});
			const last = await Promise.race([
				answer,
				exited,
				timeout(STOP_TIMEOUT_MS)
			]);
			child.kill(9);
			await exited;
			return typeof last === "object" && last.type === "stopped" ? { lostEvents: last.lostEvents } : void 0;
		}
	};
}
function inheritJob(fds, { sockets }, steps) {
	fds[PROXY_FDS.steps] = steps;
	fds[PROXY_FDS.dnsUdp] = sockets.dnsUdp.fd;
	fds[PROXY_FDS.dnsTcp] = sockets.dnsTcp.fd;
	sockets.tcp.forEach(({ fd }, index) => {
		fds[PROXY_FDS.tcp + index] = fd;
	});
}
const jobConfig = ({ sockets, ...job }) => ({
	...job,
	inherited: {
		tcpPort: sockets.tcp[0]?.port ?? 0,
		tcpPorts: sockets.tcp.length,
		dnsUdpPort: sockets.dnsUdp.port,
		dnsTcpPort: sockets.dnsTcp.port
	}
});
/**
* The proxy opens it again below /proc/self/fd, which asks the file's mode: where a strict umask left it to its owner, a copy with another mode takes its
* place. The copy has no name, and lies where code may be mapped from: /run is often mounted `noexec`.
*/
function openForAnybody(path) {
	const fd = openSync(path, "r");
	if ((fstatSync(fd).mode & 4) !== 0) return fd;
	const copy = `${path}.${process.pid}`;
	try {
		writeFileSync(copy, readFileSync(fd), {
			flag: "wx",
			mode: 384
		});
		const copyFd = openSync(copy, "r");
		fchmodSync(copyFd, 292);
		return copyFd;
	} catch (error) {
		throw new UserError(`${path} can be read by its owner only, and no copy can be made beside it (${messageOf(error)}): chmod o+r it.`, { cause: error });
	} finally {
		rmSync(copy, { force: true });
		closeSync(fd);
	}
}
/** What a process wrote when it was killed may end within a line: that is taken away, and told. */
function endLastLine(fd) {
	try {
		if (!cutHalfLine(fd)) return;
		const { size } = fstatSync(fd);
		const told = encodeEvent({
			ts: (/* @__PURE__ */ new Date()).toISOString(),
			type: "lost",
			lost: 1,
			reason: "the proxy ended while it wrote this line"
		});
		if (writeSync(fd, told) < Buffer.byteLength(told)) ftruncateSync(fd, size);
	} catch {}
}
/** As unlikely a victim as a system service: an out-of-memory kill of the proxy shuts the network of the whole command. */
function spareFromOom$1(pid) {
	try {
		writeFileSync(`/proc/${pid}/oom_score_adj`, "-500");
	} catch {}
}
function readAnswers(control) {
	let waiting = [];
	let ended = false;
	const end = (message) => {
		ended = true;
		for (const { resolve } of waiting.splice(0)) resolve(message);
	};
	const take = (line) => {
		const message = parse$1(line);
		if (!message || message.type === "failed") return void end(message);
		const found = waiting.find(({ type }) => type === message.type);
		waiting = waiting.filter((waiter) => waiter !== found);
		found?.resolve(message);
	};
	createInterface({
		input: control,
		crlfDelay: Number.POSITIVE_INFINITY
	}).on("line", take).on("error", () => end()).on("close", () => end());
	return { next: (type) => new Promise((resolve) => {
		if (ended) resolve(void 0);
		else waiting.push({
			type,
			resolve
		});
	}) };
}
function parse$1(line) {
	try {
		const parsed = FromProxy.safeParse(JSON.parse(line));
		return parsed.success ? parsed.data : void 0;
	} catch {
		return;
	}
}
function timeout(ms) {
	return new Promise((resolve) => {
		setTimeout(() => resolve(void 0), ms).unref();
	});
}

// src/guard/proxy-sockets.ts
/** As many as connections may share one source port (src/proxy/listen.ts). */
const PORTS = 16;
/** Below the ephemeral ports (ip_local_port_range), which sockets of the job take at any time. */
const [LOWEST, HIGHEST] = [2e4, 32e3];
const ATTEMPTS = 50;
const LOOPBACK = 2130706433;
/** Throws with code EADDRINUSE when no free ports were found. */
function bindProxySockets(native) {
	const bound = [];
	const closeAll = () => {
		for (const { fd } of bound.splice(0)) closeSync(fd);
	};
	const bind = (type, port) => {
		const socket = native.bindSocket(type, LOOPBACK, port);
		bound.push(socket);
		return socket;
	};
	for (let attempt = 1;; attempt++) try {
		const first = LOWEST + PORTS * Math.floor(Math.random() * (HIGHEST - LOWEST) / PORTS);
		return {
			tcp: Array.from({ length: PORTS }, (_, index) => bind("tcp", first + index)),
			dnsUdp: bind("udp", 0),
			dnsTcp: bind("tcp", 0),
			close: closeAll
		};
	} catch (error) {
		closeAll();
		if (attempt === ATTEMPTS || !(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
	}
}

// src/proxy/tcp/trust.ts
/** What the user asked us to trust cannot be read or holds no certificate. */
var TrustError = class extends Error {
	name = "TrustError";
};
/** Debian and Ubuntu; Fedora and RHEL; openSUSE; RHEL's extracted store; Alpine and macOS. */
const BUNDLES = [
	"/etc/ssl/certs/ca-certificates.crt",
	"/etc/pki/tls/certs/ca-bundle.crt",
	"/etc/ssl/ca-bundle.pem",
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
	"/etc/ssl/cert.pem"
];
/**
* The system's authorities and not Node's own list, which misses a company's or a mirror's CA (Node's list is the fallback of a
* machine without any bundle), and those the user adds.
*
* @throws TrustError when a file given by name cannot be read or holds no certificate.
*/
const readAuthorities = (options = {}) => {
	const all = [systemAuthorities(options), ...(options.upstreamCa ?? []).map(readGivenFile)];
	return {
		pems: [...new Set(all.flatMap(({ pems }) => pems))],
		sources: all.flatMap(({ sources }) => sources)
	};
};
const systemAuthorities = ({ certFile, certDir, bundles = BUNDLES }) => {
	const given = [...certFile ? [readGivenFile(certFile)] : [], ...certDir ? [readDirectory(certDir)] : []];
	if (given.length > 0) return {
		pems: given.flatMap(({ pems }) => pems),
		sources: given.flatMap(({ sources }) => sources)
	};
	for (const path of bundles) {
		const pems = certificatesIn(tryRead(path) ?? "");
		if (pems.length > 0) return {
			pems,
			sources: [path]
		};
	}
	return {
		pems: rootCertificates,
		sources: ["Node's own list"]
	};
};
const readGivenFile = (path) => {
	let text;
	try {
		text = readFileSync(path, "latin1");
	} catch (cause) {
		throw new TrustError(`cannot read the CA certificates in ${path}: ${cause.message}`, { cause });
	}
	const pems = certificatesIn(text);
	if (pems.length === 0) throw new TrustError(`${path} holds no CA certificate in PEM form`);
	return {
		pems,
		sources: [path]
	};
};
/** SSL_CERT_DIR may list several directories; what is not a certificate in them is passed over, as OpenSSL does. */
const readDirectory = (directories) => {
	const sources = directories.split(":").filter(Boolean);
	return {
		pems: sources.flatMap((directory) => {
			try {
				return readdirSync(directory).map((name) => join(directory, name));
			} catch (cause) {
				throw new TrustError(`cannot read the CA directory ${directory}: ${cause.message}`, { cause });
			}
		}).flatMap((file) => certificatesIn(tryRead(file) ?? "")),
		sources
	};
};
const tryRead = (path) => {
	try {
		return readFileSync(path, "latin1");
	} catch {
		return;
	}
};
/** A block that does not parse would make OpenSSL drop or refuse the rest; it is left out. */
const certificatesIn = (text) => (text.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED )?CERTIFICATE-----/g) ?? []).filter((pem) => {
	try {
		return new X509Certificate(pem).subject !== void 0;
	} catch {
		return false;
	}
});

// src/guard/kernel-release.ts
/**
* Whether a kernel lacks what everything rests on: mount_setattr(2) came with Linux 5.12, SO_NETNS_COOKIE, by which flows of containers are told
* apart, with 5.14.
* @param release as uname(2) says it; one that cannot be read counts as new, since the calls themselves tell then
*/
function isTooOld(release) {
	const [, major = "", minor = ""] = /^(\d+)\.(\d+)/.exec(release) ?? [];
	return major !== "" && (Number(major) < 5 || Number(major) === 5 && Number(minor) < 14);
}

// src/guard/requirements.ts
/** Asked first: what an old kernel lacks shows up late, and by the name of a call. */
function requireKernel() {
	if (isTooOld(release())) throw new UserError(`This kernel (${release()}) is too old to filter on: Linux 5.15 or newer is needed.`);
}
/** REDIRECT sends packets to 127.0.0.1: a fresh namespace, whose loopback is down, would have no network at all and no reason why. */
function requireLoopback() {
	if (!Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === "127.0.0.1"))) throw new UserError("The loopback interface of this network namespace is down: run \"ip link set lo up\" first.");
}
function installRules(install) {
	try {
		install();
	} catch (error) {
		throw new UserError(`The iptables chains could not be installed: ${messageOf(error)}`, { cause: error });
	}
}
/** As OpenSSL finds them (SSL_CERT_FILE, SSL_CERT_DIR, else the system's bundle), and what the PEM files of `upstreamCa` add. */
function authorities(env, upstreamCa) {
	const exists = (path) => path && existsSync(path) ? path : void 0;
	const certFile = exists(env.SSL_CERT_FILE);
	try {
		return [...readAuthorities({
			certFile,
			certDir: certFile ? void 0 : exists(env.SSL_CERT_DIR),
			upstreamCa
		}).pems];
	} catch (error) {
		throw new UserError(messageOf(error), { cause: error });
	}
}

// src/guard/resolvers.ts
/** The machine's resolvers in resolv.conf(5) order; without any, the local host (as glibc does). */
function machineResolvers(path = "/etc/resolv.conf") {
	const servers = namedServers(path);
	return servers.length > 0 ? servers : ["127.0.0.1"];
}
function namedServers(path) {
	let text;
	try {
		text = readFileSync(path, "utf8");
	} catch {
		return [];
	}
	return text.split("\n").map((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1]).filter((server) => server !== void 0 && (isIPv4(server) || isIPv6(server)));
}
/** systemd-resolved(8) listens at both. */
const STUBS = ["127.0.0.53", "127.0.0.54"];
const BEHIND_STUB = "/run/systemd/resolve/resolv.conf";
/**
* systemd-resolved's stub would ask us in turn, as it obeys the policy like any other process: the servers behind it are asked, which
* systemd-resolved(8) keeps in a file of its own. Where nobody is named there, the stub stays.
*/
function jobResolvers(path = "/etc/resolv.conf", behindStub = BEHIND_STUB) {
	const named = machineResolvers(path);
	const stubs = named.filter((server) => STUBS.includes(server));
	if (stubs.length === 0) return {
		upstream: named,
		stubs
	};
	const upstream = [.../* @__PURE__ */ new Set([...named, ...namedServers(behindStub)])].filter((server) => !STUBS.includes(server));
	return upstream.length > 0 ? {
		upstream,
		stubs
	} : {
		upstream: stubs,
		stubs: []
	};
}

// src/guard/scope.ts
/** Loads and attaches the kernel programs. UserError when this kernel cannot run all that are required. */
function openScope({ native, bpfObject, cgroupFd, noKprobes = false, flowMark = 0, job }) {
	let scope;
	try {
		scope = native.openScope({
			object: bpfObject,
			cgroupFd,
			noKprobes,
			flowMark,
			...job && { job }
		});
	} catch (error) {
		if (codeOf(error) === "ENOBTF") throw new UserError("This kernel has no type information (/sys/kernel/btf/vmlinux): one built with CONFIG_DEBUG_INFO_BTF is needed.", { cause: error });
		throw new UserError(`The kernel programs could not be loaded: ${messageOf(error)} "egress-filter doctor" says more.`, { cause: error });
	}
	const missing = scope.report.filter(({ required, status }) => required && status === "unavailable");
	if (missing.length > 0) {
		scope.close();
		throw new UserError(`This kernel lacks ${missing.map(({ hook, detail }) => `${hook} (${detail ?? "unavailable"})`).join(", ")}: see "egress-filter doctor".`);
	}
	return scope;
}

// src/guard/scope-cgroup.ts
/** The cgroup2 root as a path of this process: `/proc/self/fd/N`, whether it is mounted or not. */
function cgroupRoot(native) {
	let fd;
	try {
		fd = native.openCgroup2();
	} catch (error) {
		throw new UserError(`This machine has no usable cgroup v2 hierarchy (${messageOf(error)}): a kernel with CONFIG_CGROUPS and cgroup2 is needed.`, { cause: error });
	}
	return {
		path: `/proc/self/fd/${fd}`,
		close: () => closeSync(fd)
	};
}

// src/guard/sudo/accounts.ts
/** Every name in /etc/passwd with this user id, and the number itself. */
function namesOf(uid, name) {
	const same = fieldsOf("/etc/passwd").flatMap(([other = "", , id]) => Number(id) === uid && other !== "" ? [other] : []);
	return [.../* @__PURE__ */ new Set([
		name,
		...same,
		String(uid)
	])];
}
/** Accounts that su(1) gives to everybody who asks: an empty password in shadow(5). */
function accountsWithoutPassword() {
	return fieldsOf("/etc/shadow").flatMap(([name = "", password]) => password === "" && name !== "" ? [name] : []);
}
/** The groups that a live process has (proc_pid_status(5)): not always those of /etc/group. */
function groupsOfProcess(pid) {
	try {
		return (/^Groups:(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? "").split(/\s+/).filter((word) => word !== "").map(Number);
	} catch {
		return [];
	}
}
/** Names of these group ids in /etc/group. */
function groupNames(ids) {
	return fieldsOf("/etc/group").flatMap(([name = "", , id]) => name !== "" && ids.includes(Number(id)) ? [name] : []);
}
/** Lines of a file such as passwd(5), split at the colons; none where there is no file. */
function fieldsOf(path) {
	try {
		return readFileSync(path, "utf8").split("\n").filter((line) => line.includes(":")).map((line) => line.split(":"));
	} catch (error) {
		if (codeOf(error) === "ENOENT") return [];
		throw error;
	}
}

// src/guard/sudo/as-user.ts
/** Of commands that root runs here: nothing of the caller's environment, and no directory that belongs to the machine's users. */
const ENVIRONMENT = {
	PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
	LC_ALL: "C"
};
/**
* Runs a command with exactly the user's rights, so that the kernel answers with all it knows (access lists, mounts, capabilities). setpriv(1), since
* Node drops the supplementary groups. `keepSetuid` lets setuid programs raise their rights as they would for the user.
*/
function askAsUser(user, command, options) {
	const groups = user.groups.length > 0 ? [`--groups=${user.groups.join(",")}`] : ["--clear-groups"];
	const rights = options.keepSetuid ? [] : ["--no-new-privs", "--bounding-set=-all"];
	const args = [
		`--reuid=${user.uid}`,
		`--regid=${user.gid}`,
		...groups,
		"--inh-caps=-all",
		...rights,
		"--",
		...command
	];
	const { status, stdout } = spawnSync("setpriv", args, {
		env: ENVIRONMENT,
		cwd: "/",
		input: options.input ?? "",
		stdio: [
			"pipe",
			"pipe",
			"ignore"
		],
		timeout: options.timeoutMs,
		killSignal: "SIGKILL",
		maxBuffer: 16 << 20
	});
	return {
		status: status ?? void 0,
		stdout: stdout ?? Buffer.alloc(0)
	};
}
/** Those of these paths that the user may write to (access(2) by the kernel, not by the mode bits), in order. Throws where it cannot be asked. */
function writableBy(user, paths) {
	if (paths.length === 0) return [];
	const { status, stdout } = askAsUser(user, [
		"xargs",
		"-0",
		"/bin/sh",
		"-c",
		"for path; do [ -w \"$path\" ] && printf \"%s\\0\" \"$path\"; done; true",
		"sh"
	], {
		input: `${paths.join("\0")}\0`,
		timeoutMs: 1e4
	});
	if (status !== 0) throw new Error(`what ${user.name} may write to could not be asked (setpriv, xargs: ${status ?? "no answer"})`);
	return stdout.toString("utf8").split("\0").filter((path) => path !== "");
}

// src/guard/sudo/roads.ts
const shut = (name, detail) => road(name, "shut", detail);
const open = (name, detail) => road(name, "open", detail);
/** File names and command lines are the user's to choose: no line of a log or an annotation begins within one. */
function road(name, state, detail) {
	return {
		name: name.replace(CONTROLS, "?"),
		state,
		detail: detail.replace(CONTROLS, "?")
	};
}
const CONTROLS = /\p{Cc}|\p{Zl}|\p{Zp}/gu;

// src/guard/sudo/doas.ts
const DOAS_CONF = ["/etc/doas.conf", "/usr/local/etc/doas.conf"];
const PROGRAMS$3 = ["/usr/bin/doas", "/usr/local/bin/doas"];
/** Without a rule that matches, doas refuses (doas.conf(5)); the last one that matches decides. */
function lockDoas(user, names, files) {
	const rules = [.../* @__PURE__ */ new Set([...names.filter((name) => /^[a-z_][a-z0-9_-]*$/i.test(name)), String(user.uid)])].map((name) => `deny ${name}\n`);
	const content = `# Emptied by egress-filter while a job is filtered.\npermit nopass root\n`;
	const locked = DOAS_CONF.filter((path) => files.cover(path, (original) => ({
		content,
		orphaned: Buffer.concat([original, Buffer.from(`\n${rules.join("")}`)])
	})));
	const program = PROGRAMS$3.find((path) => existsSync(path));
	if (!program || locked.length === 0) return [];
	const { status } = askAsUser(user, [
		program,
		"-n",
		"/bin/true"
	], {
		keepSetuid: true,
		timeoutMs: 3e3
	});
	if (status === 0) return [open("doas", `${program} still gives ${user.name} root.`)];
	return [shut("doas", `${user.name} may run nothing with doas.`)];
}

// src/guard/sudo/groups.ts
/** Engines that start anything as root for whoever may write to their socket. */
const ENGINES = /* @__PURE__ */ new Map([
	["/run/docker.sock", "docker"],
	["/run/containerd/containerd.sock", "containerd"],
	["/run/podman/podman.sock", "podman"],
	["/run/buildkit/buildkitd.sock", "buildkit"],
	["/run/crio/crio.sock", "cri-o"],
	["/var/lib/lxd/unix.socket", "lxd"],
	["/var/snap/lxd/common/lxd/unix.socket", "lxd"],
	["/var/lib/incus/unix.socket", "incus"],
	["/run/libvirt/libvirt-sock", "libvirt"],
	["/run/systemd/private", "systemd"]
]);
/** What membership gives, for groups that mean root or the reading of what only root may. Engines are told by their sockets. */
const GROUPS = /* @__PURE__ */ new Map([
	["root", "owns files of the system"],
	["disk", "reads and writes the disks below every file permission"],
	["kmem", "reads the memory of the kernel"],
	["shadow", "reads the password hashes of all users"],
	["staff", "writes to /usr/local, from where root runs programs"],
	["lxd", "starts containers that own the machine"],
	["incus-admin", "starts containers that own the machine"],
	["libvirt", "starts virtual machines with any disk of this one"],
	["docker", "starts containers that own the machine"],
	["input", "types on the keyboard of other users"],
	["tty", "writes to the terminals of other users"],
	["netdev", "may change the network settings"],
	["wireshark", "may capture packets of all users"]
]);
/** Reading, not acting: told in the list of roads, not worth a warning each. */
const READERS = /* @__PURE__ */ new Set(["adm", "systemd-journal"]);
/** Rights that come with groups and sockets cannot be taken from processes that run already: they are told. */
function reportGroups(user) {
	const asked = writableBy(user, [...[...ENGINES.keys()].filter((path) => existsSync(path)), ...devices()]);
	const sockets = asked.filter((path) => ENGINES.has(path));
	const nodes = asked.filter((path) => !ENGINES.has(path)).map((path) => open(`device ${path}`, `${user.name} may write to ${path}, below every file permission.`));
	const engines = new Set(sockets.map((path) => ENGINES.get(path) ?? path));
	const served = [...engines].map((engine) => open(engine, `${user.name} may give orders to ${engine}, which acts as root: what it starts can reach the machine itself, unless its orders are filtered.`));
	const names = groupNames([user.gid, ...user.groups]);
	const meaning = names.flatMap((name) => {
		const what = GROUPS.get(name);
		return what === void 0 || engines.has(name) ? [] : [open(`group ${name}`, `${user.name} is in the group ${name}, which ${what}.`)];
	});
	const readers = names.filter((name) => READERS.has(name)).map((name) => ({
		name: `group ${name}`,
		state: "harmless",
		detail: `${user.name} is in the group ${name}, which reads the logs of the machine.`
	}));
	if (listensOnTcp(2375)) served.push(open("docker over TCP", "Something listens on port 2375, where docker takes orders from everybody on this machine."));
	return [
		...served,
		...nodes,
		...meaning,
		...readers
	];
}
/** Disks and memory. */
function devices() {
	const disks = [
		"/dev",
		"/dev/mapper",
		"/dev/disk/by-id"
	].flatMap((directory) => existsSync(directory) ? readdirSync(directory).map((name) => `${directory}/${name}`) : []).filter((path) => statSync(path, { throwIfNoEntry: false })?.isBlockDevice());
	return [...new Set(disks.map((path) => realpathSync(path))), ...[
		"/dev/mem",
		"/dev/kmem",
		"/dev/port"
	].filter((path) => existsSync(path))];
}
/** proc_pid_net(5), net/tcp: local address and port in hex, state 0A. */
function listensOnTcp(port) {
	const hex = port.toString(16).toUpperCase().padStart(4, "0");
	return ["/proc/net/tcp", "/proc/net/tcp6"].some((path) => existsSync(path) && new RegExp(`:${hex} [0-9A-F:]+ 0A `).test(readFileSync(path, "latin1")));
}

// src/guard/sudo/helpers.ts
/** Programs that raise the rights of their caller, and what keeps them from giving root. Judged by name: they come from the distribution, in places of root. */
const HELPERS = /* @__PURE__ */ new Map([
	["sudo", "its rules"],
	["sudo.ws", "its rules"],
	["sudo-rs", "its rules"],
	["sudoedit", "its rules"],
	["doas", "its rules"],
	["su", "asks for the password of the account"],
	["su-rs", "asks for the password of the account"],
	["pkexec", "polkit"],
	["polkit-agent-helper-1", "asks for a password"],
	["dbus-daemon-launch-helper", "started by the bus alone"],
	["mount", "only what fstab gives to users"],
	["umount", "only what the user has mounted"],
	["fusermount", "file systems of the user, nosuid and nodev"],
	["fusermount3", "file systems of the user, nosuid and nodev"],
	["newuidmap", "user ids that /etc/subuid gives him, in a namespace of his own"],
	["newgidmap", "group ids that /etc/subgid gives him, in a namespace of his own"],
	["newgrp", "groups of the user, or with a password"],
	["sg", "groups of the user, or with a password"],
	["gpasswd", "groups that the user administers"],
	["passwd", "his own password"],
	["chsh", "his own shell"],
	["chfn", "his own name"],
	["chage", "reads his own dates"],
	["expiry", "reads his own dates"],
	["unix_chkpwd", "checks his own password"],
	["pam_extrausers_chkpwd", "checks his own password"],
	["pam_timestamp_check", "looks at a time"],
	["crontab", "jobs that run as the user"],
	["at", "jobs that run as the user"],
	["ssh-keysign", "signs for the host, where ssh is told to"],
	["ssh-agent", "gives up rights"],
	["chrome-sandbox", "puts its child into namespaces"],
	["snap-confine", "puts snaps into namespaces"],
	["locate", "reads a list of files"],
	["plocate", "reads a list of files"],
	["mlocate", "reads a list of files"],
	["utempter", "notes sessions"],
	["write", "writes to terminals"],
	["wall", "writes to terminals"],
	["dotlockfile", "locks mailboxes"],
	["mail-lock", "locks mailboxes"],
	["mail-unlock", "locks mailboxes"],
	["mail-touchlock", "locks mailboxes"],
	["postdrop", "hands mail to the mail service"],
	["postqueue", "looks at the queue of the mail service"],
	["exim4", "hands mail to the mail service"],
	["mount.nfs", "only what fstab gives to users"],
	["mount.cifs", "only what fstab gives to users"],
	["ntfs-3g", "only what fstab gives to users"],
	["vmware-user-suid-wrapper", "starts the agent of a virtual screen"],
	["lxc-user-nic", "network devices that /etc/lxc/lxc-usernet gives him"],
	["bwrap", "namespaces of the user"],
	["Xorg.wrap", "the screen"]
]);
/** Capabilities (capabilities(7)) with which a program can become root or change the network of the machine. Raw sockets are refused by the filter. */
const STRONG = /cap_(?:sys_admin|setuid|setgid|setpcap|setfcap|dac_override|dac_read_search|chown|fowner|fsetid|mknod|sys_ptrace|sys_module|sys_rawio|sys_chroot|net_admin|bpf|perfmon|mac_admin|mac_override|checkpoint_restore)\b/g;
/** Carry one of them from the distribution and do one thing with it. */
const KNOWN_CAPABLE = /* @__PURE__ */ new Set([
	"newuidmap",
	"newgidmap",
	"snap-confine",
	"gst-ptp-helper",
	"gnome-keyring-daemon"
]);
const DIRECTORIES$1 = [
	"/usr/bin",
	"/usr/sbin",
	"/usr/lib",
	"/usr/lib64",
	"/usr/libexec",
	"/usr/local",
	"/bin",
	"/sbin",
	"/lib",
	"/opt",
	"/snap"
];
/** Caches of tools with a million files, none of which the distribution gave rights to. */
const LEFT_OUT = [
	"/opt/hostedtoolcache",
	"/usr/local/lib/android",
	"/usr/local/share/vcpkg",
	"/opt/microsoft/powershell"
];
/** The job has the first right to the disk. */
const LONGEST_MS = 6e4;
const DEEPEST = 7;
/** Setuid, setgid and capability programs that nobody has vouched for. Runs beside the job, at the lowest priority. */
async function findHelpers(user, stopped) {
	const roots = [...new Set(DIRECTORIES$1.filter((path) => existsSync(path)).map((path) => realpathSync(path)))].filter((path, _, all) => !all.some((other) => path.startsWith(`${other}/`)));
	const [raised, capable] = await Promise.all([lines("find", [
		...roots,
		"-maxdepth",
		String(DEEPEST),
		...LEFT_OUT.flatMap((path) => [
			"-path",
			path,
			"-prune",
			"-o"
		]),
		"-type",
		"f",
		"-perm",
		"/6000",
		"-printf",
		"%m %u %g %p\\0"
	], "\0", stopped), lines("getcap", ["-r", ...roots.filter((path) => path !== "/opt" && path !== "/snap")], "\n", stopped)]);
	const cut = [...raised.complete ? [] : ["setuid programs"], ...capable.complete ? [] : ["programs with capabilities"]];
	return [
		...raised.lines.flatMap((line) => unknownHelper(user, line)),
		...capable.lines.flatMap(strongProgram),
		...cut.length === 0 ? [] : [open("search", `The search for ${cut.join(" and ")} did not get to its end.`)]
	];
}
/** `4755 root root /usr/bin/x` */
function unknownHelper(user, line) {
	const [, mode = "", owner = "", group = "", path = ""] = /^([0-7]+) (\S+) (\S+) (\/.*)$/s.exec(line) ?? [];
	const bits = Number.parseInt(mode, 8);
	const setuid = Boolean(bits & 2048) && owner !== user.name;
	const setgid = Boolean(bits & 1024 && bits & 8);
	if (path === "" || !(setuid || setgid) || !(bits & 73) || HELPERS.has(path.slice(path.lastIndexOf("/") + 1))) return [];
	const rights = [...setuid ? [`the user ${owner}`] : [], ...setgid ? [`the group ${group}`] : []].join(" and ");
	return [open(`helper ${path}`, `${path} runs with the rights of ${rights} for whoever may start it, and is not a program that we know.`)];
}
/** `/usr/bin/x cap_net_raw,cap_net_admin=ep`, of older versions `/usr/bin/x = cap_net_raw+ep`. */
function strongProgram(line) {
	const [, path = "", rights = ""] = /^(\/.*?) (?:= )?((?:cap_|=)\S*.*)$/.exec(line) ?? [];
	const strong = /^=\w/.test(rights) ? ["every capability"] : rights.match(STRONG) ?? [];
	if (path === "" || strong.length === 0 || KNOWN_CAPABLE.has(path.slice(path.lastIndexOf("/") + 1))) return [];
	return [open(`helper ${path}`, `${path} has ${strong.join(", ")} for whoever may start it.`)];
}
/** Nothing of a program that is not there; `complete` is false when it was stopped. */
function lines(command, args, separator, stopped) {
	return new Promise((resolve) => {
		const child = spawn("nice", [
			"-n",
			"19",
			command,
			...args
		], {
			stdio: [
				"ignore",
				"pipe",
				"ignore"
			],
			signal: stopped,
			timeout: LONGEST_MS,
			env: ENVIRONMENT,
			killSignal: "SIGKILL",
			cwd: "/"
		});
		const chunks = [];
		child.stdout.on("data", (chunk) => chunks.push(chunk));
		child.on("error", () => resolve({
			lines: [],
			complete: false
		}));
		child.on("close", (code, signal) => {
			resolve({
				lines: Buffer.concat(chunks).toString("utf8").split(separator).filter((line) => line !== ""),
				complete: signal === null && code !== 127
			});
		});
	});
}

// src/guard/sudo/polkit.ts
const DAEMONS = [
	"/usr/lib/polkit-1/polkitd",
	"/usr/libexec/polkitd",
	"/usr/lib/polkit-1/polkit-agent-helper-1",
	"/usr/libexec/polkit-agent-helper-1"
];
/** Sorted by name over all of them, and the first rule that answers decides (polkit(8)). */
const RULE_DIRECTORIES = [
	"/etc/polkit-1/rules.d",
	"/run/polkit-1/rules.d",
	"/usr/local/share/polkit-1/rules.d",
	"/usr/share/polkit-1/rules.d"
];
/** Before every letter and digit. */
const RULE_NAME = "!egress-filter.rules";
/**
* polkit 0.105 (Ubuntu 22.04) knows no rules, but key files, of which the last one decides (pklocalauthority(8)). Directories are sorted by name, files within
* one are not: ours has one of its own.
*/
const KEY_FILES = "/etc/polkit-1/localauthority";
const OWN_DIRECTORY = "zz-egress-filter.d";
/** Files of ours. */
const POLKIT_FILES = [`${KEY_FILES}/${OWN_DIRECTORY}`, ...RULE_DIRECTORIES.slice(0, 1).map((path) => `${path}/${RULE_NAME}`)];
/**
* polkit lets services do things as root for a user: start units, install packages, mount, write network settings, run anything (pkexec). Whatever it
* would answer otherwise, for the job's user the answer is no. polkitd reads the file by itself (inotify(7)), within milliseconds.
*/
function lockPolkit(user, names, files) {
	if (!DAEMONS.some((path) => existsSync(path))) return [];
	const [rules = ""] = RULE_DIRECTORIES;
	const hasKeyFiles = existsSync(KEY_FILES);
	if (hasKeyFiles) files.create(`${KEY_FILES}/${OWN_DIRECTORY}/no.pkla`, keyFile(names));
	mkdirSync("/etc/polkit-1", {
		recursive: true,
		mode: 493
	});
	if (!hasKeyFiles || existsSync(rules)) files.create(`${rules}/${RULE_NAME}`, ruleFile(names));
	const earlier = [...RULE_DIRECTORIES.flatMap((directory) => earlierRules(directory)), ...laterKeyFiles()];
	if (earlier.length > 0) return [open("polkit", `${earlier.join(", ")} comes before our rule and may give ${user.name} what root can do.`)];
	return [shut("polkit", `Every action of polkit is denied to ${user.name}.`)];
}
function earlierRules(directory) {
	if (!existsSync(directory)) return [];
	return readdirSync(directory).filter((name) => name.endsWith(".rules") && Buffer.compare(Buffer.from(name), Buffer.from(RULE_NAME)) < 0).map((name) => `${directory}/${name}`);
}
function laterKeyFiles() {
	return [KEY_FILES, "/var/lib/polkit-1/localauthority"].flatMap((root) => {
		return (existsSync(root) ? readdirSync(root) : []).filter((name) => name.endsWith(".d") && name > OWN_DIRECTORY).map((name) => `${root}/${name}`);
	});
}
/** `names`: every name of the user id; polkit shows the number where there is none. */
function ruleFile(names) {
	return `// Written by egress-filter for the time of a job: root is not to act for the job's user.
polkit.addRule(function (action, subject) {
    if (${JSON.stringify(names)}.indexOf(subject.user) >= 0) {
        return polkit.Result.NO;
    }
});
`;
}
function keyFile(names) {
	return `[egress-filter: root is not to act for the job's user]
Identity=${names.map((name) => `unix-user:${name}`).join(";")}
Action=*
ResultAny=no
ResultInactive=no
ResultActive=no
`;
}
/** Asked as the user. Slow where polkitd has to be started: not before the job may begin. pkcheck(1): 1 is a no, 2 would ask for a password. */
function provePolkit(user) {
	if (!existsSync("/usr/bin/pkcheck") || !existsSync("/run/dbus/system_bus_socket")) return [];
	for (const action of ["org.freedesktop.policykit.exec", "org.freedesktop.systemd1.manage-units"]) {
		const { status } = askAsUser(user, [
			"/bin/sh",
			"-c",
			"exec pkcheck -a \"$1\" -p $$",
			"sh",
			action
		], { timeoutMs: 5e3 });
		if (status === 0 || status === 2) return [open("polkit", `polkit still lets ${user.name} have ${action}: ${status === 0 ? "at once" : "for a password"}.`)];
	}
	return [];
}

// src/guard/sudo/root-paths.ts
/** What is put there is obeyed at once: the system bus starts services as root, polkit decides what users may have root do. */
const OBEYED_AT_ONCE = ["/usr/share", "/usr/local/share"].flatMap((root) => [
	[`${root}/dbus-1/system-services`, "the system bus"],
	[`${root}/dbus-1/system.d`, "the system bus"],
	[`${root}/dbus-1/system.conf`, "the system bus"],
	[`${root}/polkit-1/rules.d`, "polkit"]
]);
/** Obeyed at the next occasion. */
const OBEYED = [
	["/usr/share/dbus-1", "the system bus"],
	["/usr/share/polkit-1", "polkit"],
	["/usr/local/share/polkit-1", "polkit"],
	["/usr/local/lib/systemd", "systemd units"],
	["/usr/share/pam-configs", "who may log in"],
	["/usr/share/pam", "who may log in"],
	["/usr/share/initramfs-tools", "the next boot"],
	["/usr/share/keyrings", "whose packages root installs"],
	["/usr/share/ca-certificates", "whose certificates the machine trusts"],
	["/var/spool/cron", "cron"]
];
/** Only themselves: what is in them is root's nearly everywhere, and walking through them takes long. */
const DIRECTORIES = [
	...[
		"system",
		"user",
		"network",
		"system-generators",
		"system-environment-generators",
		"system-sleep",
		"system-shutdown"
	].flatMap((name) => [
		"/etc/systemd",
		"/usr/lib/systemd",
		"/run/systemd",
		"/usr/local/lib/systemd"
	].map((root) => [`${root}/${name}`, "systemd units"])),
	...[
		"/etc/udev/rules.d",
		"/usr/lib/udev/rules.d",
		"/run/udev/rules.d"
	].map((path) => [path, "udev"]),
	...[
		"/usr/lib/modprobe.d",
		"/usr/lib/tmpfiles.d",
		"/usr/lib/sysctl.d",
		"/usr/lib/sysusers.d",
		"/usr/lib/binfmt.d",
		"/usr/lib/environment.d"
	].map((path) => [path, "settings of the system"]),
	...[
		"/usr/local/sbin",
		"/usr/local/bin",
		"/usr/sbin",
		"/usr/bin",
		"/usr/lib",
		"/usr/lib64",
		"/usr/libexec",
		"/usr/local/lib",
		"/boot"
	].map((path) => [path, "programs and libraries of root"])
];
/** Where interpreters that root runs look for modules. */
const MODULES = [
	"/usr/share/perl",
	"/usr/share/perl5",
	"/usr/local/share/perl",
	"/usr/share/python3",
	"/usr/share/debconf",
	"/usr/share/dpkg"
];
/** Known without looking at much: what the kernel starts by itself, and directories. A few milliseconds. */
function quickRootPaths() {
	const obeyed = OBEYED_AT_ONCE.map(([path, by]) => ({
		path,
		by,
		tree: "always"
	}));
	const flat = DIRECTORIES.map(([path, by]) => ({
		path,
		by
	}));
	return distinct([
		...kernelHelpers(),
		...obeyed,
		...flat
	]);
}
/** Everything in /etc, units and what they start, jobs of cron, what root's processes have loaded, modules of interpreters. Up to a second. */
function slowRootPaths() {
	const modules = MODULES.map((path) => ({
		path,
		by: "modules of interpreters that root runs",
		tree: "always"
	}));
	return distinct([
		{
			path: "/etc",
			by: "settings of the system",
			tree: "always"
		},
		...OBEYED.map(([path, by]) => ({
			path,
			by,
			tree: "always"
		})),
		...modules,
		...unitPrograms(),
		...cronPrograms(),
		...udevPrograms(),
		...processFiles()
	]);
}
function distinct(items) {
	const known = /* @__PURE__ */ new Map();
	for (const item of items) if (!known.has(item.path) || item.tree && !known.get(item.path)?.tree) known.set(item.path, item);
	return [...new Map([...known.values()].flatMap(real).map((item) => [item.path, item])).values()];
}
/** Started by the kernel as root, at the wish of anybody who crashes a program, say (core(5), proc_sys_kernel(5), request-key(8)). */
function kernelHelpers() {
	return [
		/^\|\s*(\/\S+)/.exec(read$1("/proc/sys/kernel/core_pattern"))?.[1],
		...[
			"/proc/sys/kernel/modprobe",
			"/proc/sys/kernel/poweroff_cmd",
			"/sys/kernel/uevent_helper"
		].map((path) => read$1(path).trim()),
		"/sbin/request-key"
	].filter((path) => path?.startsWith("/") === true).flatMap((path) => program(path, "the kernel starts it"));
}
const UNIT_DIRECTORIES = [
	"/etc/systemd/system",
	"/run/systemd/system",
	"/run/systemd/generator",
	"/usr/local/lib/systemd/system",
	"/usr/lib/systemd/system"
];
const BUS_DIRECTORIES = ["/usr/share/dbus-1/system-services", "/usr/local/share/dbus-1/system-services"];
function unitPrograms() {
	return [
		...UNIT_DIRECTORIES,
		...UNIT_DIRECTORIES.flatMap((root) => list$3(root).filter((path) => path.endsWith(".d"))),
		...BUS_DIRECTORIES
	].flatMap(list$3).filter((path) => /\.(service|socket|mount|swap|conf)$/.test(path)).flatMap((file) => {
		return programsInUnit(read$1(file)).flatMap((path) => program(path, `the unit ${file.slice(file.lastIndexOf("/") + 1)}`));
	});
}
/**
* Absolute paths in the lines of a unit that start something as root or set its environment (systemd.service(5), systemd.exec(5)). What a unit runs as
* another user is that user's matter, but for lines with the prefix + or !.
*/
function programsInUnit(text) {
	const lines = text.replaceAll("\\\n", " ").split("\n");
	const asOther = lines.some((line) => /^\s*User\s*=\s*(?!root\s*$|0\s*$)\S/.test(line));
	return lines.flatMap((line) => {
		const [, name = "", value = ""] = /^\s*(Exec\w*|EnvironmentFile|LoadCredential|RootDirectory)\s*=\s*(.*)$/.exec(line) ?? [];
		return asOther && !(name.startsWith("Exec") && /^[-@:]*[+!]/.test(value)) ? [] : [value];
	}).flatMap(absolutePaths);
}
/** Words that are absolute paths, without the prefixes of systemd, quotes, and what a shell ends a word with. */
function absolutePaths(text) {
	return text.split(/[\s"'`;|&()<>,=]+/).flatMap((word) => {
		const path = word.replace(/^[-@:+!]+/, "");
		return /^\/[^\s%$*?\0]{1,1024}$/.test(path) && path !== "/" ? [path] : [];
	});
}
function cronPrograms() {
	const tables = [
		"/etc/crontab",
		"/var/spool/cron/crontabs/root",
		"/var/spool/cron/root",
		...list$3("/etc/cron.d")
	];
	const scripts = [
		"hourly",
		"daily",
		"weekly",
		"monthly"
	].flatMap((name) => list$3(`/etc/cron.${name}`));
	return [...tables, ...scripts].flatMap((file) => absolutePaths(read$1(file)).flatMap((path) => program(path, `cron: ${file}`)));
}
function udevPrograms() {
	return [
		"/etc/udev/rules.d",
		"/usr/lib/udev/rules.d",
		"/run/udev/rules.d"
	].flatMap(list$3).flatMap((file) => {
		return [...read$1(file).matchAll(/(?:RUN|PROGRAM|IMPORT)(?:\{\w+\})?\s*[+:]?==?\s*"([^"]*)"/g)].map((match) => match[1] ?? "").flatMap(absolutePaths).flatMap((path) => program(path, `udev: ${file}`));
	});
}
/** What processes of root run and have mapped to run; arguments name their scripts. Not the guard itself: it looks after its own files. */
function processFiles() {
	const own = readLink("/proc/self/exe");
	const used = /* @__PURE__ */ new Map();
	const searched = /* @__PURE__ */ new Map();
	for (const directory of list$3("/proc").filter((path) => /^\/proc\/\d+$/.test(path))) {
		if (!/^Uid:\s+0\s+0\s/m.test(read$1(`${directory}/status`))) continue;
		const exe = readLink(`${directory}/exe`);
		if (exe === void 0 || exe === own || inodeOf$2(exe) !== inodeOf$2(`${directory}/exe`)) continue;
		const by = `process ${directory.slice(6)}, ${read$1(`${directory}/comm`).trim()}`;
		const named = read$1(`${directory}/cmdline`).split("\0").slice(0, 4);
		for (const path of [
			exe,
			...mappedPrograms(read$1(`${directory}/maps`)),
			...named
		]) if (path.startsWith("/") && !used.has(path)) used.set(path, by);
		const search = /(?:^|\0)PATH=([^\0]*)/.exec(read$1(`${directory}/environ`))?.[1]?.split(":") ?? [];
		for (const path of search) if (path.startsWith("/") && !searched.has(path)) searched.set(path, `PATH of ${by}`);
	}
	return [...[...used].flatMap(([path, by]) => program(path, by)), ...[...searched].map(([path, by]) => ({
		path,
		by
	}))];
}
/** proc_pid_maps(5): address, permissions, offset, device, inode, path. */
function mappedPrograms(maps) {
	return maps.split("\n").flatMap((line) => /^\S+ ..x. \S+ \S+ \d+\s+(\/.*)$/.exec(line)?.[1] ?? []);
}
/** Directories of many programs of different owners: one program there does not make all of them root's. */
const SHARED = /* @__PURE__ */ new Set([
	"/usr/share",
	"/opt",
	"/usr/local",
	"/usr",
	"/srv",
	"/var",
	"/tmp",
	"/home",
	"/run",
	"/dev",
	"/etc",
	"/"
]);
/** With the directory of a script: interpreters look for modules there first. */
function program(path, by) {
	if (!(existsSync(path) ? lstatSync(realpathSync(path)) : void 0)?.isFile()) return [];
	const directory = dirname(path);
	return !SHARED.has(directory) && !/\/s?bin$/.test(directory) && begins(path, "#!") ? [{
		path,
		by
	}, {
		path: directory,
		by,
		tree: "exposed"
	}] : [{
		path,
		by
	}];
}
function begins(path, text) {
	const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		const bytes = Buffer.alloc(text.length);
		return readSync(fd, bytes, 0, bytes.length, 0) === bytes.length && bytes.toString("latin1") === text;
	} finally {
		closeSync(fd);
	}
}
/** With where links lead: both can be changed. Device and kernel file systems hold nothing that a mode could protect. */
function real(item) {
	if (/^\/(proc|sys|dev)(\/|$)/.test(item.path) || !existsSync(item.path)) return [];
	const target = realpathSync(item.path);
	return target === item.path ? [item] : [item, {
		...item,
		path: target
	}];
}
function list$3(path) {
	try {
		return readdirSync(path).map((name) => `${path}/${name}`);
	} catch {
		return [];
	}
}
function read$1(path) {
	try {
		return readFileSync(path, "latin1");
	} catch {
		return "";
	}
}
function inodeOf$2(path) {
	try {
		return statSync(path).ino;
	} catch {
		return;
	}
}
function readLink(path) {
	try {
		return readlinkSync(path);
	} catch {
		return;
	}
}

// src/identity/argv.ts
/** Ends the last argument where the kernel's record was cut, so that no rule mistakes its beginning for the whole. */
const CUT_MARKER = "…[cut]";
/**
* Arguments of a NUL-separated block as the kernel keeps it (`/proc/PID/cmdline`, proc(5)): the last NUL ends the last argument, empty ones
* count. Bytes that are not UTF-8 become U+FFFD. A block that was cut ends in {@link CUT_MARKER}.
*/
function parseArgv(block, truncated = false) {
	const args = [];
	let from = 0;
	for (let end = block.indexOf(0); end >= 0; end = block.indexOf(0, from)) {
		args.push(block.toString("utf8", from, end));
		from = end + 1;
	}
	if (from < block.length) args.push(block.toString("utf8", from));
	if (truncated) args.push(`${args.pop() ?? ""}${CUT_MARKER}`);
	return args;
}

// src/log/secrets.ts
/** What stands in the place of a secret. */
const REDACTED = "[redacted]";
/** Longest text that is searched; the writer keeps less. Bounds the time spent on what a process wrote. */
const MAX_SEARCHED = 65536;
/**
* A text of any kind (URL, argument, shell script, header, JSON, sentence) in which everything that looks like a secret is `[redacted]`.
*/
function redactText(text) {
	if (text.length > MAX_SEARCHED) return `${redactText(text.slice(0, MAX_SEARCHED))}…[${text.length - MAX_SEARCHED} more]`;
	let out = text;
	if (out.includes("-----BEGIN ")) out = redactPem(out);
	if (out.includes("://")) out = out.replace(URL_LIKE, (_all, scheme, rest) => scheme + redactAfterScheme(rest));
	if (out.includes("?")) out = out.replace(QUERY, "$1?[redacted]");
	if (HEADER_WORD.test(out)) out = out.replace(HEADER, (_all, name, colon) => `${name}${colon}${REDACTED}`);
	if (SCHEME_WORD.test(out)) out = out.replace(SCHEME_AND_CREDENTIALS, (_all, scheme, blank) => `${scheme}${blank}${REDACTED}`);
	if (TOKEN_START.test(out)) out = out.replace(TOKEN, REDACTED);
	if (SIGN.test(out)) out = out.replace(ASSIGNMENT$1, redactAssignment);
	if (out.includes("-") && BLANK.test(out)) out = out.replace(OPTION, redactOption);
	return out;
}
/** As {@link redactText}, for what is a URL: most have nothing that it could find, and show it at one look. */
function redactUrl(url) {
	return url.length <= LONGEST_PLAIN_URL && PLAIN_URL.test(url) && !TOKEN_START.test(url) ? url : redactText(url);
}
const LONGEST_PLAIN_URL = 2048;
/** Neither userinfo nor port, query or fragment; no sign of an assignment, no blank, no quote. */
const PLAIN_URL = /^https?:\/\/[\w.-]+\/[\w./@~%+!,-]*$/;
function redactAssignment(all, name, sign, value) {
	return secretName(name) || weakName(name) && looksRandom(value) ? `${name}${sign}${quoted(value)}` : all;
}
function redactOption(all, option, blank, value) {
	return takesSecret(option) ? `${option}${blank}${quoted(value)}` : all;
}
const HEADER_WORD = /(?:authorization|cookie|token|key|secret|password)2?\s{0,4}:/i;
const SCHEME_WORD = /(?:bearer|basic)[ \t]/i;
const TOKEN_START = /gh[pousr]_|github_pat_|v1\.|gl[pdrfc]|npm_|pypi-|A(?:KIA|SIA|ROA|BIA|CCA|Iza)|xox|xapp-|[srp]k[_-]|ya29|SG\.|dckr_|hv[sbr]\.|rubygems_|hf_|do[opr]_|eyJ/;
const SIGN = /=|:(?!\/\/)/;
const BLANK = /[ \t]/;
const URL_LIKE = /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s"'<>`\\]+)/gi;
/** Authority, path, query, fragment (RFC 3986, section 3): userinfo and whatever follows `?` or `#` go. */
function redactAfterScheme(rest) {
	const end = rest.search(/[/?#]/);
	const authority = end < 0 ? rest : rest.slice(0, end);
	const after = end < 0 ? "" : rest.slice(end);
	const at = authority.lastIndexOf("@");
	const shown = (at < 0 ? "" : authority.slice(0, at)) === "git" || at < 0 ? authority : `${REDACTED}${authority.slice(at)}`;
	const cutAt = after.search(/[?#]/);
	if (cutAt < 0) return shown + after;
	return `${shown}${after.slice(0, cutAt)}${after[cutAt]}${REDACTED}`;
}
/** `example.com/x?token=1` without a scheme. */
const QUERY = /((?<![\w.~%/:@-])[\w.~%/:@-]+)\?[\w.%[\]~-]{1,64}=[^\s"'<>`\\]*/g;
const HEADER = /(?<![\w-])((?:proxy-)?authorization|(?:set-)?cookie2?|(?:x-)?[a-z-]{0,40}(?:token|api-?key|secret|password))(\s{0,4}:[ \t]{0,8})(?!\/\/)(?=[^\s"'])[^\r\n"']+/gi;
const SCHEME_AND_CREDENTIALS = /(?<![\w-])(bearer|basic)([ \t]{1,8})[A-Za-z0-9._~+/=-]{6,}/gi;
/** Tokens that say themselves what they are: GitHub, GitLab, npm, PyPI, AWS, Slack, Stripe, Google, Docker, Vault, RubyGems, Hugging Face, JWT, ... */
const TOKEN = new RegExp(`(?<![A-Za-z0-9])(?:${[
	"gh[pousr]_[A-Za-z0-9_]{4,}",
	"github_pat_[A-Za-z0-9_]{4,}",
	"v1\\.[0-9a-f]{40}",
	"gl(?:pat|dt|rt|ptt|ft|cbt)-[\\w-]{8,}",
	"npm_[A-Za-z0-9]{10,}",
	"pypi-[\\w-]{16,}",
	"(?:AKIA|ASIA|AROA|ABIA|ACCA)[A-Z0-9]{8,}",
	"xox[abeprs]-[\\w-]{8,}",
	"xapp-[\\w-]{8,}",
	"(?:sk|rk|pk)_(?:live|test)_\\w{8,}",
	"sk-[\\w-]{16,}",
	"AIza[\\w-]{20,}",
	"ya29\\.[\\w-]{10,}",
	"SG\\.[\\w-]{10,}\\.[\\w-]{10,}",
	"dckr_pat_[\\w-]{8,}",
	"hv[sbr]\\.[\\w-]{16,}",
	"rubygems_[0-9a-f]{16,}",
	"hf_[A-Za-z0-9]{16,}",
	"do[opr]_v1_[0-9a-f]{16,}",
	"eyJ[\\w-]{8,}(?:\\.[\\w-]*){0,4}"
].join("|")})`, "g");
/** `NAME=value`, `name: value`, `"name":"value"`, also inside a quoted shell script. The look-behind lets a name be tried once only. */
const ASSIGNMENT$1 = /(?<![\w.-])([\w.-]+)([\\"']{0,3}[ \t]{0,4}[=:][ \t]{0,4}\\?)("[^"\\]*"?|'[^'\\]*'?|[^\s"'\\&;,]+)/g;
/** `--token value` inside a shell script. */
const OPTION = /(?<![\w-])(--?[A-Za-z][\w-]*)([ \t]{1,8})("[^"]*"?|'[^']*'?|[^\s"'-][^\s"';&|]*)/g;
function quoted(value) {
	const quote = value[0] === "\"" || value[0] === "'" ? value[0] : "";
	return `${quote}${REDACTED}${quote}`;
}
const SECRET_WORDS = new Set("token tokens secret secrets password passwords passwd passphrase passcode pwd pass pw apikey auth authtoken credential credentials creds cred jwt bearer cookie sessionid otp totp signature sig sas pat dsn authorization".split(" "));
const SECRET_PAIRS = /(?:api|access|private|secret|signing|encryption|account|auth|client|deploy|license|storage|shared|master|service|ssh|gpg|pgp|hmac)(?:key|secret)$/;
const SECRET_PART = /token|secret|passw(?:or)?d|passphrase|apikey|credential|privatekey|accesskey|connectionstring/;
const HARMLESS = /^(?:tokeni[sz]er?s?|secretary|passwordless|tokens?type|max-?tokens)$/;
/** Does this name of a variable, option or field say that its value is secret? */
function secretName(name) {
	const clipped = name.slice(-80).replace(/^-+/, "");
	const words = clipped.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== "");
	if (words.some((word) => SECRET_WORDS.has(word))) return !HARMLESS.test(clipped.toLowerCase());
	const joined = words.join("");
	return SECRET_PAIRS.test(joined) || SECRET_PART.test(joined) && !HARMLESS.test(joined);
}
/** Names whose values are secret at times: then the value decides. */
function weakName(name) {
	return /(?:key|hash|code|state|nonce|session|sid|value|data|auth|id|cert|seed|salt|webhook)s?$/i.test(name.slice(-80));
}
/** Long, of several kinds of characters and without much repetition: more than 3.5 bits a character by Shannon's measure. */
function looksRandom(value) {
	const text = value.replace(/["']/g, "").slice(0, 256);
	if (text.length < 20 || !/[0-9]/.test(text) || !/[A-Za-z]/.test(text) || !/^[\w.+/=-]+$/.test(text)) return false;
	const counts = /* @__PURE__ */ new Map();
	for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
	let bits = 0;
	for (const count of counts.values()) bits -= count / text.length * Math.log2(count / text.length);
	return bits > 3.5;
}
/** PEM blocks (RFC 7468), the last one also when its end is missing. */
function redactPem(text) {
	let from = 0;
	let out = "";
	for (;;) {
		const begin = text.indexOf("-----BEGIN ", from);
		if (begin < 0) return out + text.slice(from);
		const end = text.indexOf("-----END ", begin);
		const close = end < 0 ? -1 : text.indexOf("-----", end + 9);
		out += text.slice(from, begin) + REDACTED;
		if (close < 0) return out;
		from = close + 5;
	}
}
/** Is the argument after this option a secret? */
function takesSecret(option) {
	return /^--?[A-Za-z]/.test(option) && option.length <= 80 && !option.includes("=") && secretName(option) && !/-(stdin|file|path|fd)$/.test(option);
}

// src/log/redact.ts
/** Texts and command lines remembered, and how long one may be: those of one process and one rule come back with every request. */
const MOST_REMEMBERED = 2048;
const LONGEST_REMEMBERED = 2048;
/**
* Makes a function that gives an event without query strings, passwords in URLs and what looks like a secret. It remembers the texts that come
* back, in bounded memory. Every expression below takes time linear in the text: processes choose it.
*/
function createRedactor() {
	const texts = remembered(redactText);
	const lines = remembered((joined) => redactArgs(joined.split("\0")));
	return (event) => {
		const redacted = { ...event };
		if (event.cmdline && event.cmdline.length > 0) redacted.cmdline = lines(event.cmdline.join("\0"));
		if (event.url !== void 0) redacted.url = redactUrl(event.url);
		for (const field of [
			"exe",
			"reason",
			"error",
			"suggestion",
			"rule"
		]) {
			const text = event[field];
			if (text !== void 0) redacted[field] = texts(text);
		}
		return redacted;
	};
}
function remembered(make) {
	const known = /* @__PURE__ */ new Map();
	return (text) => {
		if (text.length > LONGEST_REMEMBERED) return make(text);
		let made = known.get(text);
		if (made === void 0) {
			made = make(text);
			if (known.size >= MOST_REMEMBERED) known.clear();
			known.set(text, made);
		}
		return made;
	};
}
/** A command line: as {@link redactText} for each argument, and the values of options that are arguments of their own. */
function redactArgs(args) {
	const program = basename$2(args[0] ?? "");
	return args.map((arg, index) => {
		const option = index > 0 ? args[index - 1] ?? "" : "";
		if (index > 1 && takesSecret(option) && !/^-/.test(arg)) return REDACTED;
		if (index > 1 && takesCredentials(option)) return redactCredentials(arg);
		const assigned = option === "-c" ? null : WHOLE_ASSIGNMENT.exec(arg);
		if (assigned?.[1] && secretName(assigned[1])) return `${assigned[1]}=${REDACTED}`;
		if (index > 0 && ATTACHED_PASSWORD.has(program) && /^-p./.test(arg)) return `-p${REDACTED}`;
		if (index > 0 && program === "curl" && /^-[a-zA-Z]*u./.test(arg) && arg.includes(":")) return redactCredentials(arg);
		return redactText(arg);
	});
}
/** `--password=two words`: outside a script the value is all that follows. */
const WHOLE_ASSIGNMENT = /^(-{0,2}[A-Za-z_][\w.-]{0,100})=/;
/** `mysql -psecret`: the password sticks to the option. */
const ATTACHED_PASSWORD = /* @__PURE__ */ new Set([
	"mysql",
	"mysqldump",
	"mysqladmin",
	"mariadb",
	"mariadb-dump",
	"sshpass",
	"7z",
	"plink"
]);
function basename$2(path) {
	return path.slice(path.lastIndexOf("/") + 1);
}
function takesCredentials(option) {
	return option === "-u" || option === "--user" || option === "--proxy-user" || option === "-U";
}
/** `user:password`; numeric `uid:gid` stays. */
function redactCredentials(arg) {
	const colon = arg.indexOf(":");
	if (colon < 0) return redactText(arg);
	return /^[0-9]+:[0-9]+$/.test(arg) ? arg : `${arg.slice(0, colon)}:${REDACTED}`;
}

// src/guard/sudo/root-processes.ts
/**
* Processes of root that an earlier step left behind: a shell kept in the background can open everything again. They descend from Runner.Worker, or share
* its cgroup, are younger and have lost their parents (a daemon). Told, not killed: who had root before the lock may have left anything
* anywhere, and a service that the job needs looks the same.
*/
function reportRootProcesses(workerPid, { root = "/proc", ours } = {}) {
	const all = processes(root);
	const worker = all.get(workerPid);
	if (!worker) return [];
	const own = /* @__PURE__ */ new Set([...chainOf(process.pid, all), ...ours === void 0 ? [] : chainOf(ours, all)]);
	const workers = chainOf(workerPid, all);
	return [...all.values()].flatMap(({ pid, ...it }) => {
		if (!it.root || own.has(pid) || workers.has(pid) || chainOf(pid, all).has(process.pid)) return [];
		const descends = chainOf(pid, all).has(workerPid);
		const beside = it.ppid === 1 && it.cgroup !== "" && it.cgroup !== "/" && it.cgroup === worker.cgroup && it.start > worker.start;
		if (!descends && !beside) return [];
		const command = redactArgs(parseArgv(readBytes(`${root}/${pid}/cmdline`))).join(" ").slice(0, 200);
		return [open(`process ${pid}`, `Process ${pid} (${command}) of an earlier step runs as root: it can lift the filter. Put this action first.`)];
	});
}
function processes(root) {
	const found = /* @__PURE__ */ new Map();
	for (const name of readdirSync(root).filter((entry) => /^\d+$/.test(entry))) {
		const stat = readBytes(`${root}/${name}/stat`).toString("latin1");
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		const status = readBytes(`${root}/${name}/status`).toString("latin1");
		const uids = /^Uid:\s+(\d+)\s+(\d+)\s+(\d+)/m.exec(status)?.slice(1) ?? [];
		const cgroup = /^0::(\/.*)$/m.exec(readBytes(`${root}/${name}/cgroup`).toString("utf8"))?.[1] ?? "";
		if (stat !== "") found.set(Number(name), {
			pid: Number(name),
			ppid: Number(fields[1]),
			start: Number(fields[19]),
			root: uids.includes("0"),
			cgroup
		});
	}
	return found;
}
/** The process and all above it. */
function chainOf(pid, all) {
	const chain = /* @__PURE__ */ new Set();
	for (let at = all.get(pid); at && !chain.has(at.pid); at = all.get(at.ppid)) chain.add(at.pid);
	return chain;
}
function readBytes(path) {
	try {
		return readFileSync(path);
	} catch {
		return Buffer.alloc(0);
	}
}

// src/guard/sudo/cover.ts
/**
* Everybody reads `file` at `path` from now on, in each mount namespace that takes mounts from this one (mount_namespaces(7)). What lies below is not touched,
* and with the machine the mount is gone: a power cut leaves nothing to be put back. Throws where it cannot be.
*/
function cover(path, file) {
	if (isCovered(path, file)) return;
	const { status, stderr, error } = run$2("mount", [
		"--bind",
		"-o",
		"ro",
		"--",
		file,
		path
	]);
	if (!isCovered(path, file)) throw new Error(`${path} could not be covered: ${error?.message ?? (stderr.trim().split("\n", 1)[0] || status)}`);
}
/** Lazily, as somebody may read it at this moment. Other mounts on the path stay. Throws where it stays covered. */
function uncover(path, file) {
	for (let left = 4; isCovered(path, file); left--) {
		const { stderr, error } = run$2("umount", [
			"-l",
			"--",
			path
		]);
		if (left === 0) throw new Error(`it is still covered by ${file}: ${error?.message ?? stderr.trim().split("\n", 1)[0]}`);
	}
}
/** A file has the same numbers wherever it is mounted. */
function isCovered(path, file) {
	const [seen, ours] = [path, file].map((name) => statSync(name, {
		bigint: true,
		throwIfNoEntry: false
	}));
	return seen !== void 0 && ours !== void 0 && seen.ino === ours.ino && seen.dev === ours.dev;
}
const run$2 = (command, args) => spawnSync(command, args, {
	encoding: "utf8",
	env: ENVIRONMENT
});

// src/guard/sudo/saved.ts
/** What a file was before we touched it. One JSON file each, readable by root alone. */
const SavedRecord = discriminatedUnion("kind", [
	object({
		kind: literal("covered"),
		path: string(),
		content: string()
	}),
	object({
		kind: literal("created"),
		path: string()
	}),
	object({
		kind: literal("modes"),
		path: string(),
		modes: array(tuple([
			string(),
			number(),
			number()
		]))
	})
]);
/**
* Changes to files that can be taken back, by a later process as well: what a file was is written before it is touched, and a record is never replaced by
* a state that we made. `directory` must outlive a reboot as the changes do. Nothing is forced to the disk, which may take longer than all the rest: should
* a power cut take the record and leave the change, `restore` finds our files by their names.
*/
function openSavedFiles(directory) {
	mkdirSync(directory, {
		recursive: true,
		mode: 448
	});
	chmodSync(directory, 448);
	return {
		cover: (path, make) => coverFile(directory, path, make),
		create: (path, content) => create(directory, path, content),
		chmod: (name, paths, change) => changeModes(directory, name, paths, change),
		restore: (made = []) => [...restoreAll(directory), ...made.flatMap((path) => attempt$1(path, () => remove(path)))]
	};
}
/** The record first, so that whoever comes after a crash knows what to look for. What is covered already changes in place: it is never open in between. */
function coverFile(directory, name, make) {
	let path;
	try {
		path = realpathSync(name);
	} catch (error) {
		if (codeOf(error) === "ENOENT") return false;
		throw error;
	}
	const file = coverPath(directory, path);
	const known = readRecord(recordPath(directory, "covered", path));
	const covered = isCovered(path, file);
	const original = covered && known?.kind === "covered" ? Buffer.from(known.content, "base64") : readFileSync(path);
	if (!covered) save(directory, {
		kind: "covered",
		path,
		content: original.toString("base64")
	}, known !== void 0);
	const { content, orphaned } = make(original);
	writeFileSync(file, content, { mode: 288 });
	chmodSync(file, 288);
	writeFileSync(`${file}${ORPHANED}`, orphaned, { mode: 256 });
	cover(path, file);
	return true;
}
const ORPHANED = ".orphaned";
/** For a shell of root: what is covered shows from now on what was said about a guard that is gone. Does nothing where nothing is covered. */
const orphanScript = (directory) => `for file in ${directory}/*${ORPHANED}; do\n  if test -f "$file"; then cat "$file" >"\${file%${ORPHANED}}"; fi\ndone\n`;
function create(directory, path, content) {
	const folder = dirname(path);
	if (!existsSync(folder)) {
		if (!readRecord(recordPath(directory, "created", folder))) save(directory, {
			kind: "created",
			path: folder
		}, false);
		mkdirSync(folder, { mode: 493 });
		chmodSync(folder, 493);
	}
	if (!readRecord(recordPath(directory, "created", path))) save(directory, {
		kind: "created",
		path
	}, false);
	const draft = `${path}.egress-filter-draft`;
	rmSync(draft, { force: true });
	writeFileSync(draft, content, {
		mode: 420,
		flag: "wx"
	});
	chmodSync(draft, 420);
	renameSync(draft, path);
}
function changeModes(directory, name, paths, change) {
	const known = readRecord(recordPath(directory, "modes", name));
	const before = new Map(known?.kind === "modes" ? known.modes.map(([path, mode, ours]) => [path, {
		mode,
		ours
	}]) : []);
	const todo = paths.flatMap((path) => {
		const status = lstatSync(path, { throwIfNoEntry: false });
		if (!status || !(status.isFile() || status.isDirectory())) return [];
		const mode = status.mode & 4095;
		const ours = change(status) & 4095;
		if (ours === mode) return [];
		const saved = before.get(path);
		before.set(path, {
			mode: saved?.ours === mode ? saved.mode : mode,
			ours
		});
		return [{
			path,
			mode,
			ours
		}];
	});
	if (todo.length === 0) return;
	save(directory, {
		kind: "modes",
		path: name,
		modes: [...before].map(([path, { mode, ours }]) => [
			path,
			mode,
			ours
		])
	}, known !== void 0);
	for (const { path, mode, ours } of todo) swapMode(path, mode, ours);
}
/**
* By descriptor, and only where the mode is as expected: the user may put a link in the place of a file that he can write to, and what it leads to must
* not get the mode that was meant for another.
*/
function swapMode(path, from, to) {
	let fd;
	try {
		fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY);
	} catch (error) {
		if ([
			"ENOENT",
			"ELOOP",
			"ENOTDIR",
			"ENXIO",
			"ETXTBSY"
		].includes(codeOf(error) ?? "")) return;
		throw error;
	}
	try {
		const status = fstatSync(fd);
		if ((status.isFile() || status.isDirectory()) && (status.mode & 4095) === from) fchmodSync(fd, to);
	} catch (error) {
		if (!["EROFS", "EPERM"].includes(codeOf(error) ?? "")) throw error;
	} finally {
		closeSync(fd);
	}
}
function restoreAll(directory) {
	return readdirSync(directory).filter((name) => name.endsWith(".json")).map((name) => ({
		file: `${directory}/${name}`,
		record: readRecord(`${directory}/${name}`)
	})).flatMap(({ file, record }) => {
		if (!record) return [`${file} is damaged: what it describes cannot be restored.`];
		return attempt$1(record.path, () => {
			restore$2(directory, record);
			rmSync(file);
		});
	});
}
function attempt$1(path, undo) {
	try {
		undo();
		return [];
	} catch (error) {
		return [`${path} could not be restored: ${messageOf(error)}.`];
	}
}
function restore$2(directory, record) {
	if (record.kind === "modes") {
		for (const [path, mode, ours] of [...record.modes].reverse()) swapMode(path, ours, mode);
		return;
	}
	if (record.kind === "created") {
		remove(record.path);
		return;
	}
	const file = coverPath(directory, record.path);
	uncover(record.path, file);
	for (const path of [file, `${file}${ORPHANED}`]) rmSync(path, { force: true });
}
function remove(path) {
	rmSync(path, {
		recursive: true,
		force: true
	});
}
function recordPath(directory, kind, path) {
	return `${directory}/${kind}-${nameOf(path)}.json`;
}
const coverPath = (directory, path) => `${directory}/cover-${nameOf(path)}`;
const nameOf = (path) => createHash("sha256").update(path).digest("hex").slice(0, 32);
function save(directory, record, replace) {
	const path = recordPath(directory, record.kind, record.path);
	const draft = `${path}.draft`;
	rmSync(draft, { force: true });
	writeFileSync(draft, JSON.stringify(record), {
		mode: 384,
		flag: "wx"
	});
	if (replace) renameSync(draft, path);
	else {
		linkSync(draft, path);
		rmSync(draft);
	}
}
function readRecord(path) {
	let text;
	try {
		const fd = openSync(path, "r");
		try {
			if (!fstatSync(fd).isFile()) return void 0;
			text = readFileSync(fd, "utf8");
		} finally {
			closeSync(fd);
		}
	} catch (error) {
		if (codeOf(error) === "ENOENT") return void 0;
		throw error;
	}
	try {
		return SavedRecord.parse(JSON.parse(text));
	} catch {
		return;
	}
}

// src/guard/sudo/su.ts
const PROGRAMS$2 = [
	"/usr/bin/su",
	"/bin/su",
	"/usr/lib/cargo/bin/su",
	"/usr/bin/su-rs"
];
const SETUID = 2048;
/**
* su(1) asks for the password of the account. Where it would ask for none (an empty one, or pam_wheel(8) that trusts a group of the user) it loses its
* setuid bit for the time of the job: root may still use it, nobody else.
*/
function lockSu(user, files) {
	const programs = [...new Set([...PROGRAMS$2, ...inSnaps()].filter((path) => existsSync(path)).map((path) => realpathSync(path)))];
	const own = new Set(namesOf(user.uid, user.name));
	const empty = accountsWithoutPassword().filter((name) => !own.has(name));
	const trusted = trustingLines(["su", "su-l"].map((name) => `/etc/pam.d/${name}`), groupNames([user.gid, ...user.groups]));
	const why = [...empty.map((name) => `${name} has no password`), ...trusted];
	if (programs.length === 0 || why.length === 0) return [];
	files.chmod("su", programs, (status) => status.mode & -2049);
	const others = otherPasswordAskers(empty);
	const raised = programs.filter((path) => statSync(path).mode & SETUID);
	if (raised.length > 0) return [open("su", `${raised.join(" and ")} gives away accounts, and its mode cannot be changed: ${why.join("; ")}.`), ...others];
	return [shut("su", `su works for root alone (${why.join("; ")}).`), ...others];
}
/** A base snap brings a su of its own, which asks the same PAM. */
function inSnaps() {
	return list$2("/snap").flatMap((snap) => [`${snap}/current/usr/bin/su`, `${snap}/current/bin/su`]);
}
/** `login` and ssh let into an account without a password as well. */
function otherPasswordAskers(empty) {
	if (empty.length === 0 || !existsSync("/etc/ssh")) return [];
	return ["/etc/ssh/sshd_config", ...list$2("/etc/ssh/sshd_config.d")].some((path) => existsSync(path) && /^\s*PermitEmptyPasswords\s+yes/im.test(readFileSync(path, "utf8"))) ? [open("ssh", `sshd lets ${empty.join(", ")} in without a password.`)] : [];
}
/** `auth sufficient pam_wheel.so trust [group=G]`; without a group it is wheel, or gid 0 where there is no wheel. */
function trustingModules(text, groups) {
	return text.split("\n").flatMap((line) => {
		const words = line.replace(/#.*$/, "").trim().split(/\s+/);
		const module = words.findIndex((word) => /(^|\/)pam_wheel\.so$/.test(word));
		if (words[0] !== "auth" || module < 0 || !words.includes("trust") || words.includes("deny")) return [];
		const group = words.find((word) => word.startsWith("group="))?.slice(6);
		return (group === void 0 ? ["wheel", "root"] : [group]).filter((name) => groups.includes(name)).map((name) => `pam_wheel trusts the group ${name}`);
	});
}
function trustingLines(paths, groups) {
	return [...new Set(paths.filter((path) => existsSync(path)).flatMap((path) => trustingModules(readFileSync(path, "utf8"), groups)))];
}
function list$2(path) {
	return existsSync(path) ? readdirSync(path).map((name) => `${path}/${name}`) : [];
}

// src/guard/sudo/subordinate.ts
/**
* newuidmap(1) and newgidmap(1) give the user the ids that /etc/subuid and /etc/subgid list for him, in a user namespace of his own. The kernel still counts
* them as what they are outside: with the id of root or of another account he owns its files.
*/
function reportSubordinateIds(user) {
	return [...lent(user, "/etc/subuid", "/etc/passwd", "user"), ...lent(user, "/etc/subgid", "/etc/group", "group")];
}
function lent(user, ranges, accounts, kind) {
	const own = fieldsOf(ranges).filter(([name]) => name === user.name || name === String(user.uid));
	const ids = fieldsOf(accounts).map(([name = "", , id]) => ({
		name,
		id: Number(id)
	}));
	const covered = own.flatMap(([, first, count]) => ids.filter(({ id }) => id >= Number(first) && id < Number(first) + Number(count)));
	const names = [...new Set(covered.filter(({ name }) => name !== user.name).map(({ name }) => name))];
	if (names.length === 0) return [];
	const shown = names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
	return [open(`subordinate ${kind}s`, `${ranges} lets ${user.name} become the ${kind} ${shown} in a namespace of his own.`)];
}

// src/guard/sudo/sudoers.ts
/** Where sudo and sudo-rs look for rules, distributions with a vendor directory included. Each is read alone, or not at all. */
const SUDOERS = [
	"/etc/sudoers",
	"/etc/sudoers-rs",
	"/usr/etc/sudoers",
	"/usr/local/etc/sudoers"
];
/** The same program under all the names that Debian's alternatives give it. */
const PROGRAMS$1 = [
	"sudo",
	"sudo.ws",
	"sudo-rs"
].flatMap((name) => [
	"/usr/bin",
	"/usr/local/bin",
	"/usr/lib/cargo/bin"
].map((directory) => `${directory}/${name}`));
/** Remembered passwords: sudo by name or user id, sudo-rs by user id, opendoas by user id among others. */
const CREDENTIALS = [
	"/run/sudo/ts",
	"/var/run/sudo/ts",
	"/var/lib/sudo/ts",
	"/var/db/sudo/ts",
	"/run/sudo-rs/ts",
	"/var/run/sudo-rs/ts"
];
/**
* By number first: a second account may have the same one. NOPASSWD makes the refusal say so instead of asking for a password. In sudoers(5) the last rule that
* matches decides, so at the end of other rules these take everything back: what the user has by name, number, group, alias, netgroup or include.
*/
function refusals(user) {
	const rules = [`#${user.uid} ALL=(ALL:ALL) NOPASSWD: !ALL`];
	if (/^[a-z_][a-z0-9_-]*$/.test(user.name)) rules.push(`${user.name} ALL=(ALL:ALL) NOPASSWD: !ALL`);
	return rules;
}
/** Nobody but root, who needs no sudo to be root, and includes nothing. Only what sudo and sudo-rs understand alike. */
function emptied(user) {
	return `${[
		"# Emptied by egress-filter while a job is filtered. The file of the machine lies below this one, and is here again afterwards.",
		"Defaults secure_path=\"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin\"",
		"root ALL=(ALL:ALL) ALL",
		...refusals(user)
	].join("\n")}\n`;
}
/** Starts with a line feed: the last line of the file may lack its own, or end in a backslash. */
const withRefusals = (original, user) => Buffer.concat([original, Buffer.from(`\n${refusals(user).join("\n")}\n`)]);
function lockSudoers(user, files, workerPid) {
	const programs = sudoPrograms();
	const content = emptied(user);
	const locked = SUDOERS.filter((path) => files.cover(path, (original) => ({
		content,
		orphaned: withRefusals(original, user)
	})));
	const elsewhere = workerPid === void 0 ? void 0 : locked.find((path) => (seenBy(workerPid, path) ?? content) !== content);
	if (elsewhere !== void 0) return [open("sudo", `Runner.Worker sees another ${elsewhere} than the filter's guard: let the runner take mounts of the machine.`)];
	forgetCredentials(user);
	if (programs.length === 0) return [];
	const refused = programs.map((program) => ({
		program,
		answer: trySudo(user, program)
	}));
	const working = refused.filter(({ answer }) => answer === "runs").map(({ program }) => program);
	if (working.length > 0) return [open("sudo", `${working.join(" and ")} still gives ${user.name} root: ${otherSource()}`)];
	const silent = refused.filter(({ answer }) => answer === "unknown").map(({ program }) => program);
	if (silent.length > 0) return [open("sudo (not proven)", `${silent.join(" and ")} did not say in time that it refuses ${user.name}; its rules do.`)];
	return [shut("sudo", `${user.name} may run nothing with sudo (emptied: ${locked.join(", ") || "nothing, there are no rules"}).`)];
}
/** Asked as the user, who has a rule of his own that allows nothing: not even what asks no password. */
function trySudo(user, program) {
	const { status } = askAsUser(user, [
		program,
		"-n",
		"--",
		"/bin/true"
	], {
		keepSetuid: true,
		timeoutMs: 3e3
	});
	if (status === void 0) return "unknown";
	return status === 0 ? "runs" : "refused";
}
/** It may have a mount namespace of its own, and so has what it starts. */
function seenBy(pid, path) {
	try {
		return readFileSync(`/proc/${pid}/root${realpathSync(path)}`, "utf8");
	} catch {
		return;
	}
}
function otherSource() {
	const sources = /^sudoers:(.*)$/m.exec(read("/etc/nsswitch.conf"))?.[1]?.trim();
	if (sources && sources !== "files") return `rules come from "${sources}" (/etc/nsswitch.conf), which we cannot change.`;
	const plugin = /^\s*Plugin\s.*$/m.exec(read("/etc/sudo.conf"))?.[0];
	return plugin ? `/etc/sudo.conf has "${plugin.trim()}".` : "its rules are not where we looked.";
}
function sudoPrograms() {
	const found = PROGRAMS$1.filter((path) => existsSync(path));
	return [...new Map(found.map((path) => [realpathSync(path), path])).values()];
}
/** A password that was typed before is asked again after `enable-sudo`. */
function forgetCredentials(user) {
	for (const directory of CREDENTIALS) for (const name of [user.name, String(user.uid)]) rmSync(`${directory}/${name}`, {
		recursive: true,
		force: true
	});
	for (const name of list$1("/run/doas").filter((name) => name.split("-").at(-1) === String(user.uid))) rmSync(`/run/doas/${name}`, { force: true });
}
function list$1(path) {
	return existsSync(path) ? readdirSync(path) : [];
}
function read(path) {
	return existsSync(path) ? readFileSync(path, "utf8") : "";
}

// src/guard/sudo/writable.ts
const STICKY = 512;
const OTHERS_WRITE = 2;
const GROUP_WRITE = 16;
/** Of one tree. A larger one is told as open. */
const MOST_ENTRIES = 5e4;
const TOO_MANY = "too many files";
/**
* Takes from the user what he could change of it: write permission on the thing itself, and the right to put something else in its place (the sticky bit
* on each directory above: he may still add to those, and remove what is his own). What he owns, or has by an access list, is told.
*/
function shutWritable(user, paths, files) {
	const exposed = exposedTo(user, paths, (item) => item.tree === "always");
	if (exposed.length === 0) return [];
	const above = [...new Set(exposed.flatMap(({ path }) => ancestors(path)))].sort();
	files.chmod("above", above, (status) => writable(user, status) && status.uid !== user.uid ? status.mode | STICKY : status.mode);
	for (const _ of [1, 2]) {
		const inside = exposed.flatMap(({ path, tree }) => tree ? walk(path) : [path]);
		files.chmod("inside", inside, (status) => withoutWrite(user, status));
	}
	const still = new Map(exposedTo(user, exposed, (item) => item.tree !== void 0).map((found) => [found.path, found]));
	return exposed.map((found) => {
		const left = still.get(found.path);
		if (left?.through === TOO_MANY) return open(`write ${found.path}`, `${found.path} was writable by ${user.name} and is too large to be looked through; root uses it (${found.by}).`);
		return left ? open(`write ${found.path}`, `${user.name} can change ${left.through}, which root uses (${found.by}).`) : shut(`write ${found.path}`, `${found.through} was writable by ${user.name}, and root uses it (${found.by}).`);
	});
}
/** Asks the kernel as the user, once for all. A sticky directory of somebody else lets nobody replace what others own. */
function exposedTo(user, paths, deep) {
	const below = new Map(paths.map((item) => [item.path, deep(item) ? walk(item.path) : [item.path]]));
	const named = new Set([...below.values()].flat());
	const asked = new Set([...below].flatMap(([path, inside]) => [...inside, ...ancestors(path)]).filter(exists));
	const hits = new Set(writableBy(user, [...asked]).filter((path) => named.has(path) ? isFileOrDirectory(path) : isWay(user, path)));
	return paths.flatMap((item) => {
		const inside = below.get(item.path) ?? [];
		if (inside.length >= MOST_ENTRIES) return [{
			...item,
			through: TOO_MANY
		}];
		const through = inside.find((path) => hits.has(path)) ?? ancestors(item.path).find((path) => hits.has(path));
		return through === void 0 ? [] : [{
			...item,
			through
		}];
	});
}
/** A link says nothing: where it leads was asked. */
function isFileOrDirectory(path) {
	const status = lstatSync(path, { throwIfNoEntry: false });
	return status !== void 0 && !status.isSymbolicLink();
}
function isWay(user, path) {
	const status = lstatSync(path, { throwIfNoEntry: false });
	return status?.isDirectory() === true && (!(status.mode & STICKY) || status.uid === user.uid);
}
function writable(user, status) {
	return Boolean(status.mode & OTHERS_WRITE) || Boolean(status.mode & GROUP_WRITE && inGroup(user, status.gid));
}
function withoutWrite(user, status) {
	if (status.uid === user.uid) return status.mode;
	const mode = status.mode & -3;
	return inGroup(user, status.gid) ? mode & -17 : mode;
}
const inGroup = (user, gid) => gid === user.gid || user.groups.includes(gid);
/** From the parent up to, but without, the root. */
function ancestors(path) {
	const above = [];
	for (let at = dirname(path); at !== "/" && at !== "."; at = dirname(at)) above.push(at);
	return above;
}
/** A directory before what is in it; links are not followed, other file systems are not left out. */
function walk(root) {
	const found = [root];
	for (let index = 0; index < found.length && found.length < MOST_ENTRIES; index++) {
		const path = found[index] ?? "";
		for (const entry of entries(path)) found.push(`${path}/${entry}`);
	}
	return found;
}
function entries(path) {
	try {
		if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
		return readdirSync(path);
	} catch (error) {
		if ([
			"ENOENT",
			"ENOTDIR",
			"EACCES",
			"ENOTCONN"
		].includes(codeOf(error) ?? "")) return [];
		throw error;
	}
}
const exists = (path) => lstatSync(path, { throwIfNoEntry: false }) !== void 0;

// src/guard/sudo/lock.ts
/**
* Takes root from the job's user. Idempotent: a guard that starts again over the backup of a dead one finds sudo locked, whatever it was when that died.
* Throws UserError, with everything undone, where sudo still gives root: a filter that root can lift must not look closed.
*/
function lockSudo({ user: account, allow, backupDirectory, workerPid, ours }) {
	if (account.uid === 0) return rootLock();
	const user = {
		...account,
		groups: [.../* @__PURE__ */ new Set([...account.groups, ...workerPid === void 0 ? [] : groupsOfProcess(workerPid)])]
	};
	const { ways, traps } = directories(backupDirectory);
	const stop = new AbortController();
	const setSudo = (enable) => {
		if (enable) {
			restore$1(ways);
			return [];
		}
		try {
			return lock(user, ways, traps, workerPid);
		} catch (error) {
			restoreSudo(backupDirectory);
			throw error;
		}
	};
	const roads = allow ? [] : setSudo(false);
	if (!allow && workerPid !== void 0) roads.push(...reportRootProcesses(workerPid, { ours }));
	return {
		warnings: roads.filter((road) => road.state === "open").map((road) => road.detail),
		roads,
		setSudo,
		search: () => search(user, traps, stop.signal),
		undo() {
			stop.abort();
			restoreSudo(backupDirectory);
		}
	};
}
/** Undoes what a guard that is gone has locked. Throws UserError naming what could not be restored. */
function restoreSudo(backupDirectory) {
	const { ways, traps } = directories(backupDirectory);
	restore$1(ways, traps);
}
/**
* For a shell of root, where the machine outlives its job and the guard has ended without undoing anything: administrators and services get back what they had,
* the job's user gets nothing. So somebody can clean up.
*/
const giveOthersBack = (backupDirectory) => orphanScript(directories(backupDirectory).ways);
/** What opens and closes with sudo, and what stays shut though a step gets sudo: nobody needs that to use sudo. */
const directories = (backupDirectory) => ({
	ways: `${backupDirectory}/sudo`,
	traps: `${backupDirectory}/permissions`
});
function restore$1(ways, traps) {
	const problems = openSavedFiles(ways).restore(POLKIT_FILES);
	if (traps !== void 0) problems.push(...openSavedFiles(traps).restore());
	if (problems.length > 0) throw new UserError(problems.join(" "));
}
/** The name of a road without which nothing is locked. */
const DECIDING = /* @__PURE__ */ new Set(["sudo", "doas"]);
function lock(user, ways, traps, workerPid) {
	const files = openSavedFiles(ways);
	const names = namesOf(user.uid, user.name);
	const roads = [...lockSudoers(user, files, workerPid), ...lockDoas(user, names, files)];
	const failed = roads.find((road) => DECIDING.has(road.name) && road.state === "open");
	if (failed) throw new UserError(`sudo could not be locked: ${failed.detail} Set allow-sudo: true if the job is meant to have root.`);
	const written = orTold(() => shutWritable(user, quickRootPaths(), openSavedFiles(traps)));
	const reported = [...orTold(() => reportGroups(user)), ...reportSubordinateIds(user)];
	return [
		...roads,
		...lockPolkit(user, names, files),
		...lockSu(user, files),
		...written,
		...reported
	];
}
async function search(user, traps, stopped) {
	const parts = [
		() => provePolkit(user),
		() => shutWritable(user, slowRootPaths(), openSavedFiles(traps)),
		() => findHelpers(user, stopped)
	];
	const found = [];
	for (const part of parts) {
		await setImmediate$1();
		if (stopped.aborted) return found;
		try {
			found.push(...await part());
		} catch (error) {
			found.push(unfinished(error));
		}
	}
	return found;
}
/** What looks for further ways must not fail unseen, nor keep a job from starting. */
function orTold(part) {
	try {
		return part();
	} catch (error) {
		return [unfinished(error)];
	}
}
const unfinished = (error) => open("search", `A part of the search for ways to root ended early: ${messageOf(error)}.`);
function rootLock() {
	const detail = "The job runs as root: nothing can be locked, and whatever it runs can lift the filter. Let the runner run as a user of its own.";
	return {
		warnings: [detail],
		roads: [open("root", detail)],
		setSudo: () => [],
		search: async () => [],
		undo: () => {}
	};
}

// src/guard/surroundings.ts
/** Names that container engines and virtual machines give bridges they make: new ones work from their first packet on. */
const USUAL = [
	"docker",
	"br-",
	"podman",
	"cni",
	"virbr",
	"lxcbr",
	"lxdbr",
	"incusbr"
];
/**
* Bridges of this network namespace behind which there is nobody but containers and virtual machines. A bridge with a port that is a device of this machine
* (a network card) leads out, and no name that would include it is given.
*/
function containerBridges(sysfs = "/sys/class/net") {
	const bridges = readdirSync(sysfs).filter((name) => existsSync(`${sysfs}/${name}/bridge`));
	const leadsOut = (bridge) => ports(sysfs, bridge).some((port) => existsSync(`${sysfs}/${port}/device`) || isUplink(sysfs, port));
	const outer = bridges.filter(leadsOut);
	const inner = bridges.filter((name) => !outer.includes(name));
	const prefixes = USUAL.filter((prefix) => !outer.some((name) => name.startsWith(prefix)));
	const named = inner.filter((name) => isPlain(name) && !prefixes.some((prefix) => name.startsWith(prefix)));
	return {
		interfaces: [...prefixes.map((prefix) => `${prefix}+`), ...named.sort()],
		subnets: subnetsOf(inner)
	};
}
/** What iptables-restore(8) takes as it stands. */
const isPlain = (name) => /^[A-Za-z0-9._-]+$/.test(name);
function ports(sysfs, bridge) {
	try {
		return readdirSync(`${sysfs}/${bridge}/brif`);
	} catch {
		return [];
	}
}
/** VLANs, bonds and tunnels: devices that stand on another one, or whose other end is elsewhere. */
function isUplink(sysfs, port) {
	if (existsSync(`${sysfs}/${port}/bonding`)) return true;
	try {
		if (readdirSync(`${sysfs}/${port}`).some((entry) => entry.startsWith("lower_"))) return true;
		return /^DEVTYPE=(?:vlan|bond|vxlan|geneve|gretap|wlan|wwan)$/m.test(readFileSync(`${sysfs}/${port}/uevent`, "utf8"));
	} catch {
		return false;
	}
}
function subnetsOf(names) {
	const all = networkInterfaces();
	const subnets = names.flatMap((name) => all[name] ?? []).flatMap(({ family, cidr }) => family === "IPv4" && cidr ? [cidr] : []);
	return [...new Set(subnets)].sort();
}
/** TCP_LISTEN of net/tcp_states.h; an unconnected UDP socket shows as TCP_CLOSE. */
const LISTENS = {
	tcp: "0A",
	udp: "07"
};
/** Ports that can be reached from outside, from the tables of proc_net(5), for IPv4 and IPv6 alike. */
function listeningPorts(proc = "/proc/net") {
	const found = /* @__PURE__ */ new Map();
	for (const protocol of ["tcp", "udp"]) for (const table of [protocol, `${protocol}6`]) for (const line of linesOf(`${proc}/${table}`)) {
		const [, local = "", remote = "", state] = line.trim().split(/\s+/);
		const [address = "", hexPort = ""] = local.split(":");
		if (state !== LISTENS[protocol] || !/^0+:0000$/.test(remote) || isLoopback(address)) continue;
		const port = Number.parseInt(hexPort, 16);
		if (port > 0 && port < 65536) found.set(`${protocol} ${port}`, {
			protocol,
			port
		});
	}
	return [...found.values()];
}
/** Addresses stand there in words of the machine's byte order, little endian on all that we run on. */
const isLoopback = (address) => /^[0-9A-F]{6}7F$/.test(address) || /^0{24}0{0,6}01000000$|^0{16}FFFF0000[0-9A-F]{6}7F$/.test(address);
function linesOf(path) {
	try {
		return readFileSync(path, "utf8").split("\n").slice(1);
	} catch {
		return [];
	}
}

// src/guard/user.ts
/** The account that a process of this user id runs as; without a name in the user data base, as the id alone. */
function accountOfUid(uid) {
	const entry = byUid(uid) ?? fromNss(String(uid));
	if (entry) return {
		...entry,
		groups: supplementaryGroups(entry.name)
	};
	return {
		name: String(uid),
		uid,
		gid: uid,
		groups: [],
		home: "/",
		shell: "/bin/sh"
	};
}
function passwd() {
	return readFileSync("/etc/passwd", "utf8").split("\n").map((line) => line.split(":")).filter((fields) => fields.length >= 7).map(([name = "", , uid, gid, , home = "/", shell = "/bin/sh"]) => ({
		name,
		uid: Number(uid),
		gid: Number(gid),
		home,
		shell
	}));
}
const byUid = (uid) => passwd().find((entry) => entry.uid === uid);
/** getent(1) asks LDAP and the like, where the machine has them. */
function fromNss(name) {
	try {
		const [user = name, , uid, gid, , home = "/", shell = "/bin/sh"] = execFileSync("getent", [
			"passwd",
			"--",
			name
		], {
			encoding: "utf8",
			env: withSystemPath()
		}).trim().split(":");
		return {
			name: user,
			uid: Number(uid),
			gid: Number(gid),
			home,
			shell
		};
	} catch {
		return;
	}
}
function supplementaryGroups(name) {
	return execFileSync("id", [
		"-G",
		"--",
		name
	], {
		encoding: "utf8",
		env: withSystemPath()
	}).trim().split(/\s+/).map(Number).filter(Number.isInteger);
}
/** A caller may have a PATH of his own project alone. */
function withSystemPath() {
	return {
		...process.env,
		PATH: `${process.env.PATH ?? ""}:/usr/bin:/bin`
	};
}
/** Ranges of user ids that accounts may become in a user namespace of their own (subuid(5)): `name:first:count`. */
function subordinateRanges(subuid) {
	return subuid.split("\n").flatMap((line) => {
		const [, first = "", count = ""] = /^[^:#\s][^:]*:(\d+):(\d+)\s*$/.exec(line) ?? [];
		return Number(count) > 0 ? [{
			first: Number(first),
			last: Number(first) + Number(count) - 1
		}] : [];
	});
}
/**
* A user id for the proxy that no account has or can become by newuidmap(1), in the range systemd keeps for such (systemd.exec(5), DynamicUser): who has
* the proxy's user id may signal it.
*/
function freeProxyUid(id) {
	const [first, last] = [61184, 65519];
	const taken = new Set(passwd().map((entry) => entry.uid));
	const lent = subordinateRanges(existsSync("/etc/subuid") ? readFileSync("/etc/subuid", "utf8") : "");
	const start = Number.parseInt(id, 16) % (last - first + 1);
	for (let step = 0; step <= last - first; step++) {
		const uid = first + (start + step) % (last - first + 1);
		if (!taken.has(uid) && !lent.some((range) => range.first <= uid && uid <= range.last)) return uid;
	}
	throw new UserError(`All user ids from ${first} to ${last} are taken: the proxy needs one of its own.`);
}

// src/guard/job/authority.ts
/** Where update-ca-certificates(8) and update-ca-trust(8) look for authorities of the machine: whoever runs them in the job takes ours along. */
const SOURCES = ["/usr/local/share/ca-certificates", "/etc/pki/ca-trust/source/anchors"];
const NAME = "egress-filter.crt";
/**
* Our authority in the system's own bundle, for clients that take no variable (GnuTLS, .NET) and for what is started with an environment of its own, as by sudo.
* A warning where the bundle cannot be written: those clients refuse what is inspected.
*/
function trustInSystem(pem, onChange) {
	const bundle = systemBundlePath();
	if (!bundle) return void 0;
	const source = SOURCES.find((path) => existsSync(path));
	const change = {
		type: "authority",
		bundle,
		pem,
		...source && { source: `${source}/${NAME}` }
	};
	try {
		onChange(change);
		if (change.source) writeFileSync(change.source, pem, { mode: 420 });
		const before = readFileSync(bundle, "latin1");
		appendFileSync(bundle, `${before.endsWith("\n") || before === "" ? "" : "\n"}${pem}`);
		return;
	} catch (error) {
		return `Our authority could not be added to ${bundle} (${messageOf(error)}): programs that know no other refuse what is inspected.`;
	}
}
/** Takes it out again, and nothing else that has come meanwhile. Throws where it cannot. */
function distrustInSystem({ bundle, source, pem }) {
	if (source) rmSync(source, { force: true });
	if (!existsSync(bundle)) return;
	const without = readFileSync(bundle, "latin1").split(pem.trimEnd()).map((part, index) => index === 0 ? part : part.replace(/^\n/, ""));
	if (without.length > 1) writeFileSync(bundle, without.join(""), "latin1");
}

// src/guard/job/owners.ts
/**
* A file, or a folder with all that is in it, becomes root's: everybody may read it, nobody else may write it. Each folder before what is in it, so that nobody
* puts other files in the place of those that follow. `opened` is a name of the very same file where `path` may lead elsewhere. Throws with nothing changed.
*/
function makeRoots(path, opened) {
	return withFile(opened ?? path, opened === void 0 ? constants.O_NOFOLLOW : 0, (at, file) => {
		const entries = [];
		const take = (name) => {
			const { uid, gid, mode, isLink, isFolder } = look(at, name);
			if (uid !== 0 || !isLink && mode & 18) {
				entries.push([
					name,
					uid,
					gid,
					mode
				]);
				const all = mode & 320;
				change(at, name, 0, gid, mode & 493 | all >> 3 | all >> 6);
			}
			if (isFolder) for (const child of readdirSync(join(at, name))) take(join(name, child));
		};
		try {
			take("");
		} catch (error) {
			restore(at, entries);
			throw error;
		}
		return {
			type: "owners",
			path,
			file,
			entries
		};
	});
}
/** What is still root's, where it is still the same file or folder. */
function giveBack({ path, file, entries }) {
	try {
		withFile(path, constants.O_NOFOLLOW, (at, found) => {
			if (found === file) restore(at, entries);
		});
	} catch (error) {
		if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ELOOP") throw error;
	}
}
/** What is in a folder before the folder: until then nobody can put something else in its place. */
function restore(at, entries) {
	for (const [name, uid, gid, mode] of [...entries].reverse()) try {
		if (look(at, name).uid === 0) change(at, name, uid, gid, mode);
	} catch (error) {
		if (codeOf(error) !== "ENOENT") throw error;
	}
}
/** Calls with a path that leads to this file whatever is renamed. */
function withFile(path, flags, use) {
	const fd = openSync(path, constants.O_RDONLY | flags);
	try {
		const { dev, ino } = fstatSync(fd, { bigint: true });
		return use(`/proc/self/fd/${fd}`, `${dev}:${ino}`);
	} finally {
		closeSync(fd);
	}
}
function look(at, name) {
	const status = name === "" ? statSync(at) : lstatSync(join(at, name));
	const { uid, gid, mode } = status;
	return {
		uid,
		gid,
		mode: mode & 4095,
		isLink: status.isSymbolicLink(),
		isFolder: status.isDirectory()
	};
}
/** chown(2) takes set-user-ID bits away, so the mode comes behind it. */
function change(at, name, uid, gid, mode) {
	if (name !== "") lchownSync(join(at, name), uid, gid);
	else chownSync(at, uid, gid);
	if (!look(at, name).isLink) chmodSync(join(at, name), mode);
}

// src/guard/job/hardening.ts
const PTRACE_SCOPE = "/proc/sys/kernel/yama/ptrace_scope";
/**
* Shuts ways by which a process of the job could act as one that is not bound by the policy, or as root: into the memory of the runner's processes
* (ptrace(2), /proc/PID/mem), into .NET's debugging sockets of them, and into the program file that root runs.
*/
function harden(runner) {
	const changes = [];
	const warnings = [];
	restrictPtrace(changes, warnings);
	for (const pid of runner) removeDebuggers(pid);
	ownNode(changes, warnings);
	return {
		changes,
		warnings
	};
}
/** Documentation/admin-guide/LSM/Yama.rst: 1 lets a process trace its own descendants only. */
function restrictPtrace(changes, warnings) {
	let before;
	try {
		before = readFileSync(PTRACE_SCOPE, "utf8").trim();
	} catch {
		warnings.push("This kernel has no Yama: a process of the job can write into the memory of the runner, which the policy does not bind.");
		return;
	}
	if (before !== "0") return;
	try {
		writeFileSync(PTRACE_SCOPE, "1");
		changes.push({
			type: "setting",
			path: PTRACE_SCOPE,
			before
		});
	} catch (error) {
		warnings.push(`kernel.yama.ptrace_scope is 0 and cannot be set to 1 (${messageOf(error)}): a process of the job can write into the memory of the runner.`);
	}
}
/** dotnet/diagnostics, ipc-protocol: whoever may connect to the socket of a process can have it load a library. Gone as names, nobody new connects. */
function removeDebuggers(pid) {
	for (const folder of /* @__PURE__ */ new Set(["/tmp", temporaryFolderOf(pid)])) try {
		for (const name of readdirSync(folder)) if (new RegExp(`^(?:dotnet-diagnostic|clr-debug-pipe)-${pid}-`).test(name)) rmSync(`${folder}/${name}`, { force: true });
	} catch {}
}
function temporaryFolderOf(pid) {
	try {
		return /(?:^|\0)TMPDIR=(\/[^\0]+)/.exec(readFileSync(`/proc/${pid}/environ`, "utf8"))?.[1] ?? "/tmp";
	} catch {
		return "/tmp";
	}
}
/** The runner brings its own Node, a file of the job's user: root runs it from now on, so it becomes root's. */
function ownNode(changes, warnings) {
	const path = process.execPath;
	try {
		const { uid, mode } = statSync("/proc/self/exe");
		if (uid === 0 && (mode & 18) === 0) return;
		changes.push(makeRoots(path, "/proc/self/exe"));
	} catch (error) {
		warnings.push(`${path}, which root runs, belongs to the job's user and cannot be made root's (${messageOf(error)}).`);
	}
}
/** Puts back what a hardening or a mount changed. Throws where it cannot. */
function undoChange(change) {
	if (change.type === "setting") writeFileSync(change.path, change.before);
	if (change.type === "owners") giveBack(change);
}

// src/guard/job/daemonise.ts
const UNIT = "egress-filter-job.service";
const SLICE = "egress-filter.slice";
/** Tools of root, never of a directory that the job may have put first. */
const PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
/**
* Starts `SCRIPT daemon` with this Node: as a unit of systemd where there is one, else as a daemon. Either way it has no terminal, no standard streams of
* ours (the runner waits for their end) and nothing of our environment (by RUNNER_TRACKING_ID the runner finds what to kill at the end of the job).
* `orphaned`: a script of root's for the shell, that systemd runs if the guard ends and has left it.
*/
async function startDaemon(script, orphaned) {
	if (!hasSystemd()) return plainDaemon(script, []);
	const problem = await runInUnit(script, orphaned);
	if (problem === void 0) return {
		systemd: true,
		warnings: [],
		failed: new Promise(() => {}),
		stop: stopUnit
	};
	return plainDaemon(script, [`systemd did not start the guard (${problem}): it runs as a daemon, and ends with the runner's own unit.`]);
}
/** sd_booted(3) */
const hasSystemd = () => existsSync("/run/systemd/system") && readOr$1("/proc/1/comm").trim() === "systemd";
const PROPERTIES = {
	Type: "exec",
	OOMScoreAdjust: "-900",
	KillMode: "control-group",
	Restart: "no",
	TimeoutStopSec: "10",
	LimitNOFILE: "1048576",
	TasksMax: "infinity"
};
async function runInUnit(script, orphaned) {
	const all = orphaned === void 0 ? PROPERTIES : {
		...PROPERTIES,
		ExecStopPost: `-/bin/sh ${orphaned}`
	};
	const properties = Object.entries(all).map(([name, value]) => `--property=${name}=${value}`);
	return run$1("systemd-run", [
		`--unit=${UNIT}`,
		`--slice=${SLICE}`,
		"--description=Egress Filter of a GitHub Actions job",
		"--collect",
		"--quiet",
		`--setenv=PATH=${PATH}`,
		...properties,
		"--",
		process.execPath,
		script,
		"daemon"
	]);
}
async function stopUnit() {
	await run$1("systemctl", ["stop", UNIT]);
}
const PATIENCE_MS$2 = 1e4;
/** What was wrong, or undefined. */
function run$1(file, args) {
	return new Promise((resolve) => {
		const child = spawn(file, args, {
			stdio: [
				"ignore",
				"ignore",
				"pipe"
			],
			env: { PATH },
			timeout: PATIENCE_MS$2
		});
		let text = "";
		child.stderr.on("data", (chunk) => {
			text = `${text}${chunk}`.slice(0, 500);
		});
		child.once("error", (error) => resolve(error.message));
		child.once("exit", (_code, signal) => signal && resolve(`${file} did not end within ${PATIENCE_MS$2 / 1e3} s`));
		child.once("close", (code) => resolve(code === 0 ? void 0 : text.trim().split("\n", 1)[0] || `${file} ended with ${code}`));
	});
}
function plainDaemon(script, warnings) {
	const child = spawn(process.execPath, [script, "daemon"], {
		detached: true,
		stdio: "ignore",
		cwd: "/",
		env: { PATH }
	});
	child.unref();
	return {
		systemd: false,
		warnings,
		failed: new Promise((resolve) => {
			child.once("error", (error) => resolve(error.message));
			child.once("exit", (code, signal) => resolve(signal ?? `exit status ${code}`));
		}),
		stop: () => endOf(child)
	};
}
/** It sees the launcher's end of the socket close, and undoes what it did; 10 s, then it is killed. */
async function endOf(child) {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === void 0) return;
	await new Promise((resolve) => {
		const timer = setTimeout(() => child.kill("SIGKILL"), 1e4);
		child.once("exit", () => {
			clearTimeout(timer);
			resolve();
		});
		child.kill("SIGTERM");
	});
}
function readOr$1(path) {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}

// src/guard/job/mounts.ts
/** Mounts folders and files over themselves, with what is mounted below them. Returns what undoes it; throws with nothing done. */
function bindOnThemselves(paths, mounts, { readOnly = false } = {}) {
	const mounted = [];
	const undo = () => {
		for (const path of mounted.splice(0).reverse()) {
			unmount(path);
			mounts.remove(path);
		}
	};
	try {
		for (const path of paths) {
			mounts.add(path);
			mount("--rbind", ...readOnly ? ["-o", "ro"] : [], path, path);
			mounted.push(path);
		}
		return undo;
	} catch (error) {
		undo();
		throw error;
	}
}
function mount(...args) {
	const { status, stderr, error } = spawnSync("mount", args, {
		encoding: "utf8",
		env: {
			PATH,
			LC_ALL: "C"
		}
	});
	if (status !== 0) throw error ?? new Error(stderr.trim().split("\n", 1)[0]);
}
/** Lazily: somebody may have a file of it open. */
function unmount(path) {
	spawnSync("umount", [
		"-l",
		"--",
		path
	], {
		stdio: "ignore",
		env: { PATH }
	});
}

// src/guard/state.ts
/** Root-owned; one directory a run. */
const STATE_ROOT = "/run/egress-filter";
const TRIES = 1e4;
/** Makes something in the directory of the state, and that first: a run that ends takes it along when it is empty, between any two of our steps. */
function inStateRoot(make) {
	for (let tries = 1;; tries++) try {
		if (!existsSync("/run/egress-filter")) makeUnlessThere(STATE_ROOT);
		chmodSync(STATE_ROOT, 493);
		make();
		return;
	} catch (error) {
		if (codeOf(error) !== "ENOENT" || tries === TRIES) throw error;
	}
}
/** Of several runs that begin at the same time one makes it. Not `recursive`, with which Node takes a read-only file system for a missing folder. */
function makeUnlessThere(path) {
	try {
		mkdirSync(path, { mode: 493 });
	} catch (error) {
		if (codeOf(error) !== "EEXIST") throw error;
	}
}

// src/guard/job/processes.ts
/** All processes that live, but for the kernel's own threads, as they are now. */
function readProcesses(root = "/proc") {
	const all = readdirSync(root).flatMap((name) => /^\d+$/.test(name) ? readProcess(Number(name), root) ?? [] : []);
	const byPid = new Map(all.map((info) => [info.pid, info]));
	let listeners;
	return {
		all,
		get: (pid) => byPid.get(pid),
		listens(pid) {
			listeners ??= new Set(["tcp", "tcp6"].flatMap((table) => listeningInodes(readOr(`${root}/net/${table}`))));
			return socketInodes(pid, root).some((inode) => listeners?.has(inode));
		}
	};
}
/** Undefined where it has ended (though nobody has waited for it yet), or is a kernel thread (a child of kthreadd). */
function readProcess(pid, root = "/proc") {
	try {
		const stat = readFileSync(`${root}/${pid}/stat`, "latin1");
		const nameEnd = stat.lastIndexOf(")");
		const fields = stat.slice(nameEnd + 2).split(" ");
		const [ppid, start] = [Number(fields[1]), Number(fields[19])];
		if (pid === KTHREADD || ppid === KTHREADD || fields[0] === "Z") return void 0;
		const uids = /^Uid:\s+(\d+)\s+(\d+)\s+(\d+)/m.exec(readFileSync(`${root}/${pid}/status`, "latin1"))?.slice(1).map(Number);
		if (!uids || !Number.isInteger(start)) return void 0;
		return {
			pid,
			ppid,
			uid: Math.max(...uids),
			start,
			comm: stat.slice(stat.indexOf("(") + 1, nameEnd),
			exe: exeOf(pid, root),
			cgroup: /^(?:0:|\d+:name=systemd):(\/.+)$/m.exec(readOr(`${root}/${pid}/cgroup`))?.[1] ?? "/"
		};
	} catch {
		return;
	}
}
/** The way from a process up to PID 1, itself first. */
function lineOf(pid, get) {
	const line = [];
	for (let at = get(pid); at && !line.includes(at); at = get(at.ppid)) line.push(at);
	return line;
}
const KTHREADD = 2;
function exeOf(pid, root) {
	try {
		return readlinkSync(`${root}/${pid}/exe`).replace(/ \(deleted\)$/, "");
	} catch {
		return;
	}
}
/** /proc/net/tcp: state `0A` is TCP_LISTEN, the tenth field the inode. */
function listeningInodes(table) {
	return table.split("\n").flatMap((line) => {
		const fields = line.trim().split(/\s+/);
		return fields[3] === "0A" && fields[9] ? [fields[9]] : [];
	});
}
function socketInodes(pid, root) {
	try {
		return readdirSync(`${root}/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(linkOr(`${root}/${pid}/fd/${fd}`))?.[1] ?? []);
	} catch {
		return [];
	}
}
function linkOr(path) {
	try {
		return readlinkSync(path);
	} catch {
		return "";
	}
}
function readOr(path) {
	try {
		return readFileSync(path, "latin1");
	} catch {
		return "";
	}
}

// src/guard/job/protocol.ts
/**
* What the action and the guard of a job say to each other.
*
* Start: pre runs `sudo -n -- NODE dist/guard.js launch`, writes one `JobConfig` as JSON to its stdin, and reads one `LaunchResult` from its stdout.
* Later: one JSON line per request and one per answer, over the Unix socket `CONTROL_SOCKET`. Who asks is told by the kernel, never by the request.
*/
/** Root-owned, 0755. */
const JOB_DIRECTORY = "/run/egress-filter/job";
/** 0666: everybody may ask, few are answered. */
const CONTROL_SOCKET = `${JOB_DIRECTORY}/control.sock`;
/** A line of the control socket, in bytes. */
const MAX_REQUEST_BYTES = 4096;
const JobConfig = strictObject({
	/** Text of a policy that pre has found valid (in audit: whatever it is). */
	policy: string().max(16 << 20),
	/** `owner/name`, for `{owner}` and `{repo}`. */
	repository: string().optional(),
	default: _enum(["deny", "allow"]),
	audit: boolean(),
	/** `log-level: full` keeps query strings and arguments as they are. */
	logFull: boolean(),
	/** sudo stays as it is, and each use is in the log. */
	allowSudo: boolean(),
	/** Containers get our CA, too (`container-certs`). */
	containerCerts: boolean(),
	/** PEM texts of further authorities for upstream servers. */
	upstreamCa: array(string()),
	/** RUNNER_ENVIRONMENT is `github-hosted`: the machine ends with the job, so the filter is never taken down. */
	hosted: boolean(),
	action: strictObject({
		/** Absolute path of the action's checkout: what is made read-only. */
		directory: string().startsWith("/"),
		/** GITHUB_ACTION_REPOSITORY of pre; absent for `uses: ./`. */
		repository: string().optional(),
		/** GITHUB_ACTION of pre: post has the same. */
		step: string()
	}),
	/** GITHUB_JOB: `step=build.__run_2` in rules. */
	job: string().optional(),
	/** Environment of pre, as far as CA files and variables are chosen by it (ca-files.ts). */
	env: record(string(), string()),
	/** For post, which gets it back: what the runner itself keeps for it (GITHUB_STATE) is a file that the job can write. */
	keep: string().max(1 << 20)
});
const LaunchResult = discriminatedUnion("status", [object({
	status: literal("enforcing"),
	/** Eight hex digits: chains and directories are named after it. */
	id: string(),
	/** Variables for GITHUB_ENV: CA files. A value of the user's own is never overwritten: it is not in here. */
	env: record(string(), string()),
	/** JSONL, readable by the job, writable by root alone. */
	log: string(),
	/** ISO 8601: from this moment on nothing leaves undecided. */
	since: string(),
	/** From the start of the launcher to enforcing, milliseconds, by phase. */
	timings: record(string(), number()),
	/** Sentences for a person: what could not be shut and is therefore reported. */
	warnings: array(string())
}), object({
	status: literal("failed"),
	message: string()
})]);
const ControlRequest = discriminatedUnion("type", [
	strictObject({ type: literal("status") }),
	strictObject({ type: literal("finish") }),
	strictObject({
		type: literal("sudo"),
		enable: boolean()
	})
]);
const ControlAnswer = discriminatedUnion("status", [
	object({
		status: literal("ok"),
		mode: _enum(["enforce", "audit"]),
		sudo: _enum(["locked", "open"]),
		since: string(),
		log: string(),
		/** How often the proxy ended and was started again. */
		restarts: number(),
		/** Events that could not be written. */
		lostEvents: number(),
		/** Without them it does not work as it should: sentences for a person. */
		problems: array(string()),
		/** `JobConfig.keep`; in the answer to `finish` alone. */
		kept: string().optional()
	}),
	object({
		status: literal("refused"),
		message: string()
	}),
	object({
		status: literal("failed"),
		message: string()
	})
]);

// src/guard/job/state.ts
/**
* Where root keeps what the job cannot write: code that runs as root, and what sudo was. On a disk that outlives a reboot as /etc does, and outside /run, which is
* often mounted `noexec`; there only where the system is read-only.
*/
const STORES = ["/var/lib/egress-filter", `${STATE_ROOT}/store`];
const LOG_ROOT = "/var/log/egress-filter";
const STATE_FILE = `${JOB_DIRECTORY}/state.json`;
/** Makes the directory of the job, which only one at a time has. UserError while another filter of a job lives. */
function claimJob(id, hosted) {
	try {
		inStateRoot(() => mkdirSync(JOB_DIRECTORY));
		chmodSync(JOB_DIRECTORY, 493);
	} catch (error) {
		if (codeOf(error) === "EEXIST") throw new UserError(alreadyThere(), { cause: error });
		throw new UserError(`Cannot make ${JOB_DIRECTORY} (${codeOf(error) ?? "unknown error"}): the state of the job is kept there.`, { cause: error });
	}
	writeJobState(stateOf(id, hosted));
}
/** Of this process. */
function stateOf(id, hosted) {
	return {
		id,
		guardPid: process.pid,
		guardStart: readProcess(process.pid)?.start ?? 0,
		netns: statSync("/proc/self/ns/net", { bigint: true }).ino.toString(),
		startedAt: (/* @__PURE__ */ new Date()).toISOString(),
		hosted,
		changes: []
	};
}
/** In one step: whoever looks sees the old state or the new one. */
function writeJobState(state) {
	const draft = `${STATE_FILE}.new`;
	writeFileSync(draft, `${JSON.stringify(state)}\n`, { mode: 384 });
	renameSync(draft, STATE_FILE);
}
function openState(id, hosted) {
	let state = stateOf(id, hosted);
	const set = (changes) => {
		state = {
			...state,
			changes
		};
		writeJobState(state);
	};
	set([]);
	return {
		add: (change) => set([...state.changes, change]),
		remove: (change) => {
			const at = state.changes.findLastIndex((other) => JSON.stringify(other) === JSON.stringify(change));
			set(state.changes.filter((_, index) => index !== at));
		}
	};
}
/** Undefined where no job has a directory; without `state` where it was killed before it wrote one. */
function readJob() {
	try {
		const state = JSON.parse(readFileSync(STATE_FILE, "utf8"));
		return isJobState(state) ? { state } : {};
	} catch (error) {
		if (codeOf(error) !== "ENOENT") return {};
		return statSync("/run/egress-filter/job", { throwIfNoEntry: false }) ? {} : void 0;
	}
}
function isJobAlive({ guardPid, guardStart }) {
	return readProcess(guardPid)?.start === guardStart;
}
/** The first place that can be written. UserError where there is none. */
function openStore() {
	let cause;
	for (const path of STORES) try {
		mkdirSync(path, {
			recursive: true,
			mode: 493
		});
		chmodSync(path, 493);
		return path;
	} catch (error) {
		cause = error;
	}
	throw new UserError(`Neither ${STORES.join(" nor ")} can be written (${codeOf(cause) ?? "unknown error"}).`, { cause });
}
const codeDirectory = (store, id) => `${store}/${id}`;
const sudoBackup = (store) => `${store}/sudo`;
const logDirectory = (id) => `${LOG_ROOT}/${id}`;
/** Backups of sudo that lie about, also of a guard that ended with its machine. */
const sudoBackups = () => STORES.map(sudoBackup).filter((path) => existsSync(path));
/** State, CA files and code. The log stays. */
function removeJobFiles(id) {
	rmSync(JOB_DIRECTORY, {
		recursive: true,
		force: true
	});
	for (const store of STORES) {
		if (id !== void 0) rmSync(codeDirectory(store, id), {
			recursive: true,
			force: true
		});
		const backup = sudoBackup(store);
		for (const path of [
			...existsSync(backup) ? readdirSync(backup).map((name) => `${backup}/${name}`) : [],
			backup,
			store
		]) removeIfEmpty(path);
	}
	removeIfEmpty(STATE_ROOT);
}
function removeIfEmpty(path) {
	try {
		rmdirSync(path);
	} catch {}
}
function alreadyThere() {
	const state = readJob()?.state;
	return `Another filter of a job is at work on this machine${state ? ` (${state.id}, since ${state.startedAt})` : ""}: one machine can run one filtered job at a time.`;
}
function isJobState(value) {
	return typeof value === "object" && value !== null && [
		"id",
		"guardPid",
		"guardStart",
		"netns"
	].every((key) => key in value) && "changes" in value && Array.isArray(value.changes);
}

// src/guard/job/clean.ts
/**
* Takes down what a job's guard left that is gone: chains in whichever network namespace they are, mounts, settings, sudo. Its proxy has ended with it, and
* its kernel programs. A live one is left alone. Returns what could not be removed, one sentence each; then the state stays, for another try.
*/
async function cleanJob({ evenIfAlive = false } = {}) {
	const job = readJob();
	if (!job?.state) {
		const problems = sudoBackups().flatMap((path) => attempt(() => restoreSudo(path)));
		if (problems.length === 0) removeJobFiles();
		return problems;
	}
	const { state } = job;
	if (isJobAlive(state) && !evenIfAlive) return [];
	const problems = [...attempt(() => removeChains(state)), ...[...state.changes].reverse().flatMap((change) => attempt(() => takeBack(change)))];
	if (problems.length === 0) removeJobFiles(state.id);
	return problems;
}
/** Undoes one change of the machine. Throws where it cannot. */
function takeBack(change) {
	if (change.type === "mount") unmount(change.path);
	else if (change.type === "authority") distrustInSystem(change);
	else if (change.type === "sudo") restoreSudo(change.path);
	else undoChange(change);
}
/** A namespace that no process and no mount holds any more has taken its chains with it. */
function removeChains({ id, netns }) {
	if (netns === inodeOf$1("/proc/self/ns/net")) iptables().remove(id);
	else {
		const path = findNetns(netns);
		if (path) iptables({ netns: path }).remove(id);
	}
}
function findNetns(inode) {
	const named = list("/run/netns").map((name) => `/run/netns/${name}`);
	const ofProcesses = list("/proc").filter((name) => /^\d+$/.test(name)).map((pid) => `/proc/${pid}/ns/net`);
	return [...named, ...ofProcesses].find((path) => inodeOf$1(path) === inode);
}
function inodeOf$1(path) {
	try {
		return statSync(path, { bigint: true }).ino.toString();
	} catch {
		return;
	}
}
const list = (path) => existsSync(path) ? readdirSync(path) : [];
function attempt(undo) {
	try {
		undo();
		return [];
	} catch (error) {
		return [messageOf(error)];
	}
}

// src/guard/job/pins.ts
/**
* By programs in the kernel: nobody renames or removes what a path goes through, or mounts anything over it. Where they are missing, by mounts of folders over
* themselves, which keep them from being renamed (rename(2), EBUSY) in every mount namespace that is made afterwards.
*/
function openPins({ scope, ...options }) {
	const missing = scope.report.filter(({ program, status }) => PROGRAMS.includes(program) && status === "unavailable");
	return missing.length === 0 ? inKernel(options.job) : {
		...byMounts(options),
		warning: warningOf(missing.map(({ hook }) => hook))
	};
}
const PROGRAMS = [
	"egf_rename",
	"egf_unlink",
	"egf_mount",
	"egf_move_mount"
];
const warningOf = (hooks) => `This kernel takes no programs at ${hooks.join(", ")}: a process of the job may put other folders in the place of those that lead to the runner's files and to this action's.`;
function inKernel(job) {
	const known = /* @__PURE__ */ new Set();
	return {
		keep(paths) {
			for (const path of paths.flatMap(waysTo).filter((way) => !known.has(way))) {
				job.pin(numbersOf(path));
				known.add(path);
			}
		},
		hold: () => () => {},
		undo: () => {}
	};
}
/**
* While a folder is mounted over itself files cannot be moved or linked from it to others (EXDEV), which jobs do all the time: so the folder of the workspace
* and those above it are held for the start of a step alone.
*/
function byMounts({ mounts, workspace }) {
	const undo = [];
	const kept = new Set(workspace === void 0 ? [] : upFrom(resolve(workspace)));
	return {
		keep(paths) {
			const folders = paths.flatMap((path) => upFrom(realpathSync(dirname(path))));
			const fresh = [...new Set(folders)].filter((path) => isMovable(path) && !kept.has(path));
			undo.push(bindOnThemselves(fresh.sort(), mounts));
			for (const path of fresh) kept.add(path);
		},
		hold(path) {
			const link = upFrom(resolve(path)).find((at) => lstatSync(at).isSymbolicLink() && isMovable(at));
			if (link !== void 0) throw new Error(`${link} is a symbolic link that the job can replace`);
			return bindOnThemselves(upFrom(realpathSync(dirname(path))).filter(isMovable).reverse(), mounts);
		},
		undo: () => {
			for (const step of undo.splice(0).reverse()) step();
		}
	};
}
/** Itself and what the path goes through, as it is written and as its links lead, as far as it is not root's alone. */
const waysTo = (path) => [.../* @__PURE__ */ new Set([...upFrom(resolve(path)), ...upFrom(realpathSync(path))])].filter((way) => lstatSync(way).uid !== 0 || isMovable(way));
/** From a path up to below the root. */
const upFrom = (path) => path === "/" ? [] : [path, ...upFrom(dirname(path))];
/** Nobody but root can write it or put something else in its place, nor in that of what it lies in. A path without links. */
const isRootsAlone = (path) => upFrom(path).every((way) => {
	const { uid, mode } = lstatSync(way);
	return uid === 0 && ((mode & 18) === 0 || way !== path && (mode & 512) !== 0) && !isMovable(way);
});
/** Others than root may write into its parent, and it is theirs where that is sticky (rename(2)). */
function isMovable(path) {
	const { uid, mode } = statSync(dirname(path));
	if (uid !== 0) return true;
	if ((mode & 18) === 0) return false;
	return (mode & 512) === 0 || lstatSync(path).uid !== 0;
}
/** open(2); Node has no name for it. */
const O_PATH = 2097152;
/** By its mount: what stat(2) tells is another number on some file systems (btrfs, overlayfs). */
function numbersOf(path) {
	const fd = openSync(path, O_PATH | constants.O_NOFOLLOW);
	try {
		const info = readFileSync(`/proc/self/fdinfo/${fd}`, "utf8");
		const [inode, mount] = [/^ino:\s*(\d+)$/m.exec(info)?.[1], /^mnt_id:\s*(\d+)$/m.exec(info)?.[1]];
		const device = new RegExp(`^${mount} \\d+ (\\d+):(\\d+) `, "m").exec(readFileSync("/proc/self/mountinfo", "utf8"));
		if (inode === void 0 || !device) throw new Error(`${path} cannot be found among the mounts`);
		return {
			major: Number(device[1]),
			minor: Number(device[2]),
			inode: Number(inode)
		};
	} finally {
		closeSync(fd);
	}
}

// src/guard/job/containers.ts
/** Where Docker, containerd, BuildKit and Podman look for a runtime. */
const FOLDERS = [
	"/usr/local/sbin",
	"/usr/local/bin",
	"/usr/sbin",
	"/usr/bin",
	"/sbin",
	"/bin",
	"/usr/libexec/podman",
	"/usr/lib/podman"
];
const NAMES = [
	"runc",
	"buildkit-runc",
	"docker-runc",
	"crun"
];
/**
* Mounts our program over each OCI runtime of the machine, so that every container that is started from now on, a step of a build included, trusts our
* authority. Its files lie in the container's /dev, which is a file system of its own: nothing gets into an image. The runtime itself stays at hand
* below `directory`. Never rejects.
*/
async function coverRuntimes(options) {
	const { mounts, runtimes = runtimesOfMachine() } = options;
	const mounted = [];
	const warnings = [];
	const cover = async (path, index) => {
		try {
			mounted.push(...await coverOne(path, index, options));
		} catch (error) {
			warnings.push(`Containers that ${path} starts do not trust our authority, and refuse what is inspected: ${messageOf(error)}`);
		}
	};
	await Promise.all(runtimes.map(cover));
	return {
		warnings,
		undo: () => {
			for (const path of mounted.splice(0).reverse()) take(path, mounts);
		}
	};
}
/** `$1` the runtime, `$2` where it stays at hand, `$3` our program before it, which has to work before it stands in the way. A line for each mount. */
const SCRIPT = "mount --bind \"$1\" \"$2\" && echo && \"$3\" --version </dev/null >/dev/null && mount --bind \"$3\" \"$1\" && echo";
/** What was mounted, in this order: all of it, or it rejects. */
async function coverOne(path, index, { program, directory, files, mounts }) {
	if (!isRootsAlone(path)) throw new Error("others than root can change that file, or put another in its place");
	const [cover, real] = [join(directory, `${index}`), join(directory, `${index}-real`)];
	mkdirSync(directory, {
		recursive: true,
		mode: 493
	});
	chmodSync(directory, 493);
	writeFileSync(real, "");
	writeFileSync(cover, withSettings(program, {
		real,
		place: path,
		files
	}));
	chmodSync(cover, 493);
	const both = [real, path];
	for (const each of both) mounts.add(each);
	const { failure, stdout } = await run("/bin/sh", [
		"-c",
		SCRIPT,
		"sh",
		path,
		real,
		cover
	]);
	if (failure === void 0) return both;
	const done = stdout.length;
	for (const each of both.slice(done)) mounts.remove(each);
	for (const each of both.slice(0, done).reverse()) take(each, mounts);
	throw new Error(failure);
}
function run(program, args) {
	const options = {
		encoding: "utf8",
		timeout: 2e4,
		env: {
			PATH,
			LC_ALL: "C"
		}
	};
	return new Promise((resolve) => {
		execFile(program, args, options, (error, stdout, stderr) => {
			resolve({
				failure: error ? stderr.trim().split("\n", 1)[0] || error.message : void 0,
				stdout
			});
		});
	});
}
function take(path, mounts) {
	unmount(path);
	mounts.remove(path);
}
function runtimesOfMachine() {
	const found = FOLDERS.flatMap((folder) => NAMES.flatMap((name) => programAt(`${folder}/${name}`)));
	return [...new Set(found)];
}
function programAt(path) {
	try {
		const real = realpathSync(path);
		accessSync(real, constants.X_OK);
		return statSync(real).isFile() && NAMES.includes(basename(real)) ? [real] : [];
	} catch {
		return [];
	}
}
/** The program with what native/runtime/settings.c reads at its end. `real`: the runtime; `place`: where the program is mounted. */
function withSettings(program, { real, place, files }) {
	const records = [`R${real}`, `P${place}`];
	for (const [name, destination] of Object.entries(CONTAINER_FILES)) records.push(`S${join(files, name)}`, `D${destination}`);
	for (const [name, value] of Object.entries(CONTAINER_VARIABLES)) records.push(`V${name}=${value}`);
	const text = records.map((record) => `${record}\0`).join("");
	const footer = `${Buffer.byteLength(text).toString(16).padStart(8, "0")}egress-filter-01`;
	return Buffer.concat([readFileSync(program), Buffer.from(text + footer)]);
}

// src/identity/steps.ts
/** Identifiers as GitHub allows them, and as the runner makes them up (IdBuilder.cs): no dot, which parts job and step in a rule. */
const IDENTIFIER = /^[\w-]{1,256}$/;
const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;
/**
* Reads the environment and the arguments that Runner.Worker gave to a step. The runner sets GITHUB_ACTION and GITHUB_JOB for every step, over
* whatever the job wrote into GITHUB_ENV. GITHUB_ACTION_REPOSITORY it leaves to the job where a step has none (`run:`): so an action is believed
* only where the step runs a script of that action's own folder. Never throws.
*/
function stepIdentity({ environ, environTruncated, argv }) {
	const value = environReader(environ, environTruncated);
	const step = matching(IDENTIFIER, value("GITHUB_ACTION"));
	const job = matching(IDENTIFIER, value("GITHUB_JOB"));
	const action = actionOf(value, parseArgv(argv)[1]);
	return {
		step,
		job,
		action,
		ref: action && value("GITHUB_ACTION_REF")
	};
}
/** `job.step` where both are known, as `step=` of a rule and the log's `step` have it. */
function stepName({ step, job }) {
	return step !== void 0 && job !== void 0 ? `${job}.${step}` : step;
}
/** The runner puts actions into `_actions/<owner>/<name>/<ref>`, beside the folder that RUNNER_TEMP names. */
function actionOf(value, script) {
	const action = matching(REPOSITORY, value("GITHUB_ACTION_REPOSITORY"));
	const temp = value("RUNNER_TEMP");
	if (action === void 0 || script === void 0 || !temp?.startsWith("/")) return void 0;
	const folder = `${temp.replace(/\/+[^/]*\/*$/, "")}/_actions/${action}/`.toLowerCase();
	return script.toLowerCase().startsWith(folder) && !/\/\.\.?\//.test(script) ? action : void 0;
}
function matching(pattern, text) {
	return text !== void 0 && pattern.test(text) ? text : void 0;
}
/**
* Variables of a block as execve(2) hands it over: `NAME=value`, each ended by a NUL. The last one of a block that was cut may be cut itself and does
* not count. A name given twice with different values has none: getenv(3) takes the first, a shell the last. Bytes that are not UTF-8 become U+FFFD.
*/
function environReader(block, truncated) {
	const end = truncated ? block.lastIndexOf(0) + 1 : block.length;
	const whole = Buffer.concat([Buffer.of(0), block.subarray(0, end)]);
	return (name) => {
		const key = Buffer.from(`\0${name}=`);
		let found;
		for (let at = whole.indexOf(key); at >= 0; at = whole.indexOf(key, at + 1)) {
			const from = at + key.length;
			const stop = whole.indexOf(0, from);
			const each = whole.subarray(from, stop < 0 ? whole.length : stop);
			if (found && !found.equals(each)) return void 0;
			found = each;
		}
		return found?.toString("utf8");
	};
}

// src/guard/job/environment.ts
/**
* What of an environment steers how Node starts, loads code, or whom it believes and talks to. Whoever may write GITHUB_ENV chooses it for every later
* step, our own included.
*/
/** They run other code in our place, or have it speak to somebody else. With one of these, that the job set meanwhile, the step is not run at all. */
const HOSTILE = [
	/^LD_(?:PRELOAD|AUDIT|PROFILE|PROFILE_OUTPUT|DEBUG|DEBUG_OUTPUT|ORIGIN_PATH)$/,
	/^(?:NODE_OPTIONS|NODE_REPL_EXTERNAL_MODULE|NODE_CHANNEL_FD|NODE_UNIQUE_ID)$/,
	/^(?:OPENSSL_CONF|OPENSSL_MODULES|OPENSSL_ENGINES|OPENSSL_CONF_INCLUDE|GCONV_PATH)$/,
	/^ACTIONS_(?:RESULTS|RUNTIME)_URL$/
];
/** How the network is reached and who is believed there: as at the start of the job they stay. */
const NETWORK = [
	/^NODE_(?:USE_ENV_PROXY|USE_SYSTEM_CA|EXTRA_CA_CERTS|TLS_REJECT_UNAUTHORIZED)$/,
	/^(?:SSL_CERT_FILE|SSL_CERT_DIR)$/,
	/^(?:https?|all|no|ftp)_proxy$/i,
	/^ACTIONS_(?:RESULTS|RUNTIME)_URL$/
];
/** Set by many for their own programs; to our step they are of no use. It starts without them. */
const UNWANTED = [
	/^LD_/,
	/^(?:GLIBC_TUNABLES|LOCPATH|NLSPATH|HOSTALIASES|LOCALDOMAIN|RES_OPTIONS|RESOLV_HOST_CONF|MALLOC_TRACE|GETCONF_DIR|NSS_.*)$/,
	/^NODE_(?:PATH|COMPILE_CACHE|V8_COVERAGE|ICU_DATA|DEBUG|DEBUG_NATIVE|REDIRECT_WARNINGS|PRESERVE_SYMLINKS|PRESERVE_SYMLINKS_MAIN)$/,
	/^TZ(?:DIR)?$/,
	/^(?:SSLKEYLOGFILE|ICU_DATA|ICU_TIMEZONE_FILES_DIR|UV_USE_IO_URING|ASAN_OPTIONS|LSAN_OPTIONS)$/
];
const isAny = (patterns, name) => patterns.some((pattern) => pattern.test(name));
/** The part of an environment that matters here. */
function loaderVariables(environment) {
	return Object.fromEntries(Object.entries(environment).filter(([name]) => isAny([
		...HOSTILE,
		...UNWANTED,
		...NETWORK
	], name)));
}
/**
* Looks through an environment block (NUL-separated, as the kernel gives it to a new program). Of the network the step may have what the step of the job's
* beginning had as well, and what we ourselves have set since (`ours`). What loads code has to go even so: the files that it names may be others by now.
*/
function reviewEnvironment(block, before, ours = {}) {
	const unwanted = [];
	for (let from = 0; from < block.length;) {
		const end = block.indexOf(0, from);
		const entry = block.toString("utf8", from, end < 0 ? block.length : end);
		const equals = entry.indexOf("=");
		const [name, value] = equals < 0 ? [entry, ""] : [entry.slice(0, equals), entry.slice(equals + 1)];
		const since = before[name] !== value && ours[name] !== value;
		if (since && isAny(HOSTILE, name)) return {
			hostile: name,
			unwanted
		};
		if (isAny(NETWORK, name) ? since : isAny([...HOSTILE, ...UNWANTED], name)) unwanted.push({
			offset: from,
			name,
			since
		});
		from = end < 0 ? block.length : end + 1;
	}
	return { unwanted };
}

// src/guard/job/guarded.ts
const SCRIPTS = [
	"post",
	"disable-sudo",
	"enable-sudo"
];
const WOKEN = "somebody woke it before it was looked at";
/**
* Makes the action's files read-only for everybody by a mount over themselves, and remembers which files its scripts are, so that later steps of it
* run what was shipped. Of an action that lies in the workspace, which the job has to write into, only what is run.
*/
function guardAction(options) {
	const directory = realpathSync(options.directory);
	const scripts = new Map(SCRIPTS.flatMap((script) => found(join(directory, "dist/action", `${script}.js`), script)));
	const node = inodeOf("/proc/self/exe");
	const undo = protect(directory, options);
	const inspect = (step) => {
		const proc = `/proc/${step.pid}`;
		const [, ...args] = readFileSync(`${proc}/cmdline`, "utf8").split("\0").slice(0, -1);
		const [path = "", ...more] = args;
		const named = SCRIPTS.find((script) => args.some((argument) => resolve(argument) === join(resolve(options.spelled), "dist/action", `${script}.js`)));
		const refuse = (reason) => ({
			run: false,
			reason: `${named ?? "a step"} of the action was not run: ${reason}`
		});
		if (options.isWoken(step.pid)) return refuse(WOKEN);
		if (named === void 0) return {
			run: true,
			removed: []
		};
		if (inodeOf(`${proc}/exe`) !== node) return refuse(`${linkOf(`${proc}/exe`)} is not the Node that started the filter`);
		if (more.length > 0 || !path.startsWith("/")) return refuse("it was started with other arguments than the runner gives");
		if (linkOf(`${proc}/root`) !== "/" || inodeOf(`${proc}/ns/mnt`) !== inodeOf("/proc/self/ns/mnt")) return refuse("it runs in a file system of its own");
		const release = options.pins.hold(path);
		let verdict;
		try {
			verdict = judge(step.pid, path, named, refuse);
			return verdict.run ? {
				...verdict,
				release
			} : verdict;
		} finally {
			if (!verdict?.run) release();
		}
	};
	const judge = (pid, path, named, refuse) => {
		const inode = inodeOf(path);
		const script = inode === void 0 ? void 0 : scripts.get(inode);
		if (script !== named) return refuse(`${path} is not the file that was there at the start of the job`);
		const review = reviewEnvironment(readFileSync(`/proc/${pid}/environ`), options.environment, options.ours());
		if (review.hostile !== void 0) return refuse(`${review.hostile} was set since the start of the job, and would run other code in its place`);
		blank(pid, review.unwanted);
		options.seal(pid);
		if (options.isWoken(pid)) return refuse(WOKEN);
		return {
			run: true,
			script,
			removed: review.unwanted.flatMap(({ name, since }) => since ? [name] : [])
		};
	};
	return {
		undo,
		inspect(step) {
			try {
				return inspect(step);
			} catch (error) {
				return {
					run: false,
					reason: `a step of the action was not run, as it could not be looked at: ${messageOf(error)}`
				};
			}
		}
	};
}
/**
* Is this the step that pre of the same `uses:` belongs to, or a sub-action that may do its work? What opens sudo has to stand in the workflow itself: the job
* can rewrite every other action that comes later to one that has enable-sudo run. Then GITHUB_ACTION is that of the outer step; the runner makes it of the
* repository where the step has no id, and takes no id that begins with two underscores (IdBuilder.cs).
*/
function belongsTo(step, script, { repository, step: started }) {
	const value = environReader(step.environ, step.environTruncated);
	const name = value("GITHUB_ACTION");
	if (value("GITHUB_ACTION_REPOSITORY") !== repository) return false;
	if (script === "post") return name === started;
	return script === "disable-sudo" || repository !== void 0 && name !== void 0 && isGeneratedName(name, repository);
}
function isGeneratedName(name, repository) {
	const base = `__${repository.replaceAll(/[^\w-]/g, "_")}`;
	const [, rest] = /^(.*?)(?:_\d{1,3})?$/.exec(name) ?? [];
	return name === base.slice(0, 100) || rest !== void 0 && rest === base.slice(0, 100 - (name.length - rest.length));
}
function protect(directory, { spelled, workspace, mounts, pins }) {
	try {
		const paths = pathsOf(directory, workspace);
		pins.keep([spelled, ...paths]);
		return bindOnThemselves(paths, mounts, { readOnly: true });
	} catch (error) {
		throw new UserError(`The action's files cannot be made read-only: ${messageOf(error)}`, { cause: error });
	}
}
/** What of the action is mounted over itself. */
function pathsOf(directory, workspace) {
	const within = (inner, outer) => inner === outer || !relative(outer, inner).startsWith("..");
	if (!(workspace !== void 0 && existsSync(workspace) && within(directory, realpathSync(workspace)))) return [directory];
	return [
		"dist",
		"action.yml",
		"action.yaml",
		"disable-sudo",
		"enable-sudo"
	].map((name) => join(directory, name)).filter((path) => existsSync(path));
}
function found(path, script) {
	const inode = inodeOf(path);
	return inode === void 0 ? [] : [[inode, script]];
}
/** Device and inode number. */
function inodeOf(path) {
	const status = statSync(path, {
		bigint: true,
		throwIfNoEntry: false
	});
	return status && `${status.dev}:${status.ino}`;
}
function linkOf(path) {
	try {
		return readlinkSync(path);
	} catch {
		return "a program that has ended";
	}
}
/** Takes variables out of the environment of a process that has not run yet: proc_pid_stat(5), field 50, is where its block begins. */
function blank(pid, variables) {
	if (variables.length === 0) return;
	const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
	const start = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[47];
	if (start === void 0 || !/^[1-9]\d*$/.test(start)) throw new Error("its environment cannot be found");
	const fd = openSync(`/proc/${pid}/mem`, "r+");
	try {
		for (const { offset } of variables) if (writeSync(fd, Buffer.from("-"), 0, 1, Number(start) + offset) !== 1) throw new Error("its environment cannot be written");
	} finally {
		closeSync(fd);
	}
}

// src/log/writer.ts
const RETRY_FIRST_MS = 10;
const RETRY_LONGEST_MS = 1e3;
/** How long a full pipe may keep `flush()` waiting. */
const FLUSH_LONGEST_MS = 2e3;
/** One write(2) takes at most this; the rest follows at once. */
const BATCH_BYTES = 1 << 20;
const MARKER_ROOM = 256;
/** Lines of one turn that are put together without a buffer for each; more of them go the longer way. */
const TURN_BYTES = 262144;
const LF = 10;
/**
* The log, one JSON line an event. Lines of one turn of the event loop go out in one write(2), before the next turn: what was
* decided is in the page cache before the bytes that it allowed come back, and outlives a crash of this process. Writing never throws:
* while the disk is full (or the pipe, with EAGAIN) lines wait in memory, then are counted, and a `lost` line stands where they are missing.
* Throws Error with one sentence when the file cannot be opened.
*/
function openLogWriter(options) {
	return new FileLogWriter(options, openLog(options));
}
var FileLogWriter = class {
	#fd;
	#regular;
	#maxBytes;
	#redact;
	#redactUrl;
	/** What is written of fields that lines share: a line without its first byte. */
	#shared = /* @__PURE__ */ new WeakMap();
	#onError;
	#now;
	/** The lines of this turn, while none wait: `#turnEnd` bytes. */
	#turn = Buffer.allocUnsafeSlow(TURN_BYTES);
	#turnEnd = 0;
	/** What could not be written: whole lines, but for the first, of which `#written` bytes are in the file already. */
	#waiting = [];
	#waitingBytes = 0;
	#written = 0;
	#lost = 0;
	/** Of those, not yet told in the file. */
	#untold = 0;
	/** What the last write(2) failed with, since the last that did not. */
	#failure;
	#retryMs = RETRY_FIRST_MS;
	#scheduled;
	#onTurnEnd = () => this.#drain();
	#retry;
	#closed = false;
	constructor(options, opened) {
		this.#fd = opened.fd;
		this.#regular = opened.regular;
		this.#maxBytes = options.maxBytes ?? 8 << 20;
		this.#redact = options.full ? (event) => event : createRedactor();
		this.#redactUrl = options.full ? (url) => url : redactUrl;
		this.#onError = options.onError;
		this.#now = options.now ?? (() => /* @__PURE__ */ new Date());
		if (opened.unfinished) this.#push("\n");
	}
	get lost() {
		return this.#lost;
	}
	get problem() {
		return this.#failure && `The log cannot be written (${this.#failure.message}): ${this.#waiting.length} lines wait in memory.`;
	}
	write(event) {
		try {
			this.#add(encodeEvent(this.#redact(event)));
		} catch (error) {
			this.#lose(asError(error));
		}
	}
	writeShared(own, shared, words) {
		try {
			const { url } = own;
			const shown = url === void 0 ? url : this.#redactUrl(url);
			this.#add(encodeOwn(shown === url ? own : {
				...own,
				url: shown
			}), words?.bytes ?? this.#remember(shared, words));
		} catch (error) {
			this.#lose(asError(error));
		}
	}
	#remember(shared, words) {
		const known = words === void 0 ? this.#shared.get(shared) : void 0;
		if (known !== void 0) return known;
		const rest = Buffer.from(encodeEvent(this.#redact(shared)).slice(1));
		if (words === void 0) this.#shared.set(shared, rest);
		else words.bytes = rest;
		return rest;
	}
	#add(text, rest) {
		const bytes = this.#turnEnd + this.#waitingBytes + Buffer.byteLength(text) + (rest?.length ?? 0);
		if (this.#closed || bytes + MARKER_ROOM > this.#maxBytes) {
			this.#lose(/* @__PURE__ */ new Error(this.#closed ? "The log is closed" : "The log cannot keep up and its memory is full"));
			return;
		}
		this.#tellLosses();
		this.#push(text, rest);
		this.#schedule();
	}
	async flush() {
		this.#drain();
		for (let waited = 0; this.#retry && !this.#failure && waited < FLUSH_LONGEST_MS; waited += RETRY_FIRST_MS) await new Promise((resolve) => setTimeout(resolve, RETRY_FIRST_MS));
	}
	async close() {
		if (this.#closed) return;
		await this.flush();
		if (this.#regular) await new Promise((resolve) => fsync(this.#fd, resolve));
		this.closeSync();
	}
	closeSync() {
		if (this.#closed) return;
		this.#drain();
		this.#closed = true;
		clearImmediate(this.#scheduled);
		clearTimeout(this.#retry);
		if (this.#waiting.length > 0) {
			this.#takeBackPartialLine();
			this.#lost += this.#waiting.length;
			this.#onError(/* @__PURE__ */ new Error(`The log lost ${this.#lost} events: they could not be written before the end`));
		}
		this.#waiting = [];
		this.#waitingBytes = 0;
		closeSync(this.#fd);
	}
	/** One line, as a text or as a text and bytes that go on. */
	#push(text, rest) {
		const most = 3 * text.length + (rest?.length ?? 0);
		if (this.#waiting.length > 0 || this.#turnEnd + most > TURN_BYTES) {
			this.#endTurn();
			this.#wait(rest === void 0 ? Buffer.from(text) : Buffer.concat([Buffer.from(text), rest]));
			return;
		}
		this.#turnEnd += this.#turn.write(text, this.#turnEnd);
		if (rest === void 0) return;
		this.#turn.set(rest, this.#turnEnd);
		this.#turnEnd += rest.length;
	}
	#wait(line) {
		this.#waiting.push(line);
		this.#waitingBytes += line.length;
	}
	/** The lines of this turn wait with the others. There is no LF inside a line. */
	#endTurn() {
		for (let from = 0; from < this.#turnEnd;) {
			const end = this.#turn.indexOf(LF, from) + 1;
			this.#wait(Buffer.from(this.#turn.subarray(from, end)));
			from = end;
		}
		this.#turnEnd = 0;
	}
	#lose(error) {
		this.#lost++;
		this.#untold++;
		if (this.#untold === 1) this.#onError(error);
		this.#schedule();
	}
	#schedule() {
		if (!this.#retry && !this.#closed) this.#scheduled ??= setImmediate(this.#onTurnEnd);
	}
	#tellLosses() {
		if (this.#untold === 0) return;
		const marker = {
			ts: this.#now().toISOString(),
			type: "lost",
			lost: this.#untold,
			reason: "these events could not be written"
		};
		this.#untold = 0;
		this.#push(encodeEvent(marker));
	}
	/** write(2) until all is written or it fails; then tries again later, and again. */
	#drain() {
		clearImmediate(this.#scheduled);
		clearTimeout(this.#retry);
		this.#scheduled = void 0;
		this.#retry = void 0;
		if (this.#closed) return;
		try {
			do {
				if (this.#turnEnd > 0) this.#writeTurn();
				while (this.#waiting.length > 0) this.#writeBatch();
				this.#tellLosses();
			} while (this.#turnEnd > 0);
			this.#failure = void 0;
			this.#retryMs = RETRY_FIRST_MS;
		} catch (error) {
			this.#failed(asError(error));
		}
	}
	#writeTurn() {
		let written = 0;
		try {
			written = writeSync(this.#fd, this.#turn, 0, this.#turnEnd);
		} finally {
			if (written === this.#turnEnd) this.#turnEnd = 0;
			else this.#endTurn();
		}
		if (this.#waiting.length > 0) this.#tookPart(written);
	}
	#writeBatch() {
		let batch = this.#waiting[0];
		if (!batch) return;
		if (this.#waiting.length > 1 && batch.length < BATCH_BYTES) {
			let lines = 0;
			let bytes = 0;
			while (lines < this.#waiting.length && bytes < BATCH_BYTES) bytes += this.#waiting[lines++]?.length ?? 0;
			batch = Buffer.concat(this.#waiting.slice(0, lines));
		}
		this.#tookPart(writeSync(this.#fd, batch, this.#written, batch.length - this.#written));
	}
	#tookPart(written) {
		this.#forget(this.#written + written);
		if (this.#takeBackPartialLine()) throw new Error("the disk has no room for a whole line");
	}
	/** Drops the lines of which all bytes are written; remembers how much of the next one is. */
	#forget(written) {
		let lines = 0;
		let rest = written;
		for (const line of this.#waiting) {
			if (rest < line.length) break;
			rest -= line.length;
			this.#waitingBytes -= line.length;
			lines++;
		}
		this.#waiting.splice(0, lines);
		this.#written = rest;
	}
	#failed(error) {
		const passing = "code" in error && (error.code === "EAGAIN" || error.code === "EINTR");
		if (!passing && !this.#failure) this.#onError(new Error(`Cannot write the log: ${error.message}; trying again`, { cause: error }));
		if (!passing) this.#failure = error;
		this.#retry = setTimeout(() => this.#drain(), this.#retryMs);
		if (this.#failure) this.#retry.unref();
		this.#retryMs = passing ? RETRY_FIRST_MS : Math.min(this.#retryMs * 2, RETRY_LONGEST_MS);
	}
	/** Half a line at the end of a full disk: cut off again, if nobody else has appended since. True where that was done. */
	#takeBackPartialLine() {
		const line = this.#waiting[0];
		if (!line || this.#written === 0 || !this.#regular) return false;
		const half = line.subarray(0, this.#written);
		try {
			const start = fstatSync(this.#fd).size - half.length;
			if (!readBack(this.#fd, start, half.length)?.equals(half)) return false;
			ftruncateSync(this.#fd, start);
			this.#written = 0;
			return true;
		} catch {
			return false;
		}
	}
};
function asError(error) {
	return error instanceof Error ? error : new Error(String(error));
}

// src/guard/sudo/use.ts
/** The line of the log for an exec that raised its rights. With locked sudo it tells of an attempt: the program itself refuses. */
function useEvent(event, context) {
	const args = parseArgv(event.argv, event.argvTruncated);
	const { from, user } = request(args, event.exe);
	const shown = (text) => context.full ? text : redactText(text);
	const line = {
		ts: new Date(context.at).toISOString(),
		type: "sudo",
		pid: event.pid,
		ppid: event.ppid,
		uid: event.uid,
		user: user === void 0 ? context.nameOf(event.euid) ?? String(event.euid) : shown(user)
	};
	if (event.exe !== "") line.exe = shown(event.exe);
	if (args.length > 0) line.cmdline = context.full ? args : [...redactArgs(args.slice(0, from)), ...redactArgs(args.slice(from))];
	if (event.cwd) line.cwd = shown(event.cwd);
	if (context.step) line.step = context.step;
	if (context.action) line.action = context.action;
	if (CHANGES_USER.has(programOf(event.exe, args))) {
		line.policy = context.locked ? "deny" : "allow";
		line.reason = context.locked ? "sudo is locked for the job" : "allow-sudo: the job may use sudo";
	}
	return line;
}
const SUDO = {
	values: "CDghpRrtTUu",
	longValues: [
		"close-from",
		"chdir",
		"group",
		"host",
		"prompt",
		"chroot",
		"role",
		"type",
		"command-timeout",
		"other-user",
		"user"
	],
	user: ["u", "user"]
};
const SU = {
	values: "cgGsCwT",
	longValues: [
		"command",
		"session-command",
		"group",
		"supp-group",
		"shell",
		"whitelist-environment"
	],
	user: [],
	userOperand: true
};
const DOAS = {
	values: "Cu",
	longValues: [],
	user: ["u"]
};
const PKEXEC = {
	values: "",
	longValues: ["user"],
	user: ["user"]
};
const GRAMMARS = new Map([
	...[
		"sudo",
		"sudo.ws",
		"sudo-rs",
		"sudoedit"
	].map((name) => [name, SUDO]),
	...["su", "su-rs"].map((name) => [name, SU]),
	["doas", DOAS],
	["pkexec", PKEXEC]
]);
const CHANGES_USER = new Set(GRAMMARS.keys());
/** The kernel's word for the executable first: argv[0] is the caller's to choose. */
function programOf(exe, args) {
	const name = basename$1(exe);
	return GRAMMARS.has(name) ? name : basename$1(args[0] ?? "");
}
/** getopt(3) with `+`: options end at the first operand or `--`; a value follows its option, attached or as the next argument. */
function request(args, exe) {
	const grammar = GRAMMARS.get(programOf(exe, args));
	if (!grammar) return { from: args.length };
	let user;
	let index = 1;
	for (; index < args.length; index++) {
		const arg = args[index] ?? "";
		if (arg === "--") {
			index++;
			break;
		}
		if (!grammar.userOperand && ASSIGNMENT.test(arg)) continue;
		if (!arg.startsWith("-") || arg === "-") {
			if (arg === "-" && grammar.userOperand) continue;
			break;
		}
		const option = optionOf(arg, grammar);
		if (!option.takesValue) continue;
		const value = option.value ?? args[++index];
		if (grammar.user.includes(option.name)) user = value;
	}
	if (grammar.userOperand) return {
		from: args.length,
		user: args[index]
	};
	return {
		from: Math.min(index, args.length),
		user
	};
}
/** `sudo A=b command`. */
const ASSIGNMENT = /^[A-Za-z_]\w*=/;
function optionOf(arg, grammar) {
	if (arg.startsWith("--")) {
		const equals = arg.indexOf("=");
		const name = arg.slice(2, equals < 0 ? void 0 : equals);
		return {
			name,
			takesValue: grammar.longValues.includes(name),
			value: equals < 0 ? void 0 : arg.slice(equals + 1)
		};
	}
	const at = [...arg.slice(1)].findIndex((letter) => grammar.values.includes(letter));
	if (at < 0) return {
		name: arg.slice(1),
		takesValue: false
	};
	const rest = arg.slice(at + 2);
	return {
		name: arg.charAt(at + 1),
		takesValue: true,
		value: rest === "" ? void 0 : rest
	};
}
function basename$1(path) {
	return path.slice(path.lastIndexOf("/") + 1);
}

// src/guard/job/log.ts
function openGuardLog({ path, full }) {
	const writer = openLogWriter({
		fd: openSync(path, "a"),
		full,
		onError: () => {}
	});
	const names = /* @__PURE__ */ new Map();
	/** Once: it starts a program, and the job decides how often it is asked for. */
	const nameOf = (uid) => {
		if (!names.has(uid)) names.set(uid, accountNameOf(uid));
		return names.get(uid);
	};
	const stepFields = (step) => {
		const identity = step && stepIdentity(step);
		const name = identity && stepName(identity);
		return {
			...name && { step: name },
			...identity?.action && { action: identity.action }
		};
	};
	return {
		privileged(event, { step, locked }) {
			const { step: name, action } = stepFields(step);
			writer.write(useEvent(event, {
				at: Date.now(),
				step: name,
				action,
				locked,
				full,
				nameOf
			}));
		},
		tampering(step, reason) {
			const { pid, exe, argv } = step;
			writer.write({
				ts: now(),
				type: "guard",
				error: "tampering",
				reason,
				pid,
				exe,
				cmdline: parseArgv(argv),
				...stepFields(step)
			});
			writer.flush();
		},
		note: (reason) => writer.write({
			ts: now(),
			type: "guard",
			reason
		}),
		close: () => writer.close()
	};
}
const now = () => (/* @__PURE__ */ new Date()).toISOString();
function accountNameOf(uid) {
	try {
		return accountOfUid(uid).name;
	} catch {
		return;
	}
}

// src/guard/job/lines.ts
/** Lines of a socket, one at a time. */
var LineReader = class {
	#buffer = Buffer.alloc(0);
	#ended = false;
	#wake;
	#maxBytes;
	#socket;
	/** A line that is longer ends everything, as if the other side had. */
	constructor(socket, maxBytes) {
		this.#maxBytes = maxBytes;
		this.#socket = socket;
		socket.on("data", (chunk) => {
			if (this.#buffer.length <= this.#maxBytes) this.#buffer = Buffer.concat([this.#buffer, chunk]);
			if (this.#buffer.length > this.#maxBytes) socket.pause();
			this.#wake?.();
		});
		const end = () => {
			this.#ended = true;
			this.#wake?.();
		};
		socket.on("end", end).on("close", end).on("error", end);
	}
	/** More came than a line may have. */
	get tooLong() {
		return this.#buffer.length > this.#maxBytes;
	}
	/** Without its end; undefined where no whole line will come. */
	async next() {
		for (;;) {
			const at = this.#buffer.indexOf(10);
			if (at >= 0 && at <= this.#maxBytes) {
				const line = this.#buffer.toString("utf8", 0, at);
				this.#buffer = this.#buffer.subarray(at + 1);
				return line;
			}
			if (this.#ended || this.#buffer.length > this.#maxBytes) return void 0;
			this.#socket.resume();
			await new Promise((resolve) => {
				this.#wake = resolve;
			});
		}
	}
};

// src/guard/job/control.ts
/** Everybody may connect: so nobody may keep others out for long. */
const LIMITS = {
	/** At a time, of those who are nobody in particular. The oldest makes room for the next. */
	clients: 64,
	/** Of one process. */
	perProcess: 4,
	/** From the connection, or the last answer, to the whole next request. */
	idleMs: 5e3,
	/** From the connection on. */
	lifetimeMs: 6e4,
	requests: 100
};
/** Answers requests at a Unix socket: one JSON line each, one after the other. Rejects where it cannot listen. */
async function openControl(options) {
	const clients = /* @__PURE__ */ new Map();
	const server = createServer({ allowHalfOpen: true }, (socket) => {
		socket.on("error", () => {});
		const who = options.identify(socket);
		if (!who) return void socket.destroy();
		if (!options.isPrivileged(who)) {
			if ([...clients.values()].filter((pid) => pid === who.pid).length >= LIMITS.perProcess) return void socket.destroy();
			if (clients.size >= LIMITS.clients) clients.keys().next().value?.destroy();
			clients.set(socket, who.pid);
			socket.once("close", () => clients.delete(socket));
		}
		serve(socket, who, options);
	});
	await listen$1(server, options.path);
	server.on("error", () => {});
	return { close: () => new Promise((resolve) => {
		for (const socket of clients.keys()) socket.destroy();
		server.close(() => resolve());
		rmSync(options.path, { force: true });
		setTimeout(resolve, 200).unref();
	}) };
}
async function serve(socket, who, options) {
	const end = setTimeout(() => socket.destroy(), LIMITS.lifetimeMs).unref();
	socket.once("close", () => clearTimeout(end));
	const reader = new LineReader(socket, MAX_REQUEST_BYTES);
	for (let count = 0; count < LIMITS.requests && !socket.destroyed; count++) {
		const idle = setTimeout(() => say(socket, {
			status: "failed",
			message: "No request came."
		}, "end"), LIMITS.idleMs);
		const line = await reader.next();
		clearTimeout(idle);
		if (line === void 0) {
			const message = `A request is one line of JSON of at most ${MAX_REQUEST_BYTES} bytes.`;
			return say(socket, reader.tooLong ? {
				status: "failed",
				message
			} : void 0, "end");
		}
		const request = parse(line);
		say(socket, request ? await answer(request, who, options) : {
			status: "failed",
			message: "That is no request that is known here."
		});
	}
	say(socket, void 0, "end");
}
async function answer(request, who, options) {
	try {
		return await options.answer(request, who);
	} catch (error) {
		return {
			status: "failed",
			message: messageOf(error)
		};
	}
}
function parse(line) {
	try {
		return ControlRequest.safeParse(JSON.parse(line)).data;
	} catch {
		return;
	}
}
/** A client that does not read what it is told is cut off by its lifetime. */
function say(socket, what, then) {
	if (socket.destroyed || socket.writableEnded) return;
	if (what) socket.write(`${JSON.stringify(what)}\n`);
	if (then) {
		socket.end();
		socket.destroySoon();
	}
}
function listen$1(server, path) {
	return new Promise((resolve, reject) => {
		rmSync(path, { force: true });
		server.once("error", reject);
		server.listen({
			path,
			backlog: 4096
		}, () => {
			server.removeListener("error", reject);
			chmodSync(path, 438);
			resolve();
		});
	});
}

// src/guard/job/requests.ts
/** Who may ask what: a step of this very action is told by what the kernel saw it become, and by the file that it runs (guarded.ts). */
function openRequests(options) {
	const { native, job, steps } = options;
	const identify = (socket) => {
		const fd = descriptorOf(socket);
		if (fd === void 0) return void 0;
		try {
			const { pid, uid } = native.peerCredentials(fd);
			return {
				pid,
				uid,
				lineage: job.lineage(pid)
			};
		} catch {
			return;
		}
	};
	/** The script of ours that the asking process itself is; not one of its children. */
	const scriptOf = ({ pid, lineage }) => {
		if (!lineage?.isStep) return void 0;
		const now = job.lineage(pid);
		return now?.isStep && now.execId === lineage.execId ? steps.scriptOf(lineage.stepId) : void 0;
	};
	const finish = async (client) => {
		let flushed = await options.flush();
		for (let waited = 0; !flushed && waited < PROXY_PATIENCE_MS; waited += 100) {
			await setTimeout$1(100);
			flushed = await options.flush();
		}
		if (scriptOf(client) !== "post") return refusal("finish", client);
		job.trust(client.pid, {
			mark: "trust",
			inherit: false
		});
		const status = {
			...options.status(),
			kept: options.kept
		};
		return flushed ? status : {
			...status,
			problems: [...status.problems, UNFLUSHED]
		};
	};
	const refusal = (request, client) => ({
		status: "refused",
		message: `${WHO_MAY[request]}. This was asked by ${describe(client)}.`
	});
	const describe = ({ pid, lineage }) => {
		const exe = readProcess(pid)?.exe;
		const step = lineage && lineage.stepId > 0 ? job.step(lineage.stepId) : void 0;
		const name = step && stepIdentity(step).step;
		const of = name ? `of step ${name}` : lineage && lineage.stepId > 0 ? "of a step" : "of no step of this job";
		return `process ${pid}${exe === void 0 ? "" : ` (${exe})`} ${of}`;
	};
	return openControl({
		path: options.path,
		identify,
		isPrivileged: (client) => scriptOf(client) !== void 0,
		async answer(request, client) {
			if (request.type === "status") return options.status();
			const script = scriptOf(client);
			if (request.type === "finish") return script === "post" ? finish(client) : refusal("finish", client);
			if (script !== (request.enable ? "enable-sudo" : "disable-sudo")) return refusal("sudo", client);
			try {
				if (client.lineage) steps.letGo(client.lineage.stepId);
				options.setSudo(request.enable);
				return options.status();
			} catch (error) {
				return {
					status: "failed",
					message: messageOf(error)
				};
			}
		}
	});
}
const WHO_MAY = {
	status: "Everybody may ask this",
	finish: "Only the post step of this action may ask this, run as it was shipped",
	sudo: "Only the steps disable-sudo and enable-sudo of this very action, at the same ref, may ask this; enable-sudo as a step of the workflow itself and without an id"
};
const UNFLUSHED = "The proxy did not say in time that everything is in the log: the last lines may be missing.";
/** It may just be starting again. */
const PROXY_PATIENCE_MS = 3e3;
/** Node keeps the descriptor of a socket in its handle, which has no public name. */
function descriptorOf(socket) {
	const handle = Reflect.get(socket, "_handle");
	if (typeof handle !== "object" || handle === null || !("fd" in handle)) return void 0;
	return typeof handle.fd === "number" && handle.fd >= 0 ? handle.fd : void 0;
}

// src/guard/job/runner-files.ts
/**
* The runner's own programs belong to the job's user: libraries that Runner.Worker has yet to load, the Node that it starts actions with. Its folders `bin` and
* `externals` become read-only, and stay where they are; after an update of the runner they are links to folders with a version in their names. The runner writes
* into neither while a job runs: its logs and the files of the job lie elsewhere, and an update waits for the end of the job (SelfUpdater.cs). `bin` becomes root's
* as well: Runner.Worker stands in it (JobDispatcher.cs), and by /proc/PID/cwd everybody of its user comes to the folder that is below the mount. `own` is told of
* that before the mounts. Returns what undoes the mounts.
*/
function guardRunnerFiles(workerPid, pins, mounts, own) {
	try {
		const bin = dirname(readlinkSync(`/proc/${workerPid}/exe`));
		const names = ["bin", "externals"].map((name) => join(dirname(bin), name)).filter((path) => existsSync(path));
		const folders = [.../* @__PURE__ */ new Set([bin, ...names.map((path) => realpathSync(path))])].filter((path) => !isRoots(path));
		pins.keep(folders.length > 0 ? [...folders, ...names] : []);
		if (folders.includes(bin)) own(makeRoots(bin));
		return bindOnThemselves(folders, mounts, { readOnly: true });
	} catch (error) {
		throw new UserError(`The runner's own programs cannot be made read-only: ${messageOf(error)}`, { cause: error });
	}
}
function isRoots(path) {
	const { uid, mode } = statSync(path);
	return uid === 0 && (mode & 18) === 0;
}

// src/guard/job/steps.ts
/** Far more than post takes for the longest log and the slowest upload. */
const PATIENCE_MS$1 = 6e5;
/** Looks at each step that the kernel has stopped, as it runs a file of the action, and lets it go on or ends it. */
function watchSteps({ native, job, guarded, action, lines, endJob, patienceMs = PATIENCE_MS$1 }) {
	const running = /* @__PURE__ */ new Map();
	const held = /* @__PURE__ */ new Map();
	const letGo = (stepId) => {
		held.get(stepId)?.();
		held.delete(stepId);
	};
	let closed = false;
	const close = () => {
		closed = true;
		for (const stepId of [...held.keys()].reverse()) letGo(stepId);
	};
	const look = (step) => {
		const verdict = guarded.inspect(step);
		if (!verdict.run) {
			lines.tampering(step, verdict.reason);
			const known = job.lineage(step.pid);
			signal(step.pid, "SIGKILL");
			if (known?.stepId !== step.stepId || known.isWoken) endJob();
			return;
		}
		const { script, removed, release } = verdict;
		if (script && belongsTo(step, script, action)) running.set(step.stepId, script);
		if (removed.length > 0) lines.note(`${script} of the action was started without ${removed.join(", ")}, which a step has set since the start of the job`);
		if (release && closed) release();
		else if (release) held.set(step.stepId, release);
		const deadline = script && setTimeout(() => giveUp(step, script), patienceMs).unref();
		native.processEnd(step.pid).then(() => {
			clearTimeout(deadline);
			running.delete(step.stepId);
			letGo(step.stepId);
		});
		signal(step.pid, "SIGCONT");
	};
	/** A process of its user can stop it again and again (SIGSTOP), or have it wait for a file: the job must fail, and not wait for the runner's six hours. */
	const giveUp = (step, script) => {
		const now = job.lineage(step.pid);
		if (!now?.isStep || now.stepId !== step.stepId) return;
		lines.tampering(step, `${script} of the action was ended: it had not come to its end within ${patienceMs / 6e4} minutes`);
		signal(step.pid, "SIGKILL");
	};
	job.onStep((step) => {
		if (step.stopped) look(step);
	});
	return {
		scriptOf: (stepId) => running.get(stepId),
		letGo,
		close
	};
}
function signal(pid, name) {
	try {
		process.kill(pid, name);
	} catch {}
}

// src/guard/job/supervise.ts
/** A proxy that was ready for so long has not failed at its start, and is followed at once; one that has not is followed after a pause. */
const STABLE_MS = 1e3;
const LONGEST_PAUSE_MS = 1e3;
/** How often it is asked for a sign of life, and how many in a row it may owe; each is waited for as long as a flush is (5 s). */
const PULSE_MS = 2e3;
const MISSED_PULSES = 3;
/**
* Keeps a proxy running: a new one at once where one has ended, then after pauses of up to a second. Meanwhile connections wait in the listening sockets, and
* nothing else leaves the machine. Rejects when the first one does not start.
*/
async function supervise(options) {
	let told = 0;
	let lostBefore = 0;
	let restarts = 0;
	let problem;
	let logProblem;
	let stopping = false;
	let current = await options.start(void 0);
	const { ready } = current;
	const authority = ready.caKeyPem === void 0 ? void 0 : {
		keyPem: ready.caKeyPem,
		certPem: ready.caPem
	};
	/** What was not told yet. */
	const untold = () => {
		const all = options.unheard();
		const news = all - told;
		told = all;
		return news;
	};
	const keep = async () => {
		let failures = 0;
		while (!stopping) {
			const startedAt = performance.now();
			if (current) {
				const how = await current.exited;
				current = void 0;
				if (stopping) return;
				problem = `the proxy ended (${how}${logProblem === void 0 ? "" : ", with lines that it could not write to the log"})`;
				logProblem = void 0;
				options.onEnd(problem);
				failures = performance.now() - startedAt >= STABLE_MS ? 0 : failures;
			}
			if (failures > 0) await setTimeout$1(Math.min(25 * 2 ** failures, LONGEST_PAUSE_MS));
			failures++;
			if (stopping) return;
			try {
				current = await options.start(authority);
				restarts++;
				problem = void 0;
			} catch (error) {
				problem = messageOf(error);
				options.onEnd(problem);
			}
		}
	};
	const kept = keep();
	/** What one that ends or hangs meanwhile said before is still the last that is known of its log. */
	const flushOf = async (proxy) => {
		const flushed = await proxy?.flush(untold());
		if (flushed && proxy === current) logProblem = flushed.problem;
		return flushed;
	};
	/** One that hangs takes the runner's look-ups with it: it is ended, and so another one is started. */
	const watch = async () => {
		for (let missed = 0; !stopping; await setTimeout$1(PULSE_MS, void 0, { ref: false })) {
			const proxy = current;
			const flushed = await flushOf(proxy);
			missed = proxy === void 0 || flushed !== void 0 || proxy !== current ? 0 : missed + 1;
			if (missed < MISSED_PULSES || !proxy || stopping) continue;
			options.onEnd("the proxy does not answer any more");
			kill$1(proxy.pid);
			missed = 0;
		}
	};
	watch();
	return {
		ready,
		get restarts() {
			return restarts;
		},
		get problem() {
			return problem ?? logProblem;
		},
		get lostEvents() {
			return lostBefore + options.unheard();
		},
		async flush() {
			const flushed = await flushOf(current);
			if (flushed) lostBefore = Math.max(lostBefore, flushed.lostEvents);
			return flushed !== void 0;
		},
		async stop() {
			stopping = true;
			const proxy = current;
			const stopped = await proxy?.stop(untold());
			if (stopped) lostBefore = Math.max(lostBefore, stopped.lostEvents);
			await kept;
			if (current && current !== proxy) await current.stop(0);
		}
	};
}
function kill$1(pid) {
	try {
		process.kill(pid, "SIGKILL");
	} catch {}
}

// src/guard/job/trusted.ts
/**
* Whom the job's policy does not bind: Runner.Worker and what it descends from, the agent and the watchdog of a hosted machine, Azure's agent, and
* services of the system that were there before the job. Each by pid and start time: what comes later under the same name, path or cgroup is nobody.
*
* Not trusted is whatever acts for others, as the job could have it act for itself: container engines, resolvers, mail and print servers, proxies,
* schedulers, interpreters (Node opens its debugger on a signal) and every service that listens on a TCP port.
*/
function trustedProcesses(processes, workerPid) {
	const line = lineOf(workerPid, processes.get);
	const [worker, ...above] = line;
	if (!worker) return [];
	const found = /* @__PURE__ */ new Map();
	const trust = ({ pid, start }, inherit, why) => {
		if (!found.has(pid)) found.set(pid, {
			pid,
			start,
			inherit,
			why
		});
	};
	trust(worker, false, "Runner.Worker");
	for (const ancestor of above) {
		if (ancestor.pid === 1) break;
		if (isNamed(ancestor, "Runner.Listener")) trust(ancestor, false, "Runner.Listener");
		else if (isNamed(ancestor, "hosted-compute-agent")) {
			trust(ancestor, true, "agent of the hosted machine");
			for (const child of ownHelpers(processes, ancestor, line)) trust(child, true, "started by the agent of the hosted machine");
		} else if (isSystemUser(ancestor.uid) && !actsForOthers(ancestor, processes)) trust(ancestor, false, "ancestor of Runner.Worker");
	}
	for (const info of processes.all) {
		if (info.start >= worker.start || info.cgroup === worker.cgroup && unitOf(info) !== void 0) continue;
		const unit = unitOf(info);
		if (unit === void 0) continue;
		if (/^(?:walinuxagent|waagent)\.service$/.test(unit)) {
			if (info.uid === 0) trust(info, true, "agent of Azure");
		} else if (info.ppid === 1 && isSystemUser(info.uid) && !isOther(unit.replace(/(?:@.*)?\.service$/, "")) && !actsForOthers(info, processes)) trust(info, false, `service ${unit}`);
	}
	return [...found.values()];
}
/** The watchdog (root's, started through sudo) and other copies of the agent itself. Not what leads to Runner.Worker. */
function ownHelpers(processes, agent, line) {
	const worker = line[0];
	return processes.all.filter((info) => {
		if (line.includes(info) || isIntermediary(info)) return false;
		const ways = lineOf(info.pid, processes.get);
		const below = ways.slice(1, ways.indexOf(agent));
		if (!ways.includes(agent) || below.some((between) => line.includes(between) && between !== agent)) return false;
		const sameProgram = info.exe !== void 0 && info.exe === agent.exe && worker !== void 0 && info.start < worker.start;
		return info.uid === 0 || sameProgram;
	});
}
function actsForOthers(info, processes) {
	const names = [info.comm, info.exe === void 0 ? "" : basename(info.exe)];
	return info.exe === void 0 || names.some(isOther) || names.some((name) => INTERPRETERS.test(name)) || processes.listens(info.pid);
}
const isIntermediary = (info) => [info.comm, basename(info.exe ?? "")].some((name) => SHELLS.test(name));
/** By the program's own path: the name (comm) is the process's to choose, and cut after 15 bytes. */
function isNamed({ exe, comm }, name) {
	return exe === void 0 ? comm === name : basename(exe) === name;
}
/** login.defs(5) SYS_UID_MAX; systemd.exec(5) DynamicUser. */
const isSystemUser = (uid) => uid < 1e3 || uid >= 61184 && uid <= 65519;
/** systemd.special(7): services of the system, not of a person's session (user.slice). */
function unitOf({ cgroup }) {
	return /^\/(?:system|azure)\.slice\/(?:[^/]+\/)*?([^/]+\.service)(?:\/|$)/.exec(cgroup)?.[1];
}
const SHELLS = /^(?:sudo|sudo-rs|su|doas|runuser|setpriv|env|(?:ba|da|z|k|fi|c|tc)?sh|busybox)$/;
const INTERPRETERS = /^(?:node|nodejs|bun|deno|python[\d.]*|perl[\d.]*|ruby[\d.]*|php[\d.]*|lua[\d.]*|java|dotnet|mono|(?:ba|da|z|k|fi|c|tc)?sh|busybox|sudo|sudo-rs|su|doas|runuser|setpriv|env|nohup|script|expect)$/i;
/** Names of programs and units. */
const OTHERS = [
	/^(?:docker|containerd|podman|conmon|buildkit|crio|cri-|rootlesskit|runc|crun|kubelet|k3s|lxc|lxd|incus|libvirt|virt|qemu|multipass|slirp4netns|pasta)/,
	/^(?:systemd-resolve|nscd|sssd|nslcd|dnsmasq|unbound|named|bind9|pdns|coredns|dnscrypt|stubby|kresd|knot|avahi|rpcbind|rpc\.|automount|autofs)/,
	/^(?:systemd$|init$|\(sd-pam\)|systemd-(?:importd|machined|homed|sysupdate)|cron|anacron|fcron|atd$|at$|dbus|snapd|packagekit|polkit|fwupd|udisks|flatpak|unattended-upgr|apt|sshd|ssh$|dropbear|login|getty|agetty|tmux|screen|zellij|code|cockpit|webmin|supervisor|gitlab-runner|buildkite|jenkins|teamcity|Runner\.|actions\.runner)/,
	/^(?:master$|postfix|exim|sendmail|opensmtpd|cups|nginx|apache|httpd|caddy|lighttpd|envoy|traefik|varnish|squid|tinyproxy|privoxy|cntlm|polipo|dante|sockd|redsocks|tor$|tor@|v2ray|xray|clash|sing-box|mitm|stunnel|socat|gost|mysqld|mariadb|postgres|mongod|redis|memcached)/,
	/proxy/i
];
const isOther = (name) => OTHERS.some((pattern) => pattern.test(name));

// src/guard/job/undo.ts
/** What takes back, newest first, what was done. */
var Undo = class {
	#steps = [];
	later(step) {
		this.#steps.push(step);
	}
	/** Goes on where one of them fails; what failed, one sentence each. Once. */
	async run() {
		const problems = [];
		while (this.#steps.length > 0) try {
			await this.#steps.pop()?.();
		} catch (error) {
			problems.push(`Clean-up was not complete: ${messageOf(error)}`);
		}
		return problems;
	}
};

// src/guard/job/daemon.ts
/**
* Brings up the filter of a job. The order is that of what depends on what; the proxy comes up while this process goes on with the rest. The chains are last:
* from then on nothing leaves undecided. Rejects with everything undone.
*/
async function bringUp(handover, native) {
	const undo = new Undo();
	try {
		return await start(handover, native, undo);
	} catch (error) {
		const problems = await undo.run();
		throw new UserError([messageOf(error), ...problems].join(" "), { cause: error });
	}
}
async function start({ id, config, store, worker, environment, workspace, spelled, launcherPid }, native, undo) {
	const watch = new Stopwatch();
	const warnings = [];
	const state = openState(id, config.hosted);
	undo.later(() => removeJobFiles(id));
	const proxyUid = freeProxyUid(id);
	const code = codeDirectory(store, id);
	const arch = join(code, "native", `${process.platform}-${process.arch}`);
	requireKernel();
	requireLoopback();
	const log = makeLog(id);
	undo.later(() => closeSync(log.fd));
	const lines = openGuardLog({
		path: log.path,
		full: config.logFull
	});
	undo.later(() => lines.close());
	const sockets = bindProxySockets(native);
	undo.later(() => sockets.close());
	const marks = jobMarks();
	const scope = openJobScope({
		native,
		bpfObject: join(arch, "egress.bpf.o"),
		id,
		job: {
			workerPid: worker.pid,
			guarded: spelled,
			...marks
		},
		undo
	});
	const { job, cgroupFd } = scope;
	let trust = [];
	const attachedAt = ticksSinceBoot();
	watch.mark("kernel");
	const runner = trustRunner(job, worker);
	watch.mark("trust");
	const resolvers = jobResolvers();
	const starting = supervise({
		start: (ca) => startProxy({
			native,
			bundle: join(code, "proxy.js"),
			addon: join(arch, "egress.node"),
			directory: JOB_DIRECTORY,
			uid: proxyUid,
			cgroupFd,
			logFd: log.fd,
			maps: scope.scope.fds,
			onSpawn(pid) {
				job.trust(pid, {
					mark: "proxy",
					inherit: false
				});
				if (trust.length === 0) trust = authorities(config.env, upstreamFiles(config.upstreamCa));
			},
			config: {
				policy: config.policy,
				repository: config.repository,
				default: config.default,
				audit: config.audit,
				logFull: config.logFull,
				resolvers: resolvers.upstream,
				get trust() {
					return trust;
				},
				cgroups: {}
			},
			job: {
				name: config.job,
				queue: queueOf(id),
				trustMark: marks.trustMark,
				sockets,
				attachedAt,
				stubs: resolvers.stubs,
				ca
			}
		}),
		unheard: () => scope.scope.lostEvents(),
		onEnd: (how) => lines.note(`${how}: what was going through it has ended, and another one is started`)
	});
	starting.catch(() => {});
	undo.later(async () => (await starting.catch(() => void 0))?.stop());
	const change = (made) => {
		state.add(made);
		undo.later(() => takeBack(made));
	};
	const hardened = harden(runner);
	warnings.push(...hardened.warnings);
	hardened.changes.forEach(change);
	const mounts = {
		add: (path) => state.add({
			type: "mount",
			path
		}),
		remove: (path) => state.remove({
			type: "mount",
			path
		})
	};
	const containerFiles = join(JOB_DIRECTORY, "containers");
	const covering = config.containerCerts ? coverRuntimes({
		program: join(arch, "egress-runtime"),
		directory: join(code, "runtimes"),
		files: containerFiles,
		mounts
	}) : void 0;
	undo.later(async () => (await covering)?.undo());
	const pins = openPins({
		scope: scope.scope,
		job,
		mounts,
		workspace
	});
	undo.later(() => pins.undo());
	if (pins.warning) warnings.push(pins.warning);
	undo.later(guardRunnerFiles(worker.pid, pins, mounts, change));
	let ours = {};
	const action = guardAction({
		directory: config.action.directory,
		spelled,
		workspace,
		environment,
		ours: () => ours,
		mounts,
		pins,
		seal: sealing(scope.scope, native),
		isWoken: (pid) => job.lineage(pid)?.isWoken !== false
	});
	undo.later(() => action.undo());
	const endJob = () => {
		if (readProcess(worker.pid)?.start === worker.start) process.kill(worker.pid, "SIGKILL");
	};
	const steps = watchSteps({
		native,
		job,
		guarded: action,
		action: config.action,
		lines,
		endJob
	});
	undo.later(() => steps.close());
	watch.mark("files");
	const backupDirectory = sudoBackup(store);
	state.add({
		type: "sudo",
		path: backupDirectory
	});
	const sudo = lockSudo({
		user: accountOfUid(worker.uid),
		allow: config.allowSudo,
		backupDirectory,
		workerPid: worker.pid,
		ours: launcherPid
	});
	undo.later(() => sudo.undo());
	warnings.push(...sudo.warnings);
	let sudoOpen = config.allowSudo;
	job.onPrivilegedExec((event) => lines.privileged(event, {
		step: job.step(event.stepId),
		locked: !sudoOpen
	}));
	watch.mark("sudo");
	const proxy = await starting;
	watch.mark("proxy");
	const ca = writeCaFiles(JOB_DIRECTORY, proxy.ready.caPem, config.env);
	ours = ca.env;
	const covered = await covering;
	if (covered) {
		writeContainerFiles(JOB_DIRECTORY, ca, containerFiles);
		warnings.push(...covered.warnings);
	}
	const untrusted = trustInSystem(proxy.ready.caPem, change);
	if (untrusted) warnings.push(untrusted);
	watch.mark("authority");
	const rules = iptables();
	const chains = {
		id,
		...marks,
		...proxy.ready,
		inbound: listeningPorts()
	};
	installRules(() => rules.installJob({
		...chains,
		bridges: containerBridges()
	}));
	undo.later(async () => {
		await proxy.stop();
		forgetRedirected(native, proxy.ready);
		rules.remove(id);
	});
	const since = (/* @__PURE__ */ new Date()).toISOString();
	watch.mark("chains");
	state.add({
		type: "setting",
		path: ROUTE_LOCALNET,
		before: readFileSync(ROUTE_LOCALNET, "utf8").trim()
	});
	undo.later(routeLocalnet(ROUTE_LOCALNET));
	undo.later(followBridges((bridges) => rules.refreshJob({
		...chains,
		bridges
	})));
	const control = await openRequests({
		native,
		job,
		steps,
		path: CONTROL_SOCKET,
		status: () => ({
			status: "ok",
			mode: config.audit ? "audit" : "enforce",
			sudo: sudoOpen ? "open" : "locked",
			since,
			log: log.path,
			restarts: proxy.restarts,
			lostEvents: proxy.lostEvents,
			problems: [...warnings, ...proxy.problem === void 0 ? [] : [proxy.problem]]
		}),
		flush: () => proxy.flush(),
		kept: config.keep,
		setSudo(enable) {
			sudo.setSudo(enable);
			sudoOpen = enable;
			lines.note(enable ? "sudo was opened by a step of enable-sudo" : "sudo was locked by a step of disable-sudo");
		}
	});
	undo.later(() => control.close());
	watch.mark("control");
	const known = [...warnings];
	sudo.search().then((roads) => warnings.push(...roads.flatMap(({ state: road, detail }) => road === "open" ? [detail] : [])));
	return {
		result: {
			status: "enforcing",
			id,
			env: ca.env,
			log: log.path,
			since,
			timings: watch.phases,
			warnings: known
		},
		job,
		takeDown: () => undo.run()
	};
}
/** Milliseconds by phase, each since the one before. */
var Stopwatch = class {
	phases = {};
	#last = performance.now();
	mark(phase) {
		const now = performance.now();
		this.phases[phase] = Math.round(now - this.#last);
		this.#last = now;
	}
};
/** Root's, readable by everybody: it is evidence, and the job's report. */
function makeLog(id) {
	const directory = logDirectory(id);
	const path = join(directory, "log.jsonl");
	try {
		mkdirSync(directory, {
			recursive: true,
			mode: 493
		});
		const fd = openSync(path, "ax", 420);
		fchmodSync(fd, 420);
		return {
			path,
			fd
		};
	} catch (error) {
		throw new UserError(`The log cannot be made at ${path} (${codeOf(error) ?? messageOf(error)}).`, { cause: error });
	}
}
/** The scope is the whole hierarchy that this process sees: containers and services of the machine included. */
function openJobScope({ native, bpfObject, id, job: options, undo }) {
	const root = cgroupRoot(native);
	undo.later(() => root.close());
	const rootFd = openSync(root.path, "r");
	undo.later(() => closeSync(rootFd));
	const own = /^0::(\/.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1] ?? "/";
	const cgroupFd = openSync(`${root.path}${own}`, "r");
	undo.later(() => closeSync(cgroupFd));
	const scope = openScope({
		native,
		bpfObject,
		cgroupFd: rootFd,
		flowMark: flowMark(id),
		job: options
	});
	undo.later(() => scope.close());
	if (!scope.job) throw new UserError("The addon is not of this version: it knows of no jobs.");
	return {
		scope,
		job: scope.job,
		cgroupFd
	};
}
/** USER_HZ is 100 on every architecture that we run on (times(2), proc_uptime(5)). */
const ticksSinceBoot = () => Math.floor(Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]) * 100);
/** The pids of the runner's own processes. Throws where Runner.Worker has ended by now. */
function trustRunner(job, worker) {
	const all = trustedProcesses(readProcesses(), worker.pid);
	if (all[0]?.start !== worker.start) throw new UserError("Runner.Worker has ended while the filter was started.");
	for (const { pid, start, inherit } of all) try {
		job.trust(pid, {
			mark: "trust",
			inherit
		});
		if (readProcess(pid)?.start !== start) job.distrust(pid);
	} catch (error) {
		if (codeOf(error) !== "ESRCH") throw error;
	}
	return all.filter(({ why }) => why.startsWith("Runner.")).map(({ pid }) => pid);
}
/** Where a program in the kernel refuses all looks into the action's scripts (egf_ptrace), there is nothing to do. */
function sealing({ report }, native) {
	return report.some(({ program, status }) => program.startsWith("egf_ptrace") && status !== "unavailable") ? () => {} : (pid) => native.sealProcess(pid);
}
/** One number a job: its proxies follow each other on it. */
const queueOf = (id) => 1024 + Number.parseInt(id, 16) % 64512;
function upstreamFiles(pems) {
	return pems.map((pem, index) => {
		const path = join(JOB_DIRECTORY, `upstream-ca-${index + 1}.pem`);
		writeFileSync(path, pem);
		return path;
	});
}
/** Networks of containers come and go: their bridges are looked for again and again. */
function followBridges(refresh) {
	let known = JSON.stringify(containerBridges());
	const timer = setInterval(() => {
		const bridges = containerBridges();
		const now = JSON.stringify(bridges);
		if (now === known) return;
		try {
			refresh(bridges);
			known = now;
		} catch {}
	}, BRIDGES_MS);
	return () => clearInterval(timer);
}
const BRIDGES_MS = 250;
const ROUTE_LOCALNET = "/proc/sys/net/ipv4/conf/all/route_localnet";

// src/guard/privileges.ts
/** What `run` needs of root, and what for. Root in a container often has less. */
const NEEDED = [
	["SYS_ADMIN", "mounts of the command, cgroups"],
	["NET_ADMIN", "iptables, NFQUEUE"],
	["BPF", "the kernel programs"],
	["SETUID", "the users of the proxy and the command"],
	["SETGID", "their groups"],
	["SETPCAP", "taking capabilities away"]
];
/** Names of the capabilities that are missing, with what they are needed for; empty when all are there (capabilities(7), CapEff). */
function missingCapabilities(status = readFileSync("/proc/self/status", "utf8")) {
	const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0"}`);
	return NEEDED.filter(([name]) => (effective >> BigInt(CAP[name]) & 1n) === 0n).map(([name, why]) => `CAP_${name} (${why})`);
}
function requireCapabilities() {
	const missing = missingCapabilities();
	if (missing.length === 0) return;
	throw new UserError(`Root lacks ${missing.join(", ")}, as in a container: run it on the machine itself, or in a privileged container.`);
}

// src/guard/job/launcher.ts
const HANDOVER_SOCKET = `${JOB_DIRECTORY}/launch.sock`;
/**
* Starts the guard and waits until it enforces; resolves with whether it does. Whatever fails is undone, and told. What nobody hears of is undone as well: a
* step that was cancelled, which ends alone and leaves us behind.
*/
async function launch({ input, script, deliver, timeoutMs = 55e3 }) {
	const begun = performance.now();
	const timings = { launcherStart: Math.round(begun) };
	let claimed;
	let daemon;
	let server;
	try {
		requireRoot();
		const { worker, step } = runnerOf(lineOf(process.ppid, readProcess));
		const config = parseConfig(await input);
		await clearDeadJob();
		const id = randomBytes(4).toString("hex");
		claimJob(id, config.hosted);
		claimed = id;
		const store = openStore();
		const code = codeDirectory(store, id);
		copyCode(script, code);
		server = await listen();
		daemon = await startDaemon(join(code, GUARD), config.hosted ? void 0 : writeOrphanScript(code, store));
		timings.prepare = Math.round(performance.now() - begun);
		const environment = environmentOf(step?.pid);
		const isAwaited = () => step === void 0 || readProcess(step.pid)?.start === step.start;
		const { result, confirm } = await handOver({
			server,
			daemon,
			timeoutMs,
			isAwaited
		}, {
			id,
			config,
			store,
			launcherPid: process.pid,
			worker: {
				pid: worker.pid,
				start: worker.start,
				uid: worker.uid
			},
			environment: loaderVariables(environment),
			workspace: environment.GITHUB_WORKSPACE,
			spelled: spelledDirectory(step?.pid, config.action.directory),
			systemd: daemon.systemd
		});
		if (result.status === "failed") throw new UserError(result.message);
		timings.total = Math.round(performance.now());
		const whole = {
			...result,
			timings: {
				...timings,
				...result.timings
			},
			warnings: [...daemon.warnings, ...result.warnings]
		};
		if (!isAwaited() || !await deliver(whole)) throw new UserError(UNAWAITED);
		confirm();
		return true;
	} catch (error) {
		const left = claimed === void 0 ? void 0 : await undo(claimed, daemon);
		await deliver({
			status: "failed",
			message: [messageOf(error), left].filter(Boolean).join(" ")
		});
		return false;
	} finally {
		server?.close();
	}
}
/** What the bundle is called where it is root's: a module by its name, as no package.json says so there. */
const GUARD = "guard.mjs";
function requireRoot() {
	if (process.getuid?.() !== 0) throw new UserError("The filter needs root: the runner's user must be allowed to use sudo without a password.");
	requireCapabilities();
}
/** Runner.Worker, and the step of it that we descend from. UserError where there is none. */
function runnerOf(line) {
	const at = line.findIndex(({ exe, comm }) => (exe === void 0 ? comm : basename(exe)) === "Runner.Worker");
	const worker = line[at];
	if (worker) return {
		worker,
		step: line[at - 1]
	};
	const where = inContainer() ? "This step runs in a container (a job with \"container:\", or a runner in one): the filter has to be on the machine itself, so remove \"container:\" from the job." : "This is no step of a GitHub Actions job on this machine: no Runner.Worker among the processes that started it.";
	throw new UserError(where);
}
function inContainer() {
	return ["/.dockerenv", "/run/.containerenv"].some((path) => {
		try {
			readFileSync(path);
			return true;
		} catch {
			return false;
		}
	});
}
function parseConfig(text) {
	let json;
	try {
		json = JSON.parse(text);
	} catch (error) {
		throw new UserError("The configuration of the job is no JSON: pre and guard are not of one version.", { cause: error });
	}
	const parsed = JobConfig.safeParse(json);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new UserError(`The configuration of the job is not valid: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}
/**
* A guard that was killed left chains that shut everybody out: this job would have no network, and no filter of its own. Where the machine goes on after a
* job, the guard of the one before may be at its end just now: it kills what does not die at once.
*/
async function clearDeadJob() {
	const isEnding = () => {
		const state = readJob()?.state;
		return state !== void 0 && !state.hosted && isJobAlive(state);
	};
	for (let waited = 0; waited < ENDING_MS && isEnding(); waited += 50) await setTimeout$1(50);
	const job = readJob();
	if (!job || job.state && isJobAlive(job.state)) return;
	const problems = await cleanJob();
	if (problems.length > 0) throw new UserError(`What an earlier job left behind could not be removed: ${problems.join(" ")}`);
}
const ENDING_MS = 2e4;
/** What runs as root from now on is root's: the action's own files belong to the job's user, who may write into them while they are mapped. */
function copyCode(script, target) {
	const dist = dirname(script);
	const native = join("native", `${process.platform}-${process.arch}`);
	try {
		rmSync(target, {
			recursive: true,
			force: true
		});
		mkdirSync(target, {
			recursive: true,
			mode: 493
		});
		cpSync(script, join(target, GUARD));
		cpSync(join(dist, "proxy.js"), join(target, "proxy.js"));
		cpSync(join(dist, native), join(target, native), { recursive: true });
	} catch (error) {
		throw new UserError(`The action is not complete, or ${target} cannot be written: ${messageOf(error)}`, { cause: error });
	}
}
/** Goes with the code when the guard has put everything back. */
function writeOrphanScript(code, store) {
	const path = join(code, "orphaned.sh");
	writeFileSync(path, giveOthersBack(sudoBackup(store)));
	return path;
}
function listen() {
	return new Promise((resolve, reject) => {
		const umask = process.umask(127);
		const server = createServer();
		server.once("error", reject);
		server.listen(HANDOVER_SOCKET, () => resolve(server));
		process.umask(umask);
	});
}
/** The step's environment as it began (proc_pid_environ(5)). */
function environmentOf(pid) {
	if (pid === void 0) return {};
	try {
		const entries = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
		return Object.fromEntries(entries.flatMap((entry) => entry.indexOf("=") > 0 ? [split(entry)] : []));
	} catch {
		return {};
	}
}
/** Cut from the script that the step was started with. */
function spelledDirectory(pid, directory) {
	try {
		const [, script = ""] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
		const spelled = script.replace(/\/+dist\/action\/[\w-]+\.js$/, "");
		return spelled !== script && realpathSync(spelled) === realpathSync(directory) ? spelled : directory;
	} catch {
		return directory;
	}
}
const split = (entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)];
const UNAWAITED = "The step that started the filter has ended meanwhile.";
/** Gives the guard its configuration, and waits for what it says. `confirm`: it stays; without this word it undoes everything. */
function handOver({ server, daemon, timeoutMs, isAwaited }, handover) {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => fail(`The guard did not answer within ${timeoutMs / 1e3} s.`), timeoutMs);
		const watch = setInterval(() => isAwaited() || fail(UNAWAITED), 250);
		const settle = () => {
			clearTimeout(timer);
			clearInterval(watch);
		};
		const fail = (message) => {
			settle();
			reject(new UserError(message));
		};
		daemon.failed.then((how) => fail(`The guard did not start: ${how}.`));
		server.once("connection", (socket) => {
			const reader = new LineReader(socket, 16 << 20);
			socket.write(`${JSON.stringify(handover)}\n`);
			reader.next().then((line) => {
				if (line === void 0) return fail("The guard ended before it enforced anything.");
				settle();
				resolve({
					result: JSON.parse(line),
					confirm: () => void socket.end("go on\n")
				});
			}, reject);
		});
	});
}
/** The guard has undone what it did, unless it was killed. What could not be undone, in words. */
async function undo(id, daemon) {
	await daemon?.stop();
	try {
		const problems = await cleanJob({ evenIfAlive: true });
		removeJobFiles(id);
		return problems.length > 0 ? `Clean-up was not complete: ${problems.join(" ")}` : void 0;
	} catch (error) {
		return `Clean-up was not complete: ${messageOf(error)}`;
	}
}

// src/guard/job/worker.ts
/** How long processes may take to die: those in uninterruptible sleep cannot be waited for. */
const PATIENCE_MS = 5e3;
/**
* What a job left behind on a machine that goes on, once Runner.Worker has ended: daemons and background processes of its steps, however often they forked.
* Resolves when none is left, with how many were killed; those that do not end within five seconds are counted in `left`.
*/
async function killLeftBehind(job) {
	const killed = /* @__PURE__ */ new Set();
	for (let waited = 0;; waited += 20) {
		const alive = job.stepProcesses();
		if (alive.length === 0 || waited >= PATIENCE_MS) return {
			killed: killed.size,
			left: alive.length
		};
		for (const { pid } of alive) {
			kill(pid);
			killed.add(pid);
		}
		await setTimeout$1(20);
	}
}
function kill(pid) {
	try {
		process.kill(pid, "SIGKILL");
	} catch {}
}

// src/guard/job/main.ts
/** The guard of a job, run by root: `guard.js launch` starts it and waits, `guard.js daemon` is it. */
process.env.PATH = PATH;
const [, script = "", command] = process.argv;
if (command === "launch") await launchMain();
else if (command === "daemon") await daemonMain();
else {
	process.stderr.write("This is a part of Egress Filter that its action starts. Use the egress-filter command.\n");
	process.exitCode = 2;
}
async function launchMain() {
	process.stdout.on("error", () => {});
	const enforcing = await launch({
		input: readStdin(),
		script: fileURLToPath(import.meta.url),
		deliver: (result) => new Promise((resolve) => process.stdout.write(`${JSON.stringify(result)}\n`, (error) => resolve(!error)))
	});
	process.exit(enforcing ? 0 : 1);
}
async function readStdin() {
	const chunks = [];
	let size = 0;
	for await (const chunk of process.stdin) {
		size += chunk.length;
		if (size > 64 << 20) throw new Error("The configuration of the job is too large.");
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}
async function daemonMain() {
	const began = performance.now();
	spareFromOom();
	process.stdout.on("error", () => {});
	process.stderr.on("error", () => {});
	let end = () => {};
	const stopped = new Promise((resolve) => {
		end = () => resolve(void 0);
	});
	process.on("SIGTERM", () => end());
	for (const signal of [
		"SIGINT",
		"SIGHUP",
		"SIGUSR1"
	]) process.on(signal, () => {});
	process.on("uncaughtException", (error) => process.stderr.write(`egress-filter: ${error.stack}\n`));
	const socket = connect(HANDOVER_SOCKET);
	const reader = new LineReader(socket, 64 << 20);
	const line = await reader.next();
	if (line === void 0) process.exit(1);
	const handover = JSON.parse(line);
	const tell = (result) => void socket.write(`${JSON.stringify(result)}\n`);
	let native;
	let guard;
	try {
		native = loadNative(join(dirname(script), "native", `${process.platform}-${process.arch}`, "egress.node"));
		guard = await bringUp(handover, native);
	} catch (error) {
		tell({
			status: "failed",
			message: messageOf(error)
		});
		socket.end(() => process.exit(1));
		return;
	}
	const { result, job } = guard;
	tell({
		...result,
		timings: {
			guardStart: Math.round(began),
			...result.timings
		}
	});
	if (await Promise.race([stopped, reader.next()]) === void 0) {
		await guard.takeDown();
		process.exit(1);
	}
	socket.destroy();
	const { hosted } = handover.config;
	const takeDown = async () => {
		await killLeftBehind(job);
		await guard.takeDown();
		process.exit(0);
	};
	end = hosted ? () => {} : () => {
		try {
			process.kill(handover.worker.pid, "SIGKILL");
		} catch {}
	};
	await native.processEnd(handover.worker.pid);
	if (!hosted) await takeDown();
	else setInterval(() => {}, 1 << 30);
}
/** A step's processes are the first to go (500); without us the job has no network. */
function spareFromOom() {
	try {
		writeFileSync("/proc/self/oom_score_adj", "-900");
	} catch {}
}

export {  };