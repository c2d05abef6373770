import { createRequire } from "node:module";
import { Socket, connect, createServer, isIPv4, isIPv6 } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { closeSync, constants, existsSync, fstatSync, fsync, ftruncateSync, openSync, readFileSync, readSync, readlinkSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { X509Certificate, createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, randomInt, sign } from "node:crypto";
import { createSocket } from "node:dgram";
import { availableParallelism, networkInterfaces } from "node:os";
import { TLSSocket, checkServerIdentity } from "node:tls";
import { STATUS_CODES } from "node:http";
import { Duplex } from "node:stream";

// \0rolldown/runtime.js
var __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports);
var __require = /* #__PURE__ */ (() => createRequire(import.meta.url))();

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

// src/identity/proc.ts
/** Every function returns undefined where the process has gone or may not be looked at. */
function procReader(root = "/proc") {
	return {
		startTime: (pid) => whileAlive(() => startTimeOf(readFileSync(`${root}/${pid}/stat`, "latin1"))),
		exe: (pid) => whileAlive(() => readlinkSync(`${root}/${pid}/exe`)),
		cmdline: (pid) => whileAlive(() => parseArgv(readFileSync(`${root}/${pid}/cmdline`))),
		cgroup: (pid) => whileAlive(() => /^0::(\/.*)$/m.exec(readFileSync(`${root}/${pid}/cgroup`, "utf8"))?.[1])
	};
}
/** Fields count from the last `)`: the name before it is the process's to choose, brackets and blanks included. */
function startTimeOf(stat) {
	const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
	return ticks !== void 0 && /^\d+$/.test(ticks) ? Number(ticks) : void 0;
}
/** Is the directory of this cgroup the one with this id? The id of a cgroup is its inode number (kernfs). */
function cgroupHasId(root, path, id) {
	return whileAlive(() => statSync(`${root}${path}`, { bigint: true }).ino === id) ?? false;
}
/** Mount points of cgroup2 hierarchies in this mount namespace (proc_pid_mountinfo(5)), but for those with blanks in their paths. */
function cgroupMounts(mountinfo = "/proc/self/mountinfo") {
	return [...(whileAlive(() => readFileSync(mountinfo, "utf8")) ?? "").matchAll(/^\S+ \S+ \S+ \S+ ([^\s\\]+) .* - cgroup2 /gm)].map(([, mount = ""]) => mount);
}
function whileAlive(read) {
	try {
		return read();
	} catch {
		return;
	}
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

// src/identity/identify.ts
/** Executables, cgroups and steps seen, the oldest forgotten first. */
var IdentityMemory = class {
	programs = new Remembered(8192);
	cgroups = new Remembered(4096);
	steps = new Remembered(4096);
	/** By pid, with the record they were made of, of which nothing will be known any better. */
	identities = new Remembered(4096);
};
/**
* Who opened this connection or asked for this socket, as the kernel recorded it then. What the kernel did not see is read from /proc only for a
* process that is older than the scope and proven to be the same one; else it stays unknown. The same object for the same process. Never throws.
*/
function identify(record, sources) {
	const { memory, cgroups } = sources;
	const known = memory.identities.get(record.pid);
	if (known && isSameProcess(known.record, record)) return known.identity;
	const step = stepOf(record, sources);
	const identity = {
		pid: record.pid,
		ppid: record.ppid,
		uid: record.uid,
		...programOf(record, sources),
		cgroup: cgroupOf(record, sources),
		...step && {
			step: stepName(step),
			action: step.action
		}
	};
	if (memory.programs.get(record.execId) !== void 0 && (cgroups.has(record.cgroupId) || memory.cgroups.get(record.cgroupId) !== void 0) && (!record.stepId || step !== void 0)) memory.identities.set(record.pid, {
		record,
		identity
	});
	return identity;
}
/** All that an identity is made of. */
const isSameProcess = (a, b) => a.execId === b.execId && a.ppid === b.ppid && a.uid === b.uid && a.cgroupId === b.cgroupId && a.stepId === b.stepId;
/** Only what is needed of the record is remembered: it holds secrets, and a later step takes its place in the kernel. */
function stepOf({ stepId }, { steps, memory }) {
	if (!stepId) return void 0;
	const known = memory.steps.get(stepId);
	if (known) return known;
	const record = steps?.(stepId);
	if (!record) return void 0;
	const identity = stepIdentity(record);
	memory.steps.set(stepId, identity);
	return identity;
}
function programOf({ pid, execId, proc }, { memory, ...sources }) {
	if (execId === 0) return olderProgram(pid, sources);
	const known = memory.programs.get(execId);
	if (known) return known;
	if (!proc) return {};
	const exe = proc.exe === "" ? void 0 : proc.exe;
	const program = {
		...proc.exeUnproven ? { unprovenExe: exe } : { exe },
		cmdline: parseArgv(proc.argv, proc.argvTruncated)
	};
	memory.programs.set(execId, program);
	return program;
}
/** Started before the programs were attached, and still the same process after reading: its pid was not reused in between. */
function olderProgram(pid, { proc, attachedAt }) {
	const started = proc.startTime(pid);
	if (started === void 0 || started >= attachedAt) return {};
	const program = {
		exe: proc.exe(pid),
		cmdline: proc.cmdline(pid)
	};
	return proc.startTime(pid) === started ? program : {};
}
function cgroupOf({ pid, cgroupId }, sources) {
	const { cgroups, cgroupRoot, cgroupMounts = [], proc, memory } = sources;
	const known = cgroups.get(cgroupId) ?? memory.cgroups.get(cgroupId);
	if (known !== void 0) return known;
	const path = proc.cgroup(pid);
	if (path === void 0 || /^\/\.\.(?:\/|$)| \(deleted\)$/.test(path)) return void 0;
	if (cgroupRoot === void 0) {
		if (cgroupMounts.some((mount) => cgroupHasId(mount, path, cgroupId))) memory.cgroups.set(cgroupId, path);
		return path;
	}
	if (!cgroupHasId(cgroupRoot, path, cgroupId)) return void 0;
	memory.cgroups.set(cgroupId, path);
	return path;
}
var Remembered = class {
	#values = /* @__PURE__ */ new Map();
	#limit;
	constructor(limit) {
		this.#limit = limit;
	}
	get(key) {
		return this.#values.get(key);
	}
	set(key, value) {
		if (this.#values.size >= this.#limit) for (const oldest of this.#values.keys()) {
			this.#values.delete(oldest);
			break;
		}
		this.#values.set(key, value);
	}
};

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
	if (!isPlain(ts) || !isPlain(conn) || !isPlain(url) || !isNumber(src_port) || !isNumber(duration_ms)) return `${encodeEvent(own).slice(0, -2)},`;
	let json = `{"ts":"${ts}",`;
	if (conn !== void 0) json += `"conn":"${conn}",`;
	if (src_port !== void 0) json += `"src_port":${src_port},`;
	if (url !== void 0) json += `"url":"${url}",`;
	if (duration_ms !== void 0) json += `"duration_ms":${duration_ms},`;
	return json;
}
/** Printable ASCII that JSON takes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;
function isPlain(text) {
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
	if (HEADER_WORD.test(out)) out = out.replace(HEADER$1, (_all, name, colon) => `${name}${colon}${REDACTED}`);
	if (SCHEME_WORD.test(out)) out = out.replace(SCHEME_AND_CREDENTIALS, (_all, scheme, blank) => `${scheme}${blank}${REDACTED}`);
	if (TOKEN_START.test(out)) out = out.replace(TOKEN, REDACTED);
	if (SIGN.test(out)) out = out.replace(ASSIGNMENT, redactAssignment);
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
const HEADER$1 = /(?<![\w-])((?:proxy-)?authorization|(?:set-)?cookie2?|(?:x-)?[a-z-]{0,40}(?:token|api-?key|secret|password))(\s{0,4}:[ \t]{0,8})(?!\/\/)(?=[^\s"'])[^\r\n"']+/gi;
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
const ASSIGNMENT = /(?<![\w.-])([\w.-]+)([\\"']{0,3}[ \t]{0,4}[=:][ \t]{0,4}\\?)("[^"\\]*"?|'[^'\\]*'?|[^\s"'\\&;,]+)/g;
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
const MOST_REMEMBERED$1 = 2048;
const LONGEST_REMEMBERED$1 = 2048;
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
		if (text.length > LONGEST_REMEMBERED$1) return make(text);
		let made = known.get(text);
		if (made === void 0) {
			made = make(text);
			if (known.size >= MOST_REMEMBERED$1) known.clear();
			known.set(text, made);
		}
		return made;
	};
}
/** A command line: as {@link redactText} for each argument, and the values of options that are arguments of their own. */
function redactArgs(args) {
	const program = basename(args[0] ?? "");
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
function basename(path) {
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

// src/policy/address.ts
/** A strict dotted quad as an unsigned 32-bit number: four decimal octets, no leading zeros, nothing around them. */
function parseIPv4(text) {
	let value = 0;
	let octet = -1;
	let dots = 0;
	if (text.length > 15) return void 0;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === 46) {
			if (octet < 0 || ++dots > 3) return void 0;
			value = value * 256 + octet;
			octet = -1;
		} else if (code >= 48 && code <= 57 && octet !== 0) {
			octet = (octet < 0 ? 0 : octet * 10) + code - 48;
			if (octet > 255) return void 0;
		} else return;
	}
	return dots === 3 && octet >= 0 ? value * 256 + octet : void 0;
}
function formatIPv4(address) {
	return `${address >>> 24}.${address >>> 16 & 255}.${address >>> 8 & 255}.${address & 255}`;
}
/** An address as the kernel or a log gives it. IPv4-mapped IPv6 (RFC 4291, section 2.5.5.2) is its IPv4 address; other IPv6 is `ipv6`. */
function parseAddress(text) {
	const plain = parseIPv4(text);
	if (plain !== void 0) return plain;
	const mapped = /^(?:::|0:0:0:0:0:)ffff:(?:([0-9.]{7,15})|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(text);
	if (mapped?.[1] !== void 0) return parseIPv4(mapped[1]);
	if (mapped !== null) return Number.parseInt(mapped[2] ?? "", 16) * 65536 + Number.parseInt(mapped[3] ?? "", 16);
	return /^[0-9a-f:.]{2,45}(?:%[\w.-]{1,32})?$/i.test(text) && text.includes(":") ? "ipv6" : void 0;
}
function mask(address, length) {
	return length === 0 ? 0 : (address & -1 << 32 - length) >>> 0;
}
function contains(network, address) {
	return mask(address, network.length) === network.base;
}

// src/policy/findings.ts
/** A long line may be wrong thousands of times; this many are enough to see it. */
const mostFindings = 20;
/** Collects what is wrong with one line, at positions of that line's `text`. */
var LineReport = class {
	line;
	failed = false;
	#findings;
	#left = mostFindings;
	constructor(line, findings) {
		this.line = line;
		this.#findings = findings;
	}
	/** Nothing was found so far, not even to warn of. */
	get silent() {
		return this.#left === mostFindings;
	}
	error(code, start, length, message, fix) {
		this.failed = true;
		this.#add("error", code, start, length, message, fix);
	}
	warning(code, start, length, message, fix) {
		this.#add("warning", code, start, length, message, fix);
	}
	#add(severity, code, start, length, message, fix) {
		if (this.#left-- <= 0) return;
		const from = this.line.origin(start);
		const to = this.line.origin(start + length);
		const common = {
			severity,
			code,
			line: this.line.number,
			column: from + 1,
			length: Math.max(1, to - from),
			message
		};
		const suggestion = fix === void 0 ? void 0 : this.#fixed(fix, start, length);
		this.#findings.push(suggestion === void 0 ? common : {
			...common,
			suggestion
		});
	}
	/** The whole line, with the fix in it; nothing where the fix would write a placeholder's value into the policy. */
	#fixed(fix, start, length) {
		const { line } = this;
		const change = typeof fix === "string" ? {
			start,
			length,
			text: fix
		} : fix;
		const end = change.start + change.length;
		if (line.written(change.start, end) !== line.text.slice(change.start, end)) return void 0;
		return `${line.written(0, change.start)}${change.text}${line.written(end, line.text.length)}`.trim();
	}
};
/** Text of a policy inside a message: never longer than a screen line, never a control character. */
function quote(text) {
	return `\`${(text.length > 60 ? `${text.slice(0, 57)}...` : text).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "�")}\``;
}
/** The known word that was probably meant, by edit distance; `undefined` when none is near. */
function closest(word, known) {
	if (word.length > 20) return void 0;
	let best;
	let limit = Math.max(1, Math.floor(word.length / 2)) + 1;
	for (const candidate of known) {
		if (Math.abs(word.length - candidate.length) >= limit) continue;
		const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
		if (distance < limit) [best, limit] = [candidate, distance];
	}
	return best;
}
function editDistance(a, b) {
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 0; i < a.length; i++) {
		const next = [i + 1];
		for (let j = 0; j < b.length; j++) {
			const change = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
			next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}

// src/policy/glob.ts
/**
* `*` stands for any run of characters; with `wild: 'star-and-question'` also `?` for exactly one; with `'sets'` also `[abc]`, `[a-z]`, `[!a]`.
* Each piece between stars is found leftmost and never looked for again, so that time grows with the text and not with the number of stars.
*/
function compileGlob(source, wild) {
	const pieces = readPieces(source, wild);
	const texts = pieces.map(asText);
	const prefix = literalStart(pieces[0] ?? []);
	const suffix = literalEnd(pieces[pieces.length - 1] ?? []);
	const literal = texts.every((text) => text !== void 0);
	const words = texts.map((text) => text ?? "");
	return {
		source,
		prefix,
		suffix,
		matches: literal ? (text) => matchWords(words, text) : (text) => matchPieces(pieces, text)
	};
}
function matchWords(words, text) {
	const first = words[0] ?? "";
	if (words.length === 1) return text === first;
	const last = words[words.length - 1] ?? "";
	const end = text.length - last.length;
	if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
	let at = first.length;
	for (let index = 1; index < words.length - 1; index++) {
		const word = words[index] ?? "";
		const found = text.indexOf(word, at);
		if (found === -1 || found + word.length > end) return false;
		at = found + word.length;
	}
	return true;
}
function matchPieces(pieces, text) {
	const first = pieces[0] ?? [];
	if (pieces.length === 1) return text.length === first.length && fits(first, text, 0);
	const last = pieces[pieces.length - 1] ?? [];
	const end = text.length - last.length;
	if (end < first.length || !fits(first, text, 0) || !fits(last, text, end)) return false;
	let at = first.length;
	for (let index = 1; index < pieces.length - 1; index++) {
		const piece = pieces[index] ?? [];
		while (at + piece.length <= end && !fits(piece, text, at)) at++;
		at += piece.length;
		if (at > end) return false;
	}
	return true;
}
function fits(piece, text, at) {
	return piece.every((unit, index) => {
		if (unit === null) return true;
		const char = text[at + index] ?? "";
		if (typeof unit === "string") return unit === char;
		return unit.ranges.some(([from, to]) => from <= char && char <= to) !== unit.negated;
	});
}
function readPieces(source, wild) {
	const pieces = [[]];
	for (let index = 0; index < source.length; index++) {
		const char = source[index] ?? "";
		const set = char === "[" && wild === "sets" ? readSet(source, index) : void 0;
		if (char === "*") {
			pieces.push([]);
			continue;
		}
		const unit = set?.unit ?? (char === "?" && wild !== "star" ? null : char);
		pieces[pieces.length - 1]?.push(unit);
		if (set !== void 0) index = set.end;
	}
	return pieces;
}
/** As in fnmatch(3): `]` right after the opening counts as a member, an opening without an end is an ordinary character. */
function readSet(source, start) {
	const negated = source[start + 1] === "!";
	const from = start + (negated ? 2 : 1);
	const end = source.indexOf("]", from + 1);
	if (end === -1) return void 0;
	const ranges = [];
	for (let index = from; index < end; index++) {
		const first = source[index] ?? "";
		const last = source[index + 2] ?? "";
		const isRange = source[index + 1] === "-" && index + 2 < end;
		ranges.push([first, isRange ? last : first]);
		if (isRange) index += 2;
	}
	return {
		unit: {
			negated,
			ranges
		},
		end
	};
}
function asText(piece) {
	return piece.every((unit) => typeof unit === "string") ? piece.join("") : void 0;
}
function literalStart(piece) {
	const end = piece.findIndex((unit) => typeof unit !== "string");
	return piece.slice(0, end === -1 ? void 0 : end).join("");
}
function literalEnd(piece) {
	const last = piece.findLastIndex((unit) => typeof unit !== "string");
	return piece.slice(last + 1).join("");
}

// src/policy/paths.ts
const pathCharacter = /[^A-Za-z0-9\-._~!$&'()*+,;=:@%/]/u;
const dotsWithParameters = /^\.{1,2};/;
const stars = /^\*+$/;
const openEnd = /\/\*+$/;
const unreserved = /[A-Za-z0-9._~-]/;
const hexPair = /^[0-9A-Fa-f]{2}$/;
/** Reads the path of a URL or path rule (RFC 3986, section 3.3). Double and trailing slashes do not count. */
function readPath(report, text, start) {
	const bad = pathCharacter.exec(text);
	if (bad !== null) {
		badCharacter(report, text, bad.index, bad[0], start);
		return;
	}
	if (text.includes("%")) warnAboutEscapes(report, text, start);
	return makePath(text);
}
function badCharacter(report, text, index, char, start) {
	if (char === "?") report.error("query", start + index, text.length - index, "a query cannot be written and is never compared: end the rule before the ?", "");
	else if (char === "#") report.error("fragment", start + index, text.length - index, "a fragment is never sent; a comment needs a blank before the #", "");
	else if (char === "{" || char === "}") report.error("unknown-placeholder", start + index, 1, "placeholders are written {owner} and {repo}, in lower case");
	else {
		const encoded = char.isWellFormed() ? encodeURIComponent(char) : "%EF%BF%BD";
		report.error("bad-path-character", start + index, char.length, `${quote(char)} cannot stand in a path: write ${encoded}`, {
			start,
			length: text.length,
			text: text.replaceAll(char, encoded)
		});
	}
}
function warnAboutEscapes(report, text, start) {
	for (const match of text.matchAll(/%(?:[0-9A-Fa-f]{2})?/g)) {
		const problem = escapeProblem(match[0]);
		if (problem !== void 0) report.warning("dead-escape", start + match.index, match[0].length, problem);
	}
}
function escapeProblem(written) {
	if (written.length < 3) return "a % without two hex digits: requests with one are refused, so this rule matches nothing";
	const code = Number.parseInt(written.slice(1), 16);
	if (isDoubtful(code)) return `requests with ${written} are refused, so this rule matches nothing`;
	return isUnreserved(code) ? `${written} is ${String.fromCharCode(code)}: write that instead` : void 0;
}
/** Joins a header's base with a path rule's path: `/v2/*` and `/items` are `/v2/` + one segment + `/items`. */
function joinPaths(base, path) {
	const own = path.text === "/" ? "" : path.text;
	return makePath(`${base.text === "/" ? "" : base.text}${own}` || "/");
}
const rootPath = {
	text: "/",
	segments: [],
	open: false
};
function makePath(text) {
	const open = openEnd.test(text);
	const parts = text.split("/").filter((part) => part !== "");
	if (open) parts.pop();
	const segments = parts.map(readSegment);
	return {
		text: `/${[...parts, ...open ? ["*"] : []].join("/")}${!open && stars.test(parts[parts.length - 1] ?? "") ? "/" : ""}`,
		segments,
		open
	};
}
function readSegment(part) {
	if (stars.test(part)) return { kind: "any" };
	const raw = upperEscapes(part);
	const decoded = decodeUnreserved(part);
	if (!part.includes("*")) return {
		kind: "literal",
		decoded,
		raw
	};
	return {
		kind: "glob",
		decoded: compileGlob(decoded, "star"),
		raw: compileGlob(raw, "star")
	};
}
/** `target` is a request target in origin form (RFC 9112, section 3.2.1). `undefined` for what cannot be normalised without doubt. */
function readRequestPath(target) {
	const query = target.indexOf("?");
	const end = query === -1 ? target.length : query;
	if (end === 0 || target[0] !== "/") return void 0;
	const raw = [];
	let start = 1;
	let plain = true;
	let escaped = false;
	for (let index = 1; index < end; index++) {
		const code = target.charCodeAt(index);
		if (code === 47) {
			plain &&= index > start;
			raw.push(target.slice(start, index));
			start = index + 1;
		} else if (code < 33 || code > 126 || code === 92 || code === 35) return;
		else if (code === 37) escaped = true;
		else if (code === 59 || code === 46 && index === start) plain = false;
	}
	raw.push(target.slice(start, end));
	if (escaped && hasDoubtfulEscape(target.slice(0, end))) return void 0;
	if (plain && !escaped) return {
		main: withoutTrailing(raw),
		others: noOthers
	};
	return resolveSegments(raw.map(upperEscapes));
}
const noOthers = [];
function resolveSegments(written) {
	const raw = [];
	const decoded = [];
	let sawEmpty = false;
	let sawParent = false;
	for (const [index, segment] of written.entries()) {
		const plain = decodeUnreserved(segment);
		const isLast = index === written.length - 1;
		if (dotsWithParameters.test(plain)) return void 0;
		if (plain === "..") {
			sawParent = true;
			if (raw.pop() === void 0) return void 0;
			decoded.pop();
		}
		const isDots = plain === "." || plain === "..";
		sawEmpty ||= plain === "" && !isLast;
		if (isDots && !isLast) continue;
		raw.push(isDots ? "" : segment);
		decoded.push(isDots ? "" : plain);
	}
	if (sawEmpty && sawParent) return void 0;
	const full = withoutTrailing(decoded);
	const asWritten = withoutTrailing(raw);
	const main = full.filter((segment) => segment !== "");
	const others = [];
	if (main.length !== full.length) others.push({
		segments: full,
		decoded: true
	});
	if (asWritten.some((segment, index) => segment !== full[index])) others.push({
		segments: asWritten,
		decoded: false
	});
	const bare = main.map((segment) => segment.replace(/;.*$/s, ""));
	return {
		main,
		others,
		...bare.some((segment, index) => segment !== main[index]) ? { bare: bare.filter((segment) => segment !== "") } : {}
	};
}
function pathMatches(pattern, segments, decoded) {
	const { length } = pattern.segments;
	if (segments.length < length || segments.length > length && !pattern.open) return false;
	for (let index = 0; index < length; index++) {
		const wanted = pattern.segments[index];
		if (wanted !== void 0 && !segmentMatches(wanted, segments[index] ?? "", decoded)) return false;
	}
	return true;
}
function segmentMatches(wanted, segment, decoded) {
	if (wanted.kind === "any") return segment !== "";
	const form = decoded ? wanted.decoded : wanted.raw;
	return typeof form === "string" ? form === segment : form.matches(segment);
}
function withoutTrailing(segments) {
	let { length } = segments;
	while (length > 0 && segments[length - 1] === "") length--;
	return length === segments.length ? segments : segments.slice(0, length);
}
function hasDoubtfulEscape(path) {
	for (let at = path.indexOf("%"); at !== -1; at = path.indexOf("%", at + 1)) {
		const digits = path.slice(at + 1, at + 3);
		if (!hexPair.test(digits) || isDoubtful(Number.parseInt(digits, 16))) return true;
	}
	return false;
}
/** NUL, slash and backslash; and the bytes that only ever occur in overlong or invalid UTF-8 (RFC 3629, section 1), which some servers read as a slash or a dot. */
function isDoubtful(code) {
	return code === 0 || code === 47 || code === 92 || code === 192 || code === 193 || code >= 245;
}
/** RFC 3986, section 2.3. */
function isUnreserved(code) {
	return unreserved.test(String.fromCharCode(code)) && code < 128;
}
/** RFC 3986, section 6.2.2.1: the case of hex digits does not matter. */
function upperEscapes(text) {
	return text.includes("%") ? text.replace(/%[0-9A-Fa-f]{2}/g, (octet) => octet.toUpperCase()) : text;
}
/** RFC 3986, section 6.2.2.2. */
function decodeUnreserved(text) {
	if (!text.includes("%")) return text;
	return upperEscapes(text).replace(/%[0-9A-F]{2}/g, (octet) => {
		const code = Number.parseInt(octet.slice(1), 16);
		return isUnreserved(code) ? String.fromCharCode(code) : octet;
	});
}

// src/policy/ports.ts
/** `443`, `80|443`, `*`, `53/udp`: what follows the colon. `start` is the position of `text` in the line. */
function readPorts(report, text, start) {
	const slash = text.indexOf("/");
	const list = slash === -1 ? text : text.slice(0, slash);
	const protocol = slash === -1 ? void 0 : readProtocol(report, text.slice(slash + 1), start + slash);
	const ports = readList(report, list, start);
	if (ports === void 0 || slash !== -1 && protocol === void 0) return void 0;
	return {
		ports,
		...protocol === void 0 ? {} : { protocol }
	};
}
function readProtocol(report, text, start) {
	if (text === "tcp" || text === "udp") return text;
	const lower = text.toLowerCase();
	const meant = lower === "tcp" || lower === "udp" ? `/${lower}` : void 0;
	report.error("bad-protocol", start, text.length + 1, `the protocol is /tcp or /udp, not ${quote(`/${text}`)}`, meant);
}
const onePort = /^[1-9]\d{0,3}$/;
const number$2 = /^\d{1,9}$/;
function readList(report, text, start) {
	if (text === "") {
		report.error("no-port", start - 1, 1, "a port is missing after the colon: write a number, several as 80|443, or * for all");
		return;
	}
	if (onePort.test(text)) return [Number(text)];
	const ports = [];
	let any = false;
	let at = start;
	for (const item of text.split("|", 1e3)) {
		const port = number$2.test(item) ? Number(item) : NaN;
		if (item === "*") any = true;
		else if (port >= 1 && port <= 65535) ports.push(port);
		else {
			badPort(report, item, at, start);
			return;
		}
		at += item.length + 1;
	}
	return any ? "any" : [...new Set(ports)];
}
function badPort(report, item, at, start) {
	if (/^\d+(?:,\d+)+$/.test(item)) report.error("comma", at, item.length, "ports are separated by |", item.replaceAll(",", "|"));
	else if (/^\d+-\d+$/.test(item)) report.error("port-range", at, item.length, "a range of ports cannot be written: list them as 8000|8001, or allow all with :*", "*");
	else if (item === "") report.error("no-port", Math.max(at - 1, start - 1), 1, "a port is missing here");
	else report.error("bad-port", at, item.length, `${quote(item)} is not a port: ports go from 1 to 65535`);
}
function hasPort(ports, port) {
	return ports === "any" || ports.includes(port);
}
function portsOverlap(a, b) {
	return a === "any" || b === "any" || a.some((port) => b.includes(port));
}

// src/policy/rules.ts
function isNetwork(host) {
	return "length" in host;
}
function isWhole(host) {
	return !host.subdomains && host.glob === void 0;
}
/** The host pattern by which a rule knows names, if it does. */
function hostOf$1(rule) {
	const { target } = rule;
	if (target.kind === "address") return void 0;
	if (target.kind === "url") return isNetwork(target.host) ? void 0 : target.host;
	return target.host;
}
/** The addresses by which a rule knows its target, if it does. */
function networkOf(rule) {
	const { target } = rule;
	if (target.kind === "address") return target.network;
	return target.kind === "url" && isNetwork(target.host) ? target.host : void 0;
}

// src/policy/scope.ts
const attributeKeys = [
	"exe",
	"arg",
	"step",
	"action",
	"cgroup",
	"image"
];
const everyone = {
	id: "",
	attributes: []
};
function makeScope(attributes, known) {
	if (attributes.length === 0) return everyone;
	const id = attributes.map((attribute) => `${name(attribute)}=${attribute.text}`).sort().join("\n");
	const existing = known.get(id);
	if (existing !== void 0) return existing;
	const literal = attributes.find((attribute) => attribute.literal !== void 0 && attribute.key !== "arg");
	const scope = {
		id,
		attributes,
		...literal === void 0 ? {} : { pivot: `${literal.key}=${literal.literal}` }
	};
	known.set(id, scope);
	return scope;
}
function scopeMatches(scope, process) {
	for (const attribute of scope.attributes) if (!attribute.matches(process)) return false;
	return true;
}
/** The name as written: `exe`, `arg[2]`. */
function name(attribute) {
	return attribute.index === void 0 ? attribute.key : `${attribute.key}[${attribute.index}]`;
}
/** Every pivot that a scope matching this process can have. */
function pivotsOf(process) {
	const pivots = [];
	const { exe, step, action, cgroup, image } = process;
	if (isText(exe)) pivots.push(`exe=${exe}`);
	if (isText(step)) for (const form of stepForms(step)) pivots.push(`step=${form}`);
	if (isText(action)) pivots.push(`action=${action.toLowerCase()}`);
	if (isText(cgroup)) pivots.push(`cgroup=${cgroup}`);
	if (isText(image)) pivots.push(`image=${image}`);
	return pivots;
}
const wildcards = /[*?]/;
const wildcardsAndSets = /[*?[]/;
/** An empty value matches nothing, whatever the process has. */
function makeAttribute(key, index, value, quoting) {
	const common = {
		key,
		text: quoting === "bare" ? value : quoting === "quotes" ? `"${value}"` : `\`${value}\``,
		...index === void 0 ? {} : { index }
	};
	if (value === "") return {
		...common,
		matches: () => false
	};
	if (key === "cgroup" && value === "@docker") return {
		...common,
		matches: ({ cgroup }) => isText(cgroup) && isContainer(cgroup)
	};
	if (key === "cgroup" && value === "@host") return {
		...common,
		matches: ({ cgroup }) => isText(cgroup) && !isContainer(cgroup)
	};
	const wanted = key === "action" ? value.toLowerCase() : value;
	const globs = quoting !== "quotes" && (quoting === "backticks" ? wildcardsAndSets : wildcards).test(wanted);
	const glob = globs ? compileGlob(wanted, quoting === "backticks" ? "sets" : "star-and-question") : void 0;
	const test = glob === void 0 ? (text) => text === wanted : (text) => isText(text) && glob.matches(text);
	return {
		...common,
		...globs ? {} : { literal: wanted },
		matches: reader(key, index, test)
	};
}
function reader(key, index, test) {
	switch (key) {
		case "exe": return ({ exe }) => test(exe);
		case "arg":
			if (index !== void 0) return ({ cmdline }) => Array.isArray(cmdline) && test(cmdline[index]);
			return ({ cmdline }) => Array.isArray(cmdline) && cmdline.some(test);
		case "step": return ({ step }) => isText(step) && stepForms(step).some(test);
		case "action": return ({ action }) => isText(action) && test(action.toLowerCase());
		case "cgroup": return ({ cgroup }) => test(cgroup);
		case "image": return ({ image }) => test(image);
	}
}
/** A process knows its step as `GITHUB_ACTION` or as `job.GITHUB_ACTION`; neither part can hold a dot (GitHub's identifiers). */
function stepForms(step) {
	const dot = step.indexOf(".");
	return dot === -1 ? [step] : [step, step.slice(dot + 1)];
}
/**
* Containers by the form engines give their cgroups: `docker-<id>.scope` and its like (systemd driver, also podman, containerd, CRI-O), an id of
* 64 hex digits as a component of its own (cgroupfs driver, Kubernetes), `/docker/<id>` and BuildKit's `/docker/buildkit/<id>`.
* A name that merely holds the word does not count.
*/
function isContainer(cgroup) {
	return containerForm.test(cgroup);
}
const containerForm = /\/(?:(?:docker|libpod|cri-containerd|crio|nerdctl)-[0-9a-f]+\.scope|(?:libpod-)?[0-9a-f]{64}|docker\/(?:[0-9a-f]{12,64}|buildkit\/[0-9a-z]+))(?:\/|$)/;
function isText(value) {
	return typeof value === "string";
}

// src/policy/nearest.ts
/** Rules whose host or address matches, and what of each does not; else rules of the names above. At most three, best first. */
function nearestRules(engine, asked, who, objection) {
	const best = [];
	const isName = asked.type === "dns";
	const hosts = hostsOf(asked);
	for (const host of hosts) collect(engine.allow.byHost(host), isName ? "name" : "host", asked, who, best);
	if (!isName && asked.address !== "ipv6") collect(engine.allow.byAddress(asked.address), "address", asked, who, best);
	if (best.length === 0) for (const host of hosts) neighbours(engine, host, best);
	if (best.length === 0) return nothing;
	return best.map(({ rule, what }) => ({
		rule: {
			line: rule.line,
			text: rule.text
		},
		mismatch: what === void 0 ? neighbour(rule) : phrase(rule, what, asked, who, objection)
	}));
}
/** Keeps the three best, each rule once. Denials are the common case under attack, so that nothing is made for a rule that is not kept. */
function keep(best, rule, what, distance) {
	let at = best.length;
	for (let index = best.length - 1; index >= 0; index--) {
		const other = best[index];
		if (other === void 0 || other.rule.line === rule.line && other.rule.text === rule.text) return;
		if (distance < other.distance || distance === other.distance && lineOf(rule) < lineOf(other.rule)) at = index;
	}
	if (at === 3) return;
	best.splice(at, 0, {
		rule,
		what,
		distance
	});
	if (best.length > 3) best.pop();
}
const nothing = [];
function lineOf({ line }) {
	return line === 0 ? Number.MAX_SAFE_INTEGER : line;
}
function hostsOf(asked) {
	if (asked.type === "dns") return [asked.host];
	if (asked.type === "request") return asked.host === void 0 ? [] : [asked.host];
	return asked.hosts.length > 8 ? asked.hosts.slice(0, 8) : asked.hosts;
}
function collect(buckets, what, asked, who, best) {
	for (const bucket of buckets) for (const rule of bucket.sample) keep(best, rule, what, countMismatches(rule, asked, who));
}
function neighbours(engine, host, best) {
	for (const bucket of engine.allow.nearHost(host)) {
		const rule = bucket.sample[0];
		if (rule !== void 0 && rule.line > 0) keep(best, rule, void 0, best.length);
	}
}
function neighbour(rule) {
	const host = hostOf$1(rule);
	if (host?.subdomains) return `${place(rule)} covers names below ${host.base}, not ${host.base} itself`;
	return `${place(rule)} names ${host?.text} itself, not the names below it`;
}
/** How many parts of the question the rule does not match; with `words`, which. */
function countMismatches(rule, asked, who, words) {
	const { target } = rule;
	let count = 0;
	if (asked.type !== "dns" && target.kind !== "name") {
		const protocol = asked.type === "udp" ? "udp" : "tcp";
		if (rule.protocol !== "any" && rule.protocol !== protocol) count += note(words, "protocol ", protocol);
		if (!hasPort(rule.ports, asked.port)) count += note(words, "port ", asked.port);
		if (target.kind === "url" && asked.type === "request") {
			if (target.scheme !== asked.scheme) count += note(words, "scheme ", asked.scheme);
			if (target.methods !== "any" && !target.methods.includes(asked.method)) count += note(words, "method ", asked.method);
			if (!pathFits(target.path, asked.path)) count += note(words, "the path", "");
		}
	}
	for (const attribute of rule.scope.attributes) if (!attribute.matches(who.process)) count += note(words, name(attribute), "");
	return count;
}
function note(words, word, value) {
	words?.push(`${word}${value}`);
	return 1;
}
function pathFits(pattern, path) {
	if (path === void 0 || !pathMatches(pattern, path.main, true)) return false;
	return path.others.every(({ segments, decoded }) => pathMatches(pattern, segments, decoded));
}
function phrase(rule, what, asked, who, objection) {
	const start = `${what} matches ${place(rule)}`;
	if (asked.type !== "dns" && rule.target.kind === "name") return `${start}, which allows the lookup only`;
	const wrong = [];
	countMismatches(rule, asked, who, wrong);
	if (wrong.length > 0) return `${start}, ${list(wrong)} ${wrong.length === 1 ? "does" : "do"} not`;
	if (objection.server) return `${start}, the server that is asked is not allowed`;
	if (objection.guard !== void 0) return `${start}, which does not open the guardrail`;
	if (rule.target.kind === "url" && asked.type !== "request") return `${start}, which allows requests only`;
	return start;
}
function place(rule) {
	return rule.line === 0 ? "a built-in rule" : `line ${rule.line}`;
}
function list(words) {
	const last = words[words.length - 1] ?? "";
	return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

// src/policy/idn.ts
/**
* Host names with characters outside ASCII, as the A-labels that go over the wire (RFC 5891, mapping in the spirit of UTS 46
* non-transitional processing: NFKC, lower case, ideographic full stops). `undefined` when a label cannot be one.
*/
function toAscii(host) {
	const labels = host.normalize("NFKC").toLowerCase().normalize("NFKC").replace(/[\u3002\uff0e\uff61]/g, ".").split(".");
	const result = [];
	for (const label of labels) {
		const ascii = isAscii(label) ? label : encodeLabel(label);
		if (ascii === void 0) return void 0;
		result.push(ascii);
	}
	return result.join(".");
}
function isAscii(text) {
	for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
	return true;
}
/** RFC 5892 by and large: letters, marks and digits, and the joiners between them. */
const idnaLabel = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}\u00b7\u0375\u05f3\u05f4\p{Join_Control}\u30fb_-]*$/u;
function encodeLabel(label) {
	if (!idnaLabel.test(label) || label.endsWith("-")) return void 0;
	const encoded = punycode(label);
	return encoded === void 0 || encoded.length > 59 ? void 0 : `xn--${encoded}`;
}
/** RFC 3492, section 6.3. `undefined` for what is too long for a label anyway. */
function punycode(label) {
	const points = Array.from(label, (char) => char.codePointAt(0) ?? 0);
	if (points.length > 63) return void 0;
	const basic = points.filter((point) => point < 128);
	let output = String.fromCodePoint(...basic) + (basic.length > 0 ? "-" : "");
	let handled = basic.length;
	let next = 128;
	let delta = 0;
	let bias = 72;
	while (handled < points.length) {
		const smallest = Math.min(...points.filter((point) => point >= next));
		delta += (smallest - next) * (handled + 1);
		next = smallest;
		for (const point of points) {
			if (point < next) delta++;
			if (point !== next) continue;
			output += variableLength(delta, bias);
			bias = adapt(delta, handled + 1, handled === basic.length);
			delta = 0;
			handled++;
		}
		delta++;
		next++;
	}
	return output;
}
function variableLength(delta, bias) {
	let output = "";
	let rest = delta;
	for (let k = 36;; k += 36) {
		const threshold = Math.min(Math.max(k - bias, 1), 26);
		if (rest < threshold) return output + digit(rest);
		output += digit(threshold + (rest - threshold) % (36 - threshold));
		rest = Math.floor((rest - threshold) / (36 - threshold));
	}
}
function digit(value) {
	return String.fromCharCode(value < 26 ? value + 97 : value - 26 + 48);
}
/** RFC 3492, section 6.1. */
function adapt(delta, points, first) {
	let rest = first ? Math.floor(delta / 700) : delta >> 1;
	rest += Math.floor(rest / points);
	let k = 0;
	for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
	return k + Math.floor(36 * rest / (rest + 38));
}

// src/policy/hosts.ts
const label = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/;
const lastLabel = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;
const globLabel = /^[a-z0-9_*](?:[a-z0-9_*-]*[a-z0-9_*])?$/;
/** A name without a label glob that is written as it is compared, as nearly all are: no need to look at its labels one by one. */
const usual = /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Reads `api.example.com`, `*.example.com`, `derp*.example.com`, `*.derp*.example.com`. Positions are within `written`. */
function readHost(written) {
	const whole = (code, message, suggestion) => mistake(code, 0, written.length, message, suggestion);
	if (written.length <= 253 && usual.test(written)) {
		const subdomains = written.startsWith("*");
		return {
			text: written,
			subdomains,
			base: subdomains ? written.slice(2) : written
		};
	}
	if (written.length > 1e3) return whole("bad-host", "a host name has at most 253 characters");
	const ascii = isAscii(written) ? written.toLowerCase() : toAscii(written);
	const foreign = isAscii(written) ? void 0 : foreignCharacter(written);
	if (foreign !== void 0) return foreign;
	if (ascii === void 0) return whole("bad-host", "this cannot be a host name: it has no form in the domain name system");
	const host = ascii.endsWith(".") ? ascii.slice(0, -1) : ascii;
	if (host.length > 253) return whole("bad-host", "a host name has at most 253 characters");
	const labels = host.split(".");
	const subdomains = labels.length > 1 && labels[0] === "*";
	const rest = subdomains ? labels.slice(1) : labels;
	const first = rest[0] ?? "";
	const hasGlob = first.includes("*");
	const literals = hasGlob ? rest.slice(1) : rest;
	if (/^\*\.?$/.test(written)) return whole("bare-star", "a lone * is no host: name a domain, or a range of addresses", "*.example.com");
	if (hasGlob && !subdomains && first === "*") return whole("bad-host", "this cannot be a host name");
	const problem = badLabel(written, labels, hasGlob ? subdomains ? 2 : 1 : subdomains ? 1 : 0);
	if (problem !== void 0) return problem;
	if (literals.length === 0) return whole("no-domain", "a wildcard needs a domain after it", `${written.replace(/\.+$/, "")}.example.com`);
	if (!subdomains && !hasGlob && literals.length < 2) return whole("single-label", "a host name needs a dot, as in example.com");
	return {
		text: host,
		subdomains,
		base: literals.join("."),
		...hasGlob ? { glob: compileGlob(first, "star") } : {}
	};
}
/** A character outside ASCII that no host name has: an invisible blank, mostly. */
function foreignCharacter(written) {
	const bad = /[^\p{L}\p{M}\p{N}\p{ASCII}\u00b7\u0375\u05f3\u05f4\u30fb\u3002\uff0e\uff61\p{Join_Control}]/u.exec(written);
	if (bad === null) return void 0;
	const { length } = bad[0];
	return mistake("bad-character", bad.index, length, `${showCharacter(bad[0])} cannot stand in a host name`, written.replaceAll(bad[0], ""));
}
function showCharacter(char) {
	if (!/[\s\p{C}]/u.test(char)) return char;
	return `the character U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
/** `firstLiteral`: labels before this one may hold `*`. */
function badLabel(written, labels, firstLiteral) {
	let start = 0;
	const exact = isAscii(written);
	for (const [index, text] of labels.entries()) {
		const at = exact ? start : 0;
		const length = exact ? text.length : written.length;
		start += text.length + 1;
		const isLast = index === labels.length - 1;
		if (text === "") return mistake("empty-label", at, 1, "a host name has no empty label: a dot stands here without a name", withoutEmpty(written));
		if (text.length > 63) return mistake("long-label", at, length, "a label of a host name has at most 63 characters");
		if (index < firstLiteral) {
			if (!globLabel.test(text)) return labelMistake(text, at, length);
			continue;
		}
		if (text.includes("*")) return mistake("misplaced-star", at, length, "* may stand in the first label only, or in the second after *.");
		if (!label.test(text)) return labelMistake(text, at, length);
		if (isLast && !lastLabel.test(text)) return mistake("bad-top-level", at, length, `a host name cannot end in ${text}: the last label starts with a letter and holds letters, digits and hyphens`);
	}
}
function labelMistake(text, at, length) {
	if (text.startsWith("-") || text.endsWith("-")) return mistake("hyphen", at, length, "a label cannot start or end with a hyphen");
	const bad = /[^a-z0-9_*-]/u.exec(text);
	const char = bad?.[0] ?? text;
	return mistake("bad-character", at + (bad?.index ?? 0), char.length, `${showCharacter(char)} cannot stand in a host name`);
}
function withoutEmpty(written) {
	const fixed = written.replace(/\.{2,}/g, ".").replace(/^\.|\.$/g, "");
	if (fixed === "" || fixed === written) return void 0;
	return "base" in readHost(fixed) ? fixed : void 0;
}
function mistake(code, start, length, message, suggestion) {
	return {
		code,
		start,
		length,
		message,
		...suggestion === void 0 ? {} : { suggestion }
	};
}
const sane = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;
/** A host name of a question, as the index keys it: lower-case, A-labels, no trailing dot. `undefined` for what no host is called. */
function canonicalHost(name) {
	if (name.length > 1e3) return void 0;
	const ascii = isAscii(name) ? name.toLowerCase() : toAscii(name);
	if (ascii === void 0) return void 0;
	const host = ascii.endsWith(".") ? ascii.slice(0, -1) : ascii;
	return host.length <= 253 && sane.test(host) ? host : void 0;
}
/** Could one name be matched by both? */
function hostsOverlap(a, b) {
	const left = unitsFromRight(a);
	const right = unitsFromRight(b);
	for (let index = 0;; index++) {
		const one = left[index];
		const other = right[index];
		if (one === void 0 && other === void 0) return a.subdomains === b.subdomains;
		if (one === void 0) return a.subdomains;
		if (other === void 0) return b.subdomains;
		if (typeof one === "string" && typeof other === "string") {
			if (one !== other) return false;
		} else if (typeof one === "string" || typeof other === "string") {
			const [text, glob] = typeof one === "string" ? [one, other] : [other, one];
			if (typeof text === "string" && typeof glob !== "string" && !glob.matches(text)) return false;
		}
	}
}
function unitsFromRight(pattern) {
	const units = pattern.base.split(".").reverse();
	if (pattern.glob !== void 0) units.push(pattern.glob);
	return units;
}

// src/policy/targets.ts
const braces = /[{}]/;
const addressForm = /^[0-9][0-9.]*(?:\*[0-9.*]*)?$/;
const ipv6Form = /^[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.%/]*$/;
const prefixLength = /^(?:0|[1-9]\d?)$/;
const protocolName = /^(?:tcp|udp)$/i;
/** Reads `api.example.com:8443`, `10.0.0.0/8:*`, `8.8.8.8:53/udp`. */
function readDestination(report, token) {
	const { text, start } = token;
	const hash = text.indexOf("#");
	if (hash !== -1) {
		report.error("comment-without-blank", start + hash, 1, "a comment needs a blank before it", {
			start: start + hash,
			length: 0,
			text: " "
		});
		return;
	}
	if (looksLikeIPv6(text)) return ipv6$1(report, token);
	const colon = text.indexOf(":");
	const before = colon === -1 ? text : text.slice(0, colon);
	const slash = before.indexOf("/");
	const host = isAddressLike(slash === -1 ? before : before.slice(0, slash)) ? readNetwork(report, before, start) : slash === -1 ? reportHost(report, before, start) : afterSlash(report, token, slash);
	const port = colon === -1 ? void 0 : readPorts(report, text.slice(colon + 1), start + colon + 1);
	if (host === void 0 || colon !== -1 && port === void 0) return void 0;
	return {
		host,
		...port === void 0 ? {} : { port }
	};
}
/** Reads a host, and reports what is wrong with it at its place in the line. */
function reportHost(report, text, start) {
	const brace = braces.exec(text);
	if (brace !== null) {
		report.error("unknown-placeholder", start + brace.index, 1, "placeholders are written {owner} and {repo}, in lower case");
		return;
	}
	const host = readHost(text);
	if ("base" in host) return host;
	const fix = host.suggestion === void 0 ? void 0 : {
		start,
		length: text.length,
		text: host.suggestion
	};
	report.error(host.code, start + host.start, Math.max(1, host.length), host.message, fix);
}
/** Digits and dots alone are meant as an address: no host name ends in a number. */
function isAddressLike(text) {
	return addressForm.test(text);
}
function readNetwork(report, text, start) {
	const slash = text.indexOf("/");
	const quad = slash === -1 ? text : text.slice(0, slash);
	if (quad.includes("*")) {
		const octets = quad.split(".");
		const kept = octets.slice(0, octets.indexOf("*"));
		const range = octets.length <= 4 && octets.slice(kept.length).every((octet) => octet === "*") && kept.every((octet) => /^\d{1,3}$/.test(octet)) && kept.length > 0 ? `${[
			...kept,
			"0",
			"0",
			"0",
			"0"
		].slice(0, 4).join(".")}/${kept.length * 8}` : void 0;
		report.error("address-wildcard", start, quad.length, "addresses have no wildcards: write a range", range);
		return;
	}
	const address = parseIPv4(quad);
	if (address === void 0) {
		report.error("bad-address", start, quad.length, `${quote(quad)} is neither an IPv4 address (four numbers from 0 to 255, no leading zeros) nor a host name`);
		return;
	}
	if (slash === -1) return {
		base: address,
		length: 32
	};
	const bits = text.slice(slash + 1);
	if (protocolName.test(bits)) {
		protocolWithoutPort(report, bits, start + slash);
		return;
	}
	const length = prefixLength.test(bits) ? Number(bits) : 33;
	if (length > 32) {
		report.error("bad-range", start + slash, bits.length + 1, `a range ends in /0 to /32, not ${quote(`/${bits}`)}`);
		return;
	}
	const base = mask(address, length);
	if (base !== address) {
		const meant = `${formatIPv4(base)}/${length}`;
		report.warning("host-bits", start, text.length, `the range of this address is ${meant}`, meant);
	}
	return {
		base,
		length
	};
}
function afterSlash(report, token, slash) {
	const { text, start } = token;
	const host = text.slice(0, slash);
	const rest = text.slice(slash + 1);
	if (protocolName.test(rest)) return protocolWithoutPort(report, rest, start + slash);
	reportHost(report, host, start);
	report.error("path-without-scheme", start + slash, text.length - slash, "a path needs a scheme", {
		start,
		length: 0,
		text: "https://"
	});
}
function protocolWithoutPort(report, protocol, start) {
	const meant = `:${protocol.toLowerCase() === "udp" ? 53 : 443}/${protocol.toLowerCase()}`;
	report.error("protocol-without-port", start, protocol.length + 1, `/${protocol} needs a port: write ${meant}`, meant);
}
function looksLikeIPv6(text) {
	return ipv6Form.test(text);
}
function ipv6$1(report, token) {
	const address = parseAddress(token.text);
	const mapped = typeof address === "number" ? formatIPv4(address) : void 0;
	const message = mapped === void 0 ? "IPv6 is switched off, so no rule can name it" : "an IPv4-mapped address is written as its IPv4 address";
	report.error("ipv6", token.start, token.text.length, message, mapped);
}

// src/policy/urls.ts
/** Reads `https://api.example.com:8443/repos/*`. A header may leave the path out; a rule may not, which its caller reports. */
function readUrl(report, token) {
	const { text, start } = token;
	const colon = text.indexOf("://");
	const scheme = readScheme(report, text.slice(0, colon), start, text);
	const from = colon + 3;
	const end = endOfAuthority(text, from);
	const authority = readAuthority$2(report, text.slice(from, end), start + from);
	const path = end === text.length ? void 0 : readUrlPath(report, text.slice(end), start + end);
	if (scheme === void 0 || authority === void 0 || end < text.length && path === void 0) return void 0;
	const ports = authority.ports ?? [scheme === "https" ? 443 : 80];
	return {
		scheme,
		host: authority.host,
		ports,
		portWritten: authority.ports !== void 0,
		...path === void 0 ? {} : { path }
	};
}
function readScheme(report, text, start, whole) {
	const lower = text.toLowerCase();
	if (lower === "http" || lower === "https") return lower;
	const meant = lower === "wss" ? "https" : lower === "ws" ? "http" : closest(lower, ["https", "http"]);
	report.error("bad-scheme", start, Math.max(1, text.length), `the scheme is http or https, not ${quote(text)}`, meant ?? otherProtocol(lower, whole, start));
}
/** `ssh://git@host/path` is a connection to `host:22`, which a host rule names. */
function otherProtocol(scheme, whole, start) {
	const port = scheme === "ssh" ? 22 : scheme === "git" ? 9418 : void 0;
	const host = /^[^:]+:\/\/(?:[^@/]*@)?([A-Za-z0-9.-]+)/.exec(whole)?.[1];
	return port === void 0 || host === void 0 ? void 0 : {
		start,
		length: whole.length,
		text: `${host}:${port}`
	};
}
function endOfAuthority(text, from) {
	const end = text.slice(from).search(/[/?#]/);
	return end === -1 ? text.length : from + end;
}
function readAuthority$2(report, text, start) {
	const at = text.lastIndexOf("@");
	if (at !== -1) {
		report.error("user-in-url", start, at + 1, "a URL rule holds no user or password", "");
		return;
	}
	if (text === "" || text.startsWith(":")) {
		report.error("no-host", start - 3, 3, "a URL needs a host after ://");
		return;
	}
	if (text.startsWith("[")) {
		report.error("ipv6", start, text.length, "IPv6 is switched off, so no rule can name it");
		return;
	}
	const colon = text.indexOf(":");
	const name = colon === -1 ? text : text.slice(0, colon);
	const host = isAddressLike(name) ? readQuad(report, name, start) : reportHost(report, name, start);
	const spec = colon === -1 ? void 0 : readPorts(report, text.slice(colon + 1), start + colon + 1);
	if (host === void 0 || colon !== -1 && spec === void 0) return void 0;
	return {
		host,
		...spec === void 0 ? {} : { ports: spec.ports }
	};
}
function readQuad(report, text, start) {
	const address = parseIPv4(text);
	if (address !== void 0) return {
		base: address,
		length: 32
	};
	report.error("bad-address", start, text.length, `${quote(text)} is neither an IPv4 address (four numbers from 0 to 255, no leading zeros) nor a host name`);
}
function readUrlPath(report, text, start) {
	if (text.startsWith("/")) return readPath(report, text, start);
	const message = text.startsWith("?") ? "a query cannot be written and is never compared" : "a fragment is never sent; a comment needs a blank before the #";
	report.error(text.startsWith("?") ? "query" : "fragment", start, text.length, message, "/*");
}
const methodNames = [
	"GET",
	"HEAD",
	"POST",
	"PUT",
	"PATCH",
	"DELETE",
	"OPTIONS"
];
const methodsForm = /^(?:[A-Za-z]+|\*)(?:\|(?:[A-Za-z]+|\*)?)*$/;
/** `GET`, `post|put`, `*`: known names and bars only; says nothing when the word is not meant as methods. */
function looksLikeMethods(text) {
	return text.length < 200 && methodsForm.test(text);
}
function isMethod(text) {
	const upper = text.toUpperCase();
	return upper === "*" || methodNames.some((known) => known === upper) || upper === "CONNECT" || upper === "TRACE";
}
function readMethods(report, token) {
	const methods = /* @__PURE__ */ new Set();
	let at = token.start;
	for (const item of token.text.split("|")) {
		const upper = item.toUpperCase();
		if (upper === "CONNECT" || upper === "TRACE") {
			report.error("unsafe-method", at, item.length, `${upper} cannot be allowed by name: it reaches beyond the URL that the rule names`);
			return;
		}
		if (upper !== "*" && !methodNames.some((known) => known === upper)) {
			const meant = closest(upper, methodNames);
			const hint = meant === void 0 ? `known are ${methodNames.join(", ")} and *` : `did you mean ${meant}?`;
			report.error("bad-method", at, Math.max(1, item.length), `${quote(item)} is not a method: ${hint}`, meant);
			return;
		}
		methods.add(upper);
		at += item.length + 1;
	}
	return methods.has("*") ? "any" : [...methods];
}

// src/policy/suggest.ts
/** The line that would lift a denial, attributes left out; `undefined` where no line can. */
function suggestLine(engine, asked, objection) {
	const { address } = asked;
	if (address === "ipv6") return void 0;
	if (asked.type === "dns") return suggestName(asked, objection, address);
	if (asked.contradicts) return void 0;
	if (objection.guard?.address) return withPort(formatIPv4(address), asked.port, asked.type);
	if (asked.type === "request") {
		const { host } = asked;
		if (host === void 0) return withPort(formatIPv4(address), asked.port, "request");
		if (!canBeWritten(host)) return void 0;
		return hasUrlRules(engine, host) ? suggestUrl(asked, host) : withPort(host, asked.port, "request");
	}
	const host = asked.hosts.find(canBeWritten);
	if (host === void 0 && asked.sni !== void 0) return void 0;
	return withPort(host ?? formatIPv4(address), asked.port, asked.type);
}
/** Where both the name and the server are missing, the name first: a lookup of the machine's own resolver needs no more. */
function suggestName(asked, objection, address) {
	const nameIsMissing = objection.nameRule === void 0 && !objection.guard;
	if (objection.server && !nameIsMissing) return withPort(formatIPv4(address), asked.port, asked.protocol);
	return canBeWritten(asked.host) ? lookupLine(asked) : void 0;
}
/**
* A host rule allows the lookup and the connection that it is for. Where none is to follow, a `dns:` rule opens no more than was asked:
* by the record type, or by a name that no host has, as of reverse lookups (RFC 1035, section 3.5) and services (RFC 2782).
*/
function lookupLine({ host, connects }) {
	return connects && !host.endsWith(".arpa") && !host.includes("_") ? host : `dns:${host}`;
}
function withPort(target, port, type) {
	if (type === "udp") return `${target}:${port}/udp`;
	return port === 443 ? target : `${target}:${port}`;
}
/** A canonical name that is also one in a policy, where labels keep to RFC 952 and the last is no number. */
function canBeWritten(host) {
	return writable.test(host);
}
const writable = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$/;
function hasUrlRules(engine, host) {
	for (const bucket of engine.allow.byHost(host)) if (bucket.hasUrls) return true;
	return false;
}
/** The request's own path as far as it can be written; what cannot becomes `/*`. */
function suggestUrl(asked, host) {
	if (asked.path === void 0 || !asked.target.startsWith("/")) return withPort(host, asked.port, "request");
	const method = asked.method === "GET" || asked.method === "HEAD" ? "" : isMethod(asked.method) && asked.method !== "CONNECT" && asked.method !== "TRACE" ? `${asked.method} ` : "* ";
	const port = asked.port === (asked.scheme === "https" ? 443 : 80) ? "" : `:${asked.port}`;
	return `${method}${asked.scheme}://${host}${port}${writablePath(asked.path)}`;
}
const plainSegment = /^[A-Za-z0-9\-._~!$&'()+,;=:@%]+$/;
function writablePath({ main, others }) {
	const written = others.find((other) => !other.decoded)?.segments ?? main;
	let result = "";
	for (const segment of written) {
		if (!plainSegment.test(segment) || result.length + segment.length > 200) return `${result}/*`;
		result += `/${segment}`;
	}
	return result === "" ? "/" : result;
}

// src/policy/explain.ts
/** The last verdict by each rule. One object for verdicts that are alike lets whoever has seen it know the next. */
const lastBy = /* @__PURE__ */ new WeakMap();
function explainAllow(asked, grounds) {
	const { rule, by, name, passthrough = false, insecure = false } = grounds;
	if (rule === void 0) return {
		allow: true,
		by,
		passthrough,
		insecure,
		reason: `No rule names ${describe$1(asked)}, and the default is to allow.`
	};
	const last = lastBy.get(rule);
	if (last?.by === by && last.name === name && last.passthrough === passthrough && last.insecure === insecure) return last;
	const about = {
		allow: true,
		rule: {
			line: rule.line,
			text: rule.text
		},
		by,
		passthrough,
		insecure,
		reason: `Allowed by ${cite(rule)}.`
	};
	const verdict = name === void 0 ? about : {
		...about,
		name
	};
	lastBy.set(rule, verdict);
	return verdict;
}
function explainDenial(engine, asked, who, objection) {
	const { denial, rule } = objection;
	if (denial === "rule" && rule !== void 0) return {
		allow: false,
		passthrough: false,
		insecure: false,
		denial,
		rule: {
			line: rule.line,
			text: rule.text
		},
		reason: `Denied by ${cite(rule)}.`
	};
	const doubtful = asked.type === "request" && asked.path === void 0 && nearestRules(engine, asked, who, objection).length > 0;
	return new Denial(engine, asked, who, objection, doubtful);
}
/**
* A denial that looks for advice when it is asked for some, and then once: that costs as much as the decision, and under a flood of
* denials nobody reads it. `JSON.stringify` shows all of it, a spread does not.
*/
var Denial = class {
	allow = false;
	passthrough = false;
	insecure = false;
	denial;
	reason;
	#engine;
	#asked;
	#who;
	#objection;
	#suggestion = null;
	#nearest = null;
	constructor(engine, asked, who, objection, doubtful) {
		this.denial = doubtful && objection.denial === "no-rule" ? "malformed" : objection.denial;
		this.#engine = engine;
		this.#asked = asked;
		this.#who = who;
		this.#objection = objection;
		this.reason = reasonOf$1(asked, objection, doubtful);
	}
	get suggestion() {
		if (this.#suggestion === null) this.#suggestion = suggestLine(this.#engine, this.#asked, this.#objection);
		return this.#suggestion;
	}
	get nearest() {
		if (this.#nearest === null) {
			const rules = nearestRules(this.#engine, this.#asked, this.#who, this.#objection);
			this.#nearest = rules.length > 0 ? rules : void 0;
		}
		return this.#nearest;
	}
	toJSON() {
		const { allow, passthrough, insecure, denial, reason, suggestion, nearest } = this;
		return {
			allow,
			passthrough,
			insecure,
			denial,
			reason,
			...suggestion === void 0 ? {} : { suggestion },
			...nearest === void 0 ? {} : { nearest }
		};
	}
};
function reasonOf$1(asked, objection, doubtful) {
	if (asked.address === "ipv6") return `IPv6 is switched off, so no rule allows ${describe$1(asked)}.`;
	if (objection.guard !== void 0) return `Guardrail: ${objection.guard.what}.`;
	if (asked.type === "dns" && objection.server) return `The DNS server ${formatIPv4(asked.address)}:${asked.port}/${asked.protocol} is neither the machine's resolver nor allowed by an address rule.`;
	if (doubtful) return "The path of this request can be read in more than one way, so no URL rule can allow it.";
	return `No rule allows ${describe$1(asked)}.`;
}
/** `line 3: api.example.com`, as the log has it. */
function cite(rule) {
	return rule.line === 0 ? `built-in: ${rule.text}` : `line ${rule.line}: ${rule.text}`;
}
function describe$1(asked) {
	switch (asked.type) {
		case "dns": return `looking up ${asked.host}`;
		case "request": return `${asked.method} ${urlOf(asked)}`;
		case "tls": return `TLS to ${asked.hosts[0] ?? addressOf(asked)}:${asked.port}`;
		default: return `${asked.type.toUpperCase()} to ${asked.hosts[0] ?? addressOf(asked)}:${asked.port}`;
	}
}
function addressOf({ address }) {
	return address === "ipv6" ? "an IPv6 address" : formatIPv4(address);
}
/** Without the query, which may hold secrets; never with a control character. */
function urlOf(asked) {
	const port = asked.port === (asked.scheme === "https" ? 443 : 80) ? "" : `:${asked.port}`;
	const { target } = asked;
	const query = target.indexOf("?");
	const path = target.slice(0, query === -1 ? 200 : Math.min(query, 200));
	return `${asked.scheme}://${asked.authority}${port}${asked.path === void 0 ? path.replace(unprintable, "?") : path}${path.length === 200 ? "..." : ""}`;
}
const unprintable = /[^\x21-\x7e]+/g;

// src/policy/guardrails.ts
const linkLocal = {
	base: mask(2851995648, 16),
	length: 16
};
/** Azure's wireserver, also the upstream DNS of its machines. */
const wireserver = 2822734096;
const mailPorts = [
	25,
	465,
	587
];
function guardOf(address, port) {
	const isMetadata = address === wireserver || contains(linkLocal, address);
	const isMail = mailPorts.includes(port);
	if (!isMetadata && !isMail) return void 0;
	return {
		address: isMetadata,
		port: isMail,
		what: isMetadata ? "link-local, metadata and wireserver addresses open only to a rule for exactly that address" : `mail port ${port} opens only to a rule for exactly that host and port`
	};
}
/** No range, wildcard, any-port or preset opens a guardrail. */
function opensGuard(guard, rule, port) {
	if (rule.preset) return false;
	const network = networkOf(rule);
	if (guard.address && network?.length !== 32) return false;
	if (!guard.port) return true;
	const host = hostOf$1(rule);
	return (network === void 0 ? host !== void 0 && isWhole(host) : network.length === 32) && rule.ports !== "any" && hasPort(rule.ports, port);
}

// src/policy/leaf.ts
/** Who asks, with what the index looks up prepared on first use. */
var Who = class {
	process;
	#pivots;
	constructor(process) {
		this.process = process;
	}
	get pivots() {
		this.#pivots ??= pivotsOf(this.process);
		return this.#pivots;
	}
};
/** The best rule found so far, and how it matched. */
var Search = class {
	who;
	/** Rules that do not count here: a guardrail, or a path that must be compared further. */
	accepts;
	rule;
	name;
	#rank = -1;
	constructor(who, accepts) {
		this.who = who;
		this.accepts = accepts;
	}
	/**
	* passthrough before insecure before neither; a name before an address; then the first line. `name` is the question's name that led here,
	* `undefined` for an address.
	*/
	offer(rule, name) {
		const rank = (rule.passthrough ? 4 : 0) + (rule.insecure ? 2 : 0) + (name === void 0 ? 0 : 1);
		if (rank < this.#rank || rank === this.#rank && !isEarlier(rule, this.rule) || this.accepts?.(rule) === false) return;
		if (!scopeMatches(rule.scope, this.who.process)) return;
		this.rule = rule;
		this.name = name;
		this.#rank = rank;
	}
};
/** What the policy says comes before what is built in. */
function isEarlier(rule, best) {
	return best === void 0 || rule.line > 0 && (best.line === 0 || rule.line < best.line);
}
/** Rules with the same target: told apart only by who they are for and by their flags. */
var Leaf = class {
	#plain = [];
	#byPivot;
	#known;
	/** A rule that repeats an earlier one in all that this leaf can tell is left out. `detail`: what else tells rules apart here. */
	add(rule, detail = "") {
		if (this.#plain.length === 0 && this.#byPivot === void 0) {
			this.#put(rule);
			return;
		}
		this.#known ??= /* @__PURE__ */ new Set();
		const key = `${rule.passthrough}${rule.insecure}${rule.preset}${detail}\n${rule.scope.id}`;
		if (this.#known.has(key)) return;
		this.#known.add(key);
		this.#put(rule);
	}
	#put(rule) {
		const { pivot } = rule.scope;
		if (pivot === void 0) {
			this.#plain.push(rule);
			return;
		}
		this.#byPivot ??= /* @__PURE__ */ new Map();
		const list = this.#byPivot.get(pivot);
		if (list === void 0) this.#byPivot.set(pivot, [rule]);
		else list.push(rule);
	}
	search(search, name) {
		for (const rule of this.#plain) search.offer(rule, name);
		if (this.#byPivot === void 0) return;
		for (const pivot of search.who.pivots) {
			const rules = this.#byPivot.get(pivot);
			if (rules !== void 0) for (const rule of rules) search.offer(rule, name);
		}
	}
};

// src/policy/questions.ts
/** Checks what comes from a network. A text says what is wrong. */
function readQuestion$1(question) {
	const { dstIp, dstPort } = question;
	const address = typeof dstIp === "string" ? parseAddress(dstIp) : void 0;
	if (address === void 0) return "the destination is not an address";
	if (!isPort(dstPort)) return "the destination port is not a port";
	switch (question.type) {
		case "dns": return readName$1(question, address);
		case "tcp":
		case "udp":
		case "tls": return readConnection(question, address);
		case "request": return readRequest$1(question, address);
		default: return "the question is of no known type";
	}
}
function isPort(value) {
	return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65535;
}
function readName$1(question, address) {
	const { name, protocol, dstPort } = question;
	const host = typeof name === "string" ? canonicalHost(name) : void 0;
	if (host === void 0) return "the name that is looked up is not a host name";
	if (protocol !== "udp" && protocol !== "tcp") return "the protocol of the lookup is not known";
	return {
		type: "dns",
		host,
		protocol,
		address,
		port: dstPort,
		connects: question.purpose !== "answer"
	};
}
function readConnection(question, address) {
	const { type, dstPort: port } = question;
	if (!Array.isArray(question.names)) return "the names bound to the address are not a list";
	const names = readNames(question.names);
	const shown = type === "tls" ? question.host : void 0;
	const intercept = type !== "tls" || question.intercept !== false;
	if (shown === void 0) return {
		type,
		address,
		port,
		names,
		hosts: names,
		sni: void 0,
		contradicts: false,
		intercept
	};
	const host = typeof shown === "string" ? readAuthority$1(shown, address) : void 0;
	if (host === void 0) return "the server name shown is not a host name";
	if (typeof host === "string") return {
		type,
		address,
		port,
		names,
		hosts: [host],
		sni: host,
		contradicts: false,
		intercept
	};
	return {
		type,
		address,
		port,
		names,
		hosts: [],
		sni: void 0,
		contradicts: host.contradicts,
		intercept
	};
}
function readNames(names) {
	const result = [];
	for (const name of names) {
		const host = typeof name === "string" ? canonicalHost(name) : void 0;
		if (host !== void 0) result.push(host);
	}
	return result;
}
/** RFC 9110, section 5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;
function readRequest$1(question, address) {
	const { scheme, method, host, port, target, dstPort } = question;
	if (scheme !== "http" && scheme !== "https") return "the scheme is neither http nor https";
	if (typeof method !== "string" || !token.test(method)) return "the method is not a token";
	const authority = typeof host === "string" ? readAuthority$1(host, address) : void 0;
	if (authority === void 0 || typeof host !== "string") return "the authority is not a host name or an address";
	if (!isPort(port) || port !== dstPort && port !== (scheme === "https" ? 443 : 80)) return "the port of the authority is not the one that is connected to";
	if (typeof target !== "string" || !(target.startsWith("/") || target === "*" && method === "OPTIONS")) return "the request target is not a path";
	return {
		type: "request",
		address,
		port: dstPort,
		scheme,
		method: method.toUpperCase(),
		host: typeof authority === "string" ? authority : void 0,
		authority: typeof authority === "string" ? authority : host,
		contradicts: typeof authority !== "string" && authority.contradicts,
		path: readRequestPath(target),
		target
	};
}
/** A name shown by a client; or an address, which must be the one it connects to. */
function readAuthority$1(text, address) {
	const first = text.charCodeAt(0);
	const literal = first >= 48 && first <= 57 || first === 91 || text.includes(":") ? parseAddress(text.replace(/^\[|\]$/g, "")) : void 0;
	return literal === void 0 ? canonicalHost(text) : { contradicts: literal === "ipv6" || literal !== address };
}

// src/policy/recall.ts
/** Was this allowed by a rule, and would any other path be, too, by the same one? Only what rules name paths of this host can tell. */
function isAnyPath(engine, asked, verdict) {
	if (!verdict.allow || verdict.rule === void 0) return false;
	return !namesPaths(engine.allow, asked) && !namesPaths(engine.deny, asked);
}
function namesPaths(index, { host, address }) {
	if (index.size === 0) return false;
	if (address === "ipv6") return true;
	if (host !== void 0 && index.byHost(host).some(({ hasUrls }) => hasUrls)) return true;
	return index.byAddress(address).some(({ hasUrls }) => hasUrls);
}
/** The last answer that any recall was given for a process: another connection of it mostly asks for the same host. */
const latest$2 = /* @__PURE__ */ new WeakMap();
function remember(recall, answer) {
	recall.last = answer;
	if (typeof answer.process === "object" && answer.process !== null) latest$2.set(answer.process, answer);
}
/** Is `recall.last` the answer to this question? */
function remembers(recall, engine, question, process) {
	if (recall.last !== void 0 && hasSameAnswer(recall.last, engine, question, process)) return true;
	const other = latest$2.get(process);
	if (other === void 0 || other === recall.last || !hasSameAnswer(other, engine, question, process)) return false;
	recall.last = other;
	return true;
}
/** The same policy, the same process (the object: it never changes), and a request that differs from the last in its path alone. */
function hasSameAnswer(last, engine, question, process) {
	const before = last.question;
	return last.policy === engine && last.process === process && question.type === "request" && before.host === question.host && before.method === question.method && before.dstIp === question.dstIp && before.dstPort === question.dstPort && before.port === question.port && before.scheme === question.scheme && typeof question.target === "string" && question.target.startsWith("/");
}

// src/policy/decide.ts
/**
* The verdict on one question. In this order: what is malformed, denials, guardrails, rules, the default.
* Never throws: whatever cannot be read is denied.
*/
function decide(engine, question, process, recall) {
	try {
		if (recall !== void 0 && remembers(recall, engine, question, process)) return recall.last.verdict;
		const asked = readQuestion$1(question);
		if (typeof asked === "string") return malformed$3(asked);
		const who = new Who(typeof process === "object" && process !== null ? process : {});
		const verdict = asked.type === "dns" ? decideName(engine, asked, who) : decideDestination(engine, asked, who);
		if (recall !== void 0 && question.type === "request" && asked.type === "request" && isAnyPath(engine, asked, verdict)) remember(recall, {
			policy: engine,
			process,
			question,
			verdict
		});
		return verdict;
	} catch {
		return malformed$3("the question cannot be read");
	}
}
const loopback$1 = {
	line: 0,
	text: "loopback"
};
function malformed$3(problem) {
	return {
		allow: false,
		passthrough: false,
		insecure: false,
		denial: "malformed",
		reason: `Denied because ${problem}.`
	};
}
function decideDestination(engine, asked, who) {
	const { address, port } = asked;
	if (address === "ipv6") return explainDenial(engine, asked, who, { denial: "no-rule" });
	if (address >>> 24 === 127) return explainAllow(asked, {
		rule: loopback$1,
		by: "address"
	});
	const denied = searchDenials(engine.deny, asked, address, who);
	if (denied !== void 0) return explainDenial(engine, asked, who, {
		denial: "rule",
		rule: denied
	});
	const guard = guardOf(address, port);
	const search = searchRules(engine.allow, asked, address, who, guard === void 0 ? void 0 : (rule) => opensGuard(guard, rule, port));
	if (search.rule === void 0) {
		if (guard !== void 0) return explainDenial(engine, asked, who, {
			denial: "guardrail",
			guard
		});
		if (engine.defaultAllow) return explainAllow(asked, { by: "default" });
		return explainDenial(engine, asked, who, { denial: "no-rule" });
	}
	const { rule, name } = search;
	const passthrough = asked.type === "tls" && rule.passthrough && !hidesDenial(engine.deny, asked, who);
	const insecure = asked.type !== "tcp" && asked.type !== "udp" && rule.insecure;
	return explainAllow(asked, {
		rule,
		by: name === void 0 ? "address" : "name",
		name,
		passthrough,
		insecure
	});
}
function searchRules(index, asked, address, who, accepts) {
	if (asked.type === "request") return searchRequest(index, asked, address, who, accepts);
	const search = new Search(who, accepts);
	const protocol = asked.type === "udp" ? "udp" : "tcp";
	for (const host of asked.hosts) for (const bucket of index.byHost(host)) {
		bucket.connection(protocol, asked.port, search, host);
		if (asked.sni !== void 0 && asked.intercept) bucket.open("https", asked.port, search, host);
	}
	if (!asked.contradicts) for (const bucket of index.byAddress(address)) {
		bucket.connection(protocol, asked.port, search, void 0);
		if (opensByAddress(asked)) bucket.open("https", asked.port, search, void 0);
	}
	return search;
}
/** `https://192.0.2.40/x` is requested without SNI, or with the address itself as one. */
function opensByAddress(asked) {
	return asked.type === "tls" && asked.intercept && asked.sni === void 0 && !asked.contradicts;
}
function searchRequest(index, asked, address, who, accepts) {
	const { scheme, port, method, path, host } = asked;
	const whole = new Search(who, accepts);
	const urls = new Search(who, (rule) => accepts?.(rule) !== false && matchesEveryReading(rule, asked));
	const names = host === void 0 ? [] : index.byHost(host);
	const networks = asked.contradicts ? [] : index.byAddress(address);
	for (const bucket of names) {
		bucket.connection("tcp", port, whole, host);
		if (path !== void 0) bucket.request(scheme, port, method, path.main, urls, host);
	}
	for (const bucket of networks) {
		bucket.connection("tcp", port, whole, void 0);
		if (path !== void 0 && host === void 0) bucket.request(scheme, port, method, path.main, urls, void 0);
	}
	if (urls.rule !== void 0) whole.offer(urls.rule, urls.name);
	return whole;
}
function matchesEveryReading(rule, asked) {
	const { target } = rule;
	if (target.kind !== "url" || asked.path === void 0) return false;
	return asked.path.others.every(({ segments, decoded }) => pathMatches(target.path, segments, decoded));
}
/** A `!` rule that matches. Here doubt counts against the question: any reading of a path, any name that the address may stand for. */
function searchDenials(index, asked, address, who) {
	if (index.size === 0) return void 0;
	const search = new Search(who);
	const protocol = asked.type === "udp" ? "udp" : "tcp";
	for (const host of deniableHosts(asked)) for (const bucket of index.byHost(host)) {
		bucket.connection(protocol, asked.port, search, host);
		denyByUrl(bucket, asked, search);
	}
	for (const bucket of index.byAddress(address)) {
		bucket.connection(protocol, asked.port, search, void 0);
		if (asked.type !== "request" || asked.host === void 0) denyByUrl(bucket, asked, search);
	}
	return search.rule;
}
/** Without the right name shown, every name that we resolved to the address may be meant. */
function deniableHosts(asked) {
	if (asked.type === "request") return asked.host === void 0 ? [] : [asked.host];
	return asked.sni !== void 0 && asked.names.includes(asked.sni) ? asked.hosts : [...asked.hosts, ...asked.names];
}
function denyByUrl(bucket, asked, search) {
	if (asked.type === "request") {
		const { scheme, port, method, path } = asked;
		if (path === void 0) {
			bucket.open(scheme, port, search, void 0);
			return;
		}
		for (const segments of [
			path.main,
			...path.others.map((other) => other.segments),
			...path.bare === void 0 ? [] : [path.bare]
		]) bucket.request(scheme, port, method, segments, search, void 0);
	} else if (asked.type === "tcp" || asked.type === "tls" && !asked.intercept) {
		bucket.open("https", asked.port, search, void 0);
		bucket.open("http", asked.port, search, void 0);
	}
}
function hidesDenial(index, asked, who) {
	if (index.size === 0 || asked.type === "request") return false;
	const search = new Search(who);
	for (const host of asked.hosts) for (const bucket of index.byHost(host)) bucket.open("https", asked.port, search, host);
	return search.rule !== void 0;
}
function decideName(engine, asked, who) {
	const denied = new Search(who);
	for (const bucket of engine.deny.byHost(asked.host)) bucket.lookup(denied, asked.host);
	const server = new Search(who);
	if (asked.address !== "ipv6") for (const bucket of engine.deny.byAddress(asked.address)) bucket.connection(asked.protocol, asked.port, denied, void 0);
	if (denied.rule !== void 0) return explainDenial(engine, asked, who, {
		denial: "rule",
		rule: denied.rule
	});
	const search = new Search(who);
	for (const bucket of engine.allow.byHost(asked.host)) bucket.lookup(search, asked.host);
	const serverProblem = judgeServer(engine, asked, server);
	if (serverProblem !== void 0) return explainDenial(engine, asked, who, {
		...serverProblem,
		nameRule: search.rule
	});
	if (search.rule !== void 0) return explainAllow(asked, {
		rule: search.rule,
		by: "name",
		name: asked.host
	});
	if (engine.defaultAllow) return explainAllow(asked, { by: "default" });
	return explainDenial(engine, asked, who, { denial: "no-rule" });
}
function judgeServer(engine, asked, search) {
	const { address, port, protocol } = asked;
	if (address === "ipv6") return {
		denial: "no-rule",
		server: true
	};
	if (port === 53 && engine.resolvers.has(address) || address >>> 24 === 127) return void 0;
	const guard = guardOf(address, port);
	const allowed = new Search(search.who, guard === void 0 ? void 0 : (rule) => opensGuard(guard, rule, port));
	for (const bucket of engine.allow.byAddress(address)) bucket.connection(protocol, port, allowed, void 0);
	if (allowed.rule !== void 0) return void 0;
	if (guard !== void 0) return {
		denial: "guardrail",
		server: true,
		guard
	};
	return engine.defaultAllow ? void 0 : {
		denial: "no-rule",
		server: true
	};
}
/** See `Policy.allowsUninspected`. */
function allowsUninspected(engine, host, port, process) {
	const asked = readQuestion$1({
		type: "tls",
		host,
		dstIp: "0.0.0.0",
		dstPort: port,
		names: [host],
		intercept: false
	});
	if (typeof asked === "string" || asked.type !== "tls" || asked.sni === void 0) return false;
	const who = new Who(process);
	if (hidesDenial(engine.deny, asked, who)) return false;
	const denied = new Search(who);
	for (const bucket of engine.deny.byHost(asked.sni)) bucket.connection("tcp", port, denied, asked.sni);
	if (denied.rule !== void 0) return false;
	const guard = guardOf(0, port);
	const search = new Search(who, guard === void 0 ? void 0 : (rule) => opensGuard(guard, rule, port));
	const openings = new Search(who);
	for (const bucket of engine.allow.byHost(asked.sni)) {
		bucket.connection("tcp", port, search, asked.sni);
		bucket.open("https", port, openings, asked.sni);
	}
	return search.rule !== void 0 || engine.defaultAllow && guard === void 0 && openings.rule === void 0;
}

// src/policy/defaults.ts
/**
* What holds under every policy. Loopback is not egress, and the machine's resolvers come with the compile options; both are decided without a rule.
* Addresses of the Azure host agent: the image's own walinuxagent talks to them, nothing else may.
*/
const builtInPolicy = `results-receiver.actions.githubusercontent.com
168.63.129.16:80|32526 cgroup=/azure.slice/walinuxagent.service
169.254.169.254:80 cgroup=/azure.slice/walinuxagent.service
`;
/** systemd-resolved's stub listener (man 8 systemd-resolved). */
const defaultResolvers = ["127.0.0.53"];

// src/policy/attributes.ts
const flags = ["passthrough", "insecure"];
const noQualifiers = {
	passthrough: false,
	insecure: false,
	attributes: []
};
/** What follows a target: flags, then attributes in any order. */
function readQualifiers(report, tokens) {
	const attributes = [];
	const seen = /* @__PURE__ */ new Map();
	let passthrough;
	let insecure;
	for (const [position, token] of tokens.entries()) {
		if (token.text === "passthrough" || token.text === "insecure") {
			if ((token.text === "passthrough" ? passthrough : insecure) !== void 0) report.error("repeated-flag", token.start, token.text.length, `${token.text} is written twice`);
			if (attributes.length > 0) misplacedFlag(report, tokens, token);
			if (token.text === "passthrough") passthrough = token;
			else insecure = token;
			continue;
		}
		if (isTornAttribute(token, tokens[position + 1])) {
			tornAttribute(report, token, tokens[position + 1]);
			break;
		}
		const attribute = readAttribute(report, token);
		if (attribute === void 0) continue;
		const known = name(attribute);
		if (seen.has(known)) report.error("repeated-attribute", token.start, known.length, `${known}= is given twice; a rule holds each key once, so write two rules`);
		seen.set(known, token);
		attributes.push(attribute);
	}
	if (passthrough !== void 0 && insecure !== void 0) {
		const later = passthrough.start > insecure.start ? passthrough : insecure;
		report.error("both-flags", later.start, later.text.length, "passthrough and insecure exclude each other: without interception nothing is verified here");
	}
	const flag = passthrough ?? insecure;
	return {
		passthrough: passthrough !== void 0,
		insecure: insecure !== void 0,
		attributes,
		...flag === void 0 ? {} : { flag }
	};
}
function misplacedFlag(report, tokens, flag) {
	const start = tokens[0]?.start ?? 0;
	const last = tokens[tokens.length - 1] ?? flag;
	const others = tokens.filter((token) => token !== flag).map((token) => report.line.written(token.start, token.start + token.text.length));
	const fix = {
		start,
		length: last.start + last.text.length - start,
		text: [flag.text, ...others].join(" ")
	};
	report.error("flag-after-attribute", flag.start, flag.text.length, `${flag.text} goes before the attributes`, fix);
}
const shape = /^([A-Za-z_-]+)(\[([^\]]*)\]?)?=([\s\S]*)$/;
const forbidden = /[\]#]/;
const absolute = /^[/*?[]/;
const placeholder$1 = /\{(?:owner|repo)\}/i;
const indexForm = /^\[\d{1,6}\]$/;
/** `exe=/usr/bin/git`, `arg[1]="two words"`. */
function readAttribute(report, token) {
	const { text, start } = token;
	const [, word = "", bracket, number = "", value = ""] = shape.exec(text) ?? [];
	if (word === "") return unknownWord(report, token);
	const key = attributeKeys.find((known) => known === word);
	const equals = text.length - value.length - 1;
	if (key === void 0) {
		const meant = closest(word, attributeKeys);
		const hint = meant === void 0 ? `known are ${attributeKeys.map((known) => `${known}=`).join(", ")}` : `did you mean ${meant}=?`;
		report.error("unknown-attribute", start, word.length, `${quote(`${word}=`)} is not an attribute: ${hint}`, meant);
		return;
	}
	let index;
	if (bracket !== void 0) {
		if (key !== "arg" || !indexForm.test(bracket)) {
			const message = key === "arg" ? `arg[N]= takes a number counted from 0, not ${quote(number)}` : `only arg= takes an index`;
			report.error("bad-index", start + word.length, bracket.length, message, key === "arg" ? void 0 : "");
			return;
		}
		index = Number(number);
	}
	return readValue(report, {
		text: value,
		start: start + equals + 1
	}, key, index);
}
function readValue(report, token, key, index) {
	const { text, start } = token;
	const mark = text[0];
	if (text === "") {
		report.error("empty-value", start - 1, 1, `${key}= needs a value right after the =, without a blank`);
		return;
	}
	if (mark !== "\"" && mark !== "`") {
		const bad = forbidden.exec(text);
		if (bad !== null) {
			const advice = bad[0] === "#" ? "a comment needs a blank before it, a value with # needs quotes" : "put the value in quotes or backticks";
			report.error("bad-value", start + bad.index, 1, `${bad[0]} cannot stand in a bare value: ${advice}`, {
				start,
				length: text.length,
				text: `"${text}"`
			});
			return;
		}
		warnAboutValue(report, token, key, text);
		return makeAttribute(key, index, text, "bare");
	}
	const close = text.indexOf(mark, 1);
	if (close === -1) return void 0;
	if (close !== text.length - 1) {
		report.error("no-blank", start + close + 1, text.length - close - 1, `a blank is missing after the closing ${mark}`);
		return;
	}
	const quoting = mark === "\"" ? "quotes" : "backticks";
	const value = text.slice(1, -1);
	if (value === "") report.warning("matches-nothing", start, text.length, `an empty ${key}= matches no process`);
	else warnAboutValue(report, {
		text: value,
		start: start + 1
	}, key, value);
	return makeAttribute(key, index, value, quoting);
}
function warnAboutValue(report, token, key, value) {
	if (key === "cgroup" && value.startsWith("@") && value !== "@docker" && value !== "@host") report.warning("unknown-shortcut", token.start, token.text.length, `${quote(value)} matches nothing: the shortcuts are @docker and @host`, closest(value, ["@docker", "@host"]));
	const at = value.lastIndexOf("@");
	if (key === "action" && at > 0) report.warning("action-ref", token.start + at, value.length - at, "action= is compared with the repository alone, never with a ref", "");
	if (key === "exe" && !absolute.test(value)) report.warning("relative-exe", token.start, token.text.length, "exe= is compared with the whole path of the executable", `*/${value}`);
	const brace = placeholder$1.exec(value);
	if (brace !== null) report.warning("unknown-placeholder", token.start + brace.index, brace[0].length, "placeholders are written {owner} and {repo}, in lower case", brace[0].toLowerCase());
}
/** `exe =x`, `exe= x`, `exe = x`. */
function isTornAttribute(token, next) {
	return next?.text.startsWith("=") === true && /^[A-Za-z]{1,20}(?:\[[^\]]{0,9}\])?$/.test(token.text);
}
function tornAttribute(report, token, next) {
	const end = next === void 0 ? token.start : next.start + next.text.length;
	const fix = {
		start: token.start,
		length: end - token.start,
		text: `${token.text}${next?.text}`
	};
	report.error("blank-before-equals", token.start, token.text.length, "no blank around the = of an attribute", fix);
}
function unknownWord(report, token) {
	const { text, start } = token;
	const length = text.length;
	const gap = report.line.text.slice(0, start).trimEnd().length;
	const joined = {
		start: gap,
		length: start + length - gap,
		text: text.toLowerCase()
	};
	if (/^:[\d*]/.test(text)) {
		report.error("blank-before-port", start, length, "no blank before the port", joined);
		return;
	}
	if (/^\/(?:udp|tcp)$/i.test(text)) {
		report.error("blank-before-protocol", start, length, "no blank before the protocol", joined);
		return;
	}
	const known = [...flags, ...attributeKeys.map((key) => `${key}=`)];
	const meant = closest(text, known);
	const advice = meant === void 0 ? "after the target come passthrough or insecure, then attributes like exe=" : `did you mean ${meant}?`;
	report.error("unknown-word", start, length, `${quote(text)} is not understood here: ${advice}`, meant);
}

// src/policy/tokens.ts
/**
* Splits at blanks. A value in quotes or backticks right after `key=` may hold blanks; a `#` after a blank starts a comment.
* In a header the first `]` outside of such a value, and not the one of `arg[0]`, ends it.
*/
function tokenize(report, start, inHeader) {
	const { text } = report.line;
	const tokens = [];
	let index = start;
	let end = start;
	while (index < text.length) {
		if (isBlank$1(text.charCodeAt(index))) {
			index++;
			continue;
		}
		if (text[index] === "#" && !(inHeader && index === start)) break;
		const from = index;
		index = endOfToken(report, text, from, inHeader);
		if (index > from) tokens.push({
			text: text.slice(from, index),
			start: from
		});
		end = index;
		if (inHeader && text[index] === "]") return {
			tokens,
			end,
			closed: index
		};
	}
	return {
		tokens,
		end
	};
}
function isBlank$1(code) {
	return code === 32 || code === 9;
}
const key$1 = /^[A-Za-z]+(?:\[[^\]\s]*\])?$/;
const openIndex = /^arg\[[^\]\s]*$/;
function endOfToken(report, text, from, inHeader) {
	let isKey = true;
	for (let index = from; index < text.length; index++) {
		const char = text.charCodeAt(index);
		if (isBlank$1(char)) return index;
		if (inHeader && char === 93 && !(isKey && openIndex.test(text.slice(from, Math.min(index, from + 40))))) return index;
		if (char !== 61 || !isKey) continue;
		isKey = false;
		const quoteChar = text[index + 1];
		if (quoteChar !== "\"" && quoteChar !== "`" || !key$1.test(text.slice(from, index))) continue;
		const close = text.indexOf(quoteChar, index + 2);
		if (close === -1) {
			report.error("unclosed-quote", index + 1, text.length - index - 1, `this value has no closing ${quoteChar}`);
			return text.length;
		}
		index = close;
	}
	return text.length;
}

// src/policy/headers.ts
const noHeader = {
	passthrough: false,
	insecure: false,
	attributes: [],
	dead: false
};
const deadHeader = {
	...noHeader,
	dead: true
};
/** Reads `[...]`. `start` is the index of the bracket. */
function readHeader$1(report, start) {
	const { text } = report.line;
	const { tokens, closed } = tokenize(report, start + 1, true);
	if (closed === void 0) {
		if (!report.failed) report.error("unclosed-header", start, 1, "this header has no closing ]", {
			start: text.trimEnd().length,
			length: 0,
			text: "]"
		});
		return deadHeader;
	}
	checkAround(report, text, start, closed);
	const [first, ...rest] = tokens;
	if (first === void 0) {
		if (closed > start + 1) report.error("blank-header", start, closed - start + 1, "a header that resets is written without blanks", "[]");
		return report.failed ? deadHeader : noHeader;
	}
	const header = readContent(report, first, rest);
	return report.failed || header === void 0 ? deadHeader : {
		...header,
		dead: report.line.unresolved
	};
}
function checkAround(report, text, start, closed) {
	const next = text.charCodeAt(closed + 1);
	const inner = text.slice(start + 1, closed);
	if (inner !== inner.trim() && inner.trim() !== "") report.error("blank-in-header", start, closed - start + 1, "no blanks right after [ or before ]", `[${inner.trim()}]`);
	if (Number.isNaN(next)) return;
	if (!isBlank$1(next)) {
		const message = text[closed + 1] === "#" ? "a comment needs a blank before it" : "nothing may follow the ] of a header";
		const fix = {
			start: closed + 1,
			length: text[closed + 1] === "#" ? 0 : text.length - closed - 1,
			text: text[closed + 1] === "#" ? " " : ""
		};
		report.error("after-header", closed + 1, 1, message, fix);
		return;
	}
	const after = text.slice(closed + 1).search(/[^ \t]/);
	if (after !== -1 && text[closed + 1 + after] !== "#") report.error("after-header", closed + 1 + after, text.slice(closed + 1 + after).trimEnd().length, "nothing but a comment may follow a header: rules go on lines of their own");
}
function readContent(report, first, rest) {
	const { text, start } = first;
	if (text === "passthrough" || text === "insecure") {
		rejectSecondKind(report, rest);
		return {
			...readQualifiers(report, [first, ...rest.filter((token) => !isSecondKind(token.text))]),
			dead: false
		};
	}
	if (text.startsWith(":")) {
		const spec = readPorts(report, text.slice(1), start + 1);
		return spec && {
			...noHeader,
			...spec,
			attributes: readAttributes(report, rest)
		};
	}
	if (text.includes("://")) {
		const url = readUrl(report, first);
		return url && {
			...noHeader,
			url,
			attributes: readAttributes(report, rest)
		};
	}
	if (looksLikeMethods(text) && text.split("|").some(isMethod)) {
		const methods = readMethods(report, first);
		return methods && {
			...noHeader,
			methods,
			attributes: readAttributes(report, rest)
		};
	}
	if (/^[A-Za-z_-]+(?:\[[^\]]*\])?=/.test(text.slice(0, 200))) return {
		...noHeader,
		attributes: readAttributes(report, [first, ...rest])
	};
	unknownHeader(report, first);
}
/** Attributes only: a header sets one thing, and who it is for. */
function readAttributes(report, tokens) {
	rejectSecondKind(report, tokens);
	return readQualifiers(report, tokens.filter((token) => !isSecondKind(token.text))).attributes;
}
function rejectSecondKind(report, tokens) {
	for (const token of tokens) {
		if (!isSecondKind(token.text)) continue;
		report.error("header-kind", token.start, token.text.length, `a header sets one thing, besides attributes: ${quote(token.text)} goes into the rules, or into a header of its own`);
	}
}
function isSecondKind(text) {
	if (text === "passthrough" || text === "insecure") return true;
	return text.startsWith(":") || text.includes("://") || looksLikeMethods(text) && text.split("|").every(isMethod);
}
function unknownHeader(report, token) {
	const { text, start } = token;
	const length = text.length;
	if (/^\d+(?:[|/].*)?$/.test(text)) report.error("header-port", start, length, "a port header starts with a colon", `:${text}`);
	else if (text.startsWith("/")) report.error("header-path", start, length, "a path alone cannot be a header: write the URL it belongs to", `https://example.com${text}`);
	else if (/^[^\s=]+\.[^\s=]+$/.test(text.slice(0, 300))) report.error("header-host", start, length, "a host cannot be a header; a URL can", `https://${text}`);
	else readAttribute(report, token);
}

// src/policy/lines.ts
/** One line of a policy as the parser reads it: placeholders replaced, positions still those of the written text. */
var Line = class {
	/** Counts from 1. */
	number;
	/** Placeholders replaced; this is what is parsed. */
	text;
	/** A placeholder stands here and the repository is not known: the rule is checked, then matches nothing. */
	unresolved;
	#raw;
	#indent;
	#shifts;
	constructor(number, raw, indent, text, shifts, unresolved) {
		this.number = number;
		this.text = text;
		this.unresolved = unresolved;
		this.#raw = raw;
		this.#indent = indent;
		this.#shifts = shifts;
	}
	/** Index into the line as written of the character at an index of `text`. */
	origin(index) {
		return this.#place(index) + this.#indent;
	}
	/** A stretch of `text` as it was written, placeholders kept. */
	written(start, end) {
		return this.#raw.slice(this.#place(start), this.#place(end));
	}
	#place(index) {
		let result = index;
		for (const shift of this.#shifts) {
			if (index < shift.at) break;
			result = index < shift.until ? shift.from : index - shift.until + shift.from + shift.written;
		}
		return result;
	}
};
/** GitHub's own rules for names hold no character that means something in a policy, so that a value can never become syntax. */
function parseRepository(text) {
	const [, owner, name] = /^([A-Za-z0-9][A-Za-z0-9_-]{0,99})\/([A-Za-z0-9._-]{1,100})$/.exec(text ?? "") ?? [];
	return owner === void 0 || name === void 0 || /^\.+$/.test(name) ? void 0 : {
		owner,
		name
	};
}
/** Lines end in LF, CRLF or CR. Other Unicode line separators are ordinary characters. */
function* readLines(text, repository) {
	const ending = /\r\n|\n|\r/g;
	let start = text.charCodeAt(0) === 65279 ? 1 : 0;
	let indent = start;
	for (let number = 1;; number++) {
		const end = ending.exec(text);
		yield readLine(number, text.slice(start, end?.index), indent, repository);
		if (end === null) return;
		start = end.index + end[0].length;
		indent = 0;
	}
}
const placeholder = /\{(owner|repo)\}/g;
function readLine(number, raw, indent, repository) {
	if (!raw.includes("{")) return new Line(number, raw, indent, raw, [], false);
	const values = {
		owner: repository?.owner ?? "owner",
		repo: repository?.name ?? "repo"
	};
	const shifts = [];
	let text = "";
	let last = 0;
	for (const match of raw.matchAll(placeholder)) {
		const value = values[match[1] ?? ""] ?? "";
		text += raw.slice(last, match.index);
		shifts.push({
			at: text.length,
			until: text.length + value.length,
			from: match.index,
			written: match[0].length
		});
		text += value;
		last = match.index + match[0].length;
	}
	text += raw.slice(last);
	return new Line(number, raw, indent, text, shifts, repository === void 0 && shifts.length > 0);
}

// src/policy/presets/containers.ts
const containerPresets = [{
	name: "docker-hub",
	summary: "Pull images of Docker Hub.",
	policy: `# docs.docker.com, "Allowlist for Docker Desktop": the registry and its tokens
registry-1.docker.io
auth.docker.io
# the same page: layers
production.cloudflare.docker.com
production.cloudfront.docker.com
docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com
# the same page: login and search
login.docker.com
hub.docker.com
`
}, {
	name: "ghcr",
	summary: "Pull and push images of the GitHub container registry.",
	policy: `# docs.github.com, "Communicating with self-hosted runners": packages and containers
ghcr.io
# unverified, from reports of builds: where ghcr.io redirects to for layers
pkg-containers.githubusercontent.com
`
}];

// src/policy/presets/github.ts
const githubPresets = [{
	name: "github-git",
	summary: "Clone, fetch and push over HTTPS, large files included; read releases and raw files.",
	policy: `# docs.github.com, "Communicating with self-hosted runners": essential operations, which include git
github.com
# the same page: downloads of a ref as an archive
codeload.github.com
# the same page: large files
github-cloud.githubusercontent.com
github-cloud.s3.amazonaws.com
# the same page: files of releases
objects.githubusercontent.com
# unverified, from reports of builds: where files of releases are redirected to by now; raw files
release-assets.githubusercontent.com
raw.githubusercontent.com
`
}, {
	name: "github-actions",
	summary: "What actions ask of GitHub during a job: API, cache, artifacts, OIDC tokens, packages with actions.",
	policy: `# docs.github.com, "Communicating with self-hosted runners": essential operations
api.github.com
github.com
# the same page: downloads of actions
codeload.github.com
# the same page: OIDC tokens, caches, artifacts, immutable actions
*.actions.githubusercontent.com
# api.github.com/meta, domains.actions: storage of caches, artifacts and logs, by its numbered accounts
productionresultssa*.blob.core.windows.net
# docs.github.com, the same page: files of releases, which setup actions take their tools from
objects.githubusercontent.com
# unverified, from reports of builds: where files of releases are redirected to by now; manifests of setup actions
release-assets.githubusercontent.com
raw.githubusercontent.com
`
}];

// src/policy/presets/languages.ts
const languagePresets = [
	{
		name: "npm",
		summary: "Install and audit packages of the public npm registry (npm, pnpm, yarn).",
		policy: `# docs.npmjs.com, "registry": the registry of npm. A host rule, since scoped packages are asked for with an encoded slash
*.npmjs.org
# github.com/nodejs/corepack, config.json: Yarn 1, which also asks for packages there
registry.yarnpkg.com
# github.com/nodejs/corepack, config.json: releases of Yarn 2 and later
repo.yarnpkg.com
`
	},
	{
		name: "pypi",
		summary: "Install packages of the Python Package Index (pip, uv, poetry).",
		policy: `# docs.pypi.org, "Index API": index pages and JSON
pypi.org
# docs.pypi.org, "Index API": the files that the index links to
files.pythonhosted.org
`
	},
	{
		name: "go",
		summary: "Download Go modules through Go's public proxy and verify them.",
		policy: `# go.env of Go itself: the default GOPROXY; toolchains are modules, too
proxy.golang.org
# go.env of Go itself: the default GOSUMDB
sum.golang.org
# unverified, from reports of builds: proxy.golang.org redirects large modules to this bucket, and to nothing else there
https://storage.googleapis.com/proxy-golang-org-prod/*
`
	},
	{
		name: "crates",
		summary: "Build with crates of crates.io.",
		policy: `# doc.rust-lang.org, CRATES_IO_HTTP_INDEX of cargo: the sparse index, the default since 1.70
index.crates.io
# blog.rust-lang.org, "crates.io: Download changes": crate files
static.crates.io
# the same page: the API, which redirects downloads there. For reading; publishing takes a rule of its own
https://crates.io/api/v1/crates/*
`
	},
	{
		name: "maven",
		summary: "Resolve artifacts of Maven Central and the Gradle plugin portal.",
		policy: `# maven.apache.org, "Super POM": the central repository
repo.maven.apache.org
# central.sonatype.org, "How to Consume Central": the same repository by its other name
repo1.maven.org
# plugins.gradle.org, "Using legacy plugin application" of any plugin: the plugin portal
plugins.gradle.org
# unverified, from reports of builds: the files that the plugin portal redirects to
plugins-artifacts.gradle.org
# docs.gradle.org, "Gradle Wrapper": distributions
services.gradle.org
# github.com/openrewrite/rewrite/pull/6823: what services.gradle.org redirects to
downloads.gradle.org
`
	},
	{
		name: "rubygems",
		summary: "Install gems of RubyGems.org.",
		policy: `# guides.rubygems.org, "RubyGems.org API"; publishing takes a rule of its own
https://rubygems.org/*
# github.com/ruby/rubygems, bundler/fetcher/base.rb: where rubygems.org is asked for its index
https://index.rubygems.org/*
`
	},
	{
		name: "nuget",
		summary: "Restore packages of nuget.org.",
		policy: `# learn.microsoft.com/nuget/api/overview: the service index and, below it, metadata and packages
api.nuget.org
`
	}
];

// src/policy/presets/systems.ts
const systemPresets = [{
	name: "apt-ubuntu",
	summary: "Install Ubuntu packages from Ubuntu's own archives, over HTTP or HTTPS.",
	policy: `# github.com/actions/runner-images, configure-apt-sources.sh: the archive, that of Azure first, and security updates
azure.archive.ubuntu.com:80|443
archive.ubuntu.com:80|443
security.ubuntu.com:80|443
# unverified, as installers write them into /etc/apt: the archive of ARM machines, and that of Azure
ports.ubuntu.com:80|443
*.ports.ubuntu.com:80|443
# unverified, as add-apt-repository writes and asks them: personal archives and their signing keys
ppa.launchpadcontent.net
keyserver.ubuntu.com
`
}];

// src/policy/presets/index.ts
/** Presets name the public services of the projects themselves; a mirror or a private registry takes a rule of its own. */
const presets = [
	...languagePresets,
	...githubPresets,
	...containerPresets,
	...systemPresets
];
const byName = new Map(presets.map((preset) => [preset.name, preset]));
function presetNamed(name) {
	return byName.get(name);
}

// src/policy/preset-lines.ts
/** Reads `@npm step=install`. A header above gives its attributes; its port, method or URL does not touch a preset's rules. */
function readPreset(report, token, rest, header, deny) {
	const name = token.text.slice(1);
	const { start, text } = token;
	const qualifiers = readQualifiers(report, rest);
	if (presetNamed(name) === void 0) {
		const names = presets.map((preset) => preset.name);
		const meant = closest(name, names);
		const hint = meant === void 0 ? `there are ${names.map((known) => `@${known}`).join(", ")}` : `did you mean @${meant}?`;
		report.error("unknown-preset", start, text.length, `${quote(text)} is not a preset: ${hint}`, meant && `@${meant}`);
		return;
	}
	if (deny) report.error("preset-denied", start, text.length, "a preset cannot be denied: deny the hosts that you mean");
	if (qualifiers.flag !== void 0) report.error("preset-flag", qualifiers.flag.start, qualifiers.flag.text.length, `a preset takes attributes only: write ${qualifiers.flag.text} on host rules`);
	else if (header.passthrough || header.insecure) report.error("preset-flag", start, text.length, `a preset takes no ${header.passthrough ? "passthrough" : "insecure"} from its header: put [] above it`);
	return {
		name,
		attributes: qualifiers.attributes
	};
}

// src/policy/rule-line.ts
const defaultPorts = [443];
const defaultMethods = ["GET", "HEAD"];
/** Reads a rule that is no preset: one rule, or none when something is wrong with it. `scopeOf` joins its attributes with the header's. */
function readRule(source, tokens, scopeOf) {
	const { report, header, deny } = source;
	const first = tokens[0];
	if (first === void 0 || hasTornMethods(report, tokens)) return [];
	const hasMethods = startsWithMethods(tokens);
	const methods = hasMethods ? readMethods(report, first) : void 0;
	const target = tokens[hasMethods ? 1 : 0] ?? first;
	const qualifiers = qualifiersOf(source, tokens.slice(hasMethods ? 2 : 1));
	const read = readTarget(source, target, methods);
	if (hasMethods && read !== void 0 && read.target.kind !== "url") report.error("method-without-url", first.start, first.text.length, "a method stands only before a URL or a path", {
		start: target.start,
		length: target.text.length,
		text: `https://${target.text}/*`
	});
	const flags = {
		passthrough: !deny && (qualifiers.passthrough || header.passthrough),
		insecure: !deny && (qualifiers.insecure || header.insecure)
	};
	const at = qualifiers.flag ?? target;
	if (read !== void 0) checkFlags(report, read.target, flags, at, qualifiers.flag === void 0);
	if (qualifiers.passthrough && header.insecure || qualifiers.insecure && header.passthrough) report.error("both-flags", at.start, at.text.length, "passthrough and insecure exclude each other, also when one comes from the header");
	if (deny && qualifiers.flag !== void 0) report.error("flag-on-denial", at.start, at.text.length, `a rule that denies takes no ${at.text}`);
	if (read === void 0 || report.failed) return [];
	return [{
		target: read.target,
		ports: read.ports,
		protocol: read.protocol,
		line: report.line.number,
		text: source.text,
		column: report.line.origin(target.start),
		length: Math.max(1, report.line.origin(target.start + target.text.length) - report.line.origin(target.start)),
		deny,
		passthrough: flags.passthrough,
		insecure: flags.insecure,
		scope: scopeOf(qualifiers.attributes),
		preset: false
	}];
}
/** What was read without a finding is read once. A flag is told of at its own place, so it is read each time. */
function qualifiersOf({ report, known }, tokens) {
	const first = tokens[0];
	const last = tokens[tokens.length - 1];
	if (first === void 0 || last === void 0) return noQualifiers;
	const text = report.line.text.slice(first.start, last.start + last.text.length);
	const before = known.get(text);
	if (before !== void 0) return before;
	const { silent } = report;
	const qualifiers = readQualifiers(report, tokens);
	if (silent && report.silent && qualifiers.flag === void 0) known.set(text, qualifiers);
	return qualifiers;
}
function startsWithMethods([first, second]) {
	if (first === void 0 || second === void 0 || !looksLikeMethods(first.text)) return false;
	return second.text.includes("://") || second.text.startsWith("/") || first.text.split("|").every(isMethod);
}
const methodLetters = /^[A-Za-z|]+$/;
/** `GET | POST https://...`: one finding for all of it, since the words after it would only seem wrong. */
function hasTornMethods(report, tokens) {
	const [first] = tokens;
	if (tokens.length < 3 || first === void 0 || !methodLetters.test(first.text)) return false;
	const end = tokens.slice(0, 20).findIndex(({ text }) => !methodLetters.test(text));
	const last = tokens[end - 1];
	if (last === void 0 || end < 2) return false;
	const words = tokens.slice(0, end).map((token) => token.text);
	const joined = words.join("|").replace(/\|{2,}/g, "|");
	if (!words.some((word) => word.includes("|")) || !joined.split("|").every(isMethod)) return false;
	const length = last.start + last.text.length - first.start;
	report.error("blank-in-methods", first.start, length, "methods are separated by | without blanks", joined);
	return true;
}
function readTarget(source, token, methods) {
	const { report, header, deny } = source;
	const { text, start } = token;
	const wanted = methods ?? header.methods ?? (deny ? "any" : defaultMethods);
	if (text.startsWith("/")) return readPathTarget(source, token, wanted);
	if (text.startsWith("dns:")) return readNameTarget(source, token);
	if (text.includes("://")) {
		const url = readUrl(report, token);
		if (url === void 0) return void 0;
		const { scheme, host, ports, path } = url;
		if (path === void 0) {
			report.error("no-path", start + text.length - 1, 1, "a URL rule needs a path: /* for all of it, or a header [...] for paths below", {
				start: start + text.length,
				length: 0,
				text: "/*"
			});
			return;
		}
		return {
			target: {
				kind: "url",
				scheme,
				host,
				path,
				methods: wanted
			},
			ports,
			protocol: "tcp"
		};
	}
	if (text === "passthrough" || text === "insecure") {
		report.error("lone-flag", start, text.length, `${text} needs a host before it, or brackets to hold for the rules below`, `[${text}]`);
		return;
	}
	if (text.includes("=") && !text.includes(".")) {
		report.error("lone-attribute", start, text.length, "an attribute needs a target before it, or brackets to hold for the rules below", `[${text}]`);
		return;
	}
	const destination = readDestination(report, token);
	if (destination === void 0) return void 0;
	const { host, port } = destination;
	const target = isNetwork(host) ? {
		kind: "address",
		network: host
	} : {
		kind: "host",
		host
	};
	const noPort = port === void 0 && header.ports === void 0;
	const everything = deny && noPort;
	return {
		target,
		ports: port?.ports ?? header.ports ?? (everything ? "any" : defaultPorts),
		protocol: port?.protocol ?? header.protocol ?? (everything ? "any" : "tcp")
	};
}
function readPathTarget(source, token, methods) {
	const { report, header } = source;
	const path = readPath(report, token.text, token.start);
	const { url } = header;
	if (url === void 0) {
		if (header.dead) return void 0;
		report.error("path-without-url", token.start, token.text.length, "a path needs a URL header above it, and every other header ends that one", `https://example.com${token.text}`);
		return;
	}
	if (path === void 0) return void 0;
	const { scheme, host, ports } = url;
	return {
		target: {
			kind: "url",
			scheme,
			host,
			path: joinPaths(url.path ?? rootPath, path),
			methods
		},
		ports,
		protocol: "tcp"
	};
}
function readNameTarget(source, token) {
	const { report } = source;
	const name = token.text.slice(4);
	const start = token.start + 4;
	if (name === "") {
		report.error("no-name", token.start, 4, "a name stands right after dns:, without a blank");
		return;
	}
	const extra = name.search(/[:/]/);
	if (extra !== -1) {
		const host = name.includes("://") ? name.split(/[/:]+/)[1] ?? "" : name.slice(0, extra);
		report.error("name-only", start + extra, name.length - extra, "dns: takes a name alone: a lookup has no port and no path", host === "" ? void 0 : {
			start: token.start,
			length: token.text.length,
			text: `dns:${host}`
		});
		return;
	}
	const host = reportHost(report, name, start);
	return host && {
		target: {
			kind: "name",
			host
		},
		ports: "any",
		protocol: "any"
	};
}
function checkFlags(report, target, flags, at, inherited) {
	const source = inherited ? " (set by the header above; [] ends it)" : "";
	if (flags.passthrough && target.kind !== "host") report.error("passthrough-target", at.start, at.text.length, `passthrough is for host rules only: ${{
		url: "a URL rule must see the request",
		name: "a lookup has no TLS",
		address: "an address does not tell which server answers"
	}[target.kind]}${source}`);
	if (flags.insecure && target.kind === "name") report.error("insecure-target", at.start, at.text.length, `a dns: rule opens no connection, so insecure says nothing${source}`);
}

// src/policy/parse.ts
/** Far more than a person writes; it bounds what a single line can cost. */
const longestLine = 16384;
/** Reads a whole policy. Never throws: whatever the text holds ends as rules and findings. */
function parse$2(text, repository) {
	const state = {
		findings: [],
		rules: [],
		scopes: /* @__PURE__ */ new Map(),
		scopesOf: /* @__PURE__ */ new Map(),
		qualifiers: /* @__PURE__ */ new Map(),
		presets: /* @__PURE__ */ new Map(),
		ruleLines: 0
	};
	let header = noHeader;
	for (const line of readLines(text, parseRepository(repository))) {
		const start = firstInk(line.text);
		if (start === -1 || line.text[start] === "#") continue;
		const report = new LineReport(line, state.findings);
		if (line.text.length > longestLine) {
			report.error("long-line", start, line.text.length - start, `a line has at most ${longestLine} characters`);
			if (line.text[start] === "[") header = deadHeader;
		} else if (line.text[start] === "[") {
			header = readHeader$1(report, start);
			if (header.dead && !report.failed) warnUnresolved(report, start);
		} else readRuleLine(state, report, header, start);
	}
	return {
		rules: state.rules,
		findings: state.findings,
		ruleLines: state.ruleLines
	};
}
function firstInk(text) {
	for (let index = 0; index < text.length; index++) if (!isBlank$1(text.charCodeAt(index))) return index;
	return -1;
}
function warnUnresolved(report, start) {
	const { text } = report.line;
	report.warning("unknown-repository", start, text.trimEnd().length - start, "the repository is not known, so {owner} and {repo} stand for nothing and this line matches nothing");
}
function readRuleLine(state, report, header, start) {
	const { line } = report;
	const deny = line.text[start] === "!";
	const { tokens, end } = tokenize(report, start + (deny ? 1 : 0), false);
	state.ruleLines++;
	const [first] = tokens;
	if (deny && (first === void 0 || first.start > start + 1)) report.error("lone-bang", start, 1, "the ! stands right before the rule that it turns into a denial", first && {
		start,
		length: first.start - start,
		text: "!"
	});
	if (first === void 0) return;
	const source = {
		report,
		header,
		deny,
		text: line.written(start, end),
		known: state.qualifiers
	};
	const rules = first.text.startsWith("@") ? readPresetLine(state, source, tokens) : readRule(source, tokens, (own) => scopeOf(state, header, own));
	if (report.failed || header.dead) return;
	if (line.unresolved) warnUnresolved(report, start);
	else for (const rule of rules) state.rules.push(rule);
}
function readPresetLine(state, source, tokens) {
	const { report, header, deny, text } = source;
	const [first, ...rest] = tokens;
	const preset = first && readPreset(report, first, rest, header, deny);
	if (preset === void 0 || report.failed) return [];
	const scope = scopeOf(state, header, preset.attributes);
	let rules = state.presets.get(preset.name);
	if (rules === void 0) {
		rules = parse$2(presetNamed(preset.name)?.policy ?? "").rules;
		state.presets.set(preset.name, rules);
	}
	const { line } = report;
	return rules.map((rule) => ({
		...rule,
		line: line.number,
		text: `${text}: ${rule.text}`,
		scope,
		preset: true
	}));
}
/** A rule's attributes override the header's, key by key. */
function scopeOf(state, header, own) {
	if (header.attributes.length === 0) return own.length === 0 ? everyone : ownScope(state, own);
	const keys = new Set(own.map(name));
	return makeScope([...header.attributes.filter((attribute) => !keys.has(name(attribute))), ...own], state.scopes);
}
function ownScope(state, own) {
	let scope = state.scopesOf.get(own);
	if (scope === void 0) {
		scope = makeScope(own, state.scopes);
		state.scopesOf.set(own, scope);
	}
	return scope;
}

// src/policy/review.ts
/** What only shows when rules are seen together. Errors: passthrough over URL rules. Hints: rules that repeat or shadow each other, `*.x` without `x`. */
function review(rules) {
	const findings = [];
	const own = rules.filter((rule) => !rule.preset);
	findPassthroughOverlaps(own, findings);
	findShadowed(own, findings);
	findMissingApex(own, findings);
	return findings;
}
function finding(rule, severity, code, message, suggestion) {
	const { line, column, length } = rule;
	return {
		severity,
		code,
		line,
		column: column + 1,
		length,
		message,
		...suggestion === void 0 ? {} : { suggestion }
	};
}
/** Rules of host patterns by the pattern's base, and by every suffix of it. */
var ByBase = class {
	#at = new RuleLists();
	#below = new RuleLists();
	add(rule, base) {
		this.#at.push(base, rule);
		for (const parent of parents(base)) this.#below.push(parent, rule);
	}
	/** Rules whose pattern could meet one of this base. */
	*around(base) {
		yield* this.#at.get(base);
		yield* this.#below.get(base);
		for (const parent of parents(base)) yield* this.#at.get(parent);
	}
};
const noRules = [];
/** Rules by key. Most keys have one rule, and a list for each would be most of what a review costs. */
var RuleLists = class {
	#entries = /* @__PURE__ */ new Map();
	push(key, rule, most = Number.POSITIVE_INFINITY) {
		const entry = this.#entries.get(key);
		if (entry === void 0) this.#entries.set(key, rule);
		else if (!Array.isArray(entry)) this.#entries.set(key, [entry, rule]);
		else if (entry.length < most) entry.push(rule);
	}
	get(key) {
		const entry = this.#entries.get(key);
		if (entry === void 0) return noRules;
		return Array.isArray(entry) ? entry : [entry];
	}
	get size() {
		return this.#entries.size;
	}
};
function* parents(base) {
	for (let dot = base.indexOf("."); dot !== -1; dot = base.indexOf(".", dot + 1)) yield base.slice(dot + 1);
}
/** A connection that is passed through shows no requests, so that URL rules of the same host would be void. */
function findPassthroughOverlaps(rules, findings) {
	const passed = rules.filter((rule) => rule.passthrough);
	if (passed.length === 0) return;
	const urls = new ByBase();
	for (const rule of rules) {
		const host = hostOf$1(rule);
		if (rule.target.kind === "url" && rule.target.scheme === "https" && host !== void 0) urls.add(rule, host.base);
	}
	for (const rule of passed) {
		const host = hostOf$1(rule);
		if (host === void 0) continue;
		for (const url of urls.around(host.base)) {
			const other = hostOf$1(url);
			if (other === void 0 || !hostsOverlap(host, other) || !portsOverlap(rule.ports, url.ports) || areDisjoint(rule.scope, url.scope)) continue;
			const [later, earlier] = rule.line > url.line ? [rule, url] : [url, rule];
			const message = later === rule ? `passthrough hides the requests that the URL rule of line ${earlier.line} is to see` : `the passthrough of line ${earlier.line} hides the requests that this URL rule is to see`;
			findings.push(finding(later, "error", "passthrough-over-url", message));
			break;
		}
	}
}
/** No process can be in both: some key has another literal value in each. */
function areDisjoint(a, b) {
	return a.attributes.some((one) => b.attributes.some((other) => one.key === other.key && one.index === other.index && one.literal !== void 0 && other.literal !== void 0 && one.literal !== other.literal && isSingle(one.key, one.index)));
}
/** `arg=` asks for any argument and `step=` has two forms, so two values of these can both match. */
function isSingle(key, index) {
	return key !== "step" && (key !== "arg" || index !== void 0);
}
/** A rule that another one makes needless: the same again, or one within a wildcard, a range or a whole host. */
function findShadowed(rules, findings) {
	const wide = new WideRules(rules);
	const seen = new RuleLists();
	for (const rule of rules) {
		const key = targetKey(rule);
		const earlier = seen.get(key).find((twin) => isSame$3(twin, rule));
		if (earlier !== void 0) {
			findings.push(finding(rule, "hint", "repeated-rule", `line ${earlier.line} says the same`));
			continue;
		}
		seen.push(key, rule, 20);
		const cover = wide.coverOf(rule);
		if (cover !== void 0) findings.push(finding(rule, "hint", "shadowed-rule", `line ${cover.line} (${cover.text}) already covers this`));
	}
}
function targetKey({ target, deny }) {
	const sign = deny ? "!" : "";
	if (target.kind === "host") return sign + target.host.text;
	if (target.kind === "name") return `${sign}dns:${target.host.text}`;
	if (target.kind === "address") return `${sign}${target.network.base}/${target.network.length}`;
	const host = isNetwork(target.host) ? formatIPv4(target.host.base) : target.host.text;
	return `${sign}${target.scheme}://${host}${target.path.text}`;
}
/** Of two rules with the same target. */
function isSame$3(a, b) {
	if (a.passthrough !== b.passthrough || a.insecure !== b.insecure || a.scope !== b.scope || a.protocol !== b.protocol) return false;
	return coversPorts(a.ports, b.ports) && coversPorts(b.ports, a.ports) && coversMethods(a, b) && coversMethods(b, a);
}
function coversMethods({ target: wide }, { target: narrow }) {
	if (wide.kind !== "url" || narrow.kind !== "url" || wide.methods === "any") return true;
	return narrow.methods !== "any" && narrow.methods.every((method) => wide.methods.includes(method));
}
/** Rules that may cover others, by what they cover; of those with the same target the first few are looked at. */
var WideRules = class {
	#hosts = new RuleLists();
	#domains = new RuleLists();
	#ranges = /* @__PURE__ */ new Map();
	constructor(rules) {
		const hasUrls = rules.some((rule) => rule.target.kind === "url");
		for (const rule of rules) {
			const { target } = rule;
			if (target.kind === "host" && target.host.glob === void 0) {
				if (target.host.subdomains) this.#domains.push(target.host.base, rule);
				else if (hasUrls) this.#hosts.push(target.host.base, rule);
			} else if (target.kind === "address" && target.network.length < 32) {
				const { base, length } = target.network;
				const table = this.#ranges.get(length) ?? new RuleLists();
				this.#ranges.set(length, table);
				table.push(base, rule);
			}
		}
	}
	coverOf(rule) {
		const { target } = rule;
		if (target.kind === "name") return void 0;
		if (target.kind === "address") return this.#rangeAround(rule, target.network);
		return isNetwork(target.host) ? void 0 : this.#domainAround(rule, target.host, target.kind === "url");
	}
	#rangeAround(rule, { base, length }) {
		for (const [shorter, table] of this.#ranges) {
			const cover = shorter < length ? pick$1(table.get(mask(base, shorter)), rule) : void 0;
			if (cover !== void 0) return cover;
		}
	}
	#domainAround(rule, host, isUrl) {
		const same = isUrl && host.glob === void 0 ? pick$1((host.subdomains ? this.#domains : this.#hosts).get(host.base), rule) : void 0;
		if (same !== void 0 || this.#domains.size === 0) return same;
		const own = host.glob === void 0 ? void 0 : pick$1(this.#domains.get(host.base), rule);
		if (own !== void 0) return own;
		for (const parent of parents(host.base)) {
			const cover = pick$1(this.#domains.get(parent), rule);
			if (cover !== void 0) return cover;
		}
	}
};
function pick$1(candidates, rule) {
	for (let index = 0; index < candidates.length && index < 20; index++) {
		const candidate = candidates[index];
		if (candidate !== void 0 && shadows(candidate, rule)) return candidate;
	}
}
/** `wide` allows all that `rule` allows, to the same processes or more, and treats it the same. */
function shadows(wide, rule) {
	if (wide === rule || wide.deny !== rule.deny || wide.passthrough !== rule.passthrough || wide.insecure !== rule.insecure) return false;
	if (wide.scope !== everyone && wide.scope !== rule.scope) return false;
	if (wide.protocol !== "any" && wide.protocol !== rule.protocol) return false;
	if (!coversPorts(wide.ports, rule.ports) || opensMore(rule)) return false;
	return true;
}
function coversPorts(wide, ports) {
	return wide === "any" || ports !== "any" && ports.every((port) => wide.includes(port));
}
/** An exact rule opens guardrails that no wildcard opens. */
function opensMore(rule) {
	const { target, ports } = rule;
	if (ports !== "any" && ports.some((port) => port === 25 || port === 465 || port === 587)) return true;
	return target.kind === "address" && (target.network.base >>> 16 === 43518 || target.network.base === 2822734096);
}
function findMissingApex(rules, findings) {
	const exact = /* @__PURE__ */ new Set();
	for (const rule of rules) {
		const host = hostOf$1(rule);
		if (host !== void 0 && isWhole(host)) exact.add(host.base);
	}
	const told = /* @__PURE__ */ new Set();
	for (const rule of rules) {
		const host = hostOf$1(rule);
		if (rule.target.kind === "url" || host === void 0 || !host.subdomains || host.glob !== void 0 || !host.base.includes(".")) continue;
		if (exact.has(host.base) || told.has(host.base)) continue;
		told.add(host.base);
		findings.push(finding(rule, "hint", "apex-not-covered", `${host.text} does not match ${host.base} itself`, host.base));
	}
}

// src/policy/host-index.ts
/** A trie of labels from the right; one lookup a label, however many hosts there are. */
var HostIndex = class {
	#root = new Node$1();
	#make;
	constructor(make) {
		this.#make = make;
	}
	/** The entry of a pattern, made on first use. */
	at(pattern) {
		let node = this.#root;
		const { base } = pattern;
		for (let end = base.length; end > 0;) {
			const dot = base.lastIndexOf(".", end - 1);
			node = node.child(base.slice(dot + 1, end));
			end = dot;
		}
		if (pattern.glob !== void 0) return node.globIndex(pattern.subdomains).at(pattern.glob, this.#make);
		if (pattern.subdomains) {
			node.below ??= this.#make();
			return node.below;
		}
		node.exact ??= this.#make();
		return node.exact;
	}
	/** Every entry whose pattern matches `host`, a canonical name. */
	find(host) {
		const found = [];
		let node = this.#root;
		let end = host.length;
		while (end > 0) {
			const dot = host.lastIndexOf(".", end - 1);
			const label = host.slice(dot + 1, end);
			if (node.below !== void 0) found.push(node.below);
			(dot === -1 ? node.globs : node.deepGlobs)?.find(label, found);
			const next = node.children?.get(label);
			if (next === void 0) return found;
			node = next;
			end = dot;
		}
		if (node.exact !== void 0) found.push(node.exact);
		return found;
	}
	/** Entries of the names above `host` and of what is below it: near, but not a match. */
	near(host) {
		const found = [];
		let node = this.#root;
		let end = host.length;
		while (end > 0) {
			if (node.exact !== void 0) found.unshift(node.exact);
			const dot = host.lastIndexOf(".", end - 1);
			const next = node.children?.get(host.slice(dot + 1, end));
			if (next === void 0) return found;
			node = next;
			end = dot;
		}
		if (node.below !== void 0) found.unshift(node.below);
		return found;
	}
};
var Node$1 = class Node$1 {
	children;
	/** Globs for the last label to the left, and for a label with more before it. */
	globs;
	deepGlobs;
	exact;
	below;
	child(label) {
		this.children ??= /* @__PURE__ */ new Map();
		let node = this.children.get(label);
		if (node === void 0) {
			node = new Node$1();
			this.children.set(label, node);
		}
		return node;
	}
	globIndex(deep) {
		this.globs ??= new GlobIndex();
		this.deepGlobs ??= new GlobIndex();
		return deep ? this.deepGlobs : this.globs;
	}
};
/** Globs filed under what they start with, or end with where they start with a wildcard: a lookup tries each length that occurs. */
var GlobIndex = class {
	#starts;
	#ends;
	at(glob, make) {
		if (glob.prefix !== "" || glob.suffix === "") {
			this.#starts ??= new Affixes();
			return this.#starts.at(glob.prefix, glob, make);
		}
		this.#ends ??= new Affixes();
		return this.#ends.at(glob.suffix, glob, make);
	}
	find(text, found) {
		this.#starts?.find(text, false, found);
		this.#ends?.find(text, true, found);
	}
};
var Affixes = class {
	#byAffix = /* @__PURE__ */ new Map();
	#lengths = [];
	at(affix, glob, make) {
		const globs = this.#byAffix.get(affix) ?? [];
		const known = globs.find((candidate) => candidate.glob.source === glob.source);
		if (known !== void 0) return known.entry;
		const entry = make();
		globs.push({
			glob,
			entry
		});
		this.#byAffix.set(affix, globs);
		if (!this.#lengths.includes(affix.length)) this.#lengths.push(affix.length);
		return entry;
	}
	find(text, fromEnd, found) {
		for (const length of this.#lengths) {
			if (length > text.length) continue;
			const globs = this.#byAffix.get(fromEnd ? text.slice(text.length - length) : text.slice(0, length));
			if (globs !== void 0) {
				for (const { glob, entry } of globs) if (glob.matches(text)) found.push(entry);
			}
		}
	}
};

// src/policy/path-index.ts
/** URL rules of one host, scheme and port: a trie of path segments, each end filed by method. */
var PathIndex = class {
	#root = new Node();
	add(target, rule) {
		const end = this.#root.end(target.path);
		const methods = target.methods === "any" ? ["*"] : target.methods;
		for (const method of methods) leafOf(end, method).add(rule, target.path.text);
	}
	/** Offers every rule that matches `path`, with encoded unreserved characters decoded. */
	search(method, path, search, name) {
		const ends = [];
		this.#root.find(path, 0, ends);
		for (const end of ends) {
			end.get(method)?.search(search, name);
			end.get("*")?.search(search, name);
		}
	}
};
var Node = class Node {
	#literals;
	#globs;
	#any;
	#here;
	#below;
	end(pattern) {
		let node = this;
		for (const segment of pattern.segments) node = node.#child(segment);
		if (pattern.open) {
			node.#below ??= /* @__PURE__ */ new Map();
			return node.#below;
		}
		node.#here ??= /* @__PURE__ */ new Map();
		return node.#here;
	}
	#child(segment) {
		if (segment.kind === "any") {
			this.#any ??= new Node();
			return this.#any;
		}
		if (segment.kind === "glob") {
			this.#globs ??= new GlobIndex();
			return this.#globs.at(segment.decoded, () => new Node());
		}
		this.#literals ??= /* @__PURE__ */ new Map();
		const child = this.#literals.get(segment.decoded) ?? new Node();
		this.#literals.set(segment.decoded, child);
		return child;
	}
	/** Visits each node of the trie at most once, so that a path costs at most the rules that share its host. */
	find(path, depth, ends) {
		if (this.#below !== void 0) ends.push(this.#below);
		const segment = path[depth];
		if (segment === void 0) {
			if (this.#here !== void 0) ends.push(this.#here);
			return;
		}
		this.#literals?.get(segment)?.find(path, depth + 1, ends);
		if (segment !== "") this.#any?.find(path, depth + 1, ends);
		if (this.#globs === void 0) return;
		const children = [];
		this.#globs.find(segment, children);
		for (const child of children) child.find(path, depth + 1, ends);
	}
};
function leafOf(end, method) {
	const leaf = end.get(method) ?? new Leaf();
	end.set(method, leaf);
	return leaf;
}

// src/policy/rule-index.ts
/** Rules by port, and those of any port. Few ports are kept in a list, which costs a fraction of a map. */
var PortTable = class {
	#ports = [];
	#entries = [];
	#many;
	#any;
	add(ports, make, put) {
		if (ports === "any") {
			this.#any ??= make();
			put(this.#any);
			return;
		}
		for (const port of ports) put(this.#at(port) ?? this.#insert(port, make()));
	}
	#insert(port, entry) {
		this.#ports.push(port);
		this.#entries.push(entry);
		if (this.#many !== void 0) this.#many.set(port, entry);
		else if (this.#ports.length > 8) this.#many = new Map(this.#ports.map((known, index) => [known, this.#entries[index] ?? entry]));
		return entry;
	}
	#at(port) {
		if (this.#many !== void 0) return this.#many.get(port);
		const index = this.#ports.indexOf(port);
		return index === -1 ? void 0 : this.#entries[index];
	}
	each(port, use) {
		const entry = this.#at(port);
		if (entry !== void 0) use(entry);
		if (this.#any !== void 0) use(this.#any);
	}
};
const makeLeaf = () => new Leaf();
const makePaths = () => new PathIndex();
/** So few rules are compared one after the other: most hosts have one or two, and tables for each would cost more than they save. */
const few = 4;
/** All rules of one host pattern or one network. */
var Bucket = class {
	/** The first rules, in order: all of them while there are no tables, then those to tell what nearly matched. */
	sample = [];
	#tables;
	add(rule) {
		if (this.sample.length === few && this.#tables === void 0) {
			this.#tables = new Tables();
			for (const earlier of this.sample) this.#tables.add(earlier);
		}
		if (this.sample.length < 8) this.sample.push(rule);
		this.#tables?.add(rule);
	}
	get hasUrls() {
		return this.#tables?.hasUrls ?? this.sample.some(({ target }) => target.kind === "url");
	}
	/** Rules by which the name may be looked up. */
	lookup(search, name) {
		if (this.#tables !== void 0) this.#tables.lookup(search, name);
		else for (const rule of this.sample) if (concernsLookups(rule)) search.offer(rule, name);
	}
	/** Rules for the whole connection. */
	connection(protocol, port, search, name) {
		if (this.#tables !== void 0) {
			this.#tables.connection(protocol, port, search, name);
			return;
		}
		for (const rule of this.sample) {
			if (rule.target.kind === "url" || rule.target.kind === "name") continue;
			if ((rule.protocol === protocol || rule.protocol === "any") && hasPort(rule.ports, port)) search.offer(rule, name);
		}
	}
	/** URL rules that match a request. */
	request(scheme, port, method, path, search, name) {
		if (this.#tables !== void 0) {
			this.#tables.request(scheme, port, method, path, search, name);
			return;
		}
		for (const rule of this.sample) {
			const { target } = rule;
			if (target.kind !== "url" || target.scheme !== scheme || !hasPort(rule.ports, port)) continue;
			if ((target.methods === "any" || target.methods.includes(method)) && pathMatches(target.path, path, true)) search.offer(rule, name);
		}
	}
	/** Could a request that some URL rule names pass through this connection? */
	open(scheme, port, search, name) {
		if (this.#tables !== void 0) {
			this.#tables.open(scheme, port, search, name);
			return;
		}
		for (const rule of this.sample) if (rule.target.kind === "url" && rule.target.scheme === scheme && hasPort(rule.ports, port)) search.offer(rule, name);
	}
};
/** A denial of some port or URL leaves the name to be looked up; one of the whole host does not. */
function concernsLookups(rule) {
	return !rule.deny || rule.target.kind === "name" || rule.ports === "any" && rule.protocol === "any";
}
/** The rules of one bucket, filed by what a question of each kind needs. */
var Tables = class {
	#names = new Leaf();
	#connections = {
		tcp: new PortTable(),
		udp: new PortTable()
	};
	/** URL rules by scheme and port alone: the moment before a request is known. */
	#openings = {
		http: new PortTable(),
		https: new PortTable()
	};
	#urls = {
		http: new PortTable(),
		https: new PortTable()
	};
	hasUrls = false;
	add(rule) {
		const { target } = rule;
		if (concernsLookups(rule)) this.#names.add(rule);
		if (target.kind === "name") return;
		if (target.kind === "url") {
			this.hasUrls = true;
			this.#openings[target.scheme].add(rule.ports, makeLeaf, (leaf) => leaf.add(rule));
			this.#urls[target.scheme].add(rule.ports, makePaths, (paths) => paths.add(target, rule));
			return;
		}
		for (const protocol of ["tcp", "udp"]) if (rule.protocol === protocol || rule.protocol === "any") this.#connections[protocol].add(rule.ports, makeLeaf, (leaf) => leaf.add(rule));
	}
	lookup(search, name) {
		this.#names.search(search, name);
	}
	connection(protocol, port, search, name) {
		this.#connections[protocol].each(port, (leaf) => leaf.search(search, name));
	}
	request(scheme, port, method, path, search, name) {
		this.#urls[scheme].each(port, (paths) => paths.search(method, path, search, name));
	}
	open(scheme, port, search, name) {
		this.#openings[scheme].each(port, (leaf) => leaf.search(search, name));
	}
};
/** The rules of a policy that allow, or those that deny. */
var RuleIndex = class {
	#hosts = new HostIndex(() => new Bucket());
	#networks = [];
	size = 0;
	add(rule) {
		this.size++;
		const host = hostOf$1(rule);
		if (host !== void 0) this.#hosts.at(host).add(rule);
		const network = networkOf(rule);
		if (network !== void 0) this.#atNetwork(network).add(rule);
	}
	byHost(host) {
		return this.#hosts.find(host);
	}
	nearHost(host) {
		return this.#hosts.near(host);
	}
	/** The networks that hold an address, longest prefix first: one lookup for each length that occurs. */
	byAddress(address) {
		const found = [];
		for (const { length, byBase } of this.#networks) {
			const bucket = byBase.get(mask(address, length));
			if (bucket !== void 0) found.push(bucket);
		}
		return found;
	}
	#atNetwork({ base, length }) {
		let table = this.#networks.find((candidate) => candidate.length === length);
		if (table === void 0) {
			table = {
				length,
				byBase: /* @__PURE__ */ new Map()
			};
			this.#networks.push(table);
			this.#networks.sort((a, b) => b.length - a.length);
		}
		let bucket = table.byBase.get(base);
		if (bucket === void 0) {
			bucket = new Bucket();
			table.byBase.set(base, bucket);
		}
		return bucket;
	}
};

// src/policy/compile.ts
/**
* Compiles a policy. Never throws: an invalid text gives a policy with `valid: false`, whose understood lines still decide, so that an audit can go on.
*
* @example
* const policy = compile('api.github.com\n*.npmjs.org step=install');
* policy.decide({ type: 'tls', host: 'api.github.com', dstIp: '192.0.2.1', dstPort: 443, names: [] }, {}).allow; // true
*/
function compile(text, options = {}) {
	const parsed = parse$2(text, options.repository);
	const findings = [...parsed.findings, ...review(parsed.rules)].sort((a, b) => a.line - b.line || a.column - b.column);
	const engine = build$2(parsed.rules, options);
	return {
		findings,
		valid: findings.every((finding) => finding.severity !== "error"),
		ruleCount: parsed.ruleLines,
		decide: (question, process, recall) => decide(engine, question, process, recall),
		allowsRaw: (question, process) => decide(engine, question, process).allow,
		allowsUninspected: (host, port, process) => allowsUninspected(engine, host, port, process)
	};
}
function build$2(rules, options) {
	const allow = new RuleIndex();
	const deny = new RuleIndex();
	for (const rule of rules) (rule.deny ? deny : allow).add(rule);
	for (const rule of parse$2(builtInPolicy).rules) allow.add({
		...rule,
		line: 0
	});
	const resolvers = new Set((options.resolvers ?? defaultResolvers).map(parseIPv4).filter((address) => address !== void 0));
	return {
		allow,
		deny,
		defaultAllow: options.default === "allow",
		resolvers
	};
}

// src/policy/event.ts
/** What a lookup of this record type, as the log names it, is for: see the question's `purpose`. A type that is not known counts as A. */
function lookupPurpose(type) {
	return type === void 0 || connecting.has(type) ? "connection" : "answer";
}
/** HTTPS and SVCB (RFC 9460) are asked together with the address. */
const connecting = /* @__PURE__ */ new Set([
	"A",
	"AAAA",
	"HTTPS",
	"SVCB"
]);

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
function time$1(args) {
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
const integer$1 = /^-?\d+$/;
const number$1 = /^-?\d+(?:\.\d+)?$/;
const boolean$2 = /^(?:true|false)$/i;
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
	def.pattern ?? (def.pattern = time$1(def));
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
	inst._zod.pattern = boolean$2;
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
	return settle$1(inst, result);
}
/** An assumed answer must not outlive the resolution that settles it, so only a certain one is cached. */
function settle$1(inst, answer) {
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
const open = [];
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
		open.push(entry);
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
				const depth = open.length;
				const result = base(payload, ctx);
				handoff = void 0;
				const entry = open.length > depth ? open.pop() : void 0;
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
	if (!values) rest.pattern = (types.includes("number") ? number$1 : integer$1).source;
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
const parse$1 = /* @__PURE__ */ _parse(ZodRealError);
const parseAsync = /* @__PURE__ */ _parseAsync(ZodRealError);
const safeParse = /* @__PURE__ */ _safeParse(ZodRealError);
const safeParseAsync = /* @__PURE__ */ _safeParseAsync(ZodRealError);
const encode$3 = /* @__PURE__ */ _encode(ZodRealError);
const decode$2 = /* @__PURE__ */ _decode(ZodRealError);
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
		return parse$1(this, data, params, { callee: _parse });
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
		return encode$3(this, data, params, { callee: _encode });
	},
	decode: function _decode(data, params) {
		return decode$2(this, data, params, { callee: _decode });
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
function boolean$1(params) {
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
const port$1 = () => number().int().min(1).max(65535);
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
		tcpPort: port$1(),
		tcpPorts: number().int().min(1).max(64),
		dnsUdpPort: port$1(),
		dnsTcpPort: port$1()
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
	audit: boolean$1(),
	/** Keep query strings and arguments as they are. */
	logFull: boolean$1(),
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

// src/proxy/dns/outside.ts
/** Of TEST-NET-1 (RFC 5737), to which nobody has a route of its own: packets to it leave like those to the internet. */
const ANYWHERE = 3221225985;
/** Kinds of interfaces (IFLA_INFO_KIND) that put packets on a wire, or encrypt them for a peer that root has named. */
const WIRES = /* @__PURE__ */ new Set([
	"bond",
	"team",
	"wireguard"
]);
/** Interfaces can be stacked; more of them than this is no wire that anybody has. */
const MOST_STACKED = 4;
/**
* Is a server at this address none that the job could be? An address of this network namespace is anybody's here, and behind a bridge, a veth, a tunnel that ends in
* a process and the like there are containers, virtual machines and programs. So the way there has to leave by hardware, or by the interface that leads to the internet
* as this starts, whatever it is: in a container or a virtual network that one is virtual, too. The kernel is asked each time, as routes change.
*/
function outside(native) {
	const wayOut = native.routeTo(ANYWHERE);
	const isWire = (index, above = 0) => {
		if (index === void 0 || above === MOST_STACKED) return false;
		if (index === wayOut) return true;
		const link = native.linkOf(index);
		if (!link || link.loopback) return false;
		if (link.kind === "vlan") return isWire(link.below, above + 1);
		return link.kind === "" || WIRES.has(link.kind);
	};
	return (ip) => {
		try {
			return isWire(native.routeTo(ip));
		} catch {
			return false;
		}
	};
}

// src/proxy/names.ts
const MIN_LIFETIME_MS = 6e4;
const MAX_LIFETIME_MS = 864e5;
/** A full sweep costs time in proportion to the table, so it happens at most this often. */
const SWEEP_INTERVAL_MS = 1e3;
/** ASCII lower case without the trailing dot. Only ASCII: `toLowerCase` would turn the Kelvin sign into a `k`. */
const normalizeName = (name) => {
	const bare = name.endsWith(".") ? name.slice(0, -1) : name;
	return /[A-Z]/.test(bare) ? bare.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : bare;
};
/**
* The learned-names table. A binding lives for its TTL, at least a minute and at most a day, and as long as it is held. Full, it
* forgets what has expired, then what was learned longest ago; what is held is never forgotten, and when all of it is held nothing
* more is learned: a name that is not bound only ever means a denial.
*
* @param clock milliseconds, monotonic
*/
function createNameTable(clock, options = {}) {
	const { maxBindings = 1e5, maxNamesPerAddress = 256 } = options;
	/** By `name ip`, in the order of learning: the first is the oldest. */
	const bindings = /* @__PURE__ */ new Map();
	const byAddress = /* @__PURE__ */ new Map();
	let lastSweep = Number.NEGATIVE_INFINITY;
	const alive = (binding) => binding.holds > 0 || binding.expires > clock();
	const forget = (binding) => {
		bindings.delete(key(binding.name, binding.ip));
		const names = byAddress.get(binding.ip);
		names?.delete(binding.name);
		if (names?.size === 0) byAddress.delete(binding.ip);
	};
	const forgetOldest = (candidates) => {
		for (const binding of candidates) {
			if (binding.holds > 0) continue;
			forget(binding);
			return true;
		}
		return false;
	};
	const makeRoom = () => {
		if (bindings.size < maxBindings) return true;
		if (clock() - lastSweep >= SWEEP_INTERVAL_MS) {
			lastSweep = clock();
			for (const binding of bindings.values()) if (!alive(binding)) forget(binding);
		}
		return bindings.size < maxBindings || forgetOldest(bindings.values());
	};
	const bind = (name, ip, expires) => {
		const id = key(name, ip);
		const known = bindings.get(id);
		if (known) forget(known);
		else if (!makeRoom()) return;
		const names = byAddress.get(ip) ?? /* @__PURE__ */ new Map();
		if (names.size >= maxNamesPerAddress && !forgetOldest(names.values())) return;
		const binding = known ?? {
			name,
			ip,
			expires: 0,
			holds: 0
		};
		binding.expires = Math.max(binding.expires, expires);
		names.set(name, binding);
		byAddress.set(ip, names);
		bindings.set(id, binding);
	};
	return {
		get size() {
			return bindings.size;
		},
		namesOf(ip) {
			const bound = byAddress.get(ip);
			if (bound === void 0) return [];
			const names = [];
			const now = clock();
			for (const binding of bound.values()) if (binding.holds > 0 || binding.expires > now) names.push(binding.name);
			return names.length > 1 ? names.reverse() : names;
		},
		isBound(name, ip) {
			const binding = bindings.get(key(normalizeName(name), ip));
			return binding !== void 0 && alive(binding);
		},
		learn(name, ips, ttlSeconds) {
			const ttl = Number.isFinite(ttlSeconds) ? ttlSeconds * 1e3 : 0;
			const expires = clock() + Math.min(Math.max(ttl, MIN_LIFETIME_MS), MAX_LIFETIME_MS);
			const normal = normalizeName(name);
			for (const ip of ips) bind(normal, ip, expires);
		},
		hold(name, ip) {
			const binding = bindings.get(key(normalizeName(name), ip));
			if (!binding || !alive(binding)) return () => {};
			binding.holds++;
			let held = true;
			return () => {
				if (held) binding.holds--;
				held = false;
			};
		}
	};
}
const key = (name, ip) => `${name} ${ip}`;

// src/proxy/dns/cache.ts
const MAX_TTL_SECONDS = 86400;
/** Values by key until their TTL is over, bounded in bytes: full, it forgets what was stored longest ago. `clock`: milliseconds, monotonic. */
function createTtlCache(clock, maxBytes = 8 << 20) {
	const entries = /* @__PURE__ */ new Map();
	let total = 0;
	const drop = (key) => {
		total -= entries.get(key)?.bytes ?? 0;
		entries.delete(key);
	};
	return {
		get(key) {
			const entry = entries.get(key);
			if (!entry) return void 0;
			if (entry.expires <= clock()) {
				drop(key);
				return;
			}
			return {
				value: entry.value,
				age: Math.floor((clock() - entry.stored) / 1e3)
			};
		},
		set(key, value, ttlSeconds, bytes) {
			drop(key);
			if (ttlSeconds <= 0 || bytes > maxBytes / 16) return;
			const stored = clock();
			entries.set(key, {
				value,
				stored,
				expires: stored + Math.min(ttlSeconds, MAX_TTL_SECONDS) * 1e3,
				bytes
			});
			total += bytes;
			for (const oldest of entries.keys()) {
				if (total <= maxBytes) break;
				drop(oldest);
			}
		}
	};
}

// src/kernel/ip.ts
/** Dotted quad to a number in host order; undefined for anything else. */
function parseIpv4(text) {
	const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
	if (!parts) return void 0;
	let value = 0;
	for (const part of parts.slice(1)) {
		const byte = Number(part);
		if (byte > 255) return void 0;
		value = value * 256 + byte;
	}
	return value;
}
/** Host order number to dotted quad. */
function formatIpv4(value) {
	return `${value >>> 24}.${value >>> 16 & 255}.${value >>> 8 & 255}.${value & 255}`;
}
/** The IPv4 address in an IPv4-mapped IPv6 text (`::ffff:10.0.0.1`), else the text itself. */
function unmapIpv4(text) {
	return text.startsWith("::ffff:") && text.includes(".") ? text.slice(7) : text;
}

// src/proxy/dns/address.ts
const prefixes = [
	"0.0.0.0/8",
	"127.0.0.0/8",
	"169.254.0.0/16",
	"168.63.129.16/32",
	"224.0.0.0/4",
	"255.255.255.255/32"
].map((text) => {
	const [ip = "", bits = "32"] = text.split("/");
	return {
		network: parseIpv4(ip) ?? 0,
		size: 2 ** (32 - Number(bits))
	};
});
/**
* Addresses that no public name has: this host, link-local and cloud metadata, the Azure wireserver, multicast. In an answer they
* are an attempt to reach these under an allowed name (DNS rebinding), so they are left out and never learned.
*/
function isForbiddenAnswer(ip) {
	const value = parseIpv4(ip);
	return value === void 0 || prefixes.some(({ network, size }) => value >= network && value < network + size);
}

// src/proxy/dns/wire.ts
/**
* A strict walk over a DNS message (RFC 1035, section 4) before anything else reads it: every count, label, pointer and length
* must fit exactly. It says where things are and of what kind; values are read by dns-packet afterwards (`message.ts`).
*/
var MalformedMessage = class extends Error {
	name = "MalformedMessage";
};
const HEADER_LENGTH = 12;
const MAX_LABEL = 63;
const MAX_NAME = 255;
const MIN_RECORD = 11;
/** In one name. A label goes before a pointer where anything is saved, and there are no more labels. Thousands in each of thousands of names would take a second. */
const MAX_POINTERS = 127;
const HOSTNAME_LABEL = /^[A-Za-z0-9_-]+$/;
/** Throws MalformedMessage. */
function walk$1(bytes) {
	const header = readHeader(bytes);
	const [questionCount = 0, answerCount = 0, authorityCount = 0, additionalCount = 0] = [
		4,
		6,
		8,
		10
	].map((at) => bytes.readUInt16BE(at));
	const records = answerCount + authorityCount + additionalCount;
	if (12 + questionCount * 5 + records * MIN_RECORD > bytes.length) throw new MalformedMessage("more records announced than fit");
	let offset = 12;
	const questions = times(questionCount, () => {
		const question = readQuestion(bytes, offset);
		offset = question.end;
		return question;
	});
	const section = (count) => times(count, () => {
		const record = readRecord(bytes, offset);
		offset = record.dataAt + record.dataLength;
		return record;
	});
	const answers = section(answerCount);
	const authorities = section(authorityCount);
	const additionals = section(additionalCount);
	if (offset !== bytes.length) throw new MalformedMessage(`${bytes.length - offset} bytes behind the message`);
	return {
		header,
		questions,
		answers,
		authorities,
		additionals
	};
}
/** Throws MalformedMessage if there is no whole header. */
function readHeader(bytes) {
	if (bytes.length < 12) throw new MalformedMessage("shorter than a header");
	const flags = bytes.readUInt16BE(2);
	return {
		id: bytes.readUInt16BE(0),
		response: (flags & 32768) !== 0,
		opcode: flags >> 11 & 15,
		truncated: (flags & 512) !== 0,
		recursionDesired: (flags & 256) !== 0,
		checkingDisabled: (flags & 16) !== 0,
		rcode: flags & 15
	};
}
function readQuestion(bytes, offset) {
	const name = readName(bytes, offset);
	if (name.end + 4 > bytes.length) throw new MalformedMessage("question cut off");
	return {
		name,
		type: bytes.readUInt16BE(name.end),
		class: bytes.readUInt16BE(name.end + 2),
		end: name.end + 4
	};
}
function readRecord(bytes, offset) {
	const name = readName(bytes, offset);
	const at = name.end;
	if (at + 10 > bytes.length) throw new MalformedMessage("record cut off");
	const dataLength = bytes.readUInt16BE(at + 8);
	const dataAt = at + 10;
	if (dataAt + dataLength > bytes.length) throw new MalformedMessage("record data cut off");
	const ttl = bytes.readUInt32BE(at + 4);
	return {
		name,
		at,
		type: bytes.readUInt16BE(at),
		class: bytes.readUInt16BE(at + 2),
		ttl: ttl > 2147483647 ? 0 : ttl,
		dataAt,
		dataLength
	};
}
/** RFC 1035, sections 3.1 and 4.1.4. Pointers lead strictly backwards, so that they cannot loop. Throws MalformedMessage. */
function readName(bytes, start) {
	const labels = [];
	let hostname = true;
	let length = 1;
	let end;
	let offset = start;
	let lowest = start;
	let pointers = 0;
	for (;;) {
		const first = bytes[offset];
		if (first === void 0) throw new MalformedMessage("name cut off");
		if (first === 0) break;
		if (first >= 192) {
			const second = bytes[offset + 1];
			if (second === void 0) throw new MalformedMessage("pointer cut off");
			const target = (first & 63) << 8 | second;
			if (target >= lowest) throw new MalformedMessage("pointer does not lead backwards");
			if (++pointers > MAX_POINTERS) throw new MalformedMessage("too many pointers in a name");
			end ??= offset + 2;
			lowest = target;
			offset = target;
			continue;
		}
		if (first > MAX_LABEL) throw new MalformedMessage("unknown kind of label");
		if (offset + 1 + first > bytes.length) throw new MalformedMessage("label cut off");
		length += first + 1;
		if (length > MAX_NAME) throw new MalformedMessage("name too long");
		const label = bytes.toString("latin1", offset + 1, offset + 1 + first);
		hostname &&= HOSTNAME_LABEL.test(label);
		labels.push(label);
		offset += first + 1;
	}
	return {
		text: labels.join("."),
		hostname,
		end: end ?? offset + 1
	};
}
const times = (count, make) => Array.from({ length: count }, make);

// src/proxy/dns/svcb.ts
const MANDATORY = 0;
/** ECH hides the name that is decided on; hints are addresses that were not resolved for the name by an A query. */
const STRIPPED = /* @__PURE__ */ new Set([
	4,
	5,
	6
]);
/** An HTTPS or SVCB record (RFC 9460, section 2.2) without ECH and address hints; undefined if its data is in any way in doubt. */
function withoutHints(record) {
	const data = "data" in record.answer ? record.answer.data : void 0;
	if (!Buffer.isBuffer(data)) return void 0;
	const stripped = strip(data);
	if (!stripped) return void 0;
	return {
		...record,
		answer: {
			...record.answer,
			data: stripped
		}
	};
}
function strip(data) {
	if (data.length < 3) return void 0;
	let offset = targetEnd(data);
	if (offset === void 0) return void 0;
	const kept = [data.subarray(0, offset)];
	let lastKey = -1;
	while (offset < data.length) {
		if (offset + 4 > data.length) return void 0;
		const key = data.readUInt16BE(offset);
		const end = offset + 4 + data.readUInt16BE(offset + 2);
		if (end > data.length || key <= lastKey) return void 0;
		const value = data.subarray(offset + 4, end);
		if (key === MANDATORY && !mandatoryKeysAreKept(value)) return void 0;
		if (!STRIPPED.has(key)) kept.push(data.subarray(offset, end));
		lastKey = key;
		offset = end;
	}
	return Buffer.concat(kept);
}
/** Behind priority and target name, which is never compressed. */
function targetEnd(data) {
	try {
		const target = readName(data, 2);
		const plain = target.text === "" ? 3 : target.text.length + 4;
		return target.end === plain && (target.hostname || target.text === "") ? target.end : void 0;
	} catch (error) {
		if (error instanceof MalformedMessage) return void 0;
		throw error;
	}
}
/** A client must ignore a record without a mandatory key, so such a record is of no use to it without what is stripped. */
function mandatoryKeysAreKept(value) {
	if (value.length === 0 || value.length % 2 !== 0) return false;
	for (let at = 0; at < value.length; at += 2) if (STRIPPED.has(value.readUInt16BE(at))) return false;
	return true;
}

// src/proxy/dns/types.ts
/** Record types by number (IANA DNS parameters), as far as something here depends on them. */
const TYPE = {
	A: 1,
	NS: 2,
	CNAME: 5,
	SOA: 6,
	PTR: 12,
	MX: 15,
	TXT: 16,
	AAAA: 28,
	SRV: 33,
	OPT: 41,
	SVCB: 64,
	HTTPS: 65,
	ANY: 255
};
const RCODE = {
	NOERROR: 0,
	FORMERR: 1,
	SERVFAIL: 2,
	NXDOMAIN: 3,
	NOTIMP: 4,
	REFUSED: 5,
	BADVERS: 16
};
/** RFC 8914, section 4. */
const EXTENDED_ERROR = {
	BLOCKED: 15,
	FILTERED: 17,
	PROHIBITED: 18
};
const NAMES = /* @__PURE__ */ new Map([
	[1, "A"],
	[2, "NS"],
	[5, "CNAME"],
	[6, "SOA"],
	[10, "NULL"],
	[12, "PTR"],
	[13, "HINFO"],
	[15, "MX"],
	[16, "TXT"],
	[28, "AAAA"],
	[29, "LOC"],
	[33, "SRV"],
	[35, "NAPTR"],
	[39, "DNAME"],
	[43, "DS"],
	[44, "SSHFP"],
	[46, "RRSIG"],
	[47, "NSEC"],
	[48, "DNSKEY"],
	[50, "NSEC3"],
	[52, "TLSA"],
	[64, "SVCB"],
	[65, "HTTPS"],
	[99, "SPF"],
	[251, "IXFR"],
	[252, "AXFR"],
	[255, "ANY"],
	[256, "URI"],
	[257, "CAA"]
]);
/** `A`, `TXT`; `TYPE4711` for what has no name here (RFC 3597, section 5). */
const typeName = (type) => NAMES.get(type) ?? `TYPE${type}`;
/** Types whose data may hold compressed names (RFC 3597, section 4) and that nobody asks for any more. */
const OBSOLETE_WITH_NAMES = /* @__PURE__ */ new Set([
	3,
	4,
	7,
	8,
	9,
	14,
	17,
	18,
	21,
	24,
	26,
	30,
	36,
	38
]);
/** Why a query of this type is not answered, whatever its name; undefined where it is. */
function refusedType(type) {
	if (type === TYPE.ANY) return "queries for ANY are refused (RFC 8482)";
	if (type === 0 || type === TYPE.OPT || type >= 128 && type <= 255) return `${typeName(type)} is no type that a record can have`;
	if (OBSOLETE_WITH_NAMES.has(type)) return `${typeName(type)} is obsolete and not forwarded`;
}

// src/proxy/dns/chain.ts
const MAX_ALIASES = 16;
/** Far more than any service uses; bounds what one answer can put into the learned-names table. */
const MAX_RECORDS = 512;
/** Follows CNAME records inside one message. Throws MalformedMessage on a loop and on a chain that is too long. */
function followChain(name, type, message) {
	const aliases = [];
	const seen = /* @__PURE__ */ new Set([name]);
	let last = name;
	while (type !== TYPE.CNAME) {
		const alias = message.answers.find((record) => record.type === TYPE.CNAME && record.name === last);
		const target = alias && aliasTarget(alias);
		if (!alias || target === void 0) break;
		if (seen.has(target)) throw new MalformedMessage(`CNAME loop at ${target}`);
		if (aliases.length === MAX_ALIASES) throw new MalformedMessage(`more than ${MAX_ALIASES} aliases`);
		seen.add(target);
		aliases.push(alias);
		last = target;
	}
	const addresses = /* @__PURE__ */ new Set();
	const records = [];
	for (const record of message.answers) {
		if (record.name !== last || record.type !== type || records.length === MAX_RECORDS) continue;
		if (record.answer.type === "A") {
			if (isForbiddenAnswer(record.answer.data) || addresses.has(record.answer.data)) continue;
			addresses.add(record.answer.data);
		}
		const safe = type === TYPE.HTTPS || type === TYPE.SVCB ? withoutHints(record) : record;
		if (safe) records.push(safe);
	}
	const soa = message.authorities.find((record) => record.type === TYPE.SOA && isAtOrBelow(last, record.name));
	return {
		aliases,
		records,
		addresses: [...addresses],
		soa: records.length === 0 ? soa : void 0
	};
}
const aliasTarget = ({ answer }) => answer.type === "CNAME" ? normalizeName(answer.data) : void 0;
const isAtOrBelow = (name, zone) => zone === "" || name === zone || name.endsWith(`.${zone}`);

// src/proxy/dns/exchange.ts
/** Source ports that are tried before the kernel is to find a free one. */
const PORT_TRIES = 8;
/**
* One query over UDP from a socket and a port of its own, which is the second half of what a forger has to guess. The socket is connected,
* so the kernel passes on only what comes from exactly the address and port that were asked. Rejects on ICMP errors and on abort.
*/
function exchangeUdp(server, query, accept, options) {
	return new Promise((resolve, reject) => {
		const socket = createSocket(isIPv6(server.ip) ? "udp6" : "udp4");
		const settle = once(options, (act) => {
			socket.close();
			act();
		});
		const fail = (error) => settle.now(() => reject(error));
		settle.onAbort(() => reject(/* @__PURE__ */ new Error("stopped")));
		let tries = 0;
		const bind = () => {
			const port = tries++ < PORT_TRIES ? options.port() : 0;
			socket.bind({
				port,
				exclusive: true,
				...options.bind ? { address: options.bind } : {}
			});
		};
		socket.on("error", (error) => {
			if (isTaken(error) && tries <= PORT_TRIES) bind();
			else fail(error);
		});
		socket.on("message", (message) => {
			try {
				const answer = accept(message);
				if (answer !== void 0) settle.now(() => resolve(answer));
			} catch (error) {
				fail(error);
			}
		});
		socket.on("listening", () => {
			if (!settle.done()) socket.connect(server.port, server.ip);
		});
		socket.on("connect", () => {
			if (!settle.done()) socket.send(query);
		});
		if (!settle.done()) bind();
	});
}
const isTaken = (error) => "code" in error && error.code === "EADDRINUSE";
/** One query over TCP (RFC 7766). Rejects as `exchangeUdp` does, and when the server closes before a whole message. */
function exchangeTcp(server, query, accept, options) {
	return new Promise((resolve, reject) => {
		const socket = connect({
			host: server.ip,
			port: server.port,
			...options.bind ? { localAddress: options.bind } : {}
		});
		const settle = once(options, (act) => {
			socket.destroy();
			act();
		});
		const fail = (error) => settle.now(() => reject(error));
		settle.onAbort(() => reject(/* @__PURE__ */ new Error("stopped")));
		let received = Buffer.alloc(0);
		socket.on("error", fail);
		socket.on("close", () => fail(/* @__PURE__ */ new Error(`${server.ip} closed without an answer`)));
		socket.on("data", (chunk) => {
			received = Buffer.concat([received, chunk]);
			const length = received.length >= 2 ? received.readUInt16BE(0) : Number.POSITIVE_INFINITY;
			if (received.length < 2 + length) return;
			try {
				const answer = accept(received.subarray(2, 2 + length));
				if (answer === void 0) fail(/* @__PURE__ */ new Error(`${server.ip} answered another question`));
				else settle.now(() => resolve(answer));
			} catch (error) {
				fail(error);
			}
		});
		socket.write(framed(query));
	});
}
/** RFC 1035, section 4.2.2. */
function framed(message) {
	const length = Buffer.alloc(2);
	length.writeUInt16BE(message.length, 0);
	return Buffer.concat([length, message]);
}
/** The first of several endings counts, and each of them cleans up. */
function once({ signal }, finish) {
	let over = false;
	let onAbort;
	const now = (act) => {
		if (over) return;
		over = true;
		if (onAbort) signal.removeEventListener("abort", onAbort);
		finish(act);
	};
	return {
		now,
		done: () => over,
		onAbort(act) {
			onAbort = () => now(act);
			if (signal.aborted) queueMicrotask(onAbort);
			else signal.addEventListener("abort", onAbort, { once: true });
		}
	};
}

// src/proxy/dns/in-turn.ts
/**
* Asks one after the other, the next one when the one before has failed or is silent. Who was asked is listened to until the end: an answer that
* is late is an answer, and on a slow line each of them is late. A round in which everybody has failed is the last one: who says that he cannot
* will not be able to a moment later. Never rejects. What `ask` has begun ends by its signal.
*/
function inTurn(whom, ask, { rounds, patienceMs, signal }) {
	const turns = rounds.flatMap((ms) => whom.map((one) => ({
		one,
		ms
	})));
	const began = performance.now();
	return new Promise((resolve) => {
		const over = new AbortController();
		let failure;
		let asked = 0;
		let waiting = 0;
		let next;
		const settle = (said) => {
			clearTimeout(next);
			clearTimeout(last);
			signal.removeEventListener("abort", giveUp);
			resolve(said);
			over.abort();
		};
		const giveUp = () => settle({
			failure,
			ms: Math.round(performance.now() - began)
		});
		const last = setTimeout(giveUp, patienceMs);
		const turn = () => {
			clearTimeout(next);
			const to = turns[asked];
			if (signal.aborted || !to || waiting === 0 && asked > 0 && asked % whom.length === 0) return void giveUp();
			const index = ++asked;
			waiting++;
			next = setTimeout(turn, to.ms);
			ask(to.one, over.signal).then((answer) => settle({ answer }), (error) => {
				waiting--;
				if (over.signal.aborted) return;
				failure = error;
				if (index < asked) return;
				if (asked < turns.length) turn();
				else if (waiting === 0) giveUp();
			});
		};
		signal.addEventListener("abort", giveUp, { once: true });
		turn();
	});
}

// src/proxy/dns/query-ports.ts
const LOWEST$1 = 10240;
/** With fewer, a forger had less to guess than where the kernel chooses. */
const ENOUGH = 8192;
const DEFAULT_EPHEMERAL = [32768, 60999];
/**
* Chooses source ports for our own queries: none that the kernel gives to clients (`ip_local_port_range` of ip(7)). Conntrack remembers a
* UDP flow by its addresses and ports for up to two minutes. From a port that a client's query came from shortly before, ours to the same
* server would be redirected as that one was, to ourselves; and a client's query from a port that was ours would not be redirected, and be
* refused. 0, which lets the kernel choose, where too few are left.
*/
function queryPorts(ephemeral = ephemeralPorts()) {
	const [low, high] = ephemeral;
	const below = Math.max(0, Math.min(low, 65536) - LOWEST$1);
	const firstAbove = Math.max(high + 1, LOWEST$1);
	const above = Math.max(0, 65536 - firstAbove);
	if (below + above < ENOUGH) return () => 0;
	return () => {
		const index = randomInt(below + above);
		return index < below ? LOWEST$1 + index : firstAbove + index - below;
	};
}
function ephemeralPorts() {
	try {
		const [low, high] = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8").trim().split(/\s+/).map(Number);
		if (low && high && low <= high) return [low, high];
	} catch {}
	return DEFAULT_EPHEMERAL;
}

// node_modules/dns-packet/types.js
var require_types = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.toString = function(type) {
		switch (type) {
			case 1: return "A";
			case 10: return "NULL";
			case 28: return "AAAA";
			case 18: return "AFSDB";
			case 42: return "APL";
			case 257: return "CAA";
			case 60: return "CDNSKEY";
			case 59: return "CDS";
			case 37: return "CERT";
			case 5: return "CNAME";
			case 49: return "DHCID";
			case 32769: return "DLV";
			case 39: return "DNAME";
			case 48: return "DNSKEY";
			case 43: return "DS";
			case 55: return "HIP";
			case 13: return "HINFO";
			case 45: return "IPSECKEY";
			case 25: return "KEY";
			case 36: return "KX";
			case 29: return "LOC";
			case 15: return "MX";
			case 35: return "NAPTR";
			case 2: return "NS";
			case 47: return "NSEC";
			case 50: return "NSEC3";
			case 51: return "NSEC3PARAM";
			case 12: return "PTR";
			case 46: return "RRSIG";
			case 17: return "RP";
			case 24: return "SIG";
			case 6: return "SOA";
			case 99: return "SPF";
			case 33: return "SRV";
			case 44: return "SSHFP";
			case 32768: return "TA";
			case 249: return "TKEY";
			case 52: return "TLSA";
			case 250: return "TSIG";
			case 16: return "TXT";
			case 252: return "AXFR";
			case 251: return "IXFR";
			case 41: return "OPT";
			case 255: return "ANY";
		}
		return "UNKNOWN_" + type;
	};
	exports.toType = function(name) {
		switch (name.toUpperCase()) {
			case "A": return 1;
			case "NULL": return 10;
			case "AAAA": return 28;
			case "AFSDB": return 18;
			case "APL": return 42;
			case "CAA": return 257;
			case "CDNSKEY": return 60;
			case "CDS": return 59;
			case "CERT": return 37;
			case "CNAME": return 5;
			case "DHCID": return 49;
			case "DLV": return 32769;
			case "DNAME": return 39;
			case "DNSKEY": return 48;
			case "DS": return 43;
			case "HIP": return 55;
			case "HINFO": return 13;
			case "IPSECKEY": return 45;
			case "KEY": return 25;
			case "KX": return 36;
			case "LOC": return 29;
			case "MX": return 15;
			case "NAPTR": return 35;
			case "NS": return 2;
			case "NSEC": return 47;
			case "NSEC3": return 50;
			case "NSEC3PARAM": return 51;
			case "PTR": return 12;
			case "RRSIG": return 46;
			case "RP": return 17;
			case "SIG": return 24;
			case "SOA": return 6;
			case "SPF": return 99;
			case "SRV": return 33;
			case "SSHFP": return 44;
			case "TA": return 32768;
			case "TKEY": return 249;
			case "TLSA": return 52;
			case "TSIG": return 250;
			case "TXT": return 16;
			case "AXFR": return 252;
			case "IXFR": return 251;
			case "OPT": return 41;
			case "ANY": return 255;
			case "*": return 255;
		}
		if (name.toUpperCase().startsWith("UNKNOWN_")) return parseInt(name.slice(8));
		return 0;
	};
}));

// node_modules/dns-packet/rcodes.js
var require_rcodes = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.toString = function(rcode) {
		switch (rcode) {
			case 0: return "NOERROR";
			case 1: return "FORMERR";
			case 2: return "SERVFAIL";
			case 3: return "NXDOMAIN";
			case 4: return "NOTIMP";
			case 5: return "REFUSED";
			case 6: return "YXDOMAIN";
			case 7: return "YXRRSET";
			case 8: return "NXRRSET";
			case 9: return "NOTAUTH";
			case 10: return "NOTZONE";
			case 11: return "RCODE_11";
			case 12: return "RCODE_12";
			case 13: return "RCODE_13";
			case 14: return "RCODE_14";
			case 15: return "RCODE_15";
		}
		return "RCODE_" + rcode;
	};
	exports.toRcode = function(code) {
		switch (code.toUpperCase()) {
			case "NOERROR": return 0;
			case "FORMERR": return 1;
			case "SERVFAIL": return 2;
			case "NXDOMAIN": return 3;
			case "NOTIMP": return 4;
			case "REFUSED": return 5;
			case "YXDOMAIN": return 6;
			case "YXRRSET": return 7;
			case "NXRRSET": return 8;
			case "NOTAUTH": return 9;
			case "NOTZONE": return 10;
			case "RCODE_11": return 11;
			case "RCODE_12": return 12;
			case "RCODE_13": return 13;
			case "RCODE_14": return 14;
			case "RCODE_15": return 15;
		}
		return 0;
	};
}));

// node_modules/dns-packet/opcodes.js
var require_opcodes = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.toString = function(opcode) {
		switch (opcode) {
			case 0: return "QUERY";
			case 1: return "IQUERY";
			case 2: return "STATUS";
			case 3: return "OPCODE_3";
			case 4: return "NOTIFY";
			case 5: return "UPDATE";
			case 6: return "OPCODE_6";
			case 7: return "OPCODE_7";
			case 8: return "OPCODE_8";
			case 9: return "OPCODE_9";
			case 10: return "OPCODE_10";
			case 11: return "OPCODE_11";
			case 12: return "OPCODE_12";
			case 13: return "OPCODE_13";
			case 14: return "OPCODE_14";
			case 15: return "OPCODE_15";
		}
		return "OPCODE_" + opcode;
	};
	exports.toOpcode = function(code) {
		switch (code.toUpperCase()) {
			case "QUERY": return 0;
			case "IQUERY": return 1;
			case "STATUS": return 2;
			case "OPCODE_3": return 3;
			case "NOTIFY": return 4;
			case "UPDATE": return 5;
			case "OPCODE_6": return 6;
			case "OPCODE_7": return 7;
			case "OPCODE_8": return 8;
			case "OPCODE_9": return 9;
			case "OPCODE_10": return 10;
			case "OPCODE_11": return 11;
			case "OPCODE_12": return 12;
			case "OPCODE_13": return 13;
			case "OPCODE_14": return 14;
			case "OPCODE_15": return 15;
		}
		return 0;
	};
}));

// node_modules/dns-packet/classes.js
var require_classes = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.toString = function(klass) {
		switch (klass) {
			case 1: return "IN";
			case 2: return "CS";
			case 3: return "CH";
			case 4: return "HS";
			case 255: return "ANY";
		}
		return "UNKNOWN_" + klass;
	};
	exports.toClass = function(name) {
		switch (name.toUpperCase()) {
			case "IN": return 1;
			case "CS": return 2;
			case "CH": return 3;
			case "HS": return 4;
			case "ANY": return 255;
		}
		return 0;
	};
}));

// node_modules/dns-packet/optioncodes.js
var require_optioncodes = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.toString = function(type) {
		switch (type) {
			case 1: return "LLQ";
			case 2: return "UL";
			case 3: return "NSID";
			case 5: return "DAU";
			case 6: return "DHU";
			case 7: return "N3U";
			case 8: return "CLIENT_SUBNET";
			case 9: return "EXPIRE";
			case 10: return "COOKIE";
			case 11: return "TCP_KEEPALIVE";
			case 12: return "PADDING";
			case 13: return "CHAIN";
			case 14: return "KEY_TAG";
			case 26946: return "DEVICEID";
		}
		if (type < 0) return null;
		return `OPTION_${type}`;
	};
	exports.toCode = function(name) {
		if (typeof name === "number") return name;
		if (!name) return -1;
		switch (name.toUpperCase()) {
			case "OPTION_0": return 0;
			case "LLQ": return 1;
			case "UL": return 2;
			case "NSID": return 3;
			case "OPTION_4": return 4;
			case "DAU": return 5;
			case "DHU": return 6;
			case "N3U": return 7;
			case "CLIENT_SUBNET": return 8;
			case "EXPIRE": return 9;
			case "COOKIE": return 10;
			case "TCP_KEEPALIVE": return 11;
			case "PADDING": return 12;
			case "CHAIN": return 13;
			case "KEY_TAG": return 14;
			case "DEVICEID": return 26946;
			case "OPTION_65535": return 65535;
		}
		const m = name.match(/_(\d+)$/);
		if (m) return parseInt(m[1], 10);
		return -1;
	};
}));

// node_modules/@leichtgewicht/ip-codec/index.cjs
var require_ip_codec = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var ipCodec = (function(exports) {
		"use strict";
		Object.defineProperty(exports, "__esModule", { value: true });
		exports.decode = decode;
		exports.encode = encode;
		exports.familyOf = familyOf;
		exports.name = void 0;
		exports.sizeOf = sizeOf;
		exports.v6 = exports.v4 = void 0;
		const v4Regex = /^(\d{1,3}\.){3,3}\d{1,3}$/;
		const v4Size = 4;
		const v6Regex = /^(::)?(((\d{1,3}\.){3}(\d{1,3}){1})?([0-9a-f]){0,4}:{0,2}){1,8}(::)?$/i;
		const v6Size = 16;
		const v4 = {
			name: "v4",
			size: v4Size,
			isFormat: (ip) => v4Regex.test(ip),
			encode(ip, buff, offset) {
				offset = ~~offset;
				buff = buff || new Uint8Array(offset + v4Size);
				const max = ip.length;
				let n = 0;
				for (let i = 0; i < max;) {
					const c = ip.charCodeAt(i++);
					if (c === 46) {
						buff[offset++] = n;
						n = 0;
					} else n = n * 10 + (c - 48);
				}
				buff[offset] = n;
				return buff;
			},
			decode(buff, offset) {
				offset = ~~offset;
				return `${buff[offset++]}.${buff[offset++]}.${buff[offset++]}.${buff[offset]}`;
			}
		};
		exports.v4 = v4;
		const v6 = {
			name: "v6",
			size: v6Size,
			isFormat: (ip) => ip.length > 0 && v6Regex.test(ip),
			encode(ip, buff, offset) {
				offset = ~~offset;
				let end = offset + v6Size;
				let fill = -1;
				let hexN = 0;
				let decN = 0;
				let prevColon = true;
				let useDec = false;
				buff = buff || new Uint8Array(offset + v6Size);
				for (let i = 0; i < ip.length; i++) {
					let c = ip.charCodeAt(i);
					if (c === 58) {
						if (prevColon) {
							if (fill !== -1) {
								if (offset < end) buff[offset] = 0;
								if (offset < end - 1) buff[offset + 1] = 0;
								offset += 2;
							} else if (offset < end) fill = offset;
						} else {
							if (useDec === true) {
								if (offset < end) buff[offset] = decN;
								offset++;
							} else {
								if (offset < end) buff[offset] = hexN >> 8;
								if (offset < end - 1) buff[offset + 1] = hexN & 255;
								offset += 2;
							}
							hexN = 0;
							decN = 0;
						}
						prevColon = true;
						useDec = false;
					} else if (c === 46) {
						if (offset < end) buff[offset] = decN;
						offset++;
						decN = 0;
						hexN = 0;
						prevColon = false;
						useDec = true;
					} else {
						prevColon = false;
						if (c >= 97) c -= 87;
						else if (c >= 65) c -= 55;
						else {
							c -= 48;
							decN = decN * 10 + c;
						}
						hexN = (hexN << 4) + c;
					}
				}
				if (prevColon === false) {
					if (useDec === true) {
						if (offset < end) buff[offset] = decN;
						offset++;
					} else {
						if (offset < end) buff[offset] = hexN >> 8;
						if (offset < end - 1) buff[offset + 1] = hexN & 255;
						offset += 2;
					}
				} else if (fill === 0) {
					if (offset < end) buff[offset] = 0;
					if (offset < end - 1) buff[offset + 1] = 0;
					offset += 2;
				} else if (fill !== -1) {
					offset += 2;
					for (let i = Math.min(offset - 1, end - 1); i >= fill + 2; i--) buff[i] = buff[i - 2];
					buff[fill] = 0;
					buff[fill + 1] = 0;
					fill = offset;
				}
				if (fill !== offset && fill !== -1) {
					if (offset > end - 2) offset = end - 2;
					while (end > fill) buff[--end] = offset < end && offset > fill ? buff[--offset] : 0;
				} else while (offset < end) buff[offset++] = 0;
				return buff;
			},
			decode(buff, offset) {
				offset = ~~offset;
				let result = "";
				for (let i = 0; i < v6Size; i += 2) {
					if (i !== 0) result += ":";
					result += (buff[offset + i] << 8 | buff[offset + i + 1]).toString(16);
				}
				return result.replace(/(^|:)0(:0)*:0(:|$)/, "$1::$3").replace(/:{3,4}/, "::");
			}
		};
		exports.v6 = v6;
		exports.name = "ip";
		function sizeOf(ip) {
			if (v4.isFormat(ip)) return v4.size;
			if (v6.isFormat(ip)) return v6.size;
			throw Error(`Invalid ip address: ${ip}`);
		}
		function familyOf(string) {
			return sizeOf(string) === v4.size ? 1 : 2;
		}
		function encode(ip, buff, offset) {
			offset = ~~offset;
			const size = sizeOf(ip);
			if (typeof buff === "function") buff = buff(offset + size);
			if (size === v4.size) return v4.encode(ip, buff, offset);
			return v6.encode(ip, buff, offset);
		}
		function decode(buff, offset, length) {
			offset = ~~offset;
			length = length || buff.length - offset;
			if (length === v4.size) return v4.decode(buff, offset, length);
			if (length === v6.size) return v6.decode(buff, offset, length);
			throw Error(`Invalid buffer size needs to be ${v4.size} for v4 or ${v6.size} for v6.`);
		}
		return "default" in exports ? exports.default : exports;
	})({});
	if (typeof define === "function" && define.amd) define([], function() {
		return ipCodec;
	});
	else if (typeof module === "object" && typeof exports === "object") module.exports = ipCodec;
}));

// node_modules/dns-packet/index.js
var require_dns_packet = /* @__PURE__ */ __commonJSMin(((exports) => {
	const Buffer = __require("buffer").Buffer;
	const types = require_types();
	const rcodes = require_rcodes();
	const opcodes = require_opcodes();
	const classes = require_classes();
	const optioncodes = require_optioncodes();
	const ip = require_ip_codec();
	const QUERY_FLAG = 0;
	const RESPONSE_FLAG = 32768;
	const FLUSH_MASK = 32768;
	const NOT_FLUSH_MASK = -32769;
	const QU_MASK = 32768;
	const NOT_QU_MASK = -32769;
	const name = exports.name = {};
	name.encode = function(str, buf, offset, { mail = false } = {}) {
		if (!buf) buf = Buffer.alloc(name.encodingLength(str));
		if (!offset) offset = 0;
		const oldOffset = offset;
		const n = str.replace(/^\.|\.$/gm, "");
		if (n.length) {
			let list = [];
			if (mail) {
				let localPart = "";
				n.split(".").forEach((label) => {
					if (label.endsWith("\\")) localPart += (localPart.length ? "." : "") + label.slice(0, -1);
					else if (list.length === 0 && localPart.length) list.push(localPart + "." + label);
					else list.push(label);
				});
			} else list = n.split(".");
			for (let i = 0; i < list.length; i++) {
				const len = buf.write(list[i], offset + 1);
				buf[offset] = len;
				offset += len + 1;
			}
		}
		buf[offset++] = 0;
		name.encode.bytes = offset - oldOffset;
		return buf;
	};
	name.encode.bytes = 0;
	name.decode = function(buf, offset, { mail = false } = {}) {
		if (!offset) offset = 0;
		const list = [];
		let oldOffset = offset;
		let totalLength = 0;
		let consumedBytes = 0;
		let jumped = false;
		while (true) {
			if (offset >= buf.length) throw new Error("Cannot decode name (buffer overflow)");
			const len = buf[offset++];
			consumedBytes += jumped ? 0 : 1;
			if (len === 0) break;
			else if ((len & 192) === 0) {
				if (offset + len > buf.length) throw new Error("Cannot decode name (buffer overflow)");
				totalLength += len + 1;
				if (totalLength > 254) throw new Error("Cannot decode name (name too long)");
				let label = buf.toString("utf-8", offset, offset + len);
				if (mail) label = label.replace(/\./g, "\\.");
				list.push(label);
				offset += len;
				consumedBytes += jumped ? 0 : len;
			} else if ((len & 192) === 192) {
				if (offset + 1 > buf.length) throw new Error("Cannot decode name (buffer overflow)");
				const jumpOffset = buf.readUInt16BE(offset - 1) - 49152;
				if (jumpOffset >= oldOffset) throw new Error("Cannot decode name (bad pointer)");
				offset = jumpOffset;
				oldOffset = jumpOffset;
				consumedBytes += jumped ? 0 : 1;
				jumped = true;
			} else throw new Error("Cannot decode name (bad label)");
		}
		name.decode.bytes = consumedBytes;
		return list.length === 0 ? "." : list.join(".");
	};
	name.decode.bytes = 0;
	name.encodingLength = function(n) {
		if (n === "." || n === "..") return 1;
		return Buffer.byteLength(n.replace(/^\.|\.$/gm, "")) + 2;
	};
	const string = {};
	string.encode = function(s, buf, offset) {
		if (!buf) buf = Buffer.alloc(string.encodingLength(s));
		if (!offset) offset = 0;
		const len = buf.write(s, offset + 1);
		buf[offset] = len;
		string.encode.bytes = len + 1;
		return buf;
	};
	string.encode.bytes = 0;
	string.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const len = buf[offset];
		const s = buf.toString("utf-8", offset + 1, offset + 1 + len);
		string.decode.bytes = len + 1;
		return s;
	};
	string.decode.bytes = 0;
	string.encodingLength = function(s) {
		return Buffer.byteLength(s) + 1;
	};
	const header = {};
	header.encode = function(h, buf, offset) {
		if (!buf) buf = header.encodingLength(h);
		if (!offset) offset = 0;
		const flags = (h.flags || 0) & 32767;
		const type = h.type === "response" ? RESPONSE_FLAG : QUERY_FLAG;
		buf.writeUInt16BE(h.id || 0, offset);
		buf.writeUInt16BE(flags | type, offset + 2);
		buf.writeUInt16BE(h.questions.length, offset + 4);
		buf.writeUInt16BE(h.answers.length, offset + 6);
		buf.writeUInt16BE(h.authorities.length, offset + 8);
		buf.writeUInt16BE(h.additionals.length, offset + 10);
		return buf;
	};
	header.encode.bytes = 12;
	header.decode = function(buf, offset) {
		if (!offset) offset = 0;
		if (buf.length < 12) throw new Error("Header must be 12 bytes");
		const flags = buf.readUInt16BE(offset + 2);
		return {
			id: buf.readUInt16BE(offset),
			type: flags & RESPONSE_FLAG ? "response" : "query",
			flags: flags & 32767,
			flag_qr: (flags >> 15 & 1) === 1,
			opcode: opcodes.toString(flags >> 11 & 15),
			flag_aa: (flags >> 10 & 1) === 1,
			flag_tc: (flags >> 9 & 1) === 1,
			flag_rd: (flags >> 8 & 1) === 1,
			flag_ra: (flags >> 7 & 1) === 1,
			flag_z: (flags >> 6 & 1) === 1,
			flag_ad: (flags >> 5 & 1) === 1,
			flag_cd: (flags >> 4 & 1) === 1,
			rcode: rcodes.toString(flags & 15),
			questions: new Array(buf.readUInt16BE(offset + 4)),
			answers: new Array(buf.readUInt16BE(offset + 6)),
			authorities: new Array(buf.readUInt16BE(offset + 8)),
			additionals: new Array(buf.readUInt16BE(offset + 10))
		};
	};
	header.decode.bytes = 12;
	header.encodingLength = function() {
		return 12;
	};
	const runknown = exports.unknown = {};
	runknown.encode = function(data, buf, offset) {
		if (!buf) buf = Buffer.alloc(runknown.encodingLength(data));
		if (!offset) offset = 0;
		buf.writeUInt16BE(data.length, offset);
		data.copy(buf, offset + 2);
		runknown.encode.bytes = data.length + 2;
		return buf;
	};
	runknown.encode.bytes = 0;
	runknown.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const len = buf.readUInt16BE(offset);
		const data = buf.slice(offset + 2, offset + 2 + len);
		runknown.decode.bytes = len + 2;
		return data;
	};
	runknown.decode.bytes = 0;
	runknown.encodingLength = function(data) {
		return data.length + 2;
	};
	const rns = exports.ns = {};
	rns.encode = function(data, buf, offset) {
		if (!buf) buf = Buffer.alloc(rns.encodingLength(data));
		if (!offset) offset = 0;
		name.encode(data, buf, offset + 2);
		buf.writeUInt16BE(name.encode.bytes, offset);
		rns.encode.bytes = name.encode.bytes + 2;
		return buf;
	};
	rns.encode.bytes = 0;
	rns.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const len = buf.readUInt16BE(offset);
		const dd = name.decode(buf, offset + 2);
		rns.decode.bytes = len + 2;
		return dd;
	};
	rns.decode.bytes = 0;
	rns.encodingLength = function(data) {
		return name.encodingLength(data) + 2;
	};
	const rsoa = exports.soa = {};
	rsoa.encode = function(data, buf, offset) {
		if (!buf) buf = Buffer.alloc(rsoa.encodingLength(data));
		if (!offset) offset = 0;
		const oldOffset = offset;
		offset += 2;
		name.encode(data.mname, buf, offset);
		offset += name.encode.bytes;
		name.encode(data.rname, buf, offset, { mail: true });
		offset += name.encode.bytes;
		buf.writeUInt32BE(data.serial || 0, offset);
		offset += 4;
		buf.writeUInt32BE(data.refresh || 0, offset);
		offset += 4;
		buf.writeUInt32BE(data.retry || 0, offset);
		offset += 4;
		buf.writeUInt32BE(data.expire || 0, offset);
		offset += 4;
		buf.writeUInt32BE(data.minimum || 0, offset);
		offset += 4;
		buf.writeUInt16BE(offset - oldOffset - 2, oldOffset);
		rsoa.encode.bytes = offset - oldOffset;
		return buf;
	};
	rsoa.encode.bytes = 0;
	rsoa.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		const data = {};
		offset += 2;
		data.mname = name.decode(buf, offset);
		offset += name.decode.bytes;
		data.rname = name.decode(buf, offset, { mail: true });
		offset += name.decode.bytes;
		data.serial = buf.readUInt32BE(offset);
		offset += 4;
		data.refresh = buf.readUInt32BE(offset);
		offset += 4;
		data.retry = buf.readUInt32BE(offset);
		offset += 4;
		data.expire = buf.readUInt32BE(offset);
		offset += 4;
		data.minimum = buf.readUInt32BE(offset);
		offset += 4;
		rsoa.decode.bytes = offset - oldOffset;
		return data;
	};
	rsoa.decode.bytes = 0;
	rsoa.encodingLength = function(data) {
		return 22 + name.encodingLength(data.mname) + name.encodingLength(data.rname);
	};
	const rtxt = exports.txt = {};
	rtxt.encode = function(data, buf, offset) {
		if (!Array.isArray(data)) data = [data];
		for (let i = 0; i < data.length; i++) {
			if (typeof data[i] === "string") data[i] = Buffer.from(data[i]);
			if (!Buffer.isBuffer(data[i])) throw new Error("Must be a Buffer");
		}
		if (!buf) buf = Buffer.alloc(rtxt.encodingLength(data));
		if (!offset) offset = 0;
		const oldOffset = offset;
		offset += 2;
		data.forEach(function(d) {
			buf[offset++] = d.length;
			d.copy(buf, offset, 0, d.length);
			offset += d.length;
		});
		buf.writeUInt16BE(offset - oldOffset - 2, oldOffset);
		rtxt.encode.bytes = offset - oldOffset;
		return buf;
	};
	rtxt.encode.bytes = 0;
	rtxt.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		let remaining = buf.readUInt16BE(offset);
		offset += 2;
		let data = [];
		while (remaining > 0) {
			const len = buf[offset++];
			--remaining;
			if (remaining < len) throw new Error("Buffer overflow");
			data.push(buf.slice(offset, offset + len));
			offset += len;
			remaining -= len;
		}
		rtxt.decode.bytes = offset - oldOffset;
		return data;
	};
	rtxt.decode.bytes = 0;
	rtxt.encodingLength = function(data) {
		if (!Array.isArray(data)) data = [data];
		let length = 2;
		data.forEach(function(buf) {
			if (typeof buf === "string") length += Buffer.byteLength(buf) + 1;
			else length += buf.length + 1;
		});
		return length;
	};
	const rnull = exports.null = {};
	rnull.encode = function(data, buf, offset) {
		if (!buf) buf = Buffer.alloc(rnull.encodingLength(data));
		if (!offset) offset = 0;
		if (typeof data === "string") data = Buffer.from(data);
		if (!data) data = Buffer.alloc(0);
		const oldOffset = offset;
		offset += 2;
		const len = data.length;
		data.copy(buf, offset, 0, len);
		offset += len;
		buf.writeUInt16BE(offset - oldOffset - 2, oldOffset);
		rnull.encode.bytes = offset - oldOffset;
		return buf;
	};
	rnull.encode.bytes = 0;
	rnull.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		const len = buf.readUInt16BE(offset);
		offset += 2;
		const data = buf.slice(offset, offset + len);
		offset += len;
		rnull.decode.bytes = offset - oldOffset;
		return data;
	};
	rnull.decode.bytes = 0;
	rnull.encodingLength = function(data) {
		if (!data) return 2;
		return (Buffer.isBuffer(data) ? data.length : Buffer.byteLength(data)) + 2;
	};
	const rhinfo = exports.hinfo = {};
	rhinfo.encode = function(data, buf, offset) {
		if (!buf) buf = Buffer.alloc(rhinfo.encodingLength(data));
		if (!offset) offset = 0;
		const oldOffset = offset;
		offset += 2;
		string.encode(data.cpu, buf, offset);
		offset += string.encode.bytes;
		string.encode(data.os, buf, offset);
		offset += string.encode.bytes;
		buf.writeUInt16BE(offset - oldOffset - 2, oldOffset);
		rhinfo.encode.bytes = offset - oldOffset;
		return buf;
	};
	rhinfo.encode.bytes = 0;
	rhinfo.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		const data = {};
		offset += 2;
		data.cpu = string.decode(buf, offset);
		offset += string.decode.bytes;
		data.os = string.decode(buf, offset);
		offset += string.decode.bytes;
		rhinfo.decode.bytes = offset - oldOffset;
		return data;
	};
	rhinfo.decode.bytes = 0;
	rhinfo.encodingLength = function(data) {
		return string.encodingLength(data.cpu) + string.encodingLength(data.os) + 2;
	};
	const rptr = exports.ptr = {};
	const rcname = exports.cname = rptr;
	const rdname = exports.dname = rptr;
	rptr.encode = function(data, buf, offset) {
		if (!buf) buf = Buffer.alloc(rptr.encodingLength(data));
		if (!offset) offset = 0;
		name.encode(data, buf, offset + 2);
		buf.writeUInt16BE(name.encode.bytes, offset);
		rptr.encode.bytes = name.encode.bytes + 2;
		return buf;
	};
	rptr.encode.bytes = 0;
	rptr.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const data = name.decode(buf, offset + 2);
		rptr.decode.bytes = name.decode.bytes + 2;
		return data;
	};
	rptr.decode.bytes = 0;
	rptr.encodingLength = function(data) {
		return name.encodingLength(data) + 2;
	};
	const rsrv = exports.srv = {};
	rsrv.encode = function(data, buf, offset) {
		if (!buf) buf = Buffer.alloc(rsrv.encodingLength(data));
		if (!offset) offset = 0;
		buf.writeUInt16BE(data.priority || 0, offset + 2);
		buf.writeUInt16BE(data.weight || 0, offset + 4);
		buf.writeUInt16BE(data.port || 0, offset + 6);
		name.encode(data.target, buf, offset + 8);
		const len = name.encode.bytes + 6;
		buf.writeUInt16BE(len, offset);
		rsrv.encode.bytes = len + 2;
		return buf;
	};
	rsrv.encode.bytes = 0;
	rsrv.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const len = buf.readUInt16BE(offset);
		const data = {};
		data.priority = buf.readUInt16BE(offset + 2);
		data.weight = buf.readUInt16BE(offset + 4);
		data.port = buf.readUInt16BE(offset + 6);
		data.target = name.decode(buf, offset + 8);
		rsrv.decode.bytes = len + 2;
		return data;
	};
	rsrv.decode.bytes = 0;
	rsrv.encodingLength = function(data) {
		return 8 + name.encodingLength(data.target);
	};
	const rcaa = exports.caa = {};
	rcaa.ISSUER_CRITICAL = 128;
	rcaa.encode = function(data, buf, offset) {
		const len = rcaa.encodingLength(data);
		if (!buf) buf = Buffer.alloc(rcaa.encodingLength(data));
		if (!offset) offset = 0;
		if (data.issuerCritical) data.flags = rcaa.ISSUER_CRITICAL;
		buf.writeUInt16BE(len - 2, offset);
		offset += 2;
		buf.writeUInt8(data.flags || 0, offset);
		offset += 1;
		string.encode(data.tag, buf, offset);
		offset += string.encode.bytes;
		buf.write(data.value, offset);
		offset += Buffer.byteLength(data.value);
		rcaa.encode.bytes = len;
		return buf;
	};
	rcaa.encode.bytes = 0;
	rcaa.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const len = buf.readUInt16BE(offset);
		offset += 2;
		const oldOffset = offset;
		const data = {};
		data.flags = buf.readUInt8(offset);
		offset += 1;
		data.tag = string.decode(buf, offset);
		offset += string.decode.bytes;
		data.value = buf.toString("utf-8", offset, oldOffset + len);
		data.issuerCritical = !!(data.flags & rcaa.ISSUER_CRITICAL);
		rcaa.decode.bytes = len + 2;
		return data;
	};
	rcaa.decode.bytes = 0;
	rcaa.encodingLength = function(data) {
		return string.encodingLength(data.tag) + string.encodingLength(data.value) + 2;
	};
	const rmx = exports.mx = {};
	rmx.encode = function(data, buf, offset) {
		if (!buf) buf = Buffer.alloc(rmx.encodingLength(data));
		if (!offset) offset = 0;
		const oldOffset = offset;
		offset += 2;
		buf.writeUInt16BE(data.preference || 0, offset);
		offset += 2;
		name.encode(data.exchange, buf, offset);
		offset += name.encode.bytes;
		buf.writeUInt16BE(offset - oldOffset - 2, oldOffset);
		rmx.encode.bytes = offset - oldOffset;
		return buf;
	};
	rmx.encode.bytes = 0;
	rmx.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		const data = {};
		offset += 2;
		data.preference = buf.readUInt16BE(offset);
		offset += 2;
		data.exchange = name.decode(buf, offset);
		offset += name.decode.bytes;
		rmx.decode.bytes = offset - oldOffset;
		return data;
	};
	rmx.encodingLength = function(data) {
		return 4 + name.encodingLength(data.exchange);
	};
	const ra = exports.a = {};
	ra.encode = function(host, buf, offset) {
		if (!buf) buf = Buffer.alloc(ra.encodingLength(host));
		if (!offset) offset = 0;
		buf.writeUInt16BE(4, offset);
		offset += 2;
		ip.v4.encode(host, buf, offset);
		ra.encode.bytes = 6;
		return buf;
	};
	ra.encode.bytes = 0;
	ra.decode = function(buf, offset) {
		if (!offset) offset = 0;
		offset += 2;
		const host = ip.v4.decode(buf, offset);
		ra.decode.bytes = 6;
		return host;
	};
	ra.decode.bytes = 0;
	ra.encodingLength = function() {
		return 6;
	};
	const raaaa = exports.aaaa = {};
	raaaa.encode = function(host, buf, offset) {
		if (!buf) buf = Buffer.alloc(raaaa.encodingLength(host));
		if (!offset) offset = 0;
		buf.writeUInt16BE(16, offset);
		offset += 2;
		ip.v6.encode(host, buf, offset);
		raaaa.encode.bytes = 18;
		return buf;
	};
	raaaa.encode.bytes = 0;
	raaaa.decode = function(buf, offset) {
		if (!offset) offset = 0;
		offset += 2;
		const host = ip.v6.decode(buf, offset);
		raaaa.decode.bytes = 18;
		return host;
	};
	raaaa.decode.bytes = 0;
	raaaa.encodingLength = function() {
		return 18;
	};
	const roption = exports.option = {};
	roption.encode = function(option, buf, offset) {
		if (!buf) buf = Buffer.alloc(roption.encodingLength(option));
		if (!offset) offset = 0;
		const oldOffset = offset;
		const code = optioncodes.toCode(option.code);
		buf.writeUInt16BE(code, offset);
		offset += 2;
		if (option.data) {
			buf.writeUInt16BE(option.data.length, offset);
			offset += 2;
			option.data.copy(buf, offset);
			offset += option.data.length;
		} else switch (code) {
			case 8:
				const spl = option.sourcePrefixLength || 0;
				const fam = option.family || ip.familyOf(option.ip);
				const ipBuf = ip.encode(option.ip, Buffer.alloc);
				const ipLen = Math.ceil(spl / 8);
				buf.writeUInt16BE(ipLen + 4, offset);
				offset += 2;
				buf.writeUInt16BE(fam, offset);
				offset += 2;
				buf.writeUInt8(spl, offset++);
				buf.writeUInt8(option.scopePrefixLength || 0, offset++);
				ipBuf.copy(buf, offset, 0, ipLen);
				offset += ipLen;
				break;
			case 11:
				if (option.timeout) {
					buf.writeUInt16BE(2, offset);
					offset += 2;
					buf.writeUInt16BE(option.timeout, offset);
					offset += 2;
				} else {
					buf.writeUInt16BE(0, offset);
					offset += 2;
				}
				break;
			case 12:
				const len = option.length || 0;
				buf.writeUInt16BE(len, offset);
				offset += 2;
				buf.fill(0, offset, offset + len);
				offset += len;
				break;
			case 14:
				const tagsLen = option.tags.length * 2;
				buf.writeUInt16BE(tagsLen, offset);
				offset += 2;
				for (const tag of option.tags) {
					buf.writeUInt16BE(tag, offset);
					offset += 2;
				}
				break;
			default: throw new Error(`Unknown roption code: ${option.code}`);
		}
		roption.encode.bytes = offset - oldOffset;
		return buf;
	};
	roption.encode.bytes = 0;
	roption.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const option = {};
		option.code = buf.readUInt16BE(offset);
		option.type = optioncodes.toString(option.code);
		offset += 2;
		const len = buf.readUInt16BE(offset);
		offset += 2;
		option.data = buf.slice(offset, offset + len);
		switch (option.code) {
			case 8:
				option.family = buf.readUInt16BE(offset);
				offset += 2;
				option.sourcePrefixLength = buf.readUInt8(offset++);
				option.scopePrefixLength = buf.readUInt8(offset++);
				const padded = Buffer.alloc(option.family === 1 ? 4 : 16);
				buf.copy(padded, 0, offset, offset + len - 4);
				option.ip = ip.decode(padded);
				break;
			case 11:
				if (len > 0) {
					option.timeout = buf.readUInt16BE(offset);
					offset += 2;
				}
				break;
			case 14:
				option.tags = [];
				for (let i = 0; i < len; i += 2) {
					option.tags.push(buf.readUInt16BE(offset));
					offset += 2;
				}
		}
		roption.decode.bytes = len + 4;
		return option;
	};
	roption.decode.bytes = 0;
	roption.encodingLength = function(option) {
		if (option.data) return option.data.length + 4;
		switch (optioncodes.toCode(option.code)) {
			case 8:
				const spl = option.sourcePrefixLength || 0;
				return Math.ceil(spl / 8) + 8;
			case 11: return typeof option.timeout === "number" ? 6 : 4;
			case 12: return option.length + 4;
			case 14: return 4 + option.tags.length * 2;
		}
		throw new Error(`Unknown roption code: ${option.code}`);
	};
	const ropt = exports.opt = {};
	ropt.encode = function(options, buf, offset) {
		if (!buf) buf = Buffer.alloc(ropt.encodingLength(options));
		if (!offset) offset = 0;
		const oldOffset = offset;
		const rdlen = encodingLengthList(options, roption);
		buf.writeUInt16BE(rdlen, offset);
		offset = encodeList(options, roption, buf, offset + 2);
		ropt.encode.bytes = offset - oldOffset;
		return buf;
	};
	ropt.encode.bytes = 0;
	ropt.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		const options = [];
		let rdlen = buf.readUInt16BE(offset);
		offset += 2;
		let o = 0;
		while (rdlen > 0) {
			options[o++] = roption.decode(buf, offset);
			offset += roption.decode.bytes;
			rdlen -= roption.decode.bytes;
		}
		ropt.decode.bytes = offset - oldOffset;
		return options;
	};
	ropt.decode.bytes = 0;
	ropt.encodingLength = function(options) {
		return 2 + encodingLengthList(options || [], roption);
	};
	const rdnskey = exports.dnskey = {};
	rdnskey.PROTOCOL_DNSSEC = 3;
	rdnskey.ZONE_KEY = 128;
	rdnskey.SECURE_ENTRYPOINT = 32768;
	rdnskey.encode = function(key, buf, offset) {
		if (!buf) buf = Buffer.alloc(rdnskey.encodingLength(key));
		if (!offset) offset = 0;
		const oldOffset = offset;
		const keydata = key.key;
		if (!Buffer.isBuffer(keydata)) throw new Error("Key must be a Buffer");
		offset += 2;
		buf.writeUInt16BE(key.flags, offset);
		offset += 2;
		buf.writeUInt8(rdnskey.PROTOCOL_DNSSEC, offset);
		offset += 1;
		buf.writeUInt8(key.algorithm, offset);
		offset += 1;
		keydata.copy(buf, offset, 0, keydata.length);
		offset += keydata.length;
		rdnskey.encode.bytes = offset - oldOffset;
		buf.writeUInt16BE(rdnskey.encode.bytes - 2, oldOffset);
		return buf;
	};
	rdnskey.encode.bytes = 0;
	rdnskey.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		var key = {};
		var length = buf.readUInt16BE(offset);
		offset += 2;
		key.flags = buf.readUInt16BE(offset);
		offset += 2;
		if (buf.readUInt8(offset) !== rdnskey.PROTOCOL_DNSSEC) throw new Error("Protocol must be 3");
		offset += 1;
		key.algorithm = buf.readUInt8(offset);
		offset += 1;
		key.key = buf.slice(offset, oldOffset + length + 2);
		offset += key.key.length;
		rdnskey.decode.bytes = offset - oldOffset;
		return key;
	};
	rdnskey.decode.bytes = 0;
	rdnskey.encodingLength = function(key) {
		return 6 + Buffer.byteLength(key.key);
	};
	const rrrsig = exports.rrsig = {};
	rrrsig.encode = function(sig, buf, offset) {
		if (!buf) buf = Buffer.alloc(rrrsig.encodingLength(sig));
		if (!offset) offset = 0;
		const oldOffset = offset;
		const signature = sig.signature;
		if (!Buffer.isBuffer(signature)) throw new Error("Signature must be a Buffer");
		offset += 2;
		buf.writeUInt16BE(types.toType(sig.typeCovered), offset);
		offset += 2;
		buf.writeUInt8(sig.algorithm, offset);
		offset += 1;
		buf.writeUInt8(sig.labels, offset);
		offset += 1;
		buf.writeUInt32BE(sig.originalTTL, offset);
		offset += 4;
		buf.writeUInt32BE(sig.expiration, offset);
		offset += 4;
		buf.writeUInt32BE(sig.inception, offset);
		offset += 4;
		buf.writeUInt16BE(sig.keyTag, offset);
		offset += 2;
		name.encode(sig.signersName, buf, offset);
		offset += name.encode.bytes;
		signature.copy(buf, offset, 0, signature.length);
		offset += signature.length;
		rrrsig.encode.bytes = offset - oldOffset;
		buf.writeUInt16BE(rrrsig.encode.bytes - 2, oldOffset);
		return buf;
	};
	rrrsig.encode.bytes = 0;
	rrrsig.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		var sig = {};
		var length = buf.readUInt16BE(offset);
		offset += 2;
		sig.typeCovered = types.toString(buf.readUInt16BE(offset));
		offset += 2;
		sig.algorithm = buf.readUInt8(offset);
		offset += 1;
		sig.labels = buf.readUInt8(offset);
		offset += 1;
		sig.originalTTL = buf.readUInt32BE(offset);
		offset += 4;
		sig.expiration = buf.readUInt32BE(offset);
		offset += 4;
		sig.inception = buf.readUInt32BE(offset);
		offset += 4;
		sig.keyTag = buf.readUInt16BE(offset);
		offset += 2;
		sig.signersName = name.decode(buf, offset);
		offset += name.decode.bytes;
		sig.signature = buf.slice(offset, oldOffset + length + 2);
		offset += sig.signature.length;
		rrrsig.decode.bytes = offset - oldOffset;
		return sig;
	};
	rrrsig.decode.bytes = 0;
	rrrsig.encodingLength = function(sig) {
		return 20 + name.encodingLength(sig.signersName) + Buffer.byteLength(sig.signature);
	};
	const rrp = exports.rp = {};
	rrp.encode = function(data, buf, offset) {
		if (!buf) buf = Buffer.alloc(rrp.encodingLength(data));
		if (!offset) offset = 0;
		const oldOffset = offset;
		offset += 2;
		name.encode(data.mbox || ".", buf, offset, { mail: true });
		offset += name.encode.bytes;
		name.encode(data.txt || ".", buf, offset);
		offset += name.encode.bytes;
		rrp.encode.bytes = offset - oldOffset;
		buf.writeUInt16BE(rrp.encode.bytes - 2, oldOffset);
		return buf;
	};
	rrp.encode.bytes = 0;
	rrp.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		const data = {};
		offset += 2;
		data.mbox = name.decode(buf, offset, { mail: true }) || ".";
		offset += name.decode.bytes;
		data.txt = name.decode(buf, offset) || ".";
		offset += name.decode.bytes;
		rrp.decode.bytes = offset - oldOffset;
		return data;
	};
	rrp.decode.bytes = 0;
	rrp.encodingLength = function(data) {
		return 2 + name.encodingLength(data.mbox || ".") + name.encodingLength(data.txt || ".");
	};
	const typebitmap = {};
	typebitmap.encode = function(typelist, buf, offset) {
		if (!buf) buf = Buffer.alloc(typebitmap.encodingLength(typelist));
		if (!offset) offset = 0;
		const oldOffset = offset;
		var typesByWindow = [];
		for (var i = 0; i < typelist.length; i++) {
			var typeid = types.toType(typelist[i]);
			if (typesByWindow[typeid >> 8] === void 0) typesByWindow[typeid >> 8] = [];
			typesByWindow[typeid >> 8][typeid >> 3 & 31] |= 1 << 7 - (typeid & 7);
		}
		for (i = 0; i < typesByWindow.length; i++) if (typesByWindow[i] !== void 0) {
			var windowBuf = Buffer.from(typesByWindow[i]);
			buf.writeUInt8(i, offset);
			offset += 1;
			buf.writeUInt8(windowBuf.length, offset);
			offset += 1;
			windowBuf.copy(buf, offset);
			offset += windowBuf.length;
		}
		typebitmap.encode.bytes = offset - oldOffset;
		return buf;
	};
	typebitmap.encode.bytes = 0;
	typebitmap.decode = function(buf, offset, length) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		var typelist = [];
		while (offset - oldOffset < length) {
			var window = buf.readUInt8(offset);
			offset += 1;
			var windowLength = buf.readUInt8(offset);
			offset += 1;
			for (var i = 0; i < windowLength; i++) {
				var b = buf.readUInt8(offset + i);
				for (var j = 0; j < 8; j++) if (b & 1 << 7 - j) {
					var typeid = types.toString(window << 8 | i << 3 | j);
					typelist.push(typeid);
				}
			}
			offset += windowLength;
		}
		typebitmap.decode.bytes = offset - oldOffset;
		return typelist;
	};
	typebitmap.decode.bytes = 0;
	typebitmap.encodingLength = function(typelist) {
		var extents = [];
		for (var i = 0; i < typelist.length; i++) {
			var typeid = types.toType(typelist[i]);
			extents[typeid >> 8] = Math.max(extents[typeid >> 8] || 0, typeid & 255);
		}
		var len = 0;
		for (i = 0; i < extents.length; i++) if (extents[i] !== void 0) len += 2 + Math.ceil((extents[i] + 1) / 8);
		return len;
	};
	const rnsec = exports.nsec = {};
	rnsec.encode = function(record, buf, offset) {
		if (!buf) buf = Buffer.alloc(rnsec.encodingLength(record));
		if (!offset) offset = 0;
		const oldOffset = offset;
		offset += 2;
		name.encode(record.nextDomain, buf, offset);
		offset += name.encode.bytes;
		typebitmap.encode(record.rrtypes, buf, offset);
		offset += typebitmap.encode.bytes;
		rnsec.encode.bytes = offset - oldOffset;
		buf.writeUInt16BE(rnsec.encode.bytes - 2, oldOffset);
		return buf;
	};
	rnsec.encode.bytes = 0;
	rnsec.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		var record = {};
		var length = buf.readUInt16BE(offset);
		offset += 2;
		record.nextDomain = name.decode(buf, offset);
		offset += name.decode.bytes;
		record.rrtypes = typebitmap.decode(buf, offset, length - (offset - oldOffset));
		offset += typebitmap.decode.bytes;
		rnsec.decode.bytes = offset - oldOffset;
		return record;
	};
	rnsec.decode.bytes = 0;
	rnsec.encodingLength = function(record) {
		return 2 + name.encodingLength(record.nextDomain) + typebitmap.encodingLength(record.rrtypes);
	};
	const rnsec3 = exports.nsec3 = {};
	rnsec3.encode = function(record, buf, offset) {
		if (!buf) buf = Buffer.alloc(rnsec3.encodingLength(record));
		if (!offset) offset = 0;
		const oldOffset = offset;
		const salt = record.salt;
		if (!Buffer.isBuffer(salt)) throw new Error("salt must be a Buffer");
		const nextDomain = record.nextDomain;
		if (!Buffer.isBuffer(nextDomain)) throw new Error("nextDomain must be a Buffer");
		offset += 2;
		buf.writeUInt8(record.algorithm, offset);
		offset += 1;
		buf.writeUInt8(record.flags, offset);
		offset += 1;
		buf.writeUInt16BE(record.iterations, offset);
		offset += 2;
		buf.writeUInt8(salt.length, offset);
		offset += 1;
		salt.copy(buf, offset, 0, salt.length);
		offset += salt.length;
		buf.writeUInt8(nextDomain.length, offset);
		offset += 1;
		nextDomain.copy(buf, offset, 0, nextDomain.length);
		offset += nextDomain.length;
		typebitmap.encode(record.rrtypes, buf, offset);
		offset += typebitmap.encode.bytes;
		rnsec3.encode.bytes = offset - oldOffset;
		buf.writeUInt16BE(rnsec3.encode.bytes - 2, oldOffset);
		return buf;
	};
	rnsec3.encode.bytes = 0;
	rnsec3.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		var record = {};
		var length = buf.readUInt16BE(offset);
		offset += 2;
		record.algorithm = buf.readUInt8(offset);
		offset += 1;
		record.flags = buf.readUInt8(offset);
		offset += 1;
		record.iterations = buf.readUInt16BE(offset);
		offset += 2;
		const saltLength = buf.readUInt8(offset);
		offset += 1;
		record.salt = buf.slice(offset, offset + saltLength);
		offset += saltLength;
		const hashLength = buf.readUInt8(offset);
		offset += 1;
		record.nextDomain = buf.slice(offset, offset + hashLength);
		offset += hashLength;
		record.rrtypes = typebitmap.decode(buf, offset, length - (offset - oldOffset));
		offset += typebitmap.decode.bytes;
		rnsec3.decode.bytes = offset - oldOffset;
		return record;
	};
	rnsec3.decode.bytes = 0;
	rnsec3.encodingLength = function(record) {
		return 8 + record.salt.length + record.nextDomain.length + typebitmap.encodingLength(record.rrtypes);
	};
	const rds = exports.ds = {};
	rds.encode = function(digest, buf, offset) {
		if (!buf) buf = Buffer.alloc(rds.encodingLength(digest));
		if (!offset) offset = 0;
		const oldOffset = offset;
		const digestdata = digest.digest;
		if (!Buffer.isBuffer(digestdata)) throw new Error("Digest must be a Buffer");
		offset += 2;
		buf.writeUInt16BE(digest.keyTag, offset);
		offset += 2;
		buf.writeUInt8(digest.algorithm, offset);
		offset += 1;
		buf.writeUInt8(digest.digestType, offset);
		offset += 1;
		digestdata.copy(buf, offset, 0, digestdata.length);
		offset += digestdata.length;
		rds.encode.bytes = offset - oldOffset;
		buf.writeUInt16BE(rds.encode.bytes - 2, oldOffset);
		return buf;
	};
	rds.encode.bytes = 0;
	rds.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		var digest = {};
		var length = buf.readUInt16BE(offset);
		offset += 2;
		digest.keyTag = buf.readUInt16BE(offset);
		offset += 2;
		digest.algorithm = buf.readUInt8(offset);
		offset += 1;
		digest.digestType = buf.readUInt8(offset);
		offset += 1;
		digest.digest = buf.slice(offset, oldOffset + length + 2);
		offset += digest.digest.length;
		rds.decode.bytes = offset - oldOffset;
		return digest;
	};
	rds.decode.bytes = 0;
	rds.encodingLength = function(digest) {
		return 6 + Buffer.byteLength(digest.digest);
	};
	const rsshfp = exports.sshfp = {};
	rsshfp.getFingerprintLengthForHashType = function getFingerprintLengthForHashType(hashType) {
		switch (hashType) {
			case 1: return 20;
			case 2: return 32;
		}
	};
	rsshfp.encode = function encode(record, buf, offset) {
		if (!buf) buf = Buffer.alloc(rsshfp.encodingLength(record));
		if (!offset) offset = 0;
		const oldOffset = offset;
		offset += 2;
		buf[offset] = record.algorithm;
		offset += 1;
		buf[offset] = record.hash;
		offset += 1;
		const fingerprintBuf = Buffer.from(record.fingerprint.toUpperCase(), "hex");
		if (fingerprintBuf.length !== rsshfp.getFingerprintLengthForHashType(record.hash)) throw new Error("Invalid fingerprint length");
		fingerprintBuf.copy(buf, offset);
		offset += fingerprintBuf.byteLength;
		rsshfp.encode.bytes = offset - oldOffset;
		buf.writeUInt16BE(rsshfp.encode.bytes - 2, oldOffset);
		return buf;
	};
	rsshfp.encode.bytes = 0;
	rsshfp.decode = function decode(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		const record = {};
		offset += 2;
		record.algorithm = buf[offset];
		offset += 1;
		record.hash = buf[offset];
		offset += 1;
		const fingerprintLength = rsshfp.getFingerprintLengthForHashType(record.hash);
		record.fingerprint = buf.slice(offset, offset + fingerprintLength).toString("hex").toUpperCase();
		offset += fingerprintLength;
		rsshfp.decode.bytes = offset - oldOffset;
		return record;
	};
	rsshfp.decode.bytes = 0;
	rsshfp.encodingLength = function(record) {
		return 4 + Buffer.from(record.fingerprint, "hex").byteLength;
	};
	const rnaptr = exports.naptr = {};
	rnaptr.encode = function(data, buf, offset) {
		if (!buf) buf = Buffer.alloc(rnaptr.encodingLength(data));
		if (!offset) offset = 0;
		const oldOffset = offset;
		offset += 2;
		buf.writeUInt16BE(data.order || 0, offset);
		offset += 2;
		buf.writeUInt16BE(data.preference || 0, offset);
		offset += 2;
		string.encode(data.flags, buf, offset);
		offset += string.encode.bytes;
		string.encode(data.services, buf, offset);
		offset += string.encode.bytes;
		string.encode(data.regexp, buf, offset);
		offset += string.encode.bytes;
		name.encode(data.replacement, buf, offset);
		offset += name.encode.bytes;
		rnaptr.encode.bytes = offset - oldOffset;
		buf.writeUInt16BE(rnaptr.encode.bytes - 2, oldOffset);
		return buf;
	};
	rnaptr.encode.bytes = 0;
	rnaptr.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		const data = {};
		offset += 2;
		data.order = buf.readUInt16BE(offset);
		offset += 2;
		data.preference = buf.readUInt16BE(offset);
		offset += 2;
		data.flags = string.decode(buf, offset);
		offset += string.decode.bytes;
		data.services = string.decode(buf, offset);
		offset += string.decode.bytes;
		data.regexp = string.decode(buf, offset);
		offset += string.decode.bytes;
		data.replacement = name.decode(buf, offset);
		offset += name.decode.bytes;
		rnaptr.decode.bytes = offset - oldOffset;
		return data;
	};
	rnaptr.decode.bytes = 0;
	rnaptr.encodingLength = function(data) {
		return string.encodingLength(data.flags) + string.encodingLength(data.services) + string.encodingLength(data.regexp) + name.encodingLength(data.replacement) + 6;
	};
	const rtlsa = exports.tlsa = {};
	rtlsa.encode = function(cert, buf, offset) {
		if (!buf) buf = Buffer.alloc(rtlsa.encodingLength(cert));
		if (!offset) offset = 0;
		const oldOffset = offset;
		const certdata = cert.certificate;
		if (!Buffer.isBuffer(certdata)) throw new Error("Certificate must be a Buffer");
		offset += 2;
		buf.writeUInt8(cert.usage, offset);
		offset += 1;
		buf.writeUInt8(cert.selector, offset);
		offset += 1;
		buf.writeUInt8(cert.matchingType, offset);
		offset += 1;
		certdata.copy(buf, offset, 0, certdata.length);
		offset += certdata.length;
		rtlsa.encode.bytes = offset - oldOffset;
		buf.writeUInt16BE(rtlsa.encode.bytes - 2, oldOffset);
		return buf;
	};
	rtlsa.encode.bytes = 0;
	rtlsa.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		const cert = {};
		const length = buf.readUInt16BE(offset);
		offset += 2;
		cert.usage = buf.readUInt8(offset);
		offset += 1;
		cert.selector = buf.readUInt8(offset);
		offset += 1;
		cert.matchingType = buf.readUInt8(offset);
		offset += 1;
		cert.certificate = buf.slice(offset, oldOffset + length + 2);
		offset += cert.certificate.length;
		rtlsa.decode.bytes = offset - oldOffset;
		return cert;
	};
	rtlsa.decode.bytes = 0;
	rtlsa.encodingLength = function(cert) {
		return 5 + Buffer.byteLength(cert.certificate);
	};
	const renc = exports.record = function(type) {
		switch (type.toUpperCase()) {
			case "A": return ra;
			case "PTR": return rptr;
			case "CNAME": return rcname;
			case "DNAME": return rdname;
			case "TXT": return rtxt;
			case "NULL": return rnull;
			case "AAAA": return raaaa;
			case "SRV": return rsrv;
			case "HINFO": return rhinfo;
			case "CAA": return rcaa;
			case "NS": return rns;
			case "SOA": return rsoa;
			case "MX": return rmx;
			case "OPT": return ropt;
			case "DNSKEY": return rdnskey;
			case "RRSIG": return rrrsig;
			case "RP": return rrp;
			case "NSEC": return rnsec;
			case "NSEC3": return rnsec3;
			case "SSHFP": return rsshfp;
			case "DS": return rds;
			case "NAPTR": return rnaptr;
			case "TLSA": return rtlsa;
		}
		return runknown;
	};
	const answer = exports.answer = {};
	answer.encode = function(a, buf, offset) {
		if (!buf) buf = Buffer.alloc(answer.encodingLength(a));
		if (!offset) offset = 0;
		const oldOffset = offset;
		name.encode(a.name, buf, offset);
		offset += name.encode.bytes;
		buf.writeUInt16BE(types.toType(a.type), offset);
		if (a.type.toUpperCase() === "OPT") {
			if (a.name !== ".") throw new Error("OPT name must be root.");
			buf.writeUInt16BE(a.udpPayloadSize || 4096, offset + 2);
			buf.writeUInt8(a.extendedRcode || 0, offset + 4);
			buf.writeUInt8(a.ednsVersion || 0, offset + 5);
			buf.writeUInt16BE(a.flags || 0, offset + 6);
			offset += 8;
			ropt.encode(a.options || [], buf, offset);
			offset += ropt.encode.bytes;
		} else {
			let klass = classes.toClass(a.class === void 0 ? "IN" : a.class);
			if (a.flush) klass |= FLUSH_MASK;
			buf.writeUInt16BE(klass, offset + 2);
			buf.writeUInt32BE(a.ttl || 0, offset + 4);
			offset += 8;
			const enc = renc(a.type);
			enc.encode(a.data, buf, offset);
			offset += enc.encode.bytes;
		}
		answer.encode.bytes = offset - oldOffset;
		return buf;
	};
	answer.encode.bytes = 0;
	answer.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const a = {};
		const oldOffset = offset;
		a.name = name.decode(buf, offset);
		offset += name.decode.bytes;
		a.type = types.toString(buf.readUInt16BE(offset));
		if (a.type === "OPT") {
			a.udpPayloadSize = buf.readUInt16BE(offset + 2);
			a.extendedRcode = buf.readUInt8(offset + 4);
			a.ednsVersion = buf.readUInt8(offset + 5);
			a.flags = buf.readUInt16BE(offset + 6);
			a.flag_do = (a.flags >> 15 & 1) === 1;
			a.options = ropt.decode(buf, offset + 8);
			offset += 8 + ropt.decode.bytes;
		} else {
			const klass = buf.readUInt16BE(offset + 2);
			a.ttl = buf.readUInt32BE(offset + 4);
			a.class = classes.toString(klass & NOT_FLUSH_MASK);
			a.flush = !!(klass & FLUSH_MASK);
			const enc = renc(a.type);
			a.data = enc.decode(buf, offset + 8);
			offset += 8 + enc.decode.bytes;
		}
		answer.decode.bytes = offset - oldOffset;
		return a;
	};
	answer.decode.bytes = 0;
	answer.encodingLength = function(a) {
		const data = a.data !== null && a.data !== void 0 ? a.data : a.options;
		return name.encodingLength(a.name) + 8 + renc(a.type).encodingLength(data);
	};
	const question = exports.question = {};
	question.encode = function(q, buf, offset) {
		if (!buf) buf = Buffer.alloc(question.encodingLength(q));
		if (!offset) offset = 0;
		const oldOffset = offset;
		name.encode(q.name, buf, offset);
		offset += name.encode.bytes;
		buf.writeUInt16BE(types.toType(q.type), offset);
		offset += 2;
		buf.writeUInt16BE(classes.toClass(q.class === void 0 ? "IN" : q.class), offset);
		offset += 2;
		question.encode.bytes = offset - oldOffset;
		return q;
	};
	question.encode.bytes = 0;
	question.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		const q = {};
		q.name = name.decode(buf, offset);
		offset += name.decode.bytes;
		q.type = types.toString(buf.readUInt16BE(offset));
		offset += 2;
		q.class = classes.toString(buf.readUInt16BE(offset));
		offset += 2;
		if (!!(q.class & QU_MASK)) q.class &= NOT_QU_MASK;
		question.decode.bytes = offset - oldOffset;
		return q;
	};
	question.decode.bytes = 0;
	question.encodingLength = function(q) {
		return name.encodingLength(q.name) + 4;
	};
	exports.AUTHORITATIVE_ANSWER = 1024;
	exports.TRUNCATED_RESPONSE = 512;
	exports.RECURSION_DESIRED = 256;
	exports.RECURSION_AVAILABLE = 128;
	exports.AUTHENTIC_DATA = 32;
	exports.CHECKING_DISABLED = 16;
	exports.DNSSEC_OK = 32768;
	exports.encode = function(result, buf, offset) {
		const allocing = !buf;
		if (allocing) buf = Buffer.alloc(exports.encodingLength(result));
		if (!offset) offset = 0;
		const oldOffset = offset;
		if (!result.questions) result.questions = [];
		if (!result.answers) result.answers = [];
		if (!result.authorities) result.authorities = [];
		if (!result.additionals) result.additionals = [];
		header.encode(result, buf, offset);
		offset += header.encode.bytes;
		offset = encodeList(result.questions, question, buf, offset);
		offset = encodeList(result.answers, answer, buf, offset);
		offset = encodeList(result.authorities, answer, buf, offset);
		offset = encodeList(result.additionals, answer, buf, offset);
		exports.encode.bytes = offset - oldOffset;
		if (allocing && exports.encode.bytes !== buf.length) return buf.slice(0, exports.encode.bytes);
		return buf;
	};
	exports.encode.bytes = 0;
	exports.decode = function(buf, offset) {
		if (!offset) offset = 0;
		const oldOffset = offset;
		const result = header.decode(buf, offset);
		offset += header.decode.bytes;
		offset = decodeList(result.questions, question, buf, offset);
		offset = decodeList(result.answers, answer, buf, offset);
		offset = decodeList(result.authorities, answer, buf, offset);
		offset = decodeList(result.additionals, answer, buf, offset);
		exports.decode.bytes = offset - oldOffset;
		return result;
	};
	exports.decode.bytes = 0;
	exports.encodingLength = function(result) {
		return header.encodingLength(result) + encodingLengthList(result.questions || [], question) + encodingLengthList(result.answers || [], answer) + encodingLengthList(result.authorities || [], answer) + encodingLengthList(result.additionals || [], answer);
	};
	exports.streamEncode = function(result) {
		const buf = exports.encode(result);
		const sbuf = Buffer.alloc(2);
		sbuf.writeUInt16BE(buf.byteLength);
		const combine = Buffer.concat([sbuf, buf]);
		exports.streamEncode.bytes = combine.byteLength;
		return combine;
	};
	exports.streamEncode.bytes = 0;
	exports.streamDecode = function(sbuf) {
		const len = sbuf.readUInt16BE(0);
		if (sbuf.byteLength < len + 2) return null;
		const result = exports.decode(sbuf.slice(2));
		exports.streamDecode.bytes = exports.decode.bytes;
		return result;
	};
	exports.streamDecode.bytes = 0;
	function encodingLengthList(list, enc) {
		let len = 0;
		for (let i = 0; i < list.length; i++) len += enc.encodingLength(list[i]);
		return len;
	}
	function encodeList(list, enc, buf, offset) {
		for (let i = 0; i < list.length; i++) {
			enc.encode(list[i], buf, offset);
			offset += enc.encode.bytes;
		}
		return offset;
	}
	function decodeList(list, enc, buf, offset) {
		for (let i = 0; i < list.length; i++) {
			list[i] = enc.decode(buf, offset);
			offset += enc.decode.bytes;
		}
		return offset;
	}
}));

// src/proxy/dns/message.ts
var import_dns_packet = require_dns_packet();
/** What our own queries and answers announce: no fragmentation on any path (DNS flag day 2020). */
const UDP_SIZE = 1232;

// src/proxy/dns/packet.ts
const OPAQUE_TYPE = 65280;
/** Of these dns-packet reads and writes the data, names in it included; the data of all others stays the bytes it is (RFC 3597). */
const READABLE = /* @__PURE__ */ new Map([
	[TYPE.A, "A"],
	[TYPE.NS, "NS"],
	[TYPE.CNAME, "CNAME"],
	[TYPE.SOA, "SOA"],
	[TYPE.PTR, "PTR"],
	[TYPE.MX, "MX"],
	[TYPE.SRV, "SRV"]
]);
/** The types of dns-packet leave out the names that its encoder takes for all other numbers. */
const packetType = (type) => READABLE.get(type) ?? `UNKNOWN_${type}`;
/**
* dns-packet trusts record lengths and parses some types loosely. It gets a copy in which everything that it need not or must not
* interpret has a type that it takes as opaque bytes.
*/
function withOpaqueRecords(bytes, records) {
	const copy = Buffer.from(bytes);
	for (const record of records) if (record.class !== 1 || !READABLE.has(record.type) || !readable(bytes, record)) copy.writeUInt16BE(OPAQUE_TYPE, record.at);
	return copy;
}
/** The data has exactly the shape of its type, and its names are made of bytes that survive being text. */
function readable(bytes, { type, dataAt, dataLength }) {
	const end = dataAt + dataLength;
	const nameFrom = (offset) => {
		if (offset >= end) return NaN;
		const name = readName(bytes, offset);
		return name.hostname || name.text === "" ? name.end : NaN;
	};
	try {
		switch (type) {
			case TYPE.A: return dataLength === 4;
			case TYPE.NS:
			case TYPE.CNAME:
			case TYPE.PTR: return nameFrom(dataAt) === end;
			case TYPE.MX: return nameFrom(dataAt + 2) === end;
			case TYPE.SRV: return nameFrom(dataAt + 6) === end;
			case TYPE.SOA: return nameFrom(nameFrom(dataAt)) + 20 === end;
			default: return false;
		}
	} catch {
		return false;
	}
}

// src/proxy/dns/upstream.ts
/** A query of our own: nothing of a client's bytes but name and type is in it. */
function writeQuery(id, { name, type }, edns) {
	const opt = {
		type: "OPT",
		name: ".",
		udpPayloadSize: UDP_SIZE,
		extendedRcode: 0,
		ednsVersion: 0,
		flags: 0,
		flag_do: false,
		options: []
	};
	const packet = {
		type: "query",
		id,
		flags: 256,
		questions: [{
			name,
			type: packetType(type)
		}],
		additionals: edns ? [opt] : []
	};
	return {
		id,
		bytes: (0, import_dns_packet.encode)(packet)
	};
}
/**
* An answer to `query`; undefined if it is none (another id, another question, no response), which a forger may send at any time.
* Throws MalformedMessage when it is one and cannot be used.
*/
function readResponse(bytes, query) {
	if (bytes.length < 12) return void 0;
	const header = readHeader(bytes);
	if (!header.response || header.id !== query.id || header.opcode !== 0) return void 0;
	const question = query.bytes.subarray(12, readName(query.bytes, 12).end + 4);
	const repeated = bytes.subarray(12, 12 + question.length);
	if (bytes.readUInt16BE(4) !== 1 || !repeated.equals(question)) return void 0;
	if (header.truncated) return {
		rcode: header.rcode,
		truncated: true,
		answers: [],
		authorities: []
	};
	const message = walk$1(bytes);
	const sections = [
		message.answers,
		message.authorities,
		message.additionals
	];
	const read = (0, import_dns_packet.decode)(withOpaqueRecords(bytes, sections.flat()));
	if (import_dns_packet.decode.bytes !== bytes.length) throw new MalformedMessage("the message reads in two ways");
	const opt = message.additionals.find((record) => record.type === TYPE.OPT);
	const extended = opt ? (bytes[opt.at + 4] ?? 0) << 4 : 0;
	return {
		rcode: header.rcode | extended,
		truncated: false,
		answers: usable$1(bytes, message.answers, read.answers),
		authorities: usable$1(bytes, message.authorities, read.authorities)
	};
}
/** The records of a section that mean something here; others (another class, odd names) are left out. */
function usable$1(bytes, wire, read) {
	const records = [];
	wire.forEach((record, index) => {
		const answer = read?.[index];
		if (!answer || record.class !== 1 || record.type === TYPE.OPT || !record.name.hostname) return;
		if (answer.name !== (record.name.text || ".")) throw new MalformedMessage("a name reads in two ways");
		if (READABLE.has(record.type) && !readable(bytes, record)) return;
		answer.type = packetType(record.type);
		if ("data" in answer && Buffer.isBuffer(answer.data)) answer.data = Buffer.from(answer.data);
		records.push({
			name: normalizeName(record.name.text),
			type: record.type,
			ttl: record.ttl,
			answer
		});
	});
	return records;
}

// src/proxy/dns/resolver.ts
/** A name that has no answer: it does not exist, nobody could tell, or nobody answered in time. */
var ResolveError = class extends Error {
	name = "ResolveError";
	code;
	constructor(code, message, options) {
		super(message, options);
		this.code = code;
	}
};
/** RFC 2308, section 5 proposes one to three hours at most; a job wants to see a new name sooner. */
const MAX_NEGATIVE_TTL = 300;
const MAX_SERVERS = 3;
/** No client waits longer: glibc asks twice, for five seconds each (resolv.conf(5)). */
const MAX_PATIENCE_MS = 1e4;
function createResolver(options) {
	const { names, bind, clock = () => performance.now(), rounds = [
		1e3,
		2e3,
		7e3
	], maxInFlight = 512 } = options;
	const servers = options.servers.slice(0, MAX_SERVERS).map((server) => typeof server === "string" ? {
		ip: server,
		port: 53
	} : server);
	const cache = createTtlCache(clock);
	const inFlight = /* @__PURE__ */ new Map();
	const stop = new AbortController();
	const ports = queryPorts();
	const ask = async (question, via) => {
		const targets = via ? [via.server] : servers;
		const askOne = async (server, signal) => {
			const message = await askServer(server, question, via?.transport, {
				bind,
				port: ports,
				signal
			});
			if (message.rcode === RCODE.NOERROR || message.rcode === RCODE.NXDOMAIN) return toAnswer(question, message);
			throw new Error(`${server.ip} answered with code ${message.rcode}`);
		};
		const said = await inTurn(targets, askOne, {
			rounds,
			patienceMs: MAX_PATIENCE_MS,
			signal: stop.signal
		});
		if ("answer" in said) return said.answer;
		const { failure } = said;
		if (failure === void 0 && targets.length > 0) {
			const who = targets.map(({ ip }) => ip).join(", ");
			throw new ResolveError("TIMEOUT", `${question.name}: no answer from ${who} within ${said.ms} ms`);
		}
		const why = failure instanceof Error ? failure.message : "no resolver is known";
		throw new ResolveError("SERVFAIL", `${question.name}: ${why}`, { cause: failure });
	};
	const known = (key) => {
		const kept = cache.get(key);
		if (!kept) return void 0;
		const { value, age } = kept;
		if (value.age !== age) Object.assign(value, {
			age,
			now: aged(value.fresh, age)
		});
		return value.now;
	};
	const query = async (asked, via) => {
		const question = {
			name: normalizeName(asked.name),
			type: asked.type
		};
		const key = keyOf(question, via);
		const kept = known(key);
		if (kept) return kept;
		const pending = inFlight.get(key);
		if (pending) return pending;
		if (inFlight.size >= maxInFlight) throw new ResolveError("SERVFAIL", `${question.name}: ${maxInFlight} queries are already on their way`);
		const asking = ask(question, via).finally(() => inFlight.delete(key));
		inFlight.set(key, asking);
		const answer = await asking;
		cache.set(key, {
			fresh: answer,
			age: 0,
			now: answer
		}, answer.ttl, cost(answer));
		return answer;
	};
	return {
		servers,
		query,
		known: ({ name, type }, via) => known(keyOf({
			name: normalizeName(name),
			type
		}, via)),
		async resolve(name) {
			const normal = normalizeName(name);
			if (!isPublicName(normal)) throw new ResolveError("NXDOMAIN", `${name}: not a name that a resolver is asked for`);
			const answer = await query({
				name: normal,
				type: TYPE.A
			});
			if (answer.rcode === RCODE.NXDOMAIN) throw new ResolveError("NXDOMAIN", `${name}: no such name`);
			names.learn(normal, answer.addresses, answer.ttl);
			return answer.addresses;
		},
		close: () => stop.abort()
	};
}
const keyOf = ({ name, type }, via) => `${name} ${type} ${via ? `${via.server.ip} ${via.server.port} ${via.transport} ${via.mayTeach ? "teaches" : ""}` : ""}`;
/** At least two labels of host name bytes, the last one no number and not `localhost`: other names are this machine's own business. */
function isPublicName(name) {
	if (name.length > 253 || !/^(?:[a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63}$/i.test(name)) return false;
	const top = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
	return top !== "localhost" && !/^(?:\d+|0x[0-9a-f]*)$/.test(top);
}
/**
* One server: UDP, without EDNS if it chokes on that (RFC 6891, section 7), over TCP if the answer does not fit; or only as `transport`
* says.
*/
async function askServer(server, question, transport, options) {
	const exchange = transport === "tcp" ? exchangeTcp : exchangeUdp;
	let query = writeQuery(randomInt(65536), question, true);
	let answer = await exchange(server, query.bytes, (bytes) => readResponse(bytes, query), options);
	if (answer.rcode === RCODE.FORMERR || answer.rcode === RCODE.NOTIMP) {
		query = writeQuery(randomInt(65536), question, false);
		answer = await exchange(server, query.bytes, (bytes) => readResponse(bytes, query), options);
	}
	if (!answer.truncated || transport === "udp") return answer;
	const whole = await exchangeTcp(server, query.bytes, (bytes) => readResponse(bytes, query), options);
	if (whole.truncated) throw new Error(`${server.ip} truncated an answer over TCP`);
	return whole;
}
function toAnswer(question, message) {
	const chain = followChain(question.name, question.type, message);
	const positive = [...chain.aliases, ...chain.records].map((record) => record.ttl);
	const ttl = chain.records.length > 0 ? Math.min(...positive) : Math.min(negativeTtl(chain.soa), ...positive);
	return {
		...chain,
		rcode: message.rcode,
		ttl: message.truncated ? 0 : ttl,
		truncated: message.truncated
	};
}
/** RFC 2308, section 5: the smaller of the SOA's TTL and its minimum field; without SOA it is not kept. */
function negativeTtl(soa) {
	if (soa?.answer.type !== "SOA") return 0;
	return Math.min(soa.ttl, soa.answer.data.minimum ?? 0, MAX_NEGATIVE_TTL);
}
function aged(answer, age) {
	if (age === 0) return answer;
	const older = (record) => ({
		...record,
		ttl: Math.max(0, record.ttl - age)
	});
	return {
		...answer,
		ttl: Math.max(0, answer.ttl - age),
		aliases: answer.aliases.map(older),
		records: answer.records.map(older),
		soa: answer.soa && older(answer.soa)
	};
}
/** A record in memory is several objects around its bytes. */
const cost = ({ aliases, records }) => 1e3 + [...aliases, ...records].reduce((sum, { answer }) => sum + 400 + ("data" in answer && Buffer.isBuffer(answer.data) ? answer.data.length : 0), 0);

// src/proxy/dns/datagrams.ts
/** Answers datagrams in batches, as they arrived: what can be answered at once leaves in one system call. */
function serveDatagrams(native, { fd, port }, handle) {
	let closed = false;
	let waiting = 0;
	let inBatch = false;
	const flush = () => {
		if (waiting > 0 && !closed) datagrams.send(waiting);
		waiting = 0;
	};
	const answer = (reply, address, to) => {
		if (!reply || closed || reply.length > datagrams.sentBytes) return;
		datagrams.sent.set(reply, waiting * datagrams.sentBytes);
		datagrams.to[waiting * 3] = address;
		datagrams.to[waiting * 3 + 1] = to;
		datagrams.to[waiting * 3 + 2] = reply.length;
		waiting++;
		if (!inBatch) flush();
	};
	const take = (index) => {
		const row = index * 3;
		const [address, from, length] = [
			datagrams.from[row] ?? 0,
			datagrams.from[row + 1] ?? 0,
			datagrams.from[row + 2] ?? 0
		];
		if (from === 0) return;
		const start = index * datagrams.receivedBytes;
		const reply = handle(received.subarray(start, start + length), formatIpv4(address), from, datagrams.marks?.[index]);
		if (reply instanceof Promise) reply.then((late) => answer(late, address, from));
		else answer(reply, address, from);
	};
	const datagrams = native.openDatagrams(fd, (count) => {
		inBatch = true;
		try {
			for (let index = 0; index < count && !closed; index++) take(index);
		} finally {
			inBatch = false;
			flush();
		}
	});
	const received = Buffer.from(datagrams.received.buffer, datagrams.received.byteOffset, datagrams.received.byteLength);
	return {
		port,
		close() {
			closed = true;
			datagrams.close();
		}
	};
}

// src/proxy/dns/query.ts
/** Classes that can be repeated in a refusal. */
const OTHER_CLASSES = {
	2: "CS",
	3: "CH",
	4: "HS",
	255: "ANY"
};
/** Total: whatever the bytes are, the result says what to do with them. */
function readQuery(bytes) {
	let header;
	try {
		header = readHeader(bytes);
	} catch (error) {
		return { why: reasonOf(error) };
	}
	if (header.response) return { why: "a response, not a query" };
	const to = {
		id: header.id,
		recursionDesired: header.recursionDesired,
		checkingDisabled: header.checkingDisabled
	};
	if (header.opcode !== 0) return {
		why: `opcode ${header.opcode} is not a query`,
		reply: {
			...to,
			opcode: header.opcode,
			rcode: RCODE.NOTIMP
		}
	};
	const refuse = (why, rcode, more = {}) => ({
		why,
		...more.question ? { question: more.question } : {},
		reply: {
			...to,
			...more,
			rcode
		}
	});
	let message;
	try {
		message = walk$1(bytes);
	} catch (error) {
		return refuse(reasonOf(error), RCODE.FORMERR);
	}
	const { questions, answers, authorities, additionals } = message;
	const [asked] = questions;
	if (!asked || questions.length !== 1) return refuse(`${questions.length} questions instead of one`, RCODE.FORMERR);
	if (answers.length > 0 || authorities.length > 0) return refuse("records in a query", RCODE.FORMERR);
	const edns = readEdns(bytes, additionals);
	if (typeof edns === "string") return refuse(edns, RCODE.FORMERR);
	if (asked.name.end !== 12 + asked.name.text.length + 2) return refuse("a compressed or empty name in the question", RCODE.FORMERR);
	if (!asked.name.hostname) return refuse("a name with bytes that no host name has", RCODE.FORMERR);
	const question = {
		name: asked.name.text,
		type: asked.type
	};
	const more = {
		question,
		...edns ? { udpSize: edns.udpSize } : {}
	};
	if (asked.class !== 1) {
		const name = OTHER_CLASSES[asked.class];
		return refuse(`class ${asked.class} is not IN`, RCODE.REFUSED, name ? {
			...more,
			class: name
		} : {});
	}
	if (edns && edns.version > 0) return refuse(`EDNS version ${edns.version}`, RCODE.BADVERS, more);
	const [read] = (0, import_dns_packet.decode)(withOpaqueRecords(bytes, additionals)).questions ?? [];
	if (read?.name !== question.name) return refuse("a name that reads in two ways", RCODE.FORMERR);
	return {
		...to,
		...more
	};
}
/** The OPT record of a query, or what is wrong with its additional section. Options are checked for their lengths and not used. */
function readEdns(bytes, additionals) {
	const [opt] = additionals;
	if (!opt) return void 0;
	if (additionals.length > 1 || opt.type !== TYPE.OPT || opt.name.text !== "") return "additional records other than one OPT";
	const end = opt.dataAt + opt.dataLength;
	let offset = opt.dataAt;
	while (offset < end) {
		if (offset + 4 > end) return "EDNS option cut off";
		offset += 4 + bytes.readUInt16BE(offset + 2);
	}
	if (offset !== end) return "EDNS option longer than its record";
	return {
		udpSize: Math.max(512, opt.class),
		version: bytes[opt.at + 5] ?? 255
	};
}
const reasonOf = (error) => {
	if (error instanceof MalformedMessage) return error.message;
	throw error;
};

// src/proxy/dns/write.ts
/** The answer to a client in at most `limit` bytes (512 or more): what it can do without goes first, then records from the end, with TC set. */
function writeReply(to, reply, limit) {
	const answers = (reply.answers ?? []).map(written);
	const whole = encodeReply(to, reply, answers, (reply.authorities ?? []).map(written), reply.truncated ?? false);
	if (whole.length <= limit) return whole;
	const slim = encodeReply(to, { rcode: reply.rcode }, answers, [], reply.truncated ?? false);
	if (slim.length <= limit) return slim;
	let [fits, tooMany] = [0, answers.length];
	while (tooMany - fits > 1) {
		const middle = fits + tooMany >> 1;
		if (encodeReply(to, { rcode: reply.rcode }, answers.slice(0, middle), [], true).length <= limit) fits = middle;
		else tooMany = middle;
	}
	return encodeReply(to, { rcode: reply.rcode }, answers.slice(0, fits), [], true);
}
function encodeReply(to, reply, answers, authorities, truncated) {
	const flags = (to.opcode ?? 0) << 11 | (truncated ? 512 : 0) | (to.recursionDesired ? 256 : 0) | 128 | (to.checkingDisabled ? 16 : 0) | reply.rcode & 15;
	return (0, import_dns_packet.encode)({
		type: "response",
		id: to.id,
		flags,
		questions: to.question ? [{
			name: to.question.name,
			type: packetType(to.question.type),
			class: to.class ?? "IN"
		}] : [],
		answers,
		authorities,
		additionals: to.udpSize === void 0 ? [] : [replyOpt(reply)]
	});
}
/** RFC 8914, section 2: option 15, two bytes of code, then text. */
function replyOpt({ rcode, extendedError }) {
	const opt = {
		type: "OPT",
		name: ".",
		udpPayloadSize: UDP_SIZE,
		extendedRcode: rcode >> 4,
		ednsVersion: 0,
		flags: 0,
		flag_do: false
	};
	if (!extendedError) return {
		...opt,
		options: []
	};
	const data = Buffer.alloc(2 + Buffer.byteLength(extendedError.text));
	data.writeUInt16BE(extendedError.code, 0);
	data.write(extendedError.text, 2);
	return {
		...opt,
		options: [{
			code: 15,
			data
		}]
	};
}
const written = (record) => ({
	...record.answer,
	ttl: record.ttl
});

// src/proxy/dns/asked.ts
const MOST_REMEMBERED = 1024;
const LONGEST_REMEMBERED = 300;
/** Reads queries, and remembers by all their bytes but the id how they read: clients ask the same again and again. */
function createQueryReader() {
	const known = /* @__PURE__ */ new Map();
	return (bytes) => {
		if (bytes.length < 2 || bytes.length > LONGEST_REMEMBERED) return read$1(bytes);
		const key = bytes.toString("latin1", 2);
		const before = known.get(key);
		if (before) return before;
		const asked = read$1(bytes);
		if ("why" in asked) return asked;
		if (known.size >= MOST_REMEMBERED) known.clear();
		known.set(key, asked);
		return asked;
	};
}
function read$1(bytes) {
	const query = readQuery(bytes);
	if ("why" in query) return query;
	const name = normalizeName(query.question.name);
	const queryType = typeName(query.question.type);
	return {
		query,
		name,
		queryType,
		purpose: lookupPurpose(queryType),
		unanswerable: refusedType(query.question.type),
		isPublic: isPublicName(name)
	};
}
/** A reply that is the same as long as `of` is the same object. */
function replyOf(asked, of, make) {
	if (asked.reply?.of === of) return asked.reply.reply;
	const reply = make();
	asked.reply = isSmall(reply) ? {
		of,
		reply
	} : void 0;
	return reply;
}
/** The bytes of a reply, the caller's own. */
function encode(asked, id, reply, limit) {
	if (asked.encoded?.reply === reply && asked.encoded.limit === limit) return withId(Buffer.from(asked.encoded.bytes), id);
	const bytes = writeReply(asked.query, reply, limit);
	asked.encoded = isSmall(reply) ? {
		reply,
		limit,
		bytes
	} : void 0;
	return withId(asked.encoded ? Buffer.from(bytes) : bytes, id);
}
function withId(bytes, id) {
	bytes.writeUInt16BE(id, 0);
	return bytes;
}
const SMALL_BYTES = 2048;
const RECORD_BYTES = 32;
/** Worth remembering as many times as there are questions: one name can be written in a thousand ways, and have an answer of 64 KB. */
const isSmall = ({ answers = [], authorities = [] }) => [...answers, ...authorities].reduce((sum, { answer }) => sum + RECORD_BYTES + ("data" in answer && Buffer.isBuffer(answer.data) ? answer.data.length : 0), 0) <= SMALL_BYTES;

// src/proxy/events.ts
/** ISO 8601 in UTC. Many lines are written in one millisecond. */
const timestamp = (at) => {
	if (shown.at !== at) shown = {
		at,
		text: new Date(at).toISOString()
	};
	return shown.text;
};
let shown = {
	at: 0,
	text: (/* @__PURE__ */ new Date(0)).toISOString()
};
/** `line 3: api.example.com`, or `built-in: ...` for a rule that no text holds. */
const ruleText = (rule) => rule.line > 0 ? `line ${rule.line}: ${rule.text}` : `built-in: ${rule.text}`;
/**
* The line that tells what was decided about a flow and why. `extra` wins over what flow and verdict say; a `policy: 'deny'`
* that audit mode let through is marked by the caller with `audit: true`.
*/
const verdictEvent = (flow, verdict, extra) => build$1(flow, extra, {
	policy: verdict.allow ? "allow" : "deny",
	rule: verdict.rule && ruleText(verdict.rule),
	reason: verdict.reason,
	suggestion: verdict.suggestion,
	passthrough: verdict.allow && verdict.passthrough ? true : void 0,
	insecure: verdict.allow && verdict.insecure ? true : void 0
});
/** The line that completes a flow: byte counts, duration, how it ended. */
const closeEvent = (flow, extra) => build$1(flow, {
	...extra,
	type: "close"
}, {});
const build$1 = (flow, { at, ...extra }, verdict) => ({
	ts: timestamp(at),
	conn: flow.id,
	dst_ip: flow.dst.ip,
	dst_port: flow.dst.port,
	src_port: flow.src.port,
	...identityFields(flow.who),
	...withoutUndefined(verdict),
	...withoutUndefined(extra)
});
/** Who did it, as a line tells it. A path that proves nothing is told as such, so that nobody writes a rule for it. */
const identityFields = (who) => {
	const known = fieldsOf.get(who);
	if (known) return known;
	const { unprovenExe, ...rest } = who;
	const fields = withoutUndefined({
		...rest,
		exe: rest.exe ?? (unprovenExe && `unproven:${unprovenExe}`)
	});
	fieldsOf.set(who, fields);
	return fields;
};
/** A connection has one identity and may have many lines. */
const fieldsOf = /* @__PURE__ */ new WeakMap();
const withoutUndefined = (value) => {
	const defined = {};
	for (const key in value) if (value[key] !== void 0) defined[key] = value[key];
	return defined;
};

// src/proxy/dns/lines.ts
/** Each question is a line of the log. Most of a line is as it was when the same process asked the same before. */
function createLines(log, now) {
	const note = (sender, verdict, extra = {}) => {
		const common = {
			type: "dns",
			protocol: sender.transport,
			...extra
		};
		log.write(sender.flow ? verdictEvent(sender.flow, verdict, {
			...common,
			at: now()
		}) : nobodysEvent(sender, verdict, common, now()));
	};
	return {
		note,
		answered(asked, sender, verdict, error) {
			const { flow, transport } = sender;
			if (!log.writeShared) return note(sender, verdict, {
				...what(asked),
				...error ? { error } : {},
				duration_ms: 0
			});
			if (!asked.line || !isSame$2(asked.line, sender, verdict, error)) {
				const extra = {
					type: "dns",
					at: 0,
					protocol: transport,
					...what(asked),
					...error ? { error } : {}
				};
				const { ts, conn, src_port, ...fields } = verdictEvent(flow, verdict, extra);
				asked.line = {
					who: flow.who,
					dst: flow.dst,
					transport,
					verdict,
					error,
					fields
				};
			}
			log.writeShared({
				ts: timestamp(now()),
				conn: flow.id,
				src_port: flow.src.port,
				duration_ms: 0
			}, asked.line.fields);
		}
	};
}
const what = ({ name, queryType }) => ({
	name,
	query_type: queryType
});
/** Identities are remembered where the kernel's record is the same (src/proxy/flows.ts): another object may say something else. */
function isSame$2(line, { flow, transport }, verdict, error) {
	const before = line.verdict;
	return line.who === flow.who && line.dst.ip === flow.dst.ip && line.dst.port === flow.dst.port && line.transport === transport && line.error === error && before.allow && verdict.allow && before.rule?.line === verdict.rule?.line && before.rule?.text === verdict.rule?.text && before.reason === verdict.reason && before.passthrough === verdict.passthrough && before.insecure === verdict.insecure;
}
/** A line about nobody: without a flow there is a source port and no destination. */
const nobodysEvent = (sender, verdict, extra, at) => ({
	ts: new Date(at).toISOString(),
	src_port: sender.srcPort,
	policy: "deny",
	reason: verdict.reason,
	...extra
});

// src/proxy/dns/reply.ts
/** Larger datagrams stay on this machine, so there is no path to fragment them; still a bound. */
const MAX_UDP_REPLY = 4096;
const MAX_TEXT = 200;
/** What one reply may measure: over UDP what the client announced (RFC 6891, section 6.2.3). */
const replyLimit = (transport, udpSize) => transport === "tcp" ? 65535 : Math.min(Math.max(udpSize ?? 512, 512), MAX_UDP_REPLY);
/** The name does not exist here, and an extended error (RFC 8914) says why and what would change that. */
function denied(name, verdict) {
	const add = verdict.suggestion ? `; to allow it add the line: ${verdict.suggestion}` : "";
	const code = verdict.denial === "no-rule" ? EXTENDED_ERROR.FILTERED : EXTENDED_ERROR.BLOCKED;
	return {
		rcode: RCODE.NXDOMAIN,
		extendedError: extendedError(code, `egress-filter: ${name} is denied${add}`)
	};
}
const extendedError = (code, text) => ({
	code,
	text: text.replace(/[^ -~]/g, "?").slice(0, MAX_TEXT)
});
/** The name exists and has nothing of this type. The SOA lets clients keep that for a minute (RFC 2308). */
function empty(name) {
	return {
		rcode: RCODE.NOERROR,
		authorities: [{
			name,
			type: TYPE.SOA,
			ttl: 60,
			answer: {
				type: "SOA",
				name,
				data: {
					mname: "egress-filter.invalid",
					rname: "nobody.invalid",
					serial: 1,
					refresh: 3600,
					retry: 600,
					expire: 86400,
					minimum: 60
				}
			}
		}]
	};
}
/** RFC 6761, section 6.3: `localhost` is answered here. */
function loopback(name) {
	return {
		rcode: RCODE.NOERROR,
		answers: [{
			name,
			type: TYPE.A,
			ttl: 60,
			answer: {
				type: "A",
				name,
				data: "127.0.0.1"
			}
		}]
	};
}
/** What upstream said, with the name in the case in which the client wrote it. */
function resolved(asked, answer) {
	const normal = normalizeName(asked);
	const recased = (record) => record.name === normal ? {
		...record,
		answer: {
			...record.answer,
			name: asked
		}
	} : record;
	return {
		rcode: answer.rcode,
		truncated: answer.truncated,
		answers: [...answer.aliases, ...answer.records].map(recased),
		authorities: answer.soa ? [answer.soa] : []
	};
}

// src/proxy/dns/handle.ts
/**
* Decides and answers one query. A query that is not allowed costs no upstream query, and what an allowed one sends upstream is
* built here from name and type. Addresses are learned before the reply is released.
*/
function createHandler(options) {
	const { context, upstream, aliases = [], isOutside, now = Date.now, maxWaiting = 1024, maxPerProcess = 64 } = options;
	const waiting = /* @__PURE__ */ new Map();
	let allWaiting = 0;
	const read = createQueryReader();
	const lines = createLines(context.log, now);
	/** Counts what one process waits for, so that it cannot use up the answers of all others. */
	const bounded = async (pid, work) => {
		const count = waiting.get(pid) ?? 0;
		if (count >= maxPerProcess) throw new ResolveError("SERVFAIL", `${maxPerProcess} queries of this process are already waiting`);
		if (allWaiting >= maxWaiting) throw new ResolveError("SERVFAIL", `${maxWaiting} queries are already waiting`);
		waiting.set(pid, count + 1);
		allWaiting++;
		try {
			return await work();
		} finally {
			allWaiting--;
			const left = (waiting.get(pid) ?? 1) - 1;
			if (left > 0) waiting.set(pid, left);
			else waiting.delete(pid);
		}
	};
	/** An allowed question, or a denied one in audit: the reply and what the log is to say of it. */
	const answer = (asked, flow, transport) => {
		const { question } = asked.query;
		if (question.type === TYPE.AAAA && !flow.trusted) return { reply: replyOf(asked, EMPTY$4, () => empty(question.name)) };
		if (!asked.isPublic) return {
			reply: { rcode: RCODE.NXDOMAIN },
			error: "not a public name: not asked upstream"
		};
		const machines = aliases.includes(flow.dst.ip) || upstream.servers.some(({ ip }) => ip === flow.dst.ip);
		const teaches = () => question.type === TYPE.A && (machines || mayTeach(flow, transport));
		const via = machines ? void 0 : {
			server: flow.dst,
			transport,
			mayTeach: teaches()
		};
		const conclude = (found) => {
			if (via?.mayTeach !== false && teaches()) context.names.learn(asked.name, found.addresses, found.ttl);
			const reply = replyOf(asked, found, () => resolved(question.name, found));
			return found.rcode === RCODE.NXDOMAIN ? {
				reply,
				error: "NXDOMAIN"
			} : { reply };
		};
		const wanted = {
			name: asked.name,
			type: question.type
		};
		const known = upstream.known(wanted, via);
		if (known) return conclude(known);
		return bounded(flow.who.pid, () => upstream.query(wanted, via)).then(conclude, (error) => {
			if (!(error instanceof ResolveError)) throw error;
			return {
				reply: { rcode: RCODE.SERVFAIL },
				error: `${error.code}: ${error.message}`
			};
		});
	};
	/**
	* May a server other than the machine's resolver bind names to addresses? Only one that an address rule names: the others could
	* belong to the job. So could any that is not outside, which a rule for a network covers without meaning it.
	*/
	const mayTeach = ({ dst, who }, transport) => {
		const address = parseIpv4(dst.ip);
		if (address === void 0 || !isOutside(address)) return false;
		const { allow, by } = context.policy.decide({
			type: transport,
			dstIp: dst.ip,
			dstPort: dst.port,
			names: []
		}, who);
		return allow && by === "address";
	};
	const decide = (asked, sender) => {
		const { flow, transport } = sender;
		const { name, unanswerable, purpose } = asked;
		const { question } = asked.query;
		if (!flow) {
			const reason = "the kernel saw no process send this query";
			lines.note(sender, malformed$2(reason), what(asked));
			return {
				rcode: RCODE.REFUSED,
				extendedError: extendedError(EXTENDED_ERROR.PROHIBITED, reason)
			};
		}
		if (isLocalhost(name)) {
			lines.note(sender, LOOPBACK$1, what(asked));
			return question.type === TYPE.A ? loopback(question.name) : empty(question.name);
		}
		const asking = {
			type: "dns",
			name,
			protocol: transport,
			dstIp: flow.dst.ip,
			dstPort: flow.dst.port,
			purpose
		};
		const verdict = flow.trusted ? TRUSTED : context.policy.decide(asking, flow.who);
		const letPass = context.audit && !verdict.allow && verdict.denial !== "guardrail" && verdict.denial !== "malformed";
		if (!verdict.allow && !letPass) {
			lines.note(sender, verdict, what(asked));
			return denied(name, verdict);
		}
		if (unanswerable) {
			lines.note(sender, malformed$2(unanswerable), what(asked));
			return {
				rcode: RCODE.REFUSED,
				extendedError: extendedError(EXTENDED_ERROR.PROHIBITED, unanswerable)
			};
		}
		const tell = ({ reply, error }, duration_ms) => {
			const audit = letPass ? { audit: true } : {};
			lines.note(sender, verdict, {
				...what(asked),
				...audit,
				...error ? { error } : {},
				duration_ms
			});
			return reply;
		};
		const start = performance.now();
		const answered = answer(asked, flow, transport);
		if (answered instanceof Promise) return answered.then((late) => tell(late, Math.round(performance.now() - start)));
		if (letPass) return tell(answered, 0);
		lines.answered(asked, {
			...sender,
			flow
		}, verdict, answered.error);
		return answered.reply;
	};
	return (bytes, sender) => {
		let asked;
		let id = 0;
		const reply = (to, made) => encode(to, id, made, replyLimit(sender.transport, to.query.udpSize));
		const failed = (error) => {
			lines.note(sender, malformed$2("an error in the filter"), { error: error instanceof Error ? error.message : String(error) });
			return !asked || "why" in asked ? void 0 : reply(asked, { rcode: RCODE.SERVFAIL });
		};
		try {
			asked = read(bytes);
			if ("why" in asked) return refuse(asked, sender, lines);
			id = bytes.readUInt16BE(0);
			const to = asked;
			const decided = decide(asked, sender);
			return decided instanceof Promise ? decided.then((late) => reply(to, late)).catch(failed) : reply(to, decided);
		} catch (error) {
			return failed(error);
		}
	};
}
function refuse(bad, sender, lines) {
	const { question, reply, why } = bad;
	lines.note(sender, malformed$2(`malformed query: ${why}`), question ? {
		name: normalizeName(question.name),
		query_type: typeName(question.type)
	} : {});
	return reply && writeReply(reply, { rcode: reply.rcode }, replyLimit(sender.transport, reply.udpSize));
}
const malformed$2 = (reason) => ({
	allow: false,
	passthrough: false,
	insecure: false,
	reason,
	denial: "malformed"
});
const LOOPBACK$1 = {
	allow: true,
	by: "name",
	rule: {
		line: 0,
		text: "loopback"
	},
	passthrough: false,
	insecure: false,
	reason: "localhost is this machine: answered here"
};
/** Without it the job dies, or the machine under it (design, section 9). */
const TRUSTED = {
	allow: true,
	by: "default",
	rule: {
		line: 0,
		text: "the runner's own traffic"
	},
	passthrough: false,
	insecure: false,
	reason: "the runner's own processes are not filtered"
};
/** Stands for the answer that the name has nothing of a type. */
const EMPTY$4 = {};
const isLocalhost = (name) => name === "localhost" || name.endsWith(".localhost");

// src/proxy/dns/server.ts
const DEFAULT_LIMITS$2 = {
	connections: 256,
	connectionsPerProcess: 64,
	pipeline: 16,
	queryBytes: 1024,
	idleMs: 1e4,
	unreadBytes: 1 << 18
};
/** Answers every port-53 packet that is redirected here, over UDP and TCP. Rejects when a port is taken. */
async function startDnsServer(options) {
	const { native, port, host = "127.0.0.1", flowOf, inherited } = options;
	const limits = {
		...DEFAULT_LIMITS$2,
		...options.limits
	};
	const handle = createHandler(options);
	let closed = false;
	const known = (...from) => {
		try {
			return flowOf(...from);
		} catch {
			return;
		}
	};
	const address = parseIpv4(host);
	if (address === void 0) throw new Error(`${host} is no IPv4 address`);
	const bound = inherited ? {
		fd: inherited.udpFd,
		port: inherited.udpPort
	} : native.bindSocket("udp", address, port);
	const udp = serveDatagrams(native, bound, (bytes, srcIp, srcPort, mark) => handle(bytes, {
		transport: "udp",
		srcPort,
		flow: known("udp", srcIp, srcPort, mark)
	}));
	const connections = /* @__PURE__ */ new Set();
	const perProcess = /* @__PURE__ */ new Map();
	let tcp;
	try {
		tcp = await listenTcp(inherited ? { fd: inherited.tcpFd } : {
			port,
			host
		}, (socket) => {
			socket.on("error", () => {});
			const srcPort = socket.remotePort ?? 0;
			const flow = known("tcp", socket.remoteAddress ?? "", srcPort, socket);
			const pid = flow?.who.pid ?? -1;
			const count = perProcess.get(pid) ?? 0;
			if (connections.size >= limits.connections || count >= limits.connectionsPerProcess) return void socket.resetAndDestroy();
			connections.add(socket);
			perProcess.set(pid, count + 1);
			socket.on("close", () => {
				connections.delete(socket);
				const left = (perProcess.get(pid) ?? 1) - 1;
				if (left > 0) perProcess.set(pid, left);
				else perProcess.delete(pid);
			});
			serveConnection(socket, (bytes) => handle(bytes, {
				transport: "tcp",
				srcPort,
				flow
			}), limits);
		});
	} catch (error) {
		udp.close();
		throw error;
	}
	const tcpAddress = tcp.address();
	return {
		udpPort: udp.port,
		tcpPort: typeof tcpAddress === "object" && tcpAddress ? tcpAddress.port : port,
		close: () => new Promise((resolve) => {
			if (closed) return resolve();
			closed = true;
			for (const socket of connections) socket.destroy();
			udp.close();
			tcp.close(() => resolve());
		})
	};
}
/** RFC 7766: several queries on one connection, answered as they are done. */
function serveConnection(socket, answer, limits) {
	let received = Buffer.alloc(0);
	let pending = 0;
	let ended = false;
	let timer;
	/** Runs from the last whole query or reply on, so that bytes sent one by one do not keep the connection. */
	const restartTimer = () => {
		clearTimeout(timer);
		timer = setTimeout(() => pending === 0 && socket.destroy(), limits.idleMs);
	};
	const takeQueries = () => {
		while (pending < limits.pipeline && received.length >= 2 && !socket.destroyed) {
			const length = received.readUInt16BE(0);
			if (length > limits.queryBytes || length === 0) return void socket.resetAndDestroy();
			if (received.length < 2 + length) break;
			const query = Buffer.from(received.subarray(2, 2 + length));
			received = received.subarray(2 + length);
			pending++;
			restartTimer();
			Promise.resolve(answer(query)).then((reply) => {
				pending--;
				if (socket.destroyed) return;
				if (!reply) return void socket.destroy();
				socket.write(framed(reply));
				if (socket.writableLength > limits.unreadBytes) return void socket.resetAndDestroy();
				restartTimer();
				takeQueries();
			});
		}
		if (pending < limits.pipeline) socket.resume();
		else socket.pause();
		if (ended && pending === 0) socket.end();
	};
	restartTimer();
	socket.setNoDelay(true);
	socket.on("data", (chunk) => {
		received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
		takeQueries();
	});
	socket.on("end", () => {
		ended = true;
		takeQueries();
	});
	socket.on("close", () => clearTimeout(timer));
}
const BACKLOG$1 = 128;
const listenTcp = (at, onConnection) => new Promise((resolve, reject) => {
	const server = createServer({ allowHalfOpen: true }, onConnection);
	server.once("error", reject);
	server.listen({
		...at,
		exclusive: true
	}, BACKLOG$1, () => {
		server.off("error", reject);
		server.on("error", () => {});
		resolve(server);
	});
});

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

// src/proxy/flows.ts
/** Joins what the socket says (original destination) with what the kernel recorded of its opener. */
function createFlowSource({ native, reader, identify, idPrefix = "", trustMark }) {
	let count = 0;
	/** By the record, which is the same object for all datagrams of a flow (native.ts). */
	const destinations = /* @__PURE__ */ new WeakMap();
	const destinationOf = (record) => {
		const known = destinations.get(record);
		if (known) return known;
		const dst = {
			ip: formatIpv4(record.dstIp),
			port: record.dstPort
		};
		destinations.set(record, dst);
		return dst;
	};
	const build = (protocol, src, dst, record, trusted = record.trusted) => ({
		id: `${idPrefix}${(++count).toString(36)}`,
		protocol,
		src,
		dst,
		who: identify(record),
		...trusted && { trusted: true }
	});
	return {
		ofSocket(socket) {
			const fd = descriptorOf$1(socket);
			const original = fd === void 0 ? void 0 : native.originalDestination(fd);
			const peer = fd === void 0 ? void 0 : native.peerOf(fd);
			if (!original || !peer) return { dst: void 0 };
			const src = {
				ip: formatIpv4(peer.ip),
				port: peer.port
			};
			const dst = {
				ip: formatIpv4(original.ip),
				port: original.port
			};
			const record = reader.lookup(6, peer.ip, peer.port, original.ip, original.port);
			return record ? { flow: build("tcp", src, dst, record) } : { dst };
		},
		ofDnsDatagram(ip, port, mark) {
			if (mark === 1162215428) return void 0;
			const srcIp = parseIpv4(unmapIpv4(ip));
			const record = srcIp === void 0 ? void 0 : reader.lookup(17, srcIp, port, 0, 0);
			if (!record) return void 0;
			const trusted = record.trusted && (mark === void 0 || mark === trustMark);
			return build("udp", {
				ip,
				port
			}, destinationOf(record), record, trusted);
		}
	};
}
/** Node keeps the descriptor of a socket in its handle, which has no public name. */
function descriptorOf$1(socket) {
	const handle = Reflect.get(socket, "_handle");
	if (typeof handle !== "object" || handle === null || !("fd" in handle)) return void 0;
	return typeof handle.fd === "number" && handle.fd >= 0 ? handle.fd : void 0;
}

// src/proxy/listen.ts
/**
* How many connections may share one source port, each to a destination of its own, as the kernel lets them. REDIRECT makes their tuples
* equal but for our port, and where no port of ours is left conntrack changes the source port (get_unique_tuple() in nf_nat_core.c):
* then nobody knows any more who opened the connection, and it is refused.
*/
const PORTS = 16;
/** Below the ephemeral ports (ip_local_port_range), which sockets of the job take at any time. */
const [LOWEST, HIGHEST] = [2e4, 32e3];
const ATTEMPTS$1 = 50;
const LOOPBACK = 2130706433;
/** Listens on consecutive ports, for `REDIRECT --to-ports FIRST-LAST`. Rejects when there are none. */
async function listenForRedirected(native, accept, inherited) {
	if (inherited) {
		const { firstFd, firstPort, count } = inherited;
		const servers = await Promise.all(Array.from({ length: count }, (_, index) => listen({ fd: firstFd + index }, accept)));
		return {
			port: firstPort,
			count,
			close: () => servers.forEach((server) => void server.close())
		};
	}
	for (let attempt = 1;; attempt++) {
		const first = LOWEST + PORTS * Math.floor(Math.random() * (HIGHEST - LOWEST) / PORTS);
		const servers = [];
		try {
			for (let port = first; port < first + PORTS; port++) servers.push(await listen(native.bindSocket("tcp", LOOPBACK, port), accept));
			return {
				port: first,
				count: PORTS,
				close: () => servers.forEach((server) => void server.close())
			};
		} catch (error) {
			for (const server of servers) server.close();
			if (attempt === ATTEMPTS$1 || !(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
		}
	}
}
/** As many as can wait while no proxy runs and while one is busy; the kernel allows no more than net.core.somaxconn, 4096. */
const BACKLOG = 4096;
const listen = ({ fd }, accept) => new Promise((resolve, reject) => {
	const server = createServer({
		pauseOnConnect: true,
		allowHalfOpen: true,
		noDelay: true
	}, accept);
	server.once("error", reject);
	server.listen({ fd }, BACKLOG, () => {
		server.removeListener("error", reject);
		server.on("error", () => {});
		resolve(server);
	});
});

// src/proxy/local-addresses.ts
/** How old the answer "none of ours" may be: an address that came meanwhile is a stranger until then, and what it sends is refused. */
const KNOWN_MS = 500;
/** Is this an address of this network namespace? */
function localAddresses({ read = ipv4Addresses, clock = () => performance.now() } = {}) {
	let known = /* @__PURE__ */ new Set();
	let readAt = Number.NEGATIVE_INFINITY;
	return (ip) => {
		if (ip >>> 24 === 127) return true;
		const text = formatIpv4(ip);
		if (clock() - readAt >= KNOWN_MS) {
			known = new Set(read());
			readAt = clock();
		}
		return known.has(text);
	};
}
function ipv4Addresses() {
	return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).flatMap(({ family, address }) => family === "IPv4" ? [address] : []));
}
/**
* Look-ups in a job. What comes from an address of somebody else comes from a container, and the kernel's records of its datagrams are others than those of
* this namespace: nobody answers for who has the same ports elsewhere.
*/
function lookUpByOrigin(reader, isLocal) {
	return { lookup: (protocol, srcIp, srcPort, dstIp, dstPort) => reader.lookup(protocol, srcIp, srcPort, dstIp, dstPort, protocol === 17 && !isLocal(srcIp)) };
}

// src/identity/socket.ts
/** linux/socket.h, linux/net.h, linux/in.h */
const FAMILIES = {
	1: "unix",
	2: "inet",
	3: "ax25",
	4: "ipx",
	5: "appletalk",
	9: "x25",
	10: "inet6",
	15: "key",
	16: "netlink",
	17: "packet",
	21: "rds",
	24: "pppox",
	29: "can",
	30: "tipc",
	31: "bluetooth",
	36: "ieee802154",
	38: "alg",
	40: "vsock",
	41: "kcm",
	42: "qipcrtr",
	43: "smc",
	44: "xdp",
	45: "mctp"
};
const TYPES = {
	1: "stream",
	2: "dgram",
	3: "raw",
	4: "rdm",
	5: "seqpacket",
	6: "dccp",
	10: "packet"
};
const PROTOCOLS$1 = {
	1: "icmp",
	2: "igmp",
	4: "ipip",
	6: "tcp",
	17: "udp",
	33: "dccp",
	41: "ipv6",
	47: "gre",
	50: "esp",
	51: "ah",
	58: "icmpv6",
	132: "sctp",
	136: "udplite",
	255: "raw",
	262: "mptcp"
};
/** The name of an IP protocol, or its number: the log's `protocol` of an `ip` line. */
function ipProtocolName(protocol) {
	return PROTOCOLS$1[protocol] ?? String(protocol);
}
/**
* What was refused, for the log's `protocol`: `ipv6`, or family, type and protocol as in `inet/raw/icmp`, `packet/raw`, `inet/dgram/icmp`. Numbers where
* there is no name. SOCK_NONBLOCK and SOCK_CLOEXEC in the type are not shown.
*/
function socketName({ kind, family, sockType, protocol }) {
	if (kind === "ipv6") return "ipv6";
	const parts = [FAMILIES[family] ?? String(family), TYPES[sockType & 15] ?? String(sockType & 15)];
	if ((family === 2 || family === 10) && protocol !== 0) parts.push(ipProtocolName(protocol));
	return parts.join("/");
}
/** 16 bytes as RFC 5952 text, for the log's `dst_ip`; undefined for any other length. */
function ipv6Text(bytes) {
	if (bytes.length !== 16) return void 0;
	const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2));
	const zeros = longestZeros(groups);
	const text = (part) => part.map((group) => group.toString(16)).join(":");
	return zeros.length < 2 ? text(groups) : `${text(groups.slice(0, zeros.start))}::${text(groups.slice(zeros.start + zeros.length))}`;
}
/** The first of the longest runs (RFC 5952, section 4.2.3). */
function longestZeros(groups) {
	let best = {
		start: 0,
		length: 0
	};
	let length = 0;
	groups.forEach((group, index) => {
		length = group === 0 ? length + 1 : 0;
		if (length > best.length) best = {
			start: index - length + 1,
			length
		};
	});
	return best;
}

// src/proxy/refused.ts
const IPV6_REASON = "IPv6 is off under the filter, except ::1 and IPv4-mapped addresses; clients fall back to IPv4";
const SOCKET_REASON = "only TCP and UDP sockets can be filtered; others are refused";
const GROUP_REASON = "the kernel would tell the network which multicast group was joined, an address of the choice of who joins it; on the loopback interface groups work";
const PORT_REASON = "who has port 53 of this machine could answer in the place of its name server; questions go to the filter, so that no other server would be asked";
const BORROWED_REASON = "a socket of one of the runner's own processes, or its mark, is of no use to any other process";
/** The line of something that a kernel program refused by itself. */
function kernelEvent(event, who, at) {
	const common = {
		ts: new Date(at).toISOString(),
		policy: "deny",
		...identityFields(who),
		protocol: socketName(event)
	};
	if (event.kind === "socket") return {
		...common,
		type: "socket",
		reason: event.borrowed ? BORROWED_REASON : SOCKET_REASON
	};
	if (event.kind === "group") {
		const group = groupText(event.dstIp);
		return {
			...common,
			type: "socket",
			...group && { dst_ip: group },
			reason: GROUP_REASON
		};
	}
	if (event.kind === "port") return {
		...common,
		type: "socket",
		src_port: event.dstPort,
		reason: PORT_REASON
	};
	const ip = ipv6Text(event.dstIp);
	return {
		...common,
		type: event.protocol === 17 ? "udp" : "tcp",
		...ip && { dst_ip: ip },
		dst_port: event.dstPort,
		reason: IPV6_REASON
	};
}
/** Undefined where the kernel program could not read it. */
function groupText(bytes) {
	if (bytes.every((byte) => byte === 0)) return void 0;
	return bytes.subarray(0, MAPPED.length).equals(MAPPED) ? formatIpv4(bytes.readUInt32BE(MAPPED.length)) : ipv6Text(bytes);
}
/** The head of an IPv4-mapped address (RFC 4291, section 2.5.5.2). */
const MAPPED = Buffer.from("00000000000000000000ffff", "hex");
/** The line of a connection to the proxy that the kernel saw nobody open: somebody outside the scope, or straight to its port. */
function nobodysConnection(socket, dst, at) {
	return {
		ts: new Date(at).toISOString(),
		type: "tcp",
		policy: "deny",
		src_port: socket.remotePort ?? 0,
		...dst && {
			dst_ip: dst.ip,
			dst_port: dst.port
		},
		reason: dst ? "the kernel has no record of who opened this connection" : "a connection to the port of the proxy itself"
	};
}
/** The line of a connection that the proxy has no descriptors for. */
const crowdedOut = (flow, at) => ({
	ts: new Date(at).toISOString(),
	type: "tcp",
	conn: flow.id,
	policy: "deny",
	...identityFields(flow.who),
	src_port: flow.src.port,
	dst_ip: flow.dst.ip,
	dst_port: flow.dst.port,
	reason: "too many connections are open at a time: the proxy may open no more files"
});

// src/proxy/room.ts
/**
* What of its descriptors the proxy keeps back: for name servers (512 questions on their way, each asked up to seven times of three servers that are silent:
* 3584 sockets), for 256 clients that ask over TCP, and for connections on their way from Node to a native thread, which have two more for a moment. Where
* accept(2) itself fails, libuv drops the client, and nobody learns who that was.
*/
const RESERVE_SHARE = 1 / 4;
const RESERVE_MOST = 4096;
/** The client's and the server's. */
const DESCRIPTORS_EACH = 2;
/** How many connections the proxy may have at a time. */
function connectionPlaces(limits = readFileSync("/proc/self/limits", "latin1")) {
	const soft = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
	return Math.floor((soft - Math.min(soft * RESERVE_SHARE, RESERVE_MOST)) / DESCRIPTORS_EACH);
}

// src/proxy/tcp/der.ts
/** The little of DER (X.690) that writing a certificate takes. Every function returns a whole element: tag, length, contents. */
const element = (tag, contents) => Buffer.concat([
	Buffer.from([tag]),
	lengthOf(contents.length),
	contents
]);
/** Definite form, in as few bytes as it can be (X.690, 10.1). */
const lengthOf = (length) => {
	if (length < 128) return Buffer.from([length]);
	const bytes = unsigned(BigInt(length));
	return Buffer.concat([Buffer.from([128 | bytes.length]), bytes]);
};
const unsigned = (value) => {
	const hex = value.toString(16);
	return Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, "hex");
};
const sequence = (...parts) => element(48, Buffer.concat(parts));
const set = (...parts) => element(49, Buffer.concat(parts));
const boolean = (value) => element(1, Buffer.from([value ? 255 : 0]));
const octetString = (bytes) => element(4, bytes);
const utf8String = (text) => element(12, Buffer.from(text, "utf8"));
/** Not negative; a leading zero keeps the first bit from being read as a sign. */
const integer = (value) => {
	const bytes = unsigned(value);
	return element(2, (bytes[0] ?? 0) & 128 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
};
const bitString = (bytes, unusedBits = 0) => element(3, Buffer.concat([Buffer.from([unusedBits]), bytes]));
/** `1.2.840.10045.4.3.2` */
const objectIdentifier = (dotted) => {
	const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
	return element(6, Buffer.concat([40 * first + second, ...rest].map(base128)));
};
const base128 = (arc) => {
	const bytes = [arc & 127];
	for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) bytes.unshift(128 | left & 127);
	return Buffer.from(bytes);
};
/** UTCTime until 2049, GeneralizedTime after, as RFC 5280, 4.1.2.5 demands. Milliseconds since the epoch, cut to seconds. */
const time = (at) => {
	const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, "");
	return new Date(at).getUTCFullYear() < 2050 ? element(23, Buffer.from(digits.slice(2))) : element(24, Buffer.from(digits));
};
/** `[n]` around a whole element. */
const explicit = (number, contents) => element(160 | number, contents);
/** `[n]` in place of a primitive element's own tag. */
const implicit = (number, contents) => element(128 | number, contents);

// src/proxy/tcp/certificate.ts
const OID = {
	commonName: "2.5.4.3",
	organization: "2.5.4.10",
	ecdsaWithSha256: "1.2.840.10045.4.3.2",
	subjectKeyIdentifier: "2.5.29.14",
	keyUsage: "2.5.29.15",
	subjectAltName: "2.5.29.17",
	basicConstraints: "2.5.29.19",
	authorityKeyIdentifier: "2.5.29.35",
	extendedKeyUsage: "2.5.29.37",
	serverAuth: "1.3.6.1.5.5.7.3.1"
};
/** ub-common-name (RFC 5280, appendix A.1). */
const MAX_COMMON_NAME = 64;
/** Signs a certificate and returns it as PEM. */
const writeCertificate = (request) => {
	const algorithm = sequence(objectIdentifier(OID.ecdsaWithSha256));
	const body = sequence(explicit(0, integer(2n)), integer(randomSerial()), algorithm, distinguishedName(request.issuer), sequence(time(request.notBefore), time(request.notAfter)), distinguishedName(request.subject), publicKeyInfo(request.publicKey), explicit(3, sequence(...extensions(request))));
	const signature = sign("sha256", body, {
		key: request.issuerKey,
		dsaEncoding: "der"
	});
	return toPem(sequence(body, algorithm, bitString(signature)));
};
const extensions = (request) => {
	const authority = request.use === "authority";
	return [
		extension(OID.basicConstraints, true, authority ? sequence(boolean(true), integer(0n)) : sequence()),
		extension(OID.keyUsage, true, authority ? bitString(Buffer.from([6]), 1) : bitString(Buffer.from([128]), 7)),
		...request.use === "authority" ? [] : [extension(OID.extendedKeyUsage, false, sequence(objectIdentifier(OID.serverAuth))), extension(OID.subjectAltName, false, sequence(...request.use.names.map(generalName)))],
		extension(OID.subjectKeyIdentifier, false, octetString(keyIdentifier(request.publicKey))),
		extension(OID.authorityKeyIdentifier, false, sequence(implicit(0, keyIdentifier(request.issuerKey))))
	];
};
/** DER leaves out what equals its default: `critical` is written only when it is true. */
const extension = (oid, critical, value) => sequence(objectIdentifier(oid), ...critical ? [boolean(true)] : [], octetString(value));
const generalName = (name) => isIPv4(name) ? implicit(7, Buffer.from(name.split(".").map(Number))) : implicit(2, Buffer.from(name, "latin1"));
const distinguishedName = (commonName) => sequence(set(sequence(objectIdentifier(OID.organization), utf8String("egress-filter"))), ...commonName.length <= MAX_COMMON_NAME ? [set(sequence(objectIdentifier(OID.commonName), utf8String(commonName)))] : []);
const publicKeyInfo = (key) => describe(key).info;
/** Method 1 of RFC 5280, 4.2.1.2, over the whole key info instead of the bit string: it needs to be unique, not reproducible. */
const keyIdentifier = (key) => describe(key).identifier;
/** Two keys serve all certificates; to export one takes longer than to sign. */
const described = /* @__PURE__ */ new WeakMap();
const describe = (key) => {
	const known = described.get(key);
	if (known) return known;
	const info = (key.type === "private" ? createPublicKey(key) : key).export({
		format: "der",
		type: "spki"
	});
	const made = {
		info,
		identifier: createHash("sha1").update(info).digest()
	};
	described.set(key, made);
	return made;
};
/** 127 random bits: positive, within 20 octets (RFC 5280, 4.1.2.2), never zero. */
const randomSerial = () => {
	const bytes = randomBytes(16);
	bytes[0] = (bytes[0] ?? 0) & 127 | 64;
	return BigInt(`0x${bytes.toString("hex")}`);
};
const toPem = (der) => {
	return `-----BEGIN CERTIFICATE-----\n${(der.toString("base64").match(/.{1,64}/g) ?? []).join("\n")}\n-----END CERTIFICATE-----\n`;
};

// src/proxy/tcp/lru.ts
/** A Map iterates in the order of insertion: taking out and putting back is what keeps it sorted by use. */
const createLru = (size) => {
	const entries = /* @__PURE__ */ new Map();
	return {
		get: (key) => {
			const value = entries.get(key);
			if (value === void 0) return void 0;
			entries.delete(key);
			entries.set(key, value);
			return value;
		},
		set: (key, value) => {
			entries.delete(key);
			entries.set(key, value);
			for (const oldest of entries.keys()) {
				if (entries.size <= size) break;
				entries.delete(oldest);
			}
		},
		delete: (key) => {
			entries.delete(key);
		}
	};
};

// src/proxy/tcp/ca.ts
const DAY = 864e5;
/** Clients with a slow clock accept what was made a moment ago. */
const SKEW = DAY;
const LEAF_LIFE = 7 * DAY;
/** A cached leaf is made anew when less than this is left of it. */
const LEAF_RENEWAL = 2 * DAY;
const AUTHORITY_LIFE = 730 * DAY;
/** The authority cannot be made anew: it is to be valid for clients whatever the clock is set back to (NTP after a start without a clock). */
const AUTHORITY_SKEW = 365 * DAY;
/** P-256 throughout: a key in under a millisecond, and every client since TLS 1.2 takes it. One key serves all leaves. */
const createCertificateAuthority = (native, { now = Date.now, cacheSize = 500, existing } = {}) => {
	const authority = existing ? readAuthority(existing) : makeAuthority(now());
	const { issuer, key, notAfter: lastDay } = authority;
	const leafKeys = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const leafKeyPem = leafKeys.privateKey.export({
		format: "pem",
		type: "sec1"
	}).toString();
	const pattern = writeCertificate({
		subject: issuer,
		issuer,
		publicKey: leafKeys.publicKey,
		issuerKey: key,
		notBefore: 0,
		notAfter: lastDay,
		use: { names: [] }
	});
	const keyPem = () => key.export({
		format: "pem",
		type: "pkcs8"
	}).toString();
	const maker = native.leafIssuer(pattern, keyPem(), leafKeyPem);
	const makeLeaf = (names) => {
		const at = now();
		const notAfter = Math.min(at + LEAF_LIFE, lastDay);
		const made = native.leaf(maker, names, Math.floor((at - SKEW) / 1e3), Math.floor(notAfter / 1e3));
		return {
			leaf: {
				native: made,
				get cert() {
					return native.leafPem(made);
				},
				key: leafKeyPem
			},
			from: at - SKEW / 2,
			to: notAfter - LEAF_RENEWAL
		};
	};
	const leaves = createLru(cacheSize);
	return {
		caPem: authority.caPem,
		keyPem,
		leafFor: (names) => {
			const joined = names.join(" ");
			const cached = leaves.get(joined);
			const at = now();
			if (cached && cached.from <= at && at < cached.to) return cached.leaf;
			const made = makeLeaf(joined);
			leaves.set(joined, made);
			return made.leaf;
		}
	};
};
const makeAuthority = (now) => {
	const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const issuer = `Egress Filter CA ${randomBytes(4).toString("hex")}`;
	const notAfter = now + AUTHORITY_LIFE;
	return {
		caPem: writeCertificate({
			subject: issuer,
			issuer,
			publicKey,
			issuerKey: privateKey,
			notBefore: now - AUTHORITY_SKEW,
			notAfter,
			use: "authority"
		}),
		key: privateKey,
		issuer,
		notAfter
	};
};
/** Throws where key and certificate are not a pair. */
const readAuthority = ({ keyPem, certPem }) => {
	const key = createPrivateKey(keyPem);
	const certificate = new X509Certificate(certPem);
	if (!certificate.checkPrivateKey(key)) throw new Error("The key of the certificate authority does not belong to its certificate");
	const issuer = /^CN=(.+)$/m.exec(certificate.subject)?.[1];
	if (issuer === void 0) throw new Error("The certificate of the authority has no name");
	return {
		caPem: certPem,
		key,
		issuer,
		notAfter: Date.parse(certificate.validTo)
	};
};

// src/proxy/tcp/context.ts
const DEFAULT_LIMITS$1 = {
	handshakeMs: 15e3,
	connectMs: 3e4,
	refusalMs: 1e4
};
/** One object for all connections of a context. */
const limitsOf = (context) => {
	const made = limits.get(context) ?? {
		...DEFAULT_LIMITS$1,
		...context.limits
	};
	limits.set(context, made);
	return made;
};
const limits = /* @__PURE__ */ new WeakMap();

// src/proxy/tcp/request-lines.ts
/** An address of a CDN may stand for hundreds of names. */
const NAMES_SHOWN = 8;
const NOTHING = {};
const namesFor = (ip, context) => {
	const names = context.names.namesOf(ip);
	if (names.length === 0) return void 0;
	return names.length > NAMES_SHOWN ? names.slice(0, NAMES_SHOWN) : names;
};
/** The fields of a request's line that its head tells. */
const requestFields = (head) => ({
	type: head.scheme,
	url: head.url,
	method: head.method,
	host: head.host,
	protocol: protocolOf(head)
});
const protocolOf = ({ upgrade, protocol }) => upgrade?.toLowerCase() === "websocket" ? "ws" : protocol;
/**
* Writes the lines of one connection's allowed requests: what is as it was for the request before, or for another connection of the same process, is not
* put into words again. Gives false for a request that needs a line of its own, which is not written then.
*/
const createRequestLines = (flow, context, now) => {
	const { log } = context;
	const { id: conn, src, dst, who } = flow;
	let last;
	const lineFor = (head, verdict, extra, names) => {
		const latest = latestOf(context);
		const known = latest.get(who);
		if (known?.dst.ip === dst.ip && known.dst.port === dst.port && isSame$1(known, head, verdict, extra, names)) return known;
		const { ts, conn: _, src_port, url, duration_ms, ...fields } = verdictEvent(flow, verdict, {
			at: 0,
			dst_names: names,
			...requestFields(head),
			...extra
		});
		const line = {
			head,
			verdict,
			dst,
			movedTo: extra.dst_ip,
			names,
			fields,
			bytes: void 0
		};
		latest.set(who, line);
		return line;
	};
	return (head, verdict, extra = NOTHING) => {
		if (!log.writeShared || !verdict.allow || extra.error !== void 0) return false;
		const names = namesFor(extra.dst_ip ?? dst.ip, context);
		if (last === void 0 || !isSame$1(last, head, verdict, extra, names)) last = lineFor(head, verdict, extra, names);
		log.writeShared({
			ts: timestamp(now()),
			conn,
			src_port: src.port,
			url: head.url
		}, last.fields, last);
		return true;
	};
};
/** The last line of each process. */
const latestOf = (context) => {
	const known = latest$1.get(context) ?? /* @__PURE__ */ new WeakMap();
	latest$1.set(context, known);
	return known;
};
const latest$1 = /* @__PURE__ */ new WeakMap();
/** The policy gives one object for verdicts that are alike; another one that says the same only costs a line put into words. */
const isSame$1 = (last, head, verdict, extra, names) => last.verdict === verdict && last.movedTo === extra.dst_ip && last.head.method === head.method && last.head.host === head.host && last.head.scheme === head.scheme && last.head.protocol === head.protocol && last.head.upgrade === head.upgrade && areSame(last.names, names);
const areSame = (some, others) => {
	if (some === void 0 || others === void 0) return some === others;
	if (some.length !== others.length) return false;
	for (let index = 0; index < some.length; index++) if (some[index] !== others[index]) return false;
	return true;
};

// src/proxy/tcp/connection.ts
/** Everything that belongs to one client connection and must be gone when it is. There are thousands of them: what one holds, each holds. */
var Connection$1 = class {
	flow;
	context;
	limits;
	/** For `context.tls`: both sides of this connection belong together. */
	lane;
	#started = performance.now();
	#client;
	#upstreams = [];
	/** The client's TLS, and the servers'. */
	#inside;
	#outside = [];
	#releases = [];
	#passedIn = 0;
	#passedOut = 0;
	#logged = 0;
	#failure;
	#abandoned = false;
	#closed = false;
	#recall = {};
	#requestLines;
	/** `accepted` belongs to the connection from now on. */
	constructor(accepted, flow, context) {
		this.flow = flow;
		this.context = context;
		this.limits = limitsOf(context);
		this.lane = context.tls.lane();
		this.#client = accepted;
		prepare(accepted);
		accepted.once("close", () => {
			if (!this.#inside) {
				for (const upstream of this.#upstreams) if (upstream.connecting) upstream.destroy();
			}
		});
	}
	/** Destroyed, and no longer the client's own, once TLS has taken it over. */
	get client() {
		return this.#client;
	}
	decide(question) {
		return this.context.policy.decide(question, this.flow.who, this.#recall);
	}
	/** Does this verdict let traffic through: allowed, or only watched (audit)? Guardrails hold in audit too. */
	passes(verdict) {
		return verdict.allow || this.context.audit && verdict.denial !== "guardrail";
	}
	/** Writes a verdict's line. */
	log(verdict, extra) {
		this.#logged += 1;
		const watched = !verdict.allow && this.passes(verdict);
		this.context.log.write(verdictEvent(this.flow, verdict, {
			at: this.#now(),
			dst_names: namesFor(extra.dst_ip ?? this.flow.dst.ip, this.context),
			...watched && { audit: true },
			...extra
		}));
	}
	/** As `log`, of one request. */
	logRequest(verdict, head, extra) {
		this.#requestLines ??= createRequestLines(this.flow, this.context, this.context.now ?? Date.now);
		if (this.#requestLines(head, verdict, extra)) this.#logged += 1;
		else this.log(verdict, {
			...requestFields(head),
			...extra
		});
	}
	/** Verdict lines so far. */
	get logged() {
		return this.#logged;
	}
	/** Opens an upstream socket that is counted and closed with this connection. Resolves when it is connected. @throws Error with `code` */
	async dial(endpoint) {
		this.requireClient();
		const socket = (this.context.dial ?? dial)(endpoint);
		this.#upstreams = [...this.#upstreams, socket];
		prepare(socket);
		return connected(socket, this.limits.connectMs);
	}
	/** @throws Error when nobody is left to connect for. */
	requireClient() {
		if (this.#closed || this.#abandoned || (this.#inside ?? this.#client).destroyed) throw new Error("the client is gone");
	}
	/** Ends what was opened upstream: nobody is left whom it could serve. */
	abandon() {
		this.#abandoned = true;
		for (const upstream of this.#upstreams) upstream.destroy();
		for (const upstream of this.#outside) upstream.destroy();
	}
	/** Keeps (name, ip) bound while this connection lives. */
	hold(name, ip) {
		this.#releases = [...this.#releases, this.context.names.hold(name, ip)];
	}
	/** Bytes that went between client and upstream without passing through a socket of Node's, for the closing line. */
	carried({ toUpstream, toClient }) {
		this.#passedOut += toUpstream;
		this.#passedIn += toClient;
	}
	/** TLS has taken over the client's socket, which Node knows no more of, or opened one to a server. */
	secured(side, stream) {
		if (side === "client") {
			this.#inside = stream;
			this.#client = TAKEN;
		} else this.#outside = [...this.#outside, stream];
		stream.on("error", ignore);
	}
	/** Remembers why the connection failed, for its closing line. The first reason counts. */
	fail(error) {
		this.#failure ??= error;
	}
	get failure() {
		return this.#failure;
	}
	/** The client sees a reset, as from a closed port. */
	reset() {
		if (this.#inside) this.#inside.resetAndDestroy();
		else if (!this.#client.destroyed) this.#client.resetAndDestroy();
	}
	/** Ends everything and writes the closing line. */
	close() {
		if (this.#closed) return;
		this.#closed = true;
		this.#client.destroy();
		this.#inside?.destroy();
		let [received, sent] = [this.#passedIn, this.#passedOut];
		for (const upstream of this.#upstreams) {
			upstream.destroy();
			received += upstream.bytesRead;
			sent += upstream.bytesWritten;
		}
		for (const upstream of this.#outside) {
			const { traffic } = upstream.destroy();
			received += traffic.received;
			sent += traffic.sent;
		}
		for (const release of this.#releases) release();
		this.context.log.write(closeEvent(this.flow, {
			at: this.#now(),
			bytes_in: received,
			bytes_out: sent,
			duration_ms: Math.round(performance.now() - this.#started),
			error: this.#failure
		}));
	}
	#now() {
		return (this.context.now ?? Date.now)();
	}
};
const TAKEN = new Socket().destroy();
const KEEP_ALIVE_MS = 6e4;
/** Every stream needs a listener, or its error ends the process; those who use the stream hear of it by their own. */
const ignore = () => {};
/** A half-closed side is served until the other has said all; without this, Node answers a FIN by a FIN. */
const prepare = (socket) => {
	socket.allowHalfOpen = true;
	socket.setNoDelay(true);
	socket.setKeepAlive(true, KEEP_ALIVE_MS);
	socket.on("error", ignore);
};
const dial = ({ ip, port }) => connect({
	host: ip,
	port,
	allowHalfOpen: true
});
const connected = (socket, timeoutMs) => new Promise((resolve, reject) => {
	if (!socket.connecting && !socket.destroyed) return resolve(socket);
	const settle = (act) => {
		clearTimeout(timer);
		socket.removeListener("connect", onConnect).removeListener("error", onError).removeListener("close", onClose);
		act();
	};
	const onConnect = () => settle(() => resolve(socket));
	const onError = (error) => settle(() => reject(error));
	const onClose = () => settle(() => reject(/* @__PURE__ */ new Error("closed while connecting")));
	const timer = setTimeout(() => {
		settle(() => reject(Object.assign(/* @__PURE__ */ new Error(`no answer within ${timeoutMs / 1e3} s`), { code: "ETIMEDOUT" })));
		socket.destroy();
	}, timeoutMs);
	socket.on("connect", onConnect).on("error", onError).on("close", onClose);
	if (socket.destroyed) onClose();
});

// src/proxy/http/closing.ts
/** How much a client may still send after its final answer. */
const LINGER_BYTES$1 = 1048576;
/**
* Sends the last bytes and ends our side, then reads and drops what still comes for a bounded while: closing at once would turn
* unread input into a reset, which can destroy the answer before the client has read it (RFC 9112 section 9.6).
*/
function endLingering(client, last, lingerMs) {
	if (client.destroyed) return;
	let dropped = 0;
	const timer = setTimeout(() => client.destroy(), lingerMs);
	timer.unref();
	client.removeAllListeners("data");
	client.on("data", (chunk) => {
		dropped += chunk.length;
		if (dropped > LINGER_BYTES$1) client.destroy();
	});
	client.once("close", () => clearTimeout(timer));
	if (last === void 0) client.end();
	else client.end(last);
	client.resume();
}
/** Ends a connection so that the peer cannot take it for a clean end. */
function reset(stream) {
	if (stream.destroyed) return;
	if (canReset(stream) && !(stream instanceof TLSSocket)) stream.resetAndDestroy();
	else stream.destroy();
}
function canReset(stream) {
	return "resetAndDestroy" in stream && typeof stream.resetAndDestroy === "function";
}
/** An end that was emitted before anyone listened is not emitted again, so whoever takes a stream over has to ask. */
function isOver(stream) {
	return stream.destroyed || stream.readableEnded;
}
/** Has a stream of TLS ended without a close_notify? */
function isCut(stream) {
	return stream !== void 0 && "isCut" in stream && stream.isCut === true;
}
/** What came without a close_notify goes on without one. Some clients take that for an end, others do not: each as without us. */
function endAlike(from, to) {
	if (isCut(from) && "endsBare" in to) to.endsBare = true;
}
/** @throws where the other side has ended before it was asked anything */
function usable(upstream) {
	if (!isOver(upstream)) return upstream;
	upstream.destroy();
	throw new Error("the server closed the connection before it was asked anything");
}
/** Lets what was written go out, and then closes, within `lingerMs`. */
function closeSoon(stream, lingerMs) {
	if (stream.destroyed) return;
	const timer = setTimeout(() => stream.destroy(), lingerMs);
	timer.unref();
	stream.once("close", () => clearTimeout(timer));
	if (stream.writableFinished) stream.destroy();
	else stream.once("finish", () => stream.destroy());
	if (!stream.writableEnded) stream.end();
}

// src/proxy/http/denial-body.ts
const LONGEST_URL = 2e3;
/** The body of a 403 and its media type: what was denied, who asked, the line to add. Safe to print on a terminal. */
function denialBody(denial) {
	const url = printable(denial.url.length > LONGEST_URL ? `${denial.url.slice(0, LONGEST_URL)}...` : denial.url);
	const what = denial.method === void 0 ? url : `${printable(denial.method)} ${url}`;
	const who = printable(denial.process);
	const reason = printable(denial.reason);
	const suggestion = denial.suggestion === void 0 ? void 0 : printable(denial.suggestion);
	if (denial.json === true) {
		const advice = suggestion === void 0 ? "" : ` To allow it, add this line to the policy: ${suggestion}`;
		const error = `egress-filter denied ${what}, asked for by ${who}: ${reason.replace(/\.$/, "")}.${advice}`;
		return {
			body: `${JSON.stringify({
				error,
				url,
				process: who,
				reason,
				suggestion
			})}\n`,
			contentType: "application/json"
		};
	}
	return {
		body: `egress-filter denied this request.\n\n  request   ${what}\n  asked by  ${who}\n  reason    ${reason}\n${suggestion === void 0 ? "" : `\nTo allow it, add this line to the policy:\n\n  ${suggestion}\n`}`,
		contentType: "text/plain; charset=utf-8"
	};
}
/** Control, format (bidirectional overrides, zero width) and line-breaking characters and lone surrogates become `\u{...}`. */
function printable(text) {
	return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

// src/proxy/http/answer.ts
/** A plain-text answer of the filter's own. */
function ownAnswer(status, message) {
	return {
		forward: false,
		status,
		body: `egress-filter: ${message}\n`,
		contentType: "text/plain; charset=utf-8"
	};
}
/** The last response of an HTTP/1 connection. Clients that show no body show the reason phrase, so it names who denied. */
function serialiseAnswer(answer, toHead) {
	const body = Buffer.from(answer.body);
	const phrase = answer.status === 403 ? "Forbidden by egress-filter" : STATUS_CODES[answer.status] ?? "Error";
	const head = `HTTP/1.1 ${answer.status} ${phrase}\r\nContent-Type: ${fieldText(answer.contentType)}\r\nContent-Length: ${body.length}\r\nCache-Control: no-store\r
Connection: close\r
\r
`;
	return toHead ? Buffer.from(head, "latin1") : Buffer.concat([Buffer.from(head, "latin1"), body]);
}
/** A value that can end no line. */
function fieldText(text) {
	return text.replace(/[^\t\x20-\x7e]/g, "?");
}

// src/proxy/http/authority.ts
const NAME = /^([a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?(?::([1-9][0-9]{0,4}))?$/;
const LITERAL = /^\[([0-9a-f:.]+)\](?::([1-9][0-9]{0,4}))?$/;
/**
* Reads the authority of a request (RFC 3986 section 3.2) and nothing wider: no userinfo, no percent-encoding, no empty port,
* no octet outside letters, digits, `-`, `_`, `.`; names that servers may read in two ways are undefined, and refused by the caller.
*/
function parseAuthority(text, defaultPort) {
	if (text.length === 0 || text.length > 262) return void 0;
	const lower = text.toLowerCase();
	const name = NAME.exec(lower);
	const literal = name === null ? LITERAL.exec(lower) : null;
	const host = (name ?? literal)?.[1];
	if (host === void 0 || literal !== null && !isIPv6(host)) return void 0;
	const digits = (name ?? literal)?.[2];
	const port = digits === void 0 ? defaultPort : Number(digits);
	return port <= 65535 ? {
		host,
		port
	} : void 0;
}
/** Remembers the last authority of a connection: nearly always the next one, too. */
var AuthorityReader = class {
	defaultPort;
	#text = "";
	#last;
	constructor(defaultPort) {
		this.defaultPort = defaultPort;
	}
	read(text) {
		if (text !== this.#text) {
			this.#last = parseAuthority(text, this.defaultPort);
			this.#text = text;
		}
		return this.#last;
	}
};
/** `https://host[:port]/path`, the port only where it is not the scheme's own. */
function formatUrl(scheme, authority, target) {
	const host = authority.host.includes(":") ? `[${authority.host}]` : authority.host;
	const usual = scheme === "https" ? 443 : 80;
	return `${scheme}://${host}${authority.port === usual ? "" : `:${authority.port}`}${target === "*" ? "" : target}`;
}

// src/proxy/http/carrying.ts
function isCarrier(stream) {
	return "carry" in stream && "hold" in stream;
}
/** A body as large as that is worth the way to the other thread and back. */
const LEAST$1 = 262144;
/** What is left of it when the way is free. */
const LEAST_LEFT = 65536;
/** One direction of a connection, of which parts go past JavaScript: the sender is held first, so that nothing is on the way to JavaScript, then they begin. */
var Passage = class {
	#state = "idle";
	from;
	to;
	constructor(from, to) {
		this.from = from;
		this.to = to;
	}
	/** What tells of octets that nobody sees. */
	get progress() {
		return this.from.progress;
	}
	get carrying() {
		return this.#state === "carrying";
	}
	/** Call when what came out of `from` has been dealt with, and when `to` has drained. */
	consider() {
		if (this.#state === "idle" && this.isWorthwhile()) {
			this.#state = "asked";
			this.from.hold(() => {
				this.#state = "held";
				this.consider();
			});
		} else if (this.#state === "held") this.start();
	}
	/** Nobody wants it any more: what is held back goes to the stream's reader. */
	stop() {
		if (this.#state !== "held") return;
		this.#state = "idle";
		this.from.release();
	}
	begun() {
		this.#state = "carrying";
	}
	ended() {
		this.#state = "idle";
	}
};
/** Sees to it that large bodies of one direction are carried. */
var BodyCarrier = class BodyCarrier extends Passage {
	#left;
	#carried;
	/** `left`: octets of the body under way that have not come out of `from`, 0 where there is none; `carried`: so many of them are with `to`. */
	static between(from, to, left, carried) {
		return isCarrier(from) && isCarrier(to) ? new BodyCarrier(from, to, left, carried) : void 0;
	}
	constructor(from, to, left, carried) {
		super(from, to);
		this.#left = left;
		this.#carried = carried;
	}
	isWorthwhile() {
		return this.#left() >= LEAST$1;
	}
	start() {
		const left = this.#left();
		if (left < LEAST_LEFT) this.stop();
		else if (this.from.carry(this.to, left, (octets) => this.#end(octets))) this.begun();
	}
	#end(octets) {
		this.ended();
		this.#carried(octets);
	}
};

// src/proxy/http/head-timer.ts
/** Ends connections on which a head is begun and never completed. */
var HeadTimer = class {
	#ms;
	#watched;
	#expired;
	#timer;
	constructor(ms, watched, expired) {
		this.#ms = ms;
		this.#watched = watched;
		this.#expired = expired;
	}
	/** Call after each piece of input. Costs no timer where heads arrive whole. */
	check() {
		const { incomplete, count } = this.#watched();
		if (incomplete === (this.#timer !== void 0)) return;
		this.stop();
		if (!incomplete) return;
		this.#timer = setTimeout(() => {
			this.#timer = void 0;
			const now = this.#watched();
			if (now.excused || now.count !== count) this.check();
			else this.#expired();
		}, this.#ms);
	}
	stop() {
		clearTimeout(this.#timer);
		this.#timer = void 0;
	}
};

// src/proxy/http/idle-timer.ts
/**
* Ends connections on which nothing has moved for `ms`, up to twice that. Polls and streams may be silent for hours, and dead peers
* are found by TCP keepalive; this is for a peer that is alive and holds a connection for ever.
*/
var IdleTimer = class {
	#moved = false;
	#progress = 0;
	#timer;
	/** `progress`: a number that grows when something moves that nobody calls `touch` for. */
	constructor(ms, progress, expired) {
		this.#timer = setInterval(() => {
			const before = this.#progress;
			this.#progress = progress();
			if (this.#moved || this.#progress !== before) {
				this.#moved = false;
				return;
			}
			this.stop();
			expired();
		}, ms);
		this.#timer.unref();
	}
	/** Something has moved. Called for every chunk, so it sets no timer. */
	touch() {
		this.#moved = true;
	}
	stop() {
		clearInterval(this.#timer);
	}
};

// src/proxy/http/input.ts
const EMPTY$3 = Buffer.alloc(0);
/**
* Bytes that arrived and are not handed on yet. Usually the last chunk itself; grows by copying only when a unit (a head, a frame)
* is split over chunks, and then by doubling, so that octet-sized chunks cost linear time.
*/
var Input = class {
	bytes = EMPTY$3;
	/** First byte not handed on. */
	keep = 0;
	/** Where parsing goes on; `keep <= pos <= end`. */
	pos = 0;
	end = 0;
	/** Where the current head begins, for parsers of messages: `keep <= headStart`. */
	headStart = 0;
	/** The buffer is our own copy: there may be room behind `end`. */
	#owned = false;
	append(chunk) {
		const held = this.end - this.keep;
		if (held === 0) {
			this.bytes = chunk;
			this.keep = 0;
			this.pos = 0;
			this.end = chunk.length;
			this.headStart = 0;
			this.#owned = false;
			return;
		}
		if (!this.#owned || this.end + chunk.length > this.bytes.length) this.#grow(held, chunk.length);
		chunk.copy(this.bytes, this.end);
		this.end += chunk.length;
	}
	/** Takes the bytes from `keep` up to `to`. The result stays valid: nothing is ever written before `end`. */
	take(to) {
		const taken = this.keep === 0 && to === this.bytes.length ? this.bytes : this.bytes.subarray(this.keep, to);
		this.keep = to;
		if (this.pos < to) this.pos = to;
		if (to === this.end) this.clear();
		return taken;
	}
	/** Drops the bytes from `keep` up to `to`. */
	drop(to) {
		this.keep = to;
		if (this.pos < to) this.pos = to;
		if (to === this.end) this.clear();
	}
	clear() {
		this.bytes = EMPTY$3;
		this.keep = 0;
		this.pos = 0;
		this.end = 0;
		this.headStart = 0;
		this.#owned = false;
	}
	#grow(held, more) {
		const grown = Buffer.allocUnsafeSlow(Math.max(2 * held, held + more, 1024));
		this.bytes.copy(grown, 0, this.keep, this.end);
		this.bytes = grown;
		this.pos -= this.keep;
		this.headStart = Math.max(0, this.headStart - this.keep);
		this.end = held;
		this.keep = 0;
		this.#owned = true;
	}
};

// src/proxy/http/types.ts
const DEFAULT_LIMITS = {
	headBytes: 65536,
	headTimeoutMs: 6e4,
	responseHeadTimeoutMs: 3e5,
	idleMs: 864e5,
	continueTimeoutMs: 1e3,
	lingerMs: 2e3,
	pipelined: 64
};

// src/proxy/http/octets.ts
/** HTAB, SP, VCHAR, obs-text: what a field value may hold. */
const FIELD = 2;
/** What a request-target may hold: VCHAR and obs-text, without `#` (a fragment never goes on the wire). */
const TARGET = 4;
/** Digits of a chunk size. */
const HEX = 16;
const SP = 32;
const HTAB = 9;
const classes = /* @__PURE__ */ new Uint8Array(256);
for (let octet = 0; octet < 256; octet++) {
	const character = String.fromCharCode(octet);
	let bits = 0;
	if (/[!#$%&'*+\-.^_`|~0-9A-Za-z]/.test(character)) bits |= 9;
	if (/[A-Z]/.test(character)) bits &= -9;
	if (octet === 9 || octet >= 32 && octet !== 127) bits |= 2;
	if (octet > 32 && octet !== 127 && character !== "#") bits |= 4;
	if (/[0-9A-Fa-f]/.test(character)) bits |= 16;
	classes[octet] = bits;
}
/** The octet at `i`, which the caller has checked to be in range: the one place where an index is trusted. */
function at$1(bytes, i) {
	return bytes[i];
}
/** Is the octet one of `wanted`? */
function is(octet, wanted) {
	return (at$1(classes, octet) & wanted) !== 0;
}
/** Value of a hexadecimal digit. */
function hexValue(octet) {
	return octet <= 57 ? octet - 48 : (octet | 32) - 87;
}
/** Does `bytes` at `from` hold `lower` (ASCII lower case), whatever the case? The caller has checked the length. */
function equalsLower(bytes, from, lower) {
	for (let i = 0; i < lower.length; i++) {
		const octet = at$1(bytes, from + i);
		if ((octet >= 65 && octet <= 90 ? octet | 32 : octet) !== lower.charCodeAt(i)) return false;
	}
	return true;
}

// src/proxy/http/h1/chunked.ts
const LONGEST_EXTENSION = 1024;
const EXTENSIONS_OF_A_BODY = 16384;
const LONGEST_TRAILER = 16384;
/** Fields that a server may merge from the trailer into the head (RFC 9110 section 6.5.1 forbids to send them). */
const FORBIDDEN_TRAILERS = /* @__PURE__ */ new Set([
	"content-length",
	"transfer-encoding",
	"host",
	"connection",
	"upgrade",
	"expect"
]);
/**
* Follows a chunked body (RFC 9112 section 7.1) over any split of its octets, without copying. Strict on requests: exact CR LF,
* no blanks, bounded sizes, extensions and trailers. Responses may pad the size with blanks, as old servers do.
*/
var ChunkedScanner = class {
	done = false;
	/** Set once, then the scanner is spent. */
	error;
	#lenient;
	#state = "size";
	#digits = 0;
	#remaining = 0;
	#extension = 0;
	#extensions = 0;
	#trailer = 0;
	#name = "";
	constructor(lenient) {
		this.#lenient = lenient;
	}
	/** Scans `bytes` and gives the index behind the last octet that belongs to the body, `to` when it goes on. */
	scan(bytes, from, to) {
		let i = from;
		while (i < to && !this.done && this.error === void 0) if (this.#state === "data") {
			const skipped = Math.min(this.#remaining, to - i);
			this.#remaining -= skipped;
			i += skipped;
			if (this.#remaining === 0) this.#state = "data-cr";
		} else {
			this.#step(at$1(bytes, i));
			i++;
		}
		return i;
	}
	#step(octet) {
		switch (this.#state) {
			case "size":
				if (!is(octet, 16)) {
					this.#fail("a chunk without a size");
					return;
				}
				this.#remaining = hexValue(octet);
				this.#digits = 1;
				this.#state = "digits";
				return;
			case "digits":
				if (!is(octet, 16)) {
					this.#afterSize(octet);
					return;
				}
				this.#remaining = this.#remaining * 16 + hexValue(octet);
				if (++this.#digits > 16 || this.#remaining > Number.MAX_SAFE_INTEGER) this.#fail("a chunk size that is too large");
				return;
			case "padding":
				if (octet !== 32 && octet !== 9) this.#afterSize(octet);
				else if (++this.#extension > LONGEST_EXTENSION) this.#fail("a chunk size line that is too long");
				return;
			case "extension":
				if (octet === 13) this.#state = "size-lf";
				else if (!is(octet, 2)) this.#fail("a control octet in a chunk extension");
				else if (++this.#extension > LONGEST_EXTENSION || ++this.#extensions > EXTENSIONS_OF_A_BODY) this.#fail("chunk extensions that are too long");
				return;
			case "size-lf":
				if (octet !== 10) {
					this.#fail("a chunk size line that does not end in CR LF");
					return;
				}
				this.#extension = 0;
				this.#state = this.#remaining === 0 ? "line" : "data";
				return;
			case "data-cr":
				if (octet !== 13) {
					this.#fail("chunk data longer than its size");
					return;
				}
				this.#state = "data-lf";
				return;
			case "data-lf":
				if (octet !== 10) {
					this.#fail("chunk data longer than its size");
					return;
				}
				this.#state = "size";
				return;
			default: this.#stepTrailer(octet);
		}
	}
	#afterSize(octet) {
		if (octet === 13) this.#state = "size-lf";
		else if (octet === 59) this.#state = "extension";
		else if (this.#lenient && (octet === 32 || octet === 9)) this.#state = "padding";
		else this.#fail("a chunk size that is not a hexadecimal number");
	}
	#stepTrailer(octet) {
		if (++this.#trailer > LONGEST_TRAILER) {
			this.#fail("a trailer that is too long");
			return;
		}
		switch (this.#state) {
			case "line":
				if (octet === 13) this.#state = "end-lf";
				else if (is(octet, 1)) {
					this.#name = String.fromCharCode(octet);
					this.#state = "name";
				} else this.#fail("a trailer line without a proper name");
				return;
			case "name":
				if (octet === 58) {
					const name = this.#name.toLowerCase();
					if (!this.#lenient && FORBIDDEN_TRAILERS.has(name)) this.#fail(`${name} in a trailer`);
					this.#state = "value";
				} else if (is(octet, 1)) this.#name += String.fromCharCode(octet);
				else this.#fail("a trailer line without a proper name before its colon");
				return;
			case "value":
				if (octet === 13) this.#state = "line-lf";
				else if (!is(octet, 2)) this.#fail("a control octet in a trailer");
				return;
			case "line-lf":
				if (octet !== 10) {
					this.#fail("a trailer line that does not end in CR LF");
					return;
				}
				this.#state = "line";
				return;
			default:
				if (octet !== 10) {
					this.#fail("a trailer that does not end in CR LF");
					return;
				}
				this.done = true;
		}
	}
	#fail(reason) {
		this.error = reason;
	}
};

// src/proxy/http/h1/request-head.ts
const NOTHING_CUT = [];
/** Thrown inside this module only: it ends the parse of a head that nothing may be forwarded of. */
var Refused = class extends Error {
	status;
	constructor(reason, status = 400) {
		super(reason);
		this.status = status;
	}
};
/**
* Reads one complete request head (RFC 9112 sections 3 and 5), `from` its first octet to `to`, behind the empty line.
* Strict: whatever two servers might read in two ways is a refusal, because the bytes are forwarded as they came.
*/
function parseRequestHead(bytes, from, to, scheme, authorities) {
	try {
		return parse(bytes, from, to, scheme, authorities);
	} catch (error) {
		if (error instanceof Refused) return {
			status: error.status,
			reason: error.message
		};
		throw error;
	}
}
function parse(bytes, from, to, scheme, authorities) {
	const methodEnd = runOf(bytes, from, to, 1);
	if (methodEnd === from || at$1(bytes, methodEnd) !== 32) throw new Refused("the request line does not begin with a method");
	const targetStart = methodEnd + 1;
	const targetEnd = runOf(bytes, targetStart, to, 4);
	if (targetEnd === targetStart || at$1(bytes, targetEnd) !== 32) throw new Refused("the request target holds octets it may not hold");
	const minorVersion = readVersion(bytes, targetEnd + 1, to);
	const method = readMethod(bytes, from, methodEnd);
	const target = bytes.toString("latin1", targetStart, targetEnd);
	const fields = readFields(bytes, from, targetEnd + 11, to);
	if (fields.chunked && fields.length !== void 0) throw new Refused("both Transfer-Encoding and Content-Length");
	if (fields.chunked && minorVersion === 0) throw new Refused("Transfer-Encoding in an HTTP/1.0 request");
	if (fields.connection !== void 0) checkConnection(fields.connection);
	if (fields.host === void 0) throw new Refused("no Host field");
	const authority = authorities.read(fields.host);
	if (authority === void 0) throw new Refused("the Host field is not a host name");
	const path = pathOf(method, target, scheme, authority, authorities);
	const { host, port } = authority;
	const url = formatUrl(scheme, authority, path);
	const { chunked, upgrade } = fields;
	return {
		head: upgrade === void 0 ? {
			protocol: "h1",
			method,
			scheme,
			host,
			port,
			target: path,
			url
		} : {
			protocol: "h1",
			method,
			scheme,
			host,
			port,
			target: path,
			upgrade,
			url
		},
		body: chunked ? "chunked" : fields.length === void 0 || fields.length === 0 ? "none" : "length",
		length: chunked ? 0 : fields.length ?? 0,
		upgrade: upgrade !== void 0,
		expectsContinue: fields.expectsContinue && minorVersion === 1,
		cut: fields.cut ?? NOTHING_CUT
	};
}
function runOf(bytes, from, to, wanted) {
	let i = from;
	while (i < to && is(at$1(bytes, i), wanted)) i++;
	return i;
}
/** `HTTP/1.0` or `HTTP/1.1` and the end of the line; gives the minor version. */
function readVersion(bytes, from, to) {
	const minor = from + 10 <= to ? at$1(bytes, from + 7) - 48 : -1;
	if (!((minor === 0 || minor === 1) && equalsLower(bytes, from + 4, "/1.") && at$1(bytes, from) === 72 && at$1(bytes, from + 1) === 84 && at$1(bytes, from + 2) === 84 && at$1(bytes, from + 3) === 80 && at$1(bytes, from + 8) === 13 && at$1(bytes, from + 9) === 10)) throw new Refused("the request line does not end in HTTP/1.1 or HTTP/1.0");
	return minor;
}
function readMethod(bytes, from, to) {
	if (to - from === 3 && at$1(bytes, from) === 71 && at$1(bytes, from + 1) === 69 && at$1(bytes, from + 2) === 84) return "GET";
	const method = bytes.toString("latin1", from, to);
	if (method.toUpperCase() === "CONNECT") throw new Refused("CONNECT: this is not a proxy to be configured, connect directly");
	return method;
}
function readFields(bytes, headStart, from, to) {
	const fields = {
		host: void 0,
		length: void 0,
		chunked: false,
		upgrade: void 0,
		expectsContinue: false,
		connection: void 0,
		cut: void 0
	};
	const last = to - 2;
	let line = from;
	while (line < last) {
		const nameEnd = runOf(bytes, line, last, 1);
		if (nameEnd === line || at$1(bytes, nameEnd) !== 58) throw new Refused("a field line without a proper name before its colon");
		let i = nameEnd + 1;
		while (i < last && is(at$1(bytes, i), 2)) i++;
		if (i >= last || at$1(bytes, i) !== 13 || at$1(bytes, i + 1) !== 10) throw new Refused("a control octet in a field, or a line that does not end in CR LF");
		const lineEnd = i + 2;
		const nameLength = nameEnd - line;
		if (nameLength === 4 || nameLength === 6 || nameLength === 7 || nameLength === 10 || nameLength === 14 || nameLength === 17) {
			readField(fields, bytes, line, nameEnd, i);
			if (isH2c(fields, bytes, line, nameEnd)) {
				fields.cut ??= [];
				fields.cut.push([line - headStart, lineEnd - headStart]);
			}
		}
		line = lineEnd;
	}
	if (line !== last || at$1(bytes, last) !== 13 || at$1(bytes, last + 1) !== 10) throw new Refused("the head does not end in an empty line");
	if (fields.upgrade === H2C) fields.upgrade = void 0;
	return fields;
}
const H2C = "h2c";
/** Protocols in which requests follow that nobody here reads: other versions of HTTP, and TLS inside of the connection (RFC 2817). */
const UNREADABLE = /^(?:h[23]c?|http|tls)(?:\/|$)/;
/** The lines of an upgrade to one of these: taken out, as a server may ignore any Upgrade (RFC 9110 section 7.8), and then HTTP/1 goes on. */
function isH2c(fields, bytes, line, nameEnd) {
	const length = nameEnd - line;
	if (length === 7) return fields.upgrade === H2C && equalsLower(bytes, line, "upgrade");
	return length === 14 && equalsLower(bytes, line, "http2-settings");
}
function readField(fields, bytes, line, nameEnd, valueEnd) {
	switch (nameEnd - line) {
		case 4:
			if (!equalsLower(bytes, line, "host")) return;
			if (fields.host !== void 0) throw new Refused("more than one Host field");
			fields.host = trimmedValue(bytes, nameEnd, valueEnd);
			return;
		case 6:
			if (!equalsLower(bytes, line, "expect")) return;
			if (fields.expectsContinue || trimmedValue(bytes, nameEnd, valueEnd).toLowerCase() !== "100-continue") throw new Refused("an Expect field other than 100-continue", 417);
			fields.expectsContinue = true;
			return;
		case 7: {
			if (!equalsLower(bytes, line, "upgrade")) return;
			if (fields.upgrade !== void 0) throw new Refused("more than one Upgrade field");
			const value = trimmedValue(bytes, nameEnd, valueEnd);
			if (value === "") throw new Refused("an empty Upgrade field");
			fields.upgrade = tokensOf(value).some((token) => UNREADABLE.test(token)) ? H2C : value;
			return;
		}
		case 10:
			if (!equalsLower(bytes, line, "connection")) return;
			fields.connection = fields.connection === void 0 ? trimmedValue(bytes, nameEnd, valueEnd) : `${fields.connection},${trimmedValue(bytes, nameEnd, valueEnd)}`;
			return;
		case 14: {
			if (!equalsLower(bytes, line, "content-length")) return;
			if (fields.length !== void 0) throw new Refused("more than one Content-Length field");
			const value = trimmedValue(bytes, nameEnd, valueEnd);
			if (!/^[0-9]{1,15}$/.test(value)) throw new Refused("a Content-Length that is not a number");
			fields.length = Number(value);
			return;
		}
		default:
			if (!equalsLower(bytes, line, "transfer-encoding")) return;
			if (fields.chunked) throw new Refused("more than one Transfer-Encoding field");
			if (trimmedValue(bytes, nameEnd, valueEnd).toLowerCase() !== "chunked") throw new Refused("a Transfer-Encoding other than chunked");
			fields.chunked = true;
	}
}
/** The value without the blanks around it (RFC 9112 section 5.1). */
function trimmedValue(bytes, nameEnd, valueEnd) {
	let from = nameEnd + 1;
	let to = valueEnd;
	while (from < to && (at$1(bytes, from) === 32 || at$1(bytes, from) === 9)) from++;
	while (to > from && (at$1(bytes, to - 1) === 32 || at$1(bytes, to - 1) === 9)) to--;
	return bytes.toString("latin1", from, to);
}
function tokensOf(list) {
	return list.split(",").map((token) => token.trim().toLowerCase());
}
/** A proxy behind the server strips the fields that Connection names: with these gone it would see another request than we did. */
const NEVER_HOP_BY_HOP = /* @__PURE__ */ new Set([
	"host",
	"content-length",
	"transfer-encoding",
	"content-type",
	"authorization",
	"cookie"
]);
function checkConnection(value) {
	if (value === "keep-alive" || value === "close" || value === "Upgrade") return;
	const named = tokensOf(value).find((token) => NEVER_HOP_BY_HOP.has(token));
	if (named !== void 0) throw new Refused(`a Connection field that names ${named}`);
}
/** The path of the four forms of a target (RFC 9112 section 3.2). An absolute form must agree with Host and with the connection. */
function pathOf(method, target, scheme, host, authorities) {
	if (target.charCodeAt(0) === 47) return target;
	if (target === "*") {
		if (method !== "OPTIONS") throw new Refused("the target * with another method than OPTIONS");
		return target;
	}
	const absolute = /^([a-z]+):\/\/([^/?]+)(.*)$/is.exec(target);
	if (absolute === null) throw new Refused("the request target is neither a path nor a URL");
	const [, targetScheme = "", authority = "", path = ""] = absolute;
	if (targetScheme.toLowerCase() !== scheme) throw new Refused(`a target of scheme ${targetScheme} on a connection of ${scheme}`);
	const named = authorities.read(authority);
	if (named === void 0 || named.host !== host.host || named.port !== host.port) throw new Refused("the target names another host than the Host field");
	return path.startsWith("/") ? path : `/${path}`;
}

// src/proxy/http/h1/head-memory.ts
/** Longer ones are read each time. */
const LONGEST$1 = 2048;
const SLASH = 47;
/** The last of any connection: clients of one kind say the same on all of theirs. */
let latest;
/**
* The last head of a connection. The next one mostly differs in its target alone, or not at all: then the same octets say the same again, and only the
* target is read.
*/
var HeadMemory = class {
	#scheme;
	#defaultPort;
	#last;
	constructor(scheme, defaultPort) {
		this.#scheme = scheme;
		this.#defaultPort = defaultPort;
	}
	/** What the complete head in [from, to) says, where that is known: exactly what parseRequestHead() gives. */
	recall(bytes, from, to) {
		const own = this.#last === void 0 ? void 0 : read(this.#last, bytes, from, to);
		if (own !== void 0 || latest === void 0 || latest === this.#last) return own;
		if (latest.scheme !== this.#scheme || latest.defaultPort !== this.#defaultPort) return void 0;
		const others = read(latest, bytes, from, to);
		if (others !== void 0) this.#last = latest;
		return others;
	}
	/** `parsed` is what parseRequestHead() has made of it. */
	remember(bytes, from, to, parsed) {
		const { method, target } = parsed.head;
		const targetStart = method.length + 1;
		if (to - from > LONGEST$1 || parsed.cut.length > 0 || at$1(bytes, from + targetStart) !== SLASH) return;
		this.#last = {
			scheme: this.#scheme,
			defaultPort: this.#defaultPort,
			bytes: Uint8Array.prototype.slice.call(bytes, from, to),
			targetStart,
			targetEnd: targetStart + target.length,
			parsed
		};
		latest = this.#last;
	}
};
function read(known, bytes, from, to) {
	const { bytes: before, targetStart, targetEnd, parsed } = known;
	const shift = to - from - before.length;
	const start = from + targetStart;
	const end = from + targetEnd + shift;
	if (end <= start || at$1(bytes, start) !== SLASH) return void 0;
	if (!isSame(before, 0, targetStart, bytes, from) || !isSame(before, targetEnd, before.length, bytes, end)) return void 0;
	if (shift === 0 && isSame(before, targetStart, targetEnd, bytes, start)) return parsed;
	if (runOf(bytes, start, end, 4) !== end) return void 0;
	const target = bytes.toString("latin1", start, end);
	return {
		...parsed,
		head: {
			...parsed.head,
			target,
			url: formatUrl(parsed.head.scheme, parsed.head, target)
		}
	};
}
function isSame(some, from, to, others, othersFrom) {
	for (let i = from, j = othersFrom; i < to; i++, j++) if (at$1(some, i) !== at$1(others, j)) return false;
	return true;
}

// src/proxy/http/h1/request-framer.ts
const HEAD_END = Buffer.from("\r\n\r\n");
/** Finds requests in the octets of a client: where each head and each message begins and ends. */
var RequestFramer = class {
	request;
	refusal;
	/** Heads read so far. */
	count = 0;
	#scheme;
	#authorities;
	#longestHead;
	#memory;
	#state = "head";
	/** The next head begins wherever the input stands. */
	#fresh = true;
	#remaining = 0;
	#chunks;
	constructor(scheme, authorities, longestHead) {
		this.#scheme = scheme;
		this.#authorities = authorities;
		this.#longestHead = longestHead;
		this.#memory = new HeadMemory(scheme, authorities.defaultPort);
	}
	/** Octets of a head have arrived, but not all of it. */
	get inHead() {
		return this.#state === "head" && !this.#fresh;
	}
	/** Part of a request has been seen, but not its end. */
	get inMessage() {
		return this.#state !== "head" || !this.#fresh;
	}
	/** Octets of a body of known length that are still to come. */
	get left() {
		return this.#state === "length" ? this.#remaining : 0;
	}
	/** So many of them have gone by unseen. */
	skip(octets) {
		if (octets > this.left) throw new Error("more was carried than the body is long");
		this.#remaining -= octets;
	}
	/** Goes on from `input.pos`. The head of a `head` event is at `input.headStart`. */
	next(input) {
		if (this.#state === "head") return this.#head(input);
		if (this.#state === "length") {
			const skipped = Math.min(this.#remaining, input.end - input.pos);
			this.#remaining -= skipped;
			input.pos += skipped;
			return this.#remaining === 0 ? this.#end() : "more";
		}
		const chunks = this.#chunks;
		if (chunks === void 0) return this.#refuse(400, "no chunked body is open");
		input.pos = chunks.scan(input.bytes, input.pos, input.end);
		if (chunks.error !== void 0) return this.#refuse(400, chunks.error);
		return chunks.done ? this.#end() : "more";
	}
	#end() {
		this.#state = "head";
		this.#fresh = true;
		this.#chunks = void 0;
		return "end";
	}
	#head(input) {
		if (input.pos >= input.end) return "more";
		if (this.#fresh) input.headStart = input.pos;
		this.#fresh = false;
		const start = input.headStart;
		const found = input.bytes.indexOf(HEAD_END, Math.max(start, input.pos - 3));
		const end = found === -1 || found + 4 > input.end ? -1 : found + 4;
		if ((end === -1 ? input.end : end) - start > this.#longestHead) return this.#refuse(431, `a request head over ${this.#longestHead} octets`);
		if (end === -1) return this.#partialHead(input, start);
		const parsed = this.#memory.recall(input.bytes, start, end) ?? this.#parse(input.bytes, start, end);
		if ("status" in parsed) return this.#refuse(parsed.status, parsed.reason);
		input.pos = end;
		this.request = parsed;
		this.count++;
		this.#remaining = parsed.length;
		if (parsed.body === "chunked") this.#chunks = new ChunkedScanner(false);
		if (parsed.body === "none") this.#fresh = true;
		else this.#state = parsed.body;
		return "head";
	}
	#parse(bytes, start, end) {
		const parsed = parseRequestHead(bytes, start, end, this.#scheme, this.#authorities);
		if (!("status" in parsed)) this.#memory.remember(bytes, start, end, parsed);
		return parsed;
	}
	/** A line end of another form would never become a head: refused now, not at the timeout. */
	#partialHead(input, start) {
		for (let i = input.pos; i < input.end; i++) {
			const octet = at$1(input.bytes, i);
			const before = i === start ? 0 : at$1(input.bytes, i - 1);
			if (octet === 10 !== (before === 13)) return this.#refuse(400, "a line that does not end in CR LF");
			if (octet === 0) return this.#refuse(400, "a NUL in a request head");
		}
		if (at$1(input.bytes, start) === 13) return this.#refuse(400, "an empty line where a request should begin");
		input.pos = input.end;
		return "more";
	}
	#refuse(status, reason) {
		this.refusal = {
			status,
			reason
		};
		return "refused";
	}
};

// src/proxy/http/h1/response-framer.ts
const LONGEST_HEAD = 262144;
/**
* Follows the responses of an upstream just far enough to know where each one ends and what status it has (RFC 9112 section 6.3).
* Lines may end in a bare LF (section 2.2); two statements about the length that disagree are an error.
*/
var ResponseFramer = class {
	status = 0;
	error;
	#state = "head";
	#fresh = true;
	#line = 0;
	#remaining = 0;
	#chunks;
	#length;
	#encoding;
	/** Octets of a head have arrived, but not all of it. */
	get inHead() {
		return this.#state === "head" && !this.#fresh;
	}
	/** A body is under way; `closes`: that only the end of the connection ends. */
	get body() {
		if (this.#state === "head") return "none";
		return this.#state === "until-close" ? "closes" : "counted";
	}
	/** Octets of a body of known length that are still to come. */
	get left() {
		return this.#state === "length" ? this.#remaining : 0;
	}
	/** So many of them have gone by unseen. */
	skip(octets) {
		if (octets > this.left) throw new Error("more was carried than the body is long");
		this.#remaining -= octets;
	}
	/** Goes on from `input.pos`. After `head` the caller says by `expectBody` how the message goes on. */
	next(input) {
		switch (this.#state) {
			case "head": return this.#head(input);
			case "length": {
				const skipped = Math.min(this.#remaining, input.end - input.pos);
				this.#remaining -= skipped;
				input.pos += skipped;
				return this.#remaining === 0 ? this.#end() : "more";
			}
			case "chunked": return this.#chunked(input);
			default:
				input.pos = input.end;
				return "more";
		}
	}
	/** `false` for 1xx, 204, 304 and answers to HEAD: these end with their head. Gives whether the message is complete. */
	expectBody(expected) {
		if (!expected) return true;
		if (this.#encoding !== void 0) {
			this.#state = /(?:^|,)[ \t]*chunked$/i.test(this.#encoding) ? "chunked" : "until-close";
			if (this.#state === "chunked") this.#chunks = new ChunkedScanner(true);
			return false;
		}
		if (this.#length === void 0) {
			this.#state = "until-close";
			return false;
		}
		if (this.#length === 0) return true;
		this.#remaining = this.#length;
		this.#state = "length";
		return false;
	}
	#end() {
		this.#state = "head";
		this.#chunks = void 0;
		return "end";
	}
	#chunked(input) {
		if (this.#chunks === void 0) return this.#bad("no chunked body is open");
		input.pos = this.#chunks.scan(input.bytes, input.pos, input.end);
		if (this.#chunks.error !== void 0) return this.#bad(this.#chunks.error);
		return this.#chunks.done ? this.#end() : "more";
	}
	#head(input) {
		if (input.pos >= input.end) return "more";
		if (this.#fresh) {
			input.headStart = input.pos;
			this.#fresh = false;
			this.#line = 0;
			this.status = 0;
			this.#length = void 0;
			this.#encoding = void 0;
		}
		const { bytes, end, headStart } = input;
		for (let i = input.pos; i < end; i++) {
			if (at$1(bytes, i) !== 10) continue;
			const line = headStart + this.#line;
			const lineEnd = i > line && at$1(bytes, i - 1) === 13 ? i - 1 : i;
			this.#line = i + 1 - headStart;
			if (lineEnd === line && this.status !== 0) return this.#headComplete(input, i + 1);
			const error = this.status === 0 ? this.#statusLine(bytes, line, lineEnd) : this.#fieldLine(bytes, line, lineEnd);
			if (error !== void 0) return this.#bad(error);
		}
		input.pos = end;
		if (end - headStart > LONGEST_HEAD) return this.#bad(`a response head over ${LONGEST_HEAD} octets`);
		const start = Math.min(end - headStart, 5);
		if (this.status === 0 && bytes.toString("latin1", headStart, headStart + start) !== "HTTP/".slice(0, start)) return this.#bad("no HTTP response");
		return "more";
	}
	#headComplete(input, end) {
		if (this.#encoding !== void 0 && this.#length !== void 0) return this.#bad("both Transfer-Encoding and Content-Length");
		input.pos = end;
		this.#fresh = true;
		return "head";
	}
	/** `HTTP/1.x NNN`, whatever follows. */
	#statusLine(bytes, from, to) {
		const length = to - from;
		const status = length >= 12 && at$1(bytes, from) === 72 && at$1(bytes, from + 1) === 84 && at$1(bytes, from + 2) === 84 && at$1(bytes, from + 3) === 80 && equalsLower(bytes, from + 4, "/1.") && (at$1(bytes, from + 7) | 1) === 49 && at$1(bytes, from + 8) === 32 && (length === 12 || at$1(bytes, from + 12) === 32) ? numberIn(bytes, from + 9, from + 12) : -1;
		if (status < 100) return "no HTTP/1 status line";
		this.status = status;
	}
	#fieldLine(bytes, from, to) {
		const first = at$1(bytes, from);
		if (first === 32 || first === 9) return "a folded field line";
		if ((first | 32) === 99 && to - from >= 15 && at$1(bytes, from + 14) === 58 && equalsLower(bytes, from, "content-length")) {
			const value = numberIn(bytes, from + 15, to);
			if (value < 0) return "a Content-Length that is not a number";
			if (this.#length !== void 0 && this.#length !== value) return "two Content-Length fields that differ";
			this.#length = value;
		} else if ((first | 32) === 116 && to - from >= 18 && at$1(bytes, from + 17) === 58 && equalsLower(bytes, from, "transfer-encoding")) {
			const value = trimmed(bytes, from + 18, to);
			this.#encoding = this.#encoding === void 0 ? value : `${this.#encoding},${value}`;
		}
	}
	#bad(error) {
		this.error = error;
		return "bad";
	}
};
/** One to fifteen digits with blanks around them, or -1. */
function numberIn(bytes, from, to) {
	let i = from;
	let end = to;
	while (i < end && isBlank(at$1(bytes, i))) i++;
	while (end > i && isBlank(at$1(bytes, end - 1))) end--;
	if (i === end || end - i > 15) return -1;
	let value = 0;
	for (; i < end; i++) {
		const digit = at$1(bytes, i) - 48;
		if (digit < 0 || digit > 9) return -1;
		value = value * 10 + digit;
	}
	return value;
}
function isBlank(octet) {
	return octet === 32 || octet === 9;
}
function trimmed(bytes, from, to) {
	return bytes.toString("latin1", from, to).replace(/^[ \t]+|[ \t]+$/g, "");
}

// src/proxy/http/h1/responses.ts
/** The upstream's octets: handed on as they came, and followed to know which request they answer. */
var Responses = class {
	pending = [];
	/** Octets are handed on without a look: after a 101, or a response that nobody asked for. */
	mode = "framed";
	/** Heads read so far, of interim responses too. */
	heads = 0;
	#handler;
	#framer = new ResponseFramer();
	#input = new Input();
	#over = false;
	constructor(handler) {
		this.#handler = handler;
	}
	/** The first pending response has begun. */
	get begun() {
		return this.#framer.inHead || this.#framer.body !== "none";
	}
	/** Where the upstream has ended: inside of a head, of a counted body, or of a body that its end ends. */
	get place() {
		if (this.mode !== "framed") return "between";
		if (this.#framer.inHead) return "head";
		return this.#framer.body === "none" ? "between" : this.#framer.body;
	}
	/** Octets of a body of known length that are still to come. */
	get left() {
		return this.mode === "framed" && !this.#over ? this.#framer.left : 0;
	}
	/** So many of them have gone to the client by another way. */
	carried(octets) {
		if (this.#over) return;
		this.#framer.skip(octets);
		while (this.mode === "framed" && !this.#over && this.#step());
		this.flush();
	}
	push(chunk) {
		if (this.mode !== "framed") {
			this.#handler.write(chunk);
			return;
		}
		this.#input.append(chunk);
		while (this.mode === "framed" && !this.#over && this.#step());
		this.flush();
	}
	/** Nothing more is followed or handed on. */
	stop() {
		this.#over = true;
	}
	/** All octets that are followed so far go down; a head waits until it is complete. */
	flush() {
		const input = this.#input;
		const to = this.mode !== "framed" ? input.end : this.#framer.inHead ? input.headStart : input.pos;
		if (to > input.keep && !this.#over) this.#handler.write(input.take(to));
	}
	/** False when more input is needed. */
	#step() {
		const input = this.#input;
		const pending = this.pending[0];
		if (pending === void 0) {
			if (input.pos < input.end) this.mode = "unasked";
			return false;
		}
		const event = this.#framer.next(input);
		if (event === "head") this.#head(pending, this.#framer.status);
		else if (event === "end") this.#complete(pending);
		else if (event === "bad") this.#bad(this.#framer.error ?? "no HTTP response");
		return event !== "more";
	}
	#head(pending, status) {
		this.heads++;
		if (status === 101) {
			if (this.#handler.onSwitch(pending)) this.mode = "switched";
			else this.#bad("101 to a request that asked for no upgrade");
		} else if (status >= 200) {
			this.#handler.onFinal(pending);
			const hasBody = !pending.toHead && status !== 204 && status !== 304;
			if (this.#framer.expectBody(hasBody)) this.#complete(pending);
		} else if (status === 100) this.#handler.onContinue(pending);
	}
	#complete(pending) {
		this.pending.shift();
		this.#handler.onComplete(pending);
	}
	#bad(reason) {
		const midway = this.#framer.body !== "none";
		const input = this.#input;
		if (!midway && input.headStart > input.keep) this.#handler.write(input.take(input.headStart));
		input.clear();
		this.#over = true;
		this.#handler.onBad(reason, midway);
	}
};

// src/proxy/http/h1/relay.ts
/**
* Relays HTTP/1 between a client and one upstream connection: the client's octets are forwarded as they came, each request after
* its head was decided; the upstream's octets are followed only to know which request they answer.
*/
function relayHttp1(session) {
	return new Promise((resolve) => new Http1Relay(session, resolve).start());
}
var Http1Relay = class {
	#session;
	#limits;
	#client;
	#finish;
	#input = new Input();
	#requests;
	#responses = new Responses(this);
	#headTimer;
	#responseTimer;
	#idleTimer;
	#upstream;
	/** Large bodies, past this relay. */
	#up;
	#down;
	#hold;
	/** The request that waits for its verdict, or its turn. */
	#held;
	/** The forwarded request whose body is still coming. */
	#open;
	/** Nothing more is taken from the client; this is its last answer once the earlier ones are complete. */
	#last;
	#upstreamFull = false;
	#clientPaused = false;
	#clientEnded = false;
	#over = false;
	#error;
	#upgraded;
	#continueTimer;
	constructor(session, finish) {
		this.#session = session;
		this.#limits = {
			...DEFAULT_LIMITS,
			...session.limits
		};
		this.#client = session.client;
		this.#finish = finish;
		this.#requests = new RequestFramer(session.scheme, new AuthorityReader(session.port), this.#limits.headBytes);
		this.#headTimer = new HeadTimer(this.#limits.headTimeoutMs, () => ({
			incomplete: this.#awaitsHead,
			count: this.#requests.count,
			excused: this.#clientPaused
		}), () => this.#onHeadTimeout());
		this.#responseTimer = new HeadTimer(this.#limits.responseHeadTimeoutMs, () => ({
			incomplete: this.#responses.place === "head",
			count: this.#responses.heads,
			excused: this.#upstream?.isPaused() === true
		}), () => this.#onResponseTimeout());
		this.#idleTimer = new IdleTimer(this.#limits.idleMs, () => (this.#up?.progress ?? 0) + (this.#down?.progress ?? 0), () => this.#onIdle());
	}
	start() {
		const client = this.#client;
		client.on("data", (chunk) => this.#guarded(() => this.#onClientData(chunk)));
		client.on("end", () => this.#guarded(() => this.#onClientEnd()));
		client.on("drain", () => {
			this.#upstream?.resume();
			this.#down?.consider();
		});
		client.on("error", (error) => {
			if (this.#underWay) this.#fail(`client: ${messageOf(error)}`);
		});
		client.on("close", () => this.#onClientClose());
		if (client.destroyed) this.#onClientClose();
		else if (client.readableEnded) this.#guarded(() => this.#onClientEnd());
		else client.resume();
	}
	/** Whatever is thrown here closes both sides: a connection whose state is in doubt carries nothing. */
	#guarded(action) {
		try {
			action();
		} catch (error) {
			this.#fail(`internal: ${messageOf(error)}`);
			this.#abort();
		}
	}
	#onClientData(chunk) {
		this.#idleTimer.touch();
		if (this.#last !== void 0 || this.#over) return;
		if (this.#responses.mode === "unasked") this.#finishClient();
		else if (this.#responses.mode === "switched") this.#writeUpstream(chunk);
		else {
			this.#input.append(chunk);
			this.#pump();
		}
		this.#up?.consider();
	}
	#onRequestCarried(octets) {
		if (this.#over || this.#last !== void 0) return;
		this.#requests.skip(octets);
		this.#pump();
	}
	/** Parses and forwards until input runs out or something has to be waited for. */
	#pump() {
		while (this.#hold === void 0 && this.#last === void 0 && this.#responses.mode === "framed" && !this.#over) {
			const event = this.#requests.next(this.#input);
			if (event === "more") break;
			if (event === "head") this.#decide();
			else if (event === "refused") this.#refuse();
			else this.#onBodyEnd();
		}
		this.#flushUp();
		this.#headTimer.check();
		if (this.#clientEnded && this.#hold === void 0) this.#endUpstream();
		this.#regulateClient();
	}
	/** Everything parsed goes up, except a head: it waits for its verdict in `#held`, or for its remaining octets. */
	#flushUp() {
		const input = this.#input;
		const to = this.#held !== void 0 || this.#requests.inHead ? input.headStart : input.pos;
		if (to > input.keep && this.#last === void 0) this.#writeUpstream(input.take(to));
	}
	#writeUpstream(bytes) {
		if (this.#upstream === void 0 || this.#upstream.destroyed || this.#upstream.write(bytes)) return;
		this.#upstreamFull = true;
		this.#regulateClient();
	}
	#decide() {
		const request = this.#requests.request;
		if (request === void 0) return;
		this.#held = request;
		let decision;
		try {
			decision = this.#session.authorize(request.head);
		} catch (error) {
			this.#deny(undecidable$1(error));
			return;
		}
		if (!(decision instanceof Promise)) {
			this.#onDecision(decision);
			return;
		}
		this.#hold = "decision";
		decision.then((settled) => this.#continueWith(() => this.#onDecision(settled)), (error) => this.#continueWith(() => this.#deny(undecidable$1(error))));
	}
	/** Goes on after a wait, unless the connection is gone by now. */
	#continueWith(action) {
		if (this.#over || this.#responses.mode === "unasked") return;
		this.#guarded(() => {
			this.#hold = void 0;
			action();
			this.#pump();
		});
	}
	#onDecision(decision) {
		if (!decision.forward) this.#deny(decision);
		else if (this.#upstream === void 0) this.#connect();
		else this.#admit();
	}
	#connect() {
		const head = this.#held?.head;
		if (head === void 0) return;
		this.#hold = "upstream";
		this.#session.openUpstream(head).then(usable).then((upstream) => {
			if (this.#over) {
				reset(upstream);
				return;
			}
			this.#continueWith(() => {
				this.#adopt(upstream);
				this.#admit();
			});
		}, (error) => {
			this.#fail(messageOf(error));
			this.#continueWith(() => this.#deny(ownAnswer(502, messageOf(error))));
		});
	}
	/** Forwards the held head, now or when its turn has come. */
	#admit() {
		const request = this.#held;
		if (request === void 0) return;
		const { pending } = this.#responses;
		if (pending.length >= (request.upgrade ? 1 : this.#limits.pipelined)) {
			this.#hold = "pipeline";
			return;
		}
		const hasBody = request.body !== "none";
		const waits = request.expectsContinue && hasBody;
		const added = {
			toHead: request.head.method === "HEAD",
			upgrade: request.head.upgrade,
			continued: !waits
		};
		pending.push(added);
		this.#held = void 0;
		if (request.cut.length > 0) this.#forwardCut(request);
		if (hasBody) this.#open = added;
		else if (request.upgrade) this.#hold = "upgrade";
		if (waits) this.#awaitContinue();
	}
	#forwardCut(request) {
		const input = this.#input;
		if (input.headStart > input.keep) this.#writeUpstream(input.take(input.headStart));
		const head = input.take(input.pos);
		let from = 0;
		const parts = [];
		for (const [cutFrom, cutTo] of request.cut) {
			parts.push(head.subarray(from, cutFrom));
			from = cutTo;
		}
		parts.push(head.subarray(from));
		this.#writeUpstream(Buffer.concat(parts));
	}
	/** A server may answer without reading the body and take it for the next request; so the body waits for the 100, a while. */
	#awaitContinue() {
		this.#hold = "continue";
		this.#continueTimer = setTimeout(() => this.#continueWith(() => {}), this.#limits.continueTimeoutMs);
	}
	#awaitsContinue(pending) {
		return this.#hold === "continue" && this.#open === pending && !pending.continued;
	}
	#onBodyEnd() {
		const sent = this.#open;
		this.#open = void 0;
		if (sent?.upgrade !== void 0 && this.#responses.pending.includes(sent)) this.#hold = "upgrade";
	}
	#refuse() {
		const refusal = this.#requests.refusal ?? {
			status: 400,
			reason: "a request that cannot be read"
		};
		this.#fail(`refused the client's request: ${refusal.reason}`);
		if (this.#open === void 0 || this.#retract(this.#open)) this.#deny(ownAnswer(refusal.status, `${refusal.reason}; the request was not forwarded`));
		else this.#abort();
	}
	/** Takes back a request whose body turned out bad; false when its response has begun, so that no other can be given. */
	#retract(request) {
		const { pending } = this.#responses;
		if (pending.at(-1) !== request || pending.length === 1 && this.#responses.begun) return false;
		pending.pop();
		return true;
	}
	#deny(answer) {
		const input = this.#input;
		const toHead = this.#held?.head.method === "HEAD";
		if (input.headStart > input.keep) this.#writeUpstream(input.take(input.headStart));
		this.#held = void 0;
		this.#last = {
			answer,
			toHead
		};
		input.clear();
		this.#headTimer.stop();
		this.#answerIfDue();
	}
	#answerIfDue() {
		if (this.#last === void 0 || this.#responses.pending.length > 0 || this.#over) return;
		const { answer, toHead } = this.#last;
		this.#finishClient(serialiseAnswer(answer, toHead));
	}
	#onClientEnd() {
		this.#clientEnded = true;
		if (this.#over) return;
		const saidAll = this.#input.end === this.#input.keep && (this.#hold === "upgrade" || this.#hold === "continue");
		if (this.#hold === void 0 || saidAll) this.#endUpstream();
	}
	#endUpstream() {
		if (this.#responses.mode === "framed" && this.#last === void 0 && this.#requests.inMessage) this.#fail("the client ended inside a request");
		this.#headTimer.stop();
		if (this.#upstream === void 0) this.#client.end();
		else if (!this.#upstream.writableEnded) this.#upstream.end();
	}
	#onClientClose() {
		this.#stop();
		if (this.#upstream !== void 0) {
			if (this.#clientEnded) closeSoon(this.#upstream, this.#limits.lingerMs);
			else reset(this.#upstream);
		}
		const error = this.#error === void 0 ? {} : { error: this.#error };
		const upgraded = this.#upgraded === void 0 ? {} : { upgraded: this.#upgraded };
		this.#finish({
			...error,
			...upgraded
		});
	}
	/** A client that resets the connection now loses something; else it has only left. */
	get #underWay() {
		const { mode, pending } = this.#responses;
		return pending.length > 0 || mode === "switched" || this.#requests.inMessage || this.#client.writableLength > 0;
	}
	get #awaitsHead() {
		return this.#requests.inHead && this.#last === void 0 && !this.#over;
	}
	#onHeadTimeout() {
		this.#fail("the client did not complete a request head in time");
		this.#guarded(() => this.#deny(ownAnswer(408, "the request head was not complete in time")));
	}
	#onResponseTimeout() {
		this.#fail("upstream: did not complete a response head in time");
		this.#guarded(() => this.#answerInstead("its head was not complete in time"));
	}
	#onIdle() {
		this.#fail("nothing has moved for too long");
		this.#abort();
	}
	#regulateClient() {
		if (this.#over) return;
		const answering = this.#last !== void 0 && this.#responses.pending.length > 0;
		const pause = this.#upstreamFull || this.#hold !== void 0 || answering;
		if (pause === this.#clientPaused) return;
		this.#clientPaused = pause;
		if (pause) this.#client.pause();
		else this.#client.resume();
	}
	#adopt(upstream) {
		this.#upstream = upstream;
		this.#up = BodyCarrier.between(this.#client, upstream, () => this.#open === void 0 || this.#hold !== void 0 || this.#last !== void 0 || this.#over ? 0 : this.#requests.left, (octets) => this.#guarded(() => this.#onRequestCarried(octets)));
		this.#down = BodyCarrier.between(upstream, this.#client, () => this.#responses.left, (octets) => this.#guarded(() => {
			this.#responses.carried(octets);
			this.#onResponses();
		}));
		upstream.on("data", (chunk) => {
			if (this.#over) return;
			this.#idleTimer.touch();
			this.#guarded(() => {
				this.#responses.push(chunk);
				this.#onResponses();
			});
		});
		upstream.on("end", () => this.#guarded(() => this.#onUpstreamEnd()));
		upstream.on("drain", () => {
			this.#upstreamFull = false;
			this.#regulateClient();
			this.#up?.consider();
		});
		upstream.on("error", (error) => {
			if (this.#over) return;
			this.#fail(`upstream: ${messageOf(error)}`);
			this.#abort();
		});
		upstream.on("close", () => {
			if (this.#over) return;
			if (upstream.readableEnded) this.#finishClient();
			else this.#abort();
		});
		upstream.resume();
	}
	#onResponses() {
		this.#responseTimer.check();
		this.#answerIfDue();
		this.#down?.consider();
	}
	write(bytes) {
		if (this.#client.destroyed || this.#client.writableEnded) return;
		if (!this.#client.write(bytes)) this.#upstream?.pause();
	}
	onContinue(pending) {
		const awaited = this.#awaitsContinue(pending);
		pending.continued = true;
		if (!awaited) return;
		clearTimeout(this.#continueTimer);
		this.#continueWith(() => {});
	}
	onFinal(pending) {
		if (this.#awaitsContinue(pending)) clearTimeout(this.#continueTimer);
	}
	onComplete(pending) {
		const cutShort = this.#awaitsContinue(pending);
		if (!cutShort && this.#hold !== "upgrade" && this.#hold !== "pipeline") return;
		this.#responses.flush();
		if (cutShort) this.#finishClient();
		else if (this.#hold === "upgrade") this.#continueWith(() => {});
		else this.#continueWith(() => this.#admit());
	}
	onSwitch(pending) {
		if (pending.upgrade === void 0 || this.#hold !== "upgrade") return false;
		this.#upgraded = pending.upgrade;
		this.#responses.pending.length = 0;
		this.#hold = void 0;
		const early = this.#input;
		if (early.end > early.keep) this.#writeUpstream(early.take(early.end));
		if (this.#clientEnded) this.#endUpstream();
		this.#regulateClient();
		return true;
	}
	onBad(reason, midway) {
		this.#fail(`upstream: ${reason}`);
		if (midway) this.#abort();
		else this.#answerInstead(reason);
	}
	/** A 502 in place of the response that is due. */
	#answerInstead(reason) {
		const { pending } = this.#responses;
		const toHead = pending[0]?.toHead ?? false;
		pending.length = 0;
		this.#last = {
			answer: ownAnswer(502, `bad answer of the server: ${reason}`),
			toHead
		};
		this.#input.clear();
		this.#answerIfDue();
	}
	#onUpstreamEnd() {
		if (this.#over) return;
		const { mode, place } = this.#responses;
		endAlike(this.#upstream, this.#client);
		if (mode === "switched") this.#client.end();
		else if (place === "head") {
			this.#fail("upstream: closed inside a response head");
			this.#answerInstead("it closed the connection inside a response head");
		} else {
			if (place === "closes" && isCut(this.#upstream)) this.#fail("upstream: closed inside a response body, without a close_notify");
			if (place === "counted") this.#fail("upstream: closed inside a response body");
			this.#finishClient();
		}
	}
	/** The last the client gets; the upstream is gone, or of no more use. */
	#finishClient(last) {
		this.#stop();
		this.#upstream?.destroy();
		endLingering(this.#client, last, this.#limits.lingerMs);
	}
	#abort() {
		this.#stop();
		this.#upstream?.destroy();
		reset(this.#client);
	}
	#stop() {
		this.#over = true;
		this.#responses.stop();
		this.#up?.stop();
		this.#down?.stop();
		this.#headTimer.stop();
		this.#responseTimer.stop();
		this.#idleTimer.stop();
		clearTimeout(this.#continueTimer);
	}
	#fail(error) {
		this.#error ??= error;
	}
};
function undecidable$1(error) {
	return ownAnswer(403, `the request could not be decided: ${messageOf(error)}`);
}

// src/proxy/http/sniff.ts
/** What an HTTP/2 client sends first (RFC 9113 section 3.4). */
const H2_PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "latin1");
const LONGEST_METHOD = 40;
const LONGEST_LINE = 65536;
/**
* Do the first bytes of a connection begin an HTTP request line? Judged by the whole line (`method SP target SP HTTP/d.d`), so that
* an SSH banner or a redis command is none. Look for `H2_PREFACE` first: its first line looks like HTTP, too.
*/
function looksLikeHttp1(bytes) {
	let i = 0;
	while (i < bytes.length && is(at$1(bytes, i), 1)) i++;
	if (i > LONGEST_METHOD) return "no";
	if (i === bytes.length) return "more";
	if (i === 0 || at$1(bytes, i) !== 32) return "no";
	const target = ++i;
	while (i < bytes.length && (is(at$1(bytes, i), 4) || at$1(bytes, i) === 35)) i++;
	if (i > LONGEST_LINE) return "no";
	if (i === bytes.length) return "more";
	if (i === target || at$1(bytes, i) !== 32) return "no";
	const lineEnd = bytes.indexOf(10, i);
	const version = bytes.toString("latin1", i + 1, lineEnd === -1 ? Math.min(bytes.length, i + 11) : lineEnd);
	if (lineEnd === -1) return "HTTP/0.0\r".startsWith(version.replace(/[0-9]/g, "0")) ? "more" : "no";
	return /^HTTP\/[0-9]\.[0-9]\r?$/.test(version) ? "yes" : "no";
}
/** Do the first bytes begin an HTTP/2 connection without an upgrade? */
function looksLikeHttp2(bytes) {
	const seen = Math.min(bytes.length, H2_PREFACE.length);
	if (bytes.compare(H2_PREFACE, 0, seen, 0, seen) !== 0) return "no";
	return seen === H2_PREFACE.length ? "yes" : "more";
}

// src/proxy/http/h2/constants.ts
const DEFAULT_WINDOW = 65535;
const DEFAULT_FRAME_SIZE = 16384;
const DEFAULT_TABLE_SIZE = 4096;
const LARGEST_WINDOW = 2147483647;
/** A violation that ends the whole connection with a GOAWAY of this code. */
var ConnectionError = class extends Error {
	code;
	constructor(code, message) {
		super(message);
		this.code = code;
	}
};

// src/proxy/http/h2/flood.ts
/** A token bucket: so many at once, so many a second. More ends the connection. */
var FloodGuard = class {
	#what;
	#burst;
	#perSecond;
	#now;
	#tokens;
	#last;
	/** `now` in milliseconds, monotonic. */
	constructor(what, burst, perSecond, now) {
		this.#what = what;
		this.#burst = burst;
		this.#perSecond = perSecond;
		this.#now = now;
		this.#tokens = burst;
		this.#last = now();
	}
	spend() {
		if (--this.#tokens >= 0) return;
		const now = this.#now();
		this.#tokens = Math.min(this.#burst, Math.floor((now - this.#last) / 1e3 * this.#perSecond)) - 1;
		this.#last = now;
		if (this.#tokens < 0) throw new ConnectionError(11, `too many ${this.#what}`);
	}
};

// src/proxy/http/h2/frames.ts
/** A frame (RFC 9113 section 4.1) with room for its payload. */
function frame(type, flags, stream, length) {
	const bytes = Buffer.allocUnsafe(9 + length);
	bytes[0] = length >>> 16;
	bytes[1] = length >>> 8;
	bytes[2] = length;
	bytes[3] = type;
	bytes[4] = flags;
	bytes.writeUInt32BE(stream, 5);
	return bytes;
}
function readLength(bytes, offset) {
	return at$1(bytes, offset) << 16 | at$1(bytes, offset + 1) << 8 | at$1(bytes, offset + 2);
}
/** 31 bits: a stream identifier or a window increment. */
function read31(bytes, offset) {
	return (at$1(bytes, offset) & 127) << 24 | at$1(bytes, offset + 1) << 16 | at$1(bytes, offset + 2) << 8 | at$1(bytes, offset + 3);
}
function windowUpdate(stream, increment) {
	const bytes = frame(8, 0, stream, 4);
	bytes.writeUInt32BE(increment, 9);
	return bytes;
}
function resetStream(stream, code) {
	const bytes = frame(3, 0, stream, 4);
	bytes.writeUInt32BE(code, 9);
	return bytes;
}
function goAway(lastStream, code, reason) {
	const debug = code === 0 ? Buffer.alloc(0) : Buffer.from(reason.slice(0, 200));
	const bytes = frame(7, 0, 0, 8 + debug.length);
	bytes.writeUInt32BE(lastStream, 9);
	bytes.writeUInt32BE(code, 9 + 4);
	debug.copy(bytes, 9 + 8);
	return bytes;
}
function settingsFrame(entries, flags = 0) {
	const bytes = frame(4, flags, 0, entries.length * 6);
	for (const [index, [id, value]] of entries.entries()) {
		bytes.writeUInt16BE(id, 9 + index * 6);
		bytes.writeUInt32BE(value, 9 + index * 6 + 2);
	}
	return bytes;
}
/** A header block as HEADERS, and as many CONTINUATION as it takes. `priority` is the five octets of RFC 7540 section 6.2, or none. */
function headersFrames(stream, endStream, block, priority) {
	const extra = priority?.length ?? 0;
	const flags = (endStream ? 1 : 0) | (priority === void 0 ? 0 : 32);
	if (extra + block.length <= 16384) {
		const bytes = frame(1, flags | 4, stream, extra + block.length);
		if (priority !== void 0) bytes.set(priority, 9);
		bytes.set(block, 9 + extra);
		return bytes;
	}
	const first = frame(1, flags, stream, DEFAULT_FRAME_SIZE);
	if (priority !== void 0) first.set(priority, 9);
	let sent = DEFAULT_FRAME_SIZE - extra;
	first.set(block.subarray(0, sent), 9 + extra);
	const frames = [first];
	while (sent < block.length) {
		const part = block.subarray(sent, sent + DEFAULT_FRAME_SIZE);
		sent += part.length;
		const next = frame(9, sent === block.length ? 4 : 0, stream, part.length);
		next.set(part, 9);
		frames.push(next);
	}
	return Buffer.concat(frames);
}

// src/proxy/http/h2/frame-reader.ts
/**
* Cuts the octets of one side into frames. Frames that pass go to `out` as the octets they came in, runs of them in one piece, and
* need not have arrived whole.
*/
var FrameReader = class {
	input;
	/** Of the frame that `next` has found. */
	length = 0;
	type = 0;
	flags = 0;
	id = 0;
	#out;
	#passing = 0;
	#skipping = 0;
	constructor(input, out) {
		this.input = input;
		this.#out = out;
	}
	/** Part of a payload that passes, or is skipped, is still to come. */
	get insidePayload() {
		return this.#passing > 0 || this.#skipping > 0;
	}
	/** Part of a frame that passes has been handed on. */
	get insidePassing() {
		return this.#passing > 0;
	}
	/** Octets of the frame's payload that have arrived, and of what follows it. */
	get arrived() {
		return this.input.end - this.input.pos - 9;
	}
	/** Nothing of it waits here but the payload of a frame that passes: so much is still to come. Undefined where there is anything else. */
	get bare() {
		return this.#skipping > 0 || this.input.end > this.input.keep ? void 0 : this.#passing;
	}
	/** Frames went by unseen; so much is still to come of the last one. */
	resume(octets) {
		this.#passing = octets;
	}
	/** Reads the header of the next frame; false when more input is needed. */
	next() {
		const { input } = this;
		for (;;) {
			const available = input.end - input.pos;
			if (available === 0) return false;
			if (this.#passing > 0) {
				const octets = Math.min(available, this.#passing);
				input.pos += octets;
				this.#passing -= octets;
			} else if (this.#skipping > 0) {
				const octets = Math.min(available, this.#skipping);
				this.#skipping -= octets;
				this.drop(octets);
			} else {
				if (available < 9) return false;
				const { bytes, pos } = input;
				this.length = readLength(bytes, pos);
				this.type = at$1(bytes, pos + 3);
				this.flags = at$1(bytes, pos + 4);
				this.id = read31(bytes, pos + 5);
				return true;
			}
		}
	}
	/** The payload, once it has arrived whole. */
	payload() {
		if (this.arrived < this.length) return void 0;
		const from = this.input.pos + 9;
		return this.input.bytes.subarray(from, from + this.length);
	}
	/** The frame goes to the other side as it is. */
	pass() {
		this.input.pos += 9;
		this.#passing = this.length;
	}
	/** The frame goes nowhere. */
	skip() {
		this.drop(9);
		this.#skipping = this.length;
	}
	/** Octets that go nowhere. */
	drop(octets) {
		this.flush();
		this.input.drop(this.input.pos + octets);
	}
	/** Hands over what passes: always before anything else is put into the same outbox. */
	flush() {
		const { input } = this;
		if (input.pos > input.keep) this.#out.push(input.take(input.pos));
	}
};

// src/proxy/http/h2/static-table.ts
/** RFC 7541 appendix A. Index 1 is the first. */
const STATIC_TABLE = [
	[":authority", ""],
	[":method", "GET"],
	[":method", "POST"],
	[":path", "/"],
	[":path", "/index.html"],
	[":scheme", "http"],
	[":scheme", "https"],
	...[
		"200",
		"204",
		"206",
		"304",
		"400",
		"404",
		"500"
	].map((status) => [":status", status]),
	["accept-charset", ""],
	["accept-encoding", "gzip, deflate"],
	...[
		"accept-language",
		"accept-ranges",
		"accept",
		"access-control-allow-origin",
		"age",
		"allow",
		"authorization",
		"cache-control",
		"content-disposition",
		"content-encoding",
		"content-language",
		"content-length",
		"content-location",
		"content-range",
		"content-type",
		"cookie",
		"date",
		"etag",
		"expect",
		"expires",
		"from",
		"host",
		"if-match",
		"if-modified-since",
		"if-none-match",
		"if-range",
		"if-unmodified-since",
		"last-modified",
		"link",
		"location",
		"max-forwards",
		"proxy-authenticate",
		"proxy-authorization",
		"range",
		"referer",
		"refresh",
		"retry-after",
		"server",
		"set-cookie",
		"strict-transport-security",
		"transfer-encoding",
		"user-agent",
		"vary",
		"via",
		"www-authenticate"
	].map((name) => [name, ""])
];

// src/proxy/http/h2/field.ts
const PSEUDO = {
	":method": "method",
	":scheme": "scheme",
	":path": "path",
	":authority": "authority",
	":protocol": "protocol"
};
/** Connection-specific fields: RFC 9113 section 8.2.2. */
const CONNECTION_SPECIFIC = /* @__PURE__ */ new Set([
	"connection",
	"proxy-connection",
	"keep-alive",
	"transfer-encoding",
	"upgrade",
	"http2-settings"
]);
function makeField(name, value, wire) {
	return {
		name,
		value,
		kind: kindOf(name, value),
		wire,
		size: name.length + value.length + 32
	};
}
const STATIC_FIELDS = STATIC_TABLE.map(([name, value], index) => makeField(name, value, Uint8Array.of(128 | index + 1)));
function kindOf(name, value) {
	if (!isFieldValue(value)) return "malformed";
	if (name.charCodeAt(0) === 58) return PSEUDO[name] ?? "malformed";
	if (!isFieldName(name) || CONNECTION_SPECIFIC.has(name)) return "malformed";
	if (name === "te") return value === "trailers" ? "regular" : "malformed";
	return name === "host" || name === "content-length" ? name : "regular";
}
function isFieldName(name) {
	for (let i = 0; i < name.length; i++) if (!is(name.charCodeAt(i), 8)) return false;
	return name.length > 0;
}
/** No control octets, no blanks around (RFC 9113 section 8.2.1). */
function isFieldValue(value) {
	const { length } = value;
	if (length === 0) return true;
	for (let i = 0; i < length; i++) if (!is(value.charCodeAt(i), 2)) return false;
	const first = value.charCodeAt(0);
	const last = value.charCodeAt(length - 1);
	return first !== 32 && first !== 9 && last !== 32 && last !== 9;
}
/**
* A literal without indexing (`flags` 0x00) or never indexed (0x10), RFC 7541 section 6.2. `staticIndex` 0 writes the name out.
* `value` is the octets of the string as it came, Huffman-coded or not.
*/
function literalWire(flags, staticIndex, name, value, huffman) {
	const nameLength = staticIndex === 0 ? integerSize(name.length, 7) + name.length : 0;
	const wire = new Uint8Array(integerSize(staticIndex, 4) + nameLength + integerSize(value.length, 7) + value.length);
	let offset = writeInteger(wire, 0, flags, staticIndex, 4);
	if (staticIndex === 0) {
		offset = writeInteger(wire, offset, 0, name.length, 7);
		for (let i = 0; i < name.length; i++) wire[offset++] = name.charCodeAt(i);
	}
	offset = writeInteger(wire, offset, huffman ? 128 : 0, value.length, 7);
	wire.set(value, offset);
	return wire;
}
function integerSize(value, prefix) {
	const full = (1 << prefix) - 1;
	if (value < full) return 1;
	let size = 2;
	for (let rest = value - full; rest >= 128; rest = Math.floor(rest / 128)) size++;
	return size;
}
/** RFC 7541 section 5.1. Gives the offset behind. */
function writeInteger(out, offset, flags, value, prefix) {
	const full = (1 << prefix) - 1;
	if (value < full) {
		out[offset] = flags | value;
		return offset + 1;
	}
	out[offset++] = flags | full;
	let rest = value - full;
	for (; rest >= 128; rest = Math.floor(rest / 128)) out[offset++] = rest % 128 | 128;
	out[offset++] = rest;
	return offset;
}
/** A field of our own, sent without Huffman coding and without touching a table. */
function ownField(name, value) {
	return literalWire(0, 0, name, Buffer.from(value, "latin1"), false);
}
/** Fields as one header block. */
function joinWires(fields) {
	let length = 0;
	for (const { wire } of fields) length += wire.length;
	const block = Buffer.allocUnsafe(length);
	let offset = 0;
	for (const { wire } of fields) {
		if (wire.length === 1) block[offset] = wire[0] ?? 0;
		else block.set(wire, offset);
		offset += wire.length;
	}
	return block;
}

// src/proxy/http/h2/huffman.ts
/**
* Bits of the code of each symbol, 0 to 256 (EOS), RFC 7541 appendix B: [bits, how many symbols in a row]. The code is canonical
* (shorter first, then by symbol), so that the lengths say it all.
*/
const LENGTHS = [
	[13, 1],
	[23, 1],
	[28, 7],
	[24, 1],
	[30, 1],
	[28, 2],
	[30, 1],
	[28, 8],
	[30, 1],
	[28, 9],
	[6, 1],
	[10, 2],
	[12, 1],
	[13, 1],
	[6, 1],
	[8, 1],
	[11, 1],
	[10, 2],
	[8, 1],
	[11, 1],
	[8, 1],
	[6, 3],
	[5, 3],
	[6, 7],
	[7, 1],
	[8, 1],
	[15, 1],
	[6, 1],
	[12, 1],
	[10, 1],
	[13, 1],
	[6, 1],
	[7, 22],
	[8, 1],
	[7, 1],
	[8, 1],
	[13, 1],
	[19, 1],
	[13, 1],
	[14, 1],
	[6, 1],
	[15, 1],
	[5, 1],
	[6, 1],
	[5, 1],
	[6, 1],
	[5, 1],
	[6, 3],
	[5, 1],
	[7, 2],
	[6, 3],
	[5, 1],
	[6, 1],
	[7, 1],
	[6, 1],
	[5, 2],
	[6, 1],
	[7, 5],
	[15, 1],
	[11, 1],
	[14, 1],
	[13, 1],
	[28, 1],
	[20, 1],
	[22, 1],
	[20, 2],
	[22, 3],
	[23, 1],
	[22, 1],
	[23, 5],
	[24, 1],
	[23, 1],
	[24, 2],
	[22, 1],
	[23, 1],
	[24, 1],
	[23, 4],
	[21, 1],
	[22, 1],
	[23, 1],
	[22, 1],
	[23, 2],
	[24, 1],
	[22, 1],
	[21, 1],
	[20, 1],
	[22, 2],
	[23, 2],
	[21, 1],
	[23, 1],
	[22, 2],
	[24, 1],
	[21, 1],
	[22, 1],
	[23, 2],
	[21, 2],
	[22, 1],
	[21, 1],
	[23, 1],
	[22, 1],
	[23, 2],
	[20, 1],
	[22, 3],
	[23, 1],
	[22, 2],
	[23, 1],
	[26, 2],
	[20, 1],
	[19, 1],
	[22, 1],
	[23, 1],
	[22, 1],
	[25, 1],
	[26, 3],
	[27, 2],
	[26, 1],
	[24, 1],
	[25, 1],
	[19, 1],
	[21, 1],
	[26, 1],
	[27, 2],
	[26, 1],
	[27, 1],
	[24, 1],
	[21, 2],
	[26, 2],
	[28, 1],
	[27, 3],
	[20, 1],
	[24, 1],
	[20, 1],
	[21, 1],
	[22, 1],
	[21, 2],
	[23, 1],
	[22, 2],
	[25, 2],
	[24, 2],
	[26, 1],
	[23, 1],
	[26, 1],
	[27, 1],
	[26, 2],
	[27, 5],
	[28, 1],
	[27, 5],
	[26, 1],
	[30, 1]
];
const EOS = 256;
const FAIL = 4294967295;
const EMITS = 65536;
/** For each state (an inner node of the code's tree) and each half octet: next state, and `EMITS | symbol << 8` when one ends. */
const steps = /* @__PURE__ */ new Uint32Array(4096);
/** States in which a string may end: at most seven bits of padding, all ones. */
const mayEnd = /* @__PURE__ */ new Uint8Array(256);
build();
function build() {
	const root = buildTree();
	const states = [root];
	for (const node of states) for (const child of node.children) if (typeof child === "object") states.push(child);
	const indexOf = new Map(states.map((node, index) => [node, index]));
	for (const [index, node] of states.entries()) for (let half = 0; half < 16; half++) steps[index * 16 + half] = walk(root, node, half, indexOf);
	let node = root;
	for (let depth = 0; depth < 8 && typeof node === "object"; depth++) {
		mayEnd[indexOf.get(node) ?? 0] = 1;
		node = node.children[1];
	}
}
function buildTree() {
	const lengths = LENGTHS.flatMap(([bits, run]) => Array(run).fill(bits));
	const symbols = [...lengths.keys()].sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
	const root = { children: [void 0, void 0] };
	let code = 0;
	let bits = lengths[symbols[0] ?? 0] ?? 0;
	for (const symbol of symbols) {
		const wanted = lengths[symbol] ?? 0;
		code <<= wanted - bits;
		bits = wanted;
		insert(root, code, bits, symbol);
		code++;
	}
	return root;
}
function insert(root, code, bits, symbol) {
	let node = root;
	for (let bit = bits - 1; bit > 0; bit--) {
		const side = code >>> bit & 1;
		const next = node.children[side];
		if (typeof next === "object") node = next;
		else {
			const made = { children: [void 0, void 0] };
			node.children[side] = made;
			node = made;
		}
	}
	node.children[code & 1] = symbol;
}
function walk(root, from, half, indexOf) {
	let node = from;
	let emitted = 0;
	for (let bit = 3; bit >= 0; bit--) {
		const next = node.children[half >>> bit & 1];
		if (next === void 0 || next === EOS) return FAIL;
		if (typeof next === "number") {
			emitted = EMITS | next << 8;
			node = root;
		} else node = next;
	}
	return emitted | (indexOf.get(node) ?? 0);
}
/** Decodes into `out` from its start and gives the count of octets; -1 for a bad code or padding, -2 when `out` is too small. */
function decodeHuffman(bytes, from, to, out) {
	let state = 0;
	let length = 0;
	for (let i = from; i < to; i++) {
		const octet = at$1(bytes, i);
		for (let half = 0; half < 2; half++) {
			const step = at32(state * 16 + (half === 0 ? octet >>> 4 : octet & 15));
			if (step === FAIL) return -1;
			if ((step & EMITS) !== 0) {
				if (length === out.length) return -2;
				out[length++] = step >>> 8 & 255;
			}
			state = step & 255;
		}
	}
	return mayEnd[state] === 1 ? length : -1;
}
function at32(index) {
	return steps[index];
}

// src/proxy/http/h2/hpack-decoder.ts
const STATIC = STATIC_FIELDS.length;
const EMPTY$2 = Buffer.alloc(0);
/**
* The decoder of one connection's header blocks (RFC 7541). Fields come with the octets that say the same without a dynamic
* table, so that what was decoded and decided is what is sent on. Throws ConnectionError(COMPRESSION_ERROR).
*/
var HpackDecoder = class {
	#longestList;
	#scratch;
	/** Oldest first; those before `#first` are evicted. */
	#entries = [];
	#first = 0;
	#size = 0;
	#capacity = DEFAULT_TABLE_SIZE;
	#bytes = EMPTY$2;
	#pos = 0;
	#end = 0;
	/** Changes whenever the table does: the same block then may mean something else. */
	generation = 0;
	constructor(longestList) {
		this.#longestList = longestList;
		this.#scratch = Buffer.allocUnsafe(Math.max(longestList, 256));
	}
	decode(bytes, from, to) {
		this.#bytes = bytes;
		this.#pos = from;
		this.#end = to;
		const fields = [];
		let size = 0;
		let mayResize = true;
		while (this.#pos < to) {
			const octet = at$1(bytes, this.#pos);
			if ((octet & 224) === 32) {
				if (!mayResize) throw corrupt("a table size update inside a header block");
				this.#resize(this.#integer(5));
				continue;
			}
			mayResize = false;
			const field = (octet & 128) !== 0 ? this.#indexed(this.#integer(7)) : this.#literal(octet);
			size += field.size;
			if (size <= this.#longestList) fields.push(field);
		}
		this.#bytes = EMPTY$2;
		return {
			fields,
			tooLarge: size > this.#longestList
		};
	}
	#indexed(index) {
		const field = index <= STATIC ? STATIC_FIELDS[index - 1] : this.#entries[this.#entries.length - (index - STATIC)];
		if (field === void 0 || index > STATIC && this.#entries.length - (index - STATIC) < this.#first) throw corrupt(`an index ${index} that no table holds`);
		return field;
	}
	#literal(octet) {
		const indexing = (octet & 64) !== 0;
		const index = this.#integer(indexing ? 6 : 4);
		const name = index === 0 ? this.#string().text : this.#indexed(index).name;
		const value = this.#string();
		const wire = literalWire(indexing ? 0 : octet & 16, index <= STATIC ? index : 0, name, value.octets, value.huffman);
		const field = makeField(name, value.text, wire);
		if (indexing) this.#insert(field);
		return field;
	}
	/** RFC 7541 section 5.1, up to 2^28: no length or index is larger. */
	#integer(prefix) {
		const full = (1 << prefix) - 1;
		let value = this.#octet() & full;
		if (value < full) return value;
		for (let shift = 0; shift <= 21; shift += 7) {
			const octet = this.#octet();
			value += (octet & 127) << shift;
			if ((octet & 128) === 0) return value;
		}
		throw corrupt("an integer that is too large");
	}
	#octet() {
		if (this.#pos >= this.#end) throw corrupt("a header block that ends too early");
		return at$1(this.#bytes, this.#pos++);
	}
	#string() {
		if (this.#pos >= this.#end) throw corrupt("a header block that ends too early");
		const huffman = (at$1(this.#bytes, this.#pos) & 128) !== 0;
		const length = this.#integer(7);
		const from = this.#pos;
		const to = from + length;
		if (to > this.#end) throw corrupt("a string that is longer than its block");
		this.#pos = to;
		const octets = this.#bytes.subarray(from, to);
		if (!huffman) return {
			text: octets.toString("latin1"),
			octets,
			huffman
		};
		const decoded = decodeHuffman(this.#bytes, from, to, this.#scratch);
		if (decoded < 0) throw corrupt(decoded === -1 ? "a string that is not proper Huffman code" : "a string that is too long");
		return {
			text: this.#scratch.toString("latin1", 0, decoded),
			octets,
			huffman
		};
	}
	#insert(field) {
		this.generation++;
		this.#evict(this.#capacity - field.size);
		if (field.size > this.#capacity) return;
		this.#entries.push(field);
		this.#size += field.size;
	}
	#resize(capacity) {
		if (capacity > 4096) throw corrupt(`a table of ${capacity} octets, ${DEFAULT_TABLE_SIZE} are allowed`);
		this.generation++;
		this.#capacity = capacity;
		this.#evict(capacity);
	}
	#evict(room) {
		while (this.#size > room && this.#first < this.#entries.length) {
			const oldest = this.#entries[this.#first++];
			this.#size -= oldest?.size ?? 0;
		}
		if (this.#first < 256 && this.#first < this.#entries.length) return;
		this.#entries = this.#entries.slice(this.#first);
		this.#first = 0;
	}
};
function corrupt(what) {
	return new ConnectionError(9, `header compression: ${what}`);
}

// src/proxy/http/h2/request-fields.ts
/** Reads a request from its decoded fields (RFC 9113 section 8.3), strictly: an HTTP/1 server behind the upstream may be less so. */
function readRequest(fields, rules) {
	const pseudo = {
		method: void 0,
		scheme: void 0,
		path: void 0,
		authority: void 0,
		protocol: void 0
	};
	let host;
	let length = -1;
	let regular = false;
	for (const { kind, name, value } of fields) switch (kind) {
		case "regular":
			regular = true;
			break;
		case "malformed": return malformed$1(`the field ${JSON.stringify(name)} may not be in a request, or holds octets it may not hold`);
		case "host":
			if (host !== void 0) return malformed$1("more than one host field");
			host = value;
			regular = true;
			break;
		case "content-length":
			if (length !== -1 || !/^[0-9]{1,15}$/.test(value)) return malformed$1("a content-length that is not one number");
			length = Number(value);
			regular = true;
			break;
		default:
			if (regular) return malformed$1(`${name} after a regular field`);
			if (pseudo[kind] !== void 0) return malformed$1(`more than one ${name}`);
			pseudo[kind] = value;
	}
	return assemble(pseudo, host, length, rules);
}
function assemble(pseudo, host, length, rules) {
	const { method, scheme, path, protocol } = pseudo;
	if (method === void 0 || method === "" || !every(method, 1)) return malformed$1("no proper :method");
	const connect = method.toUpperCase() === "CONNECT";
	if (connect && protocol === void 0) return refused("CONNECT: this is not a proxy to be configured, connect directly");
	if (scheme === void 0 || path === void 0) return malformed$1("no :scheme or no :path");
	if (protocol !== void 0 && (method !== "CONNECT" || protocol === "" || !every(protocol, 1))) return malformed$1("a :protocol without CONNECT");
	if (connect && !rules.extendedConnect) return refused("the server does not support extended CONNECT");
	if (scheme.toLowerCase() !== rules.scheme) return refused(`the scheme ${scheme} on a connection of ${rules.scheme}`);
	if (!(path.charCodeAt(0) === 47 ? every(path, 4) : path === "*" && method === "OPTIONS")) return malformed$1("no proper :path");
	const authority = authorityOf(pseudo.authority, host, rules);
	if ("reason" in authority) return authority;
	const { host: name, port } = authority;
	const url = formatUrl(rules.scheme, authority, path);
	return {
		head: protocol === void 0 ? {
			protocol: "h2",
			method,
			scheme: rules.scheme,
			host: name,
			port,
			target: path,
			url
		} : {
			protocol: "h2",
			method,
			scheme: rules.scheme,
			host: name,
			port,
			target: path,
			upgrade: protocol,
			url
		},
		length
	};
}
function authorityOf(authority, host, rules) {
	const named = authority ?? host;
	if (named === void 0) return malformed$1("neither :authority nor host");
	const read = rules.authorities.read(named);
	if (read === void 0) return refused("the authority is not a host name");
	if (authority === void 0 || host === void 0 || host === authority) return read;
	const other = rules.authorities.read(host);
	return other?.host === read.host && other.port === read.port ? read : refused("host names another server than :authority");
}
/** Trailers: no pseudo fields, nothing that frames or routes a message. */
function trailersAreProper(fields) {
	return fields.every((field) => field.kind === "regular");
}
function every(text, wanted) {
	for (let i = 0; i < text.length; i++) if (!is(text.charCodeAt(i), wanted)) return false;
	return true;
}
function malformed$1(reason) {
	return {
		status: 0,
		reason
	};
}
function refused(reason) {
	return {
		status: 400,
		reason
	};
}

// src/proxy/http/h2/header-blocks.ts
/** Frames of one header block; with them empty, a block of any size could be drawn out for ever. */
const MOST_FRAMES = 64;
const EMPTY$1 = Buffer.alloc(0);
/** Collects the frames of a header block, and reads it; requests that only repeat the last one are recognised by their octets. */
var HeaderBlocks = class {
	open = false;
	id = 0;
	endStream = false;
	priority;
	#rules;
	#longest;
	#decoder;
	#bytes = EMPTY$1;
	#more = [];
	#length = 0;
	/** The last request whose block left the tables alone: while they stay as they are, the same octets say the same. */
	#last;
	constructor(rules, headBytes) {
		this.#rules = rules;
		this.#longest = headBytes + 16384;
		this.#decoder = new HpackDecoder(headBytes);
	}
	begin(id, endStream, priority, fragment) {
		this.open = true;
		this.id = id;
		this.endStream = endStream;
		this.priority = priority;
		this.#bytes = fragment;
		this.#length = fragment.length;
		this.#check();
	}
	add(fragment) {
		this.#more.push(fragment);
		this.#length += fragment.length;
		this.#check();
	}
	#check() {
		if (this.#length > this.#longest || this.#more.length > MOST_FRAMES) throw new ConnectionError(11, "a header block that is too long");
	}
	decode() {
		const bytes = this.#take();
		return this.#decoder.decode(bytes, 0, bytes.length);
	}
	readRequest() {
		const bytes = this.#take();
		const { generation } = this.#decoder;
		const last = this.#last;
		if (last !== void 0 && last.generation === generation && last.bytes.equals(bytes)) return last.read;
		const { fields, tooLarge } = this.#decoder.decode(bytes, 0, bytes.length);
		if (tooLarge) return {
			status: 431,
			reason: "the header list is too long"
		};
		const { scheme, authorities, upstream } = this.#rules;
		const request = readRequest(fields, {
			scheme,
			authorities,
			extendedConnect: upstream.extendedConnect
		});
		if ("reason" in request) return request;
		const read = {
			request,
			block: joinWires(fields)
		};
		if (this.#decoder.generation === generation) this.#last = {
			bytes: Buffer.from(bytes),
			generation,
			read
		};
		return read;
	}
	#take() {
		const bytes = this.#more.length === 0 ? this.#bytes : Buffer.concat([this.#bytes, ...this.#more]);
		this.open = false;
		this.#bytes = EMPTY$1;
		this.#more.length = 0;
		return bytes;
	}
};

// src/proxy/http/h2/requests.ts
const MAX_STREAMS = 4096;
const MAX_UNANSWERED = 1024;
/** The header blocks of the client: each is read, and goes up re-encoded once it is decided, or is answered here. */
var Requests = class {
	/** Nothing more may be read from the client until `forward` or `deny` is called. */
	undecided;
	#connection;
	#blocks;
	#resets;
	/** Hands over the frames before the one at hand. */
	#flush;
	constructor(connection, blocks, resets, flush) {
		this.#connection = connection;
		this.#blocks = blocks;
		this.#resets = resets;
		this.#flush = flush;
	}
	/** A HEADERS frame (RFC 9113 section 6.2). */
	headers(flags, id, payload) {
		if (id % 2 === 0) throw new ConnectionError(1, "HEADERS on an even stream, or none");
		let from = 0;
		let to = payload.length;
		if ((flags & 8) !== 0) {
			from = 1;
			to -= payload.length === 0 ? 1 : at$1(payload, 0);
		}
		const prioritised = (flags & 32) !== 0;
		if (prioritised) from += 5;
		if (from > to) throw new ConnectionError(payload.length < from ? 6 : 1, "HEADERS shorter than their padding");
		const priority = prioritised ? Buffer.from(payload.subarray(from - 5, from)) : void 0;
		if (priority !== void 0 && read31(priority, 0) === id) throw new ConnectionError(1, "a stream that depends on itself");
		const fragment = to - from === payload.length ? payload : payload.subarray(from, to);
		this.#blocks.begin(id, (flags & 1) !== 0, priority, fragment);
		if ((flags & 4) !== 0) this.#complete();
	}
	continuation(flags, payload) {
		if (!this.#blocks.open) throw new ConnectionError(1, "CONTINUATION without HEADERS");
		this.#blocks.add(payload);
		if ((flags & 4) !== 0) this.#complete();
	}
	/** The block of a new request, of trailers, or of a stream that is gone: in every case it has to pass through the decoder. */
	#complete() {
		const connection = this.#connection;
		const { id, endStream, priority } = this.#blocks;
		const stream = connection.streams.get(id);
		if (stream !== void 0) {
			this.#trailers(id, stream, endStream);
			return;
		}
		if (id <= connection.lastStream) {
			this.#blocks.decode();
			connection.expectLate(id, endStream);
			return;
		}
		connection.opened(id);
		const read = this.#blocks.readRequest();
		if ("reason" in read) {
			connection.remark(`refused the client's request: ${read.reason}`);
			if (read.status === 0) this.#refuse(id, endStream, 1);
			else this.answer(id, ownAnswer(read.status, `${read.reason}; the request was not forwarded`), endStream, false);
		} else if (connection.streams.size >= this.#mostStreams || connection.answers.size >= MAX_UNANSWERED) this.#refuse(id, endStream, 7);
		else if (endStream && read.request.length > 0) {
			connection.remark("refused the client's request: a content-length and no body");
			this.#refuse(id, endStream, 1);
		} else this.undecided = {
			id,
			request: read.request,
			endStream,
			block: read.block,
			priority
		};
	}
	/** The server's limit (RFC 9113 section 5.1.2) once the client knows it; before, the server judges. */
	get #mostStreams() {
		const { upstreamSettingsDue, upstreamSettings } = this.#connection;
		return upstreamSettingsDue > 0 ? MAX_STREAMS : Math.min(MAX_STREAMS, upstreamSettings.maxConcurrent);
	}
	#refuse(id, endStream, code) {
		this.#resets.spend();
		this.#connection.inject(resetStream(id, code));
		if (!endStream) this.#connection.drain(id);
	}
	#trailers(id, stream, endStream) {
		const { fields, tooLarge } = this.#blocks.decode();
		if (stream.clientDone) throw new ConnectionError(5, "HEADERS after the end of their stream");
		const complete = stream.declared < 0 || stream.received === stream.declared;
		this.#flush();
		if (!endStream || tooLarge || !complete || !trailersAreProper(fields)) {
			stream.clientDone = endStream;
			this.#resets.spend();
			this.#connection.resetBoth(id, "malformed trailers");
			return;
		}
		const block = this.#encoded(joinWires(fields));
		this.#connection.toUpstream.push(headersFrames(id, true, block, void 0));
		this.#connection.clientDone(id, stream);
	}
	/** The undecided request goes up. */
	forward() {
		const { undecided } = this;
		if (undecided === void 0) return;
		this.undecided = void 0;
		const { id, request, endStream, block, priority } = undecided;
		this.#flush();
		this.#connection.toUpstream.push(headersFrames(id, endStream, this.#encoded(block), priority));
		this.#connection.streams.set(id, {
			clientDone: endStream,
			upstreamDone: false,
			responded: false,
			toHead: request.head.method === "HEAD",
			declared: request.length,
			received: 0,
			window: this.#connection.clientSettings.initialWindow
		});
	}
	/** The undecided request is answered here; the upstream never hears of its stream. */
	deny(answer) {
		const { undecided } = this;
		if (undecided === void 0) return;
		this.undecided = void 0;
		this.answer(undecided.id, answer, undecided.endStream, undecided.request.head.method === "HEAD");
	}
	answer(id, answer, clientDone, toHead) {
		const connection = this.#connection;
		if (!clientDone) connection.drain(id);
		const window = connection.clientSettings.initialWindow;
		connection.answers.begin(id, answer, {
			toHead,
			clientDone,
			window,
			tableSize: connection.takeTableUpdate()
		});
	}
	/** Blocks for the upstream touch no dynamic table; where it may expect to be told so, they begin with that. */
	#encoded(block) {
		if (!this.#connection.tableUpdateForUpstream) return block;
		this.#connection.tableUpdateForUpstream = false;
		return Buffer.concat([Uint8Array.of(32), block]);
	}
};

// src/proxy/http/h2/settings.ts
/** What one side has announced, as far as the relay depends on it. */
var PeerSettings = class {
	initialWindow = DEFAULT_WINDOW;
	maxFrameSize = DEFAULT_FRAME_SIZE;
	/** Undefined while it has not been mentioned: 4 096. */
	headerTable;
	extendedConnect = false;
	maxConcurrent = Number.POSITIVE_INFINITY;
	/** The latest value of each, to tell an upstream that is connected later. */
	all = /* @__PURE__ */ new Map();
	/** Checks and takes over one frame's entries (RFC 9113 section 6.5.2). */
	apply(entries) {
		for (const [id, value] of entries) {
			if (id === 2 && value > 1) throw new ConnectionError(1, "ENABLE_PUSH is neither 0 nor 1");
			if (id === 4) {
				if (value > 2147483647) throw new ConnectionError(3, "an initial window over 2^31-1");
				this.initialWindow = value;
			} else if (id === 5) {
				if (value < 16384 || value > 16777215) throw new ConnectionError(1, "a frame size out of range");
				this.maxFrameSize = value;
			} else if (id === 3) this.maxConcurrent = value;
			else if (id === 1) this.headerTable = value;
			else if (id === 8) this.extendedConnect = value === 1;
			if (id <= 8 + 1) this.all.set(id, value);
		}
	}
};
function parseSettings(payload) {
	if (payload.length % 6 !== 0) throw new ConnectionError(6, "a SETTINGS frame of a length that is no multiple of 6");
	const entries = [];
	for (let i = 0; i < payload.length; i += 6) entries.push([payload.readUInt16BE(i), payload.readUInt32BE(i + 2)]);
	return entries;
}
/** As the upstream may see them: no push, as a pushed request was never decided. */
function settingsForUpstream(entries) {
	return [...entries.filter(([id]) => id !== 2), [2, 0]];
}
/**
* As the client may see them. The client's header blocks are decoded here, with a table of the default size, whatever the upstream
* would take; and the client's push setting is none of the upstream's.
*/
function settingsForClient(entries) {
	return entries.filter(([id]) => id !== 2 && id !== 1);
}

// src/proxy/http/h2/client-side.ts
const MAX_UNACKNOWLEDGED = 100;
/** A SETTINGS or GOAWAY frame longer than this says nothing that a relay needs to hear. */
const LONGEST_CONTROL = 16384;
/** The frames of the client: DATA and control frames go on as they came, header blocks go through `requests`. */
var ClientSide = class {
	requests;
	/** Frames and header blocks so far: whether the client makes progress. */
	count = 0;
	#connection;
	#frames;
	#blocks;
	#resets;
	#control;
	#begun = false;
	#settled = false;
	/** `now` in milliseconds, monotonic. */
	constructor(connection, input, scheme, port, limits, now) {
		this.#connection = connection;
		this.#frames = new FrameReader(input, connection.toUpstream);
		const rules = {
			scheme,
			authorities: new AuthorityReader(port),
			upstream: connection.upstreamSettings
		};
		this.#blocks = new HeaderBlocks(rules, limits.headBytes);
		this.#resets = new FloodGuard("reset streams", 1e3, 100, now);
		this.#control = new FloodGuard("control frames", 5e3, 500, now);
		this.requests = new Requests(connection, this.#blocks, this.#resets, () => this.#frames.flush());
	}
	get input() {
		return this.#frames.input;
	}
	/** Something has begun that its sender could leave unfinished at no cost: preface, frame or header block. */
	get incomplete() {
		return !this.#settled || this.#blocks.open || !this.#frames.insidePayload && this.input.end > this.input.pos;
	}
	/** Works through the input until it ends, or a verdict is due. Throws ConnectionError. */
	run() {
		if (this.#begun || this.#preface()) while (this.requests.undecided === void 0 && this.#frames.next() && this.#frame());
		this.#frames.flush();
	}
	#preface() {
		const { input } = this;
		const seen = Math.min(input.end - input.pos, H2_PREFACE.length);
		if (input.bytes.compare(H2_PREFACE, 0, seen, input.pos, input.pos + seen) !== 0) throw new ConnectionError(1, "the client does not begin with the HTTP/2 preface");
		if (seen < H2_PREFACE.length) return false;
		this.#begun = true;
		if (this.#connection.attached) input.pos += seen;
		else this.#frames.drop(seen);
		return true;
	}
	/** False when more of the frame is needed. */
	#frame() {
		const { type, flags, id, length } = this.#frames;
		if (length > Math.max(16384, this.#connection.upstreamSettings.maxFrameSize)) throw new ConnectionError(6, `a frame of ${length} octets`);
		if (!this.#settled && (type !== 4 || (flags & 1) !== 0)) throw new ConnectionError(1, "the first frame is not SETTINGS");
		if (this.#blocks.open && (type !== 9 || id !== this.#blocks.id)) throw new ConnectionError(1, "another frame inside a header block");
		if (type === 0) return this.#data();
		if (type > 9) {
			this.#control.spend();
			this.#frames.skip();
			return true;
		}
		const payload = this.#frames.payload();
		if (payload === void 0) return false;
		if (!this.#blocks.open) this.count++;
		if (this.#act(type, flags, id, payload)) this.#frames.pass();
		else this.#frames.drop(9 + length);
		return true;
	}
	/** Acts on a whole frame; true: it goes to the upstream as it is. */
	#act(type, flags, id, payload) {
		const { attached } = this.#connection;
		switch (type) {
			case 1:
				this.requests.headers(flags, id, payload);
				return false;
			case 9:
				this.requests.continuation(flags, payload);
				return false;
			case 2:
				expectLength(payload, 5, "PRIORITY");
				expectStream(id, "PRIORITY");
				this.#control.spend();
				if (read31(payload, 0) === id) throw new ConnectionError(1, "a stream that depends on itself");
				return attached;
			case 3:
				expectLength(payload, 4, "RST_STREAM");
				expectStream(id, "RST_STREAM");
				return this.#reset(id);
			case 4:
				expectConnection(id, "SETTINGS");
				this.#control.spend();
				return (flags & 1) === 0 ? this.#settings(payload) : this.#acknowledged(payload);
			case 5: throw new ConnectionError(1, "PUSH_PROMISE from a client");
			case 6:
				expectLength(payload, 8, "PING");
				expectConnection(id, "PING");
				this.#control.spend();
				return (flags & 1) === 0 ? this.#ping(payload) : this.#ponged();
			case 7:
				expectConnection(id, "GOAWAY");
				this.#control.spend();
				if (payload.length < 8 || payload.length > LONGEST_CONTROL) throw new ConnectionError(6, "GOAWAY of a wrong length");
				return attached;
			default:
				expectLength(payload, 4, "WINDOW_UPDATE");
				return this.#windowUpdate(id, read31(payload, 0));
		}
	}
	#data() {
		const connection = this.#connection;
		const { id, flags, length, input } = this.#frames;
		expectStream(id, "DATA");
		let octets = length;
		if ((flags & 8) !== 0) {
			if (length === 0) throw new ConnectionError(6, "padding without its length");
			if (this.#frames.arrived < 1) return false;
			octets -= 1 + at$1(input.bytes, input.pos + 9);
			if (octets < 0) throw new ConnectionError(1, "more padding than frame");
		}
		this.count++;
		const endStream = (flags & 1) !== 0;
		if (octets === 0 && !endStream) this.#control.spend();
		const stream = connection.streams.get(id);
		if (stream !== void 0 && this.#mayTake(id, stream, octets, endStream)) {
			this.#frames.pass();
			return true;
		}
		if (stream === void 0) connection.expectLate(id, endStream);
		if (length > 0) connection.inject(windowUpdate(0, length));
		connection.answers.dropped(id, length);
		this.#frames.skip();
		return true;
	}
	/** Counts the body against its `content-length` (RFC 9113 section 8.1.1), before the upstream sees too much or too early an end. */
	#mayTake(id, stream, octets, endStream) {
		if (stream.clientDone) throw new ConnectionError(5, "DATA after the end of its stream");
		stream.received += octets;
		if (stream.declared >= 0 && (endStream ? stream.received !== stream.declared : stream.received > stream.declared)) {
			stream.clientDone = endStream;
			this.#breakOff(id, "a request body of another length than its content-length", 1);
			return false;
		}
		if (endStream) this.#connection.clientDone(id, stream);
		return true;
	}
	/** Ends a stream that the client has broken. It costs what a reset of the client's own does, or that bound would be none. */
	#breakOff(id, reason, code) {
		this.#resets.spend();
		this.#frames.flush();
		this.#connection.resetBoth(id, reason, code);
	}
	#reset(id) {
		const connection = this.#connection;
		if (id > connection.lastStream) throw new ConnectionError(1, "RST_STREAM of a stream that was never opened");
		connection.answers.clientDone(id, true);
		connection.drained(id);
		const stream = connection.streams.get(id);
		if (stream === void 0) {
			this.#control.spend();
			return false;
		}
		if (!stream.responded) this.#resets.spend();
		connection.streams.delete(id);
		return true;
	}
	#acknowledged(payload) {
		const connection = this.#connection;
		expectLength(payload, 0, "SETTINGS with ACK");
		if (connection.ownSettings > 0) {
			connection.ownSettings--;
			return false;
		}
		if (connection.upstreamSettingsDue === 0) return false;
		connection.upstreamSettingsDue--;
		return true;
	}
	#settings(payload) {
		const connection = this.#connection;
		if (payload.length > LONGEST_CONTROL) throw new ConnectionError(6, "SETTINGS that are too long");
		this.#settled = true;
		const entries = parseSettings(payload);
		const { initialWindow, headerTable = DEFAULT_TABLE_SIZE } = connection.clientSettings;
		connection.clientSettings.apply(entries);
		connection.initialWindowChanged(connection.clientSettings.initialWindow - initialWindow);
		const smallest = Math.min(headerTable, ...entries.filter(([setting]) => setting === 1).map(([, value]) => value));
		const announced = smallest < headerTable ? smallest : void 0;
		if (connection.attached) {
			if (connection.unacknowledged.push(announced) > MAX_UNACKNOWLEDGED) throw new ConnectionError(11, "too many SETTINGS");
			this.#frames.flush();
			connection.toUpstream.push(settingsFrame(settingsForUpstream(entries)));
		} else {
			connection.inject(settingsFrame([], 1));
			connection.tableUpdateForClient = announced ?? connection.tableUpdateForClient;
		}
		return false;
	}
	#windowUpdate(id, increment) {
		const connection = this.#connection;
		if (increment === 0) throw new ConnectionError(1, "a WINDOW_UPDATE of 0");
		if (id === 0) {
			const known = connection.answers.connectionUpdate(increment);
			if (!connection.attached) return false;
			if (known === increment) return true;
			this.#frames.flush();
			if (known > 0) connection.toUpstream.push(windowUpdate(0, known));
			return false;
		}
		if (id > connection.lastStream) throw new ConnectionError(1, "a WINDOW_UPDATE of a stream that was never opened");
		const stream = connection.streams.get(id);
		if (stream === void 0) {
			connection.answers.streamWindow(id, increment);
			return false;
		}
		stream.window += increment;
		if (stream.window - connection.answers.lent <= 2147483647) return true;
		this.#breakOff(id, "a stream window over 2^31-1", 3);
		return false;
	}
	#ping(payload) {
		if (this.#connection.attached) return true;
		const pong = frame(6, 1, 0, 8);
		payload.copy(pong, 9);
		this.#connection.inject(pong);
		return false;
	}
	/** An answer to the upstream; one that it has not asked for is dropped, as for SETTINGS. */
	#ponged() {
		const connection = this.#connection;
		if (connection.upstreamPingsDue === 0) return false;
		connection.upstreamPingsDue--;
		return true;
	}
};
function expectLength(payload, length, what) {
	if (payload.length !== length) throw new ConnectionError(6, `${what} of a wrong length`);
}
function expectStream(id, what) {
	if (id === 0) throw new ConnectionError(1, `${what} without a stream`);
}
function expectConnection(id, what) {
	if (id !== 0) throw new ConnectionError(1, `${what} on a stream`);
}

// src/proxy/http/h2/answers.ts
/** Told to stop at once (RFC 9113 section 8.1), some clients (curl) show the reset instead of the answer; small uploads may finish. */
const LINGER_BYTES = 1048576;
const MOST_LINGERING = 100;
/**
* The filter's own answers inside a relayed connection, and the connection window they share with the upstream.
*
* The upstream counts only its own bytes. For it not to overrun the client's window, bytes of ours are a debt: they are kept back
* from the client's next updates of the connection window, and until these come the upstream's DATA may have to wait.
*/
var Answers = class {
	/** What the client will take on the connection, exactly. */
	connectionWindow = DEFAULT_WINDOW;
	/** Bytes of ours that the upstream does not know of. */
	debt = 0;
	/** Of `connectionWindow`, which is without it, what DATA that nobody sees may use up. */
	lent = 0;
	#emit;
	#lingerMs;
	#now;
	#streams = /* @__PURE__ */ new Map();
	#lingering = /* @__PURE__ */ new Map();
	/** `now` in milliseconds, monotonic. */
	constructor(emit, lingerMs, now) {
		this.#emit = emit;
		this.#lingerMs = lingerMs;
		this.#now = now;
	}
	has(id) {
		return this.#streams.has(id);
	}
	get size() {
		return this.#streams.size;
	}
	/** Lends all there is of the connection window, and gives how much that is. */
	lend() {
		const all = Math.max(0, this.connectionWindow);
		this.connectionWindow -= all;
		this.lent += all;
		return all;
	}
	/** So much of it has been used; nothing is lent any more. */
	giveBack(used) {
		this.connectionWindow += this.lent - used;
		this.lent = 0;
		this.#pumpAll();
	}
	/** `tableSize`: begin with this table size update, which the client expects after it has announced a smaller table. */
	begin(id, answer, options) {
		const body = options.toHead ? Buffer.alloc(0) : Buffer.from(answer.body);
		const block = answerBlock(answer, Buffer.byteLength(answer.body), options.tableSize);
		this.#emit(headersFrames(id, body.length === 0, block, void 0));
		const answered = {
			id,
			body,
			sent: 0,
			window: options.window,
			clientDone: options.clientDone
		};
		if (body.length === 0) {
			this.#complete(answered);
			return;
		}
		this.#streams.set(id, answered);
		this.#pump(answered);
	}
	/** The client's stream has ended (`END_STREAM`), or is gone altogether (`RST_STREAM`). */
	clientDone(id, gone) {
		this.#lingering.delete(id);
		const answered = this.#streams.get(id);
		if (answered === void 0) return;
		answered.clientDone = true;
		if (gone) this.#streams.delete(id);
	}
	/** Octets of an answered stream have been dropped: its sender may send as many again, up to a bound. */
	dropped(id, octets) {
		const lingering = this.#lingering.get(id);
		if (lingering === void 0 || octets === 0) return;
		lingering.bytes -= octets;
		if (lingering.bytes > 0) this.#emit(windowUpdate(id, octets));
		else this.#stop(id);
	}
	/** When the next lingering stream is due, or undefined. */
	get nextExpiry() {
		const [oldest] = this.#lingering.values();
		return oldest?.until;
	}
	expire() {
		const now = this.#now();
		for (const [id, { until }] of this.#lingering) {
			if (until > now) return;
			this.#stop(id);
		}
	}
	#stop(id) {
		this.#lingering.delete(id);
		this.#emit(resetStream(id, 0));
	}
	/** An update of a stream's window; gives whether the stream is ours. */
	streamWindow(id, increment) {
		const answered = this.#streams.get(id);
		if (answered === void 0) return false;
		answered.window += increment;
		if (answered.window > 2147483647) {
			this.#streams.delete(id);
			this.#emit(resetStream(id, 3));
		} else this.#pump(answered);
		return true;
	}
	/** A change of SETTINGS_INITIAL_WINDOW_SIZE moves the windows of open streams (RFC 9113 section 6.9.2). */
	initialWindowChanged(difference) {
		for (const answered of this.#streams.values()) {
			answered.window += difference;
			if (answered.window > 2147483647) throw new ConnectionError(3, "a stream window over 2^31-1");
		}
		this.#pumpAll();
	}
	/** The client's update of the connection window; gives the part of it that the upstream may know. */
	connectionUpdate(increment) {
		this.connectionWindow += increment;
		if (this.connectionWindow > 2147483647) throw new ConnectionError(3, "a connection window over 2^31-1");
		const kept = Math.min(this.debt, increment);
		this.debt -= kept;
		this.#pumpAll();
		return increment - kept;
	}
	#pumpAll() {
		for (const answered of this.#streams.values()) {
			if (this.connectionWindow <= 0) return;
			this.#pump(answered);
		}
	}
	#pump(answered) {
		while (answered.sent < answered.body.length) {
			const room = Math.min(answered.window, this.connectionWindow, DEFAULT_FRAME_SIZE, answered.body.length - answered.sent);
			if (room <= 0) return;
			const last = answered.sent + room === answered.body.length;
			const bytes = frame(0, last ? 1 : 0, answered.id, room);
			answered.body.copy(bytes, 9, answered.sent, answered.sent + room);
			answered.sent += room;
			answered.window -= room;
			this.connectionWindow -= room;
			this.debt += room;
			this.#emit(bytes);
		}
		this.#complete(answered);
	}
	#complete(answered) {
		this.#streams.delete(answered.id);
		if (answered.clientDone) return;
		this.#lingering.set(answered.id, {
			bytes: LINGER_BYTES,
			until: this.#now() + this.#lingerMs
		});
		const [oldest] = this.#lingering.keys();
		if (this.#lingering.size > MOST_LINGERING && oldest !== void 0) this.#stop(oldest);
	}
};
function answerBlock(answer, length, tableSize) {
	const parts = [];
	if (tableSize !== void 0) {
		const update = /* @__PURE__ */ new Uint8Array(6);
		parts.push(update.subarray(0, writeInteger(update, 0, 32, tableSize, 5)));
	}
	parts.push(ownField(":status", String(answer.status)), ownField("content-type", fieldText(answer.contentType)));
	parts.push(ownField("content-length", String(length)), ownField("cache-control", "no-store"));
	return Buffer.concat(parts);
}

// src/proxy/http/h2/outbox.ts
/** Small pieces are joined: one write is one record and one system call. */
const JOINED = 65536;
/** Collects what is to be written to one side while a chunk is worked on, and writes it at once. */
var Outbox = class {
	#pieces = [];
	#length = 0;
	get isEmpty() {
		return this.#pieces.length === 0;
	}
	push(piece) {
		this.#pieces.push(piece);
		this.#length += piece.length;
	}
	/** False when `stream` asks to wait for its `drain`. */
	flush(stream) {
		const pieces = this.#pieces;
		if (pieces.length === 0) return true;
		let ready = true;
		if (stream.destroyed || stream.writableEnded) {} else if (pieces.length === 1) ready = pieces[0] === void 0 || stream.write(pieces[0]);
		else if (this.#length <= JOINED) ready = stream.write(Buffer.concat(pieces, this.#length));
		else {
			stream.cork();
			for (const piece of pieces) ready = stream.write(piece);
			stream.uncork();
		}
		pieces.length = 0;
		this.#length = 0;
		return ready;
	}
};

// src/proxy/http/h2/connection.ts
const REMEMBERED$1 = 1e4;
const REMEMBERED_GAPS = 100;
/** What both directions of one relayed HTTP/2 connection know. */
var Connection = class {
	toUpstream = new Outbox();
	toClient = new Outbox();
	streams = /* @__PURE__ */ new Map();
	answers;
	clientSettings = new PeerSettings();
	upstreamSettings = new PeerSettings();
	/** The client has settings of ours. */
	isServer = false;
	/** There is an upstream; before, we are the server. */
	attached = false;
	/** Highest stream of the client, forwarded or not. */
	lastStream = 0;
	/** Acknowledgements of the client for settings of our own. */
	ownSettings = 0;
	/** SETTINGS and PINGs of the upstream that the client has not acknowledged. */
	upstreamSettingsDue = 0;
	upstreamPingsDue = 0;
	/** SETTINGS relayed to the upstream and not acknowledged: the smaller table each announces, if it does. */
	unacknowledged = [];
	/** Acknowledgements of the upstream that the client does not wait for: it has ours. */
	acknowledgedByUs = 0;
	/** The client expects its next header block to begin with an update to this table size. */
	tableUpdateForClient;
	/** The next header block for the upstream says that the dynamic table is not used. */
	tableUpdateForUpstream = true;
	/** What the client has been sent ends between two frames, behind the first SETTINGS and in no header block: our frames may follow. */
	clientAtBoundary = false;
	/** Streams that were reset against the client's will: what it had sent by then still comes. */
	#draining = /* @__PURE__ */ new Set();
	/** Streams that the client has skipped, as ranges; the latest. */
	#skipped = [];
	#own = [];
	/** Octets of frames of our own that wait for a place. */
	waiting = 0;
	#note;
	constructor(lingerMs, now) {
		this.answers = new Answers((bytes) => this.inject(bytes), lingerMs, now);
	}
	/** The first thing that went wrong on a stream, where the connection went on. */
	get note() {
		return this.#note;
	}
	remark(what) {
		this.#note ??= what;
	}
	/** SETTINGS of ours, where the upstream's have not come and may never: they have to be the first thing that a client hears. */
	beServer() {
		this.isServer = true;
		this.ownSettings++;
		this.toClient.push(settingsFrame([]));
		this.clientAtBoundary = true;
		this.releaseInjected();
	}
	/** A frame of our own for the client, at the next place where one may be. */
	inject(bytes) {
		if (this.clientAtBoundary) this.toClient.push(bytes);
		else {
			this.#own.push(bytes);
			this.waiting += bytes.length;
		}
	}
	/** Call when the relayed octets have reached such a place, after they are in `toClient`. */
	releaseInjected() {
		if (!this.clientAtBoundary || this.#own.length === 0) return;
		for (const bytes of this.#own) this.toClient.push(bytes);
		this.#own = [];
		this.waiting = 0;
	}
	/** A new stream of the client; idle ones below it are closed by that (RFC 9113 section 5.1.1). */
	opened(id) {
		if (id > this.lastStream + 2) this.#skipped.push([this.lastStream + 1, id - 2]);
		if (this.#skipped.length > REMEMBERED_GAPS) this.#skipped.shift();
		this.lastStream = id;
	}
	/** The client's windows of all open streams move (RFC 9113 section 6.9.2). */
	initialWindowChanged(difference) {
		if (difference === 0) return;
		for (const stream of this.streams.values()) {
			stream.window += difference;
			if (stream.window - this.answers.lent > 2147483647) throw new ConnectionError(3, "a stream window over 2^31-1");
		}
		this.answers.initialWindowChanged(difference);
	}
	/** The client has ended its side of a forwarded stream. */
	clientDone(id, stream) {
		stream.clientDone = true;
		if (stream.upstreamDone) this.streams.delete(id);
	}
	/** The upstream has ended its side of a stream. */
	upstreamDone(id) {
		const stream = this.streams.get(id);
		if (stream === void 0) return;
		stream.upstreamDone = true;
		if (stream.clientDone) this.streams.delete(id);
	}
	/** A frame of a stream that is not forwarded (any more): fine while the client could not know, or has something to wait for. */
	expectLate(id, endStream) {
		if (id > this.lastStream || this.#skipped.some(([first, last]) => id >= first && id <= last)) throw new ConnectionError(1, "a frame of a stream that was never opened");
		if (!this.answers.has(id) && !this.#draining.has(id)) throw new ConnectionError(5, "a frame of a closed stream");
		if (!endStream) return;
		this.answers.clientDone(id, false);
		this.#draining.delete(id);
	}
	drain(id) {
		this.#draining.add(id);
		if (this.#draining.size <= REMEMBERED$1) return;
		const [oldest] = this.#draining;
		if (oldest !== void 0) this.#draining.delete(oldest);
	}
	drained(id) {
		this.#draining.delete(id);
	}
	/** Ends one stream towards both sides; the connection goes on. */
	resetBoth(id, reason, code = 1) {
		this.remark(reason);
		const stream = this.streams.get(id);
		if (stream !== void 0) {
			this.toUpstream.push(resetStream(id, code));
			this.streams.delete(id);
		}
		this.inject(resetStream(id, code));
		if (stream?.clientDone !== true) this.drain(id);
	}
	/** The tables of the client's decoder and our blocks: what an answer begins with. */
	takeTableUpdate() {
		const update = this.tableUpdateForClient;
		this.tableUpdateForClient = void 0;
		return update;
	}
};

// src/proxy/http/h2/frame-carrier.ts
/** So much of nothing but DATA promises more of it. */
const LEAST = 131072;
/** Sees to it that long runs of DATA go to the client unseen. */
var FrameCarrier = class FrameCarrier extends Passage {
	#side;
	#connection;
	/** Runs what may find a violation, and writes what came of it. */
	#act;
	static between(from, to, side, connection, act) {
		return isCarrier(from) && isCarrier(to) ? new FrameCarrier(from, to, side, connection, act) : void 0;
	}
	constructor(from, to, side, connection, act) {
		super(from, to);
		this.#side = side;
		this.#connection = connection;
		this.#act = act;
	}
	/** Call when frames of the client have been dealt with, before they go up: what the client takes is more now, or is wanted for an answer. */
	update() {
		if (!this.carrying) return;
		const { answers } = this.#connection;
		if (answers.size > 0) this.from.release();
		else {
			const more = answers.lend();
			if (more > 0) this.from.grant(more);
		}
	}
	isWorthwhile() {
		return this.#side.dataRun >= LEAST;
	}
	start() {
		this.#act(() => this.#begin());
	}
	#begin() {
		if (this.from.readableLength > 0 || this.to.writableLength > 0) return;
		const order = this.#side.order();
		if (order !== void 0 && this.from.carryFrames(this.to, order, (frames) => this.#act(() => this.#end(frames)))) {
			this.begun();
			this.#side.beginCarry();
			return;
		}
		this.#connection.answers.giveBack(0);
		this.#side.dataRun = 0;
		this.stop();
	}
	#end(frames) {
		this.ended();
		this.#side.endCarry(frames);
	}
};

// src/proxy/http/h2/upstream-side.ts
const LONGEST_SETTINGS = 16384;
/**
* The frames of the upstream go to the client as they came, header blocks too: the client's decoder sees all of them in order, and
* our own answers leave its table alone. Only SETTINGS are changed.
*/
var UpstreamSide = class {
	/** DATA waits for the client's connection window, which answers of ours have used. */
	waitsForWindow = false;
	/** The upstream has sent its first SETTINGS: it does speak HTTP/2. */
	settled = false;
	/** Octets of DATA since the last frame of another kind, or the last end of a stream. */
	dataRun = 0;
	#connection;
	#frames;
	#inBlock = false;
	constructor(connection, input) {
		this.#connection = connection;
		this.#frames = new FrameReader(input, connection.toClient);
	}
	get input() {
		return this.#frames.input;
	}
	/** What may go on unseen from here; undefined where something has to be looked at first. */
	order() {
		const { answers, lastStream } = this.#connection;
		const inside = this.#frames.bare;
		if (inside === void 0 || this.#inBlock || !this.settled || this.waitsForWindow || answers.size > 0) return void 0;
		return {
			octets: answers.lend(),
			lastStream,
			inside
		};
	}
	/** It does: what is ours comes between the frames wherever it is written. */
	beginCarry() {
		this.#frames.resume(0);
		this.#connection.clientAtBoundary = true;
		this.#connection.releaseInjected();
	}
	endCarry({ octets, inside, streams }) {
		const connection = this.#connection;
		for (const [id, length] of streams) {
			const stream = connection.streams.get(id);
			if (stream !== void 0) stream.window -= length;
		}
		this.dataRun = 0;
		this.#frames.resume(inside);
		this.run();
		connection.answers.giveBack(octets);
	}
	/** Works through the input until it ends, or the client's window is too small. Throws ConnectionError. */
	run() {
		this.waitsForWindow = false;
		while (this.#frames.next() && this.#frame());
		this.#frames.flush();
		if (!this.settled) return;
		this.#connection.clientAtBoundary = !this.#frames.insidePassing && !this.#inBlock;
		this.#connection.releaseInjected();
	}
	/** False when more of the frame, or of the window, is needed. */
	#frame() {
		const { type, flags, id } = this.#frames;
		if (!this.settled && (type !== 4 || (flags & 1) !== 0 || id !== 0)) throw new ConnectionError(1, "the server does not speak HTTP/2");
		if (this.#inBlock && type !== 9) throw new ConnectionError(1, "another frame inside a header block of the server");
		if (type !== 0) this.dataRun = 0;
		switch (type) {
			case 0: return this.#data();
			case 1:
				this.#headers();
				break;
			case 9:
				if (!this.#inBlock) throw new ConnectionError(1, "CONTINUATION without HEADERS from the server");
				this.#inBlock = (flags & 4) === 0;
				break;
			case 3:
				this.#reset();
				break;
			case 6:
				if ((flags & 1) === 0) this.#connection.upstreamPingsDue++;
				break;
			case 4: return this.#settings();
			case 5: throw new ConnectionError(1, "the server pushes, although push is off");
			default: if (type > 9) {
				this.#frames.skip();
				return true;
			}
		}
		this.#frames.pass();
		return true;
	}
	#data() {
		const { answers } = this.#connection;
		const { length, id, flags } = this.#frames;
		if (length > answers.connectionWindow && answers.debt > 0) {
			if (length > answers.connectionWindow + answers.debt) throw new ConnectionError(3, "the server sends more than the client's window");
			this.waitsForWindow = true;
			return false;
		}
		this.#expectForwarded(id);
		answers.connectionWindow -= length;
		const stream = this.#connection.streams.get(id);
		if (stream !== void 0) stream.window -= length;
		this.dataRun += length;
		if ((flags & 1) !== 0) {
			this.dataRun = 0;
			this.#connection.upstreamDone(id);
		}
		this.#frames.pass();
		return true;
	}
	#headers() {
		const { id, flags } = this.#frames;
		this.#expectForwarded(id);
		this.#inBlock = (flags & 4) === 0;
		this.#connection.tableUpdateForClient = void 0;
		const stream = this.#connection.streams.get(id);
		if (stream !== void 0) stream.responded = true;
		if ((flags & 1) !== 0) this.#connection.upstreamDone(id);
	}
	#reset() {
		const { id } = this.#frames;
		this.#expectForwarded(id);
		const stream = this.#connection.streams.get(id);
		if (stream === void 0) return;
		this.#connection.streams.delete(id);
		if (!stream.clientDone) this.#connection.drain(id);
	}
	#expectForwarded(id) {
		if (id % 2 === 0 || id > this.#connection.lastStream) throw new ConnectionError(1, "the server sends on a stream that the client has not opened");
	}
	#settings() {
		const connection = this.#connection;
		const { length, flags } = this.#frames;
		if (length > LONGEST_SETTINGS) throw new ConnectionError(6, "SETTINGS of the server that are too long");
		const payload = this.#frames.payload();
		if (payload === void 0) return false;
		if ((flags & 1) !== 0) {
			if (connection.acknowledgedByUs > 0) {
				connection.acknowledgedByUs--;
				this.#frames.drop(9 + length);
				return true;
			}
			connection.tableUpdateForClient = connection.unacknowledged.shift() ?? connection.tableUpdateForClient;
			this.#frames.pass();
			return true;
		}
		const entries = parseSettings(payload);
		connection.upstreamSettings.apply(entries);
		if (entries.some(([id]) => id === 1)) connection.tableUpdateForUpstream = true;
		this.#frames.drop(9 + length);
		connection.toClient.push(settingsFrame(settingsForClient(entries)));
		connection.upstreamSettingsDue++;
		this.settled = true;
		return true;
	}
};

// src/proxy/http/h2/relay.ts
/** Frames that the client has not read, or that wait for the end of one of the server's; beyond that nothing is read from the client, who causes them. */
const MOST_UNREAD = 262144;
/**
* Relays HTTP/2 between a client and one upstream connection, frame by frame; each request is decided before any of it is forwarded.
* Without `upstream` we are the server, until a request is allowed and `openUpstream` connects one that speaks HTTP/2, too.
*/
function relayHttp2(session) {
	return new Promise((resolve) => new Http2Relay(session, resolve).start(session.upstream));
}
var Http2Relay = class {
	#session;
	#limits;
	#client;
	#finish;
	#connection;
	#fromClient = new Input();
	#clientSide;
	#requests;
	#upstreamSide;
	#upstream;
	#down;
	#deciding = false;
	#upstreamFull = false;
	#clientFull = false;
	#clientPaused = false;
	#upstreamPaused = false;
	#clientEnded = false;
	#over = false;
	#error;
	#headTimer;
	#idleTimer;
	#lingerTimer;
	constructor(session, finish) {
		this.#session = session;
		this.#limits = {
			...DEFAULT_LIMITS,
			...session.limits
		};
		this.#client = session.client;
		this.#finish = finish;
		const now = () => performance.now();
		this.#connection = new Connection(this.#limits.lingerMs, now);
		this.#clientSide = new ClientSide(this.#connection, this.#fromClient, session.scheme, session.port, this.#limits, now);
		this.#requests = this.#clientSide.requests;
		this.#upstreamSide = new UpstreamSide(this.#connection, new Input());
		this.#headTimer = new HeadTimer(this.#limits.headTimeoutMs, () => ({
			incomplete: this.#clientSide.incomplete && !this.#deciding && !this.#over,
			count: this.#clientSide.count,
			excused: this.#clientPaused
		}), () => this.#onHeadTimeout());
		this.#idleTimer = new IdleTimer(this.#limits.idleMs, () => this.#down?.progress ?? 0, () => this.#onIdle());
	}
	start(upstream) {
		const client = this.#client;
		client.on("data", (chunk) => this.#onClientData(chunk));
		client.on("end", () => this.#guarded(() => this.#onClientEnd()));
		client.on("drain", () => {
			this.#clientFull = false;
			this.#regulate();
			this.#down?.consider();
		});
		client.on("error", (error) => {
			if (this.#underWay) this.#fail(`client: ${messageOf(error)}`);
		});
		client.on("close", () => this.#onClientClose());
		if (client.destroyed) {
			this.#onClientClose();
			return;
		}
		this.#guarded(() => {
			if (upstream !== void 0) {
				this.#connection.attached = true;
				this.#adopt(upstream);
			} else {
				this.#connection.beServer();
				this.#flush();
			}
			if (client.readableEnded) this.#onClientEnd();
			else client.resume();
		});
	}
	/** A violation ends the connection with its code; anything else that is thrown ends it, too: in doubt, nothing flows. */
	#guarded(action) {
		if (this.#over) return;
		try {
			action();
		} catch (error) {
			this.#fail(error instanceof ConnectionError ? error.message : `internal: ${messageOf(error)}`);
			this.#goAway(error instanceof ConnectionError ? error.code : 2, messageOf(error));
		}
	}
	#onClientData(chunk) {
		if (this.#over) return;
		this.#idleTimer.touch();
		this.#fromClient.append(chunk);
		this.#guarded(() => this.#pump());
	}
	#pump() {
		while (!this.#deciding && !this.#over) {
			this.#clientSide.run();
			if (this.#requests.undecided === void 0) break;
			this.#decide();
		}
		if (this.#upstreamSide.waitsForWindow) this.#upstreamSide.run();
		this.#down?.update();
		this.#flush();
		this.#headTimer.check();
		this.#watchLingering();
		if (this.#clientEnded && !this.#deciding) this.#endUpstream();
	}
	#decide() {
		const head = this.#requests.undecided?.request.head;
		if (head === void 0) return;
		let decision;
		try {
			decision = this.#session.authorize(head);
		} catch (error) {
			this.#requests.deny(undecidable(error));
			return;
		}
		if (!(decision instanceof Promise)) {
			this.#onDecision(decision);
			return;
		}
		this.#deciding = true;
		decision.then((settled) => this.#continueWith(() => this.#onDecision(settled)), (error) => this.#continueWith(() => this.#requests.deny(undecidable(error))));
	}
	#continueWith(action) {
		this.#guarded(() => {
			this.#deciding = false;
			action();
			this.#pump();
		});
	}
	#onDecision(decision) {
		if (!decision.forward) this.#requests.deny(decision);
		else if (this.#connection.attached) this.#requests.forward();
		else this.#connect();
	}
	#connect() {
		const head = this.#requests.undecided?.request.head;
		if (head === void 0) return;
		this.#deciding = true;
		this.#session.openUpstream(head).then(usable).then((upstream) => {
			if (this.#over) return void upstream.destroy();
			this.#continueWith(() => {
				this.#adopt(upstream);
				this.#introduce();
				this.#requests.forward();
			});
		}, (error) => {
			this.#fail(messageOf(error));
			this.#continueWith(() => this.#requests.deny(ownAnswer(502, messageOf(error))));
		});
	}
	/** Tells a new upstream what the client has said so far. */
	#introduce() {
		const connection = this.#connection;
		const { answers, toUpstream } = connection;
		connection.attached = true;
		connection.acknowledgedByUs++;
		toUpstream.push(H2_PREFACE);
		toUpstream.push(settingsFrame(settingsForUpstream([...connection.clientSettings.all])));
		const more = answers.connectionWindow - DEFAULT_WINDOW;
		if (more > 0) toUpstream.push(windowUpdate(0, more));
		answers.debt = Math.max(0, -more);
	}
	#adopt(upstream) {
		this.#upstream = upstream;
		this.#down = FrameCarrier.between(upstream, this.#client, this.#upstreamSide, this.#connection, (action) => this.#guarded(() => {
			action();
			this.#flush();
			this.#checkWindow();
		}));
		upstream.on("data", (chunk) => {
			if (this.#over) return;
			this.#idleTimer.touch();
			this.#upstreamSide.input.append(chunk);
			this.#guarded(() => this.#follow());
			if (!this.#over) this.#down?.consider();
		});
		upstream.on("end", () => this.#guarded(() => this.#onUpstreamEnd()));
		upstream.on("drain", () => {
			this.#upstreamFull = false;
			this.#regulate();
		});
		upstream.on("error", (error) => {
			if (this.#over) return;
			this.#fail(`upstream: ${messageOf(error)}`);
			if (this.#upstreamSide.settled) this.#abort();
			else this.#guarded(() => this.#upstreamUnusable(messageOf(error)));
		});
		upstream.on("close", () => this.#guarded(() => this.#onUpstreamEnd()));
		if (isOver(upstream)) this.#onUpstreamEnd();
		else upstream.resume();
	}
	#follow() {
		try {
			this.#upstreamSide.run();
		} catch (error) {
			if (this.#upstreamSide.settled || !(error instanceof ConnectionError)) throw error;
			this.#fail(`upstream: ${error.message}`);
			this.#upstreamUnusable(error.message);
			return;
		}
		this.#flush();
		this.#checkWindow();
	}
	/** Not a frame of it has reached the client: every request that waits for it can still be told why. */
	#upstreamUnusable(reason) {
		const { streams } = this.#connection;
		if (!this.#clientHasSettings) this.#connection.beServer();
		for (const [id, stream] of streams) {
			streams.delete(id);
			this.#requests.answer(id, ownAnswer(502, reason), stream.clientDone, stream.toHead);
		}
		this.#goAway(0, reason);
	}
	#onUpstreamEnd() {
		if (this.#over) return;
		if (!this.#upstreamSide.settled) {
			this.#fail("upstream: closed before it said anything");
			this.#upstreamUnusable("the server closed the connection before it said anything");
			return;
		}
		if (this.#connection.streams.size > 0) this.#fail("upstream: closed with requests under way");
		this.#flush();
		this.#stop();
		this.#upstream?.destroy();
		endLingering(this.#client, void 0, this.#limits.lingerMs);
	}
	#onClientEnd() {
		this.#clientEnded = true;
		if (!this.#deciding) this.#endUpstream();
	}
	#endUpstream() {
		this.#checkWindow();
		if (this.#over) return;
		if (this.#upstream === void 0) this.#client.end();
		else if (!this.#upstream.writableEnded) this.#upstream.end();
	}
	/** A client that resets the connection now loses something; else it has only left. */
	get #underWay() {
		return this.#connection.streams.size > 0 || this.#deciding || this.#clientSide.incomplete || this.#client.writableLength > 0;
	}
	/** A client that has ended opens no window: while DATA waits for one the upstream is not read, so its end would not be seen either. */
	#checkWindow() {
		if (this.#clientEnded && !this.#deciding && this.#upstreamSide.waitsForWindow) throw new ConnectionError(0, "the client ended while the server waited for its window");
	}
	#onClientClose() {
		this.#stop();
		clearTimeout(this.#lingerTimer);
		if (this.#upstream !== void 0) {
			if (this.#clientEnded) closeSoon(this.#upstream, this.#limits.lingerMs);
			else reset(this.#upstream);
		}
		const error = this.#error ?? this.#connection.note;
		this.#finish(error === void 0 ? {} : { error });
	}
	/** Somebody's SETTINGS have been sent to the client. */
	get #clientHasSettings() {
		return this.#upstreamSide.settled || this.#connection.isServer;
	}
	/** Says why and closes both sides. */
	#goAway(code, reason) {
		if (this.#over) return;
		const connection = this.#connection;
		if (!this.#clientHasSettings) connection.beServer();
		if (connection.clientAtBoundary) connection.toClient.push(goAway(connection.lastStream, code, reason));
		connection.toClient.flush(this.#client);
		this.#stop();
		this.#upstream?.destroy();
		endLingering(this.#client, void 0, this.#limits.lingerMs);
	}
	#stop() {
		this.#over = true;
		this.#headTimer.stop();
		this.#idleTimer.stop();
	}
	#abort() {
		this.#stop();
		this.#upstream?.destroy();
		reset(this.#client);
	}
	#flush() {
		if (this.#over) return;
		const { toUpstream, toClient } = this.#connection;
		if (this.#upstream !== void 0 && !toUpstream.flush(this.#upstream)) this.#upstreamFull = true;
		if (!toClient.flush(this.#client)) this.#clientFull = true;
		this.#regulate();
	}
	/** Backpressure: who may not write makes the other side wait. */
	#regulate() {
		if (this.#over) return;
		const unread = (this.#clientFull ? this.#client.writableLength : 0) + this.#connection.waiting;
		const pauseClient = this.#deciding || this.#upstreamFull || unread > MOST_UNREAD;
		if (pauseClient !== this.#clientPaused) {
			this.#clientPaused = pauseClient;
			if (pauseClient) this.#client.pause();
			else this.#client.resume();
		}
		const pauseUpstream = this.#clientFull || this.#upstreamSide.waitsForWindow;
		if (pauseUpstream !== this.#upstreamPaused) {
			this.#upstreamPaused = pauseUpstream;
			if (pauseUpstream) this.#upstream?.pause();
			else this.#upstream?.resume();
		}
	}
	#onHeadTimeout() {
		this.#fail("the client did not complete a request head in time");
		this.#guarded(() => this.#goAway(0, "timeout"));
	}
	#onIdle() {
		this.#fail("nothing has moved for too long");
		this.#guarded(() => this.#goAway(0, "idle"));
	}
	/** Clients that go on sending to an answered stream are told to stop, after a while. */
	#watchLingering() {
		const due = this.#connection.answers.nextExpiry;
		if (due === void 0 || this.#lingerTimer !== void 0 || this.#over) return;
		this.#lingerTimer = setTimeout(() => {
			this.#lingerTimer = void 0;
			this.#guarded(() => {
				this.#connection.answers.expire();
				this.#flush();
				this.#watchLingering();
			});
		}, due - performance.now() + 1);
	}
	#fail(error) {
		this.#error ??= error;
	}
};
function undecidable(error) {
	return ownAnswer(403, `the request could not be decided: ${messageOf(error)}`);
}

// src/proxy/tcp/tls-stream.ts
/** Bytes in flight to the threads, from which on we ask to be told when they are gone, and from which on the writer has to wait. */
const ASK_AT = 131072;
const HOLD_AT = 524288;
/** Bytes of plaintext that are acknowledged together; well below the window of the threads (EGF_TLS_WINDOW). */
const ACKNOWLEDGE_AT = 32768;
/**
* The plaintext of a TLS connection whose records and socket belong to a native thread. Emits what a socket emits. `destroy()` closes without a
* close_notify, `end()` sends one and FIN; bytes that were written before are sent in either case as far as the peer takes them.
*/
var TlsStream = class TlsStream extends Duplex {
	#tls;
	#outbox;
	#id;
	#listener;
	#forget;
	#inFlight = 0;
	#asked = false;
	#held;
	#finished;
	#consumed = 0;
	/** Pushed while the reader had enough. */
	#waiting = 0;
	#reset = false;
	#onHeld;
	#carried;
	#last;
	/** Bytes of plaintext that the peer has sent. */
	bytesRead = 0;
	/** The end came without a close_notify: somebody on the way may have made it (RFC 8446, section 6.1). */
	isCut = false;
	/** `end()` sends no close_notify either: whether that is an end is the peer's to judge. */
	endsBare = false;
	constructor(tls, outbox, id, listener, forget) {
		super({
			allowHalfOpen: true,
			highWaterMark: 65536
		});
		this.#tls = tls;
		this.#outbox = outbox;
		this.#id = id;
		this.#listener = listener;
		this.#forget = forget;
	}
	/** Bytes on the wire so far. */
	get traffic() {
		return this.#last ?? this.#tls.traffic(this.#id);
	}
	/** The peer sees a reset (RFC 9293, section 3.10.7.4). */
	resetAndDestroy() {
		this.#reset = true;
		return this.destroy();
	}
	get progress() {
		const { received, sent } = this.traffic;
		return received + sent;
	}
	hold(held) {
		this.#onHeld = held;
		if (!this.destroyed) this.#tls.hold(this.#id);
	}
	release() {
		if (!this.destroyed) this.#tls.release(this.#id);
	}
	carry(to, octets, carried) {
		if (!this.#leadsTo(to)) return false;
		this.#tls.carry(this.#id, to.#id, octets);
		this.#carried = (report) => carried(Number(report.readBigUInt64LE(0)));
		return true;
	}
	carryFrames(to, { octets, lastStream, inside }, carried) {
		if (!this.#leadsTo(to)) return false;
		this.#tls.carryFrames(this.#id, to.#id, octets, lastStream, inside);
		this.#carried = (report) => carried(readCarried(report));
		return true;
	}
	grant(octets) {
		if (!this.destroyed) this.#tls.grant(this.#id, octets);
	}
	/** The way there is open, and empty. */
	#leadsTo(to) {
		if (!(to instanceof TlsStream) || to.#tls !== this.#tls || this.destroyed || to.destroyed || to.writableEnded) return false;
		return this.readableLength === 0 && to.writableLength === 0;
	}
	/** An event of this connection, and what belongs to it. */
	hear(event, bytes) {
		if (this.destroyed) return;
		switch (event) {
			case TLS_EVENT.data:
				this.bytesRead += bytes.length;
				if (this.readableFlowing === true && this.readableLength === 0) {
					this.emit("data", bytes);
					this.#consume(bytes.length);
				} else if (this.push(bytes)) this.#consume(bytes.length);
				else this.#waiting += bytes.length;
				return;
			case TLS_EVENT.secure:
				this.#listener.onSecure(readSecured(bytes));
				return;
			case TLS_EVENT.end:
				this.isCut = bytes.length > 0;
				this.push(null);
				this.read(0);
				return;
			case TLS_EVENT.error:
				this.destroy(readError(bytes));
				return;
			case TLS_EVENT.drained: {
				const held = this.#held;
				this.#held = void 0;
				this.#asked = false;
				this.#inFlight = 0;
				held?.();
				return;
			}
			case TLS_EVENT.finished:
				this.#finished?.();
				return;
			case TLS_EVENT.session:
				this.#tellSession();
				return;
			case TLS_EVENT.held: {
				const held = this.#onHeld;
				this.#onHeld = void 0;
				held?.();
				return;
			}
			case TLS_EVENT.carried: {
				const carried = this.#carried;
				this.#carried = void 0;
				this.bytesRead += Number(bytes.readBigUInt64LE(8));
				carried?.(bytes);
			}
		}
	}
	_read() {
		if (this.#waiting === 0) return;
		const length = this.#waiting;
		this.#waiting = 0;
		this.#consume(length);
	}
	/** Bytes that the threads take at once need not go through the states of a Writable, which cost more than handing them over. */
	write(chunk, encoding, done) {
		if (!(encoding === void 0 && Buffer.isBuffer(chunk) && chunk.length > 0 && this.#inFlight + chunk.length < HOLD_AT && this.writableLength === 0 && this.writableCorked === 0 && this.writable)) return super.write(chunk, encoding, done);
		this.#send(chunk);
		return true;
	}
	_write(chunk, _encoding, done) {
		this.#send(chunk);
		if (this.#inFlight >= HOLD_AT) this.#held = done;
		else done();
	}
	#send(chunk) {
		if (!this.#outbox.put(this.#id, chunk)) this.#tls.write(this.#id, chunk);
		this.#inFlight += chunk.length;
		if (this.#inFlight < ASK_AT || this.#asked) return;
		this.#asked = true;
		this.#tls.notify(this.#id);
	}
	_final(done) {
		this.#finished = done;
		this.#tls.shut(this.#id, this.endsBare ? 1 : 0);
	}
	_destroy(error, done) {
		this.#last = this.#tls.traffic(this.#id);
		this.#forget();
		if (this.#reset) this.#tls.reset(this.#id);
		else this.#tls.destroy(this.#id);
		done(error);
	}
	#tellSession() {
		const session = this.#listener.onSession && this.#tls.session(this.#id);
		if (session) this.#listener.onSession?.(session);
	}
	#consume(length) {
		this.#consumed += length;
		if (this.#consumed < ACKNOWLEDGE_AT || this.destroyed) return;
		this.#tls.acknowledge(this.#id, this.#consumed);
		this.#consumed = 0;
	}
};
/** `enum egf_tls_event_type` of native/src/tls.h. */
const TLS_EVENT = {
	data: 0,
	secure: 1,
	end: 2,
	error: 3,
	drained: 4,
	finished: 5,
	session: 6,
	held: 7,
	carried: 8
};
/** `struct egf_tls_carried`. */
const readCarried = (bytes) => ({
	octets: Number(bytes.readBigUInt64LE(0)),
	inside: bytes.readUInt32LE(16),
	streams: Array.from({ length: bytes.readUInt32LE(20) }, (_, i) => [bytes.readUInt32LE(32 + 16 * i), Number(bytes.readBigUInt64LE(24 + 16 * i))])
});
/** `struct egf_tls_secure`, then ALPN, then the certificate. */
const readSecured = (bytes) => {
	const alpnLength = bytes[5] ?? 0;
	return {
		verified: bytes.readInt32LE(0),
		resumed: bytes[4] === 1,
		protocol: alpnLength > 0 ? bytes.toString("latin1", 8, 8 + alpnLength) : void 0,
		certificate: bytes.subarray(8 + alpnLength)
	};
};
const readError = (bytes) => {
	const text = bytes.toString("latin1");
	const at = text.indexOf("\n");
	return Object.assign(new Error(text.slice(at + 1)), { code: text.slice(0, at) });
};

// src/proxy/tcp/relay.ts
/**
* Carries bytes both ways until both sides are closed. Half-closes are passed on, a broken side breaks the other (by a reset), and a
* slow reader slows its writer down.
*/
const startRelay = (client, upstream) => {
	const done = new Promise((resolve) => {
		let open = 2;
		let failure;
		const watch = (side, other) => {
			const onClose = () => {
				if (!side.readableEnded) breakOff(other);
				else if (!side.writableFinished) closeWhenFlushed(other);
				open -= 1;
				if (open === 0) resolve(failure);
			};
			side.on("error", (error) => {
				if (!side.readableEnded) failure ??= error;
			});
			if (side.closed) onClose();
			else side.on("close", onClose);
		};
		watch(client, upstream);
		watch(upstream, client);
	});
	upstream.once("end", () => endAlike(upstream, client));
	client.once("end", () => endAlike(client, upstream));
	upstream.pipe(client);
	return {
		forward: () => void client.pipe(upstream),
		release: () => {
			upstream.unpipe(client);
			client.unpipe(upstream);
		},
		done
	};
};
/** Ends a stream so that its peer sees a failure, not an orderly end. */
const breakOff = (stream) => {
	if (stream.destroyed) return;
	if (stream instanceof Socket || stream instanceof TlsStream) stream.resetAndDestroy();
	else stream.destroy();
};
/** One that had its full answer from a side that takes no more: what is on the way to it still arrives. */
const closeWhenFlushed = (stream) => {
	if (stream.writableFinished) stream.destroy();
	else stream.end(() => stream.destroy());
};

// src/proxy/tcp/deferred.ts
const createDeferredDuplex = () => {
	let target;
	let settled = false;
	let waiting;
	const settle = () => {
		settled = true;
		waiting?.();
		waiting = void 0;
	};
	/** A stream has one write or its end in progress at a time. */
	const whenSettled = (act) => {
		if (settled) act();
		else waiting = act;
	};
	const stream = new Duplex({
		allowHalfOpen: true,
		write: (chunk, _encoding, done) => whenSettled(() => target ? void target.write(chunk, done) : done()),
		final: (done) => whenSettled(() => {
			if (target) return void target.end(done);
			stream.push(null);
			done();
		}),
		read: () => void target?.resume(),
		destroy: (error, done) => {
			if (target && (error || !stream.readableEnded)) breakOff(target);
			else target?.destroy();
			done(error);
		}
	});
	return {
		stream,
		attach: (to) => {
			target = to;
			if (stream.destroyed) return breakOff(to);
			to.on("data", (chunk) => {
				if (!stream.push(chunk)) to.pause();
			});
			to.on("end", () => void stream.push(null));
			to.on("error", (error) => void stream.destroy(error));
			to.on("close", () => {
				if (!to.readableEnded) stream.destroy();
			});
			settle();
		},
		answerAlone: (bytes) => {
			if (settled || stream.destroyed) return;
			stream.push(bytes);
			settle();
		}
	};
};

// src/proxy/tcp/descriptors.ts
const handleOf = (socket) => {
	const handle = Reflect.get(socket, "_handle");
	return isHandle(handle) ? handle : void 0;
};
const isHandle = (handle) => typeof handle === "object" && handle !== null && "fd" in handle && typeof handle.fd === "number" && handle.fd >= 0 && "reading" in handle && "readStop" in handle && typeof handle.readStop === "function";
/** Is there a descriptor that native code could go on with? */
const hasDescriptor = (socket) => handleOf(socket) !== void 0;
/** The number of the socket's descriptor, which stays Node's. @throws Error when the socket is closed. */
const descriptorOf = (socket) => {
	const handle = socket.destroyed ? void 0 : handleOf(socket);
	if (!handle) throw Object.assign(/* @__PURE__ */ new Error("the connection was closed"), { code: "ECONNRESET" });
	return handle.fd;
};
/** Node reads no more from the socket; these bytes it had. An end that it had read is one that the kernel tells again. */
const takeOver = (socket) => {
	const handle = handleOf(socket);
	if (!handle) throw Object.assign(/* @__PURE__ */ new Error("the connection was closed"), { code: "ECONNRESET" });
	const chunks = [];
	for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) chunks.push(chunk);
	socket._read = () => {};
	handle.reading = false;
	handle.readStop();
	return Buffer.concat(chunks);
};

// src/proxy/tcp/passage.ts
/** A plain TCP connection, whose bytes are those on the wire. */
const isTcp = (stream) => stream instanceof Socket;
/** Can native code carry what is between these two from here on? Not where Node has passed on an end already. */
const canPassThrough = (client, upstream) => [client, upstream].every((side) => isTcp(side) && !isOver(side) && !side.writableEnded && hasDescriptor(side));
/**
* Takes both sockets away from Node: what it has read already is delivered, all that follows goes past JavaScript. The sockets are destroyed then, without an
* end for their peers, so that a connection has one descriptor a side; from there on only `passages.close()` breaks it. Resolves when both directions are
* over. Never rejects.
*
* Callers have asked `canPassThrough` in the same turn of the event loop.
*/
const passBothWays = async (passages, client, upstream) => {
	if (!isTcp(client) || !isTcp(upstream)) return { failure: /* @__PURE__ */ new Error("not a TCP socket") };
	const sides = [client, upstream];
	/** A side that is closed before it is handed over. */
	const onClose = () => {
		for (const side of sides) breakOff(side);
	};
	const letGo = () => {
		for (const side of sides) side.removeListener("close", onClose);
	};
	for (const side of sides) side.once("close", onClose);
	try {
		const [fromClient, fromUpstream] = [takeOver(client), takeOver(upstream)];
		await Promise.all([deliver(upstream, fromClient), deliver(client, fromUpstream)]);
		const ended = passages.relay(descriptorOf(client), descriptorOf(upstream));
		letGo();
		for (const side of sides) side.destroy();
		return await ended;
	} catch (error) {
		letGo();
		for (const side of sides) breakOff(side);
		return { failure: error instanceof Error ? error : new Error(String(error)) };
	}
};
/** Resolves when these bytes, and all that was written before, are with the kernel. */
const deliver = (socket, bytes) => new Promise((resolve, reject) => {
	if (bytes.length === 0 && socket.writableLength === 0) return resolve();
	socket.write(bytes, (error) => error ? reject(error) : resolve());
});

// src/proxy/tcp/requests.ts
/** One HTTP request as a question; `dstIp` is where it would go. */
const requestQuestion = (connection, head, dstIp) => ({
	type: "request",
	scheme: head.scheme,
	method: head.method,
	host: head.host,
	port: head.port,
	target: head.target,
	dstIp,
	dstPort: connection.flow.dst.port
});
const decideRequest = (connection, head, dstIp) => connection.decide(requestQuestion(connection, head, dstIp));
/** A verdict of ours, on what the policy cannot be asked about. */
const malformed = (reason) => ({
	allow: false,
	denial: "malformed",
	passthrough: false,
	insecure: false,
	reason
});
/** Writes the line of one request. */
const logRequest = (connection, head, verdict, extra) => connection.logRequest(verdict, head, extra);
/** The answer to a denied request: 403, or 421 where the connection and not the policy is in the way (RFC 9110, section 15.5.20). */
const denyRequest = (connection, head, verdict, status = 403) => ({
	forward: false,
	status,
	...denialBody({
		url: head.url,
		method: head.method,
		process: describeProcess(connection),
		reason: verdict.reason,
		suggestion: verdict.suggestion,
		json: readsJson(connection)
	})
});
/** The answer when the server cannot be reached or not be trusted. */
const unreachable = (head, message) => ({
	forward: false,
	status: 502,
	body: `egress-filter allows ${head.url} but cannot reach it: ${message}.\n`,
	contentType: "text/plain; charset=utf-8"
});
const describeProcess = ({ flow: { who } }) => [
	`${who.exe ?? "unknown program"} (pid ${who.pid})`,
	who.step && `step ${who.step}`,
	who.action && `action ${who.action}`
].filter(Boolean).join(", ");
/** npm and its kin print the `error` member of a JSON body and nothing of any other. */
const readsJson = ({ flow: { who } }) => (who.cmdline ?? []).slice(0, 2).some((argument) => /(^|\/)(npm|npx|pnpm|yarn)(-cli)?(\.c?js)?$/.test(argument));
/** Does a verified certificate speak for this authority? */
const covers = (certificate, host) => certificate !== void 0 && Object.keys(certificate).length > 0 && checkServerIdentity(host, certificate) === void 0;

// src/proxy/tcp/clienthello.ts
/** A ClientHello with post-quantum key shares has 2 KB; nothing sane comes near this. Record headers included. */
const MAX_CLIENT_HELLO = 65536;
const MAX_RECORD = 16384;
const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const EXTENSION = {
	serverName: 0,
	alpn: 16,
	earlyData: 42,
	supportedVersions: 43,
	encryptedClientHello: 65037
};
var Malformed = class extends Error {};
/**
* Could these bytes begin a TLS connection? Every record type counts, since a server may skip an alert before the ClientHello, and so
* does the ClientHello in SSL 2.0 format (RFC 5246, appendix E.2), which many servers still take: the reader refuses all but a
* handshake record, so that none of these passes for something that is not TLS.
*/
const looksLikeTls = (bytes) => {
	const [type, second, third, fourth] = bytes;
	if (type === void 0) return "more";
	if (type >= 20 && type <= 24) return second === void 0 ? "more" : second === 3 ? "yes" : "no";
	if (type < 128) return "no";
	if (third !== void 0 && third !== CLIENT_HELLO) return "no";
	return fourth === void 0 ? "more" : fourth === 3 || fourth === 0 ? "yes" : "no";
};
/**
* A reader to be called with all bytes so far, each time more of them are there. It remembers how far it got, so that a client
* that sends byte by byte costs no more than one that does not. Never throws.
*/
const createClientHelloReader = () => {
	const fragments = [];
	let recordStart = 0;
	let collected = 0;
	let wanted = 4;
	const advance = (bytes) => {
		for (;;) {
			if (bytes.length < recordStart + 5) return more(bytes);
			const record = bytes.subarray(recordStart);
			const length = record.readUInt16BE(3);
			if (record[0] !== HANDSHAKE) throw new Malformed("a record that is not a handshake record, before the end of the ClientHello");
			if (record[1] !== 3) throw new Malformed("record version is not TLS");
			if (length === 0) throw new Malformed("empty handshake record (RFC 8446, section 5.1)");
			if (length > MAX_RECORD) throw new Malformed("record longer than 16384 bytes");
			if (record.length < 5 + length) return more(bytes);
			fragments.push(record.subarray(5, 5 + length));
			recordStart += 5 + length;
			collected += length;
			if (wanted === 4 && collected >= 4) wanted = messageLength(fragments);
			if (collected > wanted) throw new Malformed("bytes after the ClientHello in its last record");
			if (collected === wanted && wanted > 4) return {
				status: "hello",
				hello: parseClientHello(Buffer.concat(fragments).subarray(4))
			};
		}
	};
	return (bytes) => {
		try {
			return advance(bytes);
		} catch (error) {
			if (error instanceof Malformed) return {
				status: "malformed",
				reason: error.message
			};
			throw error;
		}
	};
};
const more = (bytes) => {
	if (bytes.length >= 65536) throw new Malformed(`ClientHello longer than ${MAX_CLIENT_HELLO} bytes`);
	return { status: "more" };
};
const messageLength = (fragments) => {
	const start = Buffer.concat(fragments);
	if (start[0] !== CLIENT_HELLO) throw new Malformed("the first handshake message is not a ClientHello");
	const length = 4 + start.readUIntBE(1, 3);
	if (length > 65536) throw new Malformed(`ClientHello longer than ${MAX_CLIENT_HELLO} bytes`);
	if (length === 4) throw new Malformed("empty ClientHello");
	return length;
};
/** A cursor that refuses to read past its end. */
const createReader = (bytes) => {
	let at = 0;
	const take = (length) => {
		if (at + length > bytes.length) throw new Malformed("a length points past the end of the ClientHello");
		at += length;
		return bytes.subarray(at - length, at);
	};
	const number = (size) => take(size).readUIntBE(0, size);
	const vector = (lengthSize) => take(number(lengthSize));
	return {
		take,
		number,
		vector,
		done: () => at === bytes.length
	};
};
const parseClientHello = (body) => {
	const reader = createReader(body);
	const legacyVersion = reader.number(2);
	reader.take(32);
	if (reader.vector(1).length > 32) throw new Malformed("session id longer than 32 bytes");
	const cipherSuites = reader.vector(2);
	if (cipherSuites.length === 0 || cipherSuites.length % 2 === 1) throw new Malformed("cipher suite list of a wrong length");
	if (reader.vector(1).length === 0) throw new Malformed("no compression method");
	const extensions = reader.done() ? /* @__PURE__ */ new Map() : parseExtensions(reader.vector(2));
	if (!reader.done()) throw new Malformed("bytes after the extensions");
	const serverName = extensions.get(EXTENSION.serverName);
	const alpn = extensions.get(EXTENSION.alpn);
	const versions = extensions.get(EXTENSION.supportedVersions);
	return {
		...serverName && { serverName: parseServerName(serverName) },
		alpn: alpn ? parseAlpn(alpn) : [],
		versions: versions ? parseVersions(versions) : [legacyVersion],
		ech: extensions.has(EXTENSION.encryptedClientHello),
		earlyData: extensions.has(EXTENSION.earlyData)
	};
};
const parseExtensions = (bytes) => {
	const extensions = /* @__PURE__ */ new Map();
	const reader = createReader(bytes);
	while (!reader.done()) {
		const type = reader.number(2);
		if (extensions.has(type)) throw new Malformed(`extension ${type} twice`);
		extensions.set(type, reader.vector(2));
	}
	return extensions;
};
const parseServerName = (extension) => {
	const outer = createReader(extension);
	const list = createReader(outer.vector(2));
	if (!outer.done()) throw new Malformed("bytes after the server name list");
	if (list.done()) throw new Malformed("empty server name list");
	if (list.number(1) !== 0) throw new Malformed("a server name that is not a host name");
	const name = list.vector(2);
	if (!list.done()) throw new Malformed("more than one server name");
	return normaliseServerName(name.toString("latin1"));
};
/** ASCII host names only: what differs between us and the server in how it is read could be a way out. */
const normaliseServerName = (raw) => {
	const name = (raw.endsWith(".") ? raw.slice(0, -1) : raw).toLowerCase();
	if (name.length === 0 || name.length > 253) throw new Malformed("server name of a wrong length");
	const labels = name.split(".");
	if (!labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))) throw new Malformed(`server name ${JSON.stringify(raw.slice(0, 80))} is not a host name`);
	if (/^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? "")) throw new Malformed("IP address as server name (RFC 6066, section 3)");
	return name;
};
const parseAlpn = (extension) => {
	const outer = createReader(extension);
	const list = createReader(outer.vector(2));
	if (!outer.done() || list.done()) throw new Malformed("protocol list (ALPN) of a wrong length");
	const protocols = [];
	while (!list.done()) {
		const protocol = list.vector(1);
		if (protocol.length === 0) throw new Malformed("empty protocol name (ALPN)");
		protocols.push(protocol.toString("latin1"));
	}
	return protocols;
};
const parseVersions = (extension) => {
	const outer = createReader(extension);
	const list = createReader(outer.vector(1));
	if (!outer.done() || list.done()) throw new Malformed("version list of a wrong length");
	const versions = [];
	while (!list.done()) versions.push(list.number(2));
	return versions;
};

// src/proxy/tcp/sniff.ts
const isInspectable = (first) => first.kind === "tls" || first.kind === "malformed-tls" || first.kind === "http1" || first.kind === "h2";
/**
* Reads until the bytes tell what they are, bounded by the ClientHello limit and the HTTP detector, and puts them back in the same
* turn: an end that arrived while the stream is empty would be emitted, and nothing can be put back after it. Never rejects.
*/
const sniff = (stream, options) => new Promise((resolve) => {
	const bytes = createGrowingBuffer();
	const classify = createClassifier(options);
	let timer;
	const finish = (result) => {
		clearTimeout(timer);
		if (result.kind !== "ended" && result.kind !== "broken" && result.head.length > 0) stream.unshift(result.head);
		stream.removeListener("readable", onReadable).removeListener("end", onEnd).removeListener("close", onClose);
		resolve(result);
	};
	const wait = (milliseconds) => {
		clearTimeout(timer);
		timer = setTimeout(() => finish({
			kind: "undecided",
			head: bytes.view()
		}), milliseconds);
	};
	/** Is it decided? */
	const take = (chunk) => {
		if (bytes.view().length === 0) wait(options.settleMs);
		bytes.append(chunk);
		const recognised = classify(bytes.view());
		if (recognised.kind === "more") return false;
		finish(recognised);
		return true;
	};
	const onReadable = () => {
		for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) if (take(chunk)) return;
	};
	const onEnd = () => finish({
		kind: "ended",
		head: bytes.view()
	});
	const onClose = () => finish({
		kind: "broken",
		head: bytes.view()
	});
	wait(options.waitMs);
	if (stream.destroyed) return onClose();
	if (stream.readableEnded) return onEnd();
	stream.on("readable", onReadable).on("end", onEnd).on("close", onClose);
});
/** A ClientHello that has begun gets the time of a handshake; bytes of that kind are not forwarded undecided. */
const sniffPatiently = async (stream, options) => {
	const first = await sniff(stream, options);
	if (first.kind !== "undecided" || !options.tls || looksLikeTls(first.head) !== "yes") return first;
	const second = await sniff(stream, {
		...options,
		settleMs: options.patienceMs
	});
	if (isInspectable(second) || second.kind === "broken") return second;
	return {
		kind: "malformed-tls",
		head: second.head,
		reason: "the ClientHello was not complete in time"
	};
};
/** To be called with all bytes so far. */
const createClassifier = ({ tls }) => {
	const readHello = createClientHelloReader();
	return (head) => {
		const looks = tls ? looksLikeTls(head) : "no";
		if (looks === "more") return { kind: "more" };
		if (looks === "no") {
			const kind = httpKind(head);
			return kind === "more" ? { kind } : {
				kind,
				head
			};
		}
		const result = readHello(head);
		if (result.status === "more") return { kind: "more" };
		return result.status === "hello" ? {
			kind: "tls",
			head,
			hello: result.hello
		} : {
			kind: "malformed-tls",
			head,
			reason: result.reason
		};
	};
};
const httpKind = (head) => {
	const h2 = looksLikeHttp2(head);
	if (h2 === "yes") return "h2";
	if (h2 === "more") return "more";
	const http1 = looksLikeHttp1(head);
	return http1 === "no" ? nearHttp(head) : http1 === "yes" ? "http1" : "more";
};
/** Empty lines that a server may skip before a request line (RFC 9112, section 2.2). */
const EMPTY_LINES = 8;
const LONGEST_TEXT_LINE = 8192;
/**
* What is no request line to us may be one to a lenient server: two spaces, a tab, a missing version, empty lines before it. Such a
* line counts as HTTP, whose relay then refuses it: passing for "not HTTP" would be a way around the rules for requests.
*/
const nearHttp = (head) => {
	let start = 0;
	while (head[start] === 13 || head[start] === 10) start += 1;
	if (start > EMPTY_LINES) return "http1";
	const end = head.indexOf(10, start);
	const line = head.toString("latin1", start, Math.min(end === -1 ? head.length : end, start + LONGEST_TEXT_LINE));
	if (/HTTP\/\d/i.test(line) || end !== -1 && /^\s*GET\s+(\/|https?:)/i.test(line)) return "http1";
	const complete = end !== -1 || line.length === LONGEST_TEXT_LINE;
	const couldBecome = start === head.length || /^[\t ]*[A-Za-z]+[\t ]+[\t\x20-\x7e\x80-\xff]*\r?$/.test(line);
	return complete || !couldBecome ? "other" : "more";
};
/** Bytes in one piece, appended in amortised constant time. */
const createGrowingBuffer = () => {
	let storage = Buffer.alloc(0);
	let used = 0;
	return {
		append: (chunk) => {
			if (used + chunk.length > storage.length) {
				const grown = Buffer.alloc(Math.max(2 * storage.length, used + chunk.length));
				storage.copy(grown, 0, 0, used);
				storage = grown;
			}
			chunk.copy(storage, used);
			used += chunk.length;
		},
		view: () => storage.subarray(0, used)
	};
};

// src/proxy/tcp/upstream.ts
/** What could not be reached, in one sentence; `code` as the log shows it. */
var UpstreamError = class extends Error {
	name = "UpstreamError";
	code;
	constructor(code, message, options) {
		super(message, options);
		this.code = code;
	}
};
/** Addresses of one name that are tried before giving up. */
const ATTEMPTS = 4;
/**
* The addresses that a passed verdict may be used for. A verdict by name opens only addresses that we resolved for that name:
* the client's own if it is one of them, else ours, about which the policy is asked again (deny rules and guardrails look at
* addresses). In audit the connection goes where the client wanted.
*/
const findUpstream = async (connection, question, verdict) => {
	const { context, flow } = connection;
	const name = verdict.by === "name" ? verdict.name ?? hostOf(question) : void 0;
	const own = {
		status: "found",
		ips: [flow.dst.ip],
		verdict,
		...name && { name }
	};
	if (isLoopback(flow.dst.ip)) return {
		status: "unresolved",
		error: "loopback",
		message: `${flow.dst.ip} is this machine itself`
	};
	if (context.audit || name === void 0) return own;
	if (context.names.isBound(name, flow.dst.ip)) {
		connection.hold(name, flow.dst.ip);
		return own;
	}
	return resolveUpstream(connection, question, name);
};
const resolveUpstream = async (connection, question, name) => {
	const { context } = connection;
	let resolved;
	try {
		resolved = await context.resolver.resolve(name);
	} catch (error) {
		return {
			status: "unresolved",
			error: `dns_${(codeOf(error) ?? "SERVFAIL").toLowerCase()}`,
			message: `cannot resolve ${name}: ${messageOf(error)}`
		};
	}
	const usable = resolved.filter((ip) => !isOwnAddress(ip));
	if (usable.length === 0) return {
		status: "unresolved",
		error: "dns_no_address",
		message: resolved.length === 0 ? `${name} has no IPv4 address` : `${name} resolves to an address of this machine`
	};
	const answers = usable.map((ip) => ({
		ip,
		verdict: connection.decide(at(question, ip, context.names.namesOf(ip)))
	}));
	const allowed = answers.filter((answer) => answer.verdict.allow && (answer.verdict.by !== "name" || context.names.isBound(name, answer.ip)));
	const first = allowed[0];
	if (first === void 0) {
		const denied = answers.find((answer) => !answer.verdict.allow)?.verdict;
		return denied ? {
			status: "denied",
			verdict: denied
		} : {
			status: "unresolved",
			error: "dns_not_learned",
			message: `the addresses of ${name} were not learned`
		};
	}
	const { passthrough, insecure } = first.verdict;
	const ips = allowed.filter((answer) => answer.verdict.passthrough === passthrough && answer.verdict.insecure === insecure).map(({ ip }) => ip);
	for (const ip of ips) connection.hold(name, ip);
	return {
		status: "found",
		ips,
		verdict: first.verdict,
		name
	};
};
/** Connects to the first address that answers. @throws UpstreamError */
const connectUpstream = (connection, ips) => reachFirst(connection, ips, async (endpoint) => ({
	socket: await connection.dial(endpoint),
	ip: endpoint.ip
}));
/**
* What `attempt` makes of the first address that answers. It throws UpstreamError for a failure that another address would not change.
*
* @throws UpstreamError
*/
const reachFirst = async (connection, ips, attempt) => {
	const { port } = connection.flow.dst;
	let last;
	for (const ip of ips.slice(0, ATTEMPTS)) try {
		return await attempt({
			ip,
			port
		});
	} catch (error) {
		if (error instanceof UpstreamError) throw error;
		last = error;
	}
	throw new UpstreamError(codeOf(last) ?? "ECONNFAILED", `cannot connect to ${ips[0]}:${port}: ${messageOf(last)}`, { cause: last });
};
const at = (question, dstIp, names) => question.type === "request" ? {
	...question,
	dstIp
} : {
	...question,
	dstIp,
	names
};
const hostOf = (question) => question.type === "tcp" ? void 0 : question.host;
/**
* A name may not lead into this machine: the proxy would connect with its own rights to services that trust loopback, or to
* itself. 0/8 is the local host for Linux; multicast and broadcast are no TCP destinations.
*/
const isOwnAddress = (ip) => {
	if (isLoopback(ip) || !(Number.parseInt(ip, 10) < 224)) return true;
	return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === ip));
};
const isLoopback = (ip) => /^(0|127)\./.test(ip);

// src/proxy/tcp/raw.ts
/**
* Forwards bytes that are neither TLS nor HTTP, or resets the client. Bytes that might still become a request (`undecided`) are
* forwarded, but watched: a request that a pause should have hidden from its rules breaks the connection at the byte that shows it.
*/
const relayRaw = async (channel, first) => {
	const { connection, client, verdict } = channel;
	channel.log(verdict, nameProtocol(first.head));
	if (!connection.passes(verdict)) return breakOff(client);
	if (first.kind === "broken") return;
	const upstream = await channel.connect();
	if (upstream) await carry(channel, upstream, first);
};
/**
* The client is silent, and the verdict lets any bytes through: the server may be the one that speaks first (SSH, SMTP, MySQL), so it
* is connected to. The first bytes of the client are still looked at. If they are TLS or HTTP and the server has said nothing, they
* are returned, and the connection is to be decided as if nothing had happened; `upstream` may then be used or closed. After a
* greeting of the server they are a trick: their rules could not be applied any more.
*/
const relayServerFirst = async (channel, times) => {
	const { connection, client, verdict } = channel;
	const upstream = await channel.connect();
	if (!upstream) {
		channel.log(verdict, void 0);
		return;
	}
	let started;
	const onServerSpeaks = () => {
		upstream.once("data", (chunk) => channel.log(verdict, nameProtocol(chunk)));
		started = startRelay(client, upstream);
	};
	const onServerGone = () => breakOff(client);
	if (isOver(upstream)) onServerSpeaks();
	else upstream.once("readable", onServerSpeaks).once("close", onServerGone);
	const first = await sniffPatiently(client, {
		tls: channel.tls,
		waitMs: FOREVER,
		settleMs: times.settleMs,
		patienceMs: times.patienceMs
	});
	upstream.removeListener("readable", onServerSpeaks).removeListener("close", onServerGone);
	if (isInspectable(first) && !started) return {
		first,
		upstream
	};
	if (isInspectable(first) && !connection.context.audit) {
		if (connection.logged === 0) channel.log(verdict, void 0);
		refuseTrick(channel, upstream);
		await started?.done;
		return;
	}
	if (connection.logged === 0) channel.log(verdict, nameProtocol(first.head));
	await carry(channel, upstream, first, started);
};
/** setTimeout takes no more than 31 bits. */
const FOREVER = 2 ** 31 - 1;
const carry = async (channel, upstream, first, started) => {
	const { connection, client } = channel;
	const watched = first.kind === "undecided" && !connection.context.audit;
	if (first.kind !== "ended" && first.kind !== "broken" && !watched) return carryBlindly(connection, client, upstream, started);
	const relay = started ?? startRelay(client, upstream);
	if (first.kind === "ended") upstream.end(first.head);
	else if (first.kind !== "broken") {
		watch(channel, upstream);
		relay.forward();
	}
	await outcome(connection, relay);
};
/** Carries bytes that nobody has to look at any more until both sides are closed; `started` is what carries them already. */
const carryBlindly = async (connection, client, upstream, started) => {
	const { passages } = connection.context;
	if (passages && canPassThrough(client, upstream)) {
		started?.release();
		const end = await passBothWays(passages, client, upstream);
		if ("failure" in end) return connection.fail(codeOf(end.failure) ?? messageOf(end.failure));
		connection.carried(end);
		if (end.error && end.error !== "ECANCELED") connection.fail(end.error);
		return;
	}
	const relay = started ?? startRelay(client, upstream);
	relay.forward();
	await outcome(connection, relay);
};
const outcome = async (connection, { done }) => {
	const failure = await done;
	if (failure) connection.fail(codeOf(failure) ?? messageOf(failure));
};
/** A listener that stands before the pipe's own sees each chunk before it is written. */
const watch = (channel, upstream) => {
	const { client } = channel;
	const classify = createClassifier({ tls: channel.tls });
	let seen = Buffer.alloc(0);
	const onData = (chunk) => {
		seen = Buffer.concat([seen, chunk]);
		const { kind } = classify(seen);
		if (kind === "more") return;
		client.removeListener("data", onData);
		if (kind !== "other") refuseTrick(channel, upstream);
	};
	client.on("data", onData);
};
const refuseTrick = (channel, upstream) => {
	channel.client.unpipe(upstream);
	channel.log(malformed("TLS or HTTP began when the connection was already forwarded without inspection, so that its rules could not be applied"), void 0);
	breakOff(upstream);
	breakOff(channel.client);
};
/** May this connection carry bytes that nobody looks at? In audit every one may that no guardrail stops. */
const decideRaw = ({ flow, context }) => context.policy.decide(rawQuestion(flow, context), flow.who);
const rawQuestion = ({ dst }, context) => ({
	type: "tcp",
	dstIp: dst.ip,
	dstPort: dst.port,
	names: context.names.namesOf(dst.ip)
});
/** The verdict that would let TLS begin on this connection, were it for a name that is bound to its address. */
const possibleTls = ({ flow, context }) => {
	const { ip: dstIp, port: dstPort } = flow.dst;
	const names = context.names.namesOf(dstIp);
	return names.map((host) => context.policy.decide({
		type: "tls",
		host,
		dstIp,
		dstPort,
		names
	}, flow.who)).find(({ allow }) => allow);
};
/** A redirected connection as a raw channel. */
const rawChannel = (connection) => {
	const { flow, context, client } = connection;
	const verdict = decideRaw(connection);
	return {
		connection,
		client,
		verdict,
		tls: true,
		connect: async () => {
			const found = await findUpstream(connection, rawQuestion(flow, context), verdict);
			try {
				if (found.status !== "found") throw new Error(found.status === "denied" ? found.verdict.reason : found.message);
				return (await connectUpstream(connection, found.ips)).socket;
			} catch (error) {
				connection.fail(codeOf(error) ?? messageOf(error));
				connection.reset();
				return;
			}
		},
		silent: () => possibleTls(connection) ?? verdict,
		log: (logged, protocol) => connection.log(logged, {
			type: "tcp",
			...protocol && { protocol }
		})
	};
};
/** Protocols that say who they are, for the log. */
const nameProtocol = (bytes) => {
	const start = bytes.toString("latin1", 0, 64);
	if (start.startsWith("SSH-")) return "ssh";
	if (/^220[ -].*SMTP/i.test(start)) return "smtp";
	if (/^220[ -].*FTP/i.test(start)) return "ftp";
	if (/^\* OK/.test(start)) return "imap";
	if (/^\+OK/.test(start)) return "pop3";
};

// src/proxy/tcp/http.ts
/**
* HTTP in the clear. The first request decides where the connection goes, by the same rule as everywhere: to the client's own
* address if that is bound to the name of the authority, else to ours. Later requests may only go there, too.
*/
const relayPlainHttp = async (connection, kind) => {
	const { client, flow } = connection;
	const link = createLink(connection);
	const session = {
		scheme: "http",
		port: flow.dst.port,
		client,
		authorize: link.authorize,
		openUpstream: () => link.upstream(),
		limits: { headTimeoutMs: connection.limits.handshakeMs }
	};
	const { error } = kind === "h2" ? await relayHttp2({
		...session,
		upstream: await openH2(connection, link)
	}) : await relayHttp1(session);
	if (error !== void 0) connection.fail(error);
	if (connection.logged === 0) connection.log(malformed(error ?? "no request could be read"), {
		type: "http",
		protocol: kind === "h2" ? "h2" : "h1"
	});
};
/** The one upstream connection of a client connection, and who may use it. */
const createLink = (connection) => {
	const { flow, context } = connection;
	let chosen;
	let chosenFor;
	let onChosen = (_socket) => {};
	let onRefused;
	let refused = false;
	/** Streams of HTTP/2 ask at once; only one of them may choose. */
	let choosing = Promise.resolve();
	const deny = (head, verdict, status = 403) => {
		logRequest(connection, head, verdict);
		refuse();
		return denyRequest(connection, head, verdict, status);
	};
	const refuse = () => {
		if (chosen || !onRefused) return;
		refused = true;
		onRefused();
	};
	const chooseFor = async (head, verdict) => {
		const found = await findUpstream(connection, requestQuestion(connection, head, flow.dst.ip), verdict);
		if (found.status === "denied") return deny(head, found.verdict);
		try {
			if (found.status === "unresolved") throw Object.assign(new Error(found.message), { code: found.error });
			chosen = await connectUpstream(connection, found.ips);
		} catch (error) {
			logRequest(connection, head, verdict, { error: codeOf(error) ?? messageOf(error) });
			refuse();
			return unreachable(head, messageOf(error));
		}
		chosenFor = head.host;
		logRequest(connection, head, found.verdict, chosen.ip === flow.dst.ip ? {} : { dst_ip: chosen.ip });
		onChosen(chosen.socket);
		return { forward: true };
	};
	/** A name that shares the address may share the connection; any other would be fronting. */
	const joins = async (head, verdict, { ip }) => {
		const name = verdict.name ?? head.host;
		if (!context.names.isBound(name, ip)) {
			await context.resolver.resolve(name).catch(() => []);
			if (!context.names.isBound(name, ip)) return deny(head, malformed(`this connection goes to ${ip}, which is not an address of ${name}`), 421);
		}
		logRequest(connection, head, verdict, { dst_ip: ip });
		return { forward: true };
	};
	const authorize = (head) => {
		const verdict = decideRequest(connection, head, chosen?.ip ?? flow.dst.ip);
		if (!connection.passes(verdict)) return deny(head, verdict);
		if (refused) return deny(head, malformed("the first request of this HTTP/2 connection was refused, so that it leads nowhere"), 421);
		if (context.audit && chosen) {
			logRequest(connection, head, verdict);
			return { forward: true };
		}
		if (!chosen) return chooseInTurn(head, verdict);
		if (verdict.by === "name" && head.host !== chosenFor) return joins(head, verdict, chosen);
		logRequest(connection, head, verdict, chosen.ip === flow.dst.ip ? {} : { dst_ip: chosen.ip });
		return { forward: true };
	};
	const chooseInTurn = (head, verdict) => {
		const turn = choosing.then(() => chosen ? authorize(head) : chooseFor(head, verdict));
		choosing = turn.catch(() => {});
		return turn;
	};
	return {
		authorize,
		choose: (fixed) => {
			chosen = fixed;
		},
		onChosen: (callback) => {
			onChosen = callback;
		},
		onRefused: (callback) => {
			onRefused = callback;
		},
		upstream: async () => {
			if (!chosen) throw new Error("no request has been allowed");
			return chosen.socket;
		}
	};
};
/**
* HTTP/2 without TLS. Some clients (gRPC) send no request before the server's SETTINGS: where a rule lets any bytes through, the
* server is connected to at once. Elsewhere the first request must come first.
*/
const openH2 = async (connection, link) => {
	const { flow } = connection;
	if (connection.passes(decideRaw(connection))) try {
		const socket = await connection.dial(flow.dst);
		link.choose({
			ip: flow.dst.ip,
			socket
		});
		return socket;
	} catch {}
	const deferred = createDeferredDuplex();
	const { handshakeMs, refusalMs } = connection.limits;
	let idle = setTimeout(() => deferred.stream.destroy(), handshakeMs);
	deferred.stream.once("close", () => clearTimeout(idle));
	link.onChosen((socket) => {
		clearTimeout(idle);
		deferred.attach(socket);
	});
	link.onRefused(() => {
		clearTimeout(idle);
		idle = setTimeout(() => deferred.stream.destroy(), refusalMs);
		deferred.answerAlone(SERVER_PREFACE);
	});
	return deferred.stream;
};
/** An empty SETTINGS frame and the acknowledgement of the client's (RFC 9113, section 6.5): what a client waits for before any answer. */
const SERVER_PREFACE = Buffer.from([
	0,
	0,
	0,
	4,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	4,
	1,
	0,
	0,
	0,
	0
]);

// src/proxy/tcp/opening.ts
/**
* Looks at the first bytes of a channel. What is neither TLS nor HTTP is relayed or refused here, to its end.
*
* `mayBeInspectable`: is it worth waiting for a silent client that no raw rule covers?
*/
const readOpening = async (channel, mayBeInspectable) => {
	const { connection, client, tls } = channel;
	const raw = connection.passes(channel.verdict);
	const times = {
		settleMs: connection.context.sniffMs,
		patienceMs: connection.limits.handshakeMs
	};
	const waitMs = raw && SERVER_FIRST[tls ? "plain" : "inside"].has(connection.flow.dst.port) ? 0 : connection.context.sniffMs;
	const first = await sniffPatiently(client, {
		tls,
		waitMs,
		...times
	});
	if (first.kind !== "undecided") return settle(channel, first);
	if (raw && first.head.length === 0) return relayServerFirst(channel, times);
	if (raw || first.head.length === 0 && !mayBeInspectable) return settle(channel, first);
	const patienceMs = first.head.length > 0 ? SLOW_LINE * times.settleMs : times.patienceMs;
	return settle(channel, await sniff(client, {
		tls,
		waitMs: patienceMs,
		settleMs: patienceMs
	}));
};
const SLOW_LINE = 4;
const settle = async (channel, first) => {
	if (isInspectable(first)) return { first };
	const silent = first.head.length === 0 && (first.kind === "ended" || first.kind === "broken");
	const mayHear = channel.tls && channel.connection.passes(channel.verdict);
	if (silent && !mayHear) takeLeave(channel);
	else await relayRaw(channel, first);
};
/** The client left without a word. What it was after is told where there is something to tell. */
const takeLeave = (channel) => {
	const verdict = channel.silent();
	if (verdict) channel.log(verdict, void 0);
	breakOff(channel.client);
};
/** Ports of protocols whose server speaks first (FTP, SSH, SMTP, POP3, IMAP, MySQL, VNC; the same inside TLS): no use in a pause. */
const SERVER_FIRST = {
	plain: /* @__PURE__ */ new Set([
		21,
		22,
		25,
		110,
		143,
		587,
		3306,
		5900
	]),
	inside: /* @__PURE__ */ new Set([
		465,
		990,
		993,
		995
	])
};
/** Ports on which a silent client is about to speak TLS or HTTP. */
const WEB_PORTS = /* @__PURE__ */ new Set([
	80,
	443,
	8080,
	8443
]);
/** Could TLS or HTTP on this connection be allowed? A client on a busy machine may be slow to begin with it. */
const mayBeInspectable = (connection) => WEB_PORTS.has(connection.flow.dst.port) || possibleTls(connection) !== void 0;

// src/proxy/tcp/departure.ts
/** More than a client can say before it is answered is left with the kernel, which then tells of a reset only. */
const HELD = 65536;
/**
* Calls `onGone` once when the client ends or breaks its connection, as one does that gives up while we are busy with its server. What it says meanwhile
* is held, and put back by the returned function, which ends the watch.
*/
const watchDeparture = (client, onGone) => {
	const chunks = [];
	let length = 0;
	const stop = () => {
		client.removeListener("readable", onReadable).removeListener("end", onEnd).removeListener("close", onEnd);
		if (length > 0 && !client.destroyed && !client.readableEnded) client.unshift(Buffer.concat(chunks));
		length = 0;
	};
	const onEnd = () => {
		length = 0;
		stop();
		onGone();
	};
	const onReadable = () => {
		for (let chunk = client.read(); chunk !== null; chunk = client.read()) {
			chunks.push(chunk);
			length += chunk.length;
		}
		if (length > HELD) stop();
	};
	client.on("readable", onReadable).on("end", onEnd).on("close", onEnd);
	return stop;
};

// src/proxy/tcp/handshake.ts
/** The client did not finish its handshake with us. `code`: for the log. */
var HandshakeError = class extends Error {
	name = "HandshakeError";
	code;
	constructor(code, message, options) {
		super(message, options);
		this.code = code;
	}
};
/** The client does not trust our CA: the log's word for it, that reports and `on-ca-reject` look for. */
const CLIENT_REJECTED_CA = "tls_client_rejected_ca";
/** It left before there was a handshake to speak of. */
const CLIENT_CLOSED = "tls_client_closed";
/** Milliseconds. Some clients (Node) look at the certificate only after the handshake; who leaves without a word so soon has turned it down. */
const REJECTION_MS = 2e3;
/** Alerts by which a client refuses a certificate (RFC 8446, section 6.2), as OpenSSL's error codes name them. */
const REFUSALS = /ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|UNSUPPORTED_CERTIFICATE|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|ACCESS_DENIED)/;
/**
* Answers the ClientHello that waits in the client's socket with a leaf of ours. `alpn`: the protocol to choose, one of those the client
* offered. Takes the socket over: the connection is gone when this rejects.
*
* @throws HandshakeError
*/
const finishHandshake = (connection, leaf, alpn) => new Promise((resolve, reject) => {
	const { client, context, limits } = connection;
	if (client.destroyed) throw new HandshakeError(CLIENT_CLOSED, "the client closed the connection before the TLS handshake");
	let done = false;
	const settle = (act) => {
		if (done) return;
		done = true;
		clearTimeout(timer);
		tls.removeListener("end", onEnd).removeListener("close", onEnd).removeListener("error", onError);
		act();
	};
	const fail = (code, message, cause) => settle(() => {
		tls.destroy();
		reject(new HandshakeError(code, message, { cause }));
	});
	const onEnd = () => fail(CLIENT_REJECTED_CA, "the client closed the connection when it saw our certificate");
	const onError = (error) => {
		const code = codeOf(error) ?? "tls_error";
		if (REFUSALS.test(code) || code === "ECONNRESET") fail(CLIENT_REJECTED_CA, `the client refused our certificate (${error.message})`, error);
		else fail(code, `TLS handshake with the client failed: ${error.message}`, error);
	};
	const tls = context.tls.accept(client, connection.lane, leaf, alpn, { onSecure: () => settle(() => resolve(tls)) });
	connection.secured("client", tls);
	const timer = setTimeout(() => fail("tls_timeout", "the client did not finish the TLS handshake in time"), limits.handshakeMs);
	tls.on("error", onError).on("end", onEnd).on("close", onEnd);
});

// src/proxy/tcp/early.ts
/**
* Begins the client's handshake once the upstream connection is under way. `onGone` is called with a code for the log when the client leaves, or turns
* our certificate down, until `stop` is called.
*/
const beginHandshake = (connection, leaf, protocol, onGone) => {
	let watching = true;
	let unwatch = () => {};
	const stop = () => {
		watching = false;
		unwatch();
	};
	const tell = (code) => {
		if (watching) onGone(code);
		stop();
	};
	const watch = (client) => {
		if (!watching) return;
		const secured = performance.now();
		const onEnd = () => {
			const rejected = client.bytesRead === 0 && performance.now() - secured < 2e3;
			tell(rejected ? CLIENT_REJECTED_CA : CLIENT_CLOSED);
		};
		client.on("end", onEnd).on("close", onEnd);
		unwatch = () => void client.removeListener("end", onEnd).removeListener("close", onEnd);
		if (isOver(client)) onEnd();
	};
	const client = (async () => finishHandshake(connection, leaf(), protocol))();
	client.then(watch, (error) => tell(codeOf(error) ?? messageOf(error)));
	return {
		client,
		protocol,
		stop
	};
};
/** Has the leaf made while the server's handshake goes on. What is wrong with it shows when it is used. */
const prepareLeaf = ({ context, lane }, leaf) => context.tls.prepare(lane, leaf);

// src/proxy/tcp/refusal.ts
/**
* Finishes the handshake as the host that was asked for, so that a client that speaks HTTP can be told 403, or 502, and why. Nothing
* is sent upstream, not even a DNS query. Clients that speak anything else are reset.
*/
const refuseTls = async (connection, hello, refusal, begun) => {
	const { context, limits } = connection;
	if (refusal.failure) connection.fail(refusal.failure.code);
	const alpn = begun ? begun.protocol : [
		"h2",
		"http/1.1",
		"http/1.0"
	].find((protocol) => hello.alpn.includes(protocol));
	if (alpn === void 0 && hello.alpn.length > 0) {
		logOnce(connection, hello.serverName, refusal);
		return connection.reset();
	}
	const giveUp = setTimeout(() => connection.reset(), limits.refusalMs);
	try {
		const leaf = () => context.ca.leafFor(leafNames(connection, hello, refusal.verdict.name));
		const client = await (begun?.client ?? finishHandshake(connection, leaf(), alpn));
		await answer(connection, client, alpn, refusal);
		logOnce(connection, hello.serverName, refusal);
	} catch (error) {
		connection.fail(codeOf(error) ?? messageOf(error));
		logOnce(connection, hello.serverName, refusal, codeOf(error) ?? messageOf(error));
	} finally {
		clearTimeout(giveUp);
		connection.reset();
	}
};
/** Tells a client inside its finished TLS why there is nothing behind it. */
const answer = async (connection, client, alpn, { verdict, failure }) => {
	const session = {
		scheme: "https",
		port: connection.flow.dst.port,
		client,
		openUpstream: () => Promise.reject(/* @__PURE__ */ new Error("this connection has no upstream")),
		authorize: (request) => {
			logRequest(connection, request, verdict, failure && { error: failure.code });
			return failure ? unreachable(request, failure.message) : denyRequest(connection, request, verdict);
		}
	};
	if (isOver(client)) return;
	let protocol = alpn;
	if (protocol === void 0) {
		const first = await sniff(client, {
			tls: false,
			waitMs: connection.limits.refusalMs,
			settleMs: connection.limits.refusalMs
		});
		if (first.kind !== "http1" && first.kind !== "h2") return;
		protocol = first.kind === "h2" ? "h2" : "http/1.1";
	}
	await (protocol === "h2" ? relayHttp2(session) : relayHttp1(session));
};
/** Whom our leaf speaks for: the SNI; for a client that sends none, all that it may have meant. */
const leafNames = ({ flow, context }, hello, name) => {
	if (hello.serverName !== void 0) return [hello.serverName];
	const others = context.names.namesOf(flow.dst.ip).slice(0, LEAF_NAMES);
	return [.../* @__PURE__ */ new Set([
		...name === void 0 ? [] : [name],
		flow.dst.ip,
		...others
	])];
};
const LEAF_NAMES = 8;
/** A refusal that no request made visible. */
const logOnce = (connection, host, { verdict, failure }, error = failure?.code) => {
	if (connection.logged === 0) connection.log(verdict, {
		type: "https",
		host,
		protocol: "tls",
		error
	});
};

// src/proxy/tcp/upstream-tls.ts
/**
* A connection to the server, and TLS on it that is verified against the system's authorities.
*
* @throws Error with the code of connect(2) when there is no connection; UpstreamError with the code of the verification (`CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`) or of the handshake.
*/
const connectTls = (connection, options) => new Promise((resolve, reject) => {
	connection.requireClient();
	new Handshake(connection, options, resolve, reject).begin();
});
/** One object for the handshake and for what it leads to, since it lives as long as the connection. */
var Handshake = class {
	#connection;
	#identity;
	/** A resumed session is not compared with the name again, so only sessions verified for this very name are kept; undefined: none are. */
	#sessionKey;
	#waiting;
	#timer;
	#stream;
	#certificate;
	#early;
	#broken;
	constructor(connection, options, resolve, reject) {
		const { ip, port, identity, alpn, verify } = options;
		this.#connection = connection;
		this.#identity = identity;
		this.#sessionKey = verify ? [
			identity,
			ip,
			port,
			...alpn
		].join(" ") : void 0;
		const onEnd = () => this.#fail(new UpstreamError("ECONNRESET", `${identity} closed the connection during the TLS handshake`));
		const resumable = this.#sessionKey === void 0 ? void 0 : connection.context.trust.sessions.get(this.#sessionKey);
		const stop = () => void this.#stream?.removeListener("end", onEnd).removeListener("close", onEnd);
		this.#waiting = {
			options,
			resumable,
			resolve,
			reject,
			stop
		};
		const servername = isIPv4(identity) ? void 0 : identity;
		const { trust, tls } = connection.context;
		this.#stream = tls.connect({
			ip,
			port
		}, connection.lane, {
			trust,
			servername,
			alpn,
			session: resumable?.session
		}, this);
		connection.secured("upstream", this.#stream);
		this.#stream.on("error", (error) => this.#onError(error)).on("end", onEnd).on("close", onEnd);
	}
	begin() {
		const { connectMs, handshakeMs } = this.#connection.limits;
		this.#timer = setTimeout(() => this.#onTime(), Math.min(connectMs, handshakeMs));
	}
	onSecure(secured) {
		const { resumable, options, resolve } = this.#waiting ?? {};
		if (!this.#stream || !options) return;
		const resumed = resumable !== void 0 && secured.resumed;
		const certificate = resumed ? resumable.certificate : readCertificate(secured.certificate);
		const mistrust = resumed ? void 0 : mistrustOf(secured, options.identity, certificate);
		if (options.verify && mistrust) {
			this.#fail(new UpstreamError(mistrust.code, describeFor(options.identity, mistrust.code, mistrust), { cause: mistrust }));
			return;
		}
		this.#certificate = certificate;
		if (this.#early) this.#keep(this.#early, certificate);
		this.#early = void 0;
		const { protocol } = secured;
		this.#settle();
		resolve?.({
			stream: this.#stream,
			protocol,
			certificate,
			mistrust: mistrust?.code,
			failure: () => this.#broken
		});
	}
	/** Before TLS 1.3 it comes with the handshake, whose certificate is still to be judged. */
	onSession(session) {
		if (this.#certificate) this.#keep(session, this.#certificate);
		else this.#early = session;
	}
	#keep(session, certificate) {
		if (this.#sessionKey !== void 0) this.#connection.context.trust.sessions.set(this.#sessionKey, {
			session,
			certificate
		});
	}
	/** Our ClientHello goes with the first byte that the kernel takes. */
	#isConnected() {
		return this.#stream !== void 0 && this.#stream.traffic.sent > 0;
	}
	#settle() {
		clearTimeout(this.#timer);
		this.#timer = void 0;
		this.#waiting?.stop();
		this.#waiting = void 0;
	}
	#fail(error) {
		if (!this.#waiting) return;
		const { reject } = this.#waiting;
		this.#settle();
		if (this.#sessionKey !== void 0) this.#connection.context.trust.sessions.delete(this.#sessionKey);
		this.#stream?.destroy();
		reject(error);
	}
	/** The time for a handshake is that for the connection, too, where it comes about in it. */
	#onTime() {
		const { connectMs, handshakeMs } = this.#connection.limits;
		const left = this.#isConnected() ? handshakeMs - connectMs : connectMs - handshakeMs;
		if (left > 0) this.#timer = setTimeout(() => this.#failLate(), left);
		else this.#failLate();
	}
	#failLate() {
		this.#fail(this.#isConnected() ? new UpstreamError("ETIMEDOUT", `${this.#identity} did not finish the TLS handshake in time`) : Object.assign(/* @__PURE__ */ new Error(`no answer within ${this.#connection.limits.connectMs / 1e3} s`), { code: "ETIMEDOUT" }));
	}
	#onError(error) {
		const code = codeOf(error);
		if (this.#waiting && !this.#isConnected()) {
			const { ip, port } = this.#waiting.options;
			this.#fail(Object.assign(new Error(`connect ${code} ${ip}:${port}`, { cause: error }), { code }));
			return;
		}
		const explained = explain(error, this.#identity);
		this.#broken ??= explained;
		if (this.#certificate) this.#connection.fail(explained.code);
		if (wantsClientCertificate(error)) error.message = explained.message;
		this.#fail(explained);
	}
};
/** Parsed certificates by their octets: a build asks the same few servers again and again. */
const parsed = createLru(200);
const readCertificate = (der) => {
	const octets = der.toString("latin1");
	const known = parsed.get(octets);
	if (known) return known;
	const certificate = new X509Certificate(der).toLegacyObject();
	parsed.set(octets, certificate);
	return certificate;
};
/** Why a chain or a name is not to be trusted, by the codes that Node has for it. */
const mistrustOf = ({ verified }, identity, certificate) => {
	if (verified !== 0) {
		const code = X509_ERRORS[verified] ?? "UNSPECIFIED";
		return Object.assign(/* @__PURE__ */ new Error(`its certificate cannot be verified (${code})`), { code });
	}
	const wrongName = checkServerIdentity(identity, certificate);
	return wrongName && Object.assign(wrongName, { code: codeOf(wrongName) ?? "ERR_TLS_CERT_ALTNAME_INVALID" });
};
/** The server asked for a certificate and got none. With TLS 1.3 it says so after the handshake, in place of its first answer. */
const CLIENT_CERTIFICATE_REQUIRED = "upstream_requires_client_certificate";
const wantsClientCertificate = (error) => /ALERT_CERTIFICATE_REQUIRED/.test(codeOf(error) ?? "");
const PASSTHROUGH_HINT = "a server that authenticates its clients by certificate needs a passthrough rule";
const explain = (error, identity) => {
	const code = codeOf(error) ?? "tls_error";
	if (wantsClientCertificate(error)) return new UpstreamError(CLIENT_CERTIFICATE_REQUIRED, `${identity} requires a client certificate; ${PASSTHROUGH_HINT}`, { cause: error });
	const hint = /ALERT_HANDSHAKE_FAILURE|ALERT_BAD_CERTIFICATE/.test(code) ? ` (${PASSTHROUGH_HINT})` : "";
	return new UpstreamError(code, `${describeFor(identity, code, error)}${hint}`, { cause: error });
};
/** X509_V_ERR_* of openssl/x509_vfy.h (X509_STORE_CTX_get_error(3)), by the names that Node gives them. */
const X509_ERRORS = {
	2: "UNABLE_TO_GET_ISSUER_CERT",
	4: "UNABLE_TO_DECRYPT_CERT_SIGNATURE",
	6: "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
	7: "CERT_SIGNATURE_FAILURE",
	9: "CERT_NOT_YET_VALID",
	10: "CERT_HAS_EXPIRED",
	13: "ERROR_IN_CERT_NOT_BEFORE_FIELD",
	14: "ERROR_IN_CERT_NOT_AFTER_FIELD",
	17: "OUT_OF_MEM",
	18: "DEPTH_ZERO_SELF_SIGNED_CERT",
	19: "SELF_SIGNED_CERT_IN_CHAIN",
	20: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
	21: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
	22: "CERT_CHAIN_TOO_LONG",
	23: "CERT_REVOKED",
	24: "INVALID_CA",
	25: "PATH_LENGTH_EXCEEDED",
	26: "INVALID_PURPOSE",
	27: "CERT_UNTRUSTED",
	28: "CERT_REJECTED",
	62: "HOSTNAME_MISMATCH",
	79: "INVALID_CA"
};
const VERIFICATION = {
	CERT_HAS_EXPIRED: "its certificate has expired",
	CERT_NOT_YET_VALID: "its certificate is not valid yet",
	DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
	SELF_SIGNED_CERT_IN_CHAIN: "its certificate comes from an authority that this machine does not trust",
	UNABLE_TO_GET_ISSUER_CERT: "its certificate comes from an authority that this machine does not trust",
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate comes from an authority that this machine does not trust",
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate comes from an authority that this machine does not trust, or it sends no intermediate certificate",
	CERT_REVOKED: "its certificate is revoked",
	ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for other names"
};
const describeFor = (identity, code, error) => {
	const known = VERIFICATION[code];
	return `${identity}: ${known ? `${known} (${code})` : error.message}`;
};

// src/proxy/tcp/tls.ts
/** Protocols (ALPN) whose requests we can decide. */
const HTTP_PROTOCOLS = ["h2", "http/1.1"];
/** TLS whose ClientHello is still to be read from the client: decided by SNI, then passed through, intercepted, or refused. */
const relayTls = async (connection, hello) => {
	const { flow, context } = connection;
	const question = {
		type: "tls",
		host: hello.serverName,
		dstIp: flow.dst.ip,
		dstPort: flow.dst.port,
		names: context.names.namesOf(flow.dst.ip)
	};
	const verdict = connection.decide(question);
	if (!connection.passes(verdict)) return refuseTls(connection, hello, { verdict });
	const uninspected = verdict.passthrough || wasRejected(connection, hello);
	if (uninspected && hello.ech && !context.audit) return refuseTls(connection, hello, { verdict: malformed(ECH_REASON) });
	const found = await findUpstream(connection, question, verdict);
	if (found.status === "denied") return refuseTls(connection, hello, { verdict: found.verdict });
	if (found.status === "unresolved") return refuseTls(connection, hello, {
		verdict,
		failure: {
			code: found.error,
			message: found.message
		}
	});
	if (found.verdict.passthrough || uninspected) return passThrough(connection, hello, found.verdict, found.ips);
	const identity = hello.serverName ?? found.name ?? flow.dst.ip;
	await meet({
		connection,
		hello,
		verdict: found.verdict,
		identity
	}, found.ips);
};
/**
* Both handshakes: the server's first, as the client is to get what the server chooses, or both at once where that does not matter. A client that leaves
* meanwhile takes the upstream connection with it.
*/
const meet = async (target, ips) => {
	const { connection, hello, verdict } = target;
	const { context } = connection;
	let gone;
	const onGone = (code) => {
		gone ??= code;
		connection.abandon();
	};
	const leaf = () => context.ca.leafFor(leafNames(connection, hello, verdict.name));
	const reaching = reach(target, ips);
	const begun = mayBegin(target) ? beginHandshake(connection, leaf, offerable(hello.alpn)[0], onGone) : void 0;
	const stop = begun?.stop ?? watchDeparture(connection.client, () => onGone("tls_client_closed"));
	if (!begun) prepareLeaf(connection, leaf());
	const reached = await reaching.catch((error) => ({
		code: codeOf(error) ?? "error",
		message: messageOf(error)
	}));
	stop();
	if (gone !== void 0) return tellGone(target, gone);
	if ("server" in reached) return intercept({
		...target,
		...reached
	}, leaf, begun);
	if (context.audit) return passThrough(connection, hello, verdict, ips, reached.code);
	return refuseTls(connection, hello, {
		verdict,
		failure: reached
	}, begun);
};
/**
* One that offers nothing, or HTTP/1.1 alone, gets that from every server but those that choose nothing, which speak HTTP/1.1 to it all the same. In audit
* the client may be in for the server's own handshake.
*/
const mayBegin = ({ connection: { context, flow }, hello, identity }) => {
	const [first, ...others] = offerable(hello.alpn);
	if (context.audit || others.length > 0) return false;
	return first === void 0 || first === "http/1.1" && !context.trust.withoutAlpn.get(`${identity}:${flow.dst.port}`);
};
/** The client left, or turned our certificate down. */
const tellGone = (target, code) => {
	const { connection, hello, verdict } = target;
	if (code === "tls_client_rejected_ca") noteRejection(target);
	connection.log(verdict, {
		type: "https",
		host: hello.serverName,
		protocol: "tls",
		error: code
	});
	connection.fail(code);
};
/**
* What is inside an encrypted ClientHello reaches a server that the outer name does not name. Interception never lets it through;
* without interception nobody can tell it from its imitation (grease), so that a passthrough rule must not carry either.
*/
const ECH_REASON = "the ClientHello holds Encrypted Client Hello, behind which a passthrough connection could reach another host; turn it off in the client";
/** Did this program turn our certificate down before, for a host that may pass uninspected? */
const wasRejected = ({ flow, context }, { serverName }) => serverName !== void 0 && context.caRejections?.has(flow.who, serverName) === true && (context.audit || context.policy.allowsUninspected(serverName, flow.dst.port, flow.who));
const passThrough = async (connection, hello, verdict, ips, error) => {
	connection.log(verdict, {
		type: "https",
		host: hello.serverName,
		protocol: "tls",
		passthrough: true,
		error
	});
	if (error !== void 0) connection.fail(error);
	try {
		const { socket } = await connectUpstream(connection, ips);
		await carryBlindly(connection, connection.client, socket);
	} catch (cause) {
		connection.fail(codeOf(cause) ?? messageOf(cause));
		connection.reset();
	}
};
const reach = ({ connection, hello, verdict, identity }, ips) => reachFirst(connection, ips, async (endpoint) => {
	const alpn = offerable(hello.alpn);
	const server = await connectTls(connection, {
		...endpoint,
		identity,
		alpn,
		verify: !verdict.insecure
	});
	if (server.protocol === void 0 && alpn.length > 0) connection.context.trust.withoutAlpn.set(`${identity}:${endpoint.port}`, true);
	return {
		server,
		ip: endpoint.ip
	};
});
/** Of a list with HTTP in it only HTTP is offered, lest the server choose what we cannot decide; other protocols go on as they are. */
const offerable = (alpn) => {
	const http = alpn.filter((protocol) => HTTP_PROTOCOLS.includes(protocol));
	return http.length > 0 ? http : alpn;
};
const intercept = async (interception, leaf, begun) => {
	const { connection, server } = interception;
	const alpn = begun ? begun.protocol : server.protocol;
	let client;
	try {
		client = await (begun?.client ?? finishHandshake(connection, leaf(), alpn));
	} catch (error) {
		return tellGone(interception, codeOf(error) ?? messageOf(error));
	}
	return serve(interception, client, alpn);
};
/** What is inside. Nothing of the handshakes is held any more. */
const serve = async (interception, client, alpn) => {
	const { connection, hello, verdict } = interception;
	const secured = performance.now();
	const protocol = alpn === "h2" || alpn === "http/1.1" ? alpn : await readInside(interception, client, alpn);
	if (protocol && !isOver(client)) await relayHttp(interception, client, protocol);
	if (connection.logged > 0) return;
	if (client.bytesRead === 0 && performance.now() - secured < 2e3) {
		noteRejection(interception);
		connection.fail(CLIENT_REJECTED_CA);
	}
	connection.log(verdict, {
		type: "https",
		host: hello.serverName,
		protocol: "tls",
		error: connection.failure
	});
};
const noteRejection = ({ connection: { context, flow }, hello: { serverName } }) => {
	if (serverName !== void 0) context.caRejections?.add(flow.who, serverName);
};
/** Without a protocol that says so, what is inside is looked at again: HTTP, or bytes that a rule must allow uninspected. */
const readInside = async ({ connection, hello, identity, server, ip }, client, alpn) => {
	const question = {
		type: "tcp",
		dstIp: ip,
		dstPort: connection.flow.dst.port,
		names: isIPv4(identity) ? [] : [identity]
	};
	const channel = {
		connection,
		client,
		verdict: connection.decide(question),
		tls: false,
		connect: async () => server.stream,
		silent: () => void 0,
		log: (logged, protocol) => connection.log(logged, {
			type: "https",
			host: hello.serverName,
			protocol: protocol ?? alpn ?? "tls"
		})
	};
	const onIdleEnd = () => void client.destroy();
	if (!connection.passes(channel.verdict)) server.stream.once("end", onIdleEnd);
	const opening = await readOpening(channel, true);
	server.stream.removeListener("end", onIdleEnd);
	if (!opening) return void 0;
	return opening.first.kind === "h2" ? "h2" : "http/1.1";
};
const relayHttp = async (interception, client, protocol) => {
	const { connection, server } = interception;
	if (isOver(server.stream)) return answer(connection, client, protocol, {
		verdict: interception.verdict,
		failure: lossOf(interception)
	});
	const onIdleEnd = () => void client.destroy();
	server.stream.once("end", onIdleEnd);
	const startUse = () => {
		if (isOver(server.stream)) throw new Error(lossOf(interception).message);
		return server.stream.removeListener("end", onIdleEnd);
	};
	const session = {
		scheme: "https",
		port: connection.flow.dst.port,
		client,
		limits: { headTimeoutMs: connection.limits.handshakeMs },
		openUpstream: async () => startUse(),
		authorize: createAuthorize(interception)
	};
	const { error } = protocol === "h2" ? await relayHttp2({
		...session,
		upstream: startUse()
	}) : await relayHttp1(session);
	if (error !== void 0) connection.fail(error);
};
const lossOf = ({ server }) => server.failure() ?? {
	code: "ECONNRESET",
	message: "the server closed the connection after the TLS handshake"
};
const createAuthorize = (interception) => {
	const { connection, ip } = interception;
	const moved = ip === connection.flow.dst.ip ? {} : { dst_ip: ip };
	return (head) => {
		const asked = decideRequest(connection, head, ip);
		const problem = asked.allow ? misdirection(interception, head, asked) : void 0;
		const verdict = problem === void 0 ? asked : malformed(problem);
		logRequest(connection, head, verdict, moved);
		if (!connection.passes(verdict)) return denyRequest(connection, head, verdict, problem === void 0 ? 403 : 421);
		return { forward: true };
	};
};
/**
* Why an allowed request may not use this connection. Its authority must be the one that the connection was made for, or one that
* the verified certificate speaks for (RFC 9113, section 9.1.1); a rule for the address itself covers whatever is asked there.
*/
const misdirection = ({ identity, server: { mistrust, certificate } }, head, asked) => {
	if (mistrust !== void 0 && !asked.insecure) return `the certificate of ${identity} is not to be trusted (${mistrust}), and only another rule is marked insecure`;
	if (asked.by !== "name" || head.host === identity) return void 0;
	if (mistrust === void 0 && covers(certificate, head.host)) return void 0;
	return `this connection was made for ${identity}, whose certificate does not speak for ${head.host}`;
};

// src/proxy/tcp/ca-rejections.ts
const REMEMBERED = 1e3;
const createCaRejections = () => {
	const rejections = createLru(REMEMBERED);
	const keyOf = (who, host) => JSON.stringify([
		who.exe,
		who.uid,
		host
	]);
	return {
		add: (who, host) => rejections.set(keyOf(who, host), true),
		has: (who, host) => rejections.get(keyOf(who, host)) === true
	};
};

// src/proxy/tcp/tls-outbox.ts
/** In numbers of four bytes. */
const SIZE = 16384;
/** What is longer is copied once less by a call. */
const LONGEST = 16384;
const HEADER = 2;
/** What is written while the threads' events are heard, for all connections together: a call into native code for each costs more than the bytes. */
var TlsOutbox = class {
	/** As `openTls` of src/kernel/native.ts has it. */
	numbers = new Int32Array(SIZE);
	#bytes = new Uint8Array(this.numbers.buffer);
	/** Events are being heard. */
	open = false;
	/** False where it has to go by a call, which comes behind what is in here already. */
	put(id, chunk) {
		const { numbers } = this;
		const { length } = chunk;
		const at = 1 + (numbers[0] ?? 0);
		const behind = at + HEADER + (length + 3 >> 2);
		if (!this.open || length > LONGEST || behind > SIZE) return false;
		numbers[at] = id;
		numbers[at + 1] = length;
		this.#bytes.set(chunk, 4 * (at + HEADER));
		numbers[0] = behind - 1;
		return true;
	}
};

// src/proxy/tcp/tls-engine.ts
/** Half of the cores, for the build has work to do as well. */
const threadsHere = () => Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));
const META = 4;
const EMPTY = Buffer.alloc(0);
const createTlsEngine = (native, threads = threadsHere()) => {
	/** By their numbers, which are low. */
	const streams = [];
	const trusts = /* @__PURE__ */ new WeakMap();
	const meta = /* @__PURE__ */ new Int32Array(128);
	const outbox = new TlsOutbox();
	let lanes = 0;
	const hear = (count, data) => {
		for (let at = 0; at < count * META; at += META) {
			const stream = streams[meta[at] ?? -1];
			if (!stream) continue;
			const offset = meta[at + 2] ?? 0;
			const length = meta[at + 3] ?? 0;
			try {
				stream.hear(meta[at + 1] ?? 0, length === 0 ? EMPTY : data.subarray(offset, offset + length));
			} catch (error) {
				stream.destroy(error instanceof Error ? error : new Error(String(error)));
			}
		}
	};
	const onEvents = (count, data) => {
		outbox.open = true;
		try {
			hear(count, data);
		} finally {
			outbox.open = false;
		}
	};
	const tls = native.openTls(threads, meta, onEvents, outbox.numbers);
	const nativeTrust = (trust) => {
		const made = trusts.get(trust) ?? tls.trust(trust.pems);
		trusts.set(trust, made);
		return made;
	};
	const track = (id, listener) => {
		const stream = new TlsStream(tls, outbox, id, listener, () => {
			streams[id] = void 0;
		});
		streams[id] = stream;
		return stream;
	};
	return {
		lane: () => {
			lanes = (lanes + 1) % 2147483647;
			return lanes;
		},
		prepare: (lane, leaf) => tls.prepare(lane, leaf.native),
		prepareTrust: (trust) => void nativeTrust(trust),
		accept: (socket, lane, leaf, alpn, listener) => {
			const head = takeOver(socket);
			try {
				return track(tls.accept(descriptorOf(socket), lane, leaf.native, alpn ?? "", head), listener);
			} finally {
				socket.destroy();
			}
		},
		connect: ({ ip, port }, lane, { trust, servername, alpn, session }, listener) => {
			const made = nativeTrust(trust);
			const address = parseIpv4(ip);
			if (address === void 0) throw new Error(`${ip} is not an IPv4 address`);
			return track(tls.connect(address, port, lane, made, servername ?? "", alpnList(alpn), session), listener);
		},
		breakAll: () => {
			for (const stream of [...streams]) stream?.destroy();
		},
		close: () => tls.close()
	};
};
/** `ProtocolNameList` (RFC 7301, section 3.1). A name is 1 to 255 octets, as the client's was. */
const alpnList = (names) => Buffer.concat(names.flatMap((name) => [Buffer.of(name.length), Buffer.from(name, "latin1")]));

// src/proxy/tcp/trust.ts
const SESSIONS = 1e3;
const createTrust = (pems) => ({
	pems: [...new Set(pems)],
	sessions: createLru(SESSIONS),
	withoutAlpn: createLru(SESSIONS)
});

// src/proxy/tcp/index.ts
/**
* One redirected TCP connection, from its first bytes to its close. `socket` is accepted and paused, and belongs to this function from
* here on. Resolves when everything that the connection opened is closed and its closing line is written; never rejects.
*/
const handleConnection = (socket, flow, context) => handle(new Connection$1(socket, flow, context));
const handle = async (connection) => {
	try {
		await relay(connection);
	} catch (error) {
		connection.fail(`internal: ${messageOf(error)}`);
		connection.reset();
	} finally {
		connection.close();
	}
};
const relay = async (connection) => {
	const { context } = connection;
	const channel = rawChannel(connection);
	const opening = await readOpening(channel, mayBeInspectable(connection));
	if (!opening) return;
	opening.upstream?.destroy();
	const { first } = opening;
	if (first.kind === "tls") return relayTls(connection, first.hello);
	if (first.kind !== "malformed-tls") return relayPlainHttp(connection, first.kind);
	const verdict = malformed(`malformed TLS: ${first.reason}`);
	if (context.audit && connection.passes(channel.verdict)) return relayRaw({
		...channel,
		verdict
	}, {
		kind: "other",
		head: first.head
	});
	connection.log(verdict, {
		type: "https",
		protocol: "tls"
	});
	connection.reset();
};

// src/proxy/udp/holds.ts
/**
* How long a flow may be silent and still go on under the name it was allowed for. Conntrack forgets a flow sooner (30 to 180 s,
* nf_conntrack_udp_timeout*) and its next packet is decided anew; clients of long-lived flows do not ask DNS again for that.
*/
const HOLD_MS = 6e5;
const MAX_FLOWS = 4096;
function createHolds(names, clock) {
	/** The first is the one not renewed for longest. */
	const held = /* @__PURE__ */ new Map();
	const drop = (flow) => {
		held.get(flow)?.release();
		held.delete(flow);
	};
	return {
		keep(flow, name, ip) {
			for (const [other, { until }] of held) {
				if (until > clock() && held.size < MAX_FLOWS) break;
				drop(other);
			}
			const release = names.hold(name, ip);
			drop(flow);
			held.set(flow, {
				until: clock() + HOLD_MS,
				release
			});
		},
		close() {
			for (const flow of [...held.keys()]) drop(flow);
		}
	};
}

// src/log/event.ts
const port = () => number().int().min(0).max(65535);
const count = () => number().int().nonnegative();
/**
* One line of the log. Field names as users of gregclermont/egress-filter know them, plus ours; docs/log.md explains each with
* examples, docs/log.schema.json is generated from here. A field that is not known is absent, never null or empty.
*/
const LogEvent = object({
	ts: string().describe("When, ISO 8601 in UTC with milliseconds: 2026-01-31T12:00:00.123Z"),
	type: _enum([
		"http",
		"https",
		"tcp",
		"udp",
		"dns",
		"ip",
		"socket",
		"sudo",
		"guard",
		"close",
		"lost"
	]).describe("http, https: one HTTP request, or the ClientHello of a TLS connection (then without url). tcp: a connection that is neither, or IPv6. udp: the first packet of a datagram flow, or IPv6. dns: one question. ip: a packet of another protocol refused at the gate. socket: a raw or exotic socket refused in the kernel. sudo: a program that raised its rights (allow-sudo). guard: something of the filter itself, told by reason. close: a connection that was opened has ended. lost: events that could not be written."),
	conn: string().min(1).optional().describe("Connection: the same on all verdict lines of one connection and on its close line"),
	policy: _enum(["allow", "deny"]).optional().describe("The verdict. With audit: what it would have been"),
	audit: literal(true).optional().describe("Denied by the policy but let through, since the filter runs in audit mode"),
	dst_ip: string().optional().describe("Address the process asked for: dotted quad, or IPv6 text where IPv6 was refused"),
	dst_port: port().optional().describe("Port the process asked for"),
	dst_names: array(string()).readonly().optional().describe("Names that resolved to dst_ip, most recent first"),
	src_port: port().optional().describe("Local port of the process"),
	pid: number().int().optional().describe("Process id when it opened the connection"),
	ppid: number().int().optional().describe("Its parent"),
	uid: number().int().optional().describe("Its user"),
	exe: string().optional().describe("Path of its executable, as the kernel recorded it at exec"),
	cmdline: array(string()).readonly().optional().describe("Its arguments, argv[0] first; secrets-looking ones are [redacted]"),
	cwd: string().optional().describe("On sudo: the working directory"),
	user: string().optional().describe("On sudo: the user that it became"),
	cgroup: string().optional().describe("Path of its cgroup v2"),
	step: string().optional().describe("GITHUB_ACTION of the step that it descends from"),
	action: string().optional().describe("Repository of the action that it descends from, owner/name"),
	image: string().optional().describe("Container image, as the engine names it"),
	url: string().optional().describe("URL of the request; the query string is [redacted]"),
	method: string().optional().describe("Method of the request"),
	host: string().optional().describe("Server name of the TLS ClientHello (SNI), or host of the request"),
	name: string().optional().describe("Name asked for in DNS"),
	query_type: string().optional().describe("Record type asked for in DNS: A, TXT, or TYPE65534 where it has no name"),
	rule: string().optional().describe("The rule that decided, with its line: `line 3: api.example.com`, or `built-in: ...`"),
	reason: string().optional().describe("Why, in one sentence"),
	suggestion: string().optional().describe("On a denial that a rule could lift: the line to add to the policy"),
	protocol: string().optional().describe("As far as it was recognised: h1, h2, ws, tls, ssh, ...; of a DNS question udp or tcp; of ip and socket the refused protocol; ipv6 where that was refused"),
	passthrough: literal(true).optional().describe("TLS was not intercepted"),
	insecure: literal(true).optional().describe("The certificate of the server was not verified"),
	bytes_in: count().optional().describe("Bytes from the server to the process"),
	bytes_out: count().optional().describe("Bytes from the process to the server"),
	duration_ms: number().nonnegative().optional().describe("From accept to close, milliseconds"),
	repeats: number().int().positive().optional().describe("Further packets of the same flow with the same verdict that this line stands for"),
	error: string().optional().describe("What went wrong: a code such as tls_client_rejected_ca, or a sentence"),
	lost: number().int().positive().optional().describe("On lost: how many events are missing before this line")
}).refine((event) => missingFields(event).length === 0, { error: "a close line needs conn, a lost line needs lost" });
/** Reason of a refused TCP packet that opens nothing and carries nothing: what was open before the start still comes to its end. */
const EARLIER_END = "the end of a connection that did not come through the proxy, such as one from before the start";
/** What a line of this type is useless without. */
const requiredFields = {
	close: ["conn"],
	lost: ["lost"]
};
function missingFields(event) {
	return (event.type === "close" || event.type === "lost" ? requiredFields[event.type] : []).filter((field) => event[field] === void 0);
}

// src/proxy/udp/packet.ts
const TCP$1 = 6;
const UDP$1 = 17;
const DNS_PORT = 53;
const IP_HEADER = 20;
/** IANA protocol numbers that a job may try. */
const PROTOCOLS = {
	0: "hop-by-hop",
	1: "icmp",
	2: "igmp",
	4: "ipip",
	[TCP$1]: "tcp",
	[UDP$1]: "udp",
	33: "dccp",
	41: "ipv6",
	47: "gre",
	50: "esp",
	51: "ah",
	58: "icmpv6",
	89: "ospf",
	94: "ipip",
	97: "etherip",
	103: "pim",
	112: "vrrp",
	132: "sctp",
	136: "udplite",
	137: "mpls"
};
/** RFC 791 and RFC 768, strictly: what is not exactly one whole plain UDP datagram is refused. Total. */
function parsePacket({ payload, length }) {
	const refused = (protocol, why, ends = {}) => ({
		kind: "refused",
		protocol,
		why,
		...ends
	});
	const version = (payload[0] ?? 0) >> 4;
	if (version === 6) return refused("ipv6", "IPv6 is off under the filter");
	if (version !== 4 || payload.length < IP_HEADER) return refused("unknown", "not an IPv4 packet");
	const headerLength = ((payload[0] ?? 0) & 15) * 4;
	const number = payload[9] ?? 0;
	const protocol = PROTOCOLS[number] ?? `protocol ${number}`;
	const hasPorts = (number === TCP$1 || number === UDP$1) && headerLength >= IP_HEADER && payload.length >= headerLength + 4;
	const fragment = payload.readUInt16BE(6) & 49151;
	const portAt = (offset) => hasPorts && (fragment & 8191) === 0 ? payload.readUInt16BE(headerLength + offset) : 0;
	const end = (addressAt, portOffset) => {
		const address = payload.readUInt32BE(addressAt);
		return {
			address,
			ip: formatIpv4(address),
			port: portAt(portOffset)
		};
	};
	const ends = {
		src: end(12, 0),
		dst: end(16, 2)
	};
	if (headerLength !== IP_HEADER) return refused(protocol, "IP options are refused", ends);
	if (fragment !== 0) return refused(protocol, "IP fragments are refused", ends);
	if (payload.readUInt16BE(2) !== length || payload.length > length) return refused(protocol, "the length in the IP header is wrong", ends);
	if (number === UDP$1 && ends.dst.port === DNS_PORT) return refused(protocol, "DNS goes through the server of the filter only", ends);
	if (ends.dst.address >>> 24 === 127) return refused(protocol, "straight to a port of the filter, past its name server, or to loopback by another interface", ends);
	if (number === TCP$1) return refused(protocol, opensAndCarriesNothing(payload.subarray(IP_HEADER), length - IP_HEADER) ? EARLIER_END : "TCP that did not come through the proxy is refused", ends);
	if (number !== UDP$1) return refused(protocol, `only TCP and UDP may leave, ${protocol} may not`, ends);
	if (payload.length < 28 || payload.readUInt16BE(24) !== length - IP_HEADER) return refused(protocol, "the length in the UDP header is wrong", ends);
	if (ends.dst.port === 0) return refused(protocol, "port 0 is no destination", ends);
	return {
		kind: "udp",
		...ends
	};
}
const SYN = 2;
/** RFC 9293, section 3.1: a segment that is neither SYN nor data. */
function opensAndCarriesNothing(segment, length) {
	const headerLength = ((segment[12] ?? 0) >> 4) * 4;
	return segment.length > 13 && ((segment[13] ?? SYN) & SYN) === 0 && headerLength === length;
}

// src/proxy/udp/repeats.ts
function createRepeatLog({ log, clock, windowMs = 1e4, maxFlows = 1e4 }) {
	/** In the order of their first packet, which is the order in which their windows end. */
	const flows = /* @__PURE__ */ new Map();
	let timer;
	const finish = (key) => {
		const flow = flows.get(key);
		flows.delete(key);
		if (flow && flow.repeats > 0) log.write({
			...flow.line(),
			repeats: flow.repeats
		});
	};
	const flush = () => {
		for (const key of [...flows.keys()]) finish(key);
	};
	const sweep = () => {
		for (const [key, { until }] of flows) {
			if (until > clock()) break;
			finish(key);
		}
		if (flows.size > 0) return;
		clearInterval(timer);
		timer = void 0;
	};
	return {
		note(key, line) {
			const flow = flows.get(key);
			if (flow && flow.until > clock()) {
				flow.repeats++;
				return;
			}
			finish(key);
			log.write(line());
			const [oldest] = flows.keys();
			if (flows.size >= maxFlows && oldest !== void 0) finish(oldest);
			flows.set(key, {
				until: clock() + windowMs,
				line,
				repeats: 0
			});
			timer ??= setInterval(sweep, Math.max(1, windowMs / 10)).unref();
		},
		flush,
		close() {
			clearInterval(timer);
			flush();
		}
	};
}

// src/proxy/udp/index.ts
const UDP = 17;
const TCP = 6;
/**
* Decides what reaches the gate: the first packets of UDP flows by the policy, everything else is refused. An allowed packet goes
* through the gate again with the mark that lets its flow pass from then on (or, by a rule for certain processes, this packet), a denied one with
* the mark that rejects it.
* Whatever goes wrong here drops the packet.
*/
function startUdp({ queue, context, flows, identify, idPrefix = "", clock = () => performance.now(), now = Date.now }) {
	const repeats = createRepeatLog({
		log: context.log,
		clock
	});
	const holds = createHolds(context.names, clock);
	let count = 0;
	const flowOf = ({ src, dst }) => {
		const record = flows.lookup(UDP, src.address, src.port, dst.address, dst.port);
		if (!record) return void 0;
		const ends = {
			src: {
				ip: src.ip,
				port: src.port
			},
			dst: {
				ip: dst.ip,
				port: dst.port
			}
		};
		return {
			id: `${idPrefix}udp-${++count}`,
			protocol: "udp",
			...ends,
			who: identify(record)
		};
	};
	/** The mark that answers the gate. */
	const decideUdp = (parsed, packet) => {
		const { src, dst } = parsed;
		const flow = flowOf(parsed);
		const names = context.names.namesOf(dst.ip);
		const question = {
			type: "udp",
			dstIp: dst.ip,
			dstPort: dst.port,
			names
		};
		const ruling = context.policy.decide(question, flow?.who ?? {});
		const verdict = flow ? ruling : NOBODY;
		const letPass = context.audit && !verdict.allow && ruling.denial !== "guardrail" && ruling.denial !== "malformed";
		const key = `${src.ip}:${src.port}>${dst.ip}:${dst.port}`;
		if (verdict.allow && verdict.by === "name" && verdict.name) holds.keep(key, verdict.name, dst.ip);
		const at = now();
		const more = {
			type: "udp",
			...names.length > 0 && { dst_names: [...names] },
			...letPass && { audit: true }
		};
		repeats.note(`${key} ${verdict.allow} ${flow?.who.pid}`, () => flow ? verdictEvent(flow, verdict, {
			...more,
			at
		}) : {
			...nobodysLine(parsed, packet, verdict.reason, at),
			...more
		});
		if (letPass) return ALLOW_MARK;
		if (!verdict.allow) return DENY_MARK;
		return context.policy.decide(question, {}).allow ? ALLOW_MARK : ALLOW_ONCE_MARK;
	};
	/**
	* A packet that was redirected before it came here shows the proxy's address. If it is a query, its record is under the source port alone;
	* the user tells it from one that somebody outside the scope sent from the same port.
	*/
	const recordOf = (number, src, dst, uid) => {
		const record = flows.lookup(number, src.address, src.port, dst.address, dst.port);
		if (record || number === TCP || dst.address >>> 24 !== 127) return record;
		const query = flows.lookup(UDP, src.address, src.port, 0, 0);
		return query?.uid === uid ? query : void 0;
	};
	const refuse = (parsed, packet) => {
		const { src, dst, protocol, why } = parsed;
		const number = protocol === "tcp" ? TCP : protocol === "udp" ? UDP : void 0;
		const who = number && src && dst && src.port > 0 ? recordOf(number, src, dst, packet.uid) : void 0;
		const at = now();
		repeats.note(`${protocol} ${why} ${src?.ip}:${src?.port}>${dst?.ip}:${dst?.port} ${packet.uid}`, () => ({
			...nobodysLine(parsed, packet, why, at),
			type: "ip",
			protocol,
			...who ? identityFields(identify(who)) : {}
		}));
	};
	const handle = (packet) => {
		try {
			const parsed = parsePacket(packet);
			if (parsed.kind === "refused") refuse(parsed, packet);
			queue.repeat(packet.id, parsed.kind === "udp" ? decideUdp(parsed, packet) : DENY_MARK);
		} catch (error) {
			drop(packet, error);
		}
	};
	const drop = (packet, cause) => {
		const error = cause instanceof Error ? cause.message : String(cause);
		const line = {
			ts: new Date(now()).toISOString(),
			type: "ip",
			policy: "deny",
			reason: "an error in the filter",
			error
		};
		repeats.note(`error ${error}`, () => line);
		try {
			queue.drop(packet.id);
		} catch {}
	};
	return Object.assign(handle, {
		flush: () => repeats.flush(),
		close() {
			repeats.close();
			holds.close();
		}
	});
}
const NOBODY = {
	allow: false,
	passthrough: false,
	insecure: false,
	denial: "malformed",
	reason: "the kernel saw no process send this packet"
};
/** A packet without a flow: addresses, and the user if the kernel knew him. */
const nobodysLine = ({ src, dst }, { uid }, reason, at) => ({
	ts: new Date(at).toISOString(),
	type: "udp",
	policy: "deny",
	...dst ? { dst_ip: dst.ip } : {},
	...dst && dst.port > 0 ? { dst_port: dst.port } : {},
	...src && src.port > 0 ? { src_port: src.port } : {},
	...uid === void 0 ? {} : { uid },
	reason
});

// src/proxy/main.ts
/** The proxy process: started by the guard with its descriptors in place (control.ts), as a user without rights over files. */
const control = new Socket({
	fd: PROXY_FDS.control,
	readable: true,
	writable: true
});
const tell = (message) => new Promise((resolve) => void control.write(`${JSON.stringify(message)}\n`, () => resolve()));
control.on("error", () => process.exit(1));
control.on("close", () => process.exit(1));
for (const signal of [
	"SIGINT",
	"SIGTERM",
	"SIGHUP",
	"SIGQUIT"
]) process.on(signal, () => {});
const lines = createInterface({
	input: control,
	crlfDelay: Number.POSITIVE_INFINITY
});
lines.on("error", () => process.exit(1));
let running;
lines.on("line", async (line) => {
	try {
		const message = ToProxy.parse(JSON.parse(line));
		if (message.type === "config") running = await start(message.config);
		else if (message.type === "flush") await tell({
			type: "flushed",
			...await running?.flush(message.lostEvents ?? 0) ?? { lostEvents: 0 }
		});
		else {
			await tell({
				type: "stopped",
				lostEvents: await running?.stop(message.lostEvents ?? 0) ?? 0
			});
			process.exit(0);
		}
	} catch (error) {
		await tell({
			type: "failed",
			message: error instanceof Error ? error.message : String(error)
		});
		process.exit(1);
	}
});
/** Brings everything up and says `ready`. */
async function start(config) {
	const native = loadNative(`/proc/self/fd/${PROXY_FDS.addon}`);
	const log = openLogWriter({
		fd: PROXY_FDS.log,
		full: config.logFull,
		onError: (error) => process.stderr.write(`egress-filter: the log: ${error.message}\n`)
	});
	process.on("exit", () => log.closeSync());
	const names = createNameTable(() => performance.now());
	const resolver = createResolver({
		servers: config.resolvers,
		names
	});
	const { audit, repository, job } = config;
	const aliases = [...config.resolverAlias ? [config.resolverAlias] : [], ...job?.stubs ?? []];
	const context = {
		policy: compile(config.policy, {
			repository,
			default: config.default,
			resolvers: [...config.resolvers, ...job?.stubs ?? []]
		}),
		audit,
		names,
		resolver,
		log
	};
	const reader = native.openFlows({
		flows: PROXY_FDS.flows,
		procs: PROXY_FDS.procs,
		sockets: PROXY_FDS.sockets,
		events: PROXY_FDS.events,
		...job && { steps: PROXY_FDS.steps }
	});
	const sources = {
		cgroups: new Map(Object.entries(config.cgroups).map(([id, path]) => [BigInt(id), path])),
		cgroupMounts: cgroupMounts(),
		proc: procReader(),
		attachedAt: job?.attachedAt ?? 0,
		steps: job && ((stepId) => reader.step(stepId)),
		memory: new IdentityMemory()
	};
	const whoIs = (record) => identify(record, sources);
	const idPrefix = job && `${process.pid.toString(36)}-`;
	const lookups = job ? lookUpByOrigin(reader, localAddresses()) : reader;
	const flows = createFlowSource({
		native,
		reader: lookups,
		identify: whoIs,
		idPrefix,
		trustMark: job?.trustMark
	});
	/** Whatever came from the command: connections, packets, refusals. */
	let arrivals = 0;
	reader.onEvent((event) => {
		arrivals++;
		log.write(kernelEvent(event, whoIs(event), Date.now()));
	});
	const dns = await startDnsServer({
		native,
		port: 0,
		context,
		upstream: resolver,
		aliases,
		isOutside: outside(native),
		inherited: job && {
			udpFd: PROXY_FDS.dnsUdp,
			udpPort: job.inherited.dnsUdpPort,
			tcpFd: PROXY_FDS.dnsTcp
		},
		flowOf: (_transport, ip, port, from) => {
			arrivals++;
			if (from === void 0 || typeof from === "number") return flows.ofDnsDatagram(ip, port, from);
			const found = flows.ofSocket(from);
			return "flow" in found ? found.flow : void 0;
		}
	});
	const ca = createCertificateAuthority(native, { existing: job?.ca && {
		keyPem: job.ca.keyPem,
		certPem: job.ca.certPem
	} });
	const tcp = {
		...context,
		ca,
		trust: createTrust(config.trust),
		tls: createTlsEngine(native),
		passages: native.openPassages(),
		sniffMs: SNIFF_MS,
		...audit && { caRejections: createCaRejections() }
	};
	/** Not held here: of what has been taken over nothing but the promise is left. */
	const open = /* @__PURE__ */ new Map();
	const inherited = job && {
		firstFd: PROXY_FDS.tcp,
		firstPort: job.inherited.tcpPort,
		count: job.inherited.tcpPorts
	};
	const places = connectionPlaces();
	const accept = (socket) => {
		arrivals++;
		const found = flows.ofSocket(socket);
		const hasRoom = open.size < places;
		if ("flow" in found && hasRoom) {
			const done = handleConnection(socket, found.flow, tcp).finally(() => open.delete(done));
			open.set(done, new WeakRef(socket));
			return;
		}
		log.write("flow" in found ? crowdedOut(found.flow, Date.now()) : nobodysConnection(socket, found.dst, Date.now()));
		socket.on("error", () => {});
		socket.resetAndDestroy();
	};
	const listener = await listenForRedirected(native, accept, inherited);
	const onPacket = (packet) => {
		arrivals++;
		handlePacket(packet);
	};
	const queue = job ? openQueue(native, job.queue, onPacket) : openFreeQueue(native, onPacket);
	const handlePacket = startUdp({
		queue,
		context,
		flows: lookups,
		identify: whoIs,
		idPrefix
	});
	await tell({
		type: "ready",
		tcpPort: listener.port,
		tcpPorts: listener.count,
		dnsUdpPort: dns.udpPort,
		dnsTcpPort: dns.tcpPort,
		queue: queue.number,
		caPem: ca.caPem,
		...job && { caKeyPem: ca.keyPem() }
	});
	tcp.tls.prepareTrust(tcp.trust);
	/** Who did it may have ended, but not all that he did has been looked at: it waits in the kernel, and is to be told as well. */
	const settle = async () => {
		for (let waited = 0; waited < SETTLING_MS; waited += SETTLED_MS) {
			const before = arrivals;
			await setTimeout$1(SETTLED_MS);
			if (arrivals === before) return;
		}
	};
	const tellUnheard = (unheard) => {
		if (unheard > 0) log.write({
			ts: (/* @__PURE__ */ new Date()).toISOString(),
			type: "lost",
			lost: unheard,
			reason: UNHEARD
		});
	};
	const flush = async (unheard) => {
		await settle();
		await Promise.race([Promise.allSettled([...open.keys()]), setTimeout$1(2 * SNIFF_MS, void 0, { ref: false })]);
		handlePacket.flush();
		tellUnheard(unheard);
		await log.flush();
		return {
			lostEvents: log.lost,
			problem: log.problem
		};
	};
	const stop = async (unheard) => {
		await settle();
		listener.close();
		const last = [...open.keys()];
		for (const socket of open.values()) socket.deref()?.destroy();
		tcp.tls.breakAll();
		tcp.passages.close();
		await Promise.race([Promise.allSettled(last), setTimeout$1(CLOSING_MS, void 0, { ref: false })]);
		handlePacket.close();
		queue.close();
		resolver.close();
		await dns.close();
		reader.close();
		tellUnheard(unheard);
		await log.close();
		return log.lost;
	};
	return {
		flush,
		stop
	};
}
/** How long a client may be silent before it is taken to wait for the server. */
const SNIFF_MS = 300;
const CLOSING_MS = 2e3;
const SETTLING_MS = 2e3;
const SETTLED_MS = 20;
const UNHEARD = "sockets and IPv6 connections that were refused in the kernel, more at a time than it could tell of";
const openQueue = (native, number, onPacket) => native.openQueue({
	number,
	copyRange: 256,
	maxLength: 4096
}, onPacket);
/** A queue number that nobody in this network namespace has: several runs may be going on. */
function openFreeQueue(native, onPacket) {
	for (let attempt = 0;; attempt++) {
		const number = 1024 + Math.floor(Math.random() * 64511);
		try {
			return openQueue(native, number, onPacket);
		} catch (error) {
			if (!(error instanceof Error && "code" in error && error.code === "EBUSY") || attempt === 20) throw error;
		}
	}
}

export {  };