import { createRequire } from "node:module";
import { accessSync, chmodSync, chownSync, closeSync, constants, copyFileSync, createReadStream, existsSync, fchmodSync, fchownSync, fstatSync, ftruncateSync, lchownSync, linkSync, lstatSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, rmdirSync, statSync, writeFileSync, writeSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import { domainToASCII, fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { once } from "node:events";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { execFileSync, spawnSync } from "node:child_process";
import { X509Certificate, createHash, randomBytes, randomUUID } from "node:crypto";
import { Socket, isIPv4, isIPv6 } from "node:net";
import { networkInterfaces, release } from "node:os";
import { rootCertificates } from "node:tls";
import { isatty } from "node:tty";
import { createInterface } from "node:readline";

// \0rolldown/runtime.js
var __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports);
var __require = /* #__PURE__ */ (() => createRequire(import.meta.url))();

// src/kernel/errors.ts
/** `error.code` of a Node or native error (`ENOENT`, `EBUSY`, ...), if it has one. */
function codeOf(error) {
	return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : void 0;
}
function messageOf(error) {
	return error instanceof Error ? error.message : String(error);
}

// src/guard/errors.ts
/** Something a person has to put right: printed as one sentence, without a stack, exit status 2. */
var UserError = class extends Error {
	name = "UserError";
};

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

// src/report/describe.ts
/** `host:port` as a person would name it: the name if there is one, else the address. */
function destinationOf(event) {
	if (event.type === "dns") return event.name ?? "a malformed question";
	if (event.type === "sudo") return "sudo";
	if (event.type === "socket") return event.dst_ip === void 0 ? event.protocol ?? "a socket" : withPort$2(event.dst_ip, event.dst_port);
	const host = hostOf$1(event) ?? event.dst_names?.[0] ?? event.dst_ip ?? "unknown";
	if (event.type === "ip") return `${host} (${event.protocol ?? "not TCP or UDP"})`;
	return `${withPort$2(host, portOf$1(event) ?? event.dst_port)}${event.type === "udp" ? "/udp" : ""}`;
}
function withPort$2(host, port) {
	if (port === void 0) return host;
	return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
function hostOf$1(event) {
	if (event.host !== void 0) return event.host.replace(/:\d+$/, "");
	return event.url === void 0 ? void 0 : authorityOf(event.url)?.host;
}
function portOf$1(event) {
	return (event.url === void 0 ? void 0 : authorityOf(event.url))?.port;
}
/** Host and port of an http(s) URL; a URL parser would refuse what an attacker sent, and a log must show it. */
function authorityOf(url) {
	const match = /^https?:\/\/(?:[^/?#@]{0,2000}@)?(\[[^\]/?#]{1,100}\]|[^:/?#]{1,300})(?::(\d{1,5}))?/i.exec(url);
	if (!match?.[1]) return void 0;
	return {
		host: match[1],
		port: match[2] === void 0 ? void 0 : Number(match[2])
	};
}
/** Executable and arguments as one would type them, at most about `limit` characters; not yet escaped for any screen. */
function commandOf(event, limit = 160) {
	const exe = event.exe ?? event.cmdline?.[0];
	if (exe === void 0) return event.pid === void 0 ? "an unknown process" : `an unknown process (pid ${event.pid})`;
	let command = quoteArgument(exe);
	for (const argument of event.cmdline?.slice(1) ?? []) {
		if (command.length > limit) return `${command.slice(0, limit)}…`;
		command += ` ${quoteArgument(argument.slice(0, limit + 1))}`;
	}
	return command.length > limit + 1 ? `${command.slice(0, limit)}…` : command;
}
/** As a shell would read it. */
function quoteArgument(argument) {
	return /^[\w@%+=:,./~^[\]-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
/** `12.3 MB`, powers of 1000. */
function bytesText(bytes) {
	const units = [
		"B",
		"kB",
		"MB",
		"GB",
		"TB",
		"PB"
	];
	let value = bytes;
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1e3;
		unit++;
	}
	return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
/** `850 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`. */
function durationText(milliseconds) {
	if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
	if (milliseconds < 59950) return `${(milliseconds / 1e3).toFixed(1)} s`;
	const seconds = Math.round(milliseconds / 1e3);
	if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
	return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
}
/** `1 request`, `2 requests`. */
function plural(count, one, many = `${one}s`) {
	return `${count} ${count === 1 ? one : many}`;
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
/** Not of a user namespace, whose root has all capabilities and may load no kernel program (user_namespaces(7), uid_map). */
function isRootOfMachine(uidMap = readFileSync("/proc/self/uid_map", "utf8")) {
	return process.getuid?.() === 0 && /^\s*0\s+0\s+4294967295\s*$/.test(uidMap);
}
function requireCapabilities() {
	const missing = missingCapabilities();
	if (missing.length === 0) return;
	throw new UserError(`Root lacks ${missing.join(", ")}, as in a container: run it on the machine itself, or in a privileged container.`);
}

// src/cli/options.ts
/** node:util parseArgs, with errors as one sentence and without positionals. */
function parseOptions(args, options, usage) {
	try {
		const { values, tokens } = parseArgs({
			args,
			options,
			strict: true,
			allowPositionals: false,
			tokens: true
		});
		requireOnce(tokens, options);
		return values;
	} catch (error) {
		throw optionError(error, usage);
	}
}
/** Of two values one would be forgotten: of two policies, rules that somebody counts on. */
function requireOnce(tokens, options) {
	const names = tokens.flatMap(({ kind, name }) => kind === "option" && name !== void 0 ? [name] : []);
	const twice = names.find((name, at) => options[name]?.type === "string" && !options[name]?.multiple && names.indexOf(name) !== at);
	if (twice !== void 0) throw new UserError(`Option '--${twice}' is given twice`);
}
function optionError(error, usage) {
	const [sentence = ""] = messageOf(error).split(/\.(?:\s|$)/);
	const plain = sentence.replace(/^Option '(\S*?,? ?--[\w-]+) <value>' argument missing$/, "Option $1 needs a value");
	return new UserError(`${plain}: see ${usage}.`, { cause: error });
}
/** As {@link parseOptions}, with what is no option: the files. */
function parseOptionsAndFiles(args, options, usage) {
	try {
		const { values, positionals, tokens } = parseArgs({
			args,
			options,
			strict: true,
			allowPositionals: true,
			tokens: true
		});
		requireOnce(tokens, options);
		return {
			options: values,
			files: positionals
		};
	} catch (error) {
		throw optionError(error, usage);
	}
}
/** `--repo`: what {owner} and {repo} stand for. */
function repositoryOption(text) {
	if (text === void 0 || text === "") return void 0;
	if (!/^[\w.-]+\/[\w.-]+$/.test(text)) throw new UserError(`"${text}" is no repository: write OWNER/NAME.`);
	return text;
}
/** `--default`. */
function defaultOption(text) {
	if (text === void 0 || text === "deny" || text === "allow") return text;
	throw new UserError(`--default takes deny or allow, not "${text}".`);
}
/** Splits at the first `--`: what is before it are our options, what is behind it is the command. */
function splitCommand(args) {
	const at = args.indexOf("--");
	return at < 0 ? {
		options: [...args],
		command: void 0
	} : {
		options: args.slice(0, at),
		command: args.slice(at + 1)
	};
}
function requireRoot(what) {
	if (!existsSync("/proc/self")) throw new UserError(`${what} needs /proc: mount it, as in mount -t proc proc /proc.`);
	if (process.getuid?.() !== 0) throw new UserError(`${what} needs root: put sudo before it.`);
	if (!isRootOfMachine()) throw new UserError(`${what} needs root of the machine, and this is root of a user namespace (unshare -r, a rootless container): run it outside.`);
}

// src/report/escape.ts
/** Whatever comes from a process or a network passes through one of these before a person's screen shows it. */
/**
* For a terminal or a CI log, on one line: control, formatting and unassigned characters and unusual blanks become `\n`, `\x1b`, `\u{202e}`.
* The runner's workflow commands (`::name::` at the start of a line, `##[name]` anywhere) are broken up. At most `limit` UTF-16 units.
*/
function visible(text, limit = 500) {
	return shorten((text.length > limit * 4 ? text.slice(0, limit * 4) : text).replace(INVISIBLE, escapeCharacter).replaceAll("##[", "#\\x23[").replace(/^::/, "\\x3a:"), limit);
}
const INVISIBLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;
/** As {@link visible}, ASCII only, so that columns line up: every character is one cell wide. */
function visibleAscii(text, limit = 500) {
	return shorten(visible(text, limit).replace(/[^ -~…]/gu, escapeCharacter), limit);
}
const NAMED = {
	"\n": "\\n",
	"\r": "\\r",
	"	": "\\t"
};
function escapeCharacter(character) {
	const named = NAMED[character];
	if (named) return named;
	const code = character.codePointAt(0) ?? 0;
	return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}
function shorten(text, limit) {
	if (text.length <= limit) return text;
	const end = Math.max(0, limit - 1);
	const last = text.charCodeAt(end - 1);
	return `${text.slice(0, last >= 55296 && last <= 56319 ? end - 1 : end)}…`;
}
/** For HTML text and quoted attribute values. */
function html(text, limit = 2e3) {
	return visible(text, limit).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
/**
* For GitHub's Markdown, tables included: inline code whose content is inert (no markup, mention, link or workflow command). Punctuation is
* written as character references (CommonMark 0.31, section 2.5); an address of mail is linked even then, unless an element parts it.
*/
function markdownCode(text, limit = 300) {
	return text === "" ? "" : `<code>${references(text, limit).replaceAll("&#64;", "&#64;<span></span>")}</code>`;
}
/** For the inside of `<pre>`, where GitHub reads HTML only (CommonMark 0.31, section 4.6, kind 1). */
function markdownPre(text, limit = 300) {
	return references(text, limit);
}
function references(text, limit) {
	return visible(text, limit).replace(/[!-+.:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}

// src/cli/policy/analysis-text.ts
/** Most groups shown of each list; --json has all. */
const MOST_SHOWN$1 = 200;
/** What a policy would do, for a person: what is blocked first. */
function renderAnalysis(analysis, paint, verbose) {
	const { blocked, allowed, never, failed, omitted, text } = analysis;
	return `${[
		[`${paint.bold(visible(titleOf(text)))}: ${summaryOf(analysis, paint)}`, ...notes(text)],
		section$1(paint.red("Blocked"), blocked, (group) => blockedLines(group, paint)),
		section$1(paint.yellow("Failed"), failed, failedLines),
		section$1("Refused under every policy", never, (group) => [line(group), by(group.process)]),
		verbose ? section$1(paint.green("Allowed"), allowed, (group) => allowedLines(group, paint)) : [],
		additions$3(blocked, paint),
		omitted > 0 ? [`${plural(omitted, "event")} of further groups ${omitted === 1 ? "is" : "are"} counted, not listed.`] : []
	].filter((block) => block.length > 0).map((block) => block.join("\n")).join("\n\n")}\n`;
}
function titleOf({ file, use }) {
	if (use === void 0) return file;
	return `${file}:${use.line}${use.job === void 0 ? "" : `, job ${use.job}`}`;
}
/** `12 allowed, 2 blocked (1 of them was let through), 1 failed`. */
function summaryOf({ totals, blocked, allowed }, paint) {
	const groups = (list) => list.length === 0 ? "" : ` (${plural(list.length, "destination")} by process)`;
	return [
		`${totals.allowed} allowed${groups(allowed)}`,
		totals.blocked > 0 ? paint.red(`${totals.blocked} blocked`) + groups(blocked) : paint.green("nothing blocked"),
		...totals.passed > 0 ? [`${totals.passed} of the blocked were let through when it was logged`] : [],
		...totals.failed > 0 ? [paint.yellow(`${totals.failed} failed`)] : [],
		...totals.never > 0 ? [`${totals.never} refused under every policy`] : []
	].join(", ");
}
function notes(text) {
	if (text.unjudged === 0) return [];
	return [`${plural(text.unjudged, "line")} of this policy ${text.unjudged === 1 ? "holds" : "hold"} expressions and ${text.unjudged === 1 ? "is" : "are"} left out: what they allow counts as blocked here.`];
}
function section$1(title, list, lines) {
	if (list.length === 0) return [];
	const more = list.length - MOST_SHOWN$1;
	return [
		title,
		...list.slice(0, MOST_SHOWN$1).flatMap(lines),
		...more > 0 ? [`  and ${more} more; --json has them all`] : []
	];
}
function line({ destination, types, count }) {
	return `  ${visibleAscii(destination, 120)}  ${visibleAscii(types.join("+"), 40)}  ${count}x`;
}
function by(who, indent = "      by   ") {
	const from = [
		...who.step === void 0 ? [] : [`step ${who.step}`],
		...who.action === void 0 ? [] : [who.action],
		...who.image === void 0 ? [] : [`image ${who.image}`]
	].join(", ");
	return `${indent}${visible(who.command, 200)}${from === "" ? "" : ` (${visible(from, 200)})`}`;
}
function blockedLines(group, paint) {
	const passed = group.passed === 0 ? "" : group.passed === group.count ? ", let through when it was logged" : `, ${group.passed} of them let through when it was logged`;
	return [
		`${line(group)}${passed}`,
		by(group.process),
		`      why  ${visible(group.reason)}${group.nearest === void 0 ? "" : ` ${visible(capital(group.nearest))}.`}`,
		...group.requests.slice(0, 1).map((request) => `      for  ${visible(request, 200)}`),
		...group.add.slice(0, 3).map((rule) => `      ${paint.cyan(`add: ${visible(rule)}`)}`)
	];
}
function allowedLines(group, paint) {
	const unseen = group.unseen > 0 ? `; TLS was passed through, so what its URL rules say of ${plural(group.unseen, "connection")} is not known` : "";
	return [`${line(group)}  ${paint.dim(visible(group.rule ?? group.reason))}${unseen}`, by(group.process)];
}
function failedLines({ destination, process, error, count }) {
	return [`  ${visibleAscii(destination, 120)}  ${count}x  ${visible(error, 200)}`, by(process)];
}
/** One block to copy, where it saves copying several lines. */
function additions$3(blocked, paint) {
	const all = new Set(blocked.flatMap(({ add }) => add));
	const lines = [...all].filter((rule) => /^[!-~ ]+$/.test(rule) && !(rule.startsWith("dns:") && all.has(rule.slice(4)))).sort();
	if (lines.length < 2) return [];
	const shown = lines.slice(0, MOST_SHOWN$1);
	return [
		"To allow all of it, if you trust it, add:",
		...shown.map((rule) => `  ${paint.cyan(rule)}`),
		...lines.length > shown.length ? [`  and ${lines.length - shown.length} more`] : []
	];
}
/** What of the log could not be judged, if anything. */
function renderFacts(facts) {
	const { broken, firstBroken, lost, sudo, guard, ignored, otherJobs, withoutJob, runner } = facts;
	const examples = firstBroken.slice(0, 3).map(({ line: number, problem }) => `line ${number}: ${problem}`);
	return [
		...broken > 0 ? [`${plural(broken, "line")} of the log ${broken === 1 ? "is" : "are"} broken and left out (${examples.join("; ")}${broken > 3 ? "; ..." : ""}).`] : [],
		...lost > 0 ? [`The log says that ${plural(lost, "event")} ${lost === 1 ? "is" : "are"} missing in it.`] : [],
		...sudo > 0 ? [`${plural(sudo, "use")} of sudo left alone: the input allow-sudo decides them, not a policy.`] : [],
		...guard > 0 ? [`${plural(guard, "line")} about the filter itself left alone: its guard wrote ${guard === 1 ? "it" : "them"}.`] : [],
		...runner > 0 ? [`${plural(runner, "event")} of the runner's own processes left alone: no policy binds them.`] : [],
		...ignored > 0 ? [`${plural(ignored, "line")} of other types left alone.`] : [],
		...otherJobs > 0 ? [`${plural(otherJobs, "event")} of jobs without a policy here left alone.`] : [],
		...withoutJob > 0 ? [`${plural(withoutJob, "event")} without a job judged under every job's policy.`] : []
	];
}
function capital(text) {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

// src/cli/policy/files.ts
/** Far beyond any policy, workflow or list of learned names. */
const MAX_BYTES$1 = 16 << 20;
/** The name that stands for standard input in messages. */
const STDIN = "<stdin>";
/** A file a person named, or standard input for `-`. Throws UserError with one sentence. */
function readText(path, what) {
	try {
		if (path !== "-") {
			const stat = statSync(path);
			if (stat.isDirectory()) throw new UserError(`The ${what} ${path} is a directory: name a file.`);
			if (stat.size > MAX_BYTES$1) throw new UserError(`The ${what} ${path} is too large (${stat.size} bytes).`);
		}
		const bytes = path === "-" ? readStdin() : readFileSync(path);
		if (bytes.length > MAX_BYTES$1) throw new UserError(`The ${what} ${nameOf$1(path)} is too large (${bytes.length} bytes).`);
		return bytes.toString("utf8");
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw new UserError(`The ${what} ${nameOf$1(path)} cannot be read: ${reasonOf$2(error)}.`, { cause: error });
	}
}
/** Also where another process has made it non-blocking, which readFileSync takes for an error. */
function readStdin() {
	const pieces = [];
	const buffer = Buffer.alloc(65536);
	for (let total = 0; total <= MAX_BYTES$1;) try {
		const length = readSync(0, buffer);
		if (length === 0) break;
		pieces.push(Buffer.from(buffer.subarray(0, length)));
		total += length;
	} catch (error) {
		if (codeOf(error) === "EOF") break;
		if (codeOf(error) !== "EAGAIN") throw error;
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
	}
	return Buffer.concat(pieces);
}
/** The file as a person named it. */
function nameOf$1(path) {
	return path === "-" ? STDIN : path;
}
/** Why a file could not be read or written, for the end of a sentence. */
function reasonOf$2(error) {
	switch (codeOf(error)) {
		case "ENOENT": return "there is no such file";
		case "EACCES":
		case "EPERM": return "permission denied";
		case "EISDIR": return "it is a directory";
		default: return messageOf(error);
	}
}
/** Standard input can be read once. */
function onlyOneStdin(paths) {
	if (paths.filter((path) => path === "-").length > 1) throw new UserError("Standard input (-) can be read only once.");
}

// src/action/workflow/expressions.ts
/** Every `${{ ... }}`. Strings inside are quoted with ' and may hold braces (docs.github.com, "Evaluate expressions", Literals). */
function expressionsOf(text) {
	const found = [];
	for (let from = text.indexOf("${{"); from !== -1;) {
		const to = endOfExpression(text, from + 3);
		if (to === -1) break;
		found.push({
			from,
			to
		});
		from = text.indexOf("${{", to);
	}
	return found;
}
function endOfExpression(text, from) {
	for (let at = from; at < text.length; at++) if (text[at] === "'") {
		const close = text.indexOf("'", at + 1);
		if (close === -1) return -1;
		at = close;
	} else if (text.startsWith("}}", at)) return at + 2;
	return -1;
}

// src/action/workflow/line-index.ts
/** Lines of a text by index, found once: a file of a hundred thousand lines may have as many findings. Lines end as those of a policy do. */
var LineIndex = class {
	#starts = [0];
	#text;
	constructor(text) {
		this.#text = text;
		for (const match of text.matchAll(/\r\n|\n|\r/g)) this.#starts.push(match.index + match[0].length);
	}
	get count() {
		return this.#starts.length;
	}
	/** Index of the first character of a line, from 1. */
	startOf(line) {
		return this.#starts[line - 1] ?? this.#text.length;
	}
	/** A line without its end. */
	textOf(line) {
		const end = this.#starts[line] ?? this.#text.length;
		return this.#text.slice(this.startOf(line), end).replace(/[\r\n]+$/, "");
	}
	/** Line and column, both from 1. */
	at(index) {
		let low = 0;
		let high = this.#starts.length - 1;
		while (low < high) {
			const middle = low + high + 1 >>> 1;
			if ((this.#starts[middle] ?? 0) <= index) low = middle;
			else high = middle - 1;
		}
		return {
			line: low + 1,
			column: index - (this.#starts[low] ?? 0) + 1
		};
	}
};

// src/action/workflow/policy-text.ts
/** A sentence about `line 3` of a policy, with the line of the file instead. */
function inFile(sentence, policy) {
	return sentence.replace(/\bline (\d+)/, (written, number) => {
		const at = policy.lineOf(Number(number));
		if (at === void 0) return written;
		return at.file === policy.file ? `line ${at.line}` : `line ${at.line} of ${at.file}`;
	});
}
/** Between two pieces, so that no header reaches from one into the other. */
const RESET = "[]";
function makePolicyText(pieces, options) {
	const findings = [...options.findings ?? []];
	const lines = [];
	for (const piece of pieces) {
		if (lines.length > 0) lines.push(void 0);
		lines.push(...readLines$1(piece, options, findings));
	}
	const at = (line) => lines[line - 1];
	const { file, use } = options;
	return {
		file,
		...use === void 0 ? {} : { use },
		text: lines.map((line) => line === void 0 ? RESET : line.judged ? line.text : "").join("\n"),
		default: options.default,
		unjudged: lines.filter((line) => line?.judged === false).length,
		findings,
		lineOf(number) {
			const line = at(number);
			if (line === void 0) return void 0;
			const { piece } = line;
			return {
				file: piece.file,
				line: piece.lines.at(piece.origin(line.start)).line,
				written: line.text
			};
		},
		place(finding) {
			const line = at(finding.line);
			return line === void 0 ? {
				...finding,
				file
			} : placed(finding, line, use);
		}
	};
}
/** A policy file: the text as it is. */
function policyFile(file, source) {
	return makePolicyText([filePiece(file, source)], { file });
}
/** A byte order mark at the start of a file is no part of its first line. */
function filePiece(file, source) {
	const start = source.charCodeAt(0) === 65279 ? 1 : 0;
	return {
		file,
		lines: new LineIndex(source),
		text: source.slice(start),
		origin: (index) => index + start
	};
}
function placed(finding, { piece, start }, use) {
	const from = piece.origin(start + finding.column - 1);
	const to = piece.origin(start + finding.column - 1 + finding.length);
	const { line, column } = piece.lines.at(from);
	return {
		...finding,
		file: piece.file,
		line,
		column,
		length: Math.max(1, Math.min(to - from, piece.lines.textOf(line).length - column + 1)),
		...use?.job === void 0 ? {} : { job: use.job }
	};
}
function readLines$1(piece, options, findings) {
	const expressions = options.expressions ? expressionsOf(piece.text) : [];
	const lines = [];
	const index = new LineIndex(piece.text);
	let next = 0;
	let lostHeader = false;
	for (let number = 1; number <= index.count; number++) {
		const start = index.startOf(number);
		const text = index.textOf(number);
		const end = start + text.length;
		while ((expressions[next]?.to ?? Number.POSITIVE_INFINITY) <= start) next++;
		const expression = (expressions[next]?.from ?? end) < end ? expressions[next] : void 0;
		const isHeader = /^[ \t]*\[/.test(text);
		if (isHeader) lostHeader = expression !== void 0;
		const line = {
			piece,
			start,
			text,
			judged: /^[ \t]*(?:#|$)/.test(text) && expression === void 0 || expression === void 0 && !lostHeader
		};
		lines.push(line);
		if (expression !== void 0) {
			const from = Math.max(expression.from, start);
			const column = from - start + 1;
			const length = Math.max(1, Math.min(expression.to, end) - from);
			const message = isHeader ? "this header holds an expression, so neither it nor the rules below it are judged here" : "this line holds an expression, so it is not judged here";
			findings.push(placed({
				severity: "hint",
				code: "expression",
				line: 0,
				column,
				length,
				message
			}, line, options.use));
		}
	}
	return lines;
}

// node_modules/yaml/dist/nodes/identity.js
var require_identity = /* @__PURE__ */ __commonJSMin(((exports) => {
	const ALIAS = Symbol.for("yaml.alias");
	const DOC = Symbol.for("yaml.document");
	const MAP = Symbol.for("yaml.map");
	const PAIR = Symbol.for("yaml.pair");
	const SCALAR = Symbol.for("yaml.scalar");
	const SEQ = Symbol.for("yaml.seq");
	const NODE_TYPE = Symbol.for("yaml.node.type");
	const isAlias = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === ALIAS;
	const isDocument = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === DOC;
	const isMap = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === MAP;
	const isPair = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === PAIR;
	const isScalar = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === SCALAR;
	const isSeq = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === SEQ;
	function isCollection(node) {
		if (node && typeof node === "object") switch (node[NODE_TYPE]) {
			case MAP:
			case SEQ: return true;
		}
		return false;
	}
	function isNode(node) {
		if (node && typeof node === "object") switch (node[NODE_TYPE]) {
			case ALIAS:
			case MAP:
			case SCALAR:
			case SEQ: return true;
		}
		return false;
	}
	const hasAnchor = (node) => (isScalar(node) || isCollection(node)) && !!node.anchor;
	exports.ALIAS = ALIAS;
	exports.DOC = DOC;
	exports.MAP = MAP;
	exports.NODE_TYPE = NODE_TYPE;
	exports.PAIR = PAIR;
	exports.SCALAR = SCALAR;
	exports.SEQ = SEQ;
	exports.hasAnchor = hasAnchor;
	exports.isAlias = isAlias;
	exports.isCollection = isCollection;
	exports.isDocument = isDocument;
	exports.isMap = isMap;
	exports.isNode = isNode;
	exports.isPair = isPair;
	exports.isScalar = isScalar;
	exports.isSeq = isSeq;
}));

// node_modules/yaml/dist/visit.js
var require_visit = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	const BREAK = Symbol("break visit");
	const SKIP = Symbol("skip children");
	const REMOVE = Symbol("remove node");
	/**
	* Apply a visitor to an AST node or document.
	*
	* Walks through the tree (depth-first) starting from `node`, calling a
	* `visitor` function with three arguments:
	*   - `key`: For sequence values and map `Pair`, the node's index in the
	*     collection. Within a `Pair`, `'key'` or `'value'`, correspondingly.
	*     `null` for the root node.
	*   - `node`: The current node.
	*   - `path`: The ancestry of the current node.
	*
	* The return value of the visitor may be used to control the traversal:
	*   - `undefined` (default): Do nothing and continue
	*   - `visit.SKIP`: Do not visit the children of this node, continue with next
	*     sibling
	*   - `visit.BREAK`: Terminate traversal completely
	*   - `visit.REMOVE`: Remove the current node, then continue with the next one
	*   - `Node`: Replace the current node, then continue by visiting it
	*   - `number`: While iterating the items of a sequence or map, set the index
	*     of the next step. This is useful especially if the index of the current
	*     node has changed.
	*
	* If `visitor` is a single function, it will be called with all values
	* encountered in the tree, including e.g. `null` values. Alternatively,
	* separate visitor functions may be defined for each `Map`, `Pair`, `Seq`,
	* `Alias` and `Scalar` node. To define the same visitor function for more than
	* one node type, use the `Collection` (map and seq), `Value` (map, seq & scalar)
	* and `Node` (alias, map, seq & scalar) targets. Of all these, only the most
	* specific defined one will be used for each node.
	*/
	function visit(node, visitor) {
		const visitor_ = initVisitor(visitor);
		if (identity.isDocument(node)) {
			if (visit_(null, node.contents, visitor_, Object.freeze([node])) === REMOVE) node.contents = null;
		} else visit_(null, node, visitor_, Object.freeze([]));
	}
	/** Terminate visit traversal completely */
	visit.BREAK = BREAK;
	/** Do not visit the children of the current node */
	visit.SKIP = SKIP;
	/** Remove the current node */
	visit.REMOVE = REMOVE;
	function visit_(key, node, visitor, path) {
		const ctrl = callVisitor(key, node, visitor, path);
		if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
			replaceNode(key, path, ctrl);
			return visit_(key, ctrl, visitor, path);
		}
		if (typeof ctrl !== "symbol") {
			if (identity.isCollection(node)) {
				path = Object.freeze(path.concat(node));
				for (let i = 0; i < node.items.length; ++i) {
					const ci = visit_(i, node.items[i], visitor, path);
					if (typeof ci === "number") i = ci - 1;
					else if (ci === BREAK) return BREAK;
					else if (ci === REMOVE) {
						node.items.splice(i, 1);
						i -= 1;
					}
				}
			} else if (identity.isPair(node)) {
				path = Object.freeze(path.concat(node));
				const ck = visit_("key", node.key, visitor, path);
				if (ck === BREAK) return BREAK;
				else if (ck === REMOVE) node.key = null;
				const cv = visit_("value", node.value, visitor, path);
				if (cv === BREAK) return BREAK;
				else if (cv === REMOVE) node.value = null;
			}
		}
		return ctrl;
	}
	/**
	* Apply an async visitor to an AST node or document.
	*
	* Walks through the tree (depth-first) starting from `node`, calling a
	* `visitor` function with three arguments:
	*   - `key`: For sequence values and map `Pair`, the node's index in the
	*     collection. Within a `Pair`, `'key'` or `'value'`, correspondingly.
	*     `null` for the root node.
	*   - `node`: The current node.
	*   - `path`: The ancestry of the current node.
	*
	* The return value of the visitor may be used to control the traversal:
	*   - `Promise`: Must resolve to one of the following values
	*   - `undefined` (default): Do nothing and continue
	*   - `visit.SKIP`: Do not visit the children of this node, continue with next
	*     sibling
	*   - `visit.BREAK`: Terminate traversal completely
	*   - `visit.REMOVE`: Remove the current node, then continue with the next one
	*   - `Node`: Replace the current node, then continue by visiting it
	*   - `number`: While iterating the items of a sequence or map, set the index
	*     of the next step. This is useful especially if the index of the current
	*     node has changed.
	*
	* If `visitor` is a single function, it will be called with all values
	* encountered in the tree, including e.g. `null` values. Alternatively,
	* separate visitor functions may be defined for each `Map`, `Pair`, `Seq`,
	* `Alias` and `Scalar` node. To define the same visitor function for more than
	* one node type, use the `Collection` (map and seq), `Value` (map, seq & scalar)
	* and `Node` (alias, map, seq & scalar) targets. Of all these, only the most
	* specific defined one will be used for each node.
	*/
	async function visitAsync(node, visitor) {
		const visitor_ = initVisitor(visitor);
		if (identity.isDocument(node)) {
			if (await visitAsync_(null, node.contents, visitor_, Object.freeze([node])) === REMOVE) node.contents = null;
		} else await visitAsync_(null, node, visitor_, Object.freeze([]));
	}
	/** Terminate visit traversal completely */
	visitAsync.BREAK = BREAK;
	/** Do not visit the children of the current node */
	visitAsync.SKIP = SKIP;
	/** Remove the current node */
	visitAsync.REMOVE = REMOVE;
	async function visitAsync_(key, node, visitor, path) {
		const ctrl = await callVisitor(key, node, visitor, path);
		if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
			replaceNode(key, path, ctrl);
			return visitAsync_(key, ctrl, visitor, path);
		}
		if (typeof ctrl !== "symbol") {
			if (identity.isCollection(node)) {
				path = Object.freeze(path.concat(node));
				for (let i = 0; i < node.items.length; ++i) {
					const ci = await visitAsync_(i, node.items[i], visitor, path);
					if (typeof ci === "number") i = ci - 1;
					else if (ci === BREAK) return BREAK;
					else if (ci === REMOVE) {
						node.items.splice(i, 1);
						i -= 1;
					}
				}
			} else if (identity.isPair(node)) {
				path = Object.freeze(path.concat(node));
				const ck = await visitAsync_("key", node.key, visitor, path);
				if (ck === BREAK) return BREAK;
				else if (ck === REMOVE) node.key = null;
				const cv = await visitAsync_("value", node.value, visitor, path);
				if (cv === BREAK) return BREAK;
				else if (cv === REMOVE) node.value = null;
			}
		}
		return ctrl;
	}
	function initVisitor(visitor) {
		if (typeof visitor === "object" && (visitor.Collection || visitor.Node || visitor.Value)) return Object.assign({
			Alias: visitor.Node,
			Map: visitor.Node,
			Scalar: visitor.Node,
			Seq: visitor.Node
		}, visitor.Value && {
			Map: visitor.Value,
			Scalar: visitor.Value,
			Seq: visitor.Value
		}, visitor.Collection && {
			Map: visitor.Collection,
			Seq: visitor.Collection
		}, visitor);
		return visitor;
	}
	function callVisitor(key, node, visitor, path) {
		if (typeof visitor === "function") return visitor(key, node, path);
		if (identity.isMap(node)) return visitor.Map?.(key, node, path);
		if (identity.isSeq(node)) return visitor.Seq?.(key, node, path);
		if (identity.isPair(node)) return visitor.Pair?.(key, node, path);
		if (identity.isScalar(node)) return visitor.Scalar?.(key, node, path);
		if (identity.isAlias(node)) return visitor.Alias?.(key, node, path);
	}
	function replaceNode(key, path, node) {
		const parent = path[path.length - 1];
		if (identity.isCollection(parent)) parent.items[key] = node;
		else if (identity.isPair(parent)) {
			if (key === "key") parent.key = node;
			else parent.value = node;
		} else if (identity.isDocument(parent)) parent.contents = node;
		else {
			const pt = identity.isAlias(parent) ? "alias" : "scalar";
			throw new Error(`Cannot replace node with ${pt} parent`);
		}
	}
	exports.visit = visit;
	exports.visitAsync = visitAsync;
}));

// node_modules/yaml/dist/doc/directives.js
var require_directives = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var visit = require_visit();
	const escapeChars = {
		"!": "%21",
		",": "%2C",
		"[": "%5B",
		"]": "%5D",
		"{": "%7B",
		"}": "%7D"
	};
	const escapeTagName = (tn) => tn.replace(/[!,[\]{}]/g, (ch) => escapeChars[ch]);
	var Directives = class Directives {
		constructor(yaml, tags) {
			/**
			* The directives-end/doc-start marker `---`. If `null`, a marker may still be
			* included in the document's stringified representation.
			*/
			this.docStart = null;
			/** The doc-end marker `...`.  */
			this.docEnd = false;
			this.yaml = Object.assign({}, Directives.defaultYaml, yaml);
			this.tags = Object.assign({}, Directives.defaultTags, tags);
		}
		clone() {
			const copy = new Directives(this.yaml, this.tags);
			copy.docStart = this.docStart;
			return copy;
		}
		/**
		* During parsing, get a Directives instance for the current document and
		* update the stream state according to the current version's spec.
		*/
		atDocument() {
			const res = new Directives(this.yaml, this.tags);
			switch (this.yaml.version) {
				case "1.1":
					this.atNextDocument = true;
					break;
				case "1.2":
					this.atNextDocument = false;
					this.yaml = {
						explicit: Directives.defaultYaml.explicit,
						version: "1.2"
					};
					this.tags = Object.assign({}, Directives.defaultTags);
			}
			return res;
		}
		/**
		* @param onError - May be called even if the action was successful
		* @returns `true` on success
		*/
		add(line, onError) {
			if (this.atNextDocument) {
				this.yaml = {
					explicit: Directives.defaultYaml.explicit,
					version: "1.1"
				};
				this.tags = Object.assign({}, Directives.defaultTags);
				this.atNextDocument = false;
			}
			const parts = line.trim().split(/[ \t]+/);
			const name = parts.shift();
			switch (name) {
				case "%TAG": {
					if (parts.length !== 2) {
						onError(0, "%TAG directive should contain exactly two parts");
						if (parts.length < 2) return false;
					}
					const [handle, prefix] = parts;
					this.tags[handle] = prefix;
					return true;
				}
				case "%YAML": {
					this.yaml.explicit = true;
					if (parts.length !== 1) {
						onError(0, "%YAML directive should contain exactly one part");
						return false;
					}
					const [version] = parts;
					if (version === "1.1" || version === "1.2") {
						this.yaml.version = version;
						return true;
					} else {
						const isValid = /^\d+\.\d+$/.test(version);
						onError(6, `Unsupported YAML version ${version}`, isValid);
						return false;
					}
				}
				default:
					onError(0, `Unknown directive ${name}`, true);
					return false;
			}
		}
		/**
		* Resolves a tag, matching handles to those defined in %TAG directives.
		*
		* @returns Resolved tag, which may also be the non-specific tag `'!'` or a
		*   `'!local'` tag, or `null` if unresolvable.
		*/
		tagName(source, onError) {
			if (source === "!") return "!";
			if (source[0] !== "!") {
				onError(`Not a valid tag: ${source}`);
				return null;
			}
			if (source[1] === "<") {
				const verbatim = source.slice(2, -1);
				if (verbatim === "!" || verbatim === "!!") {
					onError(`Verbatim tags aren't resolved, so ${source} is invalid.`);
					return null;
				}
				if (source[source.length - 1] !== ">") onError("Verbatim tags must end with a >");
				return verbatim;
			}
			const [, handle, suffix] = source.match(/^(.*!)([^!]*)$/s);
			if (!suffix) onError(`The ${source} tag has no suffix`);
			const prefix = this.tags[handle];
			if (prefix) try {
				return prefix + decodeURIComponent(suffix);
			} catch (error) {
				onError(String(error));
				return null;
			}
			if (handle === "!") return source;
			onError(`Could not resolve tag: ${source}`);
			return null;
		}
		/**
		* Given a fully resolved tag, returns its printable string form,
		* taking into account current tag prefixes and defaults.
		*/
		tagString(tag) {
			for (const [handle, prefix] of Object.entries(this.tags)) if (tag.startsWith(prefix)) return handle + escapeTagName(tag.substring(prefix.length));
			return tag[0] === "!" ? tag : `!<${tag}>`;
		}
		toString(doc) {
			const lines = this.yaml.explicit ? [`%YAML ${this.yaml.version || "1.2"}`] : [];
			const tagEntries = Object.entries(this.tags);
			let tagNames;
			if (doc && tagEntries.length > 0 && identity.isNode(doc.contents)) {
				const tags = {};
				visit.visit(doc.contents, (_key, node) => {
					if (identity.isNode(node) && node.tag) tags[node.tag] = true;
				});
				tagNames = Object.keys(tags);
			} else tagNames = [];
			for (const [handle, prefix] of tagEntries) {
				if (handle === "!!" && prefix === "tag:yaml.org,2002:") continue;
				if (!doc || tagNames.some((tn) => tn.startsWith(prefix))) lines.push(`%TAG ${handle} ${prefix}`);
			}
			return lines.join("\n");
		}
	};
	Directives.defaultYaml = {
		explicit: false,
		version: "1.2"
	};
	Directives.defaultTags = { "!!": "tag:yaml.org,2002:" };
	exports.Directives = Directives;
}));

// node_modules/yaml/dist/doc/anchors.js
var require_anchors = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var visit = require_visit();
	/**
	* Verify that the input string is a valid anchor.
	*
	* Will throw on errors.
	*/
	function anchorIsValid(anchor) {
		if (/[\x00-\x19\s,[\]{}]/.test(anchor)) {
			const msg = `Anchor must not contain whitespace or control characters: ${JSON.stringify(anchor)}`;
			throw new Error(msg);
		}
		return true;
	}
	function anchorNames(root) {
		const anchors = /* @__PURE__ */ new Set();
		visit.visit(root, { Value(_key, node) {
			if (node.anchor) anchors.add(node.anchor);
		} });
		return anchors;
	}
	/** Find a new anchor name with the given `prefix` and a one-indexed suffix. */
	function findNewAnchor(prefix, exclude) {
		for (let i = 1;; ++i) {
			const name = `${prefix}${i}`;
			if (!exclude.has(name)) return name;
		}
	}
	function createNodeAnchors(doc, prefix) {
		const aliasObjects = [];
		const sourceObjects = /* @__PURE__ */ new Map();
		let prevAnchors = null;
		return {
			onAnchor: (source) => {
				aliasObjects.push(source);
				prevAnchors ?? (prevAnchors = anchorNames(doc));
				const anchor = findNewAnchor(prefix, prevAnchors);
				prevAnchors.add(anchor);
				return anchor;
			},
			/**
			* With circular references, the source node is only resolved after all
			* of its child nodes are. This is why anchors are set only after all of
			* the nodes have been created.
			*/
			setAnchors: () => {
				for (const source of aliasObjects) {
					const ref = sourceObjects.get(source);
					if (typeof ref === "object" && ref.anchor && (identity.isScalar(ref.node) || identity.isCollection(ref.node))) ref.node.anchor = ref.anchor;
					else {
						const error = /* @__PURE__ */ new Error("Failed to resolve repeated object (this should not happen)");
						error.source = source;
						throw error;
					}
				}
			},
			sourceObjects
		};
	}
	exports.anchorIsValid = anchorIsValid;
	exports.anchorNames = anchorNames;
	exports.createNodeAnchors = createNodeAnchors;
	exports.findNewAnchor = findNewAnchor;
}));

// node_modules/yaml/dist/doc/applyReviver.js
var require_applyReviver = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* Applies the JSON.parse reviver algorithm as defined in the ECMA-262 spec,
	* in section 24.5.1.1 "Runtime Semantics: InternalizeJSONProperty" of the
	* 2021 edition: https://tc39.es/ecma262/#sec-json.parse
	*
	* Includes extensions for handling Map and Set objects.
	*/
	function applyReviver(reviver, obj, key, val) {
		if (val && typeof val === "object") {
			if (Array.isArray(val)) for (let i = 0, len = val.length; i < len; ++i) {
				const v0 = val[i];
				const v1 = applyReviver(reviver, val, String(i), v0);
				if (v1 === void 0) delete val[i];
				else if (v1 !== v0) val[i] = v1;
			}
			else if (val instanceof Map) for (const k of Array.from(val.keys())) {
				const v0 = val.get(k);
				const v1 = applyReviver(reviver, val, k, v0);
				if (v1 === void 0) val.delete(k);
				else if (v1 !== v0) val.set(k, v1);
			}
			else if (val instanceof Set) for (const v0 of Array.from(val)) {
				const v1 = applyReviver(reviver, val, v0, v0);
				if (v1 === void 0) val.delete(v0);
				else if (v1 !== v0) {
					val.delete(v0);
					val.add(v1);
				}
			}
			else for (const [k, v0] of Object.entries(val)) {
				const v1 = applyReviver(reviver, val, k, v0);
				if (v1 === void 0) delete val[k];
				else if (v1 !== v0) val[k] = v1;
			}
		}
		return reviver.call(obj, key, val);
	}
	exports.applyReviver = applyReviver;
}));

// node_modules/yaml/dist/nodes/toJS.js
var require_toJS = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	/**
	* Recursively convert any node or its contents to native JavaScript
	*
	* @param value - The input value
	* @param arg - If `value` defines a `toJSON()` method, use this
	*   as its first argument
	* @param ctx - Conversion context, originally set in Document#toJS(). If
	*   `{ keep: true }` is not set, output should be suitable for JSON
	*   stringification.
	*/
	function toJS(value, arg, ctx) {
		if (Array.isArray(value)) return value.map((v, i) => toJS(v, String(i), ctx));
		if (value && typeof value.toJSON === "function") {
			if (!ctx || !identity.hasAnchor(value)) return value.toJSON(arg, ctx);
			const data = {
				aliasCount: 0,
				count: 1,
				res: void 0
			};
			ctx.anchors.set(value, data);
			ctx.onCreate = (res) => {
				data.res = res;
				delete ctx.onCreate;
			};
			const res = value.toJSON(arg, ctx);
			if (ctx.onCreate) ctx.onCreate(res);
			return res;
		}
		if (typeof value === "bigint" && !ctx?.keep) return Number(value);
		return value;
	}
	exports.toJS = toJS;
}));

// node_modules/yaml/dist/nodes/Node.js
var require_Node = /* @__PURE__ */ __commonJSMin(((exports) => {
	var applyReviver = require_applyReviver();
	var identity = require_identity();
	var toJS = require_toJS();
	var NodeBase = class {
		constructor(type) {
			Object.defineProperty(this, identity.NODE_TYPE, { value: type });
		}
		/** Create a copy of this node.  */
		clone() {
			const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
			if (this.range) copy.range = this.range.slice();
			return copy;
		}
		/** A plain JavaScript representation of this node. */
		toJS(doc, { mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
			if (!identity.isDocument(doc)) throw new TypeError("A document argument is required");
			const ctx = {
				anchors: /* @__PURE__ */ new Map(),
				doc,
				keep: true,
				mapAsMap: mapAsMap === true,
				mapKeyWarned: false,
				maxAliasCount: typeof maxAliasCount === "number" ? maxAliasCount : 100
			};
			const res = toJS.toJS(this, "", ctx);
			if (typeof onAnchor === "function") for (const { count, res } of ctx.anchors.values()) onAnchor(res, count);
			return typeof reviver === "function" ? applyReviver.applyReviver(reviver, { "": res }, "", res) : res;
		}
	};
	exports.NodeBase = NodeBase;
}));

// node_modules/yaml/dist/nodes/Alias.js
var require_Alias = /* @__PURE__ */ __commonJSMin(((exports) => {
	var anchors = require_anchors();
	var visit = require_visit();
	var identity = require_identity();
	var Node = require_Node();
	var toJS = require_toJS();
	var Alias = class extends Node.NodeBase {
		constructor(source) {
			super(identity.ALIAS);
			this.source = source;
			Object.defineProperty(this, "tag", { set() {
				throw new Error("Alias nodes cannot have tags");
			} });
		}
		/**
		* Resolve the value of this alias within `doc`, finding the last
		* instance of the `source` anchor before this node.
		*/
		resolve(doc, ctx) {
			if (ctx?.maxAliasCount === 0) throw new ReferenceError("Alias resolution is disabled");
			let nodes;
			if (ctx?.aliasResolveCache) nodes = ctx.aliasResolveCache;
			else {
				nodes = [];
				visit.visit(doc, { Node: (_key, node) => {
					if (identity.isAlias(node) || identity.hasAnchor(node)) nodes.push(node);
				} });
				if (ctx) ctx.aliasResolveCache = nodes;
			}
			let found = void 0;
			for (const node of nodes) {
				if (node === this) break;
				if (node.anchor === this.source) found = node;
			}
			if (found && ctx) {
				const { anchors, doc, maxAliasCount } = ctx;
				let data = anchors.get(found);
				if (!data) {
					toJS.toJS(found, null, ctx);
					data = anchors.get(found);
				}
				/* istanbul ignore if */
				if (data?.res === void 0) throw new ReferenceError("This should not happen: Alias anchor was not resolved?");
				if (maxAliasCount >= 0) {
					data.count += 1;
					if (data.aliasCount === 0) data.aliasCount = getAliasCount(doc, found, anchors);
					if (data.count * data.aliasCount > maxAliasCount) throw new ReferenceError("Excessive alias count indicates a resource exhaustion attack");
				}
			}
			return found;
		}
		toJSON(_arg, ctx) {
			if (!ctx) return { source: this.source };
			const source = this.resolve(ctx.doc, ctx);
			if (!source) {
				const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
				throw new ReferenceError(msg);
			}
			return ctx.anchors.get(source).res;
		}
		toString(ctx, _onComment, _onChompKeep) {
			const src = `*${this.source}`;
			if (ctx) {
				anchors.anchorIsValid(this.source);
				if (ctx.options.verifyAliasOrder && !ctx.anchors.has(this.source)) {
					const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
					throw new Error(msg);
				}
				if (ctx.implicitKey) return `${src} `;
			}
			return src;
		}
	};
	function getAliasCount(doc, node, anchors) {
		if (identity.isAlias(node)) {
			const source = node.resolve(doc);
			const anchor = anchors && source && anchors.get(source);
			return anchor ? anchor.count * anchor.aliasCount : 0;
		} else if (identity.isCollection(node)) {
			let count = 0;
			for (const item of node.items) {
				const c = getAliasCount(doc, item, anchors);
				if (c > count) count = c;
			}
			return count;
		} else if (identity.isPair(node)) {
			const kc = getAliasCount(doc, node.key, anchors);
			const vc = getAliasCount(doc, node.value, anchors);
			return Math.max(kc, vc);
		}
		return 1;
	}
	exports.Alias = Alias;
}));

// node_modules/yaml/dist/nodes/Scalar.js
var require_Scalar = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Node = require_Node();
	var toJS = require_toJS();
	const isScalarValue = (value) => !value || typeof value !== "function" && typeof value !== "object";
	var Scalar = class extends Node.NodeBase {
		constructor(value) {
			super(identity.SCALAR);
			this.value = value;
		}
		toJSON(arg, ctx) {
			return ctx?.keep ? this.value : toJS.toJS(this.value, arg, ctx);
		}
		toString() {
			return String(this.value);
		}
	};
	Scalar.BLOCK_FOLDED = "BLOCK_FOLDED";
	Scalar.BLOCK_LITERAL = "BLOCK_LITERAL";
	Scalar.PLAIN = "PLAIN";
	Scalar.QUOTE_DOUBLE = "QUOTE_DOUBLE";
	Scalar.QUOTE_SINGLE = "QUOTE_SINGLE";
	exports.Scalar = Scalar;
	exports.isScalarValue = isScalarValue;
}));

// node_modules/yaml/dist/doc/createNode.js
var require_createNode = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Alias = require_Alias();
	var identity = require_identity();
	var Scalar = require_Scalar();
	const defaultTagPrefix = "tag:yaml.org,2002:";
	function findTagObject(value, tagName, tags) {
		if (tagName) {
			const match = tags.filter((t) => t.tag === tagName);
			const tagObj = match.find((t) => !t.format) ?? match[0];
			if (!tagObj) throw new Error(`Tag ${tagName} not found`);
			return tagObj;
		}
		return tags.find((t) => t.identify?.(value) && !t.format);
	}
	function createNode(value, tagName, ctx) {
		if (identity.isDocument(value)) value = value.contents;
		if (identity.isNode(value)) return value;
		if (identity.isPair(value)) {
			const map = ctx.schema[identity.MAP].createNode?.(ctx.schema, null, ctx);
			map.items.push(value);
			return map;
		}
		if (value instanceof String || value instanceof Number || value instanceof Boolean || typeof BigInt !== "undefined" && value instanceof BigInt) value = value.valueOf();
		const { aliasDuplicateObjects, onAnchor, onTagObj, schema, sourceObjects } = ctx;
		let ref = void 0;
		if (aliasDuplicateObjects && value && typeof value === "object") {
			ref = sourceObjects.get(value);
			if (ref) {
				ref.anchor ?? (ref.anchor = onAnchor(value));
				return new Alias.Alias(ref.anchor);
			} else {
				ref = {
					anchor: null,
					node: null
				};
				sourceObjects.set(value, ref);
			}
		}
		if (tagName?.startsWith("!!")) tagName = defaultTagPrefix + tagName.slice(2);
		let tagObj = findTagObject(value, tagName, schema.tags);
		if (!tagObj) {
			if (value && typeof value.toJSON === "function") value = value.toJSON();
			if (!value || typeof value !== "object") {
				const node = new Scalar.Scalar(value);
				if (ref) ref.node = node;
				return node;
			}
			tagObj = value instanceof Map ? schema[identity.MAP] : Symbol.iterator in Object(value) ? schema[identity.SEQ] : schema[identity.MAP];
		}
		if (onTagObj) {
			onTagObj(tagObj);
			delete ctx.onTagObj;
		}
		const node = tagObj?.createNode ? tagObj.createNode(ctx.schema, value, ctx) : typeof tagObj?.nodeClass?.from === "function" ? tagObj.nodeClass.from(ctx.schema, value, ctx) : new Scalar.Scalar(value);
		if (tagName) node.tag = tagName;
		else if (!tagObj.default) node.tag = tagObj.tag;
		if (ref) ref.node = node;
		return node;
	}
	exports.createNode = createNode;
}));

// node_modules/yaml/dist/nodes/Collection.js
var require_Collection = /* @__PURE__ */ __commonJSMin(((exports) => {
	var createNode = require_createNode();
	var identity = require_identity();
	var Node = require_Node();
	function collectionFromPath(schema, path, value) {
		let v = value;
		for (let i = path.length - 1; i >= 0; --i) {
			const k = path[i];
			if (typeof k === "number" && Number.isInteger(k) && k >= 0) {
				const a = [];
				a[k] = v;
				v = a;
			} else v = /* @__PURE__ */ new Map([[k, v]]);
		}
		return createNode.createNode(v, void 0, {
			aliasDuplicateObjects: false,
			keepUndefined: false,
			onAnchor: () => {
				throw new Error("This should not happen, please report a bug.");
			},
			schema,
			sourceObjects: /* @__PURE__ */ new Map()
		});
	}
	const isEmptyPath = (path) => path == null || typeof path === "object" && !!path[Symbol.iterator]().next().done;
	var Collection = class extends Node.NodeBase {
		constructor(type, schema) {
			super(type);
			Object.defineProperty(this, "schema", {
				value: schema,
				configurable: true,
				enumerable: false,
				writable: true
			});
		}
		/**
		* Create a copy of this collection.
		*
		* @param schema - If defined, overwrites the original's schema
		*/
		clone(schema) {
			const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
			if (schema) copy.schema = schema;
			copy.items = copy.items.map((it) => identity.isNode(it) || identity.isPair(it) ? it.clone(schema) : it);
			if (this.range) copy.range = this.range.slice();
			return copy;
		}
		/**
		* Adds a value to the collection. For `!!map` and `!!omap` the value must
		* be a Pair instance or a `{ key, value }` object, which may not have a key
		* that already exists in the map.
		*/
		addIn(path, value) {
			if (isEmptyPath(path)) this.add(value);
			else {
				const [key, ...rest] = path;
				const node = this.get(key, true);
				if (identity.isCollection(node)) node.addIn(rest, value);
				else if (node === void 0 && this.schema) this.set(key, collectionFromPath(this.schema, rest, value));
				else throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
			}
		}
		/**
		* Removes a value from the collection.
		* @returns `true` if the item was found and removed.
		*/
		deleteIn(path) {
			const [key, ...rest] = path;
			if (rest.length === 0) return this.delete(key);
			const node = this.get(key, true);
			if (identity.isCollection(node)) return node.deleteIn(rest);
			else throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
		}
		/**
		* Returns item at `key`, or `undefined` if not found. By default unwraps
		* scalar values from their surrounding node; to disable set `keepScalar` to
		* `true` (collections are always returned intact).
		*/
		getIn(path, keepScalar) {
			const [key, ...rest] = path;
			const node = this.get(key, true);
			if (rest.length === 0) return !keepScalar && identity.isScalar(node) ? node.value : node;
			else return identity.isCollection(node) ? node.getIn(rest, keepScalar) : void 0;
		}
		hasAllNullValues(allowScalar) {
			return this.items.every((node) => {
				if (!identity.isPair(node)) return false;
				const n = node.value;
				return n == null || allowScalar && identity.isScalar(n) && n.value == null && !n.commentBefore && !n.comment && !n.tag;
			});
		}
		/**
		* Checks if the collection includes a value with the key `key`.
		*/
		hasIn(path) {
			const [key, ...rest] = path;
			if (rest.length === 0) return this.has(key);
			const node = this.get(key, true);
			return identity.isCollection(node) ? node.hasIn(rest) : false;
		}
		/**
		* Sets a value in this collection. For `!!set`, `value` needs to be a
		* boolean to add/remove the item from the set.
		*/
		setIn(path, value) {
			const [key, ...rest] = path;
			if (rest.length === 0) this.set(key, value);
			else {
				const node = this.get(key, true);
				if (identity.isCollection(node)) node.setIn(rest, value);
				else if (node === void 0 && this.schema) this.set(key, collectionFromPath(this.schema, rest, value));
				else throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
			}
		}
	};
	exports.Collection = Collection;
	exports.collectionFromPath = collectionFromPath;
	exports.isEmptyPath = isEmptyPath;
}));

// node_modules/yaml/dist/stringify/stringifyComment.js
var require_stringifyComment = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* Stringifies a comment.
	*
	* Empty comment lines are left empty,
	* lines consisting of a single space are replaced by `#`,
	* and all other lines are prefixed with a `#`.
	*/
	const stringifyComment = (str) => str.replace(/^(?!$)(?: $)?/gm, "#");
	function indentComment(comment, indent) {
		if (/^\n+$/.test(comment)) return comment.substring(1);
		return indent ? comment.replace(/^(?! *$)/gm, indent) : comment;
	}
	const lineComment = (str, indent, comment) => str.endsWith("\n") ? indentComment(comment, indent) : comment.includes("\n") ? "\n" + indentComment(comment, indent) : (str.endsWith(" ") ? "" : " ") + comment;
	exports.indentComment = indentComment;
	exports.lineComment = lineComment;
	exports.stringifyComment = stringifyComment;
}));

// node_modules/yaml/dist/stringify/foldFlowLines.js
var require_foldFlowLines = /* @__PURE__ */ __commonJSMin(((exports) => {
	const FOLD_FLOW = "flow";
	const FOLD_BLOCK = "block";
	const FOLD_QUOTED = "quoted";
	/**
	* Tries to keep input at up to `lineWidth` characters, splitting only on spaces
	* not followed by newlines or spaces unless `mode` is `'quoted'`. Lines are
	* terminated with `\n` and started with `indent`.
	*/
	function foldFlowLines(text, indent, mode = "flow", { indentAtStart, lineWidth = 80, minContentWidth = 20, onFold, onOverflow } = {}) {
		if (!lineWidth || lineWidth < 0) return text;
		if (lineWidth < minContentWidth) minContentWidth = 0;
		const endStep = Math.max(1 + minContentWidth, 1 + lineWidth - indent.length);
		if (text.length <= endStep) return text;
		const folds = [];
		const escapedFolds = {};
		let end = lineWidth - indent.length;
		if (typeof indentAtStart === "number") {
			if (indentAtStart > lineWidth - Math.max(2, minContentWidth)) folds.push(0);
			else end = lineWidth - indentAtStart;
		}
		let split = void 0;
		let prev = void 0;
		let overflow = false;
		let i = -1;
		let escStart = -1;
		let escEnd = -1;
		if (mode === FOLD_BLOCK) {
			i = consumeMoreIndentedLines(text, i, indent.length);
			if (i !== -1) end = i + endStep;
		}
		for (let ch; ch = text[i += 1];) {
			if (mode === FOLD_QUOTED && ch === "\\") {
				escStart = i;
				switch (text[i + 1]) {
					case "x":
						i += 3;
						break;
					case "u":
						i += 5;
						break;
					case "U":
						i += 9;
						break;
					default: i += 1;
				}
				escEnd = i;
			}
			if (ch === "\n") {
				if (mode === FOLD_BLOCK) i = consumeMoreIndentedLines(text, i, indent.length);
				end = i + indent.length + endStep;
				split = void 0;
			} else {
				if (ch === " " && prev && prev !== " " && prev !== "\n" && prev !== "	") {
					const next = text[i + 1];
					if (next && next !== " " && next !== "\n" && next !== "	") split = i;
				}
				if (i >= end) {
					if (split) {
						folds.push(split);
						end = split + endStep;
						split = void 0;
					} else if (mode === FOLD_QUOTED) {
						while (prev === " " || prev === "	") {
							prev = ch;
							ch = text[i += 1];
							overflow = true;
						}
						const j = i > escEnd + 1 ? i - 2 : escStart - 1;
						if (escapedFolds[j]) return text;
						folds.push(j);
						escapedFolds[j] = true;
						end = j + endStep;
						split = void 0;
					} else overflow = true;
				}
			}
			prev = ch;
		}
		if (overflow && onOverflow) onOverflow();
		if (folds.length === 0) return text;
		if (onFold) onFold();
		let res = text.slice(0, folds[0]);
		for (let i = 0; i < folds.length; ++i) {
			const fold = folds[i];
			const end = folds[i + 1] || text.length;
			if (fold === 0) res = `\n${indent}${text.slice(0, end)}`;
			else {
				if (mode === FOLD_QUOTED && escapedFolds[fold]) res += `${text[fold]}\\`;
				res += `\n${indent}${text.slice(fold + 1, end)}`;
			}
		}
		return res;
	}
	/**
	* Presumes `i + 1` is at the start of a line
	* @returns index of last newline in more-indented block
	*/
	function consumeMoreIndentedLines(text, i, indent) {
		let end = i;
		let start = i + 1;
		let ch = text[start];
		while (ch === " " || ch === "	") if (i < start + indent) ch = text[++i];
		else {
			do
				ch = text[++i];
			while (ch && ch !== "\n");
			end = i;
			start = i + 1;
			ch = text[start];
		}
		return end;
	}
	exports.FOLD_BLOCK = FOLD_BLOCK;
	exports.FOLD_FLOW = FOLD_FLOW;
	exports.FOLD_QUOTED = FOLD_QUOTED;
	exports.foldFlowLines = foldFlowLines;
}));

// node_modules/yaml/dist/stringify/stringifyString.js
var require_stringifyString = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var foldFlowLines = require_foldFlowLines();
	const getFoldOptions = (ctx, isBlock) => ({
		indentAtStart: isBlock ? ctx.indent.length : ctx.indentAtStart,
		lineWidth: ctx.options.lineWidth,
		minContentWidth: ctx.options.minContentWidth
	});
	const containsDocumentMarker = (str) => /^(%|---|\.\.\.)/m.test(str);
	function lineLengthOverLimit(str, lineWidth, indentLength) {
		if (!lineWidth || lineWidth < 0) return false;
		const limit = lineWidth - indentLength;
		const strLen = str.length;
		if (strLen <= limit) return false;
		for (let i = 0, start = 0; i < strLen; ++i) if (str[i] === "\n") {
			if (i - start > limit) return true;
			start = i + 1;
			if (strLen - start <= limit) return false;
		}
		return true;
	}
	function doubleQuotedString(value, ctx) {
		const json = JSON.stringify(value);
		if (ctx.options.doubleQuotedAsJSON) return json;
		const { implicitKey } = ctx;
		const minMultiLineLength = ctx.options.doubleQuotedMinMultiLineLength;
		const indent = ctx.indent || (containsDocumentMarker(value) ? "  " : "");
		let str = "";
		let start = 0;
		for (let i = 0, ch = json[i]; ch; ch = json[++i]) {
			if (ch === " " && json[i + 1] === "\\" && json[i + 2] === "n") {
				str += json.slice(start, i) + "\\ ";
				i += 1;
				start = i;
				ch = "\\";
			}
			if (ch === "\\") switch (json[i + 1]) {
				case "u":
					{
						str += json.slice(start, i);
						const code = json.substr(i + 2, 4);
						switch (code) {
							case "0000":
								str += "\\0";
								break;
							case "0007":
								str += "\\a";
								break;
							case "000b":
								str += "\\v";
								break;
							case "001b":
								str += "\\e";
								break;
							case "0085":
								str += "\\N";
								break;
							case "00a0":
								str += "\\_";
								break;
							case "2028":
								str += "\\L";
								break;
							case "2029":
								str += "\\P";
								break;
							default: if (code.substr(0, 2) === "00") str += "\\x" + code.substr(2);
							else str += json.substr(i, 6);
						}
						i += 5;
						start = i + 1;
					}
					break;
				case "n":
					if (implicitKey || json[i + 2] === "\"" || json.length < minMultiLineLength) i += 1;
					else {
						str += json.slice(start, i) + "\n\n";
						while (json[i + 2] === "\\" && json[i + 3] === "n" && json[i + 4] !== "\"") {
							str += "\n";
							i += 2;
						}
						str += indent;
						if (json[i + 2] === " ") str += "\\";
						i += 1;
						start = i + 1;
					}
					break;
				default: i += 1;
			}
		}
		str = start ? str + json.slice(start) : json;
		return implicitKey ? str : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_QUOTED, getFoldOptions(ctx, false));
	}
	function singleQuotedString(value, ctx) {
		if (ctx.options.singleQuote === false || ctx.implicitKey && value.includes("\n") || /[ \t]\n|\n[ \t]/.test(value)) return doubleQuotedString(value, ctx);
		const indent = ctx.indent || (containsDocumentMarker(value) ? "  " : "");
		const res = "'" + value.replace(/'/g, "''").replace(/\n+/g, `$&\n${indent}`) + "'";
		return ctx.implicitKey ? res : foldFlowLines.foldFlowLines(res, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
	}
	function quotedString(value, ctx) {
		const { singleQuote } = ctx.options;
		let qs;
		if (singleQuote === false) qs = doubleQuotedString;
		else {
			const hasDouble = value.includes("\"");
			const hasSingle = value.includes("'");
			if (hasDouble && !hasSingle) qs = singleQuotedString;
			else if (hasSingle && !hasDouble) qs = doubleQuotedString;
			else qs = singleQuote ? singleQuotedString : doubleQuotedString;
		}
		return qs(value, ctx);
	}
	let blockEndNewlines;
	try {
		blockEndNewlines = /* @__PURE__ */ new RegExp("(^|(?<!\n))\n+(?!\n|$)", "g");
	} catch {
		blockEndNewlines = /\n+(?!\n|$)/g;
	}
	function blockString({ comment, type, value }, ctx, onComment, onChompKeep) {
		const { blockQuote, commentString, lineWidth } = ctx.options;
		if (!blockQuote || /\n[\t ]+$/.test(value)) return quotedString(value, ctx);
		const indent = ctx.indent || (ctx.forceBlockIndent || containsDocumentMarker(value) ? "  " : "");
		const literal = blockQuote === "literal" ? true : blockQuote === "folded" || type === Scalar.Scalar.BLOCK_FOLDED ? false : type === Scalar.Scalar.BLOCK_LITERAL ? true : !lineLengthOverLimit(value, lineWidth, indent.length);
		if (!value) return literal ? "|\n" : ">\n";
		let chomp;
		let endStart;
		for (endStart = value.length; endStart > 0; --endStart) {
			const ch = value[endStart - 1];
			if (ch !== "\n" && ch !== "	" && ch !== " ") break;
		}
		let end = value.substring(endStart);
		const endNlPos = end.indexOf("\n");
		if (endNlPos === -1) chomp = "-";
		else if (value === end || endNlPos !== end.length - 1) {
			chomp = "+";
			if (onChompKeep) onChompKeep();
		} else chomp = "";
		if (end) {
			value = value.slice(0, -end.length);
			if (end[end.length - 1] === "\n") end = end.slice(0, -1);
			end = end.replace(blockEndNewlines, `$&${indent}`);
		}
		let startWithSpace = false;
		let startEnd;
		let startNlPos = -1;
		for (startEnd = 0; startEnd < value.length; ++startEnd) {
			const ch = value[startEnd];
			if (ch === " ") startWithSpace = true;
			else if (ch === "\n") startNlPos = startEnd;
			else break;
		}
		let start = value.substring(0, startNlPos < startEnd ? startNlPos + 1 : startEnd);
		if (start) {
			value = value.substring(start.length);
			start = start.replace(/\n+/g, `$&${indent}`);
		}
		let header = (startWithSpace ? indent ? "2" : "1" : "") + chomp;
		if (comment) {
			header += " " + commentString(comment.replace(/ ?[\r\n]+/g, " "));
			if (onComment) onComment();
		}
		if (!literal) {
			const foldedValue = value.replace(/\n+/g, "\n$&").replace(/(?:^|\n)([\t ].*)(?:([\n\t ]*)\n(?![\n\t ]))?/g, "$1$2").replace(/\n+/g, `$&${indent}`);
			let literalFallback = false;
			const foldOptions = getFoldOptions(ctx, true);
			if (blockQuote !== "folded" && type !== Scalar.Scalar.BLOCK_FOLDED) foldOptions.onOverflow = () => {
				literalFallback = true;
			};
			const body = foldFlowLines.foldFlowLines(`${start}${foldedValue}${end}`, indent, foldFlowLines.FOLD_BLOCK, foldOptions);
			if (!literalFallback) return `>${header}\n${indent}${body}`;
		}
		value = value.replace(/\n+/g, `$&${indent}`);
		return `|${header}\n${indent}${start}${value}${end}`;
	}
	function plainString(item, ctx, onComment, onChompKeep) {
		const { type, value } = item;
		const { actualString, implicitKey, indent, indentStep, inFlow } = ctx;
		if (implicitKey && value.includes("\n") || inFlow && /[[\]{},]/.test(value)) return quotedString(value, ctx);
		if (/^[\n\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$/.test(value)) return implicitKey || inFlow || !value.includes("\n") ? quotedString(value, ctx) : blockString(item, ctx, onComment, onChompKeep);
		if (!implicitKey && !inFlow && type !== Scalar.Scalar.PLAIN && value.includes("\n")) return blockString(item, ctx, onComment, onChompKeep);
		if (containsDocumentMarker(value)) {
			if (indent === "") {
				ctx.forceBlockIndent = true;
				return blockString(item, ctx, onComment, onChompKeep);
			} else if (implicitKey && indent === indentStep) return quotedString(value, ctx);
		}
		const str = value.replace(/\n+/g, `$&\n${indent}`);
		if (actualString) {
			const test = (tag) => tag.default && tag.tag !== "tag:yaml.org,2002:str" && tag.test?.test(str);
			const { compat, tags } = ctx.doc.schema;
			if (tags.some(test) || compat?.some(test)) return quotedString(value, ctx);
		}
		return implicitKey ? str : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
	}
	function stringifyString(item, ctx, onComment, onChompKeep) {
		const { implicitKey, inFlow } = ctx;
		const ss = typeof item.value === "string" ? item : Object.assign({}, item, { value: String(item.value) });
		let { type } = item;
		if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
			if (/[\x00-\x08\x0b-\x1f\x7f-\x9f\u{D800}-\u{DFFF}]/u.test(ss.value)) type = Scalar.Scalar.QUOTE_DOUBLE;
		}
		const _stringify = (_type) => {
			switch (_type) {
				case Scalar.Scalar.BLOCK_FOLDED:
				case Scalar.Scalar.BLOCK_LITERAL: return implicitKey || inFlow ? quotedString(ss.value, ctx) : blockString(ss, ctx, onComment, onChompKeep);
				case Scalar.Scalar.QUOTE_DOUBLE: return doubleQuotedString(ss.value, ctx);
				case Scalar.Scalar.QUOTE_SINGLE: return singleQuotedString(ss.value, ctx);
				case Scalar.Scalar.PLAIN: return plainString(ss, ctx, onComment, onChompKeep);
				default: return null;
			}
		};
		let res = _stringify(type);
		if (res === null) {
			const { defaultKeyType, defaultStringType } = ctx.options;
			const t = implicitKey && defaultKeyType || defaultStringType;
			res = _stringify(t);
			if (res === null) throw new Error(`Unsupported default string type ${t}`);
		}
		return res;
	}
	exports.stringifyString = stringifyString;
}));

// node_modules/yaml/dist/stringify/stringify.js
var require_stringify = /* @__PURE__ */ __commonJSMin(((exports) => {
	var anchors = require_anchors();
	var identity = require_identity();
	var stringifyComment = require_stringifyComment();
	var stringifyString = require_stringifyString();
	function createStringifyContext(doc, options) {
		const opt = Object.assign({
			blockQuote: true,
			commentString: stringifyComment.stringifyComment,
			defaultKeyType: null,
			defaultStringType: "PLAIN",
			directives: null,
			doubleQuotedAsJSON: false,
			doubleQuotedMinMultiLineLength: 40,
			falseStr: "false",
			flowCollectionPadding: true,
			indentSeq: true,
			lineWidth: 80,
			minContentWidth: 20,
			nullStr: "null",
			simpleKeys: false,
			singleQuote: null,
			trailingComma: false,
			trueStr: "true",
			verifyAliasOrder: true
		}, doc.schema.toStringOptions, options);
		let inFlow;
		switch (opt.collectionStyle) {
			case "block":
				inFlow = false;
				break;
			case "flow":
				inFlow = true;
				break;
			default: inFlow = null;
		}
		return {
			anchors: /* @__PURE__ */ new Set(),
			doc,
			flowCollectionPadding: opt.flowCollectionPadding ? " " : "",
			indent: "",
			indentStep: typeof opt.indent === "number" ? " ".repeat(opt.indent) : "  ",
			inFlow,
			options: opt
		};
	}
	function getTagObject(tags, item) {
		if (item.tag) {
			const match = tags.filter((t) => t.tag === item.tag);
			if (match.length > 0) return match.find((t) => t.format === item.format) ?? match[0];
		}
		let tagObj = void 0;
		let obj;
		if (identity.isScalar(item)) {
			obj = item.value;
			let match = tags.filter((t) => t.identify?.(obj));
			if (match.length > 1) {
				const testMatch = match.filter((t) => t.test);
				if (testMatch.length > 0) match = testMatch;
			}
			tagObj = match.find((t) => t.format === item.format) ?? match.find((t) => !t.format);
		} else {
			obj = item;
			tagObj = tags.find((t) => t.nodeClass && obj instanceof t.nodeClass);
		}
		if (!tagObj) {
			const name = obj?.constructor?.name ?? (obj === null ? "null" : typeof obj);
			throw new Error(`Tag not resolved for ${name} value`);
		}
		return tagObj;
	}
	function stringifyProps(node, tagObj, { anchors: anchors$1, doc }) {
		if (!doc.directives) return "";
		const props = [];
		const anchor = (identity.isScalar(node) || identity.isCollection(node)) && node.anchor;
		if (anchor && anchors.anchorIsValid(anchor)) {
			anchors$1.add(anchor);
			props.push(`&${anchor}`);
		}
		const tag = node.tag ?? (tagObj.default ? null : tagObj.tag);
		if (tag) props.push(doc.directives.tagString(tag));
		return props.join(" ");
	}
	function stringify(item, ctx, onComment, onChompKeep) {
		if (identity.isPair(item)) return item.toString(ctx, onComment, onChompKeep);
		if (identity.isAlias(item)) {
			if (ctx.doc.directives) return item.toString(ctx);
			if (ctx.resolvedAliases?.has(item)) throw new TypeError(`Cannot stringify circular structure without alias nodes`);
			else {
				if (ctx.resolvedAliases) ctx.resolvedAliases.add(item);
				else ctx.resolvedAliases = /* @__PURE__ */ new Set([item]);
				item = item.resolve(ctx.doc);
			}
		}
		let tagObj = void 0;
		const node = identity.isNode(item) ? item : ctx.doc.createNode(item, { onTagObj: (o) => tagObj = o });
		tagObj ?? (tagObj = getTagObject(ctx.doc.schema.tags, node));
		const props = stringifyProps(node, tagObj, ctx);
		if (props.length > 0) ctx.indentAtStart = (ctx.indentAtStart ?? 0) + props.length + 1;
		const str = typeof tagObj.stringify === "function" ? tagObj.stringify(node, ctx, onComment, onChompKeep) : identity.isScalar(node) ? stringifyString.stringifyString(node, ctx, onComment, onChompKeep) : node.toString(ctx, onComment, onChompKeep);
		if (!props) return str;
		return identity.isScalar(node) || str[0] === "{" || str[0] === "[" ? `${props} ${str}` : `${props}\n${ctx.indent}${str}`;
	}
	exports.createStringifyContext = createStringifyContext;
	exports.stringify = stringify;
}));

// node_modules/yaml/dist/stringify/stringifyPair.js
var require_stringifyPair = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Scalar = require_Scalar();
	var stringify = require_stringify();
	var stringifyComment = require_stringifyComment();
	function stringifyPair({ key, value }, ctx, onComment, onChompKeep) {
		const { allNullValues, doc, indent, indentStep, options: { commentString, indentSeq, simpleKeys } } = ctx;
		let keyComment = identity.isNode(key) && key.comment || null;
		if (simpleKeys) {
			if (keyComment) throw new Error("With simple keys, key nodes cannot have comments");
			if (identity.isCollection(key) || !identity.isNode(key) && typeof key === "object") throw new Error("With simple keys, collection cannot be used as a key value");
		}
		let explicitKey = !simpleKeys && (!key || keyComment && value == null && !ctx.inFlow || identity.isCollection(key) || (identity.isScalar(key) ? key.type === Scalar.Scalar.BLOCK_FOLDED || key.type === Scalar.Scalar.BLOCK_LITERAL : typeof key === "object"));
		ctx = Object.assign({}, ctx, {
			allNullValues: false,
			implicitKey: !explicitKey && (simpleKeys || !allNullValues),
			indent: indent + indentStep
		});
		let keyCommentDone = false;
		let chompKeep = false;
		let str = stringify.stringify(key, ctx, () => keyCommentDone = true, () => chompKeep = true);
		if (!explicitKey && !ctx.inFlow && str.length > 1024) {
			if (simpleKeys) throw new Error("With simple keys, single line scalar must not span more than 1024 characters");
			explicitKey = true;
		}
		if (ctx.inFlow) {
			if (allNullValues || value == null) {
				if (keyCommentDone && onComment) onComment();
				return str === "" ? "?" : explicitKey ? `? ${str}` : str;
			}
		} else if (allNullValues && !simpleKeys || value == null && explicitKey) {
			str = `? ${str}`;
			if (keyComment && !keyCommentDone) str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
			else if (chompKeep && onChompKeep) onChompKeep();
			return str;
		}
		if (keyCommentDone) keyComment = null;
		if (explicitKey) {
			if (keyComment) str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
			str = `? ${str}\n${indent}:`;
		} else {
			str = `${str}:`;
			if (keyComment) str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
		}
		let vsb, vcb, valueComment;
		if (identity.isNode(value)) {
			vsb = !!value.spaceBefore;
			vcb = value.commentBefore;
			valueComment = value.comment;
		} else {
			vsb = false;
			vcb = null;
			valueComment = null;
			if (value && typeof value === "object") value = doc.createNode(value);
		}
		ctx.implicitKey = false;
		if (!explicitKey && !keyComment && identity.isScalar(value)) ctx.indentAtStart = str.length + 1;
		chompKeep = false;
		if (!indentSeq && indentStep.length >= 2 && !ctx.inFlow && !explicitKey && identity.isSeq(value) && !value.flow && !value.tag && !value.anchor) ctx.indent = ctx.indent.substring(2);
		let valueCommentDone = false;
		const valueStr = stringify.stringify(value, ctx, () => valueCommentDone = true, () => chompKeep = true);
		let ws = " ";
		if (keyComment || vsb || vcb) {
			ws = vsb ? "\n" : "";
			if (vcb) {
				const cs = commentString(vcb);
				ws += `\n${stringifyComment.indentComment(cs, ctx.indent)}`;
			}
			if (valueStr === "" && !ctx.inFlow) {
				if (ws === "\n" && valueComment) ws = "\n\n";
			} else ws += `\n${ctx.indent}`;
		} else if (!explicitKey && identity.isCollection(value)) {
			const vs0 = valueStr[0];
			const nl0 = valueStr.indexOf("\n");
			const hasNewline = nl0 !== -1;
			const flow = ctx.inFlow ?? value.flow ?? value.items.length === 0;
			if (hasNewline || !flow) {
				let hasPropsLine = false;
				if (hasNewline && (vs0 === "&" || vs0 === "!")) {
					let sp0 = valueStr.indexOf(" ");
					if (vs0 === "&" && sp0 !== -1 && sp0 < nl0 && valueStr[sp0 + 1] === "!") sp0 = valueStr.indexOf(" ", sp0 + 1);
					if (sp0 === -1 || nl0 < sp0) hasPropsLine = true;
				}
				if (!hasPropsLine) ws = `\n${ctx.indent}`;
			}
		} else if (valueStr === "" || valueStr[0] === "\n") ws = "";
		str += ws + valueStr;
		if (ctx.inFlow) {
			if (valueCommentDone && onComment) onComment();
		} else if (valueComment && !valueCommentDone) str += stringifyComment.lineComment(str, ctx.indent, commentString(valueComment));
		else if (chompKeep && onChompKeep) onChompKeep();
		return str;
	}
	exports.stringifyPair = stringifyPair;
}));

// node_modules/yaml/dist/log.js
var require_log = /* @__PURE__ */ __commonJSMin(((exports) => {
	var node_process = __require("process");
	function debug(logLevel, ...messages) {
		if (logLevel === "debug") console.log(...messages);
	}
	function warn(logLevel, warning) {
		if (logLevel === "debug" || logLevel === "warn") {
			if (typeof node_process.emitWarning === "function") node_process.emitWarning(warning);
			else console.warn(warning);
		}
	}
	exports.debug = debug;
	exports.warn = warn;
}));

// node_modules/yaml/dist/schema/yaml-1.1/merge.js
var require_merge = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Scalar = require_Scalar();
	const MERGE_KEY = "<<";
	const merge = {
		identify: (value) => value === MERGE_KEY || typeof value === "symbol" && value.description === MERGE_KEY,
		default: "key",
		tag: "tag:yaml.org,2002:merge",
		test: /^<<$/,
		resolve: () => Object.assign(new Scalar.Scalar(Symbol(MERGE_KEY)), { addToJSMap: addMergeToJSMap }),
		stringify: () => MERGE_KEY
	};
	const isMergeKey = (ctx, key) => (merge.identify(key) || identity.isScalar(key) && (!key.type || key.type === Scalar.Scalar.PLAIN) && merge.identify(key.value)) && ctx?.doc.schema.tags.some((tag) => tag.tag === merge.tag && tag.default);
	function addMergeToJSMap(ctx, map, value) {
		const source = resolveAliasValue(ctx, value);
		if (identity.isSeq(source)) for (const it of source.items) mergeValue(ctx, map, it);
		else if (Array.isArray(source)) for (const it of source) mergeValue(ctx, map, it);
		else mergeValue(ctx, map, source);
	}
	function mergeValue(ctx, map, value) {
		const source = resolveAliasValue(ctx, value);
		if (!identity.isMap(source)) throw new Error("Merge sources must be maps or map aliases");
		const srcMap = source.toJSON(null, ctx, Map);
		for (const [key, value] of srcMap) if (map instanceof Map) {
			if (!map.has(key)) map.set(key, value);
		} else if (map instanceof Set) map.add(key);
		else if (!Object.prototype.hasOwnProperty.call(map, key)) Object.defineProperty(map, key, {
			value,
			writable: true,
			enumerable: true,
			configurable: true
		});
		return map;
	}
	function resolveAliasValue(ctx, value) {
		return ctx && identity.isAlias(value) ? value.resolve(ctx.doc, ctx) : value;
	}
	exports.addMergeToJSMap = addMergeToJSMap;
	exports.isMergeKey = isMergeKey;
	exports.merge = merge;
}));

// node_modules/yaml/dist/nodes/addPairToJSMap.js
var require_addPairToJSMap = /* @__PURE__ */ __commonJSMin(((exports) => {
	var log = require_log();
	var merge = require_merge();
	var stringify = require_stringify();
	var identity = require_identity();
	var toJS = require_toJS();
	function addPairToJSMap(ctx, map, { key, value }) {
		if (identity.isNode(key) && key.addToJSMap) key.addToJSMap(ctx, map, value);
		else if (merge.isMergeKey(ctx, key)) merge.addMergeToJSMap(ctx, map, value);
		else {
			const jsKey = toJS.toJS(key, "", ctx);
			if (map instanceof Map) map.set(jsKey, toJS.toJS(value, jsKey, ctx));
			else if (map instanceof Set) map.add(jsKey);
			else {
				const stringKey = stringifyKey(key, jsKey, ctx);
				const jsValue = toJS.toJS(value, stringKey, ctx);
				if (stringKey in map) Object.defineProperty(map, stringKey, {
					value: jsValue,
					writable: true,
					enumerable: true,
					configurable: true
				});
				else map[stringKey] = jsValue;
			}
		}
		return map;
	}
	function stringifyKey(key, jsKey, ctx) {
		if (jsKey === null) return "";
		if (typeof jsKey !== "object") return String(jsKey);
		if (identity.isNode(key) && ctx?.doc) {
			const strCtx = stringify.createStringifyContext(ctx.doc, {});
			strCtx.anchors = /* @__PURE__ */ new Set();
			for (const node of ctx.anchors.keys()) strCtx.anchors.add(node.anchor);
			strCtx.inFlow = true;
			strCtx.inStringifyKey = true;
			const strKey = key.toString(strCtx);
			if (!ctx.mapKeyWarned) {
				let jsonStr = JSON.stringify(strKey);
				if (jsonStr.length > 40) jsonStr = jsonStr.substring(0, 36) + "...\"";
				log.warn(ctx.doc.options.logLevel, `Keys with collection values will be stringified due to JS Object restrictions: ${jsonStr}. Set mapAsMap: true to use object keys.`);
				ctx.mapKeyWarned = true;
			}
			return strKey;
		}
		return JSON.stringify(jsKey);
	}
	exports.addPairToJSMap = addPairToJSMap;
}));

// node_modules/yaml/dist/nodes/Pair.js
var require_Pair = /* @__PURE__ */ __commonJSMin(((exports) => {
	var createNode = require_createNode();
	var stringifyPair = require_stringifyPair();
	var addPairToJSMap = require_addPairToJSMap();
	var identity = require_identity();
	function createPair(key, value, ctx) {
		const k = createNode.createNode(key, void 0, ctx);
		const v = createNode.createNode(value, void 0, ctx);
		return new Pair(k, v);
	}
	var Pair = class Pair {
		constructor(key, value = null) {
			Object.defineProperty(this, identity.NODE_TYPE, { value: identity.PAIR });
			this.key = key;
			this.value = value;
		}
		clone(schema) {
			let { key, value } = this;
			if (identity.isNode(key)) key = key.clone(schema);
			if (identity.isNode(value)) value = value.clone(schema);
			return new Pair(key, value);
		}
		toJSON(_, ctx) {
			const pair = ctx?.mapAsMap ? /* @__PURE__ */ new Map() : {};
			return addPairToJSMap.addPairToJSMap(ctx, pair, this);
		}
		toString(ctx, onComment, onChompKeep) {
			return ctx?.doc ? stringifyPair.stringifyPair(this, ctx, onComment, onChompKeep) : JSON.stringify(this);
		}
	};
	exports.Pair = Pair;
	exports.createPair = createPair;
}));

// node_modules/yaml/dist/stringify/stringifyCollection.js
var require_stringifyCollection = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var stringify = require_stringify();
	var stringifyComment = require_stringifyComment();
	function stringifyCollection(collection, ctx, options) {
		return (ctx.inFlow ?? collection.flow ? stringifyFlowCollection : stringifyBlockCollection)(collection, ctx, options);
	}
	function stringifyBlockCollection({ comment, items }, ctx, { blockItemPrefix, flowChars, itemIndent, onChompKeep, onComment }) {
		const { indent, options: { commentString } } = ctx;
		const itemCtx = Object.assign({}, ctx, {
			indent: itemIndent,
			type: null
		});
		let chompKeep = false;
		const lines = [];
		for (let i = 0; i < items.length; ++i) {
			const item = items[i];
			let comment = null;
			if (identity.isNode(item)) {
				if (!chompKeep && item.spaceBefore) lines.push("");
				addCommentBefore(ctx, lines, item.commentBefore, chompKeep);
				if (item.comment) comment = item.comment;
			} else if (identity.isPair(item)) {
				const ik = identity.isNode(item.key) ? item.key : null;
				if (ik) {
					if (!chompKeep && ik.spaceBefore) lines.push("");
					addCommentBefore(ctx, lines, ik.commentBefore, chompKeep);
				}
			}
			chompKeep = false;
			let str = stringify.stringify(item, itemCtx, () => comment = null, () => chompKeep = true);
			if (comment) str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
			if (chompKeep && comment) chompKeep = false;
			lines.push(blockItemPrefix + str);
		}
		let str;
		if (lines.length === 0) str = flowChars.start + flowChars.end;
		else {
			str = lines[0];
			for (let i = 1; i < lines.length; ++i) {
				const line = lines[i];
				str += line ? `\n${indent}${line}` : "\n";
			}
		}
		if (comment) {
			str += "\n" + stringifyComment.indentComment(commentString(comment), indent);
			if (onComment) onComment();
		} else if (chompKeep && onChompKeep) onChompKeep();
		return str;
	}
	function stringifyFlowCollection({ items }, ctx, { flowChars, itemIndent }) {
		const { indent, indentStep, flowCollectionPadding: fcPadding, options: { commentString } } = ctx;
		itemIndent += indentStep;
		const itemCtx = Object.assign({}, ctx, {
			indent: itemIndent,
			inFlow: true,
			type: null
		});
		let reqNewline = false;
		let linesAtValue = 0;
		const lines = [];
		for (let i = 0; i < items.length; ++i) {
			const item = items[i];
			let comment = null;
			if (identity.isNode(item)) {
				if (item.spaceBefore) lines.push("");
				addCommentBefore(ctx, lines, item.commentBefore, false);
				if (item.comment) comment = item.comment;
			} else if (identity.isPair(item)) {
				const ik = identity.isNode(item.key) ? item.key : null;
				if (ik) {
					if (ik.spaceBefore) lines.push("");
					addCommentBefore(ctx, lines, ik.commentBefore, false);
					if (ik.comment) reqNewline = true;
				}
				const iv = identity.isNode(item.value) ? item.value : null;
				if (iv) {
					if (iv.comment) comment = iv.comment;
					if (iv.commentBefore) reqNewline = true;
				} else if (item.value == null && ik?.comment) comment = ik.comment;
			}
			if (comment) reqNewline = true;
			let str = stringify.stringify(item, itemCtx, () => comment = null);
			reqNewline || (reqNewline = lines.length > linesAtValue || str.includes("\n"));
			if (i < items.length - 1) str += ",";
			else if (ctx.options.trailingComma) {
				if (ctx.options.lineWidth > 0) reqNewline || (reqNewline = lines.reduce((sum, line) => sum + line.length + 2, 2) + (str.length + 2) > ctx.options.lineWidth);
				if (reqNewline) str += ",";
			}
			if (comment) str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
			lines.push(str);
			linesAtValue = lines.length;
		}
		const { start, end } = flowChars;
		if (lines.length === 0) return start + end;
		else {
			if (!reqNewline) {
				const len = lines.reduce((sum, line) => sum + line.length + 2, 2);
				reqNewline = ctx.options.lineWidth > 0 && len > ctx.options.lineWidth;
			}
			if (reqNewline) {
				let str = start;
				for (const line of lines) str += line ? `\n${indentStep}${indent}${line}` : "\n";
				return `${str}\n${indent}${end}`;
			} else return `${start}${fcPadding}${lines.join(" ")}${fcPadding}${end}`;
		}
	}
	function addCommentBefore({ indent, options: { commentString } }, lines, comment, chompKeep) {
		if (comment && chompKeep) comment = comment.replace(/^\n+/, "");
		if (comment) {
			const ic = stringifyComment.indentComment(commentString(comment), indent);
			lines.push(ic.trimStart());
		}
	}
	exports.stringifyCollection = stringifyCollection;
}));

// node_modules/yaml/dist/nodes/YAMLMap.js
var require_YAMLMap = /* @__PURE__ */ __commonJSMin(((exports) => {
	var stringifyCollection = require_stringifyCollection();
	var addPairToJSMap = require_addPairToJSMap();
	var Collection = require_Collection();
	var identity = require_identity();
	var Pair = require_Pair();
	var Scalar = require_Scalar();
	function findPair(items, key) {
		const k = identity.isScalar(key) ? key.value : key;
		for (const it of items) if (identity.isPair(it)) {
			if (it.key === key || it.key === k) return it;
			if (identity.isScalar(it.key) && it.key.value === k) return it;
		}
	}
	var YAMLMap = class extends Collection.Collection {
		static get tagName() {
			return "tag:yaml.org,2002:map";
		}
		constructor(schema) {
			super(identity.MAP, schema);
			this.items = [];
		}
		/**
		* A generic collection parsing method that can be extended
		* to other node classes that inherit from YAMLMap
		*/
		static from(schema, obj, ctx) {
			const { keepUndefined, replacer } = ctx;
			const map = new this(schema);
			const add = (key, value) => {
				if (typeof replacer === "function") value = replacer.call(obj, key, value);
				else if (Array.isArray(replacer) && !replacer.includes(key)) return;
				if (value !== void 0 || keepUndefined) map.items.push(Pair.createPair(key, value, ctx));
			};
			if (obj instanceof Map) for (const [key, value] of obj) add(key, value);
			else if (obj && typeof obj === "object") for (const key of Object.keys(obj)) add(key, obj[key]);
			if (typeof schema.sortMapEntries === "function") map.items.sort(schema.sortMapEntries);
			return map;
		}
		/**
		* Adds a value to the collection.
		*
		* @param overwrite - If not set `true`, using a key that is already in the
		*   collection will throw. Otherwise, overwrites the previous value.
		*/
		add(pair, overwrite) {
			let _pair;
			if (identity.isPair(pair)) _pair = pair;
			else if (!pair || typeof pair !== "object" || !("key" in pair)) _pair = new Pair.Pair(pair, pair?.value);
			else _pair = new Pair.Pair(pair.key, pair.value);
			const prev = findPair(this.items, _pair.key);
			const sortEntries = this.schema?.sortMapEntries;
			if (prev) {
				if (!overwrite) throw new Error(`Key ${_pair.key} already set`);
				if (identity.isScalar(prev.value) && Scalar.isScalarValue(_pair.value)) prev.value.value = _pair.value;
				else prev.value = _pair.value;
			} else if (sortEntries) {
				const i = this.items.findIndex((item) => sortEntries(_pair, item) < 0);
				if (i === -1) this.items.push(_pair);
				else this.items.splice(i, 0, _pair);
			} else this.items.push(_pair);
		}
		delete(key) {
			const it = findPair(this.items, key);
			if (!it) return false;
			return this.items.splice(this.items.indexOf(it), 1).length > 0;
		}
		get(key, keepScalar) {
			const node = findPair(this.items, key)?.value;
			return (!keepScalar && identity.isScalar(node) ? node.value : node) ?? void 0;
		}
		has(key) {
			return !!findPair(this.items, key);
		}
		set(key, value) {
			this.add(new Pair.Pair(key, value), true);
		}
		/**
		* @param ctx - Conversion context, originally set in Document#toJS()
		* @param {Class} Type - If set, forces the returned collection type
		* @returns Instance of Type, Map, or Object
		*/
		toJSON(_, ctx, Type) {
			const map = Type ? new Type() : ctx?.mapAsMap ? /* @__PURE__ */ new Map() : {};
			if (ctx?.onCreate) ctx.onCreate(map);
			for (const item of this.items) addPairToJSMap.addPairToJSMap(ctx, map, item);
			return map;
		}
		toString(ctx, onComment, onChompKeep) {
			if (!ctx) return JSON.stringify(this);
			for (const item of this.items) if (!identity.isPair(item)) throw new Error(`Map items must all be pairs; found ${JSON.stringify(item)} instead`);
			if (!ctx.allNullValues && this.hasAllNullValues(false)) ctx = Object.assign({}, ctx, { allNullValues: true });
			return stringifyCollection.stringifyCollection(this, ctx, {
				blockItemPrefix: "",
				flowChars: {
					start: "{",
					end: "}"
				},
				itemIndent: ctx.indent || "",
				onChompKeep,
				onComment
			});
		}
	};
	exports.YAMLMap = YAMLMap;
	exports.findPair = findPair;
}));

// node_modules/yaml/dist/schema/common/map.js
var require_map = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var YAMLMap = require_YAMLMap();
	const map = {
		collection: "map",
		default: true,
		nodeClass: YAMLMap.YAMLMap,
		tag: "tag:yaml.org,2002:map",
		resolve(map, onError) {
			if (!identity.isMap(map)) onError("Expected a mapping for this tag");
			return map;
		},
		createNode: (schema, obj, ctx) => YAMLMap.YAMLMap.from(schema, obj, ctx)
	};
	exports.map = map;
}));

// node_modules/yaml/dist/nodes/YAMLSeq.js
var require_YAMLSeq = /* @__PURE__ */ __commonJSMin(((exports) => {
	var createNode = require_createNode();
	var stringifyCollection = require_stringifyCollection();
	var Collection = require_Collection();
	var identity = require_identity();
	var Scalar = require_Scalar();
	var toJS = require_toJS();
	var YAMLSeq = class extends Collection.Collection {
		static get tagName() {
			return "tag:yaml.org,2002:seq";
		}
		constructor(schema) {
			super(identity.SEQ, schema);
			this.items = [];
		}
		add(value) {
			this.items.push(value);
		}
		/**
		* Removes a value from the collection.
		*
		* `key` must contain a representation of an integer for this to succeed.
		* It may be wrapped in a `Scalar`.
		*
		* @returns `true` if the item was found and removed.
		*/
		delete(key) {
			const idx = asItemIndex(key);
			if (typeof idx !== "number") return false;
			return this.items.splice(idx, 1).length > 0;
		}
		get(key, keepScalar) {
			const idx = asItemIndex(key);
			if (typeof idx !== "number") return void 0;
			const it = this.items[idx];
			return !keepScalar && identity.isScalar(it) ? it.value : it;
		}
		/**
		* Checks if the collection includes a value with the key `key`.
		*
		* `key` must contain a representation of an integer for this to succeed.
		* It may be wrapped in a `Scalar`.
		*/
		has(key) {
			const idx = asItemIndex(key);
			return typeof idx === "number" && idx < this.items.length;
		}
		/**
		* Sets a value in this collection. For `!!set`, `value` needs to be a
		* boolean to add/remove the item from the set.
		*
		* If `key` does not contain a representation of an integer, this will throw.
		* It may be wrapped in a `Scalar`.
		*/
		set(key, value) {
			const idx = asItemIndex(key);
			if (typeof idx !== "number") throw new Error(`Expected a valid index, not ${key}.`);
			const prev = this.items[idx];
			if (identity.isScalar(prev) && Scalar.isScalarValue(value)) prev.value = value;
			else this.items[idx] = value;
		}
		toJSON(_, ctx) {
			const seq = [];
			if (ctx?.onCreate) ctx.onCreate(seq);
			let i = 0;
			for (const item of this.items) seq.push(toJS.toJS(item, String(i++), ctx));
			return seq;
		}
		toString(ctx, onComment, onChompKeep) {
			if (!ctx) return JSON.stringify(this);
			return stringifyCollection.stringifyCollection(this, ctx, {
				blockItemPrefix: "- ",
				flowChars: {
					start: "[",
					end: "]"
				},
				itemIndent: (ctx.indent || "") + "  ",
				onChompKeep,
				onComment
			});
		}
		static from(schema, obj, ctx) {
			const { replacer } = ctx;
			const seq = new this(schema);
			if (obj && Symbol.iterator in Object(obj)) {
				let i = 0;
				for (let it of obj) {
					if (typeof replacer === "function") {
						const key = obj instanceof Set ? it : String(i++);
						it = replacer.call(obj, key, it);
					}
					seq.items.push(createNode.createNode(it, void 0, ctx));
				}
			}
			return seq;
		}
	};
	function asItemIndex(key) {
		let idx = identity.isScalar(key) ? key.value : key;
		if (idx && typeof idx === "string") idx = Number(idx);
		return typeof idx === "number" && Number.isInteger(idx) && idx >= 0 ? idx : null;
	}
	exports.YAMLSeq = YAMLSeq;
}));

// node_modules/yaml/dist/schema/common/seq.js
var require_seq = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var YAMLSeq = require_YAMLSeq();
	const seq = {
		collection: "seq",
		default: true,
		nodeClass: YAMLSeq.YAMLSeq,
		tag: "tag:yaml.org,2002:seq",
		resolve(seq, onError) {
			if (!identity.isSeq(seq)) onError("Expected a sequence for this tag");
			return seq;
		},
		createNode: (schema, obj, ctx) => YAMLSeq.YAMLSeq.from(schema, obj, ctx)
	};
	exports.seq = seq;
}));

// node_modules/yaml/dist/schema/common/string.js
var require_string = /* @__PURE__ */ __commonJSMin(((exports) => {
	var stringifyString = require_stringifyString();
	const string = {
		identify: (value) => typeof value === "string",
		default: true,
		tag: "tag:yaml.org,2002:str",
		resolve: (str) => str,
		stringify(item, ctx, onComment, onChompKeep) {
			ctx = Object.assign({ actualString: true }, ctx);
			return stringifyString.stringifyString(item, ctx, onComment, onChompKeep);
		}
	};
	exports.string = string;
}));

// node_modules/yaml/dist/schema/common/null.js
var require_null = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	const nullTag = {
		identify: (value) => value == null,
		createNode: () => new Scalar.Scalar(null),
		default: true,
		tag: "tag:yaml.org,2002:null",
		test: /^(?:~|[Nn]ull|NULL)?$/,
		resolve: () => new Scalar.Scalar(null),
		stringify: ({ source }, ctx) => typeof source === "string" && nullTag.test.test(source) ? source : ctx.options.nullStr
	};
	exports.nullTag = nullTag;
}));

// node_modules/yaml/dist/schema/core/bool.js
var require_bool$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	const boolTag = {
		identify: (value) => typeof value === "boolean",
		default: true,
		tag: "tag:yaml.org,2002:bool",
		test: /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/,
		resolve: (str) => new Scalar.Scalar(str[0] === "t" || str[0] === "T"),
		stringify({ source, value }, ctx) {
			if (source && boolTag.test.test(source)) {
				if (value === (source[0] === "t" || source[0] === "T")) return source;
			}
			return value ? ctx.options.trueStr : ctx.options.falseStr;
		}
	};
	exports.boolTag = boolTag;
}));

// node_modules/yaml/dist/stringify/stringifyNumber.js
var require_stringifyNumber = /* @__PURE__ */ __commonJSMin(((exports) => {
	function stringifyNumber({ format, minFractionDigits, tag, value }) {
		if (typeof value === "bigint") return String(value);
		const num = typeof value === "number" ? value : Number(value);
		if (!isFinite(num)) return isNaN(num) ? ".nan" : num < 0 ? "-.inf" : ".inf";
		let n = Object.is(value, -0) ? "-0" : JSON.stringify(value);
		if (!format && minFractionDigits && (!tag || tag === "tag:yaml.org,2002:float") && /^-?\d/.test(n) && !n.includes("e")) {
			let i = n.indexOf(".");
			if (i < 0) {
				i = n.length;
				n += ".";
			}
			let d = minFractionDigits - (n.length - i - 1);
			while (d-- > 0) n += "0";
		}
		return n;
	}
	exports.stringifyNumber = stringifyNumber;
}));

// node_modules/yaml/dist/schema/core/float.js
var require_float$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var stringifyNumber = require_stringifyNumber();
	const floatNaN = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
		resolve: (str) => str.slice(-3).toLowerCase() === "nan" ? NaN : str[0] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
		stringify: stringifyNumber.stringifyNumber
	};
	const floatExp = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		format: "EXP",
		test: /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/,
		resolve: (str) => parseFloat(str),
		stringify(node) {
			const num = Number(node.value);
			return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
		}
	};
	const float = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		test: /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/,
		resolve(str) {
			const node = new Scalar.Scalar(parseFloat(str));
			const dot = str.indexOf(".");
			if (dot !== -1 && str[str.length - 1] === "0") node.minFractionDigits = str.length - dot - 1;
			return node;
		},
		stringify: stringifyNumber.stringifyNumber
	};
	exports.float = float;
	exports.floatExp = floatExp;
	exports.floatNaN = floatNaN;
}));

// node_modules/yaml/dist/schema/core/int.js
var require_int$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var stringifyNumber = require_stringifyNumber();
	const intIdentify = (value) => typeof value === "bigint" || Number.isInteger(value);
	const intResolve = (str, offset, radix, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str.substring(offset), radix);
	function intStringify(node, radix, prefix) {
		const { value } = node;
		if (intIdentify(value) && value >= 0) return prefix + value.toString(radix);
		return stringifyNumber.stringifyNumber(node);
	}
	const intOct = {
		identify: (value) => intIdentify(value) && value >= 0,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "OCT",
		test: /^0o[0-7]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 2, 8, opt),
		stringify: (node) => intStringify(node, 8, "0o")
	};
	const int = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		test: /^[-+]?[0-9]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
		stringify: stringifyNumber.stringifyNumber
	};
	const intHex = {
		identify: (value) => intIdentify(value) && value >= 0,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "HEX",
		test: /^0x[0-9a-fA-F]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
		stringify: (node) => intStringify(node, 16, "0x")
	};
	exports.int = int;
	exports.intHex = intHex;
	exports.intOct = intOct;
}));

// node_modules/yaml/dist/schema/core/schema.js
var require_schema$2 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var map = require_map();
	var _null = require_null();
	var seq = require_seq();
	var string = require_string();
	var bool = require_bool$1();
	var float = require_float$1();
	var int = require_int$1();
	const schema = [
		map.map,
		seq.seq,
		string.string,
		_null.nullTag,
		bool.boolTag,
		int.intOct,
		int.int,
		int.intHex,
		float.floatNaN,
		float.floatExp,
		float.float
	];
	exports.schema = schema;
}));

// node_modules/yaml/dist/schema/json/schema.js
var require_schema$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var map = require_map();
	var seq = require_seq();
	function intIdentify(value) {
		return typeof value === "bigint" || Number.isInteger(value);
	}
	const stringifyJSON = ({ value }) => JSON.stringify(value);
	const jsonScalars = [
		{
			identify: (value) => typeof value === "string",
			default: true,
			tag: "tag:yaml.org,2002:str",
			resolve: (str) => str,
			stringify: stringifyJSON
		},
		{
			identify: (value) => value == null,
			createNode: () => new Scalar.Scalar(null),
			default: true,
			tag: "tag:yaml.org,2002:null",
			test: /^null$/,
			resolve: () => null,
			stringify: stringifyJSON
		},
		{
			identify: (value) => typeof value === "boolean",
			default: true,
			tag: "tag:yaml.org,2002:bool",
			test: /^true$|^false$/,
			resolve: (str) => str === "true",
			stringify: stringifyJSON
		},
		{
			identify: intIdentify,
			default: true,
			tag: "tag:yaml.org,2002:int",
			test: /^-?(?:0|[1-9][0-9]*)$/,
			resolve: (str, _onError, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str, 10),
			stringify: ({ value }) => intIdentify(value) ? value.toString() : JSON.stringify(value)
		},
		{
			identify: (value) => typeof value === "number",
			default: true,
			tag: "tag:yaml.org,2002:float",
			test: /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$/,
			resolve: (str) => parseFloat(str),
			stringify: stringifyJSON
		}
	];
	const schema = [map.map, seq.seq].concat(jsonScalars, {
		default: true,
		tag: "",
		test: /^/,
		resolve(str, onError) {
			onError(`Unresolved plain scalar ${JSON.stringify(str)}`);
			return str;
		}
	});
	exports.schema = schema;
}));

// node_modules/yaml/dist/schema/yaml-1.1/binary.js
var require_binary = /* @__PURE__ */ __commonJSMin(((exports) => {
	var node_buffer = __require("buffer");
	var Scalar = require_Scalar();
	var stringifyString = require_stringifyString();
	const binary = {
		identify: (value) => value instanceof Uint8Array,
		default: false,
		tag: "tag:yaml.org,2002:binary",
		/**
		* Returns a Buffer in node and an Uint8Array in browsers
		*
		* To use the resulting buffer as an image, you'll want to do something like:
		*
		*   const blob = new Blob([buffer], { type: 'image/jpeg' })
		*   document.querySelector('#photo').src = URL.createObjectURL(blob)
		*/
		resolve(src, onError) {
			if (typeof node_buffer.Buffer === "function") return node_buffer.Buffer.from(src, "base64");
			else if (typeof atob === "function") {
				const str = atob(src.replace(/[\n\r]/g, ""));
				const buffer = new Uint8Array(str.length);
				for (let i = 0; i < str.length; ++i) buffer[i] = str.charCodeAt(i);
				return buffer;
			} else {
				onError("This environment does not support reading binary tags; either Buffer or atob is required");
				return src;
			}
		},
		stringify({ comment, type, value }, ctx, onComment, onChompKeep) {
			if (!value) return "";
			const buf = value;
			let str;
			if (typeof node_buffer.Buffer === "function") str = buf instanceof node_buffer.Buffer ? buf.toString("base64") : node_buffer.Buffer.from(buf.buffer).toString("base64");
			else if (typeof btoa === "function") {
				let s = "";
				for (let i = 0; i < buf.length; ++i) s += String.fromCharCode(buf[i]);
				str = btoa(s);
			} else throw new Error("This environment does not support writing binary tags; either Buffer or btoa is required");
			type ?? (type = Scalar.Scalar.BLOCK_LITERAL);
			if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
				const lineWidth = Math.max(ctx.options.lineWidth - ctx.indent.length, ctx.options.minContentWidth);
				const n = Math.ceil(str.length / lineWidth);
				const lines = new Array(n);
				for (let i = 0, o = 0; i < n; ++i, o += lineWidth) lines[i] = str.substr(o, lineWidth);
				str = lines.join(type === Scalar.Scalar.BLOCK_LITERAL ? "\n" : " ");
			}
			return stringifyString.stringifyString({
				comment,
				type,
				value: str
			}, ctx, onComment, onChompKeep);
		}
	};
	exports.binary = binary;
}));

// node_modules/yaml/dist/schema/yaml-1.1/pairs.js
var require_pairs = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Pair = require_Pair();
	var Scalar = require_Scalar();
	var YAMLSeq = require_YAMLSeq();
	function resolvePairs(seq, onError) {
		if (identity.isSeq(seq)) for (let i = 0; i < seq.items.length; ++i) {
			let item = seq.items[i];
			if (identity.isPair(item)) continue;
			else if (identity.isMap(item)) {
				if (item.items.length > 1) onError("Each pair must have its own sequence indicator");
				const pair = item.items[0] || new Pair.Pair(new Scalar.Scalar(null));
				if (item.commentBefore) pair.key.commentBefore = pair.key.commentBefore ? `${item.commentBefore}\n${pair.key.commentBefore}` : item.commentBefore;
				if (item.comment) {
					const cn = pair.value ?? pair.key;
					cn.comment = cn.comment ? `${item.comment}\n${cn.comment}` : item.comment;
				}
				item = pair;
			}
			seq.items[i] = identity.isPair(item) ? item : new Pair.Pair(item);
		}
		else onError("Expected a sequence for this tag");
		return seq;
	}
	function createPairs(schema, iterable, ctx) {
		const { replacer } = ctx;
		const pairs = new YAMLSeq.YAMLSeq(schema);
		pairs.tag = "tag:yaml.org,2002:pairs";
		let i = 0;
		if (iterable && Symbol.iterator in Object(iterable)) for (let it of iterable) {
			if (typeof replacer === "function") it = replacer.call(iterable, String(i++), it);
			let key, value;
			if (Array.isArray(it)) {
				if (it.length === 2) {
					key = it[0];
					value = it[1];
				} else throw new TypeError(`Expected [key, value] tuple: ${it}`);
			} else if (it && it instanceof Object) {
				const keys = Object.keys(it);
				if (keys.length === 1) {
					key = keys[0];
					value = it[key];
				} else throw new TypeError(`Expected tuple with one key, not ${keys.length} keys`);
			} else key = it;
			pairs.items.push(Pair.createPair(key, value, ctx));
		}
		return pairs;
	}
	const pairs = {
		collection: "seq",
		default: false,
		tag: "tag:yaml.org,2002:pairs",
		resolve: resolvePairs,
		createNode: createPairs
	};
	exports.createPairs = createPairs;
	exports.pairs = pairs;
	exports.resolvePairs = resolvePairs;
}));

// node_modules/yaml/dist/schema/yaml-1.1/omap.js
var require_omap = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var toJS = require_toJS();
	var YAMLMap = require_YAMLMap();
	var YAMLSeq = require_YAMLSeq();
	var pairs = require_pairs();
	var YAMLOMap = class YAMLOMap extends YAMLSeq.YAMLSeq {
		constructor() {
			super();
			this.add = YAMLMap.YAMLMap.prototype.add.bind(this);
			this.delete = YAMLMap.YAMLMap.prototype.delete.bind(this);
			this.get = YAMLMap.YAMLMap.prototype.get.bind(this);
			this.has = YAMLMap.YAMLMap.prototype.has.bind(this);
			this.set = YAMLMap.YAMLMap.prototype.set.bind(this);
			this.tag = YAMLOMap.tag;
		}
		/**
		* If `ctx` is given, the return type is actually `Map<unknown, unknown>`,
		* but TypeScript won't allow widening the signature of a child method.
		*/
		toJSON(_, ctx) {
			if (!ctx) return super.toJSON(_);
			const map = /* @__PURE__ */ new Map();
			if (ctx?.onCreate) ctx.onCreate(map);
			for (const pair of this.items) {
				let key, value;
				if (identity.isPair(pair)) {
					key = toJS.toJS(pair.key, "", ctx);
					value = toJS.toJS(pair.value, key, ctx);
				} else key = toJS.toJS(pair, "", ctx);
				if (map.has(key)) throw new Error("Ordered maps must not include duplicate keys");
				map.set(key, value);
			}
			return map;
		}
		static from(schema, iterable, ctx) {
			const pairs$1 = pairs.createPairs(schema, iterable, ctx);
			const omap = new this();
			omap.items = pairs$1.items;
			return omap;
		}
	};
	YAMLOMap.tag = "tag:yaml.org,2002:omap";
	const omap = {
		collection: "seq",
		identify: (value) => value instanceof Map,
		nodeClass: YAMLOMap,
		default: false,
		tag: "tag:yaml.org,2002:omap",
		resolve(seq, onError) {
			const pairs$1 = pairs.resolvePairs(seq, onError);
			const seenKeys = [];
			for (const { key } of pairs$1.items) if (identity.isScalar(key)) {
				if (seenKeys.includes(key.value)) onError(`Ordered maps must not include duplicate keys: ${key.value}`);
				else seenKeys.push(key.value);
			}
			return Object.assign(new YAMLOMap(), pairs$1);
		},
		createNode: (schema, iterable, ctx) => YAMLOMap.from(schema, iterable, ctx)
	};
	exports.YAMLOMap = YAMLOMap;
	exports.omap = omap;
}));

// node_modules/yaml/dist/schema/yaml-1.1/bool.js
var require_bool = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	function boolStringify({ value, source }, ctx) {
		if (source && (value ? trueTag : falseTag).test.test(source)) return source;
		return value ? ctx.options.trueStr : ctx.options.falseStr;
	}
	const trueTag = {
		identify: (value) => value === true,
		default: true,
		tag: "tag:yaml.org,2002:bool",
		test: /^(?:Y|y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/,
		resolve: () => new Scalar.Scalar(true),
		stringify: boolStringify
	};
	const falseTag = {
		identify: (value) => value === false,
		default: true,
		tag: "tag:yaml.org,2002:bool",
		test: /^(?:N|n|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
		resolve: () => new Scalar.Scalar(false),
		stringify: boolStringify
	};
	exports.falseTag = falseTag;
	exports.trueTag = trueTag;
}));

// node_modules/yaml/dist/schema/yaml-1.1/float.js
var require_float = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var stringifyNumber = require_stringifyNumber();
	const floatNaN = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
		resolve: (str) => str.slice(-3).toLowerCase() === "nan" ? NaN : str[0] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
		stringify: stringifyNumber.stringifyNumber
	};
	const floatExp = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		format: "EXP",
		test: /^[-+]?(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?[eE][-+]?[0-9]+$/,
		resolve: (str) => parseFloat(str.replace(/_/g, "")),
		stringify(node) {
			const num = Number(node.value);
			return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
		}
	};
	const float = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		test: /^[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*$/,
		resolve(str) {
			const node = new Scalar.Scalar(parseFloat(str.replace(/_/g, "")));
			const dot = str.indexOf(".");
			if (dot !== -1) {
				const f = str.substring(dot + 1).replace(/_/g, "");
				if (f[f.length - 1] === "0") node.minFractionDigits = f.length;
			}
			return node;
		},
		stringify: stringifyNumber.stringifyNumber
	};
	exports.float = float;
	exports.floatExp = floatExp;
	exports.floatNaN = floatNaN;
}));

// node_modules/yaml/dist/schema/yaml-1.1/int.js
var require_int = /* @__PURE__ */ __commonJSMin(((exports) => {
	var stringifyNumber = require_stringifyNumber();
	const intIdentify = (value) => typeof value === "bigint" || Number.isInteger(value);
	function intResolve(str, offset, radix, { intAsBigInt }) {
		const sign = str[0];
		if (sign === "-" || sign === "+") offset += 1;
		str = str.substring(offset).replace(/_/g, "");
		if (intAsBigInt) {
			switch (radix) {
				case 2:
					str = `0b${str}`;
					break;
				case 8:
					str = `0o${str}`;
					break;
				case 16: str = `0x${str}`;
			}
			const n = BigInt(str);
			return sign === "-" ? BigInt(-1) * n : n;
		}
		const n = parseInt(str, radix);
		return sign === "-" ? -1 * n : n;
	}
	function intStringify(node, radix, prefix) {
		const { value } = node;
		if (intIdentify(value)) {
			const str = value.toString(radix);
			return value < 0 ? "-" + prefix + str.substr(1) : prefix + str;
		}
		return stringifyNumber.stringifyNumber(node);
	}
	const intBin = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "BIN",
		test: /^[-+]?0b[0-1_]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 2, 2, opt),
		stringify: (node) => intStringify(node, 2, "0b")
	};
	const intOct = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "OCT",
		test: /^[-+]?0[0-7_]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 1, 8, opt),
		stringify: (node) => intStringify(node, 8, "0")
	};
	const int = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		test: /^[-+]?[0-9][0-9_]*$/,
		resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
		stringify: stringifyNumber.stringifyNumber
	};
	const intHex = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "HEX",
		test: /^[-+]?0x[0-9a-fA-F_]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
		stringify: (node) => intStringify(node, 16, "0x")
	};
	exports.int = int;
	exports.intBin = intBin;
	exports.intHex = intHex;
	exports.intOct = intOct;
}));

// node_modules/yaml/dist/schema/yaml-1.1/set.js
var require_set = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Pair = require_Pair();
	var YAMLMap = require_YAMLMap();
	var YAMLSet = class YAMLSet extends YAMLMap.YAMLMap {
		constructor(schema) {
			super(schema);
			this.tag = YAMLSet.tag;
		}
		add(key) {
			let pair;
			if (identity.isPair(key)) pair = key;
			else if (key && typeof key === "object" && "key" in key && "value" in key && key.value === null) pair = new Pair.Pair(key.key, null);
			else pair = new Pair.Pair(key, null);
			if (!YAMLMap.findPair(this.items, pair.key)) this.items.push(pair);
		}
		/**
		* If `keepPair` is `true`, returns the Pair matching `key`.
		* Otherwise, returns the value of that Pair's key.
		*/
		get(key, keepPair) {
			const pair = YAMLMap.findPair(this.items, key);
			return !keepPair && identity.isPair(pair) ? identity.isScalar(pair.key) ? pair.key.value : pair.key : pair;
		}
		set(key, value) {
			if (typeof value !== "boolean") throw new Error(`Expected boolean value for set(key, value) in a YAML set, not ${typeof value}`);
			const prev = YAMLMap.findPair(this.items, key);
			if (prev && !value) this.items.splice(this.items.indexOf(prev), 1);
			else if (!prev && value) this.items.push(new Pair.Pair(key));
		}
		toJSON(_, ctx) {
			return super.toJSON(_, ctx, Set);
		}
		toString(ctx, onComment, onChompKeep) {
			if (!ctx) return JSON.stringify(this);
			if (this.hasAllNullValues(true)) return super.toString(Object.assign({}, ctx, { allNullValues: true }), onComment, onChompKeep);
			else throw new Error("Set items must all have null values");
		}
		static from(schema, iterable, ctx) {
			const { replacer } = ctx;
			const set = new this(schema);
			if (iterable && Symbol.iterator in Object(iterable)) for (let value of iterable) {
				if (typeof replacer === "function") value = replacer.call(iterable, value, value);
				set.items.push(Pair.createPair(value, null, ctx));
			}
			return set;
		}
	};
	YAMLSet.tag = "tag:yaml.org,2002:set";
	const set = {
		collection: "map",
		identify: (value) => value instanceof Set,
		nodeClass: YAMLSet,
		default: false,
		tag: "tag:yaml.org,2002:set",
		createNode: (schema, iterable, ctx) => YAMLSet.from(schema, iterable, ctx),
		resolve(map, onError) {
			if (identity.isMap(map)) {
				if (map.hasAllNullValues(true)) return Object.assign(new YAMLSet(), map);
				else onError("Set items must all have null values");
			} else onError("Expected a mapping for this tag");
			return map;
		}
	};
	exports.YAMLSet = YAMLSet;
	exports.set = set;
}));

// node_modules/yaml/dist/schema/yaml-1.1/timestamp.js
var require_timestamp = /* @__PURE__ */ __commonJSMin(((exports) => {
	var stringifyNumber = require_stringifyNumber();
	/** Internal types handle bigint as number, because TS can't figure it out. */
	function parseSexagesimal(str, asBigInt) {
		const sign = str[0];
		const parts = sign === "-" || sign === "+" ? str.substring(1) : str;
		const num = (n) => asBigInt ? BigInt(n) : Number(n);
		const res = parts.replace(/_/g, "").split(":").reduce((res, p) => res * num(60) + num(p), num(0));
		return sign === "-" ? num(-1) * res : res;
	}
	/**
	* hhhh:mm:ss.sss
	*
	* Internal types handle bigint as number, because TS can't figure it out.
	*/
	function stringifySexagesimal(node) {
		let { value } = node;
		let num = (n) => n;
		if (typeof value === "bigint") num = (n) => BigInt(n);
		else if (isNaN(value) || !isFinite(value)) return stringifyNumber.stringifyNumber(node);
		let sign = "";
		if (value < 0) {
			sign = "-";
			value *= num(-1);
		}
		const _60 = num(60);
		const parts = [value % _60];
		if (value < 60) parts.unshift(0);
		else {
			value = (value - parts[0]) / _60;
			parts.unshift(value % _60);
			if (value >= 60) {
				value = (value - parts[0]) / _60;
				parts.unshift(value);
			}
		}
		return sign + parts.map((n) => String(n).padStart(2, "0")).join(":").replace(/000000\d*$/, "");
	}
	const intTime = {
		identify: (value) => typeof value === "bigint" || Number.isInteger(value),
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "TIME",
		test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+$/,
		resolve: (str, _onError, { intAsBigInt }) => parseSexagesimal(str, intAsBigInt),
		stringify: stringifySexagesimal
	};
	const floatTime = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		format: "TIME",
		test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/,
		resolve: (str) => parseSexagesimal(str, false),
		stringify: stringifySexagesimal
	};
	const timestamp = {
		identify: (value) => value instanceof Date,
		default: true,
		tag: "tag:yaml.org,2002:timestamp",
		test: RegExp("^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:t|T|[ \\t]+)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2}(\\.[0-9]+)?)(?:[ \\t]*(Z|[-+][012]?[0-9](?::[0-9]{2})?))?)?$"),
		resolve(str) {
			const match = str.match(timestamp.test);
			if (!match) throw new Error("!!timestamp expects a date, starting with yyyy-mm-dd");
			const [, year, month, day, hour, minute, second] = match.map(Number);
			const millisec = match[7] ? Number((match[7] + "00").substr(1, 3)) : 0;
			let date = Date.UTC(year, month - 1, day, hour || 0, minute || 0, second || 0, millisec);
			const tz = match[8];
			if (tz && tz !== "Z") {
				let d = parseSexagesimal(tz, false);
				if (Math.abs(d) < 30) d *= 60;
				date -= 6e4 * d;
			}
			return new Date(date);
		},
		stringify: ({ value }) => value?.toISOString().replace(/(T00:00:00)?\.000Z$/, "") ?? ""
	};
	exports.floatTime = floatTime;
	exports.intTime = intTime;
	exports.timestamp = timestamp;
}));

// node_modules/yaml/dist/schema/yaml-1.1/schema.js
var require_schema = /* @__PURE__ */ __commonJSMin(((exports) => {
	var map = require_map();
	var _null = require_null();
	var seq = require_seq();
	var string = require_string();
	var binary = require_binary();
	var bool = require_bool();
	var float = require_float();
	var int = require_int();
	var merge = require_merge();
	var omap = require_omap();
	var pairs = require_pairs();
	var set = require_set();
	var timestamp = require_timestamp();
	const schema = [
		map.map,
		seq.seq,
		string.string,
		_null.nullTag,
		bool.trueTag,
		bool.falseTag,
		int.intBin,
		int.intOct,
		int.int,
		int.intHex,
		float.floatNaN,
		float.floatExp,
		float.float,
		binary.binary,
		merge.merge,
		omap.omap,
		pairs.pairs,
		set.set,
		timestamp.intTime,
		timestamp.floatTime,
		timestamp.timestamp
	];
	exports.schema = schema;
}));

// node_modules/yaml/dist/schema/tags.js
var require_tags = /* @__PURE__ */ __commonJSMin(((exports) => {
	var map = require_map();
	var _null = require_null();
	var seq = require_seq();
	var string = require_string();
	var bool = require_bool$1();
	var float = require_float$1();
	var int = require_int$1();
	var schema = require_schema$2();
	var schema$1 = require_schema$1();
	var binary = require_binary();
	var merge = require_merge();
	var omap = require_omap();
	var pairs = require_pairs();
	var schema$2 = require_schema();
	var set = require_set();
	var timestamp = require_timestamp();
	const schemas = /* @__PURE__ */ new Map([
		["core", schema.schema],
		["failsafe", [
			map.map,
			seq.seq,
			string.string
		]],
		["json", schema$1.schema],
		["yaml11", schema$2.schema],
		["yaml-1.1", schema$2.schema]
	]);
	const tagsByName = {
		binary: binary.binary,
		bool: bool.boolTag,
		float: float.float,
		floatExp: float.floatExp,
		floatNaN: float.floatNaN,
		floatTime: timestamp.floatTime,
		int: int.int,
		intHex: int.intHex,
		intOct: int.intOct,
		intTime: timestamp.intTime,
		map: map.map,
		merge: merge.merge,
		null: _null.nullTag,
		omap: omap.omap,
		pairs: pairs.pairs,
		seq: seq.seq,
		set: set.set,
		timestamp: timestamp.timestamp
	};
	const coreKnownTags = {
		"tag:yaml.org,2002:binary": binary.binary,
		"tag:yaml.org,2002:merge": merge.merge,
		"tag:yaml.org,2002:omap": omap.omap,
		"tag:yaml.org,2002:pairs": pairs.pairs,
		"tag:yaml.org,2002:set": set.set,
		"tag:yaml.org,2002:timestamp": timestamp.timestamp
	};
	function getTags(customTags, schemaName, addMergeTag) {
		const schemaTags = schemas.get(schemaName);
		if (schemaTags && !customTags) return addMergeTag && !schemaTags.includes(merge.merge) ? schemaTags.concat(merge.merge) : schemaTags.slice();
		let tags = schemaTags;
		if (!tags) {
			if (Array.isArray(customTags)) tags = [];
			else {
				const keys = Array.from(schemas.keys()).filter((key) => key !== "yaml11").map((key) => JSON.stringify(key)).join(", ");
				throw new Error(`Unknown schema "${schemaName}"; use one of ${keys} or define customTags array`);
			}
		}
		if (Array.isArray(customTags)) for (const tag of customTags) tags = tags.concat(tag);
		else if (typeof customTags === "function") tags = customTags(tags.slice());
		if (addMergeTag) tags = tags.concat(merge.merge);
		return tags.reduce((tags, tag) => {
			const tagObj = typeof tag === "string" ? tagsByName[tag] : tag;
			if (!tagObj) {
				const tagName = JSON.stringify(tag);
				const keys = Object.keys(tagsByName).map((key) => JSON.stringify(key)).join(", ");
				throw new Error(`Unknown custom tag ${tagName}; use one of ${keys}`);
			}
			if (!tags.includes(tagObj)) tags.push(tagObj);
			return tags;
		}, []);
	}
	exports.coreKnownTags = coreKnownTags;
	exports.getTags = getTags;
}));

// node_modules/yaml/dist/schema/Schema.js
var require_Schema = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var map = require_map();
	var seq = require_seq();
	var string = require_string();
	var tags = require_tags();
	const sortMapEntriesByKey = (a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
	var Schema = class Schema {
		constructor({ compat, customTags, merge, resolveKnownTags, schema, sortMapEntries, toStringDefaults }) {
			this.compat = Array.isArray(compat) ? tags.getTags(compat, "compat") : compat ? tags.getTags(null, compat) : null;
			this.name = typeof schema === "string" && schema || "core";
			this.knownTags = resolveKnownTags ? tags.coreKnownTags : {};
			this.tags = tags.getTags(customTags, this.name, merge);
			this.toStringOptions = toStringDefaults ?? null;
			Object.defineProperty(this, identity.MAP, { value: map.map });
			Object.defineProperty(this, identity.SCALAR, { value: string.string });
			Object.defineProperty(this, identity.SEQ, { value: seq.seq });
			this.sortMapEntries = typeof sortMapEntries === "function" ? sortMapEntries : sortMapEntries === true ? sortMapEntriesByKey : null;
		}
		clone() {
			const copy = Object.create(Schema.prototype, Object.getOwnPropertyDescriptors(this));
			copy.tags = this.tags.slice();
			return copy;
		}
	};
	exports.Schema = Schema;
}));

// node_modules/yaml/dist/stringify/stringifyDocument.js
var require_stringifyDocument = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var stringify = require_stringify();
	var stringifyComment = require_stringifyComment();
	function stringifyDocument(doc, options) {
		const lines = [];
		let hasDirectives = options.directives === true;
		if (options.directives !== false && doc.directives) {
			const dir = doc.directives.toString(doc);
			if (dir) {
				lines.push(dir);
				hasDirectives = true;
			} else if (doc.directives.docStart) hasDirectives = true;
		}
		if (hasDirectives) lines.push("---");
		const ctx = stringify.createStringifyContext(doc, options);
		const { commentString } = ctx.options;
		if (doc.commentBefore) {
			if (lines.length !== 1) lines.unshift("");
			const cs = commentString(doc.commentBefore);
			lines.unshift(stringifyComment.indentComment(cs, ""));
		}
		let chompKeep = false;
		let contentComment = null;
		if (doc.contents) {
			if (identity.isNode(doc.contents)) {
				if (doc.contents.spaceBefore && hasDirectives) lines.push("");
				if (doc.contents.commentBefore) {
					const cs = commentString(doc.contents.commentBefore);
					lines.push(stringifyComment.indentComment(cs, ""));
				}
				ctx.forceBlockIndent = !!doc.comment;
				contentComment = doc.contents.comment;
			}
			const onChompKeep = contentComment ? void 0 : () => chompKeep = true;
			let body = stringify.stringify(doc.contents, ctx, () => contentComment = null, onChompKeep);
			if (contentComment) body += stringifyComment.lineComment(body, "", commentString(contentComment));
			if ((body[0] === "|" || body[0] === ">") && lines[lines.length - 1] === "---") lines[lines.length - 1] = `--- ${body}`;
			else lines.push(body);
		} else lines.push(stringify.stringify(doc.contents, ctx));
		if (doc.directives?.docEnd) {
			if (doc.comment) {
				const cs = commentString(doc.comment);
				if (cs.includes("\n")) {
					lines.push("...");
					lines.push(stringifyComment.indentComment(cs, ""));
				} else lines.push(`... ${cs}`);
			} else lines.push("...");
		} else {
			let dc = doc.comment;
			if (dc && chompKeep) dc = dc.replace(/^\n+/, "");
			if (dc) {
				if ((!chompKeep || contentComment) && lines[lines.length - 1] !== "") lines.push("");
				lines.push(stringifyComment.indentComment(commentString(dc), ""));
			}
		}
		return lines.join("\n") + "\n";
	}
	exports.stringifyDocument = stringifyDocument;
}));

// node_modules/yaml/dist/doc/Document.js
var require_Document = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Alias = require_Alias();
	var Collection = require_Collection();
	var identity = require_identity();
	var Pair = require_Pair();
	var toJS = require_toJS();
	var Schema = require_Schema();
	var stringifyDocument = require_stringifyDocument();
	var anchors = require_anchors();
	var applyReviver = require_applyReviver();
	var createNode = require_createNode();
	var directives = require_directives();
	var Document = class Document {
		constructor(value, replacer, options) {
			/** A comment before this Document */
			this.commentBefore = null;
			/** A comment immediately after this Document */
			this.comment = null;
			/** Errors encountered during parsing. */
			this.errors = [];
			/** Warnings encountered during parsing. */
			this.warnings = [];
			Object.defineProperty(this, identity.NODE_TYPE, { value: identity.DOC });
			let _replacer = null;
			if (typeof replacer === "function" || Array.isArray(replacer)) _replacer = replacer;
			else if (options === void 0 && replacer) {
				options = replacer;
				replacer = void 0;
			}
			const opt = Object.assign({
				intAsBigInt: false,
				keepSourceTokens: false,
				logLevel: "warn",
				prettyErrors: true,
				strict: true,
				stringKeys: false,
				uniqueKeys: true,
				version: "1.2"
			}, options);
			this.options = opt;
			let { version } = opt;
			if (options?._directives) {
				this.directives = options._directives.atDocument();
				if (this.directives.yaml.explicit) version = this.directives.yaml.version;
			} else this.directives = new directives.Directives({ version });
			this.setSchema(version, options);
			this.contents = value === void 0 ? null : this.createNode(value, _replacer, options);
		}
		/**
		* Create a deep copy of this Document and its contents.
		*
		* Custom Node values that inherit from `Object` still refer to their original instances.
		*/
		clone() {
			const copy = Object.create(Document.prototype, { [identity.NODE_TYPE]: { value: identity.DOC } });
			copy.commentBefore = this.commentBefore;
			copy.comment = this.comment;
			copy.errors = this.errors.slice();
			copy.warnings = this.warnings.slice();
			copy.options = Object.assign({}, this.options);
			if (this.directives) copy.directives = this.directives.clone();
			copy.schema = this.schema.clone();
			copy.contents = identity.isNode(this.contents) ? this.contents.clone(copy.schema) : this.contents;
			if (this.range) copy.range = this.range.slice();
			return copy;
		}
		/** Adds a value to the document. */
		add(value) {
			if (assertCollection(this.contents)) this.contents.add(value);
		}
		/** Adds a value to the document. */
		addIn(path, value) {
			if (assertCollection(this.contents)) this.contents.addIn(path, value);
		}
		/**
		* Create a new `Alias` node, ensuring that the target `node` has the required anchor.
		*
		* If `node` already has an anchor, `name` is ignored.
		* Otherwise, the `node.anchor` value will be set to `name`,
		* or if an anchor with that name is already present in the document,
		* `name` will be used as a prefix for a new unique anchor.
		* If `name` is undefined, the generated anchor will use 'a' as a prefix.
		*/
		createAlias(node, name) {
			if (!node.anchor) {
				const prev = anchors.anchorNames(this);
				node.anchor = !name || prev.has(name) ? anchors.findNewAnchor(name || "a", prev) : name;
			}
			return new Alias.Alias(node.anchor);
		}
		createNode(value, replacer, options) {
			let _replacer = void 0;
			if (typeof replacer === "function") {
				value = replacer.call({ "": value }, "", value);
				_replacer = replacer;
			} else if (Array.isArray(replacer)) {
				const keyToStr = (v) => typeof v === "number" || v instanceof String || v instanceof Number;
				const asStr = replacer.filter(keyToStr).map(String);
				if (asStr.length > 0) replacer = replacer.concat(asStr);
				_replacer = replacer;
			} else if (options === void 0 && replacer) {
				options = replacer;
				replacer = void 0;
			}
			const { aliasDuplicateObjects, anchorPrefix, flow, keepUndefined, onTagObj, tag } = options ?? {};
			const { onAnchor, setAnchors, sourceObjects } = anchors.createNodeAnchors(this, anchorPrefix || "a");
			const ctx = {
				aliasDuplicateObjects: aliasDuplicateObjects ?? true,
				keepUndefined: keepUndefined ?? false,
				onAnchor,
				onTagObj,
				replacer: _replacer,
				schema: this.schema,
				sourceObjects
			};
			const node = createNode.createNode(value, tag, ctx);
			if (flow && identity.isCollection(node)) node.flow = true;
			setAnchors();
			return node;
		}
		/**
		* Convert a key and a value into a `Pair` using the current schema,
		* recursively wrapping all values as `Scalar` or `Collection` nodes.
		*/
		createPair(key, value, options = {}) {
			const k = this.createNode(key, null, options);
			const v = this.createNode(value, null, options);
			return new Pair.Pair(k, v);
		}
		/**
		* Removes a value from the document.
		* @returns `true` if the item was found and removed.
		*/
		delete(key) {
			return assertCollection(this.contents) ? this.contents.delete(key) : false;
		}
		/**
		* Removes a value from the document.
		* @returns `true` if the item was found and removed.
		*/
		deleteIn(path) {
			if (Collection.isEmptyPath(path)) {
				if (this.contents == null) return false;
				this.contents = null;
				return true;
			}
			return assertCollection(this.contents) ? this.contents.deleteIn(path) : false;
		}
		/**
		* Returns item at `key`, or `undefined` if not found. By default unwraps
		* scalar values from their surrounding node; to disable set `keepScalar` to
		* `true` (collections are always returned intact).
		*/
		get(key, keepScalar) {
			return identity.isCollection(this.contents) ? this.contents.get(key, keepScalar) : void 0;
		}
		/**
		* Returns item at `path`, or `undefined` if not found. By default unwraps
		* scalar values from their surrounding node; to disable set `keepScalar` to
		* `true` (collections are always returned intact).
		*/
		getIn(path, keepScalar) {
			if (Collection.isEmptyPath(path)) return !keepScalar && identity.isScalar(this.contents) ? this.contents.value : this.contents;
			return identity.isCollection(this.contents) ? this.contents.getIn(path, keepScalar) : void 0;
		}
		/**
		* Checks if the document includes a value with the key `key`.
		*/
		has(key) {
			return identity.isCollection(this.contents) ? this.contents.has(key) : false;
		}
		/**
		* Checks if the document includes a value at `path`.
		*/
		hasIn(path) {
			if (Collection.isEmptyPath(path)) return this.contents !== void 0;
			return identity.isCollection(this.contents) ? this.contents.hasIn(path) : false;
		}
		/**
		* Sets a value in this document. For `!!set`, `value` needs to be a
		* boolean to add/remove the item from the set.
		*/
		set(key, value) {
			if (this.contents == null) this.contents = Collection.collectionFromPath(this.schema, [key], value);
			else if (assertCollection(this.contents)) this.contents.set(key, value);
		}
		/**
		* Sets a value in this document. For `!!set`, `value` needs to be a
		* boolean to add/remove the item from the set.
		*/
		setIn(path, value) {
			if (Collection.isEmptyPath(path)) this.contents = value;
			else if (this.contents == null) this.contents = Collection.collectionFromPath(this.schema, Array.from(path), value);
			else if (assertCollection(this.contents)) this.contents.setIn(path, value);
		}
		/**
		* Change the YAML version and schema used by the document.
		* A `null` version disables support for directives, explicit tags, anchors, and aliases.
		* It also requires the `schema` option to be given as a `Schema` instance value.
		*
		* Overrides all previously set schema options.
		*/
		setSchema(version, options = {}) {
			if (typeof version === "number") version = String(version);
			let opt;
			switch (version) {
				case "1.1":
					if (this.directives) this.directives.yaml.version = "1.1";
					else this.directives = new directives.Directives({ version: "1.1" });
					opt = {
						resolveKnownTags: false,
						schema: "yaml-1.1"
					};
					break;
				case "1.2":
				case "next":
					if (this.directives) this.directives.yaml.version = version;
					else this.directives = new directives.Directives({ version });
					opt = {
						resolveKnownTags: true,
						schema: "core"
					};
					break;
				case null:
					if (this.directives) delete this.directives;
					opt = null;
					break;
				default: {
					const sv = JSON.stringify(version);
					throw new Error(`Expected '1.1', '1.2' or null as first argument, but found: ${sv}`);
				}
			}
			if (options.schema instanceof Object) this.schema = options.schema;
			else if (opt) this.schema = new Schema.Schema(Object.assign(opt, options));
			else throw new Error(`With a null YAML version, the { schema: Schema } option is required`);
		}
		toJS({ json, jsonArg, mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
			const ctx = {
				anchors: /* @__PURE__ */ new Map(),
				doc: this,
				keep: !json,
				mapAsMap: mapAsMap === true,
				mapKeyWarned: false,
				maxAliasCount: typeof maxAliasCount === "number" ? maxAliasCount : 100
			};
			const res = toJS.toJS(this.contents, jsonArg ?? "", ctx);
			if (typeof onAnchor === "function") for (const { count, res } of ctx.anchors.values()) onAnchor(res, count);
			return typeof reviver === "function" ? applyReviver.applyReviver(reviver, { "": res }, "", res) : res;
		}
		/**
		* A JSON representation of the document `contents`.
		*
		* @param jsonArg Used by `JSON.stringify` to indicate the array index or
		*   property name.
		*/
		toJSON(jsonArg, onAnchor) {
			return this.toJS({
				json: true,
				jsonArg,
				mapAsMap: false,
				onAnchor
			});
		}
		/** A YAML representation of the document. */
		toString(options = {}) {
			if (this.errors.length > 0) throw new Error("Document with errors cannot be stringified");
			if ("indent" in options && (!Number.isInteger(options.indent) || Number(options.indent) <= 0)) {
				const s = JSON.stringify(options.indent);
				throw new Error(`"indent" option must be a positive integer, not ${s}`);
			}
			return stringifyDocument.stringifyDocument(this, options);
		}
	};
	function assertCollection(contents) {
		if (identity.isCollection(contents)) return true;
		throw new Error("Expected a YAML collection as document contents");
	}
	exports.Document = Document;
}));

// node_modules/yaml/dist/errors.js
var require_errors = /* @__PURE__ */ __commonJSMin(((exports) => {
	var YAMLError = class extends Error {
		constructor(name, pos, code, message) {
			super();
			this.name = name;
			this.code = code;
			this.message = message;
			this.pos = pos;
		}
	};
	var YAMLParseError = class extends YAMLError {
		constructor(pos, code, message) {
			super("YAMLParseError", pos, code, message);
		}
	};
	var YAMLWarning = class extends YAMLError {
		constructor(pos, code, message) {
			super("YAMLWarning", pos, code, message);
		}
	};
	const prettifyError = (src, lc) => (error) => {
		if (error.pos[0] === -1) return;
		error.linePos = error.pos.map((pos) => lc.linePos(pos));
		const { line, col } = error.linePos[0];
		error.message += ` at line ${line}, column ${col}`;
		let ci = col - 1;
		let lineStr = src.substring(lc.lineStarts[line - 1], lc.lineStarts[line]).replace(/[\n\r]+$/, "");
		if (ci >= 60 && lineStr.length > 80) {
			const trimStart = Math.min(ci - 39, lineStr.length - 79);
			lineStr = "…" + lineStr.substring(trimStart);
			ci -= trimStart - 1;
		}
		if (lineStr.length > 80) lineStr = lineStr.substring(0, 79) + "…";
		if (line > 1 && /^ *$/.test(lineStr.substring(0, ci))) {
			let prev = src.substring(lc.lineStarts[line - 2], lc.lineStarts[line - 1]);
			if (prev.length > 80) prev = prev.substring(0, 79) + "…\n";
			lineStr = prev + lineStr;
		}
		if (/[^ ]/.test(lineStr)) {
			let count = 1;
			const end = error.linePos[1];
			if (end?.line === line && end.col > col) count = Math.max(1, Math.min(end.col - col, 80 - ci));
			const pointer = " ".repeat(ci) + "^".repeat(count);
			error.message += `:\n\n${lineStr}\n${pointer}\n`;
		}
	};
	exports.YAMLError = YAMLError;
	exports.YAMLParseError = YAMLParseError;
	exports.YAMLWarning = YAMLWarning;
	exports.prettifyError = prettifyError;
}));

// node_modules/yaml/dist/compose/resolve-props.js
var require_resolve_props = /* @__PURE__ */ __commonJSMin(((exports) => {
	function resolveProps(tokens, { flow, indicator, next, offset, onError, parentIndent, startOnNewline }) {
		let spaceBefore = false;
		let atNewline = startOnNewline;
		let hasSpace = startOnNewline;
		let comment = "";
		let commentSep = "";
		let hasNewline = false;
		let reqSpace = false;
		let tab = null;
		let anchor = null;
		let tag = null;
		let newlineAfterProp = null;
		let comma = null;
		let found = null;
		let start = null;
		for (const token of tokens) {
			if (reqSpace) {
				if (token.type !== "space" && token.type !== "newline" && token.type !== "comma") onError(token.offset, "MISSING_CHAR", "Tags and anchors must be separated from the next token by white space");
				reqSpace = false;
			}
			if (tab) {
				if (atNewline && token.type !== "comment" && token.type !== "newline") onError(tab, "TAB_AS_INDENT", "Tabs are not allowed as indentation");
				tab = null;
			}
			switch (token.type) {
				case "space":
					if (!flow && (indicator !== "doc-start" || next?.type !== "flow-collection") && token.source.includes("	")) tab = token;
					hasSpace = true;
					break;
				case "comment": {
					if (!hasSpace) onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
					const cb = token.source.substring(1) || " ";
					if (!comment) comment = cb;
					else comment += commentSep + cb;
					commentSep = "";
					atNewline = false;
					break;
				}
				case "newline":
					if (atNewline) {
						if (comment) comment += token.source;
						else if (!found || indicator !== "seq-item-ind") spaceBefore = true;
					} else commentSep += token.source;
					atNewline = true;
					hasNewline = true;
					if (anchor || tag) newlineAfterProp = token;
					hasSpace = true;
					break;
				case "anchor":
					if (anchor) onError(token, "MULTIPLE_ANCHORS", "A node can have at most one anchor");
					if (token.source.endsWith(":")) onError(token.offset + token.source.length - 1, "BAD_ALIAS", "Anchor ending in : is ambiguous", true);
					anchor = token;
					start ?? (start = token.offset);
					atNewline = false;
					hasSpace = false;
					reqSpace = true;
					break;
				case "tag":
					if (tag) onError(token, "MULTIPLE_TAGS", "A node can have at most one tag");
					tag = token;
					start ?? (start = token.offset);
					atNewline = false;
					hasSpace = false;
					reqSpace = true;
					break;
				case indicator:
					if (anchor || tag) onError(token, "BAD_PROP_ORDER", `Anchors and tags must be after the ${token.source} indicator`);
					if (found) onError(token, "UNEXPECTED_TOKEN", `Unexpected ${token.source} in ${flow ?? "collection"}`);
					found = token;
					atNewline = indicator === "seq-item-ind" || indicator === "explicit-key-ind";
					hasSpace = false;
					break;
				case "comma": if (flow) {
					if (comma) onError(token, "UNEXPECTED_TOKEN", `Unexpected , in ${flow}`);
					comma = token;
					atNewline = false;
					hasSpace = false;
					break;
				}
				default:
					onError(token, "UNEXPECTED_TOKEN", `Unexpected ${token.type} token`);
					atNewline = false;
					hasSpace = false;
			}
		}
		const last = tokens[tokens.length - 1];
		const end = last ? last.offset + last.source.length : offset;
		if (reqSpace && next && next.type !== "space" && next.type !== "newline" && next.type !== "comma" && (next.type !== "scalar" || next.source !== "")) onError(next.offset, "MISSING_CHAR", "Tags and anchors must be separated from the next token by white space");
		if (tab && (atNewline && tab.indent <= parentIndent || next?.type === "block-map" || next?.type === "block-seq")) onError(tab, "TAB_AS_INDENT", "Tabs are not allowed as indentation");
		return {
			comma,
			found,
			spaceBefore,
			comment,
			hasNewline,
			anchor,
			tag,
			newlineAfterProp,
			end,
			start: start ?? end
		};
	}
	exports.resolveProps = resolveProps;
}));

// node_modules/yaml/dist/compose/util-contains-newline.js
var require_util_contains_newline = /* @__PURE__ */ __commonJSMin(((exports) => {
	function containsNewline(key) {
		if (!key) return null;
		switch (key.type) {
			case "alias":
			case "scalar":
			case "double-quoted-scalar":
			case "single-quoted-scalar":
				if (key.source.includes("\n")) return true;
				if (key.end) {
					for (const st of key.end) if (st.type === "newline") return true;
				}
				return false;
			case "flow-collection":
				for (const it of key.items) {
					for (const st of it.start) if (st.type === "newline") return true;
					if (it.sep) {
						for (const st of it.sep) if (st.type === "newline") return true;
					}
					if (containsNewline(it.key) || containsNewline(it.value)) return true;
				}
				return false;
			default: return true;
		}
	}
	exports.containsNewline = containsNewline;
}));

// node_modules/yaml/dist/compose/util-flow-indent-check.js
var require_util_flow_indent_check = /* @__PURE__ */ __commonJSMin(((exports) => {
	var utilContainsNewline = require_util_contains_newline();
	function flowIndentCheck(indent, fc, onError) {
		if (fc?.type === "flow-collection") {
			const end = fc.end[0];
			if (end.indent === indent && (end.source === "]" || end.source === "}") && utilContainsNewline.containsNewline(fc)) onError(end, "BAD_INDENT", "Flow end indicator should be more indented than parent", true);
		}
	}
	exports.flowIndentCheck = flowIndentCheck;
}));

// node_modules/yaml/dist/compose/util-map-includes.js
var require_util_map_includes = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	function mapIncludes(ctx, items, search) {
		const { uniqueKeys } = ctx.options;
		if (uniqueKeys === false) return false;
		const isEqual = typeof uniqueKeys === "function" ? uniqueKeys : (a, b) => a === b || identity.isScalar(a) && identity.isScalar(b) && a.value === b.value;
		return items.some((pair) => isEqual(pair.key, search));
	}
	exports.mapIncludes = mapIncludes;
}));

// node_modules/yaml/dist/compose/resolve-block-map.js
var require_resolve_block_map = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Pair = require_Pair();
	var YAMLMap = require_YAMLMap();
	var resolveProps = require_resolve_props();
	var utilContainsNewline = require_util_contains_newline();
	var utilFlowIndentCheck = require_util_flow_indent_check();
	var utilMapIncludes = require_util_map_includes();
	const startColMsg = "All mapping items must start at the same column";
	function resolveBlockMap({ composeNode, composeEmptyNode }, ctx, bm, onError, tag) {
		const map = new ((tag?.nodeClass) ?? YAMLMap.YAMLMap)(ctx.schema);
		if (ctx.atRoot) ctx.atRoot = false;
		let offset = bm.offset;
		let commentEnd = null;
		for (const collItem of bm.items) {
			const { start, key, sep, value } = collItem;
			const keyProps = resolveProps.resolveProps(start, {
				indicator: "explicit-key-ind",
				next: key ?? sep?.[0],
				offset,
				onError,
				parentIndent: bm.indent,
				startOnNewline: true
			});
			const implicitKey = !keyProps.found;
			if (implicitKey) {
				if (key) {
					if (key.type === "block-seq") onError(offset, "BLOCK_AS_IMPLICIT_KEY", "A block sequence may not be used as an implicit map key");
					else if ("indent" in key && key.indent !== bm.indent) onError(offset, "BAD_INDENT", startColMsg);
				}
				if (!keyProps.anchor && !keyProps.tag && !sep) {
					commentEnd = keyProps.end;
					if (keyProps.comment) {
						if (map.comment) map.comment += "\n" + keyProps.comment;
						else map.comment = keyProps.comment;
					}
					continue;
				}
				if (keyProps.newlineAfterProp || utilContainsNewline.containsNewline(key)) onError(key ?? start[start.length - 1], "MULTILINE_IMPLICIT_KEY", "Implicit keys need to be on a single line");
			} else if (keyProps.found?.indent !== bm.indent) onError(offset, "BAD_INDENT", startColMsg);
			ctx.atKey = true;
			const keyStart = keyProps.end;
			const keyNode = key ? composeNode(ctx, key, keyProps, onError) : composeEmptyNode(ctx, keyStart, start, null, keyProps, onError);
			if (ctx.schema.compat) utilFlowIndentCheck.flowIndentCheck(bm.indent, key, onError);
			ctx.atKey = false;
			if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode)) onError(keyStart, "DUPLICATE_KEY", "Map keys must be unique");
			const valueProps = resolveProps.resolveProps(sep ?? [], {
				indicator: "map-value-ind",
				next: value,
				offset: keyNode.range[2],
				onError,
				parentIndent: bm.indent,
				startOnNewline: !key || key.type === "block-scalar"
			});
			offset = valueProps.end;
			if (valueProps.found) {
				if (implicitKey) {
					if (value?.type === "block-map" && !valueProps.hasNewline) onError(offset, "BLOCK_AS_IMPLICIT_KEY", "Nested mappings are not allowed in compact mappings");
					if (ctx.options.strict && keyProps.start < valueProps.found.offset - 1024) onError(keyNode.range, "KEY_OVER_1024_CHARS", "The : indicator must be at most 1024 chars after the start of an implicit block mapping key");
				}
				const valueNode = value ? composeNode(ctx, value, valueProps, onError) : composeEmptyNode(ctx, offset, sep, null, valueProps, onError);
				if (ctx.schema.compat) utilFlowIndentCheck.flowIndentCheck(bm.indent, value, onError);
				offset = valueNode.range[2];
				const pair = new Pair.Pair(keyNode, valueNode);
				if (ctx.options.keepSourceTokens) pair.srcToken = collItem;
				map.items.push(pair);
			} else {
				if (implicitKey) onError(keyNode.range, "MISSING_CHAR", "Implicit map keys need to be followed by map values");
				if (valueProps.comment) {
					if (keyNode.comment) keyNode.comment += "\n" + valueProps.comment;
					else keyNode.comment = valueProps.comment;
				}
				const pair = new Pair.Pair(keyNode);
				if (ctx.options.keepSourceTokens) pair.srcToken = collItem;
				map.items.push(pair);
			}
		}
		if (commentEnd && commentEnd < offset) onError(commentEnd, "IMPOSSIBLE", "Map comment with trailing content");
		map.range = [
			bm.offset,
			offset,
			commentEnd ?? offset
		];
		return map;
	}
	exports.resolveBlockMap = resolveBlockMap;
}));

// node_modules/yaml/dist/compose/resolve-block-seq.js
var require_resolve_block_seq = /* @__PURE__ */ __commonJSMin(((exports) => {
	var YAMLSeq = require_YAMLSeq();
	var resolveProps = require_resolve_props();
	var utilFlowIndentCheck = require_util_flow_indent_check();
	function resolveBlockSeq({ composeNode, composeEmptyNode }, ctx, bs, onError, tag) {
		const seq = new ((tag?.nodeClass) ?? YAMLSeq.YAMLSeq)(ctx.schema);
		if (ctx.atRoot) ctx.atRoot = false;
		if (ctx.atKey) ctx.atKey = false;
		let offset = bs.offset;
		let commentEnd = null;
		for (const { start, value } of bs.items) {
			const props = resolveProps.resolveProps(start, {
				indicator: "seq-item-ind",
				next: value,
				offset,
				onError,
				parentIndent: bs.indent,
				startOnNewline: true
			});
			if (!props.found) {
				if (props.anchor || props.tag || value) {
					if (value?.type === "block-seq") onError(props.end, "BAD_INDENT", "All sequence items must start at the same column");
					else onError(offset, "MISSING_CHAR", "Sequence item without - indicator");
				} else {
					commentEnd = props.end;
					if (props.comment) seq.comment = props.comment;
					continue;
				}
			}
			const node = value ? composeNode(ctx, value, props, onError) : composeEmptyNode(ctx, props.end, start, null, props, onError);
			if (ctx.schema.compat) utilFlowIndentCheck.flowIndentCheck(bs.indent, value, onError);
			offset = node.range[2];
			seq.items.push(node);
		}
		seq.range = [
			bs.offset,
			offset,
			commentEnd ?? offset
		];
		return seq;
	}
	exports.resolveBlockSeq = resolveBlockSeq;
}));

// node_modules/yaml/dist/compose/resolve-end.js
var require_resolve_end = /* @__PURE__ */ __commonJSMin(((exports) => {
	function resolveEnd(end, offset, reqSpace, onError) {
		let comment = "";
		if (end) {
			let hasSpace = false;
			let sep = "";
			for (const token of end) {
				const { source, type } = token;
				switch (type) {
					case "space":
						hasSpace = true;
						break;
					case "comment": {
						if (reqSpace && !hasSpace) onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
						const cb = source.substring(1) || " ";
						if (!comment) comment = cb;
						else comment += sep + cb;
						sep = "";
						break;
					}
					case "newline":
						if (comment) sep += source;
						hasSpace = true;
						break;
					default: onError(token, "UNEXPECTED_TOKEN", `Unexpected ${type} at node end`);
				}
				offset += source.length;
			}
		}
		return {
			comment,
			offset
		};
	}
	exports.resolveEnd = resolveEnd;
}));

// node_modules/yaml/dist/compose/resolve-flow-collection.js
var require_resolve_flow_collection = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Pair = require_Pair();
	var YAMLMap = require_YAMLMap();
	var YAMLSeq = require_YAMLSeq();
	var resolveEnd = require_resolve_end();
	var resolveProps = require_resolve_props();
	var utilContainsNewline = require_util_contains_newline();
	var utilMapIncludes = require_util_map_includes();
	const blockMsg = "Block collections are not allowed within flow collections";
	const isBlock = (token) => token && (token.type === "block-map" || token.type === "block-seq");
	function resolveFlowCollection({ composeNode, composeEmptyNode }, ctx, fc, onError, tag) {
		const isMap = fc.start.source === "{";
		const fcName = isMap ? "flow map" : "flow sequence";
		const coll = new ((tag?.nodeClass) ?? (isMap ? YAMLMap.YAMLMap : YAMLSeq.YAMLSeq))(ctx.schema);
		coll.flow = true;
		const atRoot = ctx.atRoot;
		if (atRoot) ctx.atRoot = false;
		if (ctx.atKey) ctx.atKey = false;
		let offset = fc.offset + fc.start.source.length;
		for (let i = 0; i < fc.items.length; ++i) {
			const collItem = fc.items[i];
			const { start, key, sep, value } = collItem;
			const props = resolveProps.resolveProps(start, {
				flow: fcName,
				indicator: "explicit-key-ind",
				next: key ?? sep?.[0],
				offset,
				onError,
				parentIndent: fc.indent,
				startOnNewline: false
			});
			if (!props.found) {
				if (!props.anchor && !props.tag && !sep && !value) {
					if (i === 0 && props.comma) onError(props.comma, "UNEXPECTED_TOKEN", `Unexpected , in ${fcName}`);
					else if (i < fc.items.length - 1) onError(props.start, "UNEXPECTED_TOKEN", `Unexpected empty item in ${fcName}`);
					if (props.comment) {
						if (coll.comment) coll.comment += "\n" + props.comment;
						else coll.comment = props.comment;
					}
					offset = props.end;
					continue;
				}
				if (!isMap && ctx.options.strict && utilContainsNewline.containsNewline(key)) onError(key, "MULTILINE_IMPLICIT_KEY", "Implicit keys of flow sequence pairs need to be on a single line");
			}
			if (i === 0) {
				if (props.comma) onError(props.comma, "UNEXPECTED_TOKEN", `Unexpected , in ${fcName}`);
			} else {
				if (!props.comma) onError(props.start, "MISSING_CHAR", `Missing , between ${fcName} items`);
				if (props.comment) {
					let prevItemComment = "";
					loop: for (const st of start) switch (st.type) {
						case "comma":
						case "space": break;
						case "comment":
							prevItemComment = st.source.substring(1);
							break loop;
						default: break loop;
					}
					if (prevItemComment) {
						let prev = coll.items[coll.items.length - 1];
						if (identity.isPair(prev)) prev = prev.value ?? prev.key;
						if (prev.comment) prev.comment += "\n" + prevItemComment;
						else prev.comment = prevItemComment;
						props.comment = props.comment.substring(prevItemComment.length + 1);
					}
				}
			}
			if (!isMap && !sep && !props.found) {
				const valueNode = value ? composeNode(ctx, value, props, onError) : composeEmptyNode(ctx, props.end, sep, null, props, onError);
				coll.items.push(valueNode);
				offset = valueNode.range[2];
				if (isBlock(value)) onError(valueNode.range, "BLOCK_IN_FLOW", blockMsg);
			} else {
				ctx.atKey = true;
				const keyStart = props.end;
				const keyNode = key ? composeNode(ctx, key, props, onError) : composeEmptyNode(ctx, keyStart, start, null, props, onError);
				if (isBlock(key)) onError(keyNode.range, "BLOCK_IN_FLOW", blockMsg);
				ctx.atKey = false;
				const valueProps = resolveProps.resolveProps(sep ?? [], {
					flow: fcName,
					indicator: "map-value-ind",
					next: value,
					offset: keyNode.range[2],
					onError,
					parentIndent: fc.indent,
					startOnNewline: false
				});
				if (valueProps.found) {
					if (!isMap && !props.found && ctx.options.strict) {
						if (sep) for (const st of sep) {
							if (st === valueProps.found) break;
							if (st.type === "newline") {
								onError(st, "MULTILINE_IMPLICIT_KEY", "Implicit keys of flow sequence pairs need to be on a single line");
								break;
							}
						}
						if (props.start < valueProps.found.offset - 1024) onError(valueProps.found, "KEY_OVER_1024_CHARS", "The : indicator must be at most 1024 chars after the start of an implicit flow sequence key");
					}
				} else if (value) {
					if ("source" in value && value.source?.[0] === ":") onError(value, "MISSING_CHAR", `Missing space after : in ${fcName}`);
					else onError(valueProps.start, "MISSING_CHAR", `Missing , or : between ${fcName} items`);
				}
				const valueNode = value ? composeNode(ctx, value, valueProps, onError) : valueProps.found ? composeEmptyNode(ctx, valueProps.end, sep, null, valueProps, onError) : null;
				if (valueNode) {
					if (isBlock(value)) onError(valueNode.range, "BLOCK_IN_FLOW", blockMsg);
				} else if (valueProps.comment) {
					if (keyNode.comment) keyNode.comment += "\n" + valueProps.comment;
					else keyNode.comment = valueProps.comment;
				}
				const pair = new Pair.Pair(keyNode, valueNode);
				if (ctx.options.keepSourceTokens) pair.srcToken = collItem;
				if (isMap) {
					const map = coll;
					if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode)) onError(keyStart, "DUPLICATE_KEY", "Map keys must be unique");
					map.items.push(pair);
				} else {
					const map = new YAMLMap.YAMLMap(ctx.schema);
					map.flow = true;
					map.items.push(pair);
					const endRange = (valueNode ?? keyNode).range;
					map.range = [
						keyNode.range[0],
						endRange[1],
						endRange[2]
					];
					coll.items.push(map);
				}
				offset = valueNode ? valueNode.range[2] : valueProps.end;
			}
		}
		const expectedEnd = isMap ? "}" : "]";
		const [ce, ...ee] = fc.end;
		let cePos = offset;
		if (ce?.source === expectedEnd) cePos = ce.offset + ce.source.length;
		else {
			const name = fcName[0].toUpperCase() + fcName.substring(1);
			const msg = atRoot ? `${name} must end with a ${expectedEnd}` : `${name} in block collection must be sufficiently indented and end with a ${expectedEnd}`;
			onError(offset, atRoot ? "MISSING_CHAR" : "BAD_INDENT", msg);
			if (ce && ce.source.length !== 1) ee.unshift(ce);
		}
		if (ee.length > 0) {
			const end = resolveEnd.resolveEnd(ee, cePos, ctx.options.strict, onError);
			if (end.comment) {
				if (coll.comment) coll.comment += "\n" + end.comment;
				else coll.comment = end.comment;
			}
			coll.range = [
				fc.offset,
				cePos,
				end.offset
			];
		} else coll.range = [
			fc.offset,
			cePos,
			cePos
		];
		return coll;
	}
	exports.resolveFlowCollection = resolveFlowCollection;
}));

// node_modules/yaml/dist/compose/compose-collection.js
var require_compose_collection = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Scalar = require_Scalar();
	var YAMLMap = require_YAMLMap();
	var YAMLSeq = require_YAMLSeq();
	var resolveBlockMap = require_resolve_block_map();
	var resolveBlockSeq = require_resolve_block_seq();
	var resolveFlowCollection = require_resolve_flow_collection();
	function resolveCollection(CN, ctx, token, onError, tagName, tag) {
		const coll = token.type === "block-map" ? resolveBlockMap.resolveBlockMap(CN, ctx, token, onError, tag) : token.type === "block-seq" ? resolveBlockSeq.resolveBlockSeq(CN, ctx, token, onError, tag) : resolveFlowCollection.resolveFlowCollection(CN, ctx, token, onError, tag);
		const Coll = coll.constructor;
		if (tagName === "!" || tagName === Coll.tagName) {
			coll.tag = Coll.tagName;
			return coll;
		}
		if (tagName) coll.tag = tagName;
		return coll;
	}
	function composeCollection(CN, ctx, token, props, onError) {
		const tagToken = props.tag;
		const tagName = !tagToken ? null : ctx.directives.tagName(tagToken.source, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg));
		if (token.type === "block-seq") {
			const { anchor, newlineAfterProp: nl } = props;
			const lastProp = anchor && tagToken ? anchor.offset > tagToken.offset ? anchor : tagToken : anchor ?? tagToken;
			if (lastProp && (!nl || nl.offset < lastProp.offset)) onError(lastProp, "MISSING_CHAR", "Missing newline after block sequence props");
		}
		const expType = token.type === "block-map" ? "map" : token.type === "block-seq" ? "seq" : token.start.source === "{" ? "map" : "seq";
		if (!tagToken || !tagName || tagName === "!" || tagName === YAMLMap.YAMLMap.tagName && expType === "map" || tagName === YAMLSeq.YAMLSeq.tagName && expType === "seq") return resolveCollection(CN, ctx, token, onError, tagName);
		let tag = ctx.schema.tags.find((t) => t.tag === tagName && t.collection === expType);
		if (!tag) {
			const kt = ctx.schema.knownTags[tagName];
			if (kt?.collection === expType) {
				ctx.schema.tags.push(Object.assign({}, kt, { default: false }));
				tag = kt;
			} else {
				if (kt) onError(tagToken, "BAD_COLLECTION_TYPE", `${kt.tag} used for ${expType} collection, but expects ${kt.collection ?? "scalar"}`, true);
				else onError(tagToken, "TAG_RESOLVE_FAILED", `Unresolved tag: ${tagName}`, true);
				return resolveCollection(CN, ctx, token, onError, tagName);
			}
		}
		const coll = resolveCollection(CN, ctx, token, onError, tagName, tag);
		const res = tag.resolve?.(coll, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg), ctx.options) ?? coll;
		const node = identity.isNode(res) ? res : new Scalar.Scalar(res);
		node.range = coll.range;
		node.tag = tagName;
		if (tag?.format) node.format = tag.format;
		return node;
	}
	exports.composeCollection = composeCollection;
}));

// node_modules/yaml/dist/compose/resolve-block-scalar.js
var require_resolve_block_scalar = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	function resolveBlockScalar(ctx, scalar, onError) {
		const start = scalar.offset;
		const header = parseBlockScalarHeader(scalar, ctx.options.strict, onError);
		if (!header) return {
			value: "",
			type: null,
			comment: "",
			range: [
				start,
				start,
				start
			]
		};
		const type = header.mode === ">" ? Scalar.Scalar.BLOCK_FOLDED : Scalar.Scalar.BLOCK_LITERAL;
		const lines = scalar.source ? splitLines(scalar.source) : [];
		let chompStart = lines.length;
		for (let i = lines.length - 1; i >= 0; --i) {
			const content = lines[i][1];
			if (content === "" || content === "\r") chompStart = i;
			else break;
		}
		if (chompStart === 0) {
			const value = header.chomp === "+" && lines.length > 0 ? "\n".repeat(Math.max(1, lines.length - 1)) : "";
			let end = start + header.length;
			if (scalar.source) end += scalar.source.length;
			return {
				value,
				type,
				comment: header.comment,
				range: [
					start,
					end,
					end
				]
			};
		}
		let trimIndent = scalar.indent + header.indent;
		let offset = scalar.offset + header.length;
		let contentStart = 0;
		for (let i = 0; i < chompStart; ++i) {
			const [indent, content] = lines[i];
			if (content === "" || content === "\r") {
				if (header.indent === 0 && indent.length > trimIndent) trimIndent = indent.length;
			} else {
				if (indent.length < trimIndent) onError(offset + indent.length, "MISSING_CHAR", "Block scalars with more-indented leading empty lines must use an explicit indentation indicator");
				if (header.indent === 0) trimIndent = indent.length;
				contentStart = i;
				if (trimIndent === 0 && !ctx.atRoot) onError(offset, "BAD_INDENT", "Block scalar values in collections must be indented");
				break;
			}
			offset += indent.length + content.length + 1;
		}
		for (let i = lines.length - 1; i >= chompStart; --i) if (lines[i][0].length > trimIndent) chompStart = i + 1;
		let value = "";
		let sep = "";
		let prevMoreIndented = false;
		for (let i = 0; i < contentStart; ++i) value += lines[i][0].slice(trimIndent) + "\n";
		for (let i = contentStart; i < chompStart; ++i) {
			let [indent, content] = lines[i];
			offset += indent.length + content.length + 1;
			const crlf = content[content.length - 1] === "\r";
			if (crlf) content = content.slice(0, -1);
			/* istanbul ignore if already caught in lexer */
			if (content && indent.length < trimIndent) {
				const message = `Block scalar lines must not be less indented than their ${header.indent ? "explicit indentation indicator" : "first line"}`;
				onError(offset - content.length - (crlf ? 2 : 1), "BAD_INDENT", message);
				indent = "";
			}
			if (type === Scalar.Scalar.BLOCK_LITERAL) {
				value += sep + indent.slice(trimIndent) + content;
				sep = "\n";
			} else if (indent.length > trimIndent || content[0] === "	") {
				if (sep === " ") sep = "\n";
				else if (!prevMoreIndented && sep === "\n") sep = "\n\n";
				value += sep + indent.slice(trimIndent) + content;
				sep = "\n";
				prevMoreIndented = true;
			} else if (content === "") {
				if (sep === "\n") value += "\n";
				else sep = "\n";
			} else {
				value += sep + content;
				sep = " ";
				prevMoreIndented = false;
			}
		}
		switch (header.chomp) {
			case "-": break;
			case "+":
				for (let i = chompStart; i < lines.length; ++i) value += "\n" + lines[i][0].slice(trimIndent);
				if (value[value.length - 1] !== "\n") value += "\n";
				break;
			default: value += "\n";
		}
		const end = start + header.length + scalar.source.length;
		return {
			value,
			type,
			comment: header.comment,
			range: [
				start,
				end,
				end
			]
		};
	}
	function parseBlockScalarHeader({ offset, props }, strict, onError) {
		/* istanbul ignore if should not happen */
		if (props[0].type !== "block-scalar-header") {
			onError(props[0], "IMPOSSIBLE", "Block scalar header not found");
			return null;
		}
		const { source } = props[0];
		const mode = source[0];
		let indent = 0;
		let chomp = "";
		let error = -1;
		for (let i = 1; i < source.length; ++i) {
			const ch = source[i];
			if (!chomp && (ch === "-" || ch === "+")) chomp = ch;
			else {
				const n = Number(ch);
				if (!indent && n) indent = n;
				else if (error === -1) error = offset + i;
			}
		}
		if (error !== -1) onError(error, "UNEXPECTED_TOKEN", `Block scalar header includes extra characters: ${source}`);
		let hasSpace = false;
		let comment = "";
		let length = source.length;
		for (let i = 1; i < props.length; ++i) {
			const token = props[i];
			switch (token.type) {
				case "space": hasSpace = true;
				case "newline":
					length += token.source.length;
					break;
				case "comment":
					if (strict && !hasSpace) onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
					length += token.source.length;
					comment = token.source.substring(1);
					break;
				case "error":
					onError(token, "UNEXPECTED_TOKEN", token.message);
					length += token.source.length;
					break;
				/* istanbul ignore next should not happen */
				default: {
					onError(token, "UNEXPECTED_TOKEN", `Unexpected token in block scalar header: ${token.type}`);
					const ts = token.source;
					if (ts && typeof ts === "string") length += ts.length;
				}
			}
		}
		return {
			mode,
			indent,
			chomp,
			comment,
			length
		};
	}
	/** @returns Array of lines split up as `[indent, content]` */
	function splitLines(source) {
		const split = source.split(/\n( *)/);
		const first = split[0];
		const m = first.match(/^( *)/);
		const lines = [m?.[1] ? [m[1], first.slice(m[1].length)] : ["", first]];
		for (let i = 1; i < split.length; i += 2) lines.push([split[i], split[i + 1]]);
		return lines;
	}
	exports.resolveBlockScalar = resolveBlockScalar;
}));

// node_modules/yaml/dist/compose/resolve-flow-scalar.js
var require_resolve_flow_scalar = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var resolveEnd = require_resolve_end();
	function resolveFlowScalar(scalar, strict, onError) {
		const { offset, type, source, end } = scalar;
		let _type;
		let value;
		const _onError = (rel, code, msg) => onError(offset + rel, code, msg);
		switch (type) {
			case "scalar":
				_type = Scalar.Scalar.PLAIN;
				value = plainValue(source, _onError);
				break;
			case "single-quoted-scalar":
				_type = Scalar.Scalar.QUOTE_SINGLE;
				value = singleQuotedValue(source, _onError);
				break;
			case "double-quoted-scalar":
				_type = Scalar.Scalar.QUOTE_DOUBLE;
				value = doubleQuotedValue(source, _onError);
				break;
			/* istanbul ignore next should not happen */
			default:
				onError(scalar, "UNEXPECTED_TOKEN", `Expected a flow scalar value, but found: ${type}`);
				return {
					value: "",
					type: null,
					comment: "",
					range: [
						offset,
						offset + source.length,
						offset + source.length
					]
				};
		}
		const valueEnd = offset + source.length;
		const re = resolveEnd.resolveEnd(end, valueEnd, strict, onError);
		return {
			value,
			type: _type,
			comment: re.comment,
			range: [
				offset,
				valueEnd,
				re.offset
			]
		};
	}
	function plainValue(source, onError) {
		let badChar = "";
		switch (source[0]) {
			/* istanbul ignore next should not happen */
			case "	":
				badChar = "a tab character";
				break;
			case ",":
				badChar = "flow indicator character ,";
				break;
			case "%":
				badChar = "directive indicator character %";
				break;
			case "|":
			case ">":
				badChar = `block scalar indicator ${source[0]}`;
				break;
			case "@":
			case "`": badChar = `reserved character ${source[0]}`;
		}
		if (badChar) onError(0, "BAD_SCALAR_START", `Plain value cannot start with ${badChar}`);
		return unfoldLines(source);
	}
	function singleQuotedValue(source, onError) {
		if (source[source.length - 1] !== "'" || source.length === 1) onError(source.length, "MISSING_CHAR", "Missing closing 'quote");
		return unfoldLines(source.slice(1, -1)).replace(/''/g, "'");
	}
	function unfoldLines(source) {
		const line = /(.*?)\r?\n/sy;
		let match = line.exec(source);
		if (!match) return source;
		/**
		* The negative lookbehinds in these RegExps are to
		* prevent causing a polynomial search time in certain cases.
		*
		* The try-catch is for Safari < 16.4 and other old browsers:
		* https://caniuse.com/js-regexp-lookbehind
		*/
		let trimEnd, trimBoth;
		try {
			trimEnd = /* @__PURE__ */ new RegExp("(?<![ 	])[ 	]+$");
			trimBoth = /* @__PURE__ */ new RegExp("^[ 	]+|(?<![ 	])[ 	]+$", "g");
		} catch {
			trimEnd = /[ \t]+$/;
			trimBoth = /^[ \t]+|[ \t]+$/g;
		}
		let res = match[1].replace(trimEnd, "");
		let sep = " ";
		let pos = line.lastIndex;
		while (match = line.exec(source)) {
			const lm = match[1].replace(trimBoth, "");
			if (lm === "") {
				if (sep === "\n") res += sep;
				else sep = "\n";
			} else {
				res += sep + lm;
				sep = " ";
			}
			pos = line.lastIndex;
		}
		const last = /[ \t]*(.*)/sy;
		last.lastIndex = pos;
		match = last.exec(source);
		return res + sep + (match?.[1] ?? "");
	}
	function doubleQuotedValue(source, onError) {
		let res = "";
		for (let i = 1; i < source.length - 1; ++i) {
			const ch = source[i];
			if (ch === "\r" && source[i + 1] === "\n") continue;
			if (ch === "\n") {
				const { fold, offset } = foldNewline(source, i);
				res += fold;
				i = offset;
			} else if (ch === "\\") {
				let next = source[++i];
				const cc = escapeCodes[next];
				if (cc) res += cc;
				else if (next === "\n") {
					next = source[i + 1];
					while (next === " " || next === "	") next = source[++i + 1];
				} else if (next === "\r" && source[i + 1] === "\n") {
					next = source[++i + 1];
					while (next === " " || next === "	") next = source[++i + 1];
				} else if (next === "x" || next === "u" || next === "U") {
					const length = next === "x" ? 2 : next === "u" ? 4 : 8;
					res += parseCharCode(source, i + 1, length, onError);
					i += length;
				} else {
					const raw = source.substr(i - 1, 2);
					onError(i - 1, "BAD_DQ_ESCAPE", `Invalid escape sequence ${raw}`);
					res += raw;
				}
			} else if (ch === " " || ch === "	") {
				const wsStart = i;
				let next = source[i + 1];
				while (next === " " || next === "	") next = source[++i + 1];
				if (next !== "\n" && !(next === "\r" && source[i + 2] === "\n")) res += i > wsStart ? source.slice(wsStart, i + 1) : ch;
			} else res += ch;
		}
		if (source[source.length - 1] !== "\"" || source.length === 1) onError(source.length, "MISSING_CHAR", "Missing closing \"quote");
		return res;
	}
	/**
	* Fold a single newline into a space, multiple newlines to N - 1 newlines.
	* Presumes `source[offset] === '\n'`
	*/
	function foldNewline(source, offset) {
		let fold = "";
		let ch = source[offset + 1];
		while (ch === " " || ch === "	" || ch === "\n" || ch === "\r") {
			if (ch === "\r" && source[offset + 2] !== "\n") break;
			if (ch === "\n") fold += "\n";
			offset += 1;
			ch = source[offset + 1];
		}
		if (!fold) fold = " ";
		return {
			fold,
			offset
		};
	}
	const escapeCodes = {
		"0": "\0",
		a: "\x07",
		b: "\b",
		e: "\x1B",
		f: "\f",
		n: "\n",
		r: "\r",
		t: "	",
		v: "\v",
		N: "",
		_: "\xA0",
		L: "\u2028",
		P: "\u2029",
		" ": " ",
		"\"": "\"",
		"/": "/",
		"\\": "\\",
		"	": "	"
	};
	function parseCharCode(source, offset, length, onError) {
		const cc = source.substr(offset, length);
		const code = cc.length === length && /^[0-9a-fA-F]+$/.test(cc) ? parseInt(cc, 16) : NaN;
		try {
			return String.fromCodePoint(code);
		} catch {
			const raw = source.substr(offset - 2, length + 2);
			onError(offset - 2, "BAD_DQ_ESCAPE", `Invalid escape sequence ${raw}`);
			return raw;
		}
	}
	exports.resolveFlowScalar = resolveFlowScalar;
}));

// node_modules/yaml/dist/compose/compose-scalar.js
var require_compose_scalar = /* @__PURE__ */ __commonJSMin(((exports) => {
	var identity = require_identity();
	var Scalar = require_Scalar();
	var resolveBlockScalar = require_resolve_block_scalar();
	var resolveFlowScalar = require_resolve_flow_scalar();
	function composeScalar(ctx, token, tagToken, onError) {
		const { value, type, comment, range } = token.type === "block-scalar" ? resolveBlockScalar.resolveBlockScalar(ctx, token, onError) : resolveFlowScalar.resolveFlowScalar(token, ctx.options.strict, onError);
		const tagName = tagToken ? ctx.directives.tagName(tagToken.source, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg)) : null;
		let tag;
		if (ctx.options.stringKeys && ctx.atKey) tag = ctx.schema[identity.SCALAR];
		else if (tagName) tag = findScalarTagByName(ctx.schema, value, tagName, tagToken, onError);
		else if (token.type === "scalar") tag = findScalarTagByTest(ctx, value, token, onError);
		else tag = ctx.schema[identity.SCALAR];
		let scalar;
		try {
			const res = tag.resolve(value, (msg) => onError(tagToken ?? token, "TAG_RESOLVE_FAILED", msg), ctx.options);
			scalar = identity.isScalar(res) ? res : new Scalar.Scalar(res);
		} catch (error) {
			const msg = error instanceof Error ? error.message : String(error);
			onError(tagToken ?? token, "TAG_RESOLVE_FAILED", msg);
			scalar = new Scalar.Scalar(value);
		}
		scalar.range = range;
		scalar.source = value;
		if (type) scalar.type = type;
		if (tagName) scalar.tag = tagName;
		if (tag.format) scalar.format = tag.format;
		if (comment) scalar.comment = comment;
		return scalar;
	}
	function findScalarTagByName(schema, value, tagName, tagToken, onError) {
		if (tagName === "!") return schema[identity.SCALAR];
		const matchWithTest = [];
		for (const tag of schema.tags) if (!tag.collection && tag.tag === tagName) {
			if (tag.default && tag.test) matchWithTest.push(tag);
			else return tag;
		}
		for (const tag of matchWithTest) if (tag.test?.test(value)) return tag;
		const kt = schema.knownTags[tagName];
		if (kt && !kt.collection) {
			schema.tags.push(Object.assign({}, kt, {
				default: false,
				test: void 0
			}));
			return kt;
		}
		onError(tagToken, "TAG_RESOLVE_FAILED", `Unresolved tag: ${tagName}`, tagName !== "tag:yaml.org,2002:str");
		return schema[identity.SCALAR];
	}
	function findScalarTagByTest({ atKey, directives, schema }, value, token, onError) {
		const tag = schema.tags.find((tag) => (tag.default === true || atKey && tag.default === "key") && tag.test?.test(value)) || schema[identity.SCALAR];
		if (schema.compat) {
			const compat = schema.compat.find((tag) => tag.default && tag.test?.test(value)) ?? schema[identity.SCALAR];
			if (tag.tag !== compat.tag) onError(token, "TAG_RESOLVE_FAILED", `Value may be parsed as either ${directives.tagString(tag.tag)} or ${directives.tagString(compat.tag)}`, true);
		}
		return tag;
	}
	exports.composeScalar = composeScalar;
}));

// node_modules/yaml/dist/compose/util-empty-scalar-position.js
var require_util_empty_scalar_position = /* @__PURE__ */ __commonJSMin(((exports) => {
	function emptyScalarPosition(offset, before, pos) {
		if (before) {
			pos ?? (pos = before.length);
			for (let i = pos - 1; i >= 0; --i) {
				let st = before[i];
				switch (st.type) {
					case "space":
					case "comment":
					case "newline":
						offset -= st.source.length;
						continue;
				}
				st = before[++i];
				while (st?.type === "space") {
					offset += st.source.length;
					st = before[++i];
				}
				break;
			}
		}
		return offset;
	}
	exports.emptyScalarPosition = emptyScalarPosition;
}));

// node_modules/yaml/dist/compose/compose-node.js
var require_compose_node = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Alias = require_Alias();
	var identity = require_identity();
	var composeCollection = require_compose_collection();
	var composeScalar = require_compose_scalar();
	var resolveEnd = require_resolve_end();
	var utilEmptyScalarPosition = require_util_empty_scalar_position();
	const CN = {
		composeNode,
		composeEmptyNode
	};
	function composeNode(ctx, token, props, onError) {
		const atKey = ctx.atKey;
		const { spaceBefore, comment, anchor, tag } = props;
		let node;
		let isSrcToken = true;
		switch (token.type) {
			case "alias":
				node = composeAlias(ctx, token, onError);
				if (anchor || tag) onError(token, "ALIAS_PROPS", "An alias node must not specify any properties");
				break;
			case "scalar":
			case "single-quoted-scalar":
			case "double-quoted-scalar":
			case "block-scalar":
				node = composeScalar.composeScalar(ctx, token, tag, onError);
				if (anchor) node.anchor = anchor.source.substring(1);
				break;
			case "block-map":
			case "block-seq":
			case "flow-collection":
				try {
					node = composeCollection.composeCollection(CN, ctx, token, props, onError);
					if (anchor) node.anchor = anchor.source.substring(1);
				} catch (error) {
					onError(token, "RESOURCE_EXHAUSTION", error instanceof Error ? error.message : String(error));
				}
				break;
			default:
				onError(token, "UNEXPECTED_TOKEN", token.type === "error" ? token.message : `Unsupported token (type: ${token.type})`);
				isSrcToken = false;
		}
		node ?? (node = composeEmptyNode(ctx, token.offset, void 0, null, props, onError));
		if (anchor && node.anchor === "") onError(anchor, "BAD_ALIAS", "Anchor cannot be an empty string");
		if (atKey && ctx.options.stringKeys && (!identity.isScalar(node) || typeof node.value !== "string" || node.tag && node.tag !== "tag:yaml.org,2002:str")) onError(tag ?? token, "NON_STRING_KEY", "With stringKeys, all keys must be strings");
		if (spaceBefore) node.spaceBefore = true;
		if (comment) {
			if (token.type === "scalar" && token.source === "") node.comment = comment;
			else node.commentBefore = comment;
		}
		if (ctx.options.keepSourceTokens && isSrcToken) node.srcToken = token;
		return node;
	}
	function composeEmptyNode(ctx, offset, before, pos, { spaceBefore, comment, anchor, tag, end }, onError) {
		const token = {
			type: "scalar",
			offset: utilEmptyScalarPosition.emptyScalarPosition(offset, before, pos),
			indent: -1,
			source: ""
		};
		const node = composeScalar.composeScalar(ctx, token, tag, onError);
		if (anchor) {
			node.anchor = anchor.source.substring(1);
			if (node.anchor === "") onError(anchor, "BAD_ALIAS", "Anchor cannot be an empty string");
		}
		if (spaceBefore) node.spaceBefore = true;
		if (comment) {
			node.comment = comment;
			node.range[2] = end;
		}
		return node;
	}
	function composeAlias({ options }, { offset, source, end }, onError) {
		const alias = new Alias.Alias(source.substring(1));
		if (alias.source === "") onError(offset, "BAD_ALIAS", "Alias cannot be an empty string");
		if (alias.source.endsWith(":")) onError(offset + source.length - 1, "BAD_ALIAS", "Alias ending in : is ambiguous", true);
		const valueEnd = offset + source.length;
		const re = resolveEnd.resolveEnd(end, valueEnd, options.strict, onError);
		alias.range = [
			offset,
			valueEnd,
			re.offset
		];
		if (re.comment) alias.comment = re.comment;
		return alias;
	}
	exports.composeEmptyNode = composeEmptyNode;
	exports.composeNode = composeNode;
}));

// node_modules/yaml/dist/compose/compose-doc.js
var require_compose_doc = /* @__PURE__ */ __commonJSMin(((exports) => {
	var Document = require_Document();
	var composeNode = require_compose_node();
	var resolveEnd = require_resolve_end();
	var resolveProps = require_resolve_props();
	function composeDoc(options, directives, { offset, start, value, end }, onError) {
		const opts = Object.assign({ _directives: directives }, options);
		const doc = new Document.Document(void 0, opts);
		const ctx = {
			atKey: false,
			atRoot: true,
			directives: doc.directives,
			options: doc.options,
			schema: doc.schema
		};
		const props = resolveProps.resolveProps(start, {
			indicator: "doc-start",
			next: value ?? end?.[0],
			offset,
			onError,
			parentIndent: 0,
			startOnNewline: true
		});
		if (props.found) {
			doc.directives.docStart = true;
			if (value && (value.type === "block-map" || value.type === "block-seq") && !props.hasNewline) onError(props.end, "MISSING_CHAR", "Block collection cannot start on same line with directives-end marker");
		}
		doc.contents = value ? composeNode.composeNode(ctx, value, props, onError) : composeNode.composeEmptyNode(ctx, props.end, start, null, props, onError);
		const contentEnd = doc.contents.range[2];
		const re = resolveEnd.resolveEnd(end, contentEnd, false, onError);
		if (re.comment) doc.comment = re.comment;
		doc.range = [
			offset,
			contentEnd,
			re.offset
		];
		return doc;
	}
	exports.composeDoc = composeDoc;
}));

// node_modules/yaml/dist/compose/composer.js
var require_composer = /* @__PURE__ */ __commonJSMin(((exports) => {
	var node_process = __require("process");
	var directives = require_directives();
	var Document = require_Document();
	var errors = require_errors();
	var identity = require_identity();
	var composeDoc = require_compose_doc();
	var resolveEnd = require_resolve_end();
	function getErrorPos(src) {
		if (typeof src === "number") return [src, src + 1];
		if (Array.isArray(src)) return src.length === 2 ? src : [src[0], src[1]];
		const { offset, source } = src;
		return [offset, offset + (typeof source === "string" ? source.length : 1)];
	}
	function parsePrelude(prelude) {
		let comment = "";
		let atComment = false;
		let afterEmptyLine = false;
		for (let i = 0; i < prelude.length; ++i) {
			const source = prelude[i];
			switch (source[0]) {
				case "#":
					comment += (comment === "" ? "" : afterEmptyLine ? "\n\n" : "\n") + (source.substring(1) || " ");
					atComment = true;
					afterEmptyLine = false;
					break;
				case "%":
					if (prelude[i + 1]?.[0] !== "#") i += 1;
					atComment = false;
					break;
				default:
					if (!atComment) afterEmptyLine = true;
					atComment = false;
			}
		}
		return {
			comment,
			afterEmptyLine
		};
	}
	/**
	* Compose a stream of CST nodes into a stream of YAML Documents.
	*
	* ```ts
	* import { Composer, Parser } from 'yaml'
	*
	* const src: string = ...
	* const tokens = new Parser().parse(src)
	* const docs = new Composer().compose(tokens)
	* ```
	*/
	var Composer = class {
		constructor(options = {}) {
			this.doc = null;
			this.atDirectives = false;
			this.prelude = [];
			this.errors = [];
			this.warnings = [];
			this.onError = (source, code, message, warning) => {
				const pos = getErrorPos(source);
				if (warning) this.warnings.push(new errors.YAMLWarning(pos, code, message));
				else this.errors.push(new errors.YAMLParseError(pos, code, message));
			};
			this.directives = new directives.Directives({ version: options.version || "1.2" });
			this.options = options;
		}
		decorate(doc, afterDoc) {
			const { comment, afterEmptyLine } = parsePrelude(this.prelude);
			if (comment) {
				const dc = doc.contents;
				if (afterDoc) doc.comment = doc.comment ? `${doc.comment}\n${comment}` : comment;
				else if (afterEmptyLine || doc.directives.docStart || !dc) doc.commentBefore = comment;
				else if (identity.isCollection(dc) && !dc.flow && dc.items.length > 0) {
					let it = dc.items[0];
					if (identity.isPair(it)) it = it.key;
					const cb = it.commentBefore;
					it.commentBefore = cb ? `${comment}\n${cb}` : comment;
				} else {
					const cb = dc.commentBefore;
					dc.commentBefore = cb ? `${comment}\n${cb}` : comment;
				}
			}
			if (afterDoc) {
				for (let i = 0; i < this.errors.length; ++i) doc.errors.push(this.errors[i]);
				for (let i = 0; i < this.warnings.length; ++i) doc.warnings.push(this.warnings[i]);
			} else {
				doc.errors = this.errors;
				doc.warnings = this.warnings;
			}
			this.prelude = [];
			this.errors = [];
			this.warnings = [];
		}
		/**
		* Current stream status information.
		*
		* Mostly useful at the end of input for an empty stream.
		*/
		streamInfo() {
			return {
				comment: parsePrelude(this.prelude).comment,
				directives: this.directives,
				errors: this.errors,
				warnings: this.warnings
			};
		}
		/**
		* Compose tokens into documents.
		*
		* @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
		* @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
		*/
		*compose(tokens, forceDoc = false, endOffset = -1) {
			for (const token of tokens) yield* this.next(token);
			yield* this.end(forceDoc, endOffset);
		}
		/** Advance the composer by one CST token. */
		*next(token) {
			if (node_process.env.LOG_STREAM) console.dir(token, { depth: null });
			switch (token.type) {
				case "directive":
					this.directives.add(token.source, (offset, message, warning) => {
						const pos = getErrorPos(token);
						pos[0] += offset;
						this.onError(pos, "BAD_DIRECTIVE", message, warning);
					});
					this.prelude.push(token.source);
					this.atDirectives = true;
					break;
				case "document": {
					const doc = composeDoc.composeDoc(this.options, this.directives, token, this.onError);
					if (this.atDirectives && !doc.directives.docStart) this.onError(token, "MISSING_CHAR", "Missing directives-end/doc-start indicator line");
					this.decorate(doc, false);
					if (this.doc) yield this.doc;
					this.doc = doc;
					this.atDirectives = false;
					break;
				}
				case "byte-order-mark":
				case "space": break;
				case "comment":
				case "newline":
					this.prelude.push(token.source);
					break;
				case "error": {
					const msg = token.source ? `${token.message}: ${JSON.stringify(token.source)}` : token.message;
					const error = new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", msg);
					if (this.atDirectives || !this.doc) this.errors.push(error);
					else this.doc.errors.push(error);
					break;
				}
				case "doc-end": {
					if (!this.doc) {
						this.errors.push(new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", "Unexpected doc-end without preceding document"));
						break;
					}
					this.doc.directives.docEnd = true;
					const end = resolveEnd.resolveEnd(token.end, token.offset + token.source.length, this.doc.options.strict, this.onError);
					this.decorate(this.doc, true);
					if (end.comment) {
						const dc = this.doc.comment;
						this.doc.comment = dc ? `${dc}\n${end.comment}` : end.comment;
					}
					this.doc.range[2] = end.offset;
					break;
				}
				default: this.errors.push(new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", `Unsupported token ${token.type}`));
			}
		}
		/**
		* Call at end of input to yield any remaining document.
		*
		* @param forceDoc - If the stream contains no document, still emit a final document including any comments and directives that would be applied to a subsequent document.
		* @param endOffset - Should be set if `forceDoc` is also set, to set the document range end and to indicate errors correctly.
		*/
		*end(forceDoc = false, endOffset = -1) {
			if (this.doc) {
				this.decorate(this.doc, true);
				yield this.doc;
				this.doc = null;
			} else if (forceDoc) {
				const opts = Object.assign({ _directives: this.directives }, this.options);
				const doc = new Document.Document(void 0, opts);
				if (this.atDirectives) this.onError(endOffset, "MISSING_CHAR", "Missing directives-end indicator line");
				doc.range = [
					0,
					endOffset,
					endOffset
				];
				this.decorate(doc, false);
				yield doc;
			}
		}
	};
	exports.Composer = Composer;
}));

// node_modules/yaml/dist/parse/cst-scalar.js
var require_cst_scalar = /* @__PURE__ */ __commonJSMin(((exports) => {
	var resolveBlockScalar = require_resolve_block_scalar();
	var resolveFlowScalar = require_resolve_flow_scalar();
	var errors = require_errors();
	var stringifyString = require_stringifyString();
	function resolveAsScalar(token, strict = true, onError) {
		if (token) {
			const _onError = (pos, code, message) => {
				const offset = typeof pos === "number" ? pos : Array.isArray(pos) ? pos[0] : pos.offset;
				if (onError) onError(offset, code, message);
				else throw new errors.YAMLParseError([offset, offset + 1], code, message);
			};
			switch (token.type) {
				case "scalar":
				case "single-quoted-scalar":
				case "double-quoted-scalar": return resolveFlowScalar.resolveFlowScalar(token, strict, _onError);
				case "block-scalar": return resolveBlockScalar.resolveBlockScalar({ options: { strict } }, token, _onError);
			}
		}
		return null;
	}
	/**
	* Create a new scalar token with `value`
	*
	* Values that represent an actual string but may be parsed as a different type should use a `type` other than `'PLAIN'`,
	* as this function does not support any schema operations and won't check for such conflicts.
	*
	* @param value The string representation of the value, which will have its content properly indented.
	* @param context.end Comments and whitespace after the end of the value, or after the block scalar header. If undefined, a newline will be added.
	* @param context.implicitKey Being within an implicit key may affect the resolved type of the token's value.
	* @param context.indent The indent level of the token.
	* @param context.inFlow Is this scalar within a flow collection? This may affect the resolved type of the token's value.
	* @param context.offset The offset position of the token.
	* @param context.type The preferred type of the scalar token. If undefined, the previous type of the `token` will be used, defaulting to `'PLAIN'`.
	*/
	function createScalarToken(value, context) {
		const { implicitKey = false, indent, inFlow = false, offset = -1, type = "PLAIN" } = context;
		const source = stringifyString.stringifyString({
			type,
			value
		}, {
			implicitKey,
			indent: indent > 0 ? " ".repeat(indent) : "",
			inFlow,
			options: {
				blockQuote: true,
				lineWidth: -1
			}
		});
		const end = context.end ?? [{
			type: "newline",
			offset: -1,
			indent,
			source: "\n"
		}];
		switch (source[0]) {
			case "|":
			case ">": {
				const he = source.indexOf("\n");
				const head = source.substring(0, he);
				const body = source.substring(he + 1) + "\n";
				const props = [{
					type: "block-scalar-header",
					offset,
					indent,
					source: head
				}];
				if (!addEndtoBlockProps(props, end)) props.push({
					type: "newline",
					offset: -1,
					indent,
					source: "\n"
				});
				return {
					type: "block-scalar",
					offset,
					indent,
					props,
					source: body
				};
			}
			case "\"": return {
				type: "double-quoted-scalar",
				offset,
				indent,
				source,
				end
			};
			case "'": return {
				type: "single-quoted-scalar",
				offset,
				indent,
				source,
				end
			};
			default: return {
				type: "scalar",
				offset,
				indent,
				source,
				end
			};
		}
	}
	/**
	* Set the value of `token` to the given string `value`, overwriting any previous contents and type that it may have.
	*
	* Best efforts are made to retain any comments previously associated with the `token`,
	* though all contents within a collection's `items` will be overwritten.
	*
	* Values that represent an actual string but may be parsed as a different type should use a `type` other than `'PLAIN'`,
	* as this function does not support any schema operations and won't check for such conflicts.
	*
	* @param token Any token. If it does not include an `indent` value, the value will be stringified as if it were an implicit key.
	* @param value The string representation of the value, which will have its content properly indented.
	* @param context.afterKey In most cases, values after a key should have an additional level of indentation.
	* @param context.implicitKey Being within an implicit key may affect the resolved type of the token's value.
	* @param context.inFlow Being within a flow collection may affect the resolved type of the token's value.
	* @param context.type The preferred type of the scalar token. If undefined, the previous type of the `token` will be used, defaulting to `'PLAIN'`.
	*/
	function setScalarValue(token, value, context = {}) {
		let { afterKey = false, implicitKey = false, inFlow = false, type } = context;
		let indent = "indent" in token ? token.indent : null;
		if (afterKey && typeof indent === "number") indent += 2;
		if (!type) switch (token.type) {
			case "single-quoted-scalar":
				type = "QUOTE_SINGLE";
				break;
			case "double-quoted-scalar":
				type = "QUOTE_DOUBLE";
				break;
			case "block-scalar": {
				const header = token.props[0];
				if (header.type !== "block-scalar-header") throw new Error("Invalid block scalar header");
				type = header.source[0] === ">" ? "BLOCK_FOLDED" : "BLOCK_LITERAL";
				break;
			}
			default: type = "PLAIN";
		}
		const source = stringifyString.stringifyString({
			type,
			value
		}, {
			implicitKey: implicitKey || indent === null,
			indent: indent !== null && indent > 0 ? " ".repeat(indent) : "",
			inFlow,
			options: {
				blockQuote: true,
				lineWidth: -1
			}
		});
		switch (source[0]) {
			case "|":
			case ">":
				setBlockScalarValue(token, source);
				break;
			case "\"":
				setFlowScalarValue(token, source, "double-quoted-scalar");
				break;
			case "'":
				setFlowScalarValue(token, source, "single-quoted-scalar");
				break;
			default: setFlowScalarValue(token, source, "scalar");
		}
	}
	function setBlockScalarValue(token, source) {
		const he = source.indexOf("\n");
		const head = source.substring(0, he);
		const body = source.substring(he + 1) + "\n";
		if (token.type === "block-scalar") {
			const header = token.props[0];
			if (header.type !== "block-scalar-header") throw new Error("Invalid block scalar header");
			header.source = head;
			token.source = body;
		} else {
			const { offset } = token;
			const indent = "indent" in token ? token.indent : -1;
			const props = [{
				type: "block-scalar-header",
				offset,
				indent,
				source: head
			}];
			if (!addEndtoBlockProps(props, "end" in token ? token.end : void 0)) props.push({
				type: "newline",
				offset: -1,
				indent,
				source: "\n"
			});
			for (const key of Object.keys(token)) if (key !== "type" && key !== "offset") delete token[key];
			Object.assign(token, {
				type: "block-scalar",
				indent,
				props,
				source: body
			});
		}
	}
	/** @returns `true` if last token is a newline */
	function addEndtoBlockProps(props, end) {
		if (end) for (const st of end) switch (st.type) {
			case "space":
			case "comment":
				props.push(st);
				break;
			case "newline":
				props.push(st);
				return true;
		}
		return false;
	}
	function setFlowScalarValue(token, source, type) {
		switch (token.type) {
			case "scalar":
			case "double-quoted-scalar":
			case "single-quoted-scalar":
				token.type = type;
				token.source = source;
				break;
			case "block-scalar": {
				const end = token.props.slice(1);
				let oa = source.length;
				if (token.props[0].type === "block-scalar-header") oa -= token.props[0].source.length;
				for (const tok of end) tok.offset += oa;
				delete token.props;
				Object.assign(token, {
					type,
					source,
					end
				});
				break;
			}
			case "block-map":
			case "block-seq": {
				const nl = {
					type: "newline",
					offset: token.offset + source.length,
					indent: token.indent,
					source: "\n"
				};
				delete token.items;
				Object.assign(token, {
					type,
					source,
					end: [nl]
				});
				break;
			}
			default: {
				const indent = "indent" in token ? token.indent : -1;
				const end = "end" in token && Array.isArray(token.end) ? token.end.filter((st) => st.type === "space" || st.type === "comment" || st.type === "newline") : [];
				for (const key of Object.keys(token)) if (key !== "type" && key !== "offset") delete token[key];
				Object.assign(token, {
					type,
					indent,
					source,
					end
				});
			}
		}
	}
	exports.createScalarToken = createScalarToken;
	exports.resolveAsScalar = resolveAsScalar;
	exports.setScalarValue = setScalarValue;
}));

// node_modules/yaml/dist/parse/cst-stringify.js
var require_cst_stringify = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* Stringify a CST document, token, or collection item
	*
	* Fair warning: This applies no validation whatsoever, and
	* simply concatenates the sources in their logical order.
	*/
	const stringify = (cst) => "type" in cst ? stringifyToken(cst) : stringifyItem(cst);
	function stringifyToken(token) {
		switch (token.type) {
			case "block-scalar": {
				let res = "";
				for (const tok of token.props) res += stringifyToken(tok);
				return res + token.source;
			}
			case "block-map":
			case "block-seq": {
				let res = "";
				for (const item of token.items) res += stringifyItem(item);
				return res;
			}
			case "flow-collection": {
				let res = token.start.source;
				for (const item of token.items) res += stringifyItem(item);
				for (const st of token.end) res += st.source;
				return res;
			}
			case "document": {
				let res = stringifyItem(token);
				if (token.end) for (const st of token.end) res += st.source;
				return res;
			}
			default: {
				let res = token.source;
				if ("end" in token && token.end) for (const st of token.end) res += st.source;
				return res;
			}
		}
	}
	function stringifyItem({ start, key, sep, value }) {
		let res = "";
		for (const st of start) res += st.source;
		if (key) res += stringifyToken(key);
		if (sep) for (const st of sep) res += st.source;
		if (value) res += stringifyToken(value);
		return res;
	}
	exports.stringify = stringify;
}));

// node_modules/yaml/dist/parse/cst-visit.js
var require_cst_visit = /* @__PURE__ */ __commonJSMin(((exports) => {
	const BREAK = Symbol("break visit");
	const SKIP = Symbol("skip children");
	const REMOVE = Symbol("remove item");
	/**
	* Apply a visitor to a CST document or item.
	*
	* Walks through the tree (depth-first) starting from the root, calling a
	* `visitor` function with two arguments when entering each item:
	*   - `item`: The current item, which included the following members:
	*     - `start: SourceToken[]` – Source tokens before the key or value,
	*       possibly including its anchor or tag.
	*     - `key?: Token | null` – Set for pair values. May then be `null`, if
	*       the key before the `:` separator is empty.
	*     - `sep?: SourceToken[]` – Source tokens between the key and the value,
	*       which should include the `:` map value indicator if `value` is set.
	*     - `value?: Token` – The value of a sequence item, or of a map pair.
	*   - `path`: The steps from the root to the current node, as an array of
	*     `['key' | 'value', number]` tuples.
	*
	* The return value of the visitor may be used to control the traversal:
	*   - `undefined` (default): Do nothing and continue
	*   - `visit.SKIP`: Do not visit the children of this token, continue with
	*      next sibling
	*   - `visit.BREAK`: Terminate traversal completely
	*   - `visit.REMOVE`: Remove the current item, then continue with the next one
	*   - `number`: Set the index of the next step. This is useful especially if
	*     the index of the current token has changed.
	*   - `function`: Define the next visitor for this item. After the original
	*     visitor is called on item entry, next visitors are called after handling
	*     a non-empty `key` and when exiting the item.
	*/
	function visit(cst, visitor) {
		if ("type" in cst && cst.type === "document") cst = {
			start: cst.start,
			value: cst.value
		};
		_visit(Object.freeze([]), cst, visitor);
	}
	/** Terminate visit traversal completely */
	visit.BREAK = BREAK;
	/** Do not visit the children of the current item */
	visit.SKIP = SKIP;
	/** Remove the current item */
	visit.REMOVE = REMOVE;
	/** Find the item at `path` from `cst` as the root */
	visit.itemAtPath = (cst, path) => {
		let item = cst;
		for (const [field, index] of path) {
			const tok = item?.[field];
			if (tok && "items" in tok) item = tok.items[index];
			else return void 0;
		}
		return item;
	};
	/**
	* Get the immediate parent collection of the item at `path` from `cst` as the root.
	*
	* Throws an error if the collection is not found, which should never happen if the item itself exists.
	*/
	visit.parentCollection = (cst, path) => {
		const parent = visit.itemAtPath(cst, path.slice(0, -1));
		const field = path[path.length - 1][0];
		const coll = parent?.[field];
		if (coll && "items" in coll) return coll;
		throw new Error("Parent collection not found");
	};
	function _visit(path, item, visitor) {
		let ctrl = visitor(item, path);
		if (typeof ctrl === "symbol") return ctrl;
		for (const field of ["key", "value"]) {
			const token = item[field];
			if (token && "items" in token) {
				for (let i = 0; i < token.items.length; ++i) {
					const ci = _visit(Object.freeze(path.concat([[field, i]])), token.items[i], visitor);
					if (typeof ci === "number") i = ci - 1;
					else if (ci === BREAK) return BREAK;
					else if (ci === REMOVE) {
						token.items.splice(i, 1);
						i -= 1;
					}
				}
				if (typeof ctrl === "function" && field === "key") ctrl = ctrl(item, path);
			}
		}
		return typeof ctrl === "function" ? ctrl(item, path) : ctrl;
	}
	exports.visit = visit;
}));

// node_modules/yaml/dist/parse/cst.js
var require_cst = /* @__PURE__ */ __commonJSMin(((exports) => {
	var cstScalar = require_cst_scalar();
	var cstStringify = require_cst_stringify();
	var cstVisit = require_cst_visit();
	/** The byte order mark */
	const BOM = "﻿";
	/** Start of doc-mode */
	const DOCUMENT = "";
	/** Unexpected end of flow-mode */
	const FLOW_END = "";
	/** Next token is a scalar value */
	const SCALAR = "";
	/** @returns `true` if `token` is a flow or block collection */
	const isCollection = (token) => !!token && "items" in token;
	/** @returns `true` if `token` is a flow or block scalar; not an alias */
	const isScalar = (token) => !!token && (token.type === "scalar" || token.type === "single-quoted-scalar" || token.type === "double-quoted-scalar" || token.type === "block-scalar");
	/* istanbul ignore next */
	/** Get a printable representation of a lexer token */
	function prettyToken(token) {
		switch (token) {
			case BOM: return "<BOM>";
			case DOCUMENT: return "<DOC>";
			case FLOW_END: return "<FLOW_END>";
			case SCALAR: return "<SCALAR>";
			default: return JSON.stringify(token);
		}
	}
	/** Identify the type of a lexer token. May return `null` for unknown tokens. */
	function tokenType(source) {
		switch (source) {
			case BOM: return "byte-order-mark";
			case DOCUMENT: return "doc-mode";
			case FLOW_END: return "flow-error-end";
			case SCALAR: return "scalar";
			case "---": return "doc-start";
			case "...": return "doc-end";
			case "":
			case "\n":
			case "\r\n": return "newline";
			case "-": return "seq-item-ind";
			case "?": return "explicit-key-ind";
			case ":": return "map-value-ind";
			case "{": return "flow-map-start";
			case "}": return "flow-map-end";
			case "[": return "flow-seq-start";
			case "]": return "flow-seq-end";
			case ",": return "comma";
		}
		switch (source[0]) {
			case " ":
			case "	": return "space";
			case "#": return "comment";
			case "%": return "directive-line";
			case "*": return "alias";
			case "&": return "anchor";
			case "!": return "tag";
			case "'": return "single-quoted-scalar";
			case "\"": return "double-quoted-scalar";
			case "|":
			case ">": return "block-scalar-header";
		}
		return null;
	}
	exports.createScalarToken = cstScalar.createScalarToken;
	exports.resolveAsScalar = cstScalar.resolveAsScalar;
	exports.setScalarValue = cstScalar.setScalarValue;
	exports.stringify = cstStringify.stringify;
	exports.visit = cstVisit.visit;
	exports.BOM = BOM;
	exports.DOCUMENT = DOCUMENT;
	exports.FLOW_END = FLOW_END;
	exports.SCALAR = SCALAR;
	exports.isCollection = isCollection;
	exports.isScalar = isScalar;
	exports.prettyToken = prettyToken;
	exports.tokenType = tokenType;
}));

// node_modules/yaml/dist/parse/lexer.js
var require_lexer = /* @__PURE__ */ __commonJSMin(((exports) => {
	var cst = require_cst();
	function isEmpty(ch) {
		switch (ch) {
			case void 0:
			case " ":
			case "\n":
			case "\r":
			case "	": return true;
			default: return false;
		}
	}
	const hexDigits = /* @__PURE__ */ new Set("0123456789ABCDEFabcdef");
	const tagChars = /* @__PURE__ */ new Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#;/?:@&=+$_.!~*'()");
	const flowIndicatorChars = /* @__PURE__ */ new Set(",[]{}");
	const invalidAnchorChars = /* @__PURE__ */ new Set(" ,[]{}\n\r	");
	const isNotAnchorChar = (ch) => !ch || invalidAnchorChars.has(ch);
	/**
	* Splits an input string into lexical tokens, i.e. smaller strings that are
	* easily identifiable by `tokens.tokenType()`.
	*
	* Lexing starts always in a "stream" context. Incomplete input may be buffered
	* until a complete token can be emitted.
	*
	* In addition to slices of the original input, the following control characters
	* may also be emitted:
	*
	* - `\x02` (Start of Text): A document starts with the next token
	* - `\x18` (Cancel): Unexpected end of flow-mode (indicates an error)
	* - `\x1f` (Unit Separator): Next token is a scalar value
	* - `\u{FEFF}` (Byte order mark): Emitted separately outside documents
	*/
	var Lexer = class {
		constructor() {
			/**
			* Flag indicating whether the end of the current buffer marks the end of
			* all input
			*/
			this.atEnd = false;
			/**
			* Explicit indent set in block scalar header, as an offset from the current
			* minimum indent, so e.g. set to 1 from a header `|2+`. Set to -1 if not
			* explicitly set.
			*/
			this.blockScalarIndent = -1;
			/**
			* Block scalars that include a + (keep) chomping indicator in their header
			* include trailing empty lines, which are otherwise excluded from the
			* scalar's contents.
			*/
			this.blockScalarKeep = false;
			/** Current input */
			this.buffer = "";
			/**
			* Flag noting whether the map value indicator : can immediately follow this
			* node within a flow context.
			*/
			this.flowKey = false;
			/** Count of surrounding flow collection levels. */
			this.flowLevel = 0;
			/**
			* Minimum level of indentation required for next lines to be parsed as a
			* part of the current scalar value.
			*/
			this.indentNext = 0;
			/** Indentation level of the current line. */
			this.indentValue = 0;
			/** Position of the next \n character. */
			this.lineEndPos = null;
			/** Stores the state of the lexer if reaching the end of incpomplete input */
			this.next = null;
			/** A pointer to `buffer`; the current position of the lexer. */
			this.pos = 0;
		}
		/**
		* Generate YAML tokens from the `source` string. If `incomplete`,
		* a part of the last line may be left as a buffer for the next call.
		*
		* @returns A generator of lexical tokens
		*/
		*lex(source, incomplete = false) {
			if (source) {
				if (typeof source !== "string") throw TypeError("source is not a string");
				this.buffer = this.buffer ? this.buffer + source : source;
				this.lineEndPos = null;
			}
			this.atEnd = !incomplete;
			let next = this.next ?? "stream";
			while (next && (incomplete || this.hasChars(1))) next = yield* this.parseNext(next);
		}
		atLineEnd() {
			let i = this.pos;
			let ch = this.buffer[i];
			while (ch === " " || ch === "	") ch = this.buffer[++i];
			if (!ch || ch === "#" || ch === "\n") return true;
			if (ch === "\r") return this.buffer[i + 1] === "\n";
			return false;
		}
		charAt(n) {
			return this.buffer[this.pos + n];
		}
		continueScalar(offset) {
			let ch = this.buffer[offset];
			if (this.indentNext > 0) {
				let indent = 0;
				while (ch === " ") ch = this.buffer[++indent + offset];
				if (ch === "\r") {
					const next = this.buffer[indent + offset + 1];
					if (next === "\n" || !next && !this.atEnd) return offset + indent + 1;
				}
				return ch === "\n" || indent >= this.indentNext || !ch && !this.atEnd ? offset + indent : -1;
			}
			if (ch === "-" || ch === ".") {
				const dt = this.buffer.substr(offset, 3);
				if ((dt === "---" || dt === "...") && isEmpty(this.buffer[offset + 3])) return -1;
			}
			return offset;
		}
		getLine() {
			let end = this.lineEndPos;
			if (typeof end !== "number" || end !== -1 && end < this.pos) {
				end = this.buffer.indexOf("\n", this.pos);
				this.lineEndPos = end;
			}
			if (end === -1) return this.atEnd ? this.buffer.substring(this.pos) : null;
			if (this.buffer[end - 1] === "\r") end -= 1;
			return this.buffer.substring(this.pos, end);
		}
		hasChars(n) {
			return this.pos + n <= this.buffer.length;
		}
		setNext(state) {
			this.buffer = this.buffer.substring(this.pos);
			this.pos = 0;
			this.lineEndPos = null;
			this.next = state;
			return null;
		}
		peek(n) {
			return this.buffer.substr(this.pos, n);
		}
		*parseNext(next) {
			switch (next) {
				case "stream": return yield* this.parseStream();
				case "line-start": return yield* this.parseLineStart();
				case "block-start": return yield* this.parseBlockStart();
				case "doc": return yield* this.parseDocument();
				case "flow": return yield* this.parseFlowCollection();
				case "quoted-scalar": return yield* this.parseQuotedScalar();
				case "block-scalar": return yield* this.parseBlockScalar();
				case "plain-scalar": return yield* this.parsePlainScalar();
			}
		}
		*parseStream() {
			let line = this.getLine();
			if (line === null) return this.setNext("stream");
			if (line[0] === cst.BOM) {
				yield* this.pushCount(1);
				line = line.substring(1);
			}
			if (line[0] === "%") {
				let dirEnd = line.length;
				let cs = line.indexOf("#");
				while (cs !== -1) {
					const ch = line[cs - 1];
					if (ch === " " || ch === "	") {
						dirEnd = cs - 1;
						break;
					} else cs = line.indexOf("#", cs + 1);
				}
				while (true) {
					const ch = line[dirEnd - 1];
					if (ch === " " || ch === "	") dirEnd -= 1;
					else break;
				}
				const n = (yield* this.pushCount(dirEnd)) + (yield* this.pushSpaces(true));
				yield* this.pushCount(line.length - n);
				this.pushNewline();
				return "stream";
			}
			if (this.atLineEnd()) {
				const sp = yield* this.pushSpaces(true);
				yield* this.pushCount(line.length - sp);
				yield* this.pushNewline();
				return "stream";
			}
			yield cst.DOCUMENT;
			return yield* this.parseLineStart();
		}
		*parseLineStart() {
			const ch = this.charAt(0);
			if (!ch && !this.atEnd) return this.setNext("line-start");
			if (ch === "-" || ch === ".") {
				if (!this.atEnd && !this.hasChars(4)) return this.setNext("line-start");
				const s = this.peek(3);
				if ((s === "---" || s === "...") && isEmpty(this.charAt(3))) {
					yield* this.pushCount(3);
					this.indentValue = 0;
					this.indentNext = 0;
					return s === "---" ? "doc" : "stream";
				}
			}
			this.indentValue = yield* this.pushSpaces(false);
			if (this.indentNext > this.indentValue && !isEmpty(this.charAt(1))) this.indentNext = this.indentValue;
			return yield* this.parseBlockStart();
		}
		*parseBlockStart() {
			const [ch0, ch1] = this.peek(2);
			if (!ch1 && !this.atEnd) return this.setNext("block-start");
			if ((ch0 === "-" || ch0 === "?" || ch0 === ":") && isEmpty(ch1)) {
				const n = (yield* this.pushCount(1)) + (yield* this.pushSpaces(true));
				this.indentNext = this.indentValue + 1;
				this.indentValue += n;
				return "block-start";
			}
			return "doc";
		}
		*parseDocument() {
			yield* this.pushSpaces(true);
			const line = this.getLine();
			if (line === null) return this.setNext("doc");
			let n = yield* this.pushIndicators();
			switch (line[n]) {
				case "#": yield* this.pushCount(line.length - n);
				case void 0:
					yield* this.pushNewline();
					return yield* this.parseLineStart();
				case "{":
				case "[":
					yield* this.pushCount(1);
					this.flowKey = false;
					this.flowLevel = 1;
					return "flow";
				case "}":
				case "]":
					yield* this.pushCount(1);
					return "doc";
				case "*":
					yield* this.pushUntil(isNotAnchorChar);
					return "doc";
				case "\"":
				case "'": return yield* this.parseQuotedScalar();
				case "|":
				case ">":
					n += yield* this.parseBlockScalarHeader();
					n += yield* this.pushSpaces(true);
					yield* this.pushCount(line.length - n);
					yield* this.pushNewline();
					return yield* this.parseBlockScalar();
				default: return yield* this.parsePlainScalar();
			}
		}
		*parseFlowCollection() {
			let nl, sp;
			let indent = -1;
			do {
				nl = yield* this.pushNewline();
				if (nl > 0) {
					sp = yield* this.pushSpaces(false);
					this.indentValue = indent = sp;
				} else sp = 0;
				sp += yield* this.pushSpaces(true);
			} while (nl + sp > 0);
			const line = this.getLine();
			if (line === null) return this.setNext("flow");
			if (indent !== -1 && indent < this.indentNext && line[0] !== "#" || indent === 0 && (line.startsWith("---") || line.startsWith("...")) && isEmpty(line[3])) {
				if (!(indent === this.indentNext - 1 && this.flowLevel === 1 && (line[0] === "]" || line[0] === "}"))) {
					this.flowLevel = 0;
					yield cst.FLOW_END;
					return yield* this.parseLineStart();
				}
			}
			let n = 0;
			while (line[n] === ",") {
				n += yield* this.pushCount(1);
				n += yield* this.pushSpaces(true);
				this.flowKey = false;
			}
			n += yield* this.pushIndicators();
			switch (line[n]) {
				case void 0: return "flow";
				case "#":
					yield* this.pushCount(line.length - n);
					return "flow";
				case "{":
				case "[":
					yield* this.pushCount(1);
					this.flowKey = false;
					this.flowLevel += 1;
					return "flow";
				case "}":
				case "]":
					yield* this.pushCount(1);
					this.flowKey = true;
					this.flowLevel -= 1;
					return this.flowLevel ? "flow" : "doc";
				case "*":
					yield* this.pushUntil(isNotAnchorChar);
					return "flow";
				case "\"":
				case "'":
					this.flowKey = true;
					return yield* this.parseQuotedScalar();
				case ":": {
					const next = this.charAt(1);
					if (this.flowKey || isEmpty(next) || next === ",") {
						this.flowKey = false;
						yield* this.pushCount(1);
						yield* this.pushSpaces(true);
						return "flow";
					}
				}
				default:
					this.flowKey = false;
					return yield* this.parsePlainScalar();
			}
		}
		*parseQuotedScalar() {
			const quote = this.charAt(0);
			let end = this.buffer.indexOf(quote, this.pos + 1);
			if (quote === "'") while (end !== -1 && this.buffer[end + 1] === "'") end = this.buffer.indexOf("'", end + 2);
			else while (end !== -1) {
				let n = 0;
				while (this.buffer[end - 1 - n] === "\\") n += 1;
				if (n % 2 === 0) break;
				end = this.buffer.indexOf("\"", end + 1);
			}
			const qb = this.buffer.substring(0, end);
			let nl = qb.indexOf("\n", this.pos);
			if (nl !== -1) {
				while (nl !== -1) {
					const cs = this.continueScalar(nl + 1);
					if (cs === -1) break;
					nl = qb.indexOf("\n", cs);
				}
				if (nl !== -1) end = nl - (qb[nl - 1] === "\r" ? 2 : 1);
			}
			if (end === -1) {
				if (!this.atEnd) return this.setNext("quoted-scalar");
				end = this.buffer.length;
			}
			yield* this.pushToIndex(end + 1, false);
			return this.flowLevel ? "flow" : "doc";
		}
		*parseBlockScalarHeader() {
			this.blockScalarIndent = -1;
			this.blockScalarKeep = false;
			let i = this.pos;
			while (true) {
				const ch = this.buffer[++i];
				if (ch === "+") this.blockScalarKeep = true;
				else if (ch > "0" && ch <= "9") this.blockScalarIndent = Number(ch) - 1;
				else if (ch !== "-") break;
			}
			return yield* this.pushUntil((ch) => isEmpty(ch) || ch === "#");
		}
		*parseBlockScalar() {
			let nl = this.pos - 1;
			let indent = 0;
			let ch;
			loop: for (let i = this.pos; ch = this.buffer[i]; ++i) switch (ch) {
				case " ":
					indent += 1;
					break;
				case "\n":
					nl = i;
					indent = 0;
					break;
				case "\r": {
					const next = this.buffer[i + 1];
					if (!next && !this.atEnd) return this.setNext("block-scalar");
					if (next === "\n") break;
				}
				default: break loop;
			}
			if (!ch && !this.atEnd) return this.setNext("block-scalar");
			if (indent >= this.indentNext) {
				if (this.blockScalarIndent === -1) this.indentNext = indent;
				else this.indentNext = this.blockScalarIndent + (this.indentNext === 0 ? 1 : this.indentNext);
				do {
					const cs = this.continueScalar(nl + 1);
					if (cs === -1) break;
					nl = this.buffer.indexOf("\n", cs);
				} while (nl !== -1);
				if (nl === -1) {
					if (!this.atEnd) return this.setNext("block-scalar");
					nl = this.buffer.length;
				}
			}
			let i = nl + 1;
			ch = this.buffer[i];
			while (ch === " ") ch = this.buffer[++i];
			if (ch === "	") {
				while (ch === "	" || ch === " " || ch === "\r" || ch === "\n") ch = this.buffer[++i];
				nl = i - 1;
			} else if (!this.blockScalarKeep) do {
				let i = nl - 1;
				let ch = this.buffer[i];
				if (ch === "\r") ch = this.buffer[--i];
				const lastChar = i;
				while (ch === " ") ch = this.buffer[--i];
				if (ch === "\n" && i >= this.pos && i + 1 + indent > lastChar) nl = i;
				else break;
			} while (true);
			yield cst.SCALAR;
			yield* this.pushToIndex(nl + 1, true);
			return yield* this.parseLineStart();
		}
		*parsePlainScalar() {
			const inFlow = this.flowLevel > 0;
			let end = this.pos - 1;
			let i = this.pos - 1;
			let ch;
			while (ch = this.buffer[++i]) if (ch === ":") {
				const next = this.buffer[i + 1];
				if (isEmpty(next) || inFlow && flowIndicatorChars.has(next)) break;
				end = i;
			} else if (isEmpty(ch)) {
				let next = this.buffer[i + 1];
				if (ch === "\r") {
					if (next === "\n") {
						i += 1;
						ch = "\n";
						next = this.buffer[i + 1];
					} else end = i;
				}
				if (next === "#" || inFlow && flowIndicatorChars.has(next)) break;
				if (ch === "\n") {
					const cs = this.continueScalar(i + 1);
					if (cs === -1) break;
					i = Math.max(i, cs - 2);
				}
			} else {
				if (inFlow && flowIndicatorChars.has(ch)) break;
				end = i;
			}
			if (!ch && !this.atEnd) return this.setNext("plain-scalar");
			yield cst.SCALAR;
			yield* this.pushToIndex(end + 1, true);
			return inFlow ? "flow" : "doc";
		}
		*pushCount(n) {
			if (n > 0) {
				yield this.buffer.substr(this.pos, n);
				this.pos += n;
				return n;
			}
			return 0;
		}
		*pushToIndex(i, allowEmpty) {
			const s = this.buffer.slice(this.pos, i);
			if (s) {
				yield s;
				this.pos += s.length;
				return s.length;
			} else if (allowEmpty) yield "";
			return 0;
		}
		*pushIndicators() {
			let n = 0;
			loop: while (true) {
				switch (this.charAt(0)) {
					case "!":
						n += yield* this.pushTag();
						n += yield* this.pushSpaces(true);
						continue loop;
					case "&":
						n += yield* this.pushUntil(isNotAnchorChar);
						n += yield* this.pushSpaces(true);
						continue loop;
					case "-":
					case "?":
					case ":": {
						const inFlow = this.flowLevel > 0;
						const ch1 = this.charAt(1);
						if (isEmpty(ch1) || inFlow && flowIndicatorChars.has(ch1)) {
							if (!inFlow) this.indentNext = this.indentValue + 1;
							else if (this.flowKey) this.flowKey = false;
							n += yield* this.pushCount(1);
							n += yield* this.pushSpaces(true);
							continue loop;
						}
					}
				}
				break loop;
			}
			return n;
		}
		*pushTag() {
			if (this.charAt(1) === "<") {
				let i = this.pos + 2;
				let ch = this.buffer[i];
				while (!isEmpty(ch) && ch !== ">") ch = this.buffer[++i];
				return yield* this.pushToIndex(ch === ">" ? i + 1 : i, false);
			} else {
				let i = this.pos + 1;
				let ch = this.buffer[i];
				while (ch) if (tagChars.has(ch)) ch = this.buffer[++i];
				else if (ch === "%" && hexDigits.has(this.buffer[i + 1]) && hexDigits.has(this.buffer[i + 2])) ch = this.buffer[i += 3];
				else break;
				return yield* this.pushToIndex(i, false);
			}
		}
		*pushNewline() {
			const ch = this.buffer[this.pos];
			if (ch === "\n") return yield* this.pushCount(1);
			else if (ch === "\r" && this.charAt(1) === "\n") return yield* this.pushCount(2);
			else return 0;
		}
		*pushSpaces(allowTabs) {
			let i = this.pos - 1;
			let ch;
			do
				ch = this.buffer[++i];
			while (ch === " " || allowTabs && ch === "	");
			const n = i - this.pos;
			if (n > 0) {
				yield this.buffer.substr(this.pos, n);
				this.pos = i;
			}
			return n;
		}
		*pushUntil(test) {
			let i = this.pos;
			let ch = this.buffer[i];
			while (!test(ch)) ch = this.buffer[++i];
			return yield* this.pushToIndex(i, false);
		}
	};
	exports.Lexer = Lexer;
}));

// node_modules/yaml/dist/parse/line-counter.js
var require_line_counter = /* @__PURE__ */ __commonJSMin(((exports) => {
	/**
	* Tracks newlines during parsing in order to provide an efficient API for
	* determining the one-indexed `{ line, col }` position for any offset
	* within the input.
	*/
	var LineCounter = class {
		constructor() {
			this.lineStarts = [];
			/**
			* Should be called in ascending order. Otherwise, call
			* `lineCounter.lineStarts.sort()` before calling `linePos()`.
			*/
			this.addNewLine = (offset) => this.lineStarts.push(offset);
			/**
			* Performs a binary search and returns the 1-indexed { line, col }
			* position of `offset`. If `line === 0`, `addNewLine` has never been
			* called or `offset` is before the first known newline.
			*/
			this.linePos = (offset) => {
				let low = 0;
				let high = this.lineStarts.length;
				while (low < high) {
					const mid = low + high >> 1;
					if (this.lineStarts[mid] < offset) low = mid + 1;
					else high = mid;
				}
				if (this.lineStarts[low] === offset) return {
					line: low + 1,
					col: 1
				};
				if (low === 0) return {
					line: 0,
					col: offset
				};
				const start = this.lineStarts[low - 1];
				return {
					line: low,
					col: offset - start + 1
				};
			};
		}
	};
	exports.LineCounter = LineCounter;
}));

// node_modules/yaml/dist/parse/parser.js
var require_parser = /* @__PURE__ */ __commonJSMin(((exports) => {
	var node_process = __require("process");
	var cst = require_cst();
	var lexer = require_lexer();
	function includesToken(list, type) {
		for (let i = 0; i < list.length; ++i) if (list[i].type === type) return true;
		return false;
	}
	function findNonEmptyIndex(list) {
		for (let i = 0; i < list.length; ++i) switch (list[i].type) {
			case "space":
			case "comment":
			case "newline": break;
			default: return i;
		}
		return -1;
	}
	function isFlowToken(token) {
		switch (token?.type) {
			case "alias":
			case "scalar":
			case "single-quoted-scalar":
			case "double-quoted-scalar":
			case "flow-collection": return true;
			default: return false;
		}
	}
	function getPrevProps(parent) {
		switch (parent.type) {
			case "document": return parent.start;
			case "block-map": {
				const it = parent.items[parent.items.length - 1];
				return it.sep ?? it.start;
			}
			case "block-seq": return parent.items[parent.items.length - 1].start;
			/* istanbul ignore next should not happen */
			default: return [];
		}
	}
	/** Note: May modify input array */
	function getFirstKeyStartProps(prev) {
		if (prev.length === 0) return [];
		let i = prev.length;
		loop: while (--i >= 0) switch (prev[i].type) {
			case "doc-start":
			case "explicit-key-ind":
			case "map-value-ind":
			case "seq-item-ind":
			case "newline": break loop;
		}
		while (prev[++i]?.type === "space");
		return prev.splice(i, prev.length);
	}
	function arrayPushArray(target, source) {
		if (source.length < 1e5) Array.prototype.push.apply(target, source);
		else for (let i = 0; i < source.length; ++i) target.push(source[i]);
	}
	function fixFlowSeqItems(fc) {
		if (fc.start.type === "flow-seq-start") {
			for (const it of fc.items) if (it.sep && !it.value && !includesToken(it.start, "explicit-key-ind") && !includesToken(it.sep, "map-value-ind")) {
				if (it.key) it.value = it.key;
				delete it.key;
				if (isFlowToken(it.value)) {
					if (it.value.end) arrayPushArray(it.value.end, it.sep);
					else it.value.end = it.sep;
				} else arrayPushArray(it.start, it.sep);
				delete it.sep;
			}
		}
	}
	/**
	* A YAML concrete syntax tree (CST) parser
	*
	* ```ts
	* const src: string = ...
	* for (const token of new Parser().parse(src)) {
	*   // token: Token
	* }
	* ```
	*
	* To use the parser with a user-provided lexer:
	*
	* ```ts
	* function* parse(source: string, lexer: Lexer) {
	*   const parser = new Parser()
	*   for (const lexeme of lexer.lex(source))
	*     yield* parser.next(lexeme)
	*   yield* parser.end()
	* }
	*
	* const src: string = ...
	* const lexer = new Lexer()
	* for (const token of parse(src, lexer)) {
	*   // token: Token
	* }
	* ```
	*/
	var Parser = class {
		/**
		* @param onNewLine - If defined, called separately with the start position of
		*   each new line (in `parse()`, including the start of input).
		*/
		constructor(onNewLine) {
			/** If true, space and sequence indicators count as indentation */
			this.atNewLine = true;
			/** If true, next token is a scalar value */
			this.atScalar = false;
			/** Current indentation level */
			this.indent = 0;
			/** Current offset since the start of parsing */
			this.offset = 0;
			/** On the same line with a block map key */
			this.onKeyLine = false;
			/** Top indicates the node that's currently being built */
			this.stack = [];
			/** The source of the current token, set in parse() */
			this.source = "";
			/** The type of the current token, set in parse() */
			this.type = "";
			this.lexer = new lexer.Lexer();
			this.onNewLine = onNewLine;
		}
		/**
		* Parse `source` as a YAML stream.
		* If `incomplete`, a part of the last line may be left as a buffer for the next call.
		*
		* Errors are not thrown, but yielded as `{ type: 'error', message }` tokens.
		*
		* @returns A generator of tokens representing each directive, document, and other structure.
		*/
		*parse(source, incomplete = false) {
			if (this.onNewLine && this.offset === 0) this.onNewLine(0);
			for (const lexeme of this.lexer.lex(source, incomplete)) yield* this.next(lexeme);
			if (!incomplete) yield* this.end();
		}
		/**
		* Advance the parser by the `source` of one lexical token.
		*/
		*next(source) {
			this.source = source;
			if (node_process.env.LOG_TOKENS) console.log("|", cst.prettyToken(source));
			if (this.atScalar) {
				this.atScalar = false;
				yield* this.step();
				this.offset += source.length;
				return;
			}
			const type = cst.tokenType(source);
			if (!type) {
				const message = `Not a YAML token: ${source}`;
				yield* this.pop({
					type: "error",
					offset: this.offset,
					message,
					source
				});
				this.offset += source.length;
			} else if (type === "scalar") {
				this.atNewLine = false;
				this.atScalar = true;
				this.type = "scalar";
			} else {
				this.type = type;
				yield* this.step();
				switch (type) {
					case "newline":
						this.atNewLine = true;
						this.indent = 0;
						if (this.onNewLine) this.onNewLine(this.offset + source.length);
						break;
					case "space":
						if (this.atNewLine && source[0] === " ") this.indent += source.length;
						break;
					case "explicit-key-ind":
					case "map-value-ind":
					case "seq-item-ind":
						if (this.atNewLine) this.indent += source.length;
						break;
					case "doc-mode":
					case "flow-error-end": return;
					default: this.atNewLine = false;
				}
				this.offset += source.length;
			}
		}
		/** Call at end of input to push out any remaining constructions */
		*end() {
			while (this.stack.length > 0) yield* this.pop();
		}
		get sourceToken() {
			return {
				type: this.type,
				offset: this.offset,
				indent: this.indent,
				source: this.source
			};
		}
		*step() {
			const top = this.peek(1);
			if (this.type === "doc-end" && top?.type !== "doc-end") {
				while (this.stack.length > 0) yield* this.pop();
				this.stack.push({
					type: "doc-end",
					offset: this.offset,
					source: this.source
				});
				return;
			}
			if (!top) return yield* this.stream();
			switch (top.type) {
				case "document": return yield* this.document(top);
				case "alias":
				case "scalar":
				case "single-quoted-scalar":
				case "double-quoted-scalar": return yield* this.scalar(top);
				case "block-scalar": return yield* this.blockScalar(top);
				case "block-map": return yield* this.blockMap(top);
				case "block-seq": return yield* this.blockSequence(top);
				case "flow-collection": return yield* this.flowCollection(top);
				case "doc-end": return yield* this.documentEnd(top);
			}
			/* istanbul ignore next should not happen */
			yield* this.pop();
		}
		peek(n) {
			return this.stack[this.stack.length - n];
		}
		*pop(error) {
			const token = error ?? this.stack.pop();
			/* istanbul ignore if should not happen */
			if (!token) yield {
				type: "error",
				offset: this.offset,
				source: "",
				message: "Tried to pop an empty stack"
			};
			else if (this.stack.length === 0) yield token;
			else {
				const top = this.peek(1);
				if (token.type === "block-scalar") token.indent = "indent" in top ? top.indent : 0;
				else if (token.type === "flow-collection" && top.type === "document") token.indent = 0;
				if (token.type === "flow-collection") fixFlowSeqItems(token);
				switch (top.type) {
					case "document":
						top.value = token;
						break;
					case "block-scalar":
						top.props.push(token);
						break;
					case "block-map": {
						const it = top.items[top.items.length - 1];
						if (it.value) {
							top.items.push({
								start: [],
								key: token,
								sep: []
							});
							this.onKeyLine = true;
							return;
						} else if (it.sep) it.value = token;
						else {
							Object.assign(it, {
								key: token,
								sep: []
							});
							this.onKeyLine = !it.explicitKey;
							return;
						}
						break;
					}
					case "block-seq": {
						const it = top.items[top.items.length - 1];
						if (it.value) top.items.push({
							start: [],
							value: token
						});
						else it.value = token;
						break;
					}
					case "flow-collection": {
						const it = top.items[top.items.length - 1];
						if (!it || it.value) top.items.push({
							start: [],
							key: token,
							sep: []
						});
						else if (it.sep) it.value = token;
						else Object.assign(it, {
							key: token,
							sep: []
						});
						return;
					}
					/* istanbul ignore next should not happen */
					default:
						yield* this.pop();
						yield* this.pop(token);
				}
				if ((top.type === "document" || top.type === "block-map" || top.type === "block-seq") && (token.type === "block-map" || token.type === "block-seq")) {
					const last = token.items[token.items.length - 1];
					if (last && !last.sep && !last.value && last.start.length > 0 && findNonEmptyIndex(last.start) === -1 && (token.indent === 0 || last.start.every((st) => st.type !== "comment" || st.indent < token.indent))) {
						if (top.type === "document") top.end = last.start;
						else top.items.push({ start: last.start });
						token.items.splice(-1, 1);
					}
				}
			}
		}
		*stream() {
			switch (this.type) {
				case "directive-line":
					yield {
						type: "directive",
						offset: this.offset,
						source: this.source
					};
					return;
				case "byte-order-mark":
				case "space":
				case "comment":
				case "newline":
					yield this.sourceToken;
					return;
				case "doc-mode":
				case "doc-start": {
					const doc = {
						type: "document",
						offset: this.offset,
						start: []
					};
					if (this.type === "doc-start") doc.start.push(this.sourceToken);
					this.stack.push(doc);
					return;
				}
			}
			yield {
				type: "error",
				offset: this.offset,
				message: `Unexpected ${this.type} token in YAML stream`,
				source: this.source
			};
		}
		*document(doc) {
			if (doc.value) return yield* this.lineEnd(doc);
			switch (this.type) {
				case "doc-start":
					if (findNonEmptyIndex(doc.start) !== -1) {
						yield* this.pop();
						yield* this.step();
					} else doc.start.push(this.sourceToken);
					return;
				case "anchor":
				case "tag":
				case "space":
				case "comment":
				case "newline":
					doc.start.push(this.sourceToken);
					return;
			}
			const bv = this.startBlockValue(doc);
			if (bv) this.stack.push(bv);
			else yield {
				type: "error",
				offset: this.offset,
				message: `Unexpected ${this.type} token in YAML document`,
				source: this.source
			};
		}
		*scalar(scalar) {
			if (this.type === "map-value-ind") {
				const start = getFirstKeyStartProps(getPrevProps(this.peek(2)));
				let sep;
				if (scalar.end) {
					sep = scalar.end;
					sep.push(this.sourceToken);
					delete scalar.end;
				} else sep = [this.sourceToken];
				const map = {
					type: "block-map",
					offset: scalar.offset,
					indent: scalar.indent,
					items: [{
						start,
						key: scalar,
						sep
					}]
				};
				this.onKeyLine = true;
				this.stack[this.stack.length - 1] = map;
			} else yield* this.lineEnd(scalar);
		}
		*blockScalar(scalar) {
			switch (this.type) {
				case "space":
				case "comment":
				case "newline":
					scalar.props.push(this.sourceToken);
					return;
				case "scalar":
					scalar.source = this.source;
					this.atNewLine = true;
					this.indent = 0;
					if (this.onNewLine) {
						let nl = this.source.indexOf("\n") + 1;
						while (nl !== 0) {
							this.onNewLine(this.offset + nl);
							nl = this.source.indexOf("\n", nl) + 1;
						}
					}
					yield* this.pop();
					break;
				/* istanbul ignore next should not happen */
				default:
					yield* this.pop();
					yield* this.step();
			}
		}
		*blockMap(map) {
			const it = map.items[map.items.length - 1];
			switch (this.type) {
				case "newline":
					this.onKeyLine = false;
					if (it.value) {
						const end = "end" in it.value ? it.value.end : void 0;
						if ((Array.isArray(end) ? end[end.length - 1] : void 0)?.type === "comment") end?.push(this.sourceToken);
						else map.items.push({ start: [this.sourceToken] });
					} else if (it.sep) it.sep.push(this.sourceToken);
					else it.start.push(this.sourceToken);
					return;
				case "space":
				case "comment":
					if (it.value) map.items.push({ start: [this.sourceToken] });
					else if (it.sep) it.sep.push(this.sourceToken);
					else {
						if (this.atIndentedComment(it.start, map.indent)) {
							const end = map.items[map.items.length - 2]?.value?.end;
							if (Array.isArray(end)) {
								arrayPushArray(end, it.start);
								end.push(this.sourceToken);
								map.items.pop();
								return;
							}
						}
						it.start.push(this.sourceToken);
					}
					return;
			}
			if (this.indent >= map.indent) {
				const atMapIndent = !this.onKeyLine && this.indent === map.indent;
				const atNextItem = atMapIndent && (it.sep || it.explicitKey) && this.type !== "seq-item-ind";
				let start = [];
				if (atNextItem && it.sep && !it.value) {
					const nl = [];
					for (let i = 0; i < it.sep.length; ++i) {
						const st = it.sep[i];
						switch (st.type) {
							case "newline":
								nl.push(i);
								break;
							case "space": break;
							case "comment":
								if (st.indent > map.indent) nl.length = 0;
								break;
							default: nl.length = 0;
						}
					}
					if (nl.length >= 2) start = it.sep.splice(nl[1]);
				}
				switch (this.type) {
					case "anchor":
					case "tag":
						if (atNextItem || it.value) {
							start.push(this.sourceToken);
							map.items.push({ start });
							this.onKeyLine = true;
						} else if (it.sep) it.sep.push(this.sourceToken);
						else it.start.push(this.sourceToken);
						return;
					case "explicit-key-ind":
						if (!it.sep && !it.explicitKey) {
							it.start.push(this.sourceToken);
							it.explicitKey = true;
						} else if (atNextItem || it.value) {
							start.push(this.sourceToken);
							map.items.push({
								start,
								explicitKey: true
							});
						} else this.stack.push({
							type: "block-map",
							offset: this.offset,
							indent: this.indent,
							items: [{
								start: [this.sourceToken],
								explicitKey: true
							}]
						});
						this.onKeyLine = true;
						return;
					case "map-value-ind":
						if (it.explicitKey) {
							if (!it.sep) {
								if (includesToken(it.start, "newline")) Object.assign(it, {
									key: null,
									sep: [this.sourceToken]
								});
								else {
									const start = getFirstKeyStartProps(it.start);
									this.stack.push({
										type: "block-map",
										offset: this.offset,
										indent: this.indent,
										items: [{
											start,
											key: null,
											sep: [this.sourceToken]
										}]
									});
								}
							} else if (it.value) map.items.push({
								start: [],
								key: null,
								sep: [this.sourceToken]
							});
							else if (includesToken(it.sep, "map-value-ind")) this.stack.push({
								type: "block-map",
								offset: this.offset,
								indent: this.indent,
								items: [{
									start,
									key: null,
									sep: [this.sourceToken]
								}]
							});
							else if (isFlowToken(it.key) && !includesToken(it.sep, "newline")) {
								const start = getFirstKeyStartProps(it.start);
								const key = it.key;
								const sep = it.sep;
								sep.push(this.sourceToken);
								delete it.key;
								delete it.sep;
								this.stack.push({
									type: "block-map",
									offset: this.offset,
									indent: this.indent,
									items: [{
										start,
										key,
										sep
									}]
								});
							} else if (start.length > 0) it.sep = it.sep.concat(start, this.sourceToken);
							else it.sep.push(this.sourceToken);
						} else if (!it.sep) Object.assign(it, {
							key: null,
							sep: [this.sourceToken]
						});
						else if (it.value || atNextItem) map.items.push({
							start,
							key: null,
							sep: [this.sourceToken]
						});
						else if (includesToken(it.sep, "map-value-ind")) this.stack.push({
							type: "block-map",
							offset: this.offset,
							indent: this.indent,
							items: [{
								start: [],
								key: null,
								sep: [this.sourceToken]
							}]
						});
						else it.sep.push(this.sourceToken);
						this.onKeyLine = true;
						return;
					case "alias":
					case "scalar":
					case "single-quoted-scalar":
					case "double-quoted-scalar": {
						const fs = this.flowScalar(this.type);
						if (atNextItem || it.value) {
							map.items.push({
								start,
								key: fs,
								sep: []
							});
							this.onKeyLine = true;
						} else if (it.sep) this.stack.push(fs);
						else {
							Object.assign(it, {
								key: fs,
								sep: []
							});
							this.onKeyLine = true;
						}
						return;
					}
					default: {
						const bv = this.startBlockValue(map);
						if (bv) {
							if (bv.type === "block-seq") {
								if (!it.explicitKey && it.sep && !includesToken(it.sep, "newline")) {
									yield* this.pop({
										type: "error",
										offset: this.offset,
										message: "Unexpected block-seq-ind on same line with key",
										source: this.source
									});
									return;
								}
							} else if (atMapIndent) map.items.push({ start });
							this.stack.push(bv);
							return;
						}
					}
				}
			}
			yield* this.pop();
			yield* this.step();
		}
		*blockSequence(seq) {
			const it = seq.items[seq.items.length - 1];
			switch (this.type) {
				case "newline":
					if (it.value) {
						const end = "end" in it.value ? it.value.end : void 0;
						if ((Array.isArray(end) ? end[end.length - 1] : void 0)?.type === "comment") end?.push(this.sourceToken);
						else seq.items.push({ start: [this.sourceToken] });
					} else it.start.push(this.sourceToken);
					return;
				case "space":
				case "comment":
					if (it.value) seq.items.push({ start: [this.sourceToken] });
					else {
						if (this.atIndentedComment(it.start, seq.indent)) {
							const end = seq.items[seq.items.length - 2]?.value?.end;
							if (Array.isArray(end)) {
								arrayPushArray(end, it.start);
								end.push(this.sourceToken);
								seq.items.pop();
								return;
							}
						}
						it.start.push(this.sourceToken);
					}
					return;
				case "anchor":
				case "tag":
					if (it.value || this.indent <= seq.indent) break;
					it.start.push(this.sourceToken);
					return;
				case "seq-item-ind":
					if (this.indent !== seq.indent) break;
					if (it.value || includesToken(it.start, "seq-item-ind")) seq.items.push({ start: [this.sourceToken] });
					else it.start.push(this.sourceToken);
					return;
			}
			if (this.indent > seq.indent) {
				const bv = this.startBlockValue(seq);
				if (bv) {
					this.stack.push(bv);
					return;
				}
			}
			yield* this.pop();
			yield* this.step();
		}
		*flowCollection(fc) {
			const it = fc.items[fc.items.length - 1];
			if (this.type === "flow-error-end") {
				let top;
				do {
					yield* this.pop();
					top = this.peek(1);
				} while (top?.type === "flow-collection");
			} else if (fc.end.length === 0) {
				switch (this.type) {
					case "comma":
					case "explicit-key-ind":
						if (!it || it.sep) fc.items.push({ start: [this.sourceToken] });
						else it.start.push(this.sourceToken);
						return;
					case "map-value-ind":
						if (!it || it.value) fc.items.push({
							start: [],
							key: null,
							sep: [this.sourceToken]
						});
						else if (it.sep) it.sep.push(this.sourceToken);
						else Object.assign(it, {
							key: null,
							sep: [this.sourceToken]
						});
						return;
					case "space":
					case "comment":
					case "newline":
					case "anchor":
					case "tag":
						if (!it || it.value) fc.items.push({ start: [this.sourceToken] });
						else if (it.sep) it.sep.push(this.sourceToken);
						else it.start.push(this.sourceToken);
						return;
					case "alias":
					case "scalar":
					case "single-quoted-scalar":
					case "double-quoted-scalar": {
						const fs = this.flowScalar(this.type);
						if (!it || it.value) fc.items.push({
							start: [],
							key: fs,
							sep: []
						});
						else if (it.sep) this.stack.push(fs);
						else Object.assign(it, {
							key: fs,
							sep: []
						});
						return;
					}
					case "flow-map-end":
					case "flow-seq-end":
						fc.end.push(this.sourceToken);
						return;
				}
				const bv = this.startBlockValue(fc);
				/* istanbul ignore else should not happen */
				if (bv) this.stack.push(bv);
				else {
					yield* this.pop();
					yield* this.step();
				}
			} else {
				const parent = this.peek(2);
				if (parent.type === "block-map" && (this.type === "map-value-ind" && parent.indent === fc.indent || this.type === "newline" && !parent.items[parent.items.length - 1].sep)) {
					yield* this.pop();
					yield* this.step();
				} else if (this.type === "map-value-ind" && parent.type !== "flow-collection") {
					const start = getFirstKeyStartProps(getPrevProps(parent));
					fixFlowSeqItems(fc);
					const sep = fc.end.splice(1, fc.end.length);
					sep.push(this.sourceToken);
					const map = {
						type: "block-map",
						offset: fc.offset,
						indent: fc.indent,
						items: [{
							start,
							key: fc,
							sep
						}]
					};
					this.onKeyLine = true;
					this.stack[this.stack.length - 1] = map;
				} else yield* this.lineEnd(fc);
			}
		}
		flowScalar(type) {
			if (this.onNewLine) {
				let nl = this.source.indexOf("\n") + 1;
				while (nl !== 0) {
					this.onNewLine(this.offset + nl);
					nl = this.source.indexOf("\n", nl) + 1;
				}
			}
			return {
				type,
				offset: this.offset,
				indent: this.indent,
				source: this.source
			};
		}
		startBlockValue(parent) {
			switch (this.type) {
				case "alias":
				case "scalar":
				case "single-quoted-scalar":
				case "double-quoted-scalar": return this.flowScalar(this.type);
				case "block-scalar-header": return {
					type: "block-scalar",
					offset: this.offset,
					indent: this.indent,
					props: [this.sourceToken],
					source: ""
				};
				case "flow-map-start":
				case "flow-seq-start": return {
					type: "flow-collection",
					offset: this.offset,
					indent: this.indent,
					start: this.sourceToken,
					items: [],
					end: []
				};
				case "seq-item-ind": return {
					type: "block-seq",
					offset: this.offset,
					indent: this.indent,
					items: [{ start: [this.sourceToken] }]
				};
				case "explicit-key-ind": {
					this.onKeyLine = true;
					const start = getFirstKeyStartProps(getPrevProps(parent));
					start.push(this.sourceToken);
					return {
						type: "block-map",
						offset: this.offset,
						indent: this.indent,
						items: [{
							start,
							explicitKey: true
						}]
					};
				}
				case "map-value-ind": {
					this.onKeyLine = true;
					const start = getFirstKeyStartProps(getPrevProps(parent));
					return {
						type: "block-map",
						offset: this.offset,
						indent: this.indent,
						items: [{
							start,
							key: null,
							sep: [this.sourceToken]
						}]
					};
				}
			}
			return null;
		}
		atIndentedComment(start, indent) {
			if (this.type !== "comment") return false;
			if (this.indent <= indent) return false;
			return start.every((st) => st.type === "newline" || st.type === "space");
		}
		*documentEnd(docEnd) {
			if (this.type !== "doc-mode") {
				if (docEnd.end) docEnd.end.push(this.sourceToken);
				else docEnd.end = [this.sourceToken];
				if (this.type === "newline") yield* this.pop();
			}
		}
		*lineEnd(token) {
			switch (this.type) {
				case "comma":
				case "doc-start":
				case "doc-end":
				case "flow-seq-end":
				case "flow-map-end":
				case "map-value-ind":
					yield* this.pop();
					yield* this.step();
					break;
				case "newline": this.onKeyLine = false;
				default:
					if (token.end) token.end.push(this.sourceToken);
					else token.end = [this.sourceToken];
					if (this.type === "newline") yield* this.pop();
			}
		}
	};
	exports.Parser = Parser;
}));

// node_modules/yaml/dist/public-api.js
var require_public_api = /* @__PURE__ */ __commonJSMin(((exports) => {
	var composer = require_composer();
	var Document = require_Document();
	var errors = require_errors();
	var log = require_log();
	var identity = require_identity();
	var lineCounter = require_line_counter();
	var parser = require_parser();
	function parseOptions(options) {
		const prettyErrors = options.prettyErrors !== false;
		return {
			lineCounter: options.lineCounter || prettyErrors && new lineCounter.LineCounter() || null,
			prettyErrors
		};
	}
	/**
	* Parse the input as a stream of YAML documents.
	*
	* Documents should be separated from each other by `...` or `---` marker lines.
	*
	* @returns If an empty `docs` array is returned, it will be of type
	*   EmptyStream and contain additional stream information. In
	*   TypeScript, you should use `'empty' in docs` as a type guard for it.
	*/
	function parseAllDocuments(source, options = {}) {
		const { lineCounter, prettyErrors } = parseOptions(options);
		const parser$1 = new parser.Parser(lineCounter?.addNewLine);
		const composer$1 = new composer.Composer(options);
		const docs = Array.from(composer$1.compose(parser$1.parse(source)));
		if (prettyErrors && lineCounter) for (const doc of docs) {
			doc.errors.forEach(errors.prettifyError(source, lineCounter));
			doc.warnings.forEach(errors.prettifyError(source, lineCounter));
		}
		if (docs.length > 0) return docs;
		return Object.assign([], { empty: true }, composer$1.streamInfo());
	}
	/** Parse an input string into a single YAML.Document */
	function parseDocument(source, options = {}) {
		const { lineCounter, prettyErrors } = parseOptions(options);
		const parser$1 = new parser.Parser(lineCounter?.addNewLine);
		const composer$1 = new composer.Composer(options);
		let doc = null;
		for (const _doc of composer$1.compose(parser$1.parse(source), true, source.length)) if (!doc) doc = _doc;
		else if (doc.options.logLevel !== "silent") {
			doc.errors.push(new errors.YAMLParseError(_doc.range.slice(0, 2), "MULTIPLE_DOCS", "Source contains multiple documents; please use YAML.parseAllDocuments()"));
			break;
		}
		if (prettyErrors && lineCounter) {
			doc.errors.forEach(errors.prettifyError(source, lineCounter));
			doc.warnings.forEach(errors.prettifyError(source, lineCounter));
		}
		return doc;
	}
	function parse(src, reviver, options) {
		let _reviver = void 0;
		if (typeof reviver === "function") _reviver = reviver;
		else if (options === void 0 && reviver && typeof reviver === "object") options = reviver;
		const doc = parseDocument(src, options);
		if (!doc) return null;
		doc.warnings.forEach((warning) => log.warn(doc.options.logLevel, warning));
		if (doc.errors.length > 0) {
			if (doc.options.logLevel !== "silent") throw doc.errors[0];
			else doc.errors = [];
		}
		return doc.toJS(Object.assign({ reviver: _reviver }, options));
	}
	function stringify(value, replacer, options) {
		let _replacer = null;
		if (typeof replacer === "function" || Array.isArray(replacer)) _replacer = replacer;
		else if (options === void 0 && replacer) options = replacer;
		if (typeof options === "string") options = options.length;
		if (typeof options === "number") {
			const indent = Math.round(options);
			options = indent < 1 ? void 0 : indent > 8 ? { indent: 8 } : { indent };
		}
		if (value === void 0) {
			const { keepUndefined } = options ?? replacer ?? {};
			if (!keepUndefined) return void 0;
		}
		if (identity.isDocument(value) && !_replacer) return value.toString(options);
		return new Document.Document(value, _replacer, options).toString(options);
	}
	exports.parse = parse;
	exports.parseAllDocuments = parseAllDocuments;
	exports.parseDocument = parseDocument;
	exports.stringify = stringify;
}));

// node_modules/yaml/dist/index.js
var require_dist = /* @__PURE__ */ __commonJSMin(((exports) => {
	var composer = require_composer();
	var Document = require_Document();
	var Schema = require_Schema();
	var errors = require_errors();
	var Alias = require_Alias();
	var identity = require_identity();
	var Pair = require_Pair();
	var Scalar = require_Scalar();
	var YAMLMap = require_YAMLMap();
	var YAMLSeq = require_YAMLSeq();
	var cst = require_cst();
	var lexer = require_lexer();
	var lineCounter = require_line_counter();
	var parser = require_parser();
	var publicApi = require_public_api();
	var visit = require_visit();
	exports.Composer = composer.Composer;
	exports.Document = Document.Document;
	exports.Schema = Schema.Schema;
	exports.YAMLError = errors.YAMLError;
	exports.YAMLParseError = errors.YAMLParseError;
	exports.YAMLWarning = errors.YAMLWarning;
	exports.Alias = Alias.Alias;
	exports.isAlias = identity.isAlias;
	exports.isCollection = identity.isCollection;
	exports.isDocument = identity.isDocument;
	exports.isMap = identity.isMap;
	exports.isNode = identity.isNode;
	exports.isPair = identity.isPair;
	exports.isScalar = identity.isScalar;
	exports.isSeq = identity.isSeq;
	exports.Pair = Pair.Pair;
	exports.Scalar = Scalar.Scalar;
	exports.YAMLMap = YAMLMap.YAMLMap;
	exports.YAMLSeq = YAMLSeq.YAMLSeq;
	exports.Lexer = lexer.Lexer;
	exports.LineCounter = lineCounter.LineCounter;
	exports.Parser = parser.Parser;
	exports.parse = publicApi.parse;
	exports.parseAllDocuments = publicApi.parseAllDocuments;
	exports.parseDocument = publicApi.parseDocument;
	exports.stringify = publicApi.stringify;
	exports.visit = visit.visit;
	exports.visitAsync = visit.visitAsync;
}));

// src/action/workflow/repository-folder.ts
var import_dist = require_dist();
/** Far beyond any policy or action.yml. */
const MAX_BYTES = 4 << 20;
/**
* The folder of the repository that a file belongs to: the one above `.github/workflows`, else the nearest with a `.git`, else the
* working folder.
*/
function repositoryOf(file) {
	if (file === void 0) return process.cwd();
	const path = resolve(file);
	const workflows = `${sep}.github${sep}workflows${sep}`;
	const at = path.lastIndexOf(workflows);
	if (at !== -1) return path.slice(0, at) || sep;
	for (let folder = dirname(path);; folder = dirname(folder)) {
		if (existsSync(join(folder, ".git"))) return folder;
		if (folder === dirname(folder)) return process.cwd();
	}
}
/** A file that a workflow names, relative to its repository. A workflow may be anybody's, so nothing outside the repository is read. */
function readInside(root, path) {
	try {
		const real = realpathSync(resolve(root, path));
		const within = relative(realpathSync(root), real);
		if (within === "" || within.startsWith("..")) return { problem: "is outside of the repository" };
		const stat = statSync(real);
		if (!stat.isFile()) return { problem: "is not a file" };
		if (stat.size > MAX_BYTES) return { problem: "is too large" };
		return { text: readFileSync(real, "utf8") };
	} catch (error) {
		return { problem: codeOf(error) === "ENOENT" ? "is not there" : "cannot be read" };
	}
}

// src/action/workflow/action-use.ts
const REMOTE = /^[^/\s]+\/([^/@\s]+)((?:\/[^@\s]*)?)@\S+$/;
const LOCAL$1 = /^(?:\.{1,2}|\$)(?:\/|$)/;
/**
* Which part of Egress Filter a `uses:` starts, if any. By whatever owner (forks keep the name). Below it lie its sub-actions; something else
* there counts where it is given a policy. A local path (`./`, or `$/`, the workflow's own repository) is judged by its action.yml; where
* that is not there, by the inputs and the name.
*/
function partUsed(uses, hasPolicy, root) {
	const remote = REMOTE.exec(uses);
	if (remote !== null) {
		const [, name = "", folder = ""] = remote;
		return name.toLowerCase() === "egress-filter" ? partIn(folder, hasPolicy) : void 0;
	}
	if (!LOCAL$1.test(uses)) return void 0;
	const folder = uses.replace(/^\$/, ".");
	const metadata = readMetadata(root, folder);
	if (metadata === void 0) {
		const below = /(?:^|\/)egress-filter(\/.*)?$/i.exec(folder);
		return (below === null ? void 0 : partIn(below[1] ?? "", hasPolicy)) ?? (hasPolicy ? "wrapper" : void 0);
	}
	const [, sub] = /^egress[ -]?filter(?:: (disable|enable) sudo)?$/i.exec(nameIn(metadata)) ?? [void 0, null];
	if (sub !== null) return sub === void 0 ? "action" : `${sub.toLowerCase() === "enable" ? "enable" : "disable"}-sudo`;
	return hasPolicy && /\/egress-filter@/i.test(metadata) ? "wrapper" : void 0;
}
function partIn(folder, hasPolicy) {
	const path = folder.replace(/^\/+|\/+$/g, "");
	if (path === "") return "action";
	if (path === "disable-sudo" || path === "enable-sudo") return path;
	return hasPolicy ? "wrapper" : void 0;
}
function nameIn(metadata) {
	return /^name:[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|([^#\n]*))/m.exec(metadata)?.slice(1).find(Boolean)?.trim() ?? "";
}
function readMetadata(root, folder) {
	for (const file of ["action.yml", "action.yaml"]) {
		const read = readInside(root, join(folder, file));
		if ("text" in read) return read.text;
	}
}

// src/action/workflow/scalar-offsets.ts
/**
* Where each UTF-16 unit of a scalar's value stands in its file, and after the last one where the value ends. A finding about a policy inside a
* workflow can thus point at the workflow. Where the way back cannot be found, everything points at the scalar's start.
*/
function scalarOffsets(node, value, source) {
	const [start = 0, end = start] = node.range ?? [];
	const found = read(source.slice(start, end), value);
	if (found === void 0) return Array.from({ length: value.length + 1 }, () => start);
	return found.map((offset) => offset + start);
}
/** `text` is the scalar as written, from its indicator or quote on. */
function read(text, value) {
	switch (text[0]) {
		case "|": return readLiteral(text, value);
		case ">": return readFolded(text, value);
		case "\"":
		case "'": return readFlow(text.slice(0, -1), 1, text[0] === "\"" ? readEscape : readDoubledQuote, value);
		default: return readFlow(text, 0, void 0, value);
	}
}
function* sourceLines(text, from) {
	const ending = /\r\n|\n/g;
	ending.lastIndex = from;
	let start = from;
	for (let match = ending.exec(text); match !== null; match = ending.exec(text)) {
		yield {
			text: text.slice(start, match.index),
			start
		};
		start = ending.lastIndex;
	}
	yield {
		text: text.slice(start),
		start
	};
}
/** Behind the line of the `|` or `>`. */
function bodyOf(text) {
	const newline = text.indexOf("\n");
	return newline === -1 ? [] : [...sourceLines(text, newline + 1)];
}
/** Lines stand one to one (YAML 1.2.2, section 8.1.2): each line of the value is the end of its line in the file. */
function readLiteral(text, value) {
	const offsets = [];
	const body = bodyOf(text);
	const lines = value.split("\n");
	let last = text.length;
	for (const [index, line] of lines.entries()) {
		const written = body[index];
		if (written === void 0 && line !== "") return void 0;
		if (written !== void 0 && !written.text.endsWith(line)) return void 0;
		const from = written === void 0 ? last : written.start + written.text.length - line.length;
		for (let unit = 0; unit < line.length; unit++) offsets.push(from + unit);
		last = from + line.length;
		offsets.push(last);
	}
	return offsets;
}
/**
* Single line breaks are blanks (section 8.1.3). Each line's content is looked for behind that of the line before it. With an explicit
* indentation the depth of the parent, which is not in this text, counts too: then it is the depth at which every line fits.
*/
function readFolded(text, value) {
	const body = bodyOf(text);
	const first = body.find((line) => line.text.trim() !== "");
	if (first === void 0) return void 0;
	const depth = first.text.length - first.text.trimStart().length;
	if (!/^>[+-]?[1-9]/.test(text)) return alignFolded(body, value, depth);
	for (let indent = 0; indent <= depth; indent++) {
		const offsets = alignFolded(body, value, indent);
		if (offsets !== void 0) return offsets;
	}
}
function alignFolded(body, value, indent) {
	const offsets = [];
	let last = 0;
	for (const line of body) {
		const content = line.text.slice(indent);
		if (content === "") continue;
		while (!value.startsWith(content, offsets.length) && /[ \n]/.test(value[offsets.length] ?? "")) offsets.push(last);
		if (!value.startsWith(content, offsets.length)) return void 0;
		for (let unit = 0; unit < content.length; unit++) offsets.push(line.start + indent + unit);
		last = line.start + line.text.length;
	}
	return finish(offsets, value, last);
}
/** Line breaks at the end of the value, and the end itself. */
function finish(offsets, value, last) {
	if (/[^\n]/.test(value.slice(offsets.length))) return void 0;
	while (offsets.length <= value.length) offsets.push(last);
	return offsets;
}
/** Plain and quoted scalars (section 7.3): folded lines, without the blanks around line breaks. */
function readFlow(text, from, special, value) {
	const offsets = [];
	let result = "";
	const add = (means, at) => {
		result += means;
		for (let unit = 0; unit < means.length; unit++) offsets.push(at);
	};
	for (let at = from; at < text.length;) {
		const found = special?.(text, at);
		if (found !== void 0) {
			add(found.means, at);
			at += found.length;
			continue;
		}
		const blanks = blanksAt(text, at);
		if (blanks.breaks > 0) {
			add(blanks.breaks === 1 ? " " : "\n".repeat(blanks.breaks - 1), at);
			at = blanks.end;
			continue;
		}
		for (const end = Math.max(blanks.end, at + 1); at < end; at++) add(text[at] ?? "", at);
	}
	if (result !== value) return void 0;
	offsets.push(text.length);
	return offsets;
}
/** A run of blanks, with the line breaks in it. */
function blanksAt(text, from) {
	let end = from;
	let breaks = 0;
	for (; end < text.length; end++) {
		const char = text[end];
		if (char === "\n") breaks++;
		else if (char !== " " && char !== "	" && !(char === "\r" && text[end + 1] === "\n")) break;
	}
	return {
		end,
		breaks
	};
}
const readDoubledQuote = (text, at) => text.startsWith("''", at) ? {
	length: 2,
	means: "'"
} : void 0;
const ESCAPES = {
	"0": "\0",
	a: "\x07",
	b: "\b",
	e: "\x1B",
	f: "\f",
	n: "\n",
	r: "\r",
	t: "	",
	v: "\v",
	N: "",
	_: "\xA0",
	L: "\u2028",
	P: "\u2029",
	" ": " ",
	"\"": "\"",
	"/": "/",
	"\\": "\\",
	"	": "	"
};
/** Escapes of double-quoted scalars (section 5.7), an escaped line break among them. */
const readEscape = (text, at) => {
	if (text[at] !== "\\") return void 0;
	const next = text[at + 1] ?? "";
	const broken = /^\\\r?\n[ \t]*/.exec(text.slice(at, at + 1e3));
	if (broken !== null) return {
		length: broken[0].length,
		means: ""
	};
	const digits = {
		x: 2,
		u: 4,
		U: 8
	}[next];
	if (digits !== void 0) {
		const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
		return {
			length: 2 + digits,
			means: code <= 1114111 ? String.fromCodePoint(code) : "�"
		};
	}
	const means = ESCAPES[next];
	return means === void 0 ? void 0 : {
		length: 2,
		means
	};
};

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
function pick$1(schema, mask) {
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
/** A special constant with type `never` */
const NEVER = /*@__PURE__*/ Object.freeze({ status: "aborted" });
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
const validate$1 = ((schema, value, _ctx) => {
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
const ipv6$1 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))$/;
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
const number$2 = /^-?\d+(?:\.\d+)?$/;
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
const version$1 = {
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
	inst._zod.version = version$1;
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
	def.pattern ?? (def.pattern = ipv6$1);
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
	inst._zod.pattern = number$2;
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
				if (typeof key === "string" && number$2.test(key) && keyResult.issues.length) {
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
	if (!values) rest.pattern = (types.includes("number") ? number$2 : integer).source;
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
const parse$3 = /* @__PURE__ */ _parse(ZodRealError);
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
		return parse$3(this, data, params, { callee: _parse });
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
		return validate$1(this, data, params);
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
function number$1(params) {
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
		return pick$1(this, mask);
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
/**
* A finding for a terminal: `file:line:column: severity: message`, the line with a caret under what is meant, and what to write instead.
* `text` is the policy that was compiled. A long line is cut to the surroundings of the caret.
*/
function formatFinding(finding, text, fileName = "policy") {
	const line = text.split(/\r\n|\n|\r/, finding.line)[finding.line - 1] ?? "";
	const column = Math.min(Math.max(finding.column - 1, 0), line.length);
	const from = column > 100 ? column - 60 : 0;
	const shown = printable(line.slice(from, from + 160));
	const before = shown.slice(0, column - from).replace(/[^\t]/g, " ");
	const caret = "^".repeat(Math.max(1, Math.min(finding.length, shown.length - (column - from))));
	const gutter = String(finding.line);
	const margin = " ".repeat(gutter.length);
	const lead = from > 0 ? "..." : "";
	const result = [
		`${fileName}:${finding.line}:${finding.column}: ${finding.severity}: ${finding.message}`,
		`${gutter} | ${lead}${shown}`,
		`${margin} | ${" ".repeat(lead.length)}${before}${caret}`
	];
	if (finding.suggestion !== void 0) result.push(`${margin} = write: ${printable(finding.suggestion)}`);
	return result.join("\n");
}
/** One code unit stays one code unit, so that the caret stays under its character. */
function printable(text) {
	return text.replace(/(?!\t)[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => "�".repeat(char.length));
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

// src/action/inputs.ts
const BOOLEAN = ["true", "false"];
/** The first value is what holds where the input is empty. */
const CHOICES = {
	default: ["deny", "allow"],
	"on-deny": ["log", "fail-job"],
	"log-level": ["normal", "full"]
};
const flag = (fallback) => string().trim().transform((text, context) => {
	if (text === "") return fallback;
	if (/^(?:true|True|TRUE)$/.test(text)) return true;
	if (/^(?:false|False|FALSE)$/.test(text)) return false;
	context.addIssue(`takes ${BOOLEAN.join(" or ")}, not ${quote(text)}`);
	return NEVER;
});
const choice = (values) => string().trim().transform((text, context) => {
	const chosen = text === "" ? values[0] : values.find((value) => value === text.toLowerCase());
	if (chosen !== void 0) return chosen;
	context.addIssue(`takes ${values.join(" or ")}, not ${quote(text)}`);
	return NEVER;
});
/** Keys are those of action.yml. */
const Inputs = object({
	policy: string(),
	"policy-file": string().trim(),
	audit: flag(false),
	default: choice(CHOICES.default),
	"on-deny": choice(CHOICES["on-deny"]),
	"allow-sudo": flag(false),
	"container-certs": flag(true),
	"upload-log": flag("auto"),
	"log-level": choice(CHOICES["log-level"]),
	"upstream-ca": string().trim(),
	"github-token": string().trim()
});
/** Keys under `with:`, as action.yml declares them. */
const INPUT_NAMES = Object.keys(Inputs.shape);
/** Inputs of gregclermont/egress-filter that mean a protection which is not here: whoever asks for it must hear that. */
const NOT_HERE = { "socket-security": "packages are not checked against Socket.dev here; the policy decides where they may come from" };
/** A variable `INPUT_...` in an `env:` of the workflow, of the job, or of an action around this one, looks the same: no reason to fail a job. */
const MAYBE_FOREIGN = `is no input of this action, which takes ${INPUT_NAMES.join(", ")}`;
/** By names in lower case. What an input is not given is empty. */
function judgeInputs(given) {
	const texts = Object.fromEntries(INPUT_NAMES.map((name) => [name, given.get(name) ?? ""]));
	const unknown = [...given.keys()].filter((name) => !Object.hasOwn(texts, name) && !Object.hasOwn(NOT_HERE, name)).map(unknownInput);
	const warnings = Object.entries(NOT_HERE).filter(([name]) => given.get(name)?.trim().toLowerCase() === "true").map(([input, message]) => ({
		input,
		kind: "name",
		message
	}));
	const parsed = Inputs.safeParse(texts);
	if (parsed.success) return {
		inputs: parsed.data,
		problems: unknown,
		warnings
	};
	const wrong = parsed.error.issues.map(({ path, message }) => {
		const input = String(path[0]);
		const meant = meantBy(texts[input] ?? "", Object.hasOwn(CHOICES, input) ? CHOICES[input] : BOOLEAN);
		return {
			input,
			kind: "value",
			message,
			...meant === void 0 ? {} : { meant }
		};
	});
	const defaults = Object.fromEntries(wrong.map(({ input }) => [input, ""]));
	return {
		inputs: Inputs.parse({
			...texts,
			...defaults
		}),
		problems: [...unknown, ...wrong],
		warnings
	};
}
function unknownInput(input) {
	const meant = closest(input, INPUT_NAMES);
	return {
		input,
		kind: "name",
		message: `does not exist: ${meant === void 0 ? `there are ${INPUT_NAMES.join(", ")}` : `did you mean ${meant}?`}`,
		...meant === void 0 ? {} : { meant }
	};
}
/** What is wrong with inputs of a sub-action: that there are any. */
function judgeSubActionInputs(action, given) {
	return [...given].map((input) => {
		return {
			input,
			kind: "name",
			message: `does not exist here: ${action} takes no inputs${Object.hasOwn(Inputs.shape, input) ? "; it belongs to the step that starts the filter" : ""}`
		};
	});
}
/** A name that anybody may have written, inside of a message. */
function shownName(name) {
	return quote(name).slice(1, -1);
}
const SAME = {
	yes: "true",
	on: "true",
	y: "true",
	"1": "true",
	no: "false",
	off: "false",
	n: "false",
	"0": "false"
};
/** Other words for the same, and the beginning of a word, are as good as a word that is nearly right. */
function meantBy(text, values) {
	const word = text.trim().toLowerCase();
	return values.find((value) => value === SAME[word] || value.startsWith(word)) ?? closest(word, values);
}

// src/action/workflow/step-inputs.ts
/** What is wrong with the inputs of a step, as the action itself would say it. What an expression gives is known when the job runs. */
function judgeStepInputs(inputs, part) {
	if (part === "wrapper") return [];
	const named = inputs.filter(({ name }) => expressionsOf(name).length === 0);
	const given = new Map(named.toReversed().map((input) => [input.name, input]));
	const repeated = named.filter((input) => given.get(input.name) !== input).map(({ name, key }) => finding$1("duplicate-input", key, `input ${shownName(name)} is given twice`));
	if (part !== "action") {
		const problems = judgeSubActionInputs(part, given.keys());
		return [...repeated, ...problems.flatMap((problem) => findingsOf(problem, given))];
	}
	const noText = [...given.values()].flatMap(({ name, value }) => value === void 0 || (0, import_dist.isScalar)(value) || name === "policy" ? [] : [finding$1("not-text", value, `input ${shownName(name)} takes text`)]);
	const { problems, warnings } = judgeInputs(new Map([...given].map(([name, { value }]) => [name, plainText(value)])));
	return [
		...repeated,
		...noText,
		...problems.flatMap((problem) => findingsOf(problem, given)),
		...warnings.flatMap((problem) => findingsOf(problem, given).map((found) => ({
			...found,
			severity: "warning"
		})))
	];
}
/** Of a `with:` that is no mapping, which the runner refuses. */
function judgeWith(node) {
	if (node === void 0 || (0, import_dist.isMap)(node) || (0, import_dist.isScalar)(node) && node.value === null) return [];
	return [finding$1("not-inputs", node, "under with: stand inputs and their values, as in policy: |")];
}
/** The value of the input `default`; undefined where it is not given or not known. */
function defaultIn(value) {
	const text = plainText(value);
	if (text.trim() === "") return void 0;
	const { inputs, problems } = judgeInputs(/* @__PURE__ */ new Map([["default", text]]));
	return problems.length > 0 ? void 0 : inputs.default;
}
function findingsOf({ input, kind, message, meant }, given) {
	const found = given.get(input);
	if (found === void 0) return [];
	const node = kind === "value" ? found.value : found.key;
	const sentence = `input ${shownName(kind === "value" ? input : textOf(found.key) ?? input)} ${message}`;
	return node === void 0 ? [] : [{
		...finding$1(`input-${kind}`, node, sentence),
		...meant === void 0 ? {} : { meant }
	}];
}
function finding$1(code, node, message) {
	return {
		severity: "error",
		code,
		node,
		message
	};
}
function plainText(value) {
	const text = textOf(value) ?? "";
	return expressionsOf(text).length > 0 ? "" : text;
}
/** The text of a scalar, as the runner would take it. */
function textOf(node) {
	if (!(0, import_dist.isScalar)(node) || node.value === null || node.value === void 0) return void 0;
	return typeof node.value === "string" ? node.value : node.source ?? String(node.value);
}

// src/action/workflow/read.ts
/** By a top-level key that no line of a policy can be. */
function looksLikeWorkflow(text) {
	return /^(?:jobs|runs)[ \t]*:[ \t]*(?:#.*)?\r?$/m.test(text);
}
function optionsFor(file, name) {
	return {
		name,
		root: repositoryOf(file === "-" ? void 0 : file)
	};
}
/** Reads a workflow, or the metadata of a composite action. Never throws: whatever the text holds ends as policies and findings. */
function readWorkflow(source, options) {
	const reader = new Reader(source, options);
	try {
		reader.read();
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		reader.report("error", "yaml", 0, 1, "this file is nested too deeply to be a workflow");
	}
	return reader;
}
var Reader = class {
	policies = [];
	findings = [];
	sources = /* @__PURE__ */ new Map();
	#source;
	#options;
	#lines;
	#document;
	constructor(source, options) {
		this.#source = source;
		this.#options = options;
		this.sources.set(options.name, source);
		this.#lines = new LineIndex(source);
		this.#document = parse$2(source);
	}
	read() {
		for (const { pos, message } of this.#document.errors) this.report("error", "yaml", pos[0], pos[1] - pos[0], sentence(message));
		const top = this.#resolve(this.#document.contents);
		if (!(0, import_dist.isMap)(top)) {
			if (this.findings.length === 0) this.report("error", "no-workflow", 0, 1, "this is neither a workflow nor an action");
			return;
		}
		const jobs = this.#get(top, "jobs");
		const runs = this.#get(top, "runs");
		if ((0, import_dist.isMap)(jobs)) for (const { key, value } of jobs.items) this.#readSteps(this.#get(this.#resolve(value), "steps"), textOf(key) ?? "", 1);
		else if ((0, import_dist.isMap)(runs)) this.#readSteps(this.#get(runs, "steps"), void 0, 1);
		else if (this.findings.length === 0) this.report("error", "no-workflow", 0, 1, "this file has neither jobs: nor runs:, so it is no workflow");
	}
	/** Steps that run at the same time are a list within the list. */
	#readSteps(steps, job, first) {
		let number = first;
		if (!(0, import_dist.isSeq)(steps)) return number;
		for (const item of steps.items) {
			const step = this.#resolve(item);
			if (!(0, import_dist.isMap)(step)) continue;
			const group = this.#get(step, "parallel");
			if ((0, import_dist.isSeq)(group)) number = this.#readSteps(group, job, number);
			else this.#readStep(step, {
				...job === void 0 ? {} : { job },
				step: number++
			});
		}
		return number;
	}
	#readStep(step, place) {
		const node = this.#get(step, "uses");
		const uses = textOf(node)?.trim();
		if (uses === void 0 || !(0, import_dist.isScalar)(node)) return;
		const given = this.#get(step, "with");
		const list = this.#inputs(given);
		const inputs = new Map(list.map((input) => [input.name, input]));
		const part = partUsed(uses, inputs.has("policy") || inputs.has("policy-file"), this.#options.root);
		if (part === void 0) return;
		const use = {
			...place,
			uses,
			line: this.#lines.at(node.range?.[0] ?? 0).line
		};
		const findings = [...judgeWith(given), ...judgeStepInputs(list, part)].map((found) => this.#ofInput(found, use));
		if (part === "disable-sudo" || part === "enable-sudo") {
			this.findings.push(...findings);
			return;
		}
		const pieces = [this.#inline(inputs, use, findings), this.#file(inputs, use, findings)].filter((piece) => piece !== void 0);
		this.policies.push(makePolicyText(pieces, {
			file: this.#options.name,
			use,
			findings,
			default: defaultIn(inputs.get("default")?.value),
			expressions: true
		}));
	}
	#inline(inputs, use, findings) {
		const value = inputs.get("policy")?.value;
		if (value === void 0) return void 0;
		const text = textOf(value);
		if (text === void 0 || !(0, import_dist.isScalar)(value)) {
			findings.push(this.#finding("error", "not-text", value, "a policy is text: write policy: | and the rules below it", use));
			return;
		}
		if (foldsLines(value, this.#source)) findings.push(this.#finding("error", "folded-policy", value, "this way of writing text joins its lines into one, and a policy has one rule a line: write policy: | instead", use, 1));
		const offsets = scalarOffsets(value, text, this.#source);
		return {
			file: this.#options.name,
			lines: this.#lines,
			text,
			origin: (index) => offsets[index] ?? offsets[offsets.length - 1] ?? 0
		};
	}
	#file(inputs, use, findings) {
		const value = inputs.get("policy-file")?.value;
		const path = textOf(value)?.trim();
		if (path === void 0 || path === "" || value === void 0) return void 0;
		if (expressionsOf(path).length > 0) {
			findings.push(this.#finding("hint", "expression", value, "the name of this file holds an expression, so the file is not judged here", use));
			return;
		}
		const read = readInside(this.#options.root, path);
		if ("text" in read) {
			const name = relative(process.cwd(), resolve(this.#options.root, path));
			this.sources.set(name, read.text);
			return filePiece(name, read.text);
		}
		findings.push(this.#finding("warning", "policy-file", value, `this file ${read.problem}, so it is not judged here`, use));
	}
	#inputs(node) {
		if (!(0, import_dist.isMap)(node)) return [];
		return node.items.flatMap(({ key, value }) => {
			const name = textOf(key);
			return name !== void 0 && (0, import_dist.isScalar)(key) ? [{
				name: name.toLowerCase().replaceAll(" ", "_"),
				key,
				value: this.#resolve(value)
			}] : [];
		});
	}
	#ofInput({ severity, code, node, message, meant }, use) {
		const found = this.#finding(severity, code, node, message, use);
		const line = this.#lines.textOf(found.line);
		const [from = 0, end = from] = node.range ?? [];
		if (meant === void 0 || end - from !== found.length) return found;
		return {
			...found,
			suggestion: `${line.slice(0, found.column - 1)}${meant}${line.slice(found.column - 1 + found.length)}`.trim()
		};
	}
	#get(node, key) {
		if (!(0, import_dist.isMap)(node)) return void 0;
		const pair = node.items.find((item) => (0, import_dist.isScalar)(item.key) && item.key.value === key);
		return this.#resolve(pair?.value);
	}
	/** What an alias stands for. */
	#resolve(node) {
		if ((0, import_dist.isAlias)(node)) return node.resolve(this.#document);
		return (0, import_dist.isNode)(node) ? node : void 0;
	}
	#finding(severity, code, node, message, use, most) {
		const [from = 0, end = from] = node.range ?? [];
		return {
			...this.#placed(severity, code, from, most ?? end - from, message),
			...use.job === void 0 ? {} : { job: use.job }
		};
	}
	report(severity, code, from, length, message) {
		this.findings.push(this.#placed(severity, code, from, length, message));
	}
	#placed(severity, code, from, length, message) {
		const { line, column } = this.#lines.at(from);
		const room = this.#lines.textOf(line).length - column + 1;
		return {
			severity,
			code,
			file: this.#options.name,
			line,
			column,
			length: Math.max(1, Math.min(length, room)),
			message
		};
	}
};
function parse$2(source) {
	try {
		return (0, import_dist.parseDocument)(source, {
			prettyErrors: false,
			logLevel: "silent"
		});
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		const document = (0, import_dist.parseDocument)("", { prettyErrors: false });
		return Object.assign(document, { contents: null });
	}
}
/** Several lines of the file are one line of the value. */
function foldsLines(node, source) {
	const [start = 0, end = start] = node.range ?? [];
	const written = source.slice(start, end);
	if (written[0] === "|") return false;
	const lines = (written[0] === ">" ? written.slice(written.indexOf("\n") + 1) : written.replaceAll(/\\\r?\n/g, "")).split("\n").filter((line) => line.trim() !== "" && !/^\s*["']\s*$/.test(line)).length;
	const kept = String(node.value).split("\n").filter((line) => line.trim() !== "").length;
	return lines > 1 && kept < lines;
}
function sentence(message) {
	return (message.split("\n")[0] ?? message).trim().replace(/:$/, "");
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
const number = /^\d{1,9}$/;
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
		const port = number.test(item) ? Number(item) : NaN;
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
function hostOf(rule) {
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
	const host = hostOf(rule);
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
	if (wrong.length > 0) return `${start}, ${list$3(wrong)} ${wrong.length === 1 ? "does" : "do"} not`;
	if (objection.server) return `${start}, the server that is asked is not allowed`;
	if (objection.guard !== void 0) return `${start}, which does not open the guardrail`;
	if (rule.target.kind === "url" && asked.type !== "request") return `${start}, which allows requests only`;
	return start;
}
function place(rule) {
	return rule.line === 0 ? "a built-in rule" : `line ${rule.line}`;
}
function list$3(words) {
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
	if (looksLikeIPv6(text)) return ipv6(report, token);
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
function ipv6(report, token) {
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
	const authority = readAuthority$1(report, text.slice(from, end), start + from);
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
function readAuthority$1(report, text, start) {
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
	if (objection.guard?.address) return withPort$1(formatIPv4(address), asked.port, asked.type);
	if (asked.type === "request") {
		const { host } = asked;
		if (host === void 0) return withPort$1(formatIPv4(address), asked.port, "request");
		if (!canBeWritten(host)) return void 0;
		return hasUrlRules(engine, host) ? suggestUrl(asked, host) : withPort$1(host, asked.port, "request");
	}
	const host = asked.hosts.find(canBeWritten);
	if (host === void 0 && asked.sni !== void 0) return void 0;
	return withPort$1(host ?? formatIPv4(address), asked.port, asked.type);
}
/** Where both the name and the server are missing, the name first: a lookup of the machine's own resolver needs no more. */
function suggestName(asked, objection, address) {
	const nameIsMissing = objection.nameRule === void 0 && !objection.guard;
	if (objection.server && !nameIsMissing) return withPort$1(formatIPv4(address), asked.port, asked.protocol);
	return canBeWritten(asked.host) ? lookupLine(asked) : void 0;
}
/**
* A host rule allows the lookup and the connection that it is for. Where none is to follow, a `dns:` rule opens no more than was asked:
* by the record type, or by a name that no host has, as of reverse lookups (RFC 1035, section 3.5) and services (RFC 2782).
*/
function lookupLine({ host, connects }) {
	return connects && !host.endsWith(".arpa") && !host.includes("_") ? host : `dns:${host}`;
}
function withPort$1(target, port, type) {
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
	if (asked.path === void 0 || !asked.target.startsWith("/")) return withPort$1(host, asked.port, "request");
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
	const host = hostOf(rule);
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
function readQuestion(question) {
	const { dstIp, dstPort } = question;
	const address = typeof dstIp === "string" ? parseAddress(dstIp) : void 0;
	if (address === void 0) return "the destination is not an address";
	if (!isPort(dstPort)) return "the destination port is not a port";
	switch (question.type) {
		case "dns": return readName(question, address);
		case "tcp":
		case "udp":
		case "tls": return readConnection(question, address);
		case "request": return readRequest(question, address);
		default: return "the question is of no known type";
	}
}
function isPort(value) {
	return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65535;
}
function readName(question, address) {
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
	const host = typeof shown === "string" ? readAuthority(shown, address) : void 0;
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
function readRequest(question, address) {
	const { scheme, method, host, port, target, dstPort } = question;
	if (scheme !== "http" && scheme !== "https") return "the scheme is neither http nor https";
	if (typeof method !== "string" || !token.test(method)) return "the method is not a token";
	const authority = typeof host === "string" ? readAuthority(host, address) : void 0;
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
function readAuthority(text, address) {
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
const latest = /* @__PURE__ */ new WeakMap();
function remember$1(recall, answer) {
	recall.last = answer;
	if (typeof answer.process === "object" && answer.process !== null) latest.set(answer.process, answer);
}
/** Is `recall.last` the answer to this question? */
function remembers(recall, engine, question, process) {
	if (recall.last !== void 0 && hasSameAnswer(recall.last, engine, question, process)) return true;
	const other = latest.get(process);
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
function decide$1(engine, question, process, recall) {
	try {
		if (recall !== void 0 && remembers(recall, engine, question, process)) return recall.last.verdict;
		const asked = readQuestion(question);
		if (typeof asked === "string") return malformed(asked);
		const who = new Who(typeof process === "object" && process !== null ? process : {});
		const verdict = asked.type === "dns" ? decideName(engine, asked, who) : decideDestination(engine, asked, who);
		if (recall !== void 0 && question.type === "request" && asked.type === "request" && isAnyPath(engine, asked, verdict)) remember$1(recall, {
			policy: engine,
			process,
			question,
			verdict
		});
		return verdict;
	} catch {
		return malformed("the question cannot be read");
	}
}
const loopback$1 = {
	line: 0,
	text: "loopback"
};
function malformed(problem) {
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
	const asked = readQuestion({
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
		if (isBlank(text.charCodeAt(index))) {
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
function isBlank(code) {
	return code === 32 || code === 9;
}
const key = /^[A-Za-z]+(?:\[[^\]\s]*\])?$/;
const openIndex = /^arg\[[^\]\s]*$/;
function endOfToken(report, text, from, inHeader) {
	let isKey = true;
	for (let index = from; index < text.length; index++) {
		const char = text.charCodeAt(index);
		if (isBlank(char)) return index;
		if (inHeader && char === 93 && !(isKey && openIndex.test(text.slice(from, Math.min(index, from + 40))))) return index;
		if (char !== 61 || !isKey) continue;
		isKey = false;
		const quoteChar = text[index + 1];
		if (quoteChar !== "\"" && quoteChar !== "`" || !key.test(text.slice(from, index))) continue;
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
function readHeader(report, start) {
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
	if (!isBlank(next)) {
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
		yield readLine$1(number, text.slice(start, end?.index), indent, repository);
		if (end === null) return;
		start = end.index + end[0].length;
		indent = 0;
	}
}
const placeholder = /\{(owner|repo)\}/g;
function readLine$1(number, raw, indent, repository) {
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
const byName$1 = new Map(presets.map((preset) => [preset.name, preset]));
function presetNamed(name) {
	return byName$1.get(name);
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
function parse$1(text, repository) {
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
			header = readHeader(report, start);
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
	for (let index = 0; index < text.length; index++) if (!isBlank(text.charCodeAt(index))) return index;
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
		rules = parse$1(presetNamed(preset.name)?.policy ?? "").rules;
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
		const host = hostOf(rule);
		if (rule.target.kind === "url" && rule.target.scheme === "https" && host !== void 0) urls.add(rule, host.base);
	}
	for (const rule of passed) {
		const host = hostOf(rule);
		if (host === void 0) continue;
		for (const url of urls.around(host.base)) {
			const other = hostOf(url);
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
		const earlier = seen.get(key).find((twin) => isSame(twin, rule));
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
function isSame(a, b) {
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
			const cover = shorter < length ? pick(table.get(mask(base, shorter)), rule) : void 0;
			if (cover !== void 0) return cover;
		}
	}
	#domainAround(rule, host, isUrl) {
		const same = isUrl && host.glob === void 0 ? pick((host.subdomains ? this.#domains : this.#hosts).get(host.base), rule) : void 0;
		if (same !== void 0 || this.#domains.size === 0) return same;
		const own = host.glob === void 0 ? void 0 : pick(this.#domains.get(host.base), rule);
		if (own !== void 0) return own;
		for (const parent of parents(host.base)) {
			const cover = pick(this.#domains.get(parent), rule);
			if (cover !== void 0) return cover;
		}
	}
};
function pick(candidates, rule) {
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
		const host = hostOf(rule);
		if (host !== void 0 && isWhole(host)) exact.add(host.base);
	}
	const told = /* @__PURE__ */ new Set();
	for (const rule of rules) {
		const host = hostOf(rule);
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
		const host = hostOf(rule);
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
	const parsed = parse$1(text, options.repository);
	const findings = [...parsed.findings, ...review(parsed.rules)].sort((a, b) => a.line - b.line || a.column - b.column);
	const engine = build(parsed.rules, options);
	return {
		findings,
		valid: findings.every((finding) => finding.severity !== "error"),
		ruleCount: parsed.ruleLines,
		decide: (question, process, recall) => decide$1(engine, question, process, recall),
		allowsRaw: (question, process) => decide$1(engine, question, process).allow,
		allowsUninspected: (host, port, process) => allowsUninspected(engine, host, port, process)
	};
}
function build(rules, options) {
	const allow = new RuleIndex();
	const deny = new RuleIndex();
	for (const rule of rules) (rule.deny ? deny : allow).add(rule);
	for (const rule of parse$1(builtInPolicy).rules) allow.add({
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
/** Decides a log event as it was decided when it happened. What is no event of a connection, lookup or request is denied as malformed. */
function decideEvent(policy, event, learned, options = {}) {
	const question = questionOf(event, learned, options);
	if (question !== void 0) return policy.decide(question, event);
	return {
		allow: false,
		passthrough: false,
		insecure: false,
		denial: "malformed",
		reason: "Denied because the event cannot be read."
	};
}
/** The question that an event answers; `undefined` when it answers none. */
function questionOf(event, learned, options = {}) {
	const dstPort = event.dst_port ?? (event.type === "dns" ? 53 : 0);
	const dstIp = plainAddress(event.dst_ip ?? "");
	switch (event.type) {
		case "dns": return {
			type: "dns",
			name: event.name ?? "",
			protocol: event.protocol === "tcp" ? "tcp" : "udp",
			dstIp,
			dstPort,
			purpose: lookupPurpose(event.query_type)
		};
		case "tcp":
		case "udp": return {
			type: event.type,
			dstIp,
			dstPort,
			names: namesOf(event, dstIp, learned)
		};
		case "https":
		case "http":
			if (event.url !== void 0) return requestOf(event, event.url, dstIp, dstPort);
			if (event.type === "http") return void 0;
			return {
				type: "tls",
				host: event.host,
				dstIp,
				dstPort,
				names: namesOf(event, dstIp, learned),
				intercept: options.canIntercept !== false
			};
		default: return;
	}
}
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
function plainAddress(text) {
	const address = parseAddress(text);
	return typeof address === "number" ? formatIPv4(address) : text;
}
const form = /^(https?|wss?):\/\/([^/?#@\\]+?)(?::(\d{1,5}))?([/?#].*)?$/is;
function requestOf(event, url, dstIp, dstPort) {
	const [, word = "", host = "", port, rest = ""] = form.exec(url) ?? [];
	const scheme = /^(?:https|wss)$/i.test(word) ? "https" : "http";
	if (host === "" || scheme === "https" !== (event.type === "https")) return void 0;
	const target = rest.startsWith("/") ? rest.replace(/#.*$/s, "") : `/${rest.replace(/#.*$/s, "")}`;
	return {
		type: "request",
		scheme,
		method: event.method ?? "GET",
		host,
		port: Number(port ?? (scheme === "https" ? 443 : 80)),
		target,
		dstIp,
		dstPort
	};
}
function namesOf(event, address, learned) {
	const own = event.dst_names ?? [];
	if (learned === void 0) return own;
	const more = (learned instanceof Map ? learned : learnedByAddress(learned)).get(address) ?? [];
	return more.length === 0 ? own : [.../* @__PURE__ */ new Set([...own, ...more])];
}
/** Turns name -> addresses round, once for many events. */
function learnedByAddress(learned) {
	const result = /* @__PURE__ */ new Map();
	for (const [name, addresses] of Object.entries(learned)) for (const text of addresses) {
		const address = plainAddress(text);
		const names = result.get(address);
		if (names === void 0) result.set(address, [name]);
		else if (!names.includes(name)) names.push(name);
	}
	return result;
}

// src/cli/policy/load.ts
/** A policy file, or a workflow with the policies of its steps. Throws UserError where the file cannot be read. */
function loadPolicies(path) {
	const text = readText(path, "policy");
	const file = nameOf$1(path);
	if (!/^\.ya?ml$/i.test(extname(path)) && !looksLikeWorkflow(text)) return {
		file,
		kind: "policy",
		policies: [policyFile(file, text)],
		findings: [],
		sources: /* @__PURE__ */ new Map([[file, text]])
	};
	const { policies, findings, sources } = readWorkflow(text, optionsFor(path, file));
	return {
		file,
		kind: "workflow",
		policies,
		findings,
		sources
	};
}
function compilePolicy(text, choice) {
	const policy = compile(text.text, {
		repository: choice.repository,
		default: choice.default ?? text.default ?? "deny",
		...choice.resolvers === void 0 || choice.resolvers.length === 0 ? {} : { resolvers: choice.resolvers }
	});
	return {
		text,
		policy,
		findings: [...text.findings, ...policy.findings.map((finding) => text.place(finding))].sort(byPlace)
	};
}
function byPlace(a, b) {
	if (a.file !== b.file) return a.file < b.file ? -1 : 1;
	return a.line - b.line || a.column - b.column;
}
/** The one policy of a file, for commands that take one; `job` picks among those of a workflow. */
function loadOnePolicy(path, job) {
	const loaded = loadPolicies(path);
	const { file, kind, policies } = loaded;
	requireReadable(loaded);
	const [text, second] = policies.filter(({ use }) => job === void 0 || use?.job === job);
	const jobs = [...new Set(policies.map(({ use }) => use?.job).filter((id) => id !== void 0))].join(", ");
	if (job !== void 0 && kind === "policy") throw new UserError(`${file} is a policy and has no jobs: leave --job out.`);
	if (text === void 0) {
		if (job === void 0 || jobs === "") throw new UserError(`No step of ${file} uses egress-filter.`);
		throw new UserError(`No step of job "${job}" in ${file} uses egress-filter; these jobs do: ${jobs}.`);
	}
	if (second === void 0) return {
		loaded,
		text
	};
	throw new UserError(job === void 0 ? `${file} has several policies: choose one by --job (${jobs}).` : `Job "${job}" in ${file} has several policies.`);
}
/** A file that is no YAML holds no policy that could be used. */
function requireReadable({ findings, file }) {
	const broken = findings.find(({ code }) => code === "yaml" || code === "no-workflow");
	if (broken !== void 0) throw new UserError(`${file}:${broken.line}:${broken.column}: ${broken.message}.`);
}
/** Most findings that are shown of one file; --json has all. */
const MOST_SHOWN = 100;
/** Findings for people, each with its line and a caret. */
function formatFindings(findings, { sources }, paint) {
	const shown = findings.slice(0, MOST_SHOWN).map((finding) => {
		const [head = "", ...rest] = formatFinding(finding, sources.get(finding.file) ?? "", finding.file).split("\n");
		const color = {
			error: paint.red,
			warning: paint.yellow,
			hint: paint.cyan
		}[finding.severity];
		return [
			head.replace(`: ${finding.severity}: `, () => `: ${color(finding.severity)}: `),
			...rest,
			""
		].join("\n");
	});
	const more = findings.length - shown.length;
	return `${shown.join("")}${more > 0 ? `and ${more} more; --json has all of them\n` : ""}`;
}
/** How many of each severity. */
function countFindings(findings) {
	const of = (wanted) => findings.filter(({ severity }) => severity === wanted).length;
	return {
		errors: of("error"),
		warnings: of("warning"),
		hints: of("hint")
	};
}
function errorsIn(findings) {
	return countFindings(findings).errors;
}

// src/report/groups.ts
/** Groups by key, in the order of their first event, never more than `limit`: a log of any size is summarised in bounded memory. */
var Groups = class {
	#groups = /* @__PURE__ */ new Map();
	#limit;
	#omitted = 0;
	constructor(limit) {
		this.#limit = limit;
	}
	/** The group of this key, made at its first event; undefined (and counted) where there is no room for another. */
	of(key, make) {
		const known = this.#groups.get(key);
		if (known) return known;
		if (this.#groups.size >= this.#limit) {
			this.#omitted++;
			return;
		}
		const made = make();
		this.#groups.set(key, made);
		return made;
	}
	/** Events that found no group. */
	get omitted() {
		return this.#omitted;
	}
	sorted(compare) {
		return [...this.#groups.values()].sort(compare);
	}
};

// src/cli/policy/analysis.ts
const MOST_GROUPS = 5e3;
/** Decides events for one policy and groups them, in memory that does not grow with the log. */
var Analyst = class {
	compiled;
	#blocked = new Groups(MOST_GROUPS);
	#allowed = new Groups(MOST_GROUPS);
	#never = new Groups(MOST_GROUPS);
	#failed = new Groups(MOST_GROUPS);
	#totals = {
		blocked: 0,
		passed: 0,
		allowed: 0,
		never: 0,
		failed: 0
	};
	constructor(compiled) {
		this.compiled = compiled;
	}
	decide(event) {
		if (isNever(event)) {
			this.#totals.never++;
			this.#count(this.#never, event, { reason: event.reason ?? "Only TCP and UDP over IPv4 leave, under every policy." });
			return;
		}
		const verdict = decideEvent(this.compiled.policy, event);
		if (verdict.allow) {
			this.#totals.allowed++;
			const group = this.#count(this.#allowed, event, verdict);
			if (group !== void 0 && event.passthrough && isUrlRule(verdict.rule)) group.unseen++;
			return;
		}
		this.#totals.blocked++;
		if (wasLetThrough(event)) this.#totals.passed++;
		const group = this.#count(this.#blocked, event, verdict);
		if (group !== void 0 && verdict.suggestion !== void 0) addSome$1(group.add, clip(verdict.suggestion), 10);
	}
	fail(error, destination, process) {
		this.#totals.failed++;
		const clipped = clip(error);
		const group = this.#failed.of([
			clipped,
			destination,
			...keyOf(process)
		].join("\0"), () => ({
			destination,
			process,
			error: clipped,
			count: 0
		}));
		if (group !== void 0) group.count++;
	}
	#count(groups, event, verdict) {
		const { text } = this.compiled;
		const destination = destinationText(event);
		const rule = verdict.rule === void 0 ? void 0 : citeInFile(verdict.rule, text);
		const group = groups.of([
			destination,
			...keyOf(event),
			rule ?? ""
		].join("\0"), () => ({
			destination,
			process: whoOf(event),
			count: 0,
			passed: 0,
			types: [],
			rule,
			reason: clip(inFile(verdict.reason, text)),
			nearest: verdict.nearest?.[0] === void 0 ? void 0 : clip(inFile(verdict.nearest[0].mismatch, text)),
			add: [],
			requests: [],
			unseen: 0
		}));
		if (group === void 0) return void 0;
		group.count++;
		if (wasLetThrough(event)) group.passed++;
		addSome$1(group.types, clip(event.type), 5);
		if (event.url !== void 0 && group.requests.length < 3) addSome$1(group.requests, clip(`${event.method ?? "GET"} ${event.url}`), 3);
		return group;
	}
	result() {
		const most = (a, b) => b.count - a.count || compareText$1(a.destination, b.destination);
		return {
			text: this.compiled.text,
			blocked: this.#blocked.sorted(most),
			allowed: this.#allowed.sorted(most),
			never: this.#never.sorted(most),
			failed: this.#failed.sorted((a, b) => b.count - a.count || compareText$1(a.destination, b.destination)),
			totals: { ...this.#totals },
			omitted: this.#blocked.omitted + this.#allowed.omitted + this.#never.omitted + this.#failed.omitted
		};
	}
};
/** Sockets and packets that the kernel refuses whatever the policy says. */
function isNever({ type, dst_ip, protocol }) {
	if (type === "ip" || type === "socket") return true;
	return protocol === "ipv6" || dst_ip !== void 0 && type !== "dns" && dst_ip.includes(":") && !/^::ffff:\d+\./i.test(dst_ip);
}
function wasLetThrough({ policy, audit }) {
	return policy === "allow" || audit === true;
}
function isUrlRule(rule) {
	return rule !== void 0 && /(?:^|\s)(?:https?:\/\/|\/)/i.test(rule.text);
}
function destinationText(event) {
	return clip(destinationOf(event));
}
function whoOf(event) {
	const { exe, step, action, image, cgroup } = event;
	return {
		command: commandOf(event),
		exe: clipped$1(exe),
		step: clipped$1(step),
		action: clipped$1(action),
		image: clipped$1(image),
		cgroup: clipped$1(cgroup)
	};
}
/** What attributes look at, arguments left out: they would make a group of every call. */
function keyOf({ exe, step, action, image, cgroup }) {
	return [
		exe,
		step,
		action,
		image,
		cgroup
	].map((field) => clip(field ?? ""));
}
/** `line 3: api.example.com` of a policy file, `build.yml:17: api.example.com` of a workflow. */
function citeInFile({ line, text }, policy) {
	if (line === 0) return `built-in: ${text}`;
	const at = policy.lineOf(line);
	return at === void 0 || policy.use === void 0 ? `line ${line}: ${clip(text)}` : `${at.file}:${at.line}: ${clip(text)}`;
}
const LONGEST$1 = 500;
/** Through bytes: a slice would keep the whole string alive. */
function clip(text) {
	return text.length <= LONGEST$1 ? text : Buffer.from(`${text.slice(0, LONGEST$1)}…`).toString();
}
function clipped$1(text) {
	return text === void 0 ? void 0 : clip(text);
}
function addSome$1(list, item, most) {
	if (list.length < most && !list.includes(item)) list.push(item);
}
/** By code unit: the same on every machine. */
function compareText$1(a, b) {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

// src/log/lines.ts
/** Longer than any line that the log's writer makes; a longer one is skipped without being kept in memory. */
const MAX_LINE_BYTES = 1 << 20;
/**
* The lines of a file or stream of JSON lines, a batch a chunk: what has arrived is answered before more is waited for. One chunk and one
* line are in memory at a time. Throws the file system's error where the file cannot be read.
*/
async function* readJsonLines(source) {
	const chunks = typeof source === "string" ? createReadStream(source, { highWaterMark: 262144 }) : source;
	let number = 0;
	for await (const lines of splitLines(chunks)) {
		const batch = [];
		for (const line of lines) {
			number++;
			const read = line === void 0 ? { problem: `longer than ${MAX_LINE_BYTES} bytes` } : readLine(line);
			if (read !== void 0) batch.push({
				number,
				...read
			});
		}
		if (batch.length > 0) yield batch;
	}
}
function readLine(line) {
	if (line === "" || line.trim() === "") return void 0;
	try {
		return { value: JSON.parse(line) };
	} catch {
		return { problem: "not valid JSON" };
	}
}
/** Lines of each chunk, without LF or CRLF; undefined for one that is too long. The last line need not be ended. */
async function* splitLines(chunks) {
	let pieces = [];
	let length = 0;
	const finish = (rest) => {
		const line = length + rest.length > MAX_LINE_BYTES ? void 0 : (pieces.length === 0 ? rest : Buffer.concat([...pieces, rest])).toString();
		pieces = [];
		length = 0;
		return line?.endsWith("\r") ? line.slice(0, -1) : line;
	};
	for await (const chunk of chunks) {
		const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
		const lines = [];
		let from = 0;
		for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
			lines.push(finish(bytes.subarray(from, end)));
			from = end + 1;
		}
		const rest = bytes.subarray(from);
		length += rest.length;
		if (length <= MAX_LINE_BYTES) pieces.push(rest);
		else pieces = [];
		yield lines;
	}
	if (length > 0) yield [finish(Buffer.alloc(0))];
}

// src/cli/policy/events.ts
/** Events of a file, or of standard input for `-`, a batch a chunk: what has arrived is answered before more is waited for. */
async function* readEvents(path, what) {
	const source = path === "-" ? process.stdin : path;
	try {
		for await (const lines of readJsonLines(source)) yield lines.map((line) => "problem" in line ? line : {
			number: line.number,
			...readEvent(line.value)
		});
	} catch (error) {
		if (!(error instanceof Error && "syscall" in error)) throw error;
		throw new UserError(`The ${what} ${nameOf$1(path)} cannot be read: ${reasonOf$2(error)}.`, { cause: error });
	}
}
const TEXTS = [...[
	"type",
	"dst_ip",
	"host",
	"url",
	"method",
	"name",
	"query_type",
	"protocol",
	"exe",
	"cgroup",
	"step",
	"action",
	"image"
], ...[
	"ts",
	"conn",
	"policy",
	"rule",
	"reason",
	"error"
]];
const NUMBERS$1 = [
	"dst_port",
	"pid",
	"uid",
	"lost"
];
const LISTS$1 = ["cmdline", "dst_names"];
/** Fields that are `null` are not known, as if they were absent. */
function readEvent(value) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return { problem: "not an event: not a JSON object" };
	const fields = value;
	if (typeof fields.type !== "string") return { problem: "not an event: it has no type" };
	const wrong = (name, wanted) => ({ problem: `not an event: ${name} is not ${wanted}` });
	for (const name of TEXTS) if (fields[name] === null) delete fields[name];
	else if (fields[name] !== void 0 && typeof fields[name] !== "string") return wrong(name, "a string");
	for (const name of NUMBERS$1) if (fields[name] === null) delete fields[name];
	else if (fields[name] !== void 0 && typeof fields[name] !== "number") return wrong(name, "a number");
	for (const name of LISTS$1) {
		const list = fields[name];
		if (list === null) delete fields[name];
		else if (list !== void 0 && !(Array.isArray(list) && list.every((item) => typeof item === "string"))) return wrong(name, "a list of strings");
	}
	return { event: fields };
}

// src/cli/policy/log-run.ts
const DECIDED = /* @__PURE__ */ new Set([
	"http",
	"https",
	"tcp",
	"udp",
	"dns",
	"ip",
	"socket"
]);
/** Connections whose closing line is awaited, oldest forgotten first. */
const MOST_OPEN = 1e5;
/** Reads a log once and decides each of its events under each policy whose job it belongs to. */
async function analyzeLog(path, policies) {
	const analysts = policies.map((compiled) => new Analyst(compiled));
	const facts = {
		events: 0,
		broken: 0,
		lost: 0,
		sudo: 0,
		guard: 0,
		ignored: 0,
		otherJobs: 0,
		withoutJob: 0,
		runner: 0,
		firstBroken: []
	};
	const open = /* @__PURE__ */ new Map();
	for await (const batch of readEvents(path, "log")) for (const line of batch) if ("problem" in line) {
		facts.broken++;
		if (facts.firstBroken.length < 10) facts.firstBroken.push({
			line: line.number,
			problem: line.problem
		});
	} else take(line.event, analysts, facts, open);
	return {
		facts,
		analyses: analysts.map((analyst) => analyst.result())
	};
}
function take(event, analysts, facts, open) {
	const { type, conn, error } = event;
	if (type === "lost") {
		facts.lost += event.lost ?? 0;
		return;
	}
	if (type === "close") {
		const opened = conn === void 0 ? void 0 : open.get(conn);
		if (conn !== void 0) open.delete(conn);
		if (error !== void 0 && error !== opened?.error) fail(error, opened ?? openedBy(event, analystsOf(event, analysts)));
		return;
	}
	if (!DECIDED.has(type)) {
		if (type === "sudo" || type === "guard") facts[type]++;
		else facts.ignored++;
		return;
	}
	if (event.rule === RUNNERS_OWN) {
		facts.runner++;
		return;
	}
	const concerned = analystsOf(event, analysts);
	if (event.policy !== void 0 || error === void 0) {
		facts.events++;
		if (concerned.length === 0) facts.otherJobs++;
		else if (jobOf(event) === void 0 && analysts.some(({ compiled }) => compiled.text.use?.job !== void 0)) facts.withoutJob++;
		const asked = withMachineResolver(event);
		for (const analyst of concerned) analyst.decide(asked);
		if (conn !== void 0 && type !== "dns") remember(conn, event, concerned, open);
	}
	if (error !== void 0) fail(error, (conn === void 0 ? void 0 : open.get(conn)) ?? openedBy(event, concerned));
}
function fail(error, opened) {
	opened.error = error;
	for (const analyst of opened.analysts) analyst.fail(error, opened.destination, opened.process);
}
/** As the log of a job cites it. */
const RUNNERS_OWN = "built-in: the runner's own traffic";
function openedBy(event, analysts) {
	return {
		destination: destinationText(event),
		process: whoOf(event),
		analysts
	};
}
/** What later lines of this connection are about. A request says more than the ClientHello before it, but not another host. */
function remember(conn, event, analysts, open) {
	if (open.has(conn)) return;
	if (open.size >= MOST_OPEN) for (const oldest of open.keys()) {
		open.delete(oldest);
		break;
	}
	open.set(conn, openedBy(event, analysts));
}
/** `job` of `job.GITHUB_ACTION`. */
function jobOf({ step }) {
	const dot = step?.indexOf(".") ?? -1;
	return dot < 1 ? void 0 : step?.slice(0, dot);
}
function analystsOf(event, analysts) {
	const job = jobOf(event);
	if (job === void 0) return analysts;
	return analysts.filter(({ compiled }) => compiled.text.use?.job === void 0 || compiled.text.use.job === job);
}
const LOCAL = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|168\.63\.129\.16$)/;
/** The policy of then had to say something of the name: it does not come to that where the server itself is not allowed. */
const isAboutTheName = ({ rule, reason = "" }) => rule !== void 0 || reason.startsWith("No rule allows looking up");
/**
* Which resolver is the machine's own is not in the log. One at a local address (168.63.129.16 is Azure's) was, and one whose answers the policy of
* then decided by name, unless the log says that the server was what was denied; another one needs an address rule, as it does when the filter runs.
*/
function withMachineResolver(event) {
	if (event.type !== "dns" || event.dst_ip === void 0 || !(LOCAL.test(event.dst_ip) || isAboutTheName(event))) return event;
	if (event.policy === "deny" && event.reason?.startsWith("The DNS server")) return event;
	return {
		...event,
		dst_ip: "127.0.0.53",
		dst_port: 53
	};
}

// src/cli/policy/screen.ts
function paintFor(stream) {
	const color = stream.isTTY === true && !process.env.NO_COLOR;
	const with_ = (code) => (text) => color && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
	return {
		bold: with_(1),
		dim: with_(2),
		red: with_(31),
		green: with_(32),
		yellow: with_(33),
		cyan: with_(36)
	};
}
/** Whoever reads our output has gone, as `| head` does: there is nothing left to do, and nothing to complain about. */
function stopWhenNobodyReads() {
	process.stdout.on("error", (error) => {
		if (error.code === "EPIPE") process.exit();
	});
}
/** Writes and waits while the reader is slower than we are, so that a stream of any length stays in bounded memory. */
async function print(text) {
	if (text !== "" && !process.stdout.write(text)) await once(process.stdout, "drain");
}
function printJson(value) {
	process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

// src/cli/analyze.ts
const USAGE$9 = `Usage: egress-filter analyze --log LOG [options] FILE...

What the policies in FILE would do to what LOG has seen: blocked, with the process and the line to add, and what failed (TLS errors and
the like). FILE is a policy or a workflow, whose jobs are judged each by its own policy. Lines of the log that are broken are counted and
left out. A LOG of - is standard input.

Options
  -v, --verbose        What is allowed, too, and by which rule
  --job ID             Only this job of the workflows
  --repo OWNER/NAME    What {owner} and {repo} stand for (default: GITHUB_REPOSITORY)
  --default WHAT       deny or allow: what happens to what no rule names
  --json               All of it, in full
  -h, --help

Exit status: 0 nothing would be blocked, 1 something would be or a policy is not valid, 2 when a file cannot be read.
`;
const OPTIONS$7 = {
	log: { type: "string" },
	verbose: {
		type: "boolean",
		short: "v"
	},
	job: { type: "string" },
	repo: { type: "string" },
	default: { type: "string" },
	json: { type: "boolean" },
	help: {
		type: "boolean",
		short: "h"
	}
};
/** `egress-filter analyze`. */
async function analyzeCommand(args) {
	const { options, files } = parseOptionsAndFiles(args, OPTIONS$7, "egress-filter analyze --help");
	if (options.help) {
		process.stdout.write(USAGE$9);
		return 0;
	}
	if (options.log === void 0 || files.length === 0) throw new UserError("analyze needs --log and a policy or workflow: see egress-filter analyze --help.");
	onlyOneStdin([options.log, ...files]);
	stopWhenNobodyReads();
	const choice = {
		repository: repositoryOption(options.repo ?? process.env.GITHUB_REPOSITORY),
		default: defaultOption(options.default)
	};
	const read = files.map((file) => load(file, options.job, choice));
	const invalid = read.filter(({ policies }) => policies.some(({ findings }) => errorsIn(findings) > 0));
	if (invalid.length > 0) {
		for (const { loaded, policies } of invalid) tellInvalid(loaded, policies, options.json ?? false);
		return 1;
	}
	const { facts, analyses } = await analyzeLog(options.log, read.flatMap(({ policies }) => policies));
	if (options.json) printJson(report$2(facts, analyses));
	else {
		const paint = paintFor(process.stdout);
		for (const analysis of analyses) await print(`${renderAnalysis(analysis, paint, options.verbose ?? false)}\n`);
		await print(`${summary$1(facts, analyses)}\n`);
		for (const sentence of renderFacts(facts)) process.stderr.write(`egress-filter: ${sentence}\n`);
	}
	return analyses.some(({ totals }) => totals.blocked > 0) ? 1 : 0;
}
function load(file, job, choice) {
	const loaded = loadPolicies(file);
	requireReadable(loaded);
	const texts = loaded.policies.filter(({ use }) => job === void 0 || use === void 0 || use.job === job);
	if (texts.length === 0) throw new UserError(`No step of ${loaded.file} uses egress-filter${job === void 0 ? "" : ` in a job "${job}"`}.`);
	return {
		loaded,
		policies: texts.map((text) => compilePolicy(text, choice))
	};
}
function tellInvalid(loaded, policies, json) {
	const findings = policies.flatMap((policy) => policy.findings).filter(({ severity }) => severity === "error");
	if (json) process.stderr.write(`${JSON.stringify({ findings })}\n`);
	else process.stderr.write(`${formatFindings(findings, loaded, paintFor(process.stderr))}${loaded.file} is not valid, so nothing was analyzed.\n`);
}
function summary$1(facts, analyses) {
	const sum = (of) => analyses.reduce((total, { totals }) => total + of(totals), 0);
	const blocked = sum((totals) => totals.blocked);
	return `Summary: ${[
		`${sum((totals) => totals.allowed)} allowed`,
		`${blocked} blocked`,
		`${sum((totals) => totals.failed)} failed`
	].join(", ")}, of ${plural(facts.events, "event")} under ${plural(analyses.length, "policy", "policies")}.`;
}
function report$2(facts, analyses) {
	return {
		log: facts,
		policies: analyses.map(({ text, ...analysis }) => ({
			file: text.file,
			...text.use,
			unjudged: text.unjudged,
			...analysis
		}))
	};
}

// src/cli/check.ts
const USAGE$8 = `Usage: egress-filter check --policy FILE --events FILE [options]

Decides events, as a log has them: one JSON verdict a line for one JSON event a line, in their order. Each verdict has policy (allow or
deny), rule (null where none decided) and reason; a denial has denial, nearest and suggestion, too, where there are any.
A line that is no event gives {"error": ..., "line": N} in its place.

Options
  --policy FILE        The policy, or a workflow (- is standard input)
  --events FILE        The events, one JSON object a line (- is standard input)
  --job ID             The job, where the workflow has several policies
  --repo OWNER/NAME    What {owner} and {repo} stand for (default: GITHUB_REPOSITORY)
  --learned FILE       Addresses that names were resolved to: {"name": ["192.0.2.1"]}
  --default WHAT       deny or allow: what happens to what no rule names
  --resolver ADDRESS   The machine's resolver (default 127.0.0.53); may be given several times
  --json               As it is without this option
  -h, --help

Exit status: 0 when every line was decided, whatever the verdicts; 1 when a line was no event, or the policy is not valid (then its
findings are on stderr as JSON and nothing is decided); 2 when a file cannot be read.
`;
const OPTIONS$6 = {
	policy: { type: "string" },
	events: { type: "string" },
	job: { type: "string" },
	repo: { type: "string" },
	learned: { type: "string" },
	default: { type: "string" },
	resolver: {
		type: "string",
		multiple: true
	},
	json: { type: "boolean" },
	help: {
		type: "boolean",
		short: "h"
	}
};
const Learned = record(string(), array(string()));
/** `egress-filter check`. */
async function checkCommand(args) {
	const options = parseOptions(args, OPTIONS$6, "egress-filter check --help");
	if (options.help) {
		process.stdout.write(USAGE$8);
		return 0;
	}
	if (options.policy === void 0 || options.events === void 0) throw new UserError("check needs --policy and --events: see egress-filter check --help.");
	onlyOneStdin([
		options.policy,
		options.events,
		options.learned
	]);
	stopWhenNobodyReads();
	const repository = repositoryOption(options.repo ?? process.env.GITHUB_REPOSITORY);
	const { text } = loadOnePolicy(options.policy, options.job);
	const { policy, findings } = compilePolicy(text, {
		repository,
		default: defaultOption(options.default),
		resolvers: options.resolver
	});
	if (findings.some(({ severity }) => severity === "error")) {
		process.stderr.write(`${JSON.stringify({ findings })}\n`);
		return 1;
	}
	const learned = options.learned === void 0 ? void 0 : readLearned(options.learned);
	let broken = 0;
	for await (const batch of readEvents(options.events, "events")) {
		let answers = "";
		for (const line of batch) {
			if ("problem" in line) broken++;
			answers += `${JSON.stringify(answer(line, policy, learned))}\n`;
		}
		await print(answers);
	}
	return broken > 0 ? 1 : 0;
}
function readLearned(path) {
	const text = readText(path, "list of learned names");
	let value;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw new UserError(`${nameOf$1(path)} is not valid JSON.`, { cause: error });
	}
	const read = Learned.safeParse(value);
	if (!read.success) throw new UserError(`${nameOf$1(path)} is no list of learned names: write {"name": ["192.0.2.1"]}.`);
	return learnedByAddress(read.data);
}
function answer(line, policy, learned) {
	if ("problem" in line) return {
		error: line.problem,
		line: line.number
	};
	const { event } = line;
	return neverAsked(event) ?? verdictOf(decideEvent(policy, event, learned));
}
/** Lines of a log that no policy decides: the kernel does, or nothing was asked. */
function neverAsked({ type }) {
	if (type === "close" || type === "lost" || type === "guard") return {
		policy: null,
		rule: null,
		reason: `A ${type} line asks nothing.`
	};
	if (type === "sudo") return {
		policy: null,
		rule: null,
		reason: "Uses of sudo are decided by the input allow-sudo, not by a policy."
	};
	if (type === "ip" || type === "socket") return {
		policy: "deny",
		rule: null,
		reason: "Only TCP and UDP may leave, under every policy.",
		denial: "never"
	};
}
function verdictOf({ allow, rule, reason, denial, passthrough, insecure, nearest, suggestion }) {
	return {
		policy: allow ? "allow" : "deny",
		rule: rule === void 0 ? null : cite(rule),
		reason,
		...denial === void 0 ? {} : { denial },
		...passthrough ? { passthrough } : {},
		...insecure ? { insecure } : {},
		...nearest === void 0 ? {} : { nearest: nearest.map((near) => ({
			rule: cite(near.rule),
			mismatch: near.mismatch
		})) },
		...suggestion === void 0 ? {} : { suggestion }
	};
}

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

// src/guard/sudo/as-user.ts
/** Of commands that root runs here: nothing of the caller's environment, and no directory that belongs to the machine's users. */
const ENVIRONMENT = {
	PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
	LC_ALL: "C"
};

// src/guard/sudo/polkit.ts
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

// src/guard/sudo/root-paths.ts
/** What is put there is obeyed at once: the system bus starts services as root, polkit decides what users may have root do. */
const OBEYED_AT_ONCE = ["/usr/share", "/usr/local/share"].flatMap((root) => [
	[`${root}/dbus-1/system-services`, "the system bus"],
	[`${root}/dbus-1/system.d`, "the system bus"],
	[`${root}/dbus-1/system.conf`, "the system bus"],
	[`${root}/polkit-1/rules.d`, "polkit"]
]);
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
const SECRET_WORDS = new Set("token tokens secret secrets password passwords passwd passphrase passcode pwd pass pw apikey auth authtoken credential credentials creds cred jwt bearer cookie sessionid otp totp signature sig sas pat dsn authorization".split(" "));

// src/guard/sudo/cover.ts
/**
* Everybody reads `file` at `path` from now on, in each mount namespace that takes mounts from this one (mount_namespaces(7)). What lies below is not touched,
* and with the machine the mount is gone: a power cut leaves nothing to be put back. Throws where it cannot be.
*/
function cover(path, file) {
	if (isCovered(path, file)) return;
	const { status, stderr, error } = run$1("mount", [
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
		const { stderr, error } = run$1("umount", [
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
const run$1 = (command, args) => spawnSync(command, args, {
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
			number$1(),
			number$1()
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

// src/guard/sudo/sudoers.ts
/** The same program under all the names that Debian's alternatives give it. */
const PROGRAMS = [
	"sudo",
	"sudo.ws",
	"sudo-rs"
].flatMap((name) => [
	"/usr/bin",
	"/usr/local/bin",
	"/usr/lib/cargo/bin"
].map((directory) => `${directory}/${name}`));

// src/guard/sudo/lock.ts
/** Undoes what a guard that is gone has locked. Throws UserError naming what could not be restored. */
function restoreSudo(backupDirectory) {
	const { ways, traps } = directories(backupDirectory);
	restore$1(ways, traps);
}
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

// src/guard/job/authority.ts
/** Takes it out again, and nothing else that has come meanwhile. Throws where it cannot. */
function distrustInSystem({ bundle, source, pem }) {
	if (source) rmSync(source, { force: true });
	if (!existsSync(bundle)) return;
	const without = readFileSync(bundle, "latin1").split(pem.trimEnd()).map((part, index) => index === 0 ? part : part.replace(/^\n/, ""));
	if (without.length > 1) writeFileSync(bundle, without.join(""), "latin1");
}

// src/guard/job/owners.ts
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
/** Puts back what a hardening or a mount changed. Throws where it cannot. */
function undoChange(change) {
	if (change.type === "setting") writeFileSync(change.path, change.before);
	if (change.type === "owners") giveBack(change);
}

// src/guard/job/daemonise.ts
/** Tools of root, never of a directory that the job may have put first. */
const PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
/** sd_booted(3) */
const hasSystemd = () => existsSync("/run/systemd/system") && readOr$2("/proc/1/comm").trim() === "systemd";
function readOr$2(path) {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}

// src/guard/job/mounts.ts
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
function whileAlive(read) {
	try {
		return read();
	} catch {
		return;
	}
}

// src/guard/output-file.ts
/**
* `what` and `path` are for messages; `gid` is the caller's group, who may read the file also under a strict umask.
* Throws UserError where no file can be written there.
*/
function openPlace(what, path, gid) {
	const refuse = (why, cause) => new UserError(`The ${what} ${path} cannot be written: ${why}.`, { cause });
	const folder = dirname(path);
	let directory;
	try {
		directory = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
	} catch (error) {
		throw refuse(/^(ENOENT|ENOTDIR)$/.test(codeOf(error) ?? "") ? `there is no directory ${folder}` : reasonOf(error), error);
	}
	const file = `/proc/self/fd/${directory}/${basename(path)}`;
	try {
		const obstacle = obstacleOf(path === "" ? void 0 : lstatSync(file, { throwIfNoEntry: false }));
		if (path === "") throw refuse("it has no name");
		if (obstacle) throw refuse(obstacle);
		accessSync(`/proc/self/fd/${directory}`, constants.W_OK);
	} catch (error) {
		closeSync(directory);
		throw error instanceof UserError ? error : refuse(reasonOf(error), error);
	}
	const create = () => {
		try {
			rmSync(file, { force: true });
			const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND, O_NOFOLLOW } = constants;
			const fd = openSync(file, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW, 420);
			fchownSync(fd, 0, gid);
			fchmodSync(fd, fstatSync(fd).mode & 511 | 32);
			return fd;
		} catch (error) {
			throw refuse(reasonOf(error), error);
		}
	};
	return {
		create,
		movedTo() {
			const [there, ours] = [statSync(resolve(folder), { throwIfNoEntry: false }), fstatSync(directory)];
			return there?.ino === ours.ino && there.dev === ours.dev ? void 0 : readlinkSync(`/proc/self/fd/${directory}`);
		},
		holds(fd) {
			const [there, ours] = [lstatSync(file, { throwIfNoEntry: false }), fstatSync(fd)];
			return there !== void 0 && there.ino === ours.ino && there.dev === ours.dev;
		},
		restore(fd) {
			const fresh = create();
			try {
				copyFileSync(`/proc/self/fd/${fd}`, `/proc/self/fd/${fresh}`);
			} finally {
				closeSync(fresh);
			}
		},
		remove: () => rmSync(file, { force: true }),
		close: () => closeSync(directory)
	};
}
function obstacleOf(there) {
	if (there === void 0 || there.isFile()) return void 0;
	if (there.isSymbolicLink()) return "it is a symbolic link";
	return there.isDirectory() ? "it is a directory" : "it is not a regular file";
}
const REASONS = {
	EACCES: "permission denied",
	EPERM: "permission denied",
	EROFS: "the file system is read-only",
	ENOSPC: "the disk is full",
	EBUSY: "something is mounted there",
	ENOENT: "no file can be made there",
	EISDIR: "it is a directory",
	ERR_FS_EISDIR: "it is a directory"
};
/** Why something cannot be written, for the end of a sentence. */
function reasonOf(error) {
	return REASONS[codeOf(error) ?? ""] ?? messageOf(error);
}

// src/guard/state.ts
/** Root-owned; one directory a run. */
const STATE_ROOT = "/run/egress-filter";
/**
* A new id and its directory, readable by everybody (the CA files in it are), writable by root. It appears together with its state, so
* that a `clean` at the same moment sees a run that lives.
*/
function createRunDirectory(about) {
	const id = randomBytes(4).toString("hex");
	const path = `${STATE_ROOT}/${id}`;
	const draft = `${STATE_ROOT}/.${id}`;
	const state = {
		id,
		guardPid: process.pid,
		guardStart: procReader().startTime(process.pid) ?? 0,
		...about
	};
	try {
		inStateRoot(() => mkdirSync(draft));
		chmodSync(draft, 493);
		writeFileSync(`${draft}/state.json`, `${JSON.stringify(state)}\n`, { mode: 384 });
		renameSync(draft, path);
	} catch (error) {
		throw new UserError(`The state of a run is kept in ${STATE_ROOT}, which cannot be written: ${reasonOf(error)}.`, { cause: error });
	}
	return {
		id,
		path,
		remove: () => removeRunDirectory(id)
	};
}
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
/** Why no run can keep its state, for the end of a sentence; undefined where it can (access(2) knows of read-only file systems). */
function stateProblem() {
	const path = existsSync("/run/egress-filter") ? STATE_ROOT : dirname(STATE_ROOT);
	try {
		accessSync(path, constants.W_OK);
		return;
	} catch (error) {
		return `${path} cannot be written: ${reasonOf(error)}`;
	}
}
function removeRunDirectory(id) {
	rmSync(`${STATE_ROOT}/${id}`, {
		recursive: true,
		force: true
	});
	try {
		rmdirSync(STATE_ROOT);
	} catch {}
}
/** Every run that left a directory; `state` is missing where it was killed before it could write one. */
function knownRuns() {
	let names;
	try {
		names = readdirSync(STATE_ROOT);
	} catch {
		return [];
	}
	return names.filter((name) => /^[0-9a-f]{8}$/.test(name)).map((id) => ({
		id,
		...readState(id)
	}));
}
function readState(id) {
	try {
		const state = JSON.parse(readFileSync(`${STATE_ROOT}/${id}/state.json`, "utf8"));
		return isRunState(state) ? { state } : {};
	} catch {
		return {};
	}
}
function isRunState(value) {
	return typeof value === "object" && value !== null && "guardPid" in value && "guardStart" in value && "netns" in value;
}
function isAlive(state) {
	return procReader().startTime(state.guardPid) === state.guardStart;
}

// src/guard/job/processes.ts
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
			cgroup: /^(?:0:|\d+:name=systemd):(\/.+)$/m.exec(readOr$1(`${root}/${pid}/cgroup`))?.[1] ?? "/"
		};
	} catch {
		return;
	}
}
const KTHREADD = 2;
function exeOf(pid, root) {
	try {
		return readlinkSync(`${root}/${pid}/exe`).replace(/ \(deleted\)$/, "");
	} catch {
		return;
	}
}
function readOr$1(path) {
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
	timings: record(string(), number$1()),
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
		restarts: number$1(),
		/** Events that could not be written. */
		lostEvents: number$1(),
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
const STATE_FILE = `${JOB_DIRECTORY}/state.json`;
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
const codeDirectory = (store, id) => `${store}/${id}`;
const sudoBackup = (store) => `${store}/sudo`;
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
		]) removeIfEmpty$1(path);
	}
	removeIfEmpty$1(STATE_ROOT);
}
function removeIfEmpty$1(path) {
	try {
		rmdirSync(path);
	} catch {}
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
	const problems = [...attempt(() => removeChains$1(state)), ...[...state.changes].reverse().flatMap((change) => attempt(() => takeBack(change)))];
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
function removeChains$1({ id, netns }) {
	if (netns === inodeOf$1("/proc/self/ns/net")) iptables().remove(id);
	else {
		const path = findNetns(netns);
		if (path) iptables({ netns: path }).remove(id);
	}
}
function findNetns(inode) {
	const named = list$2("/run/netns").map((name) => `/run/netns/${name}`);
	const ofProcesses = list$2("/proc").filter((name) => /^\d+$/.test(name)).map((pid) => `/proc/${pid}/ns/net`);
	return [...named, ...ofProcesses].find((path) => inodeOf$1(path) === inode);
}
function inodeOf$1(path) {
	try {
		return statSync(path, { bigint: true }).ino.toString();
	} catch {
		return;
	}
}
const list$2 = (path) => existsSync(path) ? readdirSync(path) : [];
function attempt(undo) {
	try {
		undo();
		return [];
	} catch (error) {
		return [messageOf(error)];
	}
}

// src/guard/scope-cgroup.ts
/** All our cgroups live below this one, at the root of the cgroup2 hierarchy. */
const CGROUP_PARENT = "egress-filter";
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
/** Makes `egress-filter/<id>/command` and `.../proxy`. */
function createScopeCgroup(root, id) {
	const base = `${root}/${CGROUP_PARENT}/${id}`;
	try {
		mkdirSync(`${base}/command`, { recursive: true });
		mkdirSync(`${base}/proxy`);
		writeFileSync(`${base}/cgroup.max.descendants`, "2");
	} catch (error) {
		for (const path of [
			`${base}/command`,
			`${base}/proxy`,
			base,
			`${root}/${CGROUP_PARENT}`
		]) removeIfEmpty(path);
		const why = /^(?:EROFS|ENOENT)$/.test(codeOf(error) ?? "") ? "the cgroup2 hierarchy is read-only, as in a container: mount it read-write" : messageOf(error);
		throw new UserError(`Cannot make a cgroup for the command: ${why}.`, { cause: error });
	}
	const commandFd = openSync(`${base}/command`, "r");
	const proxyFd = openSync(`${base}/proxy`, "r");
	return {
		commandPath: `${CGROUP_PARENT}/${id}/command`,
		commandFd,
		proxyFd,
		commandId: statSync(`${base}/command`, { bigint: true }).ino,
		killCommand: () => killAll(`${base}/command`),
		async remove() {
			closeSync(commandFd);
			closeSync(proxyFd);
			await removeTree(base);
			removeIfEmpty(`${root}/${CGROUP_PARENT}`);
		}
	};
}
/** Kills every process of a cgroup and of those below it, and waits until they are gone (10 s at most, then throws). */
async function killAll(path) {
	for (let attempt = 0; attempt < 500; attempt++) {
		if (!isPopulated(path)) return;
		try {
			writeFileSync(`${path}/cgroup.kill`, "1");
		} catch (error) {
			if (codeOf(error) === "ENODEV") return;
			for (const pid of pidsBelow(path)) killIfThere(pid);
		}
		await setTimeout$1(attempt < 10 ? 2 : 20);
	}
	throw new Error(`Processes in ${path} do not end.`);
}
/**
* Waits until no TCP socket of the cgroup can send any more, 5 s at most, then throws. A process that was killed leaves them behind, and what it
* wrote would leave the machine once the chains are gone.
*/
async function drainSockets(native, cgroupId) {
	for (let attempt = 0; attempt < 250; attempt++) {
		const { found, destroyed } = native.destroySockets(cgroupId);
		if (found === 0 || attempt > 0 && destroyed === found) return;
		await setTimeout$1(destroyed === found ? 2 : 20);
	}
	throw new Error("Connections of processes that have ended are still open.");
}
async function removeTree(path) {
	let entries;
	try {
		entries = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
	} catch (error) {
		if (codeOf(error) === "ENOENT") return;
		throw error;
	}
	for (const entry of entries) await removeTree(`${path}/${entry}`);
	for (let attempt = 0;; attempt++) try {
		rmdirSync(path);
		return;
	} catch (error) {
		if (codeOf(error) === "ENOENT") return;
		if (codeOf(error) !== "EBUSY" || attempt === 200) throw error;
		await setTimeout$1(10);
	}
}
function removeIfEmpty(path) {
	try {
		rmdirSync(path);
	} catch {}
}
function isPopulated(path) {
	try {
		return readFileSync(`${path}/cgroup.events`, "utf8").includes("populated 1");
	} catch (error) {
		if (codeOf(error) === "ENOENT" || codeOf(error) === "ENODEV") return false;
		throw error;
	}
}
function pidsBelow(path) {
	const own = readFileSync(`${path}/cgroup.procs`, "utf8").split("\n").filter(Boolean).map(Number);
	const below = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
	return [...own, ...below.flatMap((entry) => pidsBelow(`${path}/${entry.name}`))];
}
function killIfThere(pid) {
	try {
		process.kill(pid, "SIGKILL");
	} catch {}
}

// src/guard/clean.ts
/**
* Removes what killed runs left: their processes (which have no network, since their proxy is gone), cgroups with the BPF programs,
* chains in whichever network namespace they are, and state. The same of a job. Whatever has a guard that lives is not touched.
*/
async function clean(native) {
	const root = cgroupRoot(native);
	try {
		const here = iptables();
		const traces = [...cgroupIds(root.path), ...here.ids()];
		const job = readJob();
		const runs = new Map(knownRuns().map((run) => [run.id, run.state]));
		for (const id of traces) if (!runs.has(id) && id !== job?.state?.id) runs.set(id, void 0);
		const alive = [];
		const removed = [];
		const problems = [];
		await cleanDeadJob(job, {
			alive,
			removed,
			problems
		});
		for (const [id, state] of runs) {
			if (state && isAlive(state) || await proxyStays(`${root.path}/${"egress-filter"}/${id}/proxy`)) {
				alive.push(id);
				continue;
			}
			try {
				await killAll(`${root.path}/${CGROUP_PARENT}/${id}`);
				await silence(`${root.path}/${CGROUP_PARENT}/${id}/command`, state?.netns, native);
				removeChains(id, state?.netns, native, here);
				await removeTree(`${root.path}/${CGROUP_PARENT}/${id}`);
				removeRunDirectory(id);
				removed.push(id);
			} catch (error) {
				problems.push(`Run ${id}: ${messageOf(error)}`);
			}
		}
		removeIfEmpty(`${root.path}/${CGROUP_PARENT}`);
		return {
			alive,
			removed,
			problems
		};
	} finally {
		root.close();
	}
}
/** A proxy dies with its guard. One that does not has a guard whose state or pid is not seen from here, in namespaces of a container. */
async function proxyStays(cgroup) {
	for (let attempt = 0; attempt < 40; attempt++) {
		if (!isPopulated(cgroup)) return false;
		await setTimeout$1(50);
	}
	return true;
}
async function cleanDeadJob(job, { alive, removed, problems }) {
	const name = job?.state ? `job ${job.state.id}` : "job";
	if (job?.state && isJobAlive(job.state)) {
		alive.push(name);
		return;
	}
	const left = await cleanJob();
	if (left.length > 0) problems.push(...left.map((problem) => `The ${name}: ${problem}`));
	else if (job) removed.push(name);
}
function cgroupIds(root) {
	try {
		return readdirSync(`${root}/${CGROUP_PARENT}`).filter((name) => /^[0-9a-f]{8}$/.test(name));
	} catch {
		return [];
	}
}
/**
* Connections that the processes have left. In another network namespace they cannot be reached from here: there the chains send what they still
* try to a port that is closed, which ends them.
*/
async function silence(cgroup, netns, native) {
	const id = inodeOf(cgroup);
	if (id === void 0) return;
	if (netns === void 0 || netns === native.netnsInode().toString()) await drainSockets(native, BigInt(id));
	else await setTimeout$1(RETRANSMISSION_MS);
}
/** The first retransmissions of a new connection fall into it (RFC 6298: 1 s, then doubled). */
const RETRANSMISSION_MS = 3e3;
/** A namespace that no process and no mount holds any more has taken its chains with it. */
function removeChains(id, netns, native, here) {
	if (netns === void 0 || netns === native.netnsInode().toString()) {
		here.remove(id);
		return;
	}
	const path = findNetns(netns);
	if (path) iptables({ netns: path }).remove(id);
}
function inodeOf(path) {
	try {
		return statSync(path, { bigint: true }).ino.toString();
	} catch {
		return;
	}
}

// src/cli/clean.ts
const USAGE$7 = "Usage: sudo egress-filter clean [--json]\n\nRemoves what killed runs left: processes, cgroups with their programs, iptables chains, state. The same of a job whose guard is gone.\nRuns and jobs that go on are left alone.\n";
/** `egress-filter clean`: exit status 0, or 1 when something could not be removed. */
async function cleanCommand(args) {
	const options = parseOptions(args, {
		json: { type: "boolean" },
		help: {
			type: "boolean",
			short: "h"
		}
	}, "egress-filter clean --help");
	if (options.help) {
		process.stdout.write(USAGE$7);
		return 0;
	}
	requireRoot("egress-filter clean");
	const report = await clean(loadNative());
	if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
	else {
		const { removed, alive, problems } = report;
		process.stdout.write(removed.length > 0 ? `Removed what ${removed.length} killed run(s) left: ${removed.join(", ")}\n` : "Nothing was left behind.\n");
		if (alive.length > 0) process.stdout.write(`Left alone, as they go on: ${alive.join(", ")}\n`);
		for (const problem of problems) process.stderr.write(`${problem}\n`);
	}
	return report.problems.length > 0 ? 1 : 0;
}

// src/cli/policy/convert/hosts.ts
/**
* A host pattern whose `*` stands for any characters, dots included, in our patterns, whose `*` keeps within a label but for a leading `*.`:
* the same names where that is possible (`exact`), else fewer. `undefined` where no pattern comes near.
*/
function fromFreeGlob(host) {
	if (!host.includes("*")) return {
		patterns: [host],
		exact: true
	};
	const [first = "", ...rest] = host.split(".");
	const others = rest.join(".");
	if (others.includes("*") && !(first === "*" && !rest.slice(1).join(".").includes("*"))) return void 0;
	if (rest.length === 0) return void 0;
	if (first === "*") return {
		patterns: [host],
		exact: !others.includes("*") || rest[0] === "*"
	};
	if (/^\*[^*]+$/.test(first)) return {
		patterns: [host, `*.${host}`],
		exact: true
	};
	return {
		patterns: [host],
		exact: false
	};
}
/** Names at any depth below a name, and the name itself. */
function withSubdomains(host) {
	return isIPv4(host) ? [host] : [host, `*.${host}`];
}
/** `host`, `host:port`, `[::1]:port`: the parts as written. */
function splitPort(text) {
	const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
	if (bracketed !== null) return {
		host: bracketed[1] ?? "",
		port: bracketed[2]
	};
	if (isIPv6(text)) return {
		host: text,
		port: void 0
	};
	const colon = text.lastIndexOf(":");
	return colon === -1 ? {
		host: text,
		port: void 0
	} : {
		host: text.slice(0, colon),
		port: text.slice(colon + 1)
	};
}
function isIPv6Range(text) {
	return isIPv6(text.replace(/\/\d+$/, ""));
}
/** Names of this machine itself. */
function isLoopback(host) {
	return host === "localhost" || host === "::1" || /^127(?:\.\d+){3}$/.test(host);
}
/** `:443` need not be written. */
function withPort(target, port) {
	return port === "443" ? target : `${target}:${port}`;
}
const NO_IPV6 = "IPv6 is switched off while the filter runs";
const CROSSES_DOTS = "* stands for dots, too, there; here it keeps within one label, so this rule matches fewer names";
const NO_SUCH_PATTERN = "a * may stand in the first label only, here, or in the second behind *.";

// src/cli/policy/convert/source.ts
/** A file of any of the kinds that people keep their lists in. */
var Source = class {
	text;
	lines;
	#root;
	#resolve;
	/** Where the YAML starts, behind the `---` of a Markdown file. */
	#shift;
	constructor(text) {
		this.text = text;
		this.lines = new LineIndex(text);
		const matter = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
		const yaml = matter?.[1] ?? text;
		this.#shift = matter === null ? 0 : text.indexOf("\n") + 1;
		let document;
		try {
			document = (0, import_dist.parseDocument)(yaml, {
				prettyErrors: false,
				logLevel: "silent"
			});
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
		}
		this.#resolve = (node) => {
			if ((0, import_dist.isAlias)(node)) return document === void 0 ? void 0 : node.resolve(document);
			return (0, import_dist.isNode)(node) ? node : void 0;
		};
		const root = document === void 0 || document.errors.length > 0 ? void 0 : this.#resolve(document.contents);
		this.#root = (0, import_dist.isMap)(root) || (0, import_dist.isSeq)(root) ? root : void 0;
	}
	/** YAML or JSON with more in it than one text. */
	get isStructured() {
		return this.#root !== void 0;
	}
	/** The whole file as one text. */
	get whole() {
		return {
			text: this.text,
			lineOf: (index) => this.lines.at(index).line
		};
	}
	/** Every mapping, at whatever depth, that has one of these keys. */
	find(keys) {
		const wanted = new Set(keys);
		const found = [];
		const seen = /* @__PURE__ */ new Set();
		const visit = (node, path) => {
			if (node === void 0 || seen.has(node) || path.length > 100) return;
			seen.add(node);
			if ((0, import_dist.isSeq)(node)) for (const item of node.items) visit(this.#resolve(item), path);
			if (!(0, import_dist.isMap)(node)) return;
			const job = path[0] === "jobs" ? path[1] : void 0;
			const settings = /* @__PURE__ */ new Map();
			for (const pair of node.items) {
				const key = (0, import_dist.isScalar)(pair.key) ? String(pair.key.value) : "";
				const value = this.#resolve(pair.value);
				if (wanted.has(key) && value !== void 0) settings.set(key, {
					key,
					job,
					texts: this.#textsOf(value)
				});
				visit(value, [...path, key]);
			}
			if (settings.size > 0) found.push({
				job,
				line: this.#lineAt(node),
				of: settings
			});
		};
		visit(this.#root, []);
		return found;
	}
	/** As plain values, for formats whose items are objects; `undefined` where this is no such file. */
	plain() {
		if (this.#root === void 0) return void 0;
		try {
			return (0, import_dist.parseDocument)(this.text, {
				prettyErrors: false,
				logLevel: "silent"
			}).toJS({ maxAliasCount: 100 });
		} catch {
			return;
		}
	}
	#textsOf(value) {
		if ((0, import_dist.isSeq)(value)) return value.items.flatMap((item) => this.#textsOf(this.#resolve(item) ?? item));
		if (!(0, import_dist.isScalar)(value) || value.value === null) return [];
		return [this.#located(value)];
	}
	#located(node) {
		const text = typeof node.value === "string" ? node.value : node.source ?? String(node.value);
		const shift = this.#shift;
		let offsets;
		return {
			text,
			lineOf: (index) => {
				offsets ??= scalarOffsets(node, text, this.text.slice(shift));
				return this.lines.at((offsets[index] ?? 0) + shift).line;
			}
		};
	}
	#lineAt(node) {
		return this.lines.at((node.range?.[0] ?? 0) + this.#shift).line;
	}
};
/** Parts of a text that match, with their lines. An expression is one part with what it touches: nobody knows what is in it. */
function split$1(located, separators) {
	const { text } = located;
	let masked = text;
	for (const { from, to } of expressionsOf(text)) masked = `${masked.slice(0, from)}${"$".repeat(to - from)}${masked.slice(to)}`;
	const entries = [];
	let at = 0;
	for (const part of masked.split(separators)) {
		const start = masked.indexOf(part, at);
		at = start + part.length;
		const written = text.slice(start, start + part.length);
		if (written.trim() === "") continue;
		entries.push({
			text: written.trim(),
			line: located.lineOf(start + written.length - written.trimStart().length)
		});
	}
	return entries;
}
/** Without lines that are comments, and comments behind a blank. */
function withoutComments(located) {
	return {
		text: located.text.replace(/(^|[ \t])#[^\r\n]*/gm, (comment) => " ".repeat(comment.length)),
		lineOf: located.lineOf
	};
}

// src/cli/policy/convert/bullfrog.ts
/**
* bullfrogsec/bullfrog: the inputs `allowed-domains` and `allowed-ips`, one entry a line (action/src/inputs.ts). Domains are matched by Go's
* path.Match, whose `*` crosses dots; an address that an allowed name was resolved to is open on every port, UDP included
* (bullfrogsec/agent pkg/agent/agent.go, isDomainAllowed and loadAllowedIp).
*/
function fromBullfrog(source, draft) {
	const found = source.find([
		"allowed-domains",
		"allowed-ips",
		"dns-policy",
		"egress-policy"
	]);
	for (const { of, job } of found) {
		draft.section(`From bullfrog${job === void 0 ? "" : `, job ${job}`}`);
		draft.convert(of.get("allowed-domains")?.texts.flatMap((text) => split$1(text, /\r?\n/)) ?? [], domain$1);
		draft.convert(of.get("allowed-ips")?.texts.flatMap((text) => split$1(text, /\r?\n/)) ?? [], address);
		const names = of.get("dns-policy")?.texts[0];
		if (names?.text === "any") draft.warnAbout("dns-policy: any cannot be kept: only names that a rule knows may be looked up", names.lineOf(0));
		if (of.get("egress-policy")?.texts[0]?.text !== "block") draft.note("Without egress-policy: block everything passes there; here that is the input audit: true.");
	}
	if (found.length === 0 && !source.isStructured) {
		draft.section("From a list of bullfrog");
		draft.convert(split$1(withoutComments(source.whole), /\r?\n/), (entry) => (/^[\d./]+$/.test(entry.text) ? address : domain$1)(entry, draft));
	}
	draft.note("Every port is open there, UDP included, so these rules have :* and :*/udp: where HTTPS is enough, leave both out. Mail ports (25, 465, 587) stay closed here until a rule names them.");
}
function domain$1(entry, draft) {
	if (entry.text === "*") return "it allows everything: here that is the input default: allow";
	const hosts = fromFreeGlob(entry.text);
	if (hosts === void 0) return NO_SUCH_PATTERN;
	draft.rules(entry, ...hosts.patterns.flatMap((pattern) => [`${pattern}:*`, `${pattern}:*/udp`]));
	if (!hosts.exact) draft.warn(entry, CROSSES_DOTS);
}
function address(entry, draft) {
	if (isIPv6Range(entry.text)) return NO_IPV6;
	draft.rules(entry, `${entry.text}:*`, `${entry.text}:*/udp`);
}

// src/cli/policy/convert/cargowall.ts
/**
* code-cargo/cargowall-action: the inputs `allowed-hosts`, `allowed-cidrs`, `search-domains`, `github-service-hosts`, `azure-infra-hosts`
* (action.yml), entries parted by line breaks and commas (src/start.ts, parseList), ports as `host:443;80` (code-cargo/cargowall
* pkg/config/config.go, parseHostWithPorts); and the configuration file of `config-file` (config.go, FirewallConfig). A plain name covers its
* subdomains; `*` is one label and `**` one or more (pkg/config/pattern.go). Without ports all are meant, of TCP and UDP.
*/
function fromCargowall(source, draft) {
	const config = Config.safeParse(source.plain());
	if (config.success) fromConfig(config.data, source, draft);
	else fromLists(source, draft);
	if (draft.ruleCount > 0) draft.note("Where no port is given all are open there, UDP included, so these rules have :* and :*/udp: where HTTPS is enough, leave both out. Mail ports (25, 465, 587) stay closed here until a rule names them.");
}
function fromLists(source, draft) {
	const found = source.find([
		...LISTS,
		"search-domains",
		"config-file"
	]);
	for (const settings of found) fromInputs(settings, draft);
	if (found.length === 0 && !source.isStructured) {
		draft.section("From a list of cargowall");
		draft.convert(entriesOf$1(withoutComments(source.whole)), (entry) => host(entry, draft, "*"));
	}
}
const LISTS = [
	"allowed-hosts",
	"allowed-cidrs",
	"github-service-hosts",
	"azure-infra-hosts"
];
function entriesOf$1(text) {
	return split$1(text, /[\r\n,]+/);
}
function fromInputs({ of, job }, draft) {
	draft.section(`From cargowall${job === void 0 ? "" : `, job ${job}`}`);
	for (const list of LISTS) {
		const port = list.startsWith("allowed-") ? "*" : "443";
		draft.convert(of.get(list)?.texts.flatMap(entriesOf$1) ?? [], (entry) => host(entry, draft, port));
	}
	draft.convert(of.get("search-domains")?.texts.flatMap(entriesOf$1) ?? [], searchDomain);
	const file = of.get("config-file")?.texts[0];
	if (file !== void 0) draft.warnAbout(`the rules of ${file.text} are not in this file: convert it, too`, file.lineOf(0));
}
/** A name, an address or a range, with its ports. */
function host(entry, draft, fallback) {
	if (isIPv6Range(entry.text) || entry.text.startsWith("[")) return NO_IPV6;
	const { host: name, port } = splitPort(entry.text);
	const ports = (port ?? "").split(";").map((one) => one.trim()).filter((one) => one !== "").join("|") || fallback;
	return open(entry, name, (fallback === "443" && port === void 0 ? ["tcp"] : ["tcp", "udp"]).map((protocol) => ({
		ports,
		protocol
	})), draft);
}
function open(entry, name, openings, draft) {
	const targets = targetsOf(entry, name, draft);
	if (targets === void 0) return NO_LABEL_PATTERN;
	const rules = targets.flatMap((target) => openings.map(({ ports, protocol }) => protocol === "udp" ? `${target}:${ports}/udp` : withPort(target, ports)));
	draft.rules(entry, ...rules);
}
/** A denial without ports is one of every port and protocol. */
function close(entry, name, openings, draft) {
	const targets = targetsOf(entry, name, draft);
	if (targets === void 0) return NO_LABEL_PATTERN;
	const suffixes = openings?.map(({ ports, protocol }) => `:${ports}/${protocol}`) ?? [""];
	draft.rules(entry, ...targets.flatMap((target) => suffixes.map((suffix) => `!${target}${suffix}`)));
}
const NO_LABEL_PATTERN = "a * may stand for the first label only, here";
/** `undefined` where no pattern of ours comes near. */
function targetsOf(entry, name, draft) {
	if (/^[\d./]+$/.test(name)) return [name];
	if (!name.includes("*")) return withSubdomains(name.toLowerCase());
	const [, stars = "", rest = ""] = /^(\*\*?)\.([^*]+)$/.exec(name) ?? [];
	if (stars === "") return void 0;
	if (stars === "*") draft.warn(entry, "* is one label there; here *. stands for any number of labels, so this rule matches more names");
	return [`*.${rest}`];
}
/** Names below it may be looked up, and are matched without it (config.go, StripSearchDomains). */
function searchDomain(entry, draft) {
	draft.rules(entry, `dns:*.${entry.text.replace(/^\./, "")}`);
	draft.warn(entry, "rules for a name without this suffix do not match the name with it here: write those names in full");
}
const Port = union([number$1(), object({
	port: number$1(),
	protocol: _enum([
		"all",
		"tcp",
		"udp",
		"icmp"
	]).default("all")
})]);
const Config = object({
	defaultAction: _enum(["allow", "deny"]).optional(),
	rules: array(object({
		type: _enum(["hostname", "cidr"]),
		value: string(),
		ports: array(Port).nullish(),
		action: _enum(["allow", "deny"])
	})),
	searchDomains: array(string()).nullish()
});
function fromConfig({ defaultAction, rules, searchDomains }, source, draft) {
	draft.section("From the configuration of cargowall");
	if (defaultAction === "allow") draft.warnAbout("defaultAction: allow is no line of a policy: give the input default: allow, or --default allow");
	const lines = source.find(["value"]).map(({ line }) => line);
	const allowed = rules.filter(({ action }) => action === "allow").map(({ value }) => value);
	for (const [index, { value, action, ports }] of rules.entries()) {
		const entry = {
			text: action === "deny" ? `deny ${value}` : value,
			line: lines[index] ?? 1
		};
		const openings = openingsOf(ports ?? [], entry, draft);
		draft.convert([entry], () => {
			if (isIPv6Range(value)) return NO_IPV6;
			if (action === "allow") return open(entry, value, openings ?? ALL, draft);
			warnOfPrecedence(entry, value, allowed, draft);
			return close(entry, value, openings, draft);
		});
	}
	const suffixes = (searchDomains ?? []).map((text) => ({
		text,
		line: source.find(["searchDomains"])[0]?.line ?? 1
	}));
	draft.convert(suffixes, searchDomain);
}
const ALL = [{
	ports: "*",
	protocol: "tcp"
}, {
	ports: "*",
	protocol: "udp"
}];
/** `undefined` where no port is given: all of them are meant. */
function openingsOf(ports, entry, draft) {
	if (ports.length === 0) return void 0;
	const full = ports.map((port) => typeof port === "number" ? {
		port,
		protocol: "all"
	} : port);
	if (full.some(({ protocol }) => protocol === "icmp")) draft.warn(entry, "ICMP never leaves here, so its part is left out");
	return ["tcp", "udp"].map((protocol) => ({
		protocol,
		ports: portsOf(full.filter((one) => one.protocol === protocol || one.protocol === "all"))
	})).filter((opening) => opening.ports !== "");
}
function portsOf(list) {
	return list.map(({ port }) => port === 0 ? "*" : port).join("|");
}
/** There the most specific rule wins (config.go, MatchHostnameRule, CheckIPRuleConflict); here a denial always does. */
function warnOfPrecedence(entry, denied, allowed, draft) {
	const base = denied.replace(/^\*\*?\./, "");
	const lost = allowed.find((value) => value !== denied && (value.endsWith(`.${base}`) || value.includes("/") && denied.includes("/")));
	if (lost !== void 0) draft.warn(entry, `there a more specific rule, such as that for ${lost}, may win over this one; here a denial always wins`);
}

// src/cli/policy/convert/cijail.ts
/**
* staex-io/cijail: the variable `CIJAIL_ENDPOINTS`, entries parted by blanks (README.md; src/endpoint_set.rs, parse). A URL allows what starts with it,
* by any method (contains_uri); a name alone its lookup; a name or address with a port TCP and UDP; a name with `*`, which crosses dots, the
* lookup only (glob_to_regex).
*/
function fromCijail(source, draft) {
	const found = source.find(["CIJAIL_ENDPOINTS"]);
	for (const { of, job } of found) {
		draft.section(`From CIJAIL_ENDPOINTS${job === void 0 ? "" : ` of job ${job}`}`);
		draft.convert(of.get("CIJAIL_ENDPOINTS")?.texts.flatMap((text) => split$1(text, /\s+/)) ?? [], endpoint$1);
	}
	if (found.length === 0 && !source.isStructured) {
		draft.section("From CIJAIL_ENDPOINTS");
		draft.convert(split$1(assignedIn(source.whole), /\s+/), endpoint$1);
	}
}
/** Of a shell script, an env file or a Dockerfile: what is assigned; else the whole text. */
function assignedIn(whole) {
	const match = /\bCIJAIL_ENDPOINTS=(?:'([^']*)'|"([^"]*)"|(\S*))/.exec(whole.text);
	if (match === null) return withoutComments(whole);
	const text = match[1] ?? match[2] ?? match[3] ?? "";
	const start = match.index + match[0].length - text.length - (match[3] === void 0 ? 1 : 0);
	return {
		text,
		lineOf: (index) => whole.lineOf(start + index)
	};
}
function endpoint$1(entry, draft) {
	const { text } = entry;
	if (/^[@/]/.test(text) || text === "[netlink]") return draft.note("Unix and netlink sockets do not leave the machine and need no rule here.");
	if (text.includes("://")) return url$1(entry, draft);
	if (isIPv6Range(text) || text.startsWith("[")) return NO_IPV6;
	if (text.includes("*")) {
		const hosts = fromFreeGlob(text);
		if (hosts === void 0) return NO_SUCH_PATTERN;
		draft.rules(entry, ...hosts.patterns.map((pattern) => `dns:${pattern}`));
		if (!hosts.exact) draft.warn(entry, CROSSES_DOTS);
		return;
	}
	const { host, port } = splitPort(text);
	if (isLoopback(host)) return draft.note("Loopback is never filtered here and needs no rule.");
	if (port === void 0) draft.rules(entry, `dns:${host}`);
	else draft.rules(entry, `${host}:${port}`, `${host}:${port}/udp`);
}
const URL_FORM$2 = /^(https?):\/\/(?:[^/@]*@)?([^/?#]+)([^?#]*)(\?[^#]*)?/i;
/** `https://host/a` allows `/ab` and `/a/b`, too: as a path of ours, a last segment that starts so, and anything below. */
function url$1(entry, draft) {
	const [, scheme = "", authority = "", path = "", query] = URL_FORM$2.exec(entry.text) ?? [];
	if (scheme === "") return "only http and https URLs can be rules";
	if (path.includes("*")) return "* is an ordinary character there, and here it never is";
	const below = path === "" || path.endsWith("/") ? `${path || "/"}*` : `${path}*/*`;
	draft.rules(entry, `* ${scheme.toLowerCase()}://${authority}${below}`);
	if (query !== void 0) draft.warn(entry, "a query is not compared here, so the rule allows every query");
	if (/^[^/]*@/.test(entry.text.replace(/^[a-z]+:\/\//i, ""))) draft.warn(entry, "user and password are no part of a rule here");
	draft.note("URLs allow every method there, so these rules start with *: leave it out where GET and HEAD are enough.");
}

// src/cli/policy/convert/draft.ts
/** A policy in the making: what goes into it, and what could not. */
var Draft = class {
	remarks = [];
	#lines = [];
	#known = /* @__PURE__ */ new Set();
	/** A comment above the rules that follow. */
	section(title) {
		if (this.#lines.length > 0) this.#lines.push("");
		this.#lines.push(`# ${visibleAscii(title, 200)}`);
	}
	/** Each entry by `rule`, which adds its rules, or says why there can be none. */
	convert(entries, rule) {
		for (const entry of entries) {
			const refusal = entry.text.includes("${{") ? "it holds an expression; write what it stands for" : rule(entry, this);
			if (refusal !== void 0) this.leaveOut(entry, refusal);
		}
	}
	/** Rules for one entry, each once in the policy. What is no rule in this language is left out, with a warning. */
	rules(entry, ...rules) {
		const problems = rules.flatMap((rule) => compile(rule).findings.filter(({ severity }) => severity !== "hint"));
		const error = problems.find(({ severity }) => severity === "error");
		if (error !== void 0) {
			this.leaveOut(entry, error.message);
			return;
		}
		for (const rule of rules) {
			if (!this.#known.has(rule)) this.#lines.push(rule);
			this.#known.add(rule);
		}
		for (const message of new Set(problems.map((problem) => problem.message))) this.warn(entry, message);
	}
	/** The entry has a rule, which means something else. */
	warn(entry, message) {
		this.remarks.push({
			severity: "warning",
			line: entry.line,
			entry: entry.text,
			message
		});
	}
	/** The entry has no rule. */
	leaveOut(entry, message) {
		this.#lines.push(`# left out: ${visibleAscii(entry.text, 200)}`);
		this.warn(entry, `left out: ${message}`);
	}
	note(message) {
		if (!this.remarks.some((remark) => remark.message === message)) this.remarks.push({
			severity: "note",
			message
		});
	}
	/** Something in the file, but of no entry, that could not be kept. */
	warnAbout(message, line) {
		this.remarks.push({
			severity: "warning",
			...line === void 0 ? {} : { line },
			message
		});
	}
	get policy() {
		return this.#lines.length === 0 ? "" : `${this.#lines.join("\n")}\n`;
	}
	get ruleCount() {
		return this.#lines.filter((line) => line !== "" && !line.startsWith("#")).length;
	}
};

// src/cli/policy/convert/gh-aw.ts
/**
* github/gh-aw: `network:` of a workflow's front matter, `allowed`, `blocked` and `firewall.allow-urls` (docs/src/content/docs/reference/network.md);
* github/gh-aw-firewall: `network.allowDomains` and `blockDomains` of its configuration (docs/awf-config.schema.json), files of domains
* (src/domain-utils.ts, parseDomainsFile), and --allow-domains, --block-domains, --allow-urls on a command line. A name covers its subdomains
* (src/squid/domain-acl.ts); `*` crosses dots (src/domain-patterns.ts); ports 80 and 443 are open (src/squid/config-sections.ts); denials win.
*/
function fromGhAw(source, draft) {
	const lists = [...fromKeys(source), ...fromFlags(source)];
	if (lists.length === 0 && !source.isStructured) lists.push({
		kind: "allow",
		texts: [withoutComments(source.whole)]
	});
	const of = (kind) => lists.filter((list) => list.kind === kind).flatMap(({ texts }) => texts.flatMap(entriesOf));
	const [allowed, blocked, urls] = [
		of("allow"),
		of("block"),
		of("url")
	];
	if (urls.length > 0) {
		draft.section("From allow-urls of gh-aw");
		draft.convert(urls, url);
		if (allowed.length > 0) draft.note(`With allow-urls a request must match one of them, so the ${allowed.length} allowed domains open nothing of their own there, and have no rules here.`);
	} else if (allowed.length > 0) {
		draft.section("From the allowed domains of gh-aw");
		draft.convert(allowed, (entry) => domain(entry, draft, ""));
	}
	if (blocked.length > 0) draft.section("From the blocked domains of gh-aw");
	draft.convert(blocked, (entry) => domain(entry, draft, "!"));
}
const KEYS = {
	allowed: "allow",
	allowDomains: "allow",
	blocked: "block",
	blockDomains: "block",
	"allow-urls": "url",
	allowUrls: "url"
};
function fromKeys(source) {
	const short = source.find(["network"]).flatMap(({ of }) => of.get("network")?.texts ?? []);
	const long = source.find(Object.keys(KEYS)).flatMap(({ of }) => [...of.values()]);
	return [...short.length > 0 ? [{
		kind: "allow",
		texts: short
	}] : [], ...long.map(({ key, texts }) => ({
		kind: KEYS[key] ?? "allow",
		texts
	}))];
}
const FLAG = /--(allow-domains|block-domains|allow-urls)(?:=|[ \t]+)(?:'([^'\n]*)'|"([^"\n]*)"|([^\s'"]+))/g;
const FLAGS = {
	"allow-domains": "allow",
	"block-domains": "block",
	"allow-urls": "url"
};
function fromFlags(source) {
	return [...source.text.matchAll(FLAG)].map(({ index, 0: written, 1: flag = "", 2: single, 3: double, 4: bare }) => {
		const text = single ?? double ?? bare ?? "";
		const start = index + written.length - text.length - (bare === void 0 ? 1 : 0);
		return {
			kind: FLAGS[flag] ?? "allow",
			texts: [{
				text,
				lineOf: (at) => source.lines.at(start + at).line
			}]
		};
	});
}
function entriesOf(text) {
	return split$1(text, /[\s,]+/);
}
/** What comes nearest; their lists are in pkg/workflow/data/ecosystem_domains.json. */
const ECOSYSTEMS = {
	node: ["@npm"],
	python: ["@pypi"],
	"python-native": ["@pypi", "@crates"],
	go: ["@go"],
	rust: ["@crates"],
	java: ["@maven"],
	ruby: ["@rubygems"],
	dotnet: ["@nuget"],
	containers: ["@docker-hub", "@ghcr"],
	github: ["@github-git"],
	"github-actions": ["@github-actions"],
	"linux-distros": ["@apt-ubuntu"]
};
function domain(entry, draft, sign) {
	const { text } = entry;
	const [, scheme, rest = ""] = /^(?:(https?):\/\/)?(.*?)\/?$/i.exec(text) ?? [];
	const name = rest.replace(/^\./, "").replace(/\.$/, "");
	if (isLoopback(name) || name === "local") return draft.note("Loopback is never filtered here and needs no rule.");
	if (isIPv6Range(name)) return NO_IPV6;
	if (/^[a-z][a-z0-9-]*$/.test(name)) return ecosystem(entry, name, draft, sign);
	const port = scheme === void 0 ? "80|443" : scheme.toLowerCase() === "http" ? "80" : "443";
	const hosts = name.includes("*") ? fromFreeGlob(name) : {
		patterns: isIPv4(name) ? [name] : withSubdomains(name),
		exact: true
	};
	if (hosts === void 0) return NO_SUCH_PATTERN;
	draft.rules(entry, ...hosts.patterns.map((pattern) => sign === "!" && scheme === void 0 ? `!${pattern}` : `${sign}${withPort(pattern, port)}`));
	if (!hosts.exact) draft.warn(entry, CROSSES_DOTS);
}
function ecosystem(entry, name, draft, sign) {
	const presets = Object.hasOwn(ECOSYSTEMS, name) ? ECOSYSTEMS[name] : void 0;
	if (sign === "!") return "a list of hosts cannot be denied here: deny the hosts that you mean";
	if (presets === void 0) return "there is no preset for this ecosystem: write the hosts that are needed";
	draft.rules(entry, ...presets);
	draft.warn(entry, `the hosts of ${presets.join(" and ")} are not those of the ecosystem there: egress-filter presets lists them`);
}
const URL_FORM$1 = /^(https?):\/\/([^/]+)(.*)$/i;
/** `*` matches any characters, slashes included; without one at the end the whole URL must match (src/domain-matchers.ts, parseUrlPatterns). */
function url(entry, draft) {
	const [, scheme = "", host = "", rest = ""] = URL_FORM$1.exec(entry.text.replaceAll(".*", "*")) ?? [];
	if (scheme === "") return "a URL starts with https:// or http://";
	const hosts = fromFreeGlob(host);
	if (hosts === void 0) return NO_SUCH_PATTERN;
	const path = rest.replace(/\/$/, "") || "/";
	const pattern = /[^/*]\*$/.test(path) ? `${path}/*` : path;
	draft.rules(entry, ...hosts.patterns.map((name) => `* ${scheme.toLowerCase()}://${name}${pattern}`));
	if (path.replace(/\*$/, "").includes("*")) draft.warn(entry, "* stands for slashes, too, there; here it keeps within one segment of the path, so this rule matches fewer URLs");
	if (!hosts.exact) draft.warn(entry, CROSSES_DOTS);
	draft.note("URLs allow every method there, so these rules start with *: leave it out where GET and HEAD are enough.");
}

// src/cli/policy/convert/harden-runner.ts
/**
* step-security/harden-runner: the input `allowed-endpoints` (action.yml), `allowed_endpoints` in its policy store (src/interfaces.ts).
* Entries are parted by blanks, the port is 443 unless given (step-security/agent config.go, parseEndpoints). A `*` stands for anything
* between a prefix and a suffix, dots included (dnsproxy.go, matchWildcardDomain). TCP only (firewall.go).
*/
function fromHardenRunner(source, draft) {
	const found = source.find([
		"allowed-endpoints",
		"allowed_endpoints",
		"egress-policy",
		"egress_policy",
		"use-policy-store"
	]);
	for (const { of, job } of found) {
		const list = of.get("allowed-endpoints") ?? of.get("allowed_endpoints");
		draft.section(`From allowed-endpoints of harden-runner${job === void 0 ? "" : `, job ${job}`}`);
		draft.convert(list?.texts.flatMap((text) => split$1(text, /\s+/)) ?? [], endpoint);
		if (((of.get("egress-policy") ?? of.get("egress_policy"))?.texts[0])?.text === "audit") draft.note("egress-policy: audit lets everything pass there; here that is the input audit: true.");
		const store = of.get("use-policy-store")?.texts[0];
		if (store?.text === "true") draft.warnAbout("the endpoints in the policy store are not in this file: export them and convert them, too", store.lineOf(0));
	}
	if (found.length === 0 && !source.isStructured) {
		draft.section("From allowed-endpoints of harden-runner");
		draft.convert(split$1(withoutComments(source.whole), /\s+/), endpoint);
	}
	draft.note("Hosts of GitHub Actions itself (*.actions.githubusercontent.com and others) need no entry there; here @github-actions opens them.");
}
function endpoint(entry, draft) {
	if (isIPv6Range(entry.text)) return NO_IPV6;
	const { host, port = "443" } = splitPort(entry.text);
	const hosts = fromFreeGlob(host.replace(/\.$/, ""));
	if (hosts === void 0) return NO_SUCH_PATTERN;
	draft.rules(entry, ...hosts.patterns.map((pattern) => withPort(pattern, port)));
	if (!hosts.exact) draft.warn(entry, CROSSES_DOTS);
}

// src/cli/convert.ts
const USAGE$6 = `Usage: egress-filter convert --from TOOL FILE

Prints the allow-list of another tool as a policy. FILE is what holds the list: a workflow, the tool's own configuration, or the bare list;
- is standard input. Each meaning that could not be kept is told on stderr (docs/convert.md).

TOOL
  harden-runner        step-security/harden-runner: allowed-endpoints
  bullfrog             bullfrogsec/bullfrog: allowed-domains, allowed-ips
  cijail               staex-io/cijail: CIJAIL_ENDPOINTS
  gh-aw                github/gh-aw and its firewall: network, domain files
  cargowall            code-cargo/cargowall-action: allowed-hosts, allowed-cidrs, its configuration file

Options
  --json
  -h, --help

Exit status: 0 all was kept, 1 the policy is printed but some meaning was lost, 2 when the file cannot be read or holds no list.
`;
const OPTIONS$5 = {
	from: { type: "string" },
	json: { type: "boolean" },
	help: {
		type: "boolean",
		short: "h"
	}
};
const TOOLS = {
	"harden-runner": fromHardenRunner,
	bullfrog: fromBullfrog,
	cijail: fromCijail,
	"gh-aw": fromGhAw,
	cargowall: fromCargowall
};
/** `egress-filter convert`. */
async function convertCommand(args) {
	const { options, files } = parseOptionsAndFiles(args, OPTIONS$5, "egress-filter convert --help");
	if (options.help) {
		process.stdout.write(USAGE$6);
		return 0;
	}
	const [file] = files;
	const known = Object.keys(TOOLS).join(", ");
	if (options.from === void 0 || file === void 0 || files.length > 1) throw new UserError("convert needs --from and one file: see egress-filter convert --help.");
	const convert = Object.hasOwn(TOOLS, options.from) ? TOOLS[options.from] : void 0;
	if (convert === void 0) throw new UserError(`--from takes one of ${known}, not "${options.from}".`);
	stopWhenNobodyReads();
	const draft = new Draft();
	convert(new Source(readText(file, "list")), draft);
	const warnings = draft.remarks.filter(({ severity }) => severity === "warning");
	if (draft.ruleCount === 0 && warnings.length === 0) throw new UserError(`${nameOf$1(file)} holds no list of ${options.from}.`);
	if (options.json) {
		const notes = draft.remarks.filter(({ severity }) => severity === "note").map(({ message }) => message);
		printJson({
			from: options.from,
			file: nameOf$1(file),
			rules: draft.ruleCount,
			policy: draft.policy,
			warnings,
			notes
		});
	} else {
		await print(draft.policy);
		const paint = paintFor(process.stderr);
		for (const remark of draft.remarks) process.stderr.write(`${format$1(remark, nameOf$1(file), paint.yellow)}\n`);
	}
	return warnings.length > 0 ? 1 : 0;
}
function format$1({ severity, line, entry, message }, file, color) {
	const where = line === void 0 ? file : `${file}:${line}`;
	if (severity === "note") return `note: ${message}`;
	return `${visible(where)}: ${color("warning")}: ${entry === void 0 ? "" : `${visible(entry, 200)}: `}${message}`;
}

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

// src/guard/requirements.ts
/** Asked first: what an old kernel lacks shows up late, and by the name of a call. */
function requireKernel() {
	if (isTooOld(release())) throw new UserError(`This kernel (${release()}) is too old to filter on: Linux 5.15 or newer is needed.`);
}
/** A run holds about 90 before its first connection; below that one library or another says something that nobody understands. */
const FEWEST_DESCRIPTORS = 128;
function requireDescriptors() {
	const problem = descriptorProblem();
	if (problem !== void 0) throw new UserError(`${problem}: raise the limit, as in ulimit -n 1024.`);
}
/** Node has raised the soft limit to the hard one when it started (proc_pid_limits(5)). Undefined where there are enough. */
function descriptorProblem(limits = readFileSync("/proc/self/limits", "utf8")) {
	const limit = Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
	return limit < FEWEST_DESCRIPTORS ? `Only ${limit} file descriptors are allowed here, and ${FEWEST_DESCRIPTORS} are needed` : void 0;
}
/** REDIRECT sends packets to 127.0.0.1: a fresh namespace, whose loopback is down, would have no network at all and no reason why. */
function requireLoopback() {
	if (!Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === "127.0.0.1"))) throw new UserError("The loopback interface of this network namespace is down: run \"ip link set lo up\" first.");
}
function requireIptables(version) {
	try {
		version();
	} catch (error) {
		if (error instanceof IptablesError && error.code === "ENOENT") throw new UserError("iptables is not installed: install the package \"iptables\".", { cause: error });
		throw new UserError(`iptables does not work here: ${messageOf(error)}`, { cause: error });
	}
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
/** Stands for IPv6 resolvers: reachable on every machine, and what is sent to its port 53 goes to the proxy like everything else. */
const RESOLVER_ALIAS = "127.0.0.1";
/**
* resolv.conf(5) for the command where the machine's names IPv6 servers: IPv6 is refused, and port 53 of any IPv4 address is answered by the proxy.
* Undefined where every server is IPv4 and the file can stay.
*/
function ipv4ResolvConf(text) {
	const isServer = (line) => /^\s*nameserver\s/.test(line);
	const isIpv6Server = (line) => isServer(line) && isIPv6(/^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? "");
	const lines = text.split("\n");
	if (!lines.some(isIpv6Server)) return void 0;
	const kept = lines.filter((line) => !isIpv6Server(line));
	return (kept.some(isServer) ? kept : [`nameserver ${RESOLVER_ALIAS}`, ...kept]).join("\n");
}

// src/guard/doctor.ts
/** Looks at everything that `run` needs, and tries the kernel programs on a cgroup of its own, which it removes again. */
function diagnose(native, assets) {
	const checks = [
		kernel(),
		btf(),
		root(),
		...descriptors()
	];
	const isRoot = isRootOfMachine();
	const { check, hooks } = isRoot && descriptorProblem() === void 0 ? programs(native, assets) : {
		check: [],
		hooks: []
	};
	checks.push(...check, ...isRoot ? [
		...firewall(),
		...stateFolder(),
		job()
	] : [], loopback(), resolver(), store(), ...lockdown());
	return {
		checks,
		hooks,
		works: checks.every(({ status }) => status !== "fail")
	};
}
function kernel() {
	const [major = 0, minor = 0] = release().split(".").map(Number);
	const recent = major > 5 || major === 5 && minor >= 15;
	if (isTooOld(release())) return {
		name: "kernel",
		status: "fail",
		detail: `${release()} is too old to filter on`,
		advice: "Use Linux 5.15 or newer."
	};
	return recent ? {
		name: "kernel",
		status: "ok",
		detail: release()
	} : {
		name: "kernel",
		status: "warn",
		detail: `${release()}: older than any this is tested on`,
		advice: "Use a kernel from 5.15 on."
	};
}
function btf() {
	const path = "/sys/kernel/btf/vmlinux";
	return existsSync(path) ? {
		name: "BTF",
		status: "ok",
		detail: path
	} : {
		name: "BTF",
		status: "fail",
		detail: `${path} is not there`,
		advice: "Use a kernel with CONFIG_DEBUG_INFO_BTF, as all distributions ship; in a container, mount /sys."
	};
}
function root() {
	const missing = missingCapabilities();
	if (process.getuid?.() === 0 && missing.length > 0) return {
		name: "root",
		status: "fail",
		detail: `root lacks ${missing.join(", ")}`,
		advice: "Run it on the machine itself, or in a privileged container."
	};
	if (process.getuid?.() === 0 && !isRootOfMachine()) return {
		name: "root",
		status: "fail",
		detail: "root of a user namespace only (unshare -r, a rootless container)",
		advice: "Run it as root of the machine."
	};
	return process.getuid?.() === 0 ? {
		name: "root",
		status: "ok",
		detail: process.env.SUDO_USER ? `sudo by ${process.env.SUDO_USER}: commands run as that user` : "commands run as root, with ordinary capabilities only"
	} : {
		name: "root",
		status: "fail",
		detail: "not root",
		advice: "Run it with sudo: cgroups, kernel programs and iptables cannot be looked at otherwise."
	};
}
function programs(native, assets) {
	let hierarchy;
	try {
		hierarchy = cgroupRoot(native);
	} catch (error) {
		return {
			check: [{
				name: "cgroup v2",
				status: "fail",
				detail: messageOf(error),
				advice: "Boot with cgroup v2 (systemd.unified_cgroup_hierarchy=1), or run outside the container."
			}],
			hooks: []
		};
	}
	const scratch = `${hierarchy.path}/${CGROUP_PARENT}-doctor-${process.pid}`;
	const usable = {
		name: "cgroup v2",
		status: "ok",
		detail: mountedAt() ?? "not mounted here; a mount of our own is used"
	};
	try {
		mkdirSync(scratch);
	} catch (error) {
		hierarchy.close();
		const advice = process.getuid?.() === 0 ? "Mount the cgroup2 hierarchy read-write, or run outside the container." : "Run it with sudo.";
		return {
			check: [{
				name: "cgroup v2",
				status: "fail",
				detail: `no cgroup can be made: ${messageOf(error)}`,
				advice
			}],
			hooks: []
		};
	}
	const fd = openSync(scratch, "r");
	try {
		const scope = native.openScope({
			object: assets.bpfObject,
			cgroupFd: fd,
			probeOnly: true
		});
		const hooks = scope.report;
		scope.close();
		const lacking = hooks.filter(({ required, status }) => required && status === "unavailable");
		return {
			check: [usable, lacking.length === 0 ? {
				name: "BPF programs",
				status: "ok",
				detail: `${hooks.filter(({ status }) => status === "attached").length} attach`
			} : {
				name: "BPF programs",
				status: "fail",
				detail: lacking.map(({ hook, detail }) => `${hook}: ${detail ?? "unavailable"}`).join("; "),
				advice: "Use a newer kernel."
			}],
			hooks
		};
	} catch (error) {
		const advice = codeOf(error) === "EPERM" ? "Root with CAP_BPF and CAP_NET_ADMIN is needed, and kernel lockdown must allow BPF." : "Please report this with the text above.";
		return {
			check: [usable, {
				name: "BPF programs",
				status: "fail",
				detail: messageOf(error),
				advice
			}],
			hooks: []
		};
	} finally {
		closeSync(fd);
		rmdirSync(scratch);
		hierarchy.close();
	}
}
function mountedAt() {
	return readFileSync("/proc/self/mountinfo", "utf8").split("\n").find((entry) => entry.includes(" - cgroup2 "))?.split(" ")[4];
}
function firewall() {
	const tool = iptables();
	try {
		const version = tool.version();
		const left = tool.ids();
		return [{
			name: "iptables",
			status: "ok",
			detail: version
		}, ...left.length > 0 ? [{
			name: "chains",
			status: "ok",
			detail: `of ${left.length} run(s): ${left.join(", ")}`,
			advice: "If no run goes on: egress-filter clean."
		}] : []];
	} catch (error) {
		const missing = error instanceof IptablesError && error.code === "ENOENT";
		return [{
			name: "iptables",
			status: "fail",
			detail: messageOf(error),
			advice: missing ? "Install the package iptables." : "The nat and filter tables must be usable in this network namespace (as root)."
		}];
	}
}
function descriptors() {
	const detail = descriptorProblem();
	return detail === void 0 ? [] : [{
		name: "descriptors",
		status: "fail",
		detail,
		advice: "Raise the limit, as in ulimit -n 1024."
	}];
}
function stateFolder() {
	const problem = stateProblem();
	return problem === void 0 ? [] : [{
		name: "state",
		status: "fail",
		detail: problem,
		advice: "Mount /run read-write, as in docker run --tmpfs /run."
	}];
}
/** What is true of a job of GitHub Actions alone. */
function job() {
	const found = readJob();
	const guard = hasSystemd() ? "in a unit of systemd" : "as a daemon, as there is no systemd";
	if (!found) return {
		name: "job",
		status: "ok",
		detail: `the guard of a job would run ${guard}`
	};
	return found.state && isJobAlive(found.state) ? {
		name: "job",
		status: "ok",
		detail: `${found.state.id} is filtered since ${found.state.startedAt}`
	} : {
		name: "job",
		status: "warn",
		detail: "a job whose guard was killed: nothing leaves the machine",
		advice: "egress-filter clean"
	};
}
function loopback() {
	return existsSync("/proc/net/route") && /\s*lo:/.test(readFileSync("/proc/net/dev", "utf8")) ? {
		name: "loopback",
		status: "ok",
		detail: "lo"
	} : {
		name: "loopback",
		status: "fail",
		detail: "there is no lo",
		advice: "ip link set lo up"
	};
}
function resolver() {
	const servers = machineResolvers();
	return servers.filter((server) => !server.includes(":")).length > 0 ? {
		name: "resolver",
		status: "ok",
		detail: servers.join(", ")
	} : {
		name: "resolver",
		status: "warn",
		detail: `${servers.join(", ")}: IPv6 only`,
		advice: "Commands reach names over IPv4: add an IPv4 name server to /etc/resolv.conf."
	};
}
function store() {
	const path = systemBundlePath();
	return path ? {
		name: "CA store",
		status: "ok",
		detail: path
	} : {
		name: "CA store",
		status: "warn",
		detail: "no bundle of CA certificates",
		advice: "Install the package ca-certificates, or give --upstream-ca."
	};
}
/** Kernel lockdown forbids the reads of kernel memory that identity needs. */
function lockdown() {
	return readOr("/sys/kernel/security/lockdown").includes("[confidentiality]") ? [{
		name: "lockdown",
		status: "fail",
		detail: "the kernel is locked down (confidentiality)",
		advice: "Kernel memory reads by BPF are refused in this mode: use integrity or none."
	}] : [];
}
function readOr(path) {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}

// src/cli/assets.ts
/** The committed files beside this bundle (or, in tests, in the checkout's `dist/`). */
function assets() {
	if (process.platform !== "linux") throw new UserError("Egress Filter runs on Linux only.");
	if (process.arch !== "x64" && process.arch !== "arm64") throw new UserError(`There is no build for ${process.arch}: x64 and arm64 are supported.`);
	const here = dirname(fileURLToPath(import.meta.url));
	const dist = existsSync(join(here, "native")) ? here : join(here, "../../dist");
	const native = join(dist, "native", `linux-${process.arch}`);
	const files = {
		proxyBundle: join(dist, "proxy.js"),
		addon: join(native, "egress.node"),
		bpfObject: join(native, "egress.bpf.o")
	};
	const missing = Object.values(files).find((file) => !existsSync(file));
	if (missing) throw new UserError(`${missing} is missing: this checkout is not complete (npm run build makes it).`);
	return files;
}

// src/cli/doctor.ts
const USAGE$5 = "Usage: sudo egress-filter doctor [--json]\n\nSays what this machine can do, which kernel hook is used for what, and what to do about what is missing.\nExit status: 0 when run works here, 1 when not.\n";
/** `egress-filter doctor`. */
async function doctorCommand(args) {
	const options = parseOptions(args, {
		json: { type: "boolean" },
		help: {
			type: "boolean",
			short: "h"
		}
	}, "egress-filter doctor --help");
	if (options.help) {
		process.stdout.write(USAGE$5);
		return 0;
	}
	const diagnosis = diagnose(loadNative(), assets());
	process.stdout.write(options.json ? `${JSON.stringify(diagnosis, null, 2)}\n` : render$3(diagnosis, process.stdout.isTTY && !process.env.NO_COLOR));
	return diagnosis.works ? 0 : 1;
}
function render$3({ checks, hooks, works }, color) {
	const paint = (code, text) => color ? `\u001b[${code}m${text}\u001b[0m` : text;
	const sign = {
		ok: paint(32, "ok  "),
		warn: paint(33, "warn"),
		fail: paint(31, "FAIL")
	};
	const width = Math.max(...checks.map(({ name }) => name.length));
	const lines = checks.flatMap(({ name, status, detail, advice }) => [`${sign[status]}  ${name.padEnd(width)}  ${detail}`, ...advice ? [`      ${" ".repeat(width)}  -> ${advice}`] : []]);
	if (hooks.length > 0) {
		const purpose = Math.max(...hooks.map((hook) => hook.purpose.length));
		const name = Math.max(...hooks.map((hook) => hook.hook.length));
		const state = {
			attached: paint(32, "attached"),
			fallback: paint(33, "fallback"),
			unavailable: paint(31, "unavailable")
		};
		lines.push("", "Kernel hooks");
		for (const hook of hooks) lines.push(`  ${hook.purpose.padEnd(purpose)}  ${hook.hook.padEnd(name)}  ${state[hook.status]}${hook.detail ? `: ${hook.detail}` : ""}${hook.required ? "" : " (optional)"}`);
	}
	lines.push("", works ? "egress-filter run works here." : "egress-filter run does not work here: see FAIL above.", "");
	return lines.join("\n");
}

// src/cli/policy/ask.ts
/** An address that no range but 0.0.0.0/0 and its like holds, for a name of unknown address. */
const UNKNOWN = "0.0.0.0";
const RESOLVER = "127.0.0.53";
/** What a process asks, step by step, when it wants a URL, `host:port`, `host:port/udp` or `dns:name`. Throws UserError. */
function questionsFor(target, options) {
	if (options.ip !== void 0 && !isIPv4(options.ip)) throw new UserError(`--ip takes an IPv4 address, not "${options.ip}".`);
	if (/^dns:/i.test(target)) {
		const name = target.slice(4);
		if (name === "") throw new UserError("A name is missing after dns:, as in dns:example.com.");
		return [lookup(name, "answer")];
	}
	return target.includes("://") ? urlQuestions(target, options) : connectionQuestions(target, options);
}
function lookup(name, purpose = "connection") {
	return {
		what: `look up ${name}`,
		question: {
			type: "dns",
			name,
			protocol: "udp",
			dstIp: RESOLVER,
			dstPort: 53,
			purpose
		}
	};
}
const URL_FORM = /^(https?):\/\/([^/?#@\s[\]]+?)(?::(\d{1,5}))?([/?#].*)?$/i;
function urlQuestions(target, { method = "GET", ip }) {
	const [, word = "", host = "", portText, rest = ""] = URL_FORM.exec(target) ?? [];
	const [, before, url] = /^([A-Z]+) +(https?:\S+)$/i.exec(target) ?? [];
	if (before !== void 0) throw new UserError(`A method stands before "${url}": write --method ${before.toUpperCase()} ${url}.`);
	if (host === "") throw new UserError(`"${target}" is no URL of http or https, as in https://api.example.com/v1/items.`);
	const scheme = word.toLowerCase() === "https" ? "https" : "http";
	const port = portText === void 0 ? scheme === "https" ? 443 : 80 : portOf(portText);
	const isAddress = isIPv4(host);
	const dstIp = isAddress ? host : ip ?? UNKNOWN;
	const withoutFragment = rest.replace(/#.*$/s, "");
	const request = {
		type: "request",
		scheme,
		method: method.toUpperCase(),
		host,
		port,
		target: withoutFragment.startsWith("/") ? withoutFragment : `/${withoutFragment}`,
		dstIp,
		dstPort: port
	};
	const names = isAddress ? [] : [host];
	const tls = {
		what: `open TLS to ${host}:${port}`,
		question: {
			type: "tls",
			...isAddress ? {} : { host },
			dstIp,
			dstPort: port,
			names
		}
	};
	return [
		...isAddress ? [] : [lookup(host)],
		...scheme === "https" ? [tls] : [],
		{
			what: `${method.toUpperCase()} ${target.replace(/[?#].*$/s, "")}`,
			question: request
		}
	];
}
const DESTINATION = /^([^:/\s]+)(?::(\d{1,5})(?:\/(tcp|udp))?)?$/i;
function connectionQuestions(target, { method, ip, protocol }) {
	const [, host = "", portText, transport] = DESTINATION.exec(target) ?? [];
	if (host === "") throw new UserError(`"${target}" is neither a URL, nor host:port, host:port/udp or dns:name.`);
	if (method !== void 0) throw new UserError("--method goes with a URL: a connection has no method.");
	const port = portText === void 0 ? 443 : portOf(portText);
	const isAddress = isIPv4(host);
	const dstIp = isAddress ? host : ip ?? UNKNOWN;
	const ascii = isAddress ? "" : domainToASCII(host) || host;
	const names = isAddress ? [] : [ascii];
	const before = isAddress ? [] : [lookup(host)];
	if (transport?.toLowerCase() === "udp") return [...before, {
		what: `send UDP to ${host}:${port}`,
		question: {
			type: "udp",
			dstIp,
			dstPort: port,
			names
		}
	}];
	if (!(protocol === void 0 ? port === 443 : protocol === "tls")) return [...before, {
		what: `connect to ${host}:${port}`,
		question: {
			type: "tcp",
			dstIp,
			dstPort: port,
			names
		}
	}];
	const sni = isAddress ? {} : { host };
	return [...before, {
		what: `open TLS to ${host}:${port}`,
		question: {
			type: "tls",
			...sni,
			dstIp,
			dstPort: port,
			names
		}
	}];
}
function portOf(text) {
	const port = Number(text);
	if (port < 1 || port > 65535) throw new UserError(`${text} is no port: ports go from 1 to 65535.`);
	return port;
}

// src/cli/explain.ts
const USAGE$4 = `Usage: egress-filter explain --policy FILE [options] TARGET

Says whether a policy allows TARGET, which line decides, and what is missing where none does. TARGET is a URL, host:port (TLS on 443, else
raw TCP), host:port/udp, or dns:name.

Options
  --policy FILE        The policy, or a workflow (- is standard input)
  --job ID             The job, where the workflow has several policies
  --method METHOD      Of the request (default GET)
  --tls, --tcp         The connection is TLS, or raw TCP, whatever its port
  --ip ADDRESS         Where the name leads, for rules of addresses and ranges
  --exe PATH           Who asks: the executable
  --arg VALUE          One of its arguments, argv[0] first; may be given several times
  --step STEP          GITHUB_ACTION, or job.GITHUB_ACTION
  --action OWNER/NAME
  --cgroup PATH
  --image NAME
  --repo OWNER/NAME    What {owner} and {repo} stand for (default: GITHUB_REPOSITORY)
  --default WHAT       deny or allow: what happens to what no rule names
  --json
  -h, --help

Exit status: 0 allowed, 1 denied or the policy is not valid, 2 when a file cannot be read.
`;
const OPTIONS$4 = {
	policy: { type: "string" },
	job: { type: "string" },
	method: { type: "string" },
	tls: { type: "boolean" },
	tcp: { type: "boolean" },
	ip: { type: "string" },
	exe: { type: "string" },
	arg: {
		type: "string",
		multiple: true
	},
	step: { type: "string" },
	action: { type: "string" },
	cgroup: { type: "string" },
	image: { type: "string" },
	repo: { type: "string" },
	default: { type: "string" },
	json: { type: "boolean" },
	help: {
		type: "boolean",
		short: "h"
	}
};
/** `egress-filter explain`. */
async function explainCommand(args) {
	const { options, files: targets } = parseOptionsAndFiles(bindArguments(args), OPTIONS$4, "egress-filter explain --help");
	if (options.help) {
		process.stdout.write(USAGE$4);
		return 0;
	}
	const [target] = targets;
	if (options.policy === void 0 || target === void 0 || targets.length > 1) throw new UserError("explain needs --policy and one target: see egress-filter explain --help.");
	if (options.tls && options.tcp) throw new UserError("--tls and --tcp exclude each other.");
	stopWhenNobodyReads();
	const protocol = options.tls ? "tls" : options.tcp ? "tcp" : void 0;
	const questions = questionsFor(target, {
		method: options.method,
		ip: options.ip,
		protocol
	});
	const { loaded, text } = loadOnePolicy(options.policy, options.job);
	const repository = repositoryOption(options.repo ?? process.env.GITHUB_REPOSITORY);
	const { policy, findings } = compilePolicy(text, {
		repository,
		default: defaultOption(options.default)
	});
	if (errorsIn(findings) > 0) {
		if (options.json) printJson({ findings });
		else process.stderr.write(`${formatFindings(findings, loaded, paintFor(process.stderr))}The policy is not valid, so nothing can be said.\n`);
		return 1;
	}
	const { exe, arg: cmdline, step, action, cgroup, image } = options;
	const answers = decide(policy, questions, {
		exe,
		cmdline,
		step,
		action,
		cgroup,
		image
	});
	const last = answers.findLast(({ verdict }) => !verdict.allow) ?? answers[answers.length - 1];
	if (last === void 0) throw new Error("nothing was asked");
	if (options.json) printJson(report$1(last, answers, text));
	else await print(render$2(last, answers, text, paintFor(process.stdout)));
	return last.verdict.allow ? 0 : 1;
}
/** `--arg -s` as `--arg=-s`: arguments of other programs often start with a dash. */
function bindArguments(args) {
	const bound = [];
	for (let index = 0; index < args.length; index++) {
		const next = args[index + 1];
		if (args[index] === "--arg" && next !== void 0) {
			bound.push(`--arg=${next}`);
			index++;
		} else bound.push(args[index] ?? "");
	}
	return bound;
}
/** Up to the first denial, but a name that no rule knows is not the last word on a connection. What is passed through is not looked into. */
function decide(policy, questions, process) {
	const answers = [];
	for (const asked of questions) {
		const verdict = policy.decide(asked.question, process);
		answers.push({
			...asked,
			verdict
		});
		if (!verdict.allow && !(asked.question.type === "dns" && verdict.denial === "no-rule") || verdict.passthrough) break;
	}
	return answers;
}
function render$2(last, answers, text, paint) {
	const { verdict } = last;
	const lines = [];
	for (const { what, verdict: each } of answers) {
		const flags = `${each.passthrough ? ", passed through uninspected" : ""}${each.insecure ? ", without verifying the certificate" : ""}`;
		const reason = inFile(visible(each.reason), text).replace(/\.$/, "");
		lines.push(`${each.allow ? paint.green("allowed") : paint.red("denied ")}  ${visible(what)}: ${reason}${flags}`);
	}
	if (verdict.rule !== void 0) lines.push("", ...quoteRule(verdict.rule, text, paint));
	if (verdict.passthrough && last.question.type === "tls") lines.push("", "What is asked inside of the connection is not seen, so no rule for a method or path counts.");
	if (isOpenByUrlsOnly(last)) lines.push("", "Each request inside is decided on its own: give a URL to ask about one.");
	if (verdict.nearest !== void 0 && verdict.nearest.length > 0) {
		lines.push("", "Nearest rules");
		for (const near of verdict.nearest) lines.push(`  ${inFile(visible(near.mismatch), text)}`, ...quoteRule(near.rule, text, paint).map((line) => `  ${line}`));
	}
	if (verdict.suggestion !== void 0) lines.push("", "A line that would allow it", `  ${paint.cyan(visible(verdict.suggestion))}`);
	return `${lines.join("\n")}\n`;
}
function isOpenByUrlsOnly({ question, verdict }) {
	return question.type === "tls" && verdict.allow && /(?:^|\s)(?:https:\/\/|\/)/.test(verdict.rule?.text ?? "");
}
/** The rule in its file, with a caret under it. */
function quoteRule(rule, text, paint) {
	const at = rule.line === 0 ? void 0 : text.lineOf(rule.line);
	if (at === void 0) return [`${cite(rule)}`];
	const [start, length] = placeOf(rule.text, at.written);
	const shown = visible(at.written.replaceAll("	", " "), 200);
	const gutter = String(at.line);
	const margin = " ".repeat(gutter.length);
	return [
		`${visible(at.file)}:${at.line}`,
		`${gutter} | ${shown}`,
		`${margin} | ${" ".repeat(start)}${paint.bold("^".repeat(Math.max(1, Math.min(length, shown.length - start))))}`,
		...at.written.includes(rule.text) ? [] : [`${margin} = ${visible(rule.text)}`]
	];
}
function placeOf(rule, written) {
	const start = written.indexOf(rule);
	if (start !== -1) return [start, rule.length];
	return [written.length - written.trimStart().length, written.replace(/[ \t]#.*$/, "").trim().length];
}
function report$1(last, answers, text) {
	return {
		...verdictFields(last, text),
		steps: answers.map((answer) => ({
			what: answer.what,
			...verdictFields(answer, text)
		}))
	};
}
function verdictFields({ verdict }, text) {
	const { allow, rule, reason, denial, passthrough, insecure, nearest, suggestion } = verdict;
	return {
		policy: allow ? "allow" : "deny",
		rule: rule === void 0 ? null : ruleFields(rule, text),
		reason,
		...denial === void 0 ? {} : { denial },
		...passthrough ? { passthrough } : {},
		...insecure ? { insecure } : {},
		...nearest === void 0 ? {} : { nearest: nearest.map((near) => ({
			rule: ruleFields(near.rule, text),
			mismatch: near.mismatch
		})) },
		...suggestion === void 0 ? {} : { suggestion }
	};
}
/** `line` is that of the file; 0 for a built-in rule. */
function ruleFields(rule, text) {
	const at = text.lineOf(rule.line);
	return {
		text: rule.text,
		line: at?.line ?? 0,
		...at === void 0 ? {} : { file: at.file }
	};
}

// src/cli/policy/layout.ts
/**
* The canonical layout of a policy: LF, one blank between words, no blanks around lines, two before a comment behind a rule, one empty line at
* most, and one above each header. Words and comments stay as they are. For a valid policy only: of a broken line nobody knows what it means.
*/
function layOut(text) {
	const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/).map(layOutLine);
	const result = [];
	for (const [index, line] of lines.entries()) {
		const before = result[result.length - 1];
		if (line === "" ? before !== "" && before !== void 0 : true) {
			if (before !== void 0 && before !== "" && startsSection(lines, index)) result.push("");
			result.push(line);
		}
	}
	while (result[result.length - 1] === "") result.pop();
	return result.length === 0 ? "" : `${result.join("\n")}\n`;
}
/** A header, or the comment right above one: what stands before it is another section. */
function startsSection(lines, index) {
	if (lines[index - 1]?.startsWith("#")) return false;
	let at = index;
	while (lines[at]?.startsWith("#")) at++;
	return lines[at]?.startsWith("[") ?? false;
}
/** More than any line may have (docs/policy.md): a comment must not push a line over it. */
const LONGEST_LINE$1 = 16384;
function layOutLine(raw) {
	const line = raw.replace(/^[ \t]+|[ \t]+$/g, "");
	if (line === "" || line.startsWith("#")) return line;
	const { words, comment } = split(line);
	const code = line.startsWith("[") ? closeHeader(words) : words.join(" ");
	const laidOut = comment === "" ? code : `${code}  ${comment}`;
	return laidOut.length > LONGEST_LINE$1 ? line : laidOut;
}
/** In a header the brackets belong to the first and the last word. */
function closeHeader(words) {
	return words.join(" ").replace(/^\[ /, "[").replace(/ \]$/, "]");
}
/** Words between blanks, a value in quotes or backticks being one word with its key, and the comment: a # behind a blank. */
function split(line) {
	const words = [];
	for (let at = 0; at < line.length;) {
		const char = line[at];
		if (char === " " || char === "	") {
			at++;
			continue;
		}
		if (char === "#" && at > 0) return {
			words,
			comment: line.slice(at)
		};
		const end = endOfWord(line, at);
		words.push(line.slice(at, end));
		at = end;
	}
	return {
		words,
		comment: ""
	};
}
const KEY = /^\[?[A-Za-z]+(?:\[[^\]\s]*\])?$/;
function endOfWord(line, from) {
	let isKey = true;
	for (let at = from; at < line.length; at++) {
		const char = line[at];
		if (char === " " || char === "	") return at;
		if (char !== "=" || !isKey) continue;
		isKey = false;
		const quote = line[at + 1];
		if (quote !== "\"" && quote !== "`" || !KEY.test(line.slice(from, at))) continue;
		const close = line.indexOf(quote, at + 2);
		if (close === -1) return line.length;
		at = close;
	}
	return line.length;
}

// src/cli/fmt.ts
const USAGE$3 = `Usage: egress-filter fmt [--check | --write] FILE...

Prints a policy in its canonical layout: comments are kept, and no verdict changes. A FILE of - is standard input.

Options
  --check              Print nothing but the names of files that are not laid out so
  --write              Write the files instead of printing them
  --json               What was found of each file, instead of its text
  -h, --help

Exit status: 0, 1 when --check found something or a policy is not valid, 2 when a file cannot be read or written.
`;
const OPTIONS$3 = {
	check: { type: "boolean" },
	write: { type: "boolean" },
	json: { type: "boolean" },
	help: {
		type: "boolean",
		short: "h"
	}
};
/** `egress-filter fmt`. */
async function fmtCommand(args) {
	const { options, files } = parseOptionsAndFiles(args, OPTIONS$3, "egress-filter fmt --help");
	if (options.help) {
		process.stdout.write(USAGE$3);
		return 0;
	}
	if (files.length === 0) throw new UserError("fmt needs a file: see egress-filter fmt --help.");
	if (options.check && options.write) throw new UserError("--check and --write exclude each other.");
	if (options.write && files.includes("-")) throw new UserError("Standard input (-) cannot be written: leave --write out.");
	if (files.length > 1 && !options.check && !options.write && !options.json) throw new UserError("Only one policy can be printed: use --write or --check for several.");
	onlyOneStdin(files);
	stopWhenNobodyReads();
	const formatted = files.map(format);
	for (const one of formatted) if (one.invalid !== void 0 && !options.json) process.stderr.write(one.invalid);
	if (options.write) {
		for (const { path, text, changed } of formatted) if (changed) replaceFile(path, text);
	}
	if (options.json) printJson({ files: formatted.map(({ path, text, changed, invalid }) => ({
		file: nameOf$1(path),
		valid: invalid === void 0,
		changed,
		text
	})) });
	else if (options.check) for (const { path, changed } of formatted) await print(changed ? `${nameOf$1(path)}\n` : "");
	else if (!options.write) for (const { text, invalid } of formatted) await print(invalid === void 0 ? text : "");
	return formatted.some(({ changed, invalid }) => invalid !== void 0 || options.check === true && changed) ? 1 : 0;
}
function format(path) {
	const before = readText(path, "policy");
	if (looksLikeWorkflow(before)) throw new UserError(`${nameOf$1(path)} is a workflow: fmt takes policy files.`);
	const compiled = compilePolicy(policyFile(nameOf$1(path), before), { repository: "owner/repo" });
	const { errors } = countFindings(compiled.findings);
	if (errors > 0) {
		const shown = compiled.findings.filter(({ severity }) => severity === "error");
		const sources = /* @__PURE__ */ new Map([[nameOf$1(path), before]]);
		return {
			path,
			text: before,
			changed: false,
			invalid: `${formatFindings(shown, { sources }, paintFor(process.stderr))}${nameOf$1(path)} has ${plural(errors, "error")} and stays as it is.\n`
		};
	}
	const text = layOut(before);
	const after = compile(text, { repository: "owner/repo" });
	if (!after.valid || after.ruleCount !== compiled.policy.ruleCount) throw new Error(`the layout of ${nameOf$1(path)} would change its rules`);
	return {
		path,
		text,
		changed: text !== before
	};
}
/** Whole or not at all: a policy that was half written would enforce something else. */
function replaceFile(path, text) {
	let temporary;
	try {
		const target = realpathSync(path);
		const { mode, uid, gid } = statSync(target);
		temporary = `${target}.${process.pid}.tmp`;
		writeFileSync(temporary, text, {
			flag: "wx",
			mode: 384
		});
		if (process.getuid?.() === 0) chownSync(temporary, uid, gid);
		chmodSync(temporary, mode & 4095);
		renameSync(temporary, target);
	} catch (error) {
		if (temporary !== void 0) rmSync(temporary, { force: true });
		throw new UserError(`The policy ${path} cannot be written: ${reasonOf$2(error)}.`, { cause: error });
	}
}

// src/cli/help.ts
const HELP = `Egress Filter: nothing leaves that the policy does not name.

Usage: egress-filter <command> [options]

Commands
  run [options] -- COMMAND...   Run one command; only what the policy allows may leave
  doctor [--json]               What this machine can do, and what to do about what is missing
  clean [--json]                Remove what killed runs left behind

  validate FILE...              Check policies, and the policies and inputs in workflow files
  explain --policy FILE TARGET  Whether a policy allows a URL, host:port or name, and which line decides
  analyze --log LOG FILE...     What a policy would do to what a log has seen
  check --policy FILE --events FILE
                                Decide events, one JSON verdict a line
  fmt FILE...                   Lay a policy out
  presets [NAME]                List the presets, or print one
  convert --from TOOL FILE      Turn another tool's allow-list into a policy
  version, help

egress-filter COMMAND --help explains the options of one. Only run, doctor and clean need root.
`;
const RUN_HELP = `Usage: sudo egress-filter run [options] -- COMMAND [ARGUMENT...]

Runs COMMAND as the calling (sudo) user. Its connections, and those of everything it starts, are decided by the
policy; what is not allowed does not leave. Ends with a summary on stderr and with the command's exit status.
sudo replaces PATH; to keep yours: sudo env "PATH=$PATH" egress-filter run ...

Options
  --policy FILE        The policy (docs/policy.md). Without it only the always-there rules apply: nothing leaves
  --default WHAT       deny (as it is without this option) or allow: what happens to what no rule names
  --audit              Let everything pass (guardrails excepted) and say what would have been denied
  --log FILE           Write the log there, one JSON line an event (docs/log.md)
  --log-full           Keep query strings and secret-looking arguments in the log
  --report FILE        Write a report there: a page of HTML, or what the name ends in: .json, .md
  --upstream-ca FILE   Trust these certificates (PEM) of servers, too; may be given several times
  --fail-on-deny       Exit with 3 if the command succeeded but something was denied
  --user NAME          Run the command as this user, with its home folder
  --keep-socket PATH   Let the command use this Unix socket of a service outside; may be given several times
  --repo OWNER/NAME    What {owner} and {repo} in the policy stand for (default: GITHUB_REPOSITORY)
  -q, --quiet          No summary
  --json               The summary as JSON (on stderr, as the command's; --report FILE.json is apart from it)
  -h, --help

Exit status: the command's own; 128 + N when signal N ended it; 2 when it could not be run or the filter could
not be brought up (then nothing was run, and nothing is left behind); 3 see --fail-on-deny.
`;

// src/cli/machine-errors.ts
/** What a person is told where the machine has run out of something, with what to do; undefined for other errors. */
function machineProblem(error) {
	if (!(error instanceof UserError)) return sentenceFor(error);
	return /^E[MN]FILE$/.test(codeOf(error.cause) ?? "") ? sentenceFor(error.cause) : void 0;
}
function sentenceFor(error) {
	const code = codeOf(error) ?? "";
	return Object.hasOwn(SENTENCES, code) ? SENTENCES[code]?.(pathIn(error)) : void 0;
}
const SENTENCES = {
	EMFILE: () => "There are too few file descriptors for this process: allow more, as in ulimit -n 1024.",
	ENFILE: () => "The machine has no file descriptors left: end some processes, or raise the setting fs.file-max.",
	ENOSPC: (path) => `The disk is full${path === void 0 ? "" : ` (${path})`}: make some room and try again.`,
	EDQUOT: (path) => `The disk quota is used up${path === void 0 ? "" : ` (${path})`}: make some room and try again.`,
	EROFS: (path) => `${path ?? "A file"} cannot be written, as its file system is read-only: mount it read-write.`
};
/** Of Node's own errors; of two files the one that was written (fs, `dest`). */
function pathIn(error) {
	if (!(error instanceof Error)) return void 0;
	const named = "dest" in error ? error.dest : "path" in error ? error.path : void 0;
	return typeof named === "string" ? named : void 0;
}

// src/cli/presets.ts
const USAGE$2 = `Usage: egress-filter presets [--json] [NAME]

Lists the presets that a policy may name as @NAME, or prints the rules of one, with the source of each host.
`;
const OPTIONS$2 = {
	json: { type: "boolean" },
	help: {
		type: "boolean",
		short: "h"
	}
};
/** `egress-filter presets`. */
async function presetsCommand(args) {
	const { options, files } = parseOptionsAndFiles(args, OPTIONS$2, "egress-filter presets --help");
	if (options.help) {
		process.stdout.write(USAGE$2);
		return 0;
	}
	if (files.length > 1) throw new UserError("presets takes one name at most: see egress-filter presets --help.");
	stopWhenNobodyReads();
	const [name] = files;
	if (name === void 0) {
		if (options.json) printJson({ presets: presets.map(describe) });
		else await print(list$1());
		return 0;
	}
	const preset = presetNamed(name.replace(/^@/, ""));
	if (preset === void 0) throw new UserError(`There is no preset "${name}": there are ${presets.map((one) => `@${one.name}`).join(", ")}.`);
	if (options.json) printJson({
		...describe(preset),
		policy: preset.policy
	});
	else await print(preset.policy);
	return 0;
}
function describe(preset) {
	return {
		name: preset.name,
		summary: preset.summary,
		rules: rulesOf(preset)
	};
}
/** A preset has rules and comments only. */
function rulesOf({ policy }) {
	return policy.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}
function list$1() {
	const paint = paintFor(process.stdout);
	const width = Math.max(...presets.map(({ name }) => name.length)) + 1;
	return presets.map(({ name, summary, policy }) => `${paint.cyan(`@${name}`.padEnd(width))}  ${summary} ${paint.dim(`(${plural(compile(policy).ruleCount, "rule")})`)}\n`).join("");
}

// src/guard/services.ts
/**
* Services that act for others over a local socket, and so reach the network as somebody outside the scope: asked to start a container,
* a unit or a look-up, they would be a way out. Directories, where a service that restarts makes a new socket.
*/
const SERVICES_OF_OTHERS = [
	"docker.sock",
	"docker",
	"containerd",
	"buildkit",
	"podman",
	"crio",
	"cri-dockerd.sock",
	"dbus",
	"systemd/private",
	"systemd/resolve/io.systemd.Resolve",
	"systemd/resolve/io.systemd.Resolve.Monitor",
	"systemd/io.systemd.Manager",
	"nscd",
	"avahi-daemon",
	"snapd.socket",
	"snapd-snap.socket",
	"user",
	"screen",
	"libvirt",
	"lxd.socket",
	"incus"
].flatMap((name) => [`/run/${name}`, `/var/run/${name}`]);
/**
* Devices by which packets leave without a socket. A tunnel or tap that root has made for the user, or for nobody in particular, can be attached to without any
* right (tun_not_capable() of the kernel): what is written there comes in as if from a neighbour, and is sent on; on a bridge no rule ever sees it. RDMA has network
* cards of its own, open to everybody.
*/
const WAYS_OF_DEVICES = ["/dev/net/tun", "/dev/infiniband"];
/**
* Listening sockets that stay: data bases, agents that only sign, the journal and the user data base. What they do for the command they do not do on
* the network at its wish. Everything else that listens may: terminal multiplexers and editors start programs, a build daemon downloads.
*/
const HARMLESS = [
	/^\/(?:var\/)?run\/(?:postgresql|mysqld|mariadb|redis|memcached|mongodb)(?:\/|$)/,
	/^\/tmp\/(?:\.s\.PGSQL\.\d+|mysqlx?\.sock|mongodb-\d+\.sock)$/,
	/^\/var\/lib\/(?:sss|mysql)\//,
	/^\/(?:var\/)?run\/nslcd\//,
	/^\/(?:var\/)?run\/systemd\/(?:journal|userdb)\//,
	/^\/(?:var\/)?run\/udev\//,
	/\/S\.gpg-agent(?:\.\w+)?$/
];
/** Paths that the command sees empty. UserError where there is no socket at a path to keep. */
function pathsToMask({ env, keep, isRoot }) {
	const wanted = keep.map(socketAt);
	const sockets = [...listeningSockets(), ...socketsOf(env)].filter((path) => !HARMLESS.some((pattern) => pattern.test(path)));
	const paths = [
		...[...SERVICES_OF_OTHERS, ...WAYS_OF_DEVICES].filter((path) => existsSync(path)),
		...sockets,
		...mountsToMask(),
		...isRoot ? devices() : []
	];
	return spare([...new Set(paths)].filter((path) => path !== env.SSH_AUTH_SOCK), wanted);
}
/** By whatever path a person knows it: `/var/run` leads to `/run`. */
function socketAt(path) {
	const real = realOf(path);
	if (!isSocket(real)) throw new UserError(`There is no Unix socket at ${path}: --keep-socket takes the path of one.`);
	return real;
}
/** Where a whole directory is to be masked and one of the sockets lies in it, what stands beside the socket is masked, piece by piece. */
function spare(paths, sockets) {
	return paths.flatMap((path) => {
		const real = realOf(path);
		if (sockets.includes(real)) return [];
		if (!sockets.some((socket) => socket.startsWith(`${real}/`))) return [path];
		return spare(list(real).map((name) => `${real}/${name}`).filter((entry) => lstatSync(entry, { throwIfNoEntry: false })?.isSymbolicLink() === false), sockets);
	});
}
function realOf(path) {
	try {
		return realpathSync(path);
	} catch {
		return path;
	}
}
/** Of every network namespace that a process is in: a path is seen from all of them (proc_pid_net(5), net/unix). */
function listeningSockets() {
	const tables = /* @__PURE__ */ new Map();
	for (const pid of list("/proc").filter((name) => /^\d+$/.test(name))) try {
		const namespace = readlinkSync(`/proc/${pid}/ns/net`);
		if (!tables.has(namespace)) tables.set(namespace, readFileSync(`/proc/${pid}/net/unix`, "utf8"));
	} catch {}
	return [...tables.values()].flatMap(listeningPaths).filter(isSocket);
}
/** Lines of /proc/net/unix: address, references, protocol, flags (hex; 10000 is __SO_ACCEPTCON), type, state, inode, path. */
function listeningPaths(table) {
	return table.split("\n").flatMap((line) => {
		const [, flags = "", path = ""] = /^\S+: \S+ \S+ (\S+) \S+ \S+ +\d+ (\/.*)$/s.exec(line) ?? [];
		return Number.parseInt(flags, 16) & 65536 ? [path] : [];
	});
}
/** Container engines at other places, as their clients find them. */
function socketsOf(env) {
	return [
		env.DOCKER_HOST,
		env.CONTAINER_HOST,
		env.BUILDKIT_HOST,
		env.DBUS_SYSTEM_BUS_ADDRESS,
		env.DBUS_SESSION_BUS_ADDRESS
	].flatMap((address) => /^unix:(?:\/\/|path=)(\/[^,;]+)/.exec(address ?? "")?.[1] ?? []).filter(isSocket);
}
/**
* Sockets bound into a container, whose server is elsewhere; /proc of other pid namespaces (the command has one of its own); and autofs
* maps of hosts, where looking up a name makes the automounter call it.
*/
function mountsToMask() {
	return mounts().flatMap(({ point, type, source }) => {
		return type === "proc" && point !== "/proc" && !point.startsWith("/proc/") || type === "autofs" && source === "-hosts" || isSocket(point) ? [point] : [];
	});
}
/** Disks, taps of virtual machines (macvtap), and devices that reach into memory or type on the keyboard. */
function devices() {
	const disks = ["/dev", "/dev/mapper"].flatMap((directory) => list(directory).map((name) => `${directory}/${name}`).filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isBlockDevice()));
	const taps = list("/dev").flatMap((name) => /^tap\d+$/.test(name) ? [`/dev/${name}`] : []);
	const others = [
		"/dev/mem",
		"/dev/kmem",
		"/dev/port",
		"/dev/uinput",
		"/dev/input",
		"/dev/kmsg"
	].filter((path) => existsSync(path));
	return [
		...disks,
		...taps,
		...others
	];
}
/** proc_pid_mountinfo(5) of this process. */
function mounts() {
	return readFileSync("/proc/self/mountinfo", "utf8").split("\n").flatMap((line) => {
		const [before = "", after = ""] = line.split(" - ");
		const point = before.split(" ")[4];
		const [type, source = ""] = after.split(" ");
		return point && type ? [{
			point: unescapeOctal(point),
			type,
			source
		}] : [];
	});
}
const unescapeOctal = (text) => text.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
function isSocket(path) {
	try {
		return statSync(path).isSocket();
	} catch {
		return false;
	}
}
function list(path) {
	try {
		return readdirSync(path);
	} catch {
		return [];
	}
}

// src/guard/command.ts
/**
* What a command that runs as root keeps: ordinary file and account work. Without NET_ADMIN, NET_RAW, SYS_ADMIN, SYS_PTRACE, BPF,
* SYS_MODULE and the rest it can neither change the rules nor leave its cgroup.
*/
const ROOT_CAPABILITIES = [
	CAP.CHOWN,
	CAP.DAC_OVERRIDE,
	CAP.FOWNER,
	CAP.FSETID,
	CAP.KILL,
	CAP.SETGID,
	CAP.SETUID,
	CAP.NET_BIND_SERVICE,
	CAP.SYS_CHROOT,
	CAP.AUDIT_WRITE,
	CAP.SETFCAP
];
/** Starts the command inside the scope. UserError when there is no such program. */
function startCommand(options) {
	const { native, argv, account, env, caEnv, coverFiles, evidence, keepSockets, cgroupFd, kernelRefusesSockets } = options;
	const [file = ""] = argv;
	const isRoot = account.uid === 0;
	try {
		return native.spawn({
			file,
			argv,
			env: environment(env, account, caEnv),
			cwd: workingDirectory(),
			cgroupFd,
			uid: account.uid,
			gid: account.gid,
			groups: account.groups,
			fds: [
				0,
				1,
				2
			],
			noNewPrivs: true,
			boundingCaps: isRoot ? ROOT_CAPABILITIES : [],
			ambientCaps: [],
			coverFiles,
			maskPaths: [...pathsToMask({
				env,
				keep: keepSockets,
				isRoot
			}), ...evidence],
			readOnlyPaths: isRoot ? [...kernelInterfaces(), STATE_ROOT] : [],
			restrictSocketFamilies: true,
			denyIoUring: !kernelRefusesSockets,
			denyAgents: true,
			denyUserNamespaces: isRoot,
			landlockScope: true,
			pidNamespace: true,
			refuseNetworkFds: true
		});
	} catch (error) {
		throw error instanceof UserError ? error : new UserError(whyNotStarted(error, file, account, env), { cause: error });
	}
}
function workingDirectory() {
	try {
		return process.cwd();
	} catch (error) {
		throw new UserError("The working directory is not there any more: cd to one that is.", { cause: error });
	}
}
function whyNotStarted(error, file, account, env) {
	const [code, message] = [codeOf(error), messageOf(error)];
	if (/\bchdir\b/.test(message)) return `The command cannot start in ${process.cwd()}: ${account.name} may not enter it. cd to another directory.`;
	if (code === "EPROTONOSUPPORT") return "Standard input, output or error is a network socket, which the command could connect elsewhere: put a pipe between (cat | ... | cat)";
	if (!/\bexecve(?:at)?\b/.test(message)) return `The command could not be started: ${message}`;
	if (code === "EACCES") return `Command cannot be executed by ${account.name}: ${file} (permission denied)`;
	if (code !== "ENOENT") return `The command could not be started: ${message}`;
	if (file.includes("/") && existsSync(file)) return `Command cannot be executed: the interpreter in the first line of ${file} is not there`;
	return `Command not found: ${file}${pathAdvice(file, env)}`;
}
/** sudo(8) replaces PATH (`secure_path`), and with it a Node or Python that was installed for the person alone. */
function pathAdvice(file, env) {
	if (env.SUDO_USER === void 0 || file.includes("/")) return "";
	return `. sudo gives commands a PATH of its own (${env.PATH ?? ""}); to keep yours: sudo env "PATH=$PATH" egress-filter run ...`;
}
function environment(env, account, caEnv) {
	const isOther = account.uid !== 0 || env.SUDO_UID !== void 0;
	const who = isOther ? {
		USER: account.name,
		LOGNAME: account.name,
		SHELL: account.shell
	} : {};
	const person = isOther && existsSync(account.home) ? {
		...who,
		HOME: account.home
	} : who;
	return Object.entries({
		...env,
		...person,
		...caEnv,
		EGRESS_FILTER: "1"
	}).flatMap(([name, value]) => value === void 0 ? [] : [`${name}=${value}`]);
}
/** Root without capabilities still owns the files below /proc/sys and of cgroupfs: writing those would move it out of the scope. */
function kernelInterfaces() {
	const types = /* @__PURE__ */ new Set([
		"sysfs",
		"cgroup",
		"cgroup2",
		"bpf",
		"debugfs",
		"tracefs",
		"securityfs",
		"configfs",
		"efivarfs"
	]);
	const points = mounts().flatMap(({ point, type }) => types.has(type) ? [point] : []);
	const proc = [
		"/proc/sys",
		"/proc/sysrq-trigger",
		"/proc/irq",
		"/proc/bus",
		"/proc/fs"
	];
	return [.../* @__PURE__ */ new Set([...points, ...proc])].filter((path) => existsSync(path));
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

// src/log/encode.ts
/** UTF-16 units kept of one string; a longer one ends in a marker. */
const MAX_STRING = 8192;
/** UTF-16 units and arguments kept of one command line. */
const MAX_CMDLINE = 16384;
const MAX_ARGS = 512;
const MARKER_ROOM = 24;
/**
* One event as one line: valid JSON, valid UTF-8, ended by LF, below 256 KiB whatever the event holds. Characters that a
* terminal or an editor would act on (C0, DEL, C1, bidirectional and zero-width controls, U+2028/9) are written as \u escapes.
*/
function encodeEvent(event) {
	const json = encodeTidy(event) ?? JSON.stringify(event, tidy);
	return `${UNSAFE_TEST.test(json) ? json.replace(UNSAFE, escapeUnit) : json}\n`;
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
	const end = Math.max(0, limit - MARKER_ROOM);
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
const port$1 = () => number$1().int().min(1).max(65535);
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
		tcpPorts: number$1().int().min(1).max(64),
		dnsUdpPort: port$1(),
		dnsTcpPort: port$1()
	}),
	queue: number$1().int().min(0).max(65535),
	/** Of the sockets of trusted processes (SO_MARK). */
	trustMark: number$1().int().min(1).max(4294967295),
	/** Of its predecessor; without one it makes its own. */
	ca: Authority.optional(),
	/** Clock ticks since boot (proc_pid_stat(5), field 22) when the kernel programs were attached: processes from before are read from /proc. */
	attachedAt: number$1(),
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
	logMaxBytes: number$1().optional(),
	job: ProxyJob.optional()
});
const FromProxy = discriminatedUnion("type", [
	object({
		type: literal("ready"),
		tcpPort: number$1(),
		/** How many consecutive ports from `tcpPort` on. */
		tcpPorts: number$1(),
		dnsUdpPort: number$1(),
		dnsTcpPort: number$1(),
		queue: number$1(),
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
		lostEvents: number$1(),
		/** Why lines of the log wait in memory (a full disk), in one sentence. */
		problem: string().optional()
	}),
	object({
		type: literal("stopped"),
		lostEvents: number$1()
	})
]);
const ToProxy = discriminatedUnion("type", [
	object({
		type: literal("config"),
		config: ProxyConfig
	}),
	object({
		type: literal("flush"),
		lostEvents: number$1().int().nonnegative().optional()
	}),
	object({
		type: literal("stop"),
		lostEvents: number$1().int().nonnegative().optional()
	})
]);

// src/guard/proxy-process.ts
/** Two a connection: what the caller's shell has would not do for many. */
const MAX_FDS = 131072;
/** V8's default of 16 keeps what ended connections leave, and OpenSSL's memory with it, so long that 1000 open ones cost 37 MB more. */
const YOUNG_MB = 4;
/** V8's helpers, that compile and collect beside the one thread that JavaScript has. Of four each keeps an arena of malloc that is of no use to the others. */
const HELPERS = 1;
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
				`--v8-pool-size=${HELPERS}`,
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
	spareFromOom(child.pid);
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
function spareFromOom(pid) {
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
		const message = parse(line);
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
function parse(line) {
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
const isAttached = (scope, hook) => scope.report.some((entry) => entry.status !== "unavailable" && entry.hook.includes(hook));

// src/guard/user.ts
/** The person behind sudo(8) (`SUDO_UID`), else whoever calls; `name` chooses another account. */
function callingAccount(env, name) {
	const wanted = name ?? (env.SUDO_UID && env.SUDO_USER ? env.SUDO_USER : void 0);
	const entry = wanted === void 0 ? byUid(process.getuid?.() ?? 0) : byName(wanted);
	if (entry) return {
		...entry,
		groups: supplementaryGroups(entry.name)
	};
	if (wanted !== void 0 && name === void 0 && env.SUDO_UID && env.SUDO_GID) return {
		name: wanted,
		uid: Number(env.SUDO_UID),
		gid: Number(env.SUDO_GID),
		groups: supplementaryGroups(wanted),
		home: env.HOME ?? "/",
		shell: "/bin/sh"
	};
	if (wanted !== void 0) throw new UserError(`There is no user "${wanted}" on this machine.`);
	return {
		name: "root",
		uid: 0,
		gid: 0,
		groups: [0],
		home: env.HOME ?? "/root",
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
const byName = (name) => passwd().find((entry) => entry.name === name) ?? fromNss(name);
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

// src/guard/run.ts
/** Brings everything up, runs the command, takes everything down again, in reverse order, whatever happens. */
async function run(options) {
	requireKernel();
	requireCapabilities();
	requireLoopback();
	const { native } = options;
	const trust = authorities(options.env, options.upstreamCa);
	const undo = [];
	const later = (step, kind = "plain") => void undo.push({
		undo: step,
		kind
	});
	const signals = catchSignals();
	later(() => signals.release());
	try {
		const rules = iptables();
		requireIptables(() => rules.version());
		const directory = createRunDirectory({
			netns: native.netnsInode().toString(),
			startedAt: (/* @__PURE__ */ new Date()).toISOString(),
			command: options.command
		});
		later(() => directory.remove(), "opens");
		const logPath = options.logPath ?? `${directory.path}/log.jsonl`;
		const place = openPlace("log", logPath, options.account.gid);
		const logFd = place.create();
		let started = false;
		later(() => {
			if (!started) place.remove();
			place.close();
			closeSync(logFd);
		});
		const root = cgroupRoot(native);
		later(() => root.close());
		const cgroup = createScopeCgroup(root.path, directory.id);
		later(() => cgroup.remove(), "opens");
		const scope = openScope({
			native,
			bpfObject: options.assets.bpfObject,
			cgroupFd: cgroup.commandFd,
			noKprobes: options.noKprobes,
			flowMark: flowMark(directory.id)
		});
		later(() => scope.close(), "opens");
		const resolvers = machineResolvers();
		const proxy = await startProxy({
			native,
			bundle: options.assets.proxyBundle,
			addon: options.assets.addon,
			directory: directory.path,
			uid: freeProxyUid(directory.id),
			cgroupFd: cgroup.proxyFd,
			logFd,
			maps: scope.fds,
			config: {
				policy: options.policy,
				repository: options.repository,
				default: options.default,
				audit: options.audit,
				logFull: options.logFull,
				resolvers,
				...resolvers.every(isIPv6) && { resolverAlias: "127.0.0.1" },
				trust,
				cgroups: { [cgroup.commandId.toString()]: `/${cgroup.commandPath}` }
			}
		});
		let lostEvents = 0;
		let stopping;
		const stopProxy = async () => {
			const unheard = scope.lostEvents();
			lostEvents = unheard + ((await proxy.stop(unheard))?.lostEvents ?? 0);
		};
		const stopOnce = () => {
			stopping ??= stopProxy();
			return stopping;
		};
		later(stopOnce);
		installRules(() => rules.install({
			id: directory.id,
			cgroupPath: cgroup.commandPath,
			...proxy.ready
		}));
		later(async () => {
			await stopOnce();
			await drainSockets(native, cgroup.commandId);
			forgetRedirected(native, proxy.ready);
			rules.remove(directory.id);
		}, "opens");
		const ca = writeCaFiles(directory.path, proxy.ready.caPem, options.env);
		signals.throwIfCaught();
		const startedAt = performance.now();
		const child = startCommand({
			native,
			argv: options.command,
			account: options.account,
			env: options.env,
			caEnv: ca.env,
			coverFiles: [...ca.coverFiles, ...resolvConf(directory.path)],
			evidence: [resolve(logPath)],
			keepSockets: options.keepSockets,
			cgroupFd: cgroup.commandFd,
			kernelRefusesSockets: isAttached(scope, "socket_create")
		});
		started = true;
		later(() => cgroup.killCommand(), "kills");
		const proxyEnded = watchProxy(proxy, options.notify);
		signals.passTo(child);
		const { code, signal } = await child.exited;
		const durationMs = Math.round(performance.now() - startedAt);
		const ended = proxyEnded();
		await unwind(undo, KEEP_FOR_THE_SUMMARY, options.notify);
		const outcome = {
			status: signal === null ? code ?? 1 : 128 + signal,
			durationMs,
			lostEvents,
			...ended,
			kprobes: isAttached(scope, "kprobe/")
		};
		keepAt(place, logFd, logPath, options.notify);
		await options.onLog(`/proc/self/fd/${logFd}`, outcome);
		return outcome;
	} finally {
		await unwind(undo, 0, options.notify);
	}
}
/** Signals, the directory and the log's descriptor: the first three steps. */
const KEEP_FOR_THE_SUMMARY = 3;
/**
* Undoes the newest steps until `keep` are left: the log's file outlives the proxy that writes it. Where processes or connections of the command
* may live on, what shuts them in stays.
*/
async function unwind(steps, keep, notify) {
	while (steps.length > keep) {
		const step = steps.pop();
		try {
			await step?.undo();
		} catch (error) {
			notify(`Clean-up was not complete: ${messageOf(error)} Run "egress-filter clean" as root.`);
			if (step && step.kind !== "plain") steps.splice(0, Number.POSITIVE_INFINITY, ...steps.filter(({ kind }) => kind !== "opens"));
		}
	}
}
/** Source and target, where the machine's file names IPv6 servers. */
function resolvConf(directory) {
	const target = "/etc/resolv.conf";
	if (!existsSync(target)) return [];
	const text = ipv4ResolvConf(readFileSync(target, "utf8"));
	if (text === void 0) return [];
	const source = `${directory}/resolv.conf`;
	writeFileSync(source, text);
	chmodSync(source, 420);
	return [source, realpathSync(target)];
}
/** The command's user may own the directory and so have moved the log away, or put another in its place. */
function keepAt(place, logFd, path, notify) {
	const moved = place.movedTo();
	if (moved !== void 0) notify(`The command moved the directory of the log ${path}: the log is in ${moved} now. What is at the old path is not ours.`);
	if (place.holds(logFd)) return;
	try {
		place.restore(logFd);
		notify(`The command removed or replaced the log ${path}: it was put back.`);
	} catch (error) {
		notify(`The command removed or replaced the log, and it cannot be put back. ${messageOf(error)}`);
	}
}
function watchProxy(proxy, notify) {
	let ended;
	let stopped = false;
	proxy.exited.then((how) => {
		if (stopped) return;
		ended = how;
		notify(`The proxy ended (${how}): the command has no network from here on.`);
	});
	return () => {
		stopped = true;
		return ended === void 0 ? {} : { proxyEnded: ended };
	};
}
const SIGNALS = {
	SIGINT: 2,
	SIGTERM: 15,
	SIGHUP: 1,
	SIGQUIT: 3
};
/** Passes signals on to the command. From a terminal, SIGINT and SIGQUIT have reached it already: it is in the foreground group, too. */
function catchSignals() {
	let child;
	let caught;
	const handlers = Object.entries(SIGNALS).map(([name, number]) => {
		const handler = () => {
			caught = name;
			if (!(isatty(0) && (name === "SIGINT" || name === "SIGQUIT"))) child?.kill(number);
		};
		process.on(name, handler);
		return () => void process.off(name, handler);
	});
	const throwIfCaught = () => {
		if (caught) throw new UserError(`${caught} came before the command was started: it was not run.`);
	};
	return {
		passTo: (started) => {
			child = started;
		},
		throwIfCaught,
		release: () => {
			for (const off of handlers) off();
		}
	};
}

// src/log/event.ts
const port = () => number$1().int().min(0).max(65535);
const count = () => number$1().int().nonnegative();
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
	pid: number$1().int().optional().describe("Process id when it opened the connection"),
	ppid: number$1().int().optional().describe("Its parent"),
	uid: number$1().int().optional().describe("Its user"),
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
	duration_ms: number$1().nonnegative().optional().describe("From accept to close, milliseconds"),
	repeats: number$1().int().positive().optional().describe("Further packets of the same flow with the same verdict that this line stands for"),
	error: string().optional().describe("What went wrong: a code such as tls_client_rejected_ca, or a sentence"),
	lost: number$1().int().positive().optional().describe("On lost: how many events are missing before this line")
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

// src/log/reader.ts
/**
* The events of a log, in its order, one line in memory at a time. Empty lines are skipped; unknown fields are left out.
* Throws the file system's error where the file cannot be read.
*/
async function* readLog(source, options = {}) {
	for await (const lines of readJsonLines(source)) for (const line of lines) {
		const read = "problem" in line ? line.problem : parseEvent(line.value);
		if (typeof read === "string") options.onBroken?.(line.number, read);
		else yield read;
	}
}
/** The event, or what is wrong with it. */
function parseEvent(value) {
	const event = LogEvent.safeParse(value);
	if (event.success) return event.data;
	const issue = event.error.issues[0];
	const field = issue?.path.join(".") ?? "";
	return `not an event: ${field === "" ? "" : `${field}: `}${issue?.message ?? "unknown"}`;
}

// src/report/suggest.ts
/**
* Rules that would allow what was denied, as policy text: sorted, each once, with who asked as a comment. Empty where nothing was denied
* or no rule would help. Lines from a log are not trusted to be rules: what could be more than one rule on one line is left out.
*/
function suggestPolicy(summary) {
	const wanted = /* @__PURE__ */ new Map();
	for (const refusal of [
		...summary.denied,
		...summary.names,
		...summary.audited
	]) {
		const line = ruleOf(refusal);
		if (line === void 0) continue;
		const commands = wanted.get(line) ?? /* @__PURE__ */ new Set();
		commands.add(refusal.process.exe ?? refusal.process.command);
		wanted.set(line, commands);
	}
	for (const line of wanted.keys()) if (line.startsWith("dns:") && wanted.has(line.slice(4))) wanted.delete(line);
	return [...wanted.keys()].sort(byDomain).map((line) => `${line}  # ${commentOf(wanted.get(line) ?? /* @__PURE__ */ new Set())}\n`).join("");
}
/** The line to add for one refusal, safe to show and to paste; undefined where there is none. */
function ruleOf({ suggestion }) {
	return suggestion !== void 0 && ONE_RULE.test(suggestion) ? suggestion : void 0;
}
/** Without the look-ups of names that the same program was refused to connect to as well, where one line allows both. */
function withoutEchoes(list) {
	const key = (refusal) => `${ruleOf(refusal)}\0${refusal.process.exe}`;
	const told = new Set(list.filter(({ type }) => type !== "dns").map(key));
	return list.filter((refusal) => refusal.type !== "dns" || ruleOf(refusal) === void 0 || !told.has(key(refusal)));
}
/** Printable ASCII, single blanks, no comment, header, preset or deny rule, and no workflow command of the runner. */
const ONE_RULE = /^(?![[#!@:])(?=.*[A-Za-z0-9])(?!.*(?: #|##\[))[!-~]+(?: [!-~]+){0,10}$/;
function commentOf(commands) {
	const names = [...commands].map((command) => visibleAscii(command, 60)).sort();
	return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}
/** Lines of one domain stand together: compared by labels from the right. */
function byDomain(a, b) {
	const [left, right] = [domainKey(a), domainKey(b)];
	if (left === right) return a < b ? -1 : 1;
	return left < right ? -1 : 1;
}
function domainKey(line) {
	const host = /(?:^|\s)(?:https?:\/\/|dns:)?([^\s:/]+)/.exec(line.replace(/^[A-Z|*]+ (?=http)/, ""))?.[1] ?? line;
	return /^[0-9.]+$/.test(host) ? `~${host}` : host.split(".").reverse().join(".");
}

// src/report/advice.ts
/** OpenSSL's and Node's names for a certificate that no authority known here has signed (X509_verify_cert_error_string(3)). */
const UNKNOWN_AUTHORITY = /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(?:_LOCALLY)?))$/;
const WRONG_CERTIFICATE = /^(?:CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/;
/** What a person may do about an error, in one sentence; undefined where the filter has no part in it. */
function adviceOf({ error, destination }) {
	const host = destination.replace(/:443$/, "");
	const line = (attribute) => ruleOf({ suggestion: `${host} ${attribute}` });
	const [passthrough, insecure] = [line("passthrough"), line("insecure")];
	if (passthrough === void 0 || insecure === void 0) return void 0;
	if (error === "tls_client_rejected_ca") return `The client does not trust the CA of the filter. To let it through uninspected: ${passthrough}`;
	if (error === "tls_client_closed") return `The client gave up the TLS handshake. If it pins certificates: ${passthrough}`;
	if (UNKNOWN_AUTHORITY.test(error)) return `This machine knows no authority that signed the server's certificate. Give it with upstream-ca (of run: --upstream-ca FILE), or do without: ${insecure}`;
	if (WRONG_CERTIFICATE.test(error)) return `The server's certificate is not valid for it. To connect all the same: ${insecure}`;
}

// src/report/meta.ts
/** `4.2 s`'s milliseconds: of the run, else between the first and the last event; undefined where that is nothing. */
function durationOf({ from, to }, { durationMs }) {
	const took = durationMs ?? (from === void 0 || to === void 0 ? 0 : Date.parse(to) - Date.parse(from));
	return took >= 1 ? took : void 0;
}
/** Sentences that stand above the tables: notes, what the log does not hold, what the tables do not. */
function warningsOf(summary, meta) {
	const { refusals, allowed, errors, sudo, incidents } = summary.omitted;
	const unlisted = refusals + allowed + errors + sudo + incidents;
	const loss = lossOf(summary, meta);
	return [
		...meta.notes ?? [],
		...loss === void 0 ? [] : [loss],
		...summary.totals.background > 0 ? [`${summary.totals.background} of the denials are of services of the machine that call home by themselves, or ends of connections from before the start: no reason to fail.`] : [],
		...unlisted > 0 ? [`${plural(unlisted, "event")} of further groups are counted above but not listed.`] : []
	];
}
/** One sentence on what the log does not hold; undefined where it is whole. */
function lossOf({ totals }, { lostEvents = 0 }) {
	const lost = Math.max(totals.lost, lostEvents);
	if (lost === 0) return void 0;
	return lost === 1 ? "1 event could not be written to the log and is missing here." : `${lost} events could not be written to the log and are missing here.`;
}

// src/report/style.ts
/** The page's style sheet. Denied is told by words and place as well as by colour. */
const STYLE = `
:root{color-scheme:light dark;--bg:#fbfbfa;--card:#fff;--text:#1d2125;--soft:#5c656e;--line:#dfe2e5;--ok:#2a6fb8;--bad:#c2331f;--warn:#8a5a00;--code:#f0f1f2}
@media (prefers-color-scheme:dark){:root{--bg:#16181b;--card:#1e2125;--text:#e4e6e8;--soft:#9aa3ab;--line:#343a40;--ok:#6aaef2;--bad:#ff8370;--warn:#e6b450;--code:#282c31}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1200px;margin:0 auto;padding:24px 20px 60px}
h1{font-size:24px;margin:0 0 12px}
h2{font-size:17px;margin:0 0 8px}
p{margin:0 0 10px;color:var(--soft)}
section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:16px 18px;margin:16px 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0 0 14px}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.tiles{display:flex;flex-wrap:wrap;gap:10px;list-style:none;margin:0;padding:0}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:8px 16px;color:var(--soft)}
.tiles b{display:block;font-size:22px;line-height:1.3;color:var(--text);font-variant-numeric:tabular-nums}
.tiles .denied b,code.denied{color:var(--bad)}.tiles .audited b,code.audited,.warning{color:var(--warn)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;min-width:860px}
th,td{text-align:left;vertical-align:top;padding:6px 18px 6px 0;border-top:1px solid var(--line);overflow-wrap:anywhere;min-width:4.5em}
th{border-top:0;color:var(--soft);font-weight:600;font-size:13px;white-space:nowrap}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
code,pre{font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
small{display:block;color:var(--soft);overflow-wrap:anywhere}
pre,.copy{background:var(--code);border-radius:4px}
.copy{user-select:all;-webkit-user-select:all}
code.copy{padding:1px 5px}td:has(code.copy){min-width:15em}td:first-child:has(code){min-width:13em}
pre{margin:0;padding:12px 14px;overflow-x:auto}
svg{display:block;width:100%;max-width:900px;height:auto}
svg text{fill:var(--text);font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
svg .value{fill:var(--soft);font-size:11px}
svg .bar,svg .allowed{fill:var(--ok)}svg .denied{fill:var(--bad)}svg .axis{stroke:var(--line)}
.key{display:inline-block;width:11px;height:11px;border-radius:2px;margin:0 5px 0 0}.key+.key,.legend .denied{margin-left:12px}
.key.allowed{background:var(--ok)}.key.denied{background:var(--bad)}
@media print{body{background:#fff}section{break-inside:avoid}}
`.trim();

// src/report/svg.ts
/** Pictures of the page: plain SVG elements, colours by the page's classes `bar`, `allowed`, `denied`, `axis`. Empty where there is nothing to show. */
const WIDTH = 720;
const LABEL = 230;
const ROW = 24;
const BARS = 10;
/** The destinations with the most bytes, one bar each, to and from together. */
function bytesPicture(allowed) {
	const rows = allowed.map(({ destination, bytesIn, bytesOut }) => ({
		destination,
		bytes: bytesIn + bytesOut
	})).filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes).slice(0, BARS);
	const most = rows[0]?.bytes;
	if (most === void 0) return "";
	const bars = rows.map(({ destination, bytes }, index) => {
		const y = index * ROW;
		const width = Math.max(2, 400 * bytes / most);
		const label = html(shorten(visibleAscii(destination), 34));
		return `<g><title>${html(destination, 300)}: ${bytesText(bytes)}</title><text x="222" y="${y + 16}" text-anchor="end">${label}</text><rect class="bar" x="${LABEL}" y="${y + 5}" width="${width.toFixed(1)}" height="14" rx="2"/><text x="${(LABEL + width + 6).toFixed(1)}" y="${y + 16}" class="value">${bytesText(bytes)}</text></g>`;
	});
	return svg(rows.length * ROW, "Bytes by destination", bars.join(""));
}
const PLOT = 90;
/** Verdicts over time: allowed from the axis upwards, denied on top of them. */
function timelinePicture({ buckets, bucketMs }) {
	const most = Math.max(0, ...buckets.map(({ allowed, denied }) => allowed + denied));
	if (most === 0) return "";
	const step = 680 / Math.max(buckets.length, 12);
	const bars = buckets.map(({ allowed, denied }, index) => {
		if (allowed + denied === 0) return "";
		const x = 40 + index * step;
		const [low, high] = [PLOT * allowed / most, PLOT * denied / most];
		return `<g><title>${`${durationText(index * bucketMs)}: ${allowed} allowed, ${denied} denied`}</title>${column$1("allowed", x, 98 - low, step, low)}${column$1("denied", x, 98 - low - high, step, high)}</g>`;
	});
	const end = 40 + buckets.length * step;
	const axis = `<line class="axis" x1="40" x2="${WIDTH}" y1="98" y2="98"/><text x="34" y="16" text-anchor="end" class="value">${most}</text><text x="34" y="98" text-anchor="end" class="value">0</text><text x="40" y="116" class="value">start</text><text x="${end.toFixed(1)}" y="116" text-anchor="end" class="value">${durationText(buckets.length * bucketMs)}</text>`;
	return svg(124, `Verdicts over time, ${plural(most, "verdict")} at most in ${durationText(bucketMs)}`, bars.join("") + axis);
}
function column$1(kind, x, y, step, height) {
	if (height === 0) return "";
	return `<rect class="${kind}" x="${(x + .5).toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(1, step - 1).toFixed(1)}" height="${Math.max(1, height).toFixed(1)}"/>`;
}
function svg(height, label, content) {
	return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${html(label)}">${content}</svg>`;
}

// src/report/html.ts
/** Most rows of one table: a page of more is slow to open. The log has all. */
const MOST_ROWS$1 = 500;
/**
* One page that needs nothing else: no script, no request (its content security policy forbids both), readable in light and dark, printable.
* Every value from a process or the network is escaped.
*/
function renderHtml(summary, meta = {}) {
	const title = html(meta.title ?? "Egress Filter");
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${[
		`<h1>${title}</h1>`,
		facts(summary, meta),
		tiles(summary),
		warnings(summary, meta),
		incidents$1(summary.incidents),
		refusals$2("Denied", "denied", [
			...summary.denied,
			...summary.names,
			...summary.sockets
		]),
		refusals$2("Would be denied", "audited", summary.audited, "Audit mode let these through. Enforced, the policy denies them."),
		additions$2(summary),
		failures$2(summary.errors),
		steps$1(summary.steps),
		sudo$1(summary.sudo),
		pictures(summary),
		allowances$2(summary.allowed)
	].filter((part) => part !== "").join("\n")}
</main>
</body>
</html>
`;
}
function facts(summary, meta) {
	const { command, policy, log, status, created, version, audit } = meta;
	const took = durationOf(summary, meta);
	const known = [
		["Command", command === void 0 ? void 0 : `<code>${html(command.map(quoteArgument).join(" "))}</code>`],
		["Exit status", status === void 0 ? void 0 : String(status)],
		["Policy", policy === void 0 ? void 0 : `<code>${html(policy)}</code>`],
		["Mode", audit ? "audit: denials are told, not enforced" : void 0],
		["First event", summary.from === void 0 ? void 0 : html(summary.from)],
		["Duration", took === void 0 ? void 0 : durationText(took)],
		["Log", log === void 0 ? void 0 : `<code>${html(log)}</code>`],
		["Made", created === void 0 && version === void 0 ? void 0 : html([created, version].filter((part) => part !== void 0).join(", "))]
	].filter(([, value]) => value !== void 0);
	return known.length === 0 ? "" : `<dl>${known.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("")}</dl>`;
}
function tiles({ totals }) {
	return `<ul class="tiles">${[
		[
			String(totals.denied),
			"denied",
			totals.denied > 0 ? "denied" : ""
		],
		...totals.audited > 0 ? [[
			String(totals.audited),
			"would be denied",
			"audited"
		]] : [],
		[
			String(totals.allowedConnections),
			"connections allowed",
			""
		],
		[
			String(totals.requests),
			"requests",
			""
		],
		[
			bytesText(totals.bytesIn),
			"received",
			""
		],
		[
			bytesText(totals.bytesOut),
			"sent",
			""
		]
	].map(([value, name, kind]) => `<li class="${kind}"><b>${value}</b> ${name}</li>`).join("")}</ul>`;
}
function warnings(summary, meta) {
	return warningsOf(summary, meta).map((sentence) => `<p class="warning">${html(sentence)}</p>`).join("");
}
function refusals$2(title, kind, list, note = "") {
	if (list.length === 0) return kind === "denied" ? "<section><h2>Denied</h2><p>Nothing was denied.</p></section>" : "";
	return section(title, note, [
		"Destination",
		"Type",
		"Count",
		"Process",
		"Why",
		"Line to add"
	], list.slice(0, MOST_ROWS$1).map((refusal) => {
		const { destination, ip, type, count, process, reason, rule, requests } = refusal;
		const add = ruleOf(refusal);
		const address = ip !== void 0 && !destination.includes(ip) && type !== "dns" ? `<small>${html(ip)}</small>` : "";
		const asked = requests.map((request) => `<small>${html(request)}</small>`).join("");
		return `<tr><td><code class="${kind}">${html(destination, 300)}</code>${address}${asked}</td><td>${html(type)}</td><td class="n">${count}</td><td>${who(process)}</td><td>${html(reason ?? "")}${rule === void 0 ? "" : `<small>${html(rule)}</small>`}</td><td>${add === void 0 ? "" : `<code class="copy">${html(add)}</code>`}</td></tr>`;
	}), list.length);
}
function additions$2(summary) {
	const policy = suggestPolicy(summary);
	if (policy === "") return "";
	return `<section><h2>To allow all of it</h2><p>Add what you trust to the policy. One click selects the block.</p><pre class="copy">${policy.split("\n").map((line) => html(line)).join("\n")}</pre></section>`;
}
function failures$2(list) {
	if (list.length === 0) return "";
	return section("Errors", "", [
		"Destination",
		"Error",
		"Count",
		"Process"
	], list.slice(0, MOST_ROWS$1).map(({ destination, error, count, process }) => `<tr><td><code>${html(destination, 300)}</code></td><td>${html(error)}<small>${html(adviceOf({
		error,
		destination
	}) ?? "")}</small></td><td class="n">${count}</td><td>${who(process)}</td></tr>`), list.length);
}
function incidents$1(list) {
	if (list.length === 0) return "";
	return section("The filter itself", "", [
		"First",
		"What",
		"Process",
		"Count"
	], list.slice(0, MOST_ROWS$1).map(({ reason, tampering, process, count, first }) => `<tr><td>${html(first)}</td><td>${tampering ? "<b>tampering</b> " : ""}${html(reason)}</td><td>${process === void 0 ? "" : who(process)}</td><td class="n">${count}</td></tr>`), list.length);
}
function steps$1(list) {
	if (list.length === 0) return "";
	return section("Steps", "", [
		"Step",
		"Denied",
		"Connections",
		"Requests",
		"Received",
		"Sent"
	], list.slice(0, MOST_ROWS$1).map(({ step, action, denied, audited, connections, requests, bytesIn, bytesOut }) => `<tr><td><code>${html(step ?? "")}</code><small>${html(action ?? "")}</small></td><td class="n">${denied + audited}</td><td class="n">${connections}</td><td class="n">${requests}</td><td class="n">${bytesText(bytesIn)}</td><td class="n">${bytesText(bytesOut)}</td></tr>`), list.length);
}
function sudo$1(list) {
	if (list.length === 0) return "";
	return section("sudo", "", [
		"Command",
		"As",
		"In",
		"Verdict",
		"Count"
	], list.slice(0, MOST_ROWS$1).map(({ process, user, cwd, denied, count }) => `<tr><td>${who(process)}</td><td>${html(user ?? "")}</td><td>${html(cwd ?? "")}</td><td>${denied ? "denied" : "allowed"}</td><td class="n">${count}</td></tr>`), list.length);
}
function pictures({ timeline, allowed, totals }) {
	const time = timelinePicture(timeline);
	const bytes = bytesPicture(allowed);
	const refused = [...totals.denied > 0 || totals.audited === 0 ? ["denied"] : [], ...totals.audited > 0 ? ["would be denied"] : []];
	return [time === "" ? "" : `<section><h2>Over time</h2><p class="legend"><span class="key allowed"></span>allowed <span class="key denied"></span>${refused.join(" or ")}</p>${time}</section>`, bytes === "" ? "" : `<section><h2>Bytes by destination</h2>${bytes}</section>`].join("\n");
}
function allowances$2(list) {
	if (list.length === 0) return "";
	return section("Allowed", "", [
		"Destination",
		"How",
		"Connections",
		"Requests",
		"Received",
		"Sent",
		"Rule",
		"Processes"
	], list.slice(0, MOST_ROWS$1).map((allowance) => {
		const flags = [...allowance.passthrough ? ["passthrough"] : [], ...allowance.insecure ? ["insecure"] : []];
		const how = [
			allowance.type,
			...allowance.protocols.filter((protocol) => protocol !== allowance.type),
			...flags
		].join(", ");
		const exes = allowance.exes.map((exe) => `<code>${html(exe, 200)}</code>`).join(" ");
		return `<tr><td><code>${html(allowance.destination, 300)}</code></td><td>${html(how)}</td><td class="n">${allowance.connections}</td><td class="n">${allowance.requests}</td><td class="n">${bytesText(allowance.bytesIn)}</td><td class="n">${bytesText(allowance.bytesOut)}</td><td>${html(allowance.rule ?? "")}</td><td>${exes}</td></tr>`;
	}), list.length);
}
function who({ command, step, action, uid }) {
	const from = [
		...step === void 0 ? [] : [`step ${step}`],
		...action === void 0 ? [] : [action],
		...uid === void 0 ? [] : [`uid ${uid}`]
	];
	return `<code>${html(command)}</code>${from.length === 0 ? "" : `<small>${html(from.join(", "))}</small>`}`;
}
const NUMBERS = /* @__PURE__ */ new Set([
	"Count",
	"Denied",
	"Connections",
	"Requests",
	"Received",
	"Sent"
]);
function section(title, note, head, rows, total) {
	const more = total > rows.length ? `<p>${total - rows.length} more are in the log.</p>` : "";
	const cells = head.map((name) => `<th scope="col"${NUMBERS.has(name) ? " class=\"n\"" : ""}>${name}</th>`).join("");
	return `<section><h2>${title}</h2>${note === "" ? "" : `<p>${note}</p>`}<div class="wide"><table><thead><tr>${cells}</tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table></div>${more}</section>`;
}

// src/report/json.ts
/** The summary for programs: `{ meta, summary, suggestion }`, indented, ended by LF. Values are as in the log. */
function renderJson(summary, meta = {}) {
	return `${JSON.stringify({
		meta,
		summary,
		suggestion: suggestPolicy(summary)
	}, null, 2)}\n`;
}

// src/report/markdown.ts
/** GitHub takes 1 MiB for the summary of a step and drops what is longer; others may write to it too. */
const MOST_CHARACTERS = 2e5;
const MOST_ROWS = 100;
/**
* The summary for a job's page on GitHub (GITHUB_STEP_SUMMARY). Values are inert: no markup, mention, link or workflow command of a process or a
* server takes effect. At most 200 000 ASCII-mostly characters; tables are shortened first.
*/
function renderMarkdown(summary, meta = {}) {
	for (let rows = MOST_ROWS; rows >= 1; rows = Math.floor(rows / 2)) {
		const text = render$1(summary, meta, rows);
		if (text.length <= MOST_CHARACTERS || rows === 1) return text.slice(0, MOST_CHARACTERS);
	}
	return "";
}
function render$1(summary, meta, rows) {
	const { totals } = summary;
	return `${[
		`### ${meta.title === void 0 ? "Egress Filter" : markdownCode(meta.title)}`,
		`${[
			...meta.audit ? ["audit mode"] : [],
			totals.denied > 0 ? `**${totals.denied} denied**` : "nothing denied",
			...totals.audited > 0 ? [`**${totals.audited} would be denied** (audit)`] : [],
			`${plural(totals.allowedConnections, "connection")} allowed`,
			plural(totals.requests, "request"),
			`${bytesText(totals.bytesIn)} received, ${bytesText(totals.bytesOut)} sent`
		].join(" · ")}`,
		...warningsOf(summary, meta).map((sentence) => `> [!WARNING]\n> ${markdownCode(sentence)}`),
		incidents(summary.incidents, rows),
		refusals$1("Denied", [...summary.denied, ...summary.sockets], rows),
		refusals$1("Names refused", summary.names, rows),
		refusals$1("Would be denied", summary.audited, rows),
		additions$1(summary, rows),
		failures$1(summary.errors, rows),
		steps(summary.steps, rows),
		sudo(summary.sudo, rows),
		allowances$1(summary.allowed, rows)
	].filter((part) => part !== "").join("\n\n")}\n`;
}
function incidents(list, rows) {
	return table("The filter itself", [
		"What",
		"Process",
		"Step",
		"Count"
	], list.map(({ reason, tampering, process, count }) => [
		`${tampering ? "**tampering** " : ""}${markdownCode(reason)}`,
		process === void 0 ? "" : markdownCode(process.command),
		process === void 0 ? "" : stepCell(process),
		String(count)
	]), rows);
}
/** Where nobody has a step, as outside of a job, the table has no room for it. */
function refusals$1(title, list, rows) {
	const hasSteps = someHaveSteps(list);
	const cells = list.map((refusal) => [
		markdownCode(refusal.destination),
		refusal.type,
		String(refusal.count),
		markdownCode(refusal.process.command),
		...hasSteps ? [stepCell(refusal.process)] : [],
		lines(markdownCode(refusal.reason ?? ""), refusal.rule !== void 0 && markdownCode(refusal.rule)),
		markdownCode(ruleOf(refusal) ?? "")
	]);
	return table(title, [
		"Destination",
		"Type",
		"Count",
		"Process",
		...hasSteps ? ["Step"] : [],
		"Why",
		"Line to add"
	], cells, rows);
}
const someHaveSteps = (list) => list.some(({ process }) => process.step !== void 0 || process.action !== void 0);
function stepCell({ step, action }) {
	return lines(step !== void 0 && markdownCode(step), action !== void 0 && markdownCode(action));
}
const lines = (...parts) => parts.filter((part) => part !== "" && part !== false).join("<br>");
function additions$1(summary, rows) {
	const wanted = suggestPolicy(summary).split("\n").slice(0, -1);
	if (wanted.length === 0) return "";
	const block = wanted.slice(0, rows * 2).map((line) => markdownPre(line));
	const more = wanted.length > rows * 2 ? `\n\n${wanted.length - rows * 2} more are in the log.` : "";
	return `To allow all of it, if you trust it, add to the policy:\n\n<pre>${block.join("\n")}</pre>${more}`;
}
function failures$1(list, rows) {
	const hasSteps = someHaveSteps(list);
	const cells = list.map((failure) => [
		markdownCode(failure.destination),
		lines(markdownCode(failure.error), markdownCode(adviceOf(failure) ?? "")),
		String(failure.count),
		markdownCode(failure.process.command),
		...hasSteps ? [stepCell(failure.process)] : []
	]);
	return table("Errors", [
		"Destination",
		"Error",
		"Count",
		"Process",
		...hasSteps ? ["Step"] : []
	], cells, rows);
}
function steps(list, rows) {
	return table("Steps", [
		"Step",
		"Action",
		"Denied",
		"Connections",
		"Requests",
		"Received",
		"Sent"
	], list.map(({ step, action, denied, audited, connections, requests, bytesIn, bytesOut }) => [
		step === void 0 ? "" : markdownCode(step),
		action === void 0 ? "" : markdownCode(action),
		String(denied + audited),
		String(connections),
		String(requests),
		bytesText(bytesIn),
		bytesText(bytesOut)
	]), rows);
}
function sudo(list, rows) {
	const cells = list.map(({ process, user, cwd, denied, count }) => [
		markdownCode(process.command),
		stepCell(process),
		markdownCode(user ?? ""),
		markdownCode(cwd ?? ""),
		denied ? "denied" : "allowed",
		String(count)
	]);
	return folded("sudo", plural(list.length, "command"), table("", [
		"Command",
		"Step",
		"As",
		"In",
		"Verdict",
		"Count"
	], cells, rows));
}
function allowances$1(list, rows) {
	const cells = list.map(({ destination, requests, connections, bytesIn, bytesOut, rule }) => [
		markdownCode(destination),
		requests > 0 ? String(requests) : plural(connections, "connection"),
		bytesText(bytesIn),
		bytesText(bytesOut),
		markdownCode(rule ?? "")
	]);
	return folded("Allowed", plural(list.length, "destination"), table("", [
		"Destination",
		"Requests",
		"Received",
		"Sent",
		"Rule"
	], cells, rows));
}
/** A blank line inside of `<details>` lets Markdown begin again (CommonMark 0.31, section 4.6). */
function folded(title, count, content) {
	return content === "" ? "" : `<details><summary>${title}: ${count}</summary>\n\n${content}\n\n</details>`;
}
function table(title, head, rows, most) {
	if (rows.length === 0) return "";
	const written = [
		head,
		head.map(() => "---"),
		...rows.slice(0, most)
	].map((cells) => `| ${cells.join(" | ")} |`);
	const more = rows.length > most ? `\n\n${rows.length - most} more are in the log.` : "";
	return `${title === "" ? "" : `#### ${title}\n\n`}${written.join("\n")}${more}`;
}

// src/report/background.ts
/** Units of Ubuntu and Debian that call home by themselves, by timers and at their start. Not those that only ever act for others, such as resolvers. */
const CALLS_HOME = /^\/system\.slice\/(?:snapd(?:\.\w+)*|apt-daily(?:-upgrade)?|apt-news|esm-cache|ua-\w+|ubuntu-advantage|motd-news|fwupd(?:-refresh)?|packagekit|unattended-upgrades|systemd-timesyncd|chrony|ntpsec|whoopsie|apport\w*|update-notifier-\w+)\.service(?:\/|$)/;
/**
* Is this a service of the machine that calls home, or nobody any more, and no process of the job? What it is denied is told, but is nobody's attempt.
* Everything that descends from a step has that step, whatever cgroup it moved to; and a user of the machine is no service.
*/
function isBackground({ step, action, image, pid, uid, cgroup, reason }) {
	if (step !== void 0 || action !== void 0 || image !== void 0) return false;
	if (pid === void 0 && reason === "the end of a connection that did not come through the proxy, such as one from before the start") return true;
	return uid !== void 0 && uid < 1e3 && cgroup !== void 0 && CALLS_HOME.test(cgroup);
}

// src/report/timeline.ts
const MOST_BUCKETS = 96;
const FIRST_BUCKET_MS = 100;
/** Longer than any job (GitHub ends one after 5 days): a time beyond it is a broken clock or a forged line. */
const LONGEST_MS = 3456e6;
/** Verdicts over time in at most 96 buckets, whose width doubles as the log grows. */
var TimelineBuilder = class {
	#start;
	#bucketMs = FIRST_BUCKET_MS;
	#buckets = [];
	/** A time before the first one counts as the first. */
	add(time, verdict) {
		if (!Number.isFinite(time)) return;
		this.#start ??= time;
		const offset = Math.max(0, time - this.#start);
		if (offset > LONGEST_MS) return;
		while (offset / this.#bucketMs >= MOST_BUCKETS) this.#double();
		const index = Math.floor(offset / this.#bucketMs);
		while (this.#buckets.length <= index) this.#buckets.push({
			allowed: 0,
			denied: 0
		});
		const bucket = this.#buckets[index];
		if (bucket) bucket[verdict]++;
	}
	#double() {
		const merged = [];
		this.#buckets.forEach((bucket, index) => {
			const into = merged[index >> 1] ?? {
				allowed: 0,
				denied: 0
			};
			into.allowed += bucket.allowed;
			into.denied += bucket.denied;
			merged[index >> 1] = into;
		});
		this.#buckets = merged;
		this.#bucketMs *= 2;
	}
	build() {
		return {
			start: this.#start,
			bucketMs: this.#bucketMs,
			buckets: this.#buckets
		};
	}
};

// src/report/summary.ts
/** Reads a log once, in memory bounded by the options, and groups it for a person. */
async function summarise(events, options = {}) {
	const builder = new SummaryBuilder(options);
	for await (const event of events) builder.add(event);
	return builder.build();
}
/** The same, one event at a time, for a log that is still being written. */
var SummaryBuilder = class {
	#refusals;
	#allowed;
	#errors;
	#steps;
	#sudo;
	#incidents;
	#timeline = new TimelineBuilder();
	#open = /* @__PURE__ */ new Map();
	/** Reasons of denials, by connection: where one stands on the connection's last line again, as its error, it has been told. */
	#refusedFor = /* @__PURE__ */ new Map();
	#maxOpen;
	#totals = {
		events: 0,
		denied: 0,
		background: 0,
		audited: 0,
		allowedConnections: 0,
		requests: 0,
		questions: 0,
		errors: 0,
		bytesIn: 0,
		bytesOut: 0,
		lost: 0
	};
	#from;
	#to;
	constructor(options = {}) {
		const groups = options.maxGroups ?? 1e3;
		this.#refusals = new Groups(groups);
		this.#allowed = new Groups(groups);
		this.#errors = new Groups(groups);
		this.#steps = new Groups(groups);
		this.#sudo = new Groups(groups);
		this.#incidents = new Groups(groups);
		this.#maxOpen = options.maxOpen ?? 1e5;
	}
	add(line) {
		const event = clipped(line);
		this.#totals.events++;
		if (this.#from === void 0 || event.ts < this.#from) this.#from = event.ts;
		if (this.#to === void 0 || event.ts > this.#to) this.#to = event.ts;
		if (event.type === "lost") this.#totals.lost += event.lost ?? 0;
		else if (event.type === "close") this.#closed(event);
		else if (event.type === "sudo") this.#raised(event);
		else if (event.type === "guard") this.#happened(event);
		else if (event.policy !== void 0) this.#verdict(event);
		if (event.error !== void 0 && event.type !== "guard") this.#failed(event);
		if (event.type === "close" && event.conn !== void 0) {
			this.#open.delete(event.conn);
			this.#refusedFor.delete(event.conn);
		}
	}
	#verdict(event) {
		const refused = event.policy === "deny" || event.audit === true;
		this.#timeline.add(Date.parse(event.ts), refused ? "denied" : "allowed");
		if (refused) this.#refused(event);
		if (!refused || event.audit) this.#allow(event);
	}
	#refused(event) {
		const audit = event.audit === true;
		this.#totals[audit ? "audited" : "denied"]++;
		const background = isBackground(event);
		if (background && !audit) this.#totals.background++;
		const step = this.#stepOf(event);
		if (step) step[audit ? "audited" : "denied"]++;
		if (event.conn !== void 0 && event.reason !== void 0 && this.#refusedFor.size < this.#maxOpen) this.#refusedFor.set(event.conn, event.reason);
		const destination = destinationOf(event);
		const process = processOf(event);
		const key = [
			audit,
			event.type,
			destination,
			process.command,
			event.suggestion ?? event.reason,
			event.rule
		].join("\0");
		const group = this.#refusals.of(key, () => ({
			audit,
			type: event.type,
			destination,
			ip: event.dst_ip,
			process,
			background,
			count: 0,
			rule: event.rule,
			reason: event.reason,
			suggestion: event.suggestion,
			requests: [],
			first: event.ts,
			last: event.ts
		}));
		if (!group) return;
		group.count++;
		group.last = event.ts;
		if (event.url !== void 0) addSome(group.requests, `${event.method ?? "GET"} ${event.url}`, 3);
	}
	#allow(event) {
		if (event.type === "dns") {
			this.#totals.questions++;
			return;
		}
		const destination = destinationOf(event);
		const isRequest = event.url !== void 0;
		const open = event.conn === void 0 ? void 0 : this.#open.get(event.conn);
		const step = open ? open.step : this.#stepOf(event);
		if (isRequest) this.#totals.requests++;
		if (isRequest && step) step.requests++;
		if (!open) this.#totals.allowedConnections++;
		if (!open && step) step.connections++;
		const rule = event.audit ? void 0 : event.rule;
		const group = this.#allowed.of([
			destination,
			rule,
			event.type,
			event.audit
		].join("\0"), () => ({
			destination,
			rule: event.audit ? "none: audit mode" : rule,
			type: event.type,
			protocols: [],
			passthrough: false,
			insecure: false,
			connections: 0,
			requests: 0,
			bytesIn: 0,
			bytesOut: 0,
			exes: []
		}));
		if (group) {
			if (isRequest) group.requests++;
			if (open?.allowance !== group) {
				if (open?.allowance) open.allowance.connections--;
				group.connections++;
			}
			group.passthrough ||= event.passthrough === true;
			group.insecure ||= event.insecure === true;
			if (event.protocol !== void 0) addSome(group.protocols, event.protocol, 5);
			if (event.exe !== void 0) addSome(group.exes, event.exe, 5);
		}
		if (open) open.allowance = group;
		else if (event.conn !== void 0) this.#remember(event.conn, {
			destination,
			process: processOf(event),
			allowance: group,
			step
		});
	}
	#remember(conn, open) {
		if (this.#open.size >= this.#maxOpen) for (const oldest of this.#open.keys()) {
			this.#open.delete(oldest);
			break;
		}
		this.#open.set(conn, open);
	}
	#closed(event) {
		this.#totals.bytesIn += event.bytes_in ?? 0;
		this.#totals.bytesOut += event.bytes_out ?? 0;
		const open = event.conn === void 0 ? void 0 : this.#open.get(event.conn);
		for (const group of [open?.allowance, open?.step]) {
			if (!group) continue;
			group.bytesIn += event.bytes_in ?? 0;
			group.bytesOut += event.bytes_out ?? 0;
		}
	}
	/** Undefined outside of a job, where no process has a step. */
	#stepOf({ step, action }) {
		if (step === void 0 && action === void 0) return void 0;
		const none = {
			denied: 0,
			audited: 0,
			connections: 0,
			requests: 0,
			bytesIn: 0,
			bytesOut: 0
		};
		return this.#steps.of([step, action].join("\0"), () => ({
			step,
			action,
			...none
		}));
	}
	#raised(event) {
		const { user, cwd } = event;
		const process = processOf(event);
		const denied = event.policy === "deny";
		const key = [
			process.command,
			process.step,
			user,
			cwd,
			denied
		].join("\0");
		const group = this.#sudo.of(key, () => ({
			process,
			user,
			cwd,
			denied,
			count: 0
		}));
		if (group) group.count++;
	}
	#happened(event) {
		const tampering = event.error !== void 0;
		if (tampering) this.#totals.errors++;
		const reason = event.reason ?? event.error ?? "";
		const process = event.pid === void 0 && event.exe === void 0 ? void 0 : processOf(event);
		const group = this.#incidents.of([
			reason,
			tampering,
			process?.command,
			process?.step
		].join("\0"), () => ({
			reason,
			tampering,
			process,
			count: 0,
			first: event.ts
		}));
		if (group) group.count++;
	}
	#failed(event) {
		const open = event.conn === void 0 ? void 0 : this.#open.get(event.conn);
		if (event.error === (open?.error ?? this.#refusedFor.get(event.conn ?? "")) || CLIENT_HUNG_UP.test(event.error ?? "")) return;
		if (open && event.error !== void 0) open.error = event.error;
		this.#totals.errors++;
		const destination = open?.destination ?? destinationOf(event);
		const process = event.exe === void 0 && open ? open.process : processOf(event);
		const error = event.error ?? "";
		const group = this.#errors.of([
			error,
			destination,
			process.command
		].join("\0"), () => ({
			error,
			destination,
			process,
			count: 0
		}));
		if (group) group.count++;
	}
	build() {
		const all = this.#refusals.sorted((a, b) => b.count - a.count || compareText(a.destination, b.destination));
		const refusals = (wanted) => all.filter(wanted).map(({ audit: _audit, ...refusal }) => refusal);
		return {
			...this.#from === void 0 ? {} : { from: this.#from },
			...this.#to === void 0 ? {} : { to: this.#to },
			totals: { ...this.#totals },
			denied: refusals(({ audit, type }) => !audit && type !== "dns" && type !== "socket"),
			names: refusals(({ audit, type }) => !audit && type === "dns"),
			sockets: refusals(({ audit, type }) => !audit && type === "socket"),
			audited: refusals(({ audit }) => audit),
			allowed: this.#allowed.sorted((a, b) => b.bytesIn + b.bytesOut - a.bytesIn - a.bytesOut || compareText(a.destination, b.destination)).filter(({ connections, requests }) => connections > 0 || requests > 0),
			errors: this.#errors.sorted((a, b) => b.count - a.count || compareText(a.destination, b.destination)),
			steps: this.#steps.sorted((a, b) => b.denied + b.audited - a.denied - a.audited || b.bytesIn + b.bytesOut - a.bytesIn - a.bytesOut),
			sudo: this.#sudo.sorted((a, b) => b.count - a.count || compareText(a.process.command, b.process.command)),
			incidents: this.#incidents.sorted(() => 0),
			timeline: this.#timeline.build(),
			omitted: {
				refusals: this.#refusals.omitted,
				allowed: this.#allowed.omitted,
				errors: this.#errors.omitted,
				sudo: this.#sudo.omitted,
				incidents: this.#incidents.omitted
			}
		};
	}
};
function processOf(event) {
	return {
		exe: event.exe,
		command: commandOf(event),
		uid: event.uid,
		step: event.step,
		action: event.action
	};
}
/** A log may hold more in one field than is worth keeping; the writer's own lines pass as they are. */
function clipped(event) {
	if (CLIPPED.every((field) => (event[field]?.length ?? 0) <= LONGEST)) return event;
	const copy = { ...event };
	for (const field of CLIPPED) {
		const text = copy[field];
		if (text !== void 0 && text.length > LONGEST) copy[field] = Buffer.from(`${text.slice(0, LONGEST)}…`).toString();
	}
	return copy;
}
/** How many clients end a connection that they are done with: nothing that a person has to look at. */
const CLIENT_HUNG_UP = /^client: (?:read|write) (?:ECONNRESET|EPIPE)$/;
const LONGEST = 1e3;
const CLIPPED = [
	"ts",
	"conn",
	"dst_ip",
	"host",
	"name",
	"url",
	"method",
	"exe",
	"step",
	"action",
	"rule",
	"reason",
	"suggestion",
	"protocol",
	"error",
	"user",
	"cwd"
];
function addSome(list, item, most) {
	if (list.length < most && !list.includes(item)) list.push(item);
}
/** By code unit: the same on every machine. */
function compareText(a, b) {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

// src/report/text.ts
/** The summary that ends `egress-filter run`: what was denied first, each with who, how often, why and the line to add. Ends in LF. */
function renderText(summary, options = {}) {
	const view = new View(options);
	const { denied, names, sockets, audited, errors, allowed, omitted } = summary;
	return `${[
		headline(view, summary, options),
		refusals(view, "Denied", [
			...denied,
			...names,
			...sockets
		], view.red),
		refusals(view, "Would be denied (audit: it was let through)", audited, view.yellow),
		failures(view, errors),
		allowances(view, allowed),
		additions(view, summary, options),
		omitted.refusals + omitted.allowed + omitted.errors > 0 ? [view.dim(`${plural(omitted.refusals + omitted.allowed + omitted.errors, "event")} of further groups counted above, not listed.`)] : []
	].filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
/** Colours and widths. Text is escaped before it is coloured. */
var View = class {
	columns;
	limit;
	#color;
	constructor(options) {
		this.columns = Math.max(40, Math.min(options.columns ?? 100, 400));
		this.limit = options.limit ?? 20;
		this.#color = options.color ?? false;
	}
	bold = (text) => this.#paint("1", text);
	dim = (text) => this.#paint("2", text);
	red = (text) => this.#paint("31", text);
	green = (text) => this.#paint("32", text);
	yellow = (text) => this.#paint("33", text);
	cyan = (text) => this.#paint("36", text);
	#paint(code, text) {
		return this.#color && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
	}
};
function headline(view, summary, meta) {
	const { totals } = summary;
	const lines = [];
	if (totals.denied + totals.audited + totals.allowedConnections + totals.questions + totals.errors === 0) lines.push(`${view.bold("Egress Filter")}: no connections, nothing denied.`);
	else {
		const parts = [
			totals.denied > 0 ? view.red(`${totals.denied} denied`) : view.green("nothing denied"),
			...totals.audited > 0 ? [view.yellow(`${totals.audited} would be denied`)] : [],
			`${plural(totals.allowedConnections, "connection")} allowed`,
			...totals.requests > 0 ? [plural(totals.requests, "request")] : [],
			...totals.bytesIn + totals.bytesOut > 0 ? [`${bytesText(totals.bytesIn)} in`, `${bytesText(totals.bytesOut)} out`] : []
		];
		const took = durationOf(summary, meta);
		lines.push(`${view.bold("Egress Filter")}: ${parts.join(", ")}${took === void 0 ? "" : `, in ${durationText(took)}`}`);
	}
	const loss = lossOf(summary, meta);
	if (loss !== void 0) lines.push(view.yellow(loss));
	return lines;
}
const KINDS = {
	http: "HTTP",
	https: "HTTPS",
	tcp: "TCP",
	udp: "UDP",
	dns: "DNS",
	ip: "IP",
	socket: "socket"
};
function refusals(view, title, all, paint) {
	const list = withoutEchoes(all);
	if (list.length === 0) return [];
	const shown = list.slice(0, view.limit);
	const destinations = column(shown.map(({ destination }) => destination), Math.floor(view.columns / 2));
	const counts = shown.map(({ count }) => `${count}x`);
	const countWidth = Math.max(...counts.map((count) => count.length));
	return [
		paint(title),
		...shown.flatMap((refusal, index) => {
			const kind = (KINDS[refusal.type] ?? refusal.type).padEnd(6);
			const head = `  ${destinations[index]}  ${kind} ${(counts[index] ?? "").padStart(countWidth)}`;
			const add = ruleOf(refusal);
			return [
				paint(head),
				`      by   ${process$1(refusal.process, view.columns - 11)}`,
				...refusal.reason === void 0 ? [] : [`      why  ${visible(refusal.reason, view.columns * 2)}`],
				...isTold(refusal) ? [] : [`      for  ${visible(refusal.requests[0] ?? "", view.columns - 11)}`],
				...add === void 0 ? [] : [`      ${view.cyan(`add: ${add}`)}`]
			];
		}),
		...more(view, list.length - shown.length)
	];
}
/** The reason names the request already. */
const isTold = ({ requests: [request], reason = "" }) => request === void 0 || reason.includes(request);
function failures(view, list) {
	if (list.length === 0) return [];
	const shown = list.slice(0, view.limit);
	return [
		view.yellow("Errors"),
		...shown.flatMap(({ error, destination, process: who, count }) => {
			const advice = adviceOf({
				error,
				destination
			});
			return [
				`  ${visibleAscii(destination, 80)}  ${count}x  ${visible(error, view.columns)}`,
				`      by   ${process$1(who, view.columns - 11)}`,
				...advice === void 0 ? [] : [`      ${view.cyan(`-> ${advice}`)}`]
			];
		}),
		...more(view, list.length - shown.length)
	];
}
function allowances(view, list) {
	if (list.length === 0) return [];
	const shown = list.slice(0, view.limit);
	const columns = [
		column(shown.map(({ destination }) => destination), Math.floor(view.columns / 2)),
		column(shown.map(({ requests, connections }) => requests > 0 ? plural(requests, "request") : plural(connections, "connection"))),
		column(shown.map(({ bytesIn }) => `${bytesText(bytesIn)} in`), 20, "right"),
		column(shown.map(({ bytesOut }) => `${bytesText(bytesOut)} out`), 20, "right")
	];
	return [
		view.green("Allowed"),
		...shown.map((allowance, index) => {
			const cells = `  ${columns.map((cells) => cells[index]).join("  ")}`;
			const told = (allowance.rule ?? "").split(" ");
			const flags = ["passthrough", "insecure"].filter((flag) => allowance[flag] && !told.includes(flag)).join(" ");
			const rule = visibleAscii(`${allowance.rule ?? ""}${flags === "" ? "" : ` (${flags})`}`);
			return `${cells}  ${view.dim(shorten(rule, Math.max(12, view.columns - cells.length - 2)))}`.trimEnd();
		}),
		...more(view, list.length - shown.length)
	];
}
/** Worth a block of its own where it saves copying several lines. */
function additions(view, summary, { policy }) {
	const lines = suggestPolicy(summary).split("\n").slice(0, -1);
	if (lines.length < 2) return [];
	const shown = lines.slice(0, view.limit * 2);
	return [
		`To allow all of it, if you trust it, add to ${policy === void 0 ? "the policy" : visible(policy, 200)}:`,
		...shown.map((line) => `  ${view.cyan(line)}`),
		...more(view, lines.length - shown.length)
	];
}
function process$1(who, width) {
	const from = [
		...who.step === void 0 ? [] : [`step ${who.step}`],
		...who.action === void 0 ? [] : [who.action],
		...who.uid === 0 ? ["root"] : []
	].join(", ");
	const tail = from === "" ? "" : ` (${visible(from, 60)})`;
	return `${visible(who.command, Math.max(20, width - tail.length))}${tail}`;
}
/** Cells of one column, escaped and padded to the widest. */
function column(values, widest = 200, side = "left") {
	const cells = values.map((value) => visibleAscii(value, widest));
	const width = Math.max(...cells.map((cell) => cell.length));
	return cells.map((cell) => side === "left" ? cell.padEnd(width) : cell.padStart(width));
}
function more(view, count) {
	return count > 0 ? [view.dim(`  and ${count} more; the log and --report have them all`)] : [];
}

// src/cli/environment.ts
/** What the launcher gives this prefix to is for the command: our own Node must not be changed by it. */
const KEPT = "EGRESS_FILTER_CALLER_";
/** The environment as the caller had it. */
function callerEnvironment(env) {
	const own = {};
	for (const [name, value] of Object.entries(env)) if (!name.startsWith(KEPT)) own[name] = value;
	for (const [name, value] of Object.entries(env)) if (name.startsWith(KEPT)) own[name.slice(21)] = value;
	return own;
}
/** Variables by which curl, git, npm, pip, Go, ... are told of a proxy; curl reads `http_proxy` in lower case only, others both. */
const PROXY_VARIABLES = [
	"http_proxy",
	"https_proxy",
	"all_proxy",
	"npm_config_proxy",
	"npm_config_https_proxy"
];
/** A configured proxy is a way past the policy, or a dead end: one sentence for each. */
function proxyWarnings(env) {
	const set = Object.entries(env).filter(([name, value]) => value && PROXY_VARIABLES.includes(name.toLowerCase()));
	const names = (local) => set.filter(([, value = ""]) => isLocal(value) === local).map(([name]) => name).join(", ");
	const [here, elsewhere] = [names(true), names(false)];
	return [...here ? [`A proxy on this machine is set (${here}): what the command sends through it is not filtered. Unset it to filter that, too.`] : [], ...elsewhere ? [`A proxy is set (${elsewhere}): the filter refuses CONNECT. Unset it, so that the command connects directly.`] : []];
}
function isLocal(proxy) {
	const host = /^(?:[a-z0-9+.-]+:\/\/)?(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)/i.exec(proxy)?.[1] ?? "";
	return /^(?:localhost|127\.[0-9.]+|\[::1\])$/i.test(host);
}

// src/cli/stdio.ts
/**
* Writes text at once. `run` has to use this and not process.stdout and process.stderr: opening one of those makes a pipe non-blocking
* (O_NONBLOCK, open(2)) for all who share it, and the command of `run` does: where the reader is slow, its output would be lost with EAGAIN.
*
* What nobody reads is dropped: whoever reads may stop, and the command can shut a socket that it shares with us.
*/
function writeText(fd, text) {
	let rest = Buffer.from(text);
	while (rest.length > 0) try {
		rest = rest.subarray(writeSync(fd, rest));
	} catch (error) {
		if (codeOf(error) !== "EAGAIN") return;
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
	}
}

// src/cli/run.ts
const OPTIONS$1 = {
	policy: { type: "string" },
	default: { type: "string" },
	audit: { type: "boolean" },
	log: { type: "string" },
	"log-full": { type: "boolean" },
	report: { type: "string" },
	"upstream-ca": {
		type: "string",
		multiple: true
	},
	"fail-on-deny": { type: "boolean" },
	user: { type: "string" },
	"keep-socket": {
		type: "string",
		multiple: true
	},
	repo: { type: "string" },
	quiet: {
		type: "boolean",
		short: "q"
	},
	json: { type: "boolean" },
	/** For tests of the variant without kprobes on kernels that have them. */
	"no-kprobes": { type: "boolean" },
	help: {
		type: "boolean",
		short: "h"
	}
};
const USAGE$1 = "egress-filter run --help";
const DENIED = 3;
/** `egress-filter run`: the command's exit status, or 3 with --fail-on-deny. */
async function runCommand(args) {
	const { options: own, command } = splitCommand(args);
	if (own.includes("--help") || own.includes("-h")) {
		writeText(1, RUN_HELP);
		return 0;
	}
	if (!command || command.length === 0) throw new UserError(`No command: write it behind --, as in egress-filter run ${example(own)}. See ${USAGE$1}.`);
	if (command[0] === "") throw new UserError(`The command behind -- is empty. See ${USAGE$1}.`);
	const options = parseOptions(own, OPTIONS$1, USAGE$1);
	const byDefault = defaultOption(options.default) ?? "deny";
	requireRoot("egress-filter run");
	requireDescriptors();
	const audit = options.audit ?? false;
	const repository = repositoryOption(options.repo ?? process.env.GITHUB_REPOSITORY);
	const policy = readPolicy(options.policy, {
		repository,
		audit
	});
	const account = callingAccount(process.env, options.user);
	if (options.log !== void 0 && options.report !== void 0 && resolve(options.log) === resolve(options.report)) throw new UserError(`The log and the report are the same file (${options.log}): give them different names.`);
	const report = options.report === void 0 ? void 0 : {
		path: options.report,
		place: openPlace("report", options.report, account.gid)
	};
	const env = callerEnvironment(process.env);
	for (const line of proxyWarnings(env)) say(line);
	let summary;
	const outcome = await run({
		native: loadNative(),
		assets: assets(),
		command,
		account,
		env,
		policy,
		repository,
		default: byDefault,
		audit,
		logFull: options["log-full"] ?? false,
		logPath: options.log,
		upstreamCa: options["upstream-ca"] ?? [],
		noKprobes: options["no-kprobes"] ?? false,
		keepSockets: options["keep-socket"] ?? [],
		notify: say,
		onLog: async (path, ended) => {
			summary = await summarise(readLog(path, { onBroken: (line, problem) => say(`line ${line} of the log is broken: ${problem}`) }));
			tell(summary, ended, {
				command,
				audit,
				quiet: options.quiet ?? false,
				json: options.json ?? false,
				policy: options.policy,
				log: options.log,
				report
			});
		}
	});
	const denied = summary?.totals.denied ?? 0;
	if (!options["fail-on-deny"] || outcome.status !== 0 || denied === 0) return outcome.status;
	if (!options.json) say(`Exit status ${DENIED}, as something was denied (--fail-on-deny); the command itself succeeded.`);
	return DENIED;
}
/** What was meant, where it begins with the command. */
function example(own) {
	return own[0] === void 0 || own[0].startsWith("-") ? "--audit -- npm ci" : `-- ${visible(own.map(quoteArgument).join(" "), 200)}`;
}
const say = (line) => writeText(2, `egress-filter: ${line}\n`);
function readPolicy(path, { repository, audit }) {
	if (path === void 0) return "";
	if (path === "-") throw new UserError("Standard input is the command’s own: write the policy into a file, and name that.");
	const text = readInput(path, "policy");
	const { findings, valid } = compile(text, { repository });
	const worth = findings.filter(({ severity }) => severity !== "hint");
	if (worth.length > 0) writeText(2, `${worth.map((finding) => formatFinding(finding, text, path)).join("\n")}\n`);
	if (!valid && !audit) throw new UserError(`The policy ${path} is not valid: nothing was run.`);
	if (!valid) say(`The policy ${path} is not valid. This is audit mode: the lines that are understood count, and the command is run.`);
	return text;
}
/** A file a person named. 16 MiB is far beyond any policy. */
function readInput(path, what) {
	try {
		const { size } = statSync(path);
		if (size > 16 << 20) throw new UserError(`The ${what} ${path} is too large (${size} bytes).`);
		return readFileSync(path, "utf8");
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw new UserError(`The ${what} ${path} cannot be read: ${reasonOf$2(error)}.`, { cause: error });
	}
}
/** False where it cannot be written, which is told. The command has ended: its summary and its exit status are still to come. */
function writeReport({ path, place }, text) {
	let file;
	try {
		file = place.create();
		writeFileSync(file, text({
			".json": renderJson,
			".md": renderMarkdown
		}[extname(path)] ?? renderHtml));
		return true;
	} catch (error) {
		if (file !== void 0) place.remove();
		say(error instanceof UserError ? error.message : `The report ${path} cannot be written: ${reasonOf(error)}.`);
		return false;
	} finally {
		if (file !== void 0) closeSync(file);
	}
}
/** The summary, on stderr: stdout is the command's. */
function tell(summary, outcome, { command, audit, quiet, json, policy, log, report }) {
	const { totals } = summary;
	const { status, durationMs, lostEvents } = outcome;
	const meta = {
		command,
		audit,
		policy,
		status,
		durationMs,
		lostEvents
	};
	const reported = report !== void 0 && writeReport(report, (render) => render(summary, {
		...meta,
		log
	})) ? report.path : void 0;
	if (json) writeText(2, `${renderJson(summary, meta).trimEnd()}\n`);
	else if (!quiet) {
		const terminal = isatty(2);
		const color = terminal && !process.env.NO_COLOR && process.env.TERM !== "dumb";
		const columns = terminal && process.stderr.columns || 100;
		writeText(2, `\n${renderText(summary, {
			color,
			columns,
			...meta
		}).trimEnd()}\n`);
		if (policy === void 0 && totals.denied + totals.audited > 0) writeText(2, "\nNo policy was given. Write the lines that you trust into a file and give it: --policy FILE. More: docs/policy.md\n");
		for (const [what, path] of [["Log", log], ["Report", reported]]) if (path) writeText(2, `${what}: ${path}\n`);
	}
	if (outcome.lostEvents > 0) say(`${outcome.lostEvents} event(s) could not be written to the log.`);
}

// src/action/runner.ts
/** The runner cuts a message there (ExecutionContext.cs, _maxIssueMessageLength). */
const MOST_MESSAGE = 4096;
/**
* The runner that started this process: what it reads from our stdout (docs.github.com, "Workflow commands") and from the files that it
* names in the environment. Written here as @actions/core loads an HTTP client on its way, which costs pre more time than all the rest.
*/
var Runner = class {
	env;
	#write;
	#exitCode = 0;
	constructor(env, write) {
		this.env = env;
		this.#write = write;
	}
	/** 1 once something failed. */
	get exitCode() {
		return this.#exitCode;
	}
	/** Lines of the step's log. No line of them is a command, whatever it holds. */
	say(text) {
		this.#write(`${text.split(/\r\n|[\r\n]/).map(inert).join("\n")}\n`);
	}
	/** Lines that a click unfolds. */
	group(title, lines) {
		this.#command("group", {}, title.replaceAll(/\s+/g, " "));
		for (const line of lines) this.say(line);
		this.#command("endgroup", {}, "");
	}
	notice(message, place = {}) {
		this.#annotate("notice", message, place);
	}
	warning(message, place = {}) {
		this.#annotate("warning", message, place);
	}
	error(message, place = {}) {
		this.#annotate("error", message, place);
	}
	/** An error that makes the step, and so the job, fail. */
	fail(message, place = {}) {
		this.#exitCode = 1;
		this.error(message, place);
	}
	/** For later steps as `steps.<id>.outputs.<name>`. */
	setOutput(name, value) {
		this.#setIn("GITHUB_OUTPUT", name, value);
	}
	/** For the later stages of this same action. Not for secrets. */
	saveState(name, value) {
		this.#setIn("GITHUB_STATE", name, value);
	}
	state(name) {
		return this.env[`STATE_${name}`] || void 0;
	}
	/** Why state and variables cannot be left behind, in sentences. */
	unwritable() {
		return ["GITHUB_STATE", "GITHUB_ENV"].flatMap((variable) => {
			try {
				append(this.#file(variable), "");
				return [];
			} catch (error) {
				return [error instanceof UserError ? error.message : `The file of the runner for ${variable} cannot be written: ${messageOf(error)}.`];
			}
		});
	}
	/** For every later step of the job. */
	exportVariable(name, value) {
		this.#setIn("GITHUB_ENV", name, value);
	}
	/** Adds to the page of the job. False where the runner takes none. */
	addSummary(markdown) {
		const path = this.env.GITHUB_STEP_SUMMARY;
		if (!path) return false;
		append(path, markdown);
		return true;
	}
	/** `name<<delimiter`, with a delimiter that the value cannot know. */
	#setIn(variable, name, value) {
		const delimiter = `egress-filter-${randomUUID()}`;
		append(this.#file(variable), `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
	}
	#file(variable) {
		const path = this.env[variable];
		if (!path) throw new UserError(`The runner gave no ${variable}: this runs as a step of GitHub Actions only.`);
		return path;
	}
	#annotate(kind, message, { title, file, line, column }) {
		const properties = {
			title,
			file,
			line: line?.toString(),
			col: column?.toString()
		};
		this.#command(kind, properties, shorten(message, MOST_MESSAGE));
	}
	#command(name, properties, data) {
		const listed = Object.entries(properties).flatMap(([key, value]) => value === void 0 ? [] : [`${key}=${escapeProperty(value)}`]);
		this.#write(`::${name}${listed.length === 0 ? "" : ` ${listed.join(",")}`}::${escapeData(data)}\n`);
	}
};
/** Never waits: any process of the job's user can put a FIFO that nobody reads in the place of the runner's file. */
function append(path, text) {
	const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
	const fd = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 420);
	try {
		if (!fstatSync(fd).isFile()) throw new Error(`${path} is no file any more`);
		writeFileSync(fd, text);
	} finally {
		closeSync(fd);
	}
}
/** ActionCommand.cs: a command starts a line with `::`, blanks before it left aside (String.Trim of .NET), or stands anywhere in it as `##[`. */
function inert(line) {
	return line.replaceAll("##[", "#\\x23[").replace(/^([\s\p{Cc}\u180e]*):(?=:)/u, "$1\\x3a");
}
/** `##[` would be read also inside of a message. */
function escapeData(text) {
	return text.replaceAll("##[", "#\\x23[").replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function escapeProperty(text) {
	return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

// src/cli/validate.ts
const USAGE = `Usage: egress-filter validate [options] FILE...

Checks policy files, and the policies and inputs in workflow files and composite actions: every step that uses this action, job by job.
Findings stand at the file's own line and column. A FILE of - is standard input.

Options
  --repo OWNER/NAME    What {owner} and {repo} stand for (default: GITHUB_REPOSITORY, else any)
  --strict             Warnings count as errors
  -q, --quiet          Nothing but findings
  --github             Findings as annotations, too, when this runs as a step of GitHub Actions
  --json
  -h, --help

Exit status: 0 without errors (hints and warnings may be there), 1 with errors, 2 when a file cannot be read.
`;
const OPTIONS = {
	repo: { type: "string" },
	strict: { type: "boolean" },
	quiet: {
		type: "boolean",
		short: "q"
	},
	github: { type: "boolean" },
	json: { type: "boolean" },
	help: {
		type: "boolean",
		short: "h"
	}
};
/** `egress-filter validate`. */
async function validateCommand(args) {
	const { options, files } = parseOptionsAndFiles(args, OPTIONS, "egress-filter validate --help");
	if (options.help) {
		process.stdout.write(USAGE);
		return 0;
	}
	if (options.github && options.json) throw new UserError("--github and --json both want standard output: choose one.");
	if (files.length === 0) throw new UserError("validate needs a file: see egress-filter validate --help.");
	onlyOneStdin(files);
	stopWhenNobodyReads();
	const repository = repositoryOption(options.repo ?? process.env.GITHUB_REPOSITORY) ?? "owner/repo";
	const validated = files.map((file) => validate(file, repository));
	if (options.json) printJson(report(validated));
	else {
		const paint = paintFor(process.stdout);
		for (const one of validated) await print("problem" in one ? "" : render(one, paint, options.quiet ?? false));
		if (options.github) await print(annotations(validated));
		if (!options.quiet) await print(summary(validated, paint));
	}
	for (const one of validated) if ("problem" in one) process.stderr.write(`egress-filter: ${one.problem}\n`);
	if (validated.some((one) => "problem" in one)) return 2;
	const { errors, warnings } = countFindings(validated.flatMap((one) => "problem" in one ? [] : one.findings));
	return errors > 0 || options.strict && warnings > 0 ? 1 : 0;
}
/** One file that cannot be read keeps nobody from hearing about the others. */
function validate(file, repository) {
	try {
		const loaded = loadPolicies(file);
		const policies = loaded.policies.map((text) => compilePolicy(text, { repository }));
		return {
			loaded,
			policies,
			findings: [...loaded.findings, ...policies.flatMap(({ findings }) => findings)]
		};
	} catch (error) {
		if (error instanceof UserError) return {
			file,
			problem: error.message
		};
		throw error;
	}
}
function render({ loaded, policies, findings }, paint, quiet) {
	const text = formatFindings(findings, loaded, paint);
	if (quiet) return text;
	const lines = policies.map(({ text: policy, policy: compiled, findings: own }) => {
		const { use } = policy;
		const { errors } = countFindings(own);
		const where = use === void 0 ? "" : `:${use.line}: ${use.job === void 0 ? "" : `job ${use.job}, `}step ${use.step}`;
		const unjudged = policy.unjudged > 0 ? `, ${plural(policy.unjudged, "line")} with expressions left alone` : "";
		const state = errors > 0 ? paint.red(plural(errors, "error")) : paint.green("fine");
		return `${visible(`${loaded.file}${where}`)}: ${plural(compiled.ruleCount, "rule")}${unjudged}, ${state}\n`;
	});
	if (lines.length === 0 && findings.length === 0) lines.push(`${visible(loaded.file)}: no step uses egress-filter\n`);
	return `${text}${lines.join("")}`;
}
/** Commands that the runner reads from our output; names of files are those that were given, so that it finds them in the repository. */
function annotations(validated) {
	let written = "";
	const runner = new Runner(process.env, (text) => {
		written += text;
	});
	const tell = {
		error: "error",
		warning: "warning",
		hint: "notice"
	};
	for (const { severity, file, line, column, message, suggestion } of validated.flatMap((one) => "problem" in one ? [] : one.findings)) runner[tell[severity]](`${message}${suggestion === void 0 ? "" : ` - write: ${suggestion}`}`, {
		title: "Egress Filter",
		file,
		line,
		column
	});
	return written;
}
function summary(validated, paint) {
	const read = validated.filter((one) => "loaded" in one);
	const { errors, warnings, hints } = countFindings(read.flatMap(({ findings }) => findings));
	const policies = read.reduce((sum, one) => sum + one.policies.length, 0);
	const parts = [
		plural(errors, "error"),
		plural(warnings, "warning"),
		plural(hints, "hint")
	].join(", ");
	return `${plural(validated.length, "file")}, ${plural(policies, "policy", "policies")}: ${errors > 0 ? paint.red(parts) : parts}\n`;
}
function report(validated) {
	const read = validated.filter((one) => "loaded" in one);
	return {
		...countFindings(read.flatMap(({ findings }) => findings)),
		files: validated.map((one) => {
			if ("problem" in one) return {
				file: one.file,
				error: one.problem
			};
			const { loaded, policies, findings } = one;
			return {
				file: loaded.file,
				kind: loaded.kind,
				policies: policies.map(({ text, policy, findings: own }) => ({
					...text.use,
					rules: policy.ruleCount,
					unjudged: text.unjudged,
					valid: countFindings(own).errors === 0
				})),
				findings
			};
		})
	};
}

// package.json
var version = "0.1.0";

// src/cli/main.ts
/** One file a command; each takes the arguments behind its name and gives an exit status. */
const COMMANDS = {
	run: runCommand,
	doctor: doctorCommand,
	clean: cleanCommand,
	validate: validateCommand,
	explain: explainCommand,
	check: checkCommand,
	analyze: analyzeCommand,
	fmt: fmtCommand,
	presets: presetsCommand,
	convert: convertCommand
};
async function main([name, ...args]) {
	if (name === "help" && args[0] !== void 0) return await main([args[0], "--help"]);
	if (name === void 0 || name === "help" || name === "--help" || name === "-h") {
		writeText(1, HELP);
		return name === void 0 ? 2 : 0;
	}
	if (name === "version" || name === "--version" || name === "-V" || name === "-v") {
		writeText(1, `egress-filter ${version}\n`);
		return 0;
	}
	const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : void 0;
	if (name.startsWith("-")) throw new UserError(`Options stand behind the command's name, as in egress-filter run ${name}: egress-filter --help lists them.`);
	if (!command) throw new UserError(`There is no command "${name}": egress-filter --help lists them.`);
	if (name !== "run") for (const stream of [process.stdout, process.stderr]) stream.on("error", endUnlessUnread);
	return await command(args);
}
/** Half of an output, as on a full disk, must not pass for the whole. */
function endUnlessUnread(error) {
	if (codeOf(error) === "EPIPE") return;
	writeText(2, `egress-filter: The output cannot be written: ${messageOf(error)}.\n`);
	process.exit(2);
}
try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	const problem = machineProblem(error);
	writeText(2, `egress-filter: ${problem ?? messageOf(error)}\n`);
	if (problem === void 0 && !(error instanceof UserError || error instanceof NativeLoadError) && error instanceof Error) writeText(2, `${error.stack ?? ""}\nThis is a bug: please report it with the lines above.\n`);
	process.exitCode = 2;
}

export {  };