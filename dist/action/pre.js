import { createRequire } from "node:module";
import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, readlinkSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, normalize, relative, resolve, sep } from "node:path";
import { X509Certificate, createHash, randomUUID } from "node:crypto";
import { spawn } from "node:child_process";
import { setTimeout as setTimeout$1 } from "node:timers/promises";

// \0rolldown/runtime.js
var __defProp = Object.defineProperty;
var __esmMin = (fn, res, err) => () => {
	if (err) throw err[0];
	try {
		return fn && (res = fn(fn = 0)), res;
	} catch (e) {
		throw err = [e], e;
	}
};
var __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports);
var __exportAll = (all, no_symbols) => {
	let target = {};
	for (var name in all) {
		__defProp(target, name, {
			get: all[name],
			enumerable: true
		});
	}
	if (!no_symbols) {
		__defProp(target, Symbol.toStringTag, { value: "Module" });
	}
	return target;
};
var __require = /* #__PURE__ */ (() => createRequire(import.meta.url))();

// src/kernel/errors.ts
/** `error.code` of a Node or native error (`ENOENT`, `EBUSY`, ...), if it has one. */
function codeOf(error) {
	return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : void 0;
}
function messageOf(error) {
	return error instanceof Error ? error.message : String(error);
}
var init_errors$3 = __esmMin((() => {}));

// src/guard/errors.ts
var UserError;
var init_errors$2 = __esmMin((() => {
	init_errors$3();
	UserError = class extends Error {
		name = "UserError";
	};
}));

// src/report/escape.ts
init_errors$2();
/** Whatever comes from a process or a network passes through one of these before a person's screen shows it. */
/**
* For a terminal or a CI log, on one line: control, formatting and unassigned characters and unusual blanks become `\n`, `\x1b`, `\u{202e}`.
* The runner's workflow commands (`::name::` at the start of a line, `##[name]` anywhere) are broken up. At most `limit` UTF-16 units.
*/
function visible(text, limit = 500) {
	return shorten((text.length > limit * 4 ? text.slice(0, limit * 4) : text).replace(INVISIBLE, escapeCharacter).replaceAll("##[", "#\\x23[").replace(/^::/, "\\x3a:"), limit);
}
const INVISIBLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;
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

// src/guard/ca-files.ts
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

// src/report/describe.ts
/** `1 request`, `2 requests`. */
function plural(count, one, many = `${one}s`) {
	return `${count} ${count === 1 ? one : many}`;
}

// src/action/workflow/repository-folder.ts
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
		if (stat.size > MAX_BYTES$1) return { problem: "is too large" };
		return { text: readFileSync(real, "utf8") };
	} catch (error) {
		return { problem: codeOf(error) === "ENOENT" ? "is not there" : "cannot be read" };
	}
}
var MAX_BYTES$1;
var init_repository_folder = __esmMin((() => {
	init_errors$2();
	MAX_BYTES$1 = 4 << 20;
}));

// src/action/repository-file.ts
init_errors$2();
init_repository_folder();
/** Far beyond any policy or list of certificates. */
const MAX_BYTES = 4 << 20;
const MAX_WAIT_MS = 1e4;
/**
* A file that an input names. In the repository: pre asks GitHub for it as it is at the commit of the job (GITHUB_SHA), main reads the checkout.
* Elsewhere on the machine: an absolute path. Throws UserError with one sentence.
*/
async function readNamedFile(path, input, source) {
	const workspace = source.env.GITHUB_WORKSPACE;
	const inWorkspace = isAbsolute(path) && workspace ? relative(workspace, path) : path;
	const name = normalize(inWorkspace);
	if (isAbsolute(path) && (isAbsolute(name) || isOutside(name) || !workspace)) return readOnMachine(path, input);
	if (isOutside(name)) throw new UserError(`${input}: ${path} is outside of the repository.`);
	if (source.stage === "pre") return {
		name,
		text: await fetchFromRepository(name, source, (why) => new UserError(`${input}: ${why}`))
	};
	const read = readInside(workspace || process.cwd(), name);
	if ("text" in read) return {
		name,
		text: read.text
	};
	throw new UserError(`${input}: ${path} ${read.problem}: put actions/checkout before this step, or check the path.`);
}
const isOutside = (path) => path === "" || path === "." || path === ".." || path.startsWith("../");
function readOnMachine(path, input) {
	try {
		const stat = statSync(path);
		if (!stat.isFile()) throw new UserError(`${input}: ${path} is not a file.`);
		if (stat.size > MAX_BYTES) throw new UserError(`${input}: ${path} is too large (${stat.size} bytes).`);
		const text = readFileSync(path, "utf8");
		if (stat.uid === 0 && (stat.mode & 18) === 0) return {
			name: path,
			text
		};
		return {
			name: path,
			text,
			warning: `${path} can be written by others than root, so that one job can change it for the next.`
		};
	} catch (error) {
		if (error instanceof UserError) throw error;
		const why = error instanceof Error ? error.message : String(error);
		throw new UserError(`${input}: ${path} cannot be read: ${why}.`, { cause: error });
	}
}
/** docs.github.com, REST API, "Get repository content". `problem` makes the error of a sentence. */
async function fetchFromRepository(path, { env, token }, problem, waitMs = MAX_WAIT_MS) {
	const { GITHUB_API_URL: api = "https://api.github.com", GITHUB_REPOSITORY: repository = "", GITHUB_SHA: commit = "" } = env;
	const url = `${api}/repos/${repository}/contents/${path.split("/").map(encodeURIComponent).join("/")}?ref=${encodeURIComponent(commit)}`;
	const what = `${path} of ${repository} at ${commit.slice(0, 12)}`;
	let response;
	let bytes;
	try {
		response = await fetch(url, {
			headers: {
				accept: "application/vnd.github.raw+json",
				connection: "close",
				"user-agent": "egress-filter",
				"x-github-api-version": "2022-11-28",
				...token === "" ? {} : { authorization: `Bearer ${token}` }
			},
			signal: AbortSignal.timeout(waitMs)
		});
		bytes = await readAtMost(response, MAX_BYTES);
	} catch (error) {
		const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
		throw problem(`${what} could not be had from ${api}: ${cause instanceof Error ? cause.message : String(cause)}.`);
	}
	if (!response.ok) throw problem(`${what} could not be had from GitHub (status ${response.status}). Is the path right, and does the job have \`permissions: contents: read\`?`);
	if (/^application\/json\b/.test(response.headers.get("content-type") ?? "")) throw problem(`${what} is not a file.`);
	return bytes.toString("utf8");
}
async function readAtMost(response, limit) {
	const pieces = [];
	let length = 0;
	for await (const piece of response.body ?? []) {
		length += piece.length;
		if (length > limit) throw new Error(`it is larger than ${limit} bytes`);
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}

// src/action/authorities.ts
init_errors$2();
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;
/** Input `upstream-ca`: certificates as PEM, or one file of them a line. The PEM texts; throws UserError where one of them is no certificate. */
async function readAuthorities(value, source) {
	if (value === "") return {
		texts: [],
		warnings: []
	};
	if (value.includes("-----BEGIN")) return {
		texts: [certificatesIn(value, "upstream-ca")],
		warnings: []
	};
	const paths = value.split(/\r?\n/).map((line) => line.trim());
	const files = await Promise.all(paths.filter((path) => path !== "").map((path) => readNamedFile(path, "upstream-ca", source)));
	return {
		texts: files.map(({ name, text }) => certificatesIn(text, name)),
		warnings: files.flatMap(({ warning }) => warning === void 0 ? [] : [warning])
	};
}
function certificatesIn(text, name) {
	const found = text.match(CERTIFICATE) ?? [];
	if (found.length === 0) throw new UserError(`upstream-ca: there is no certificate in ${name} (-----BEGIN CERTIFICATE-----).`);
	for (const [index, pem] of found.entries()) try {
		new X509Certificate(pem);
	} catch (error) {
		throw new UserError(`upstream-ca: certificate ${index + 1} in ${name} cannot be read: ${messageOf(error)}.`, { cause: error });
	}
	return `${found.join("\n")}\n`;
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
function isObject(data) {
	return typeof data === "object" && data !== null && !Array.isArray(data);
}
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
/** Wraps a constant catch value in a thunk tagged with {@link CONSTANT_CATCH}. */
function constantCatch(value) {
	const fn = () => value;
	fn[CONSTANT_CATCH] = true;
	return fn;
}
var Cached, captureStackTrace, allowsEval, propertyKeyTypes, NUMBER_FORMAT_RANGES, BIGINT_FORMAT_RANGES, highSurrogate, installing, broke, breaker, CONSTANT_CATCH;
var init_util = __esmMin((() => {
	init_core$1();
	Cached = class {
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
	captureStackTrace = "captureStackTrace" in Error ? Error.captureStackTrace : (..._args) => {};
	allowsEval = /* @__PURE__*/ cached(() => {
		if (globalConfig.jitless) return false;
		if (typeof navigator !== "undefined" && navigator?.userAgent?.includes("Cloudflare")) return false;
		try {
			new Function("");
			return true;
		} catch (_) {
			return false;
		}
	});
	propertyKeyTypes = /* @__PURE__*/ new Set([
		"string",
		"number",
		"symbol"
	]);
	NUMBER_FORMAT_RANGES = /*@__PURE__*/ (() => ({
		safeint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
		int32: [-2147483648, 2147483647],
		uint32: [0, 4294967295],
		float32: [-34028234663852886e22, 34028234663852886e22],
		float64: [-Number.MAX_VALUE, Number.MAX_VALUE]
	}))();
	BIGINT_FORMAT_RANGES = {
		int64: [/* @__PURE__*/ BigInt("-9223372036854775808"), /* @__PURE__*/ BigInt("9223372036854775807")],
		uint64: [/* @__PURE__*/ BigInt(0), /* @__PURE__*/ BigInt("18446744073709551615")]
	};
	highSurrogate = /[\uD800-\uDBFF]/;
	;
	broke = false;
	breaker = {
		configurable: true,
		get() {
			broke = true;
		}
	};
	CONSTANT_CATCH = "~constantCatch";
}));

// node_modules/zod/v4/core/core.js
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
function config(newConfig) {
	if (newConfig) Object.assign(globalConfig, newConfig);
	return globalConfig;
}
var _a$1, NEVER, _zodDesc, _E, $ZodAsyncError, $ZodEncodeError, globalConfig;
var init_core$1 = __esmMin((() => {
	init_util();
	;
	NEVER = /*@__PURE__*/ Object.freeze({ status: "aborted" });
	_zodDesc = {
		value: void 0,
		enumerable: false
	};
	_E = "captureStackTrace" in Error ? Error : null;
	$ZodAsyncError = class extends Error {
		constructor() {
			super(`Encountered Promise during synchronous parse. Use .parseAsync() instead.`);
		}
	};
	$ZodEncodeError = class extends Error {
		constructor(name) {
			super(`Encountered unidirectional transform during encode: ${name}`);
			this.name = "ZodEncodeError";
		}
	};
	(_a$1 = globalThis).__zod_globalConfig ?? (_a$1.__zod_globalConfig = {});
	globalConfig = globalThis.__zod_globalConfig;
}));

// node_modules/zod/v4/core/errors.js
function _getMessage() {
	const internals = this._zod;
	internals.message ?? (internals.message = JSON.stringify(internals.def, jsonStringifyReplacer, 2));
	return internals.message;
}
function _setMessage(value) {
	this._zod.message = value;
}
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
var _messageDesc, _issuesDesc, _installedToString, initializer$1, $ZodError;
var init_errors$1 = __esmMin((() => {
	init_core$1();
	init_util();
	_messageDesc = {
		get: _getMessage,
		set: _setMessage,
		enumerable: true,
		configurable: true
	};
	_issuesDesc = {
		value: void 0,
		enumerable: false
	};
	_installedToString = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
	initializer$1 = (inst, def) => {
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
	$ZodError = /* @__PURE__ */ $constructor("$ZodError", initializer$1);
}));

// node_modules/zod/v4/core/parse.js
function finalizeParams(callee, params) {
	return {
		callee: params?.callee ?? callee,
		Err: params?.Err
	};
}
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
var _parse, _parseAsync, _safeParse, _safeParseAsync, COMPILE_INVALID, COMPILE_FALLBACK, validate, validateAsync$1, _encode, _decode, _encodeAsync, _decodeAsync, _safeEncode, _safeDecode, _safeEncodeAsync, _safeDecodeAsync;
var init_parse$1 = __esmMin((() => {
	init_core$1();
	init_util();
	_parse = (_Err) => {
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
	_parseAsync = (_Err) => {
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
	_safeParse = (_Err) => (schema, value, _ctx) => {
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
	_safeParseAsync = (_Err) => async (schema, value, _ctx) => {
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
	COMPILE_INVALID = /* @__PURE__ */ Symbol.for("zod.compile.invalid");
	COMPILE_FALLBACK = /* @__PURE__ */ Symbol.for("zod.compile.fallback");
	validate = ((schema, value, _ctx) => {
		const validator = schema._zod.bag.validator;
		if (validator !== void 0) {
			if (validator(value) !== COMPILE_INVALID) return true;
			if (validator.definite === true && _ctx === void 0) return false;
		}
		return validateFallback(schema, value, _ctx);
	});
	validateAsync$1 = async (schema, value, _ctx) => {
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
	_encode = (_Err) => {
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
	_decode = (_Err) => {
		const parse = _parse(_Err);
		const fn = (schema, value, _ctx, _params) => {
			return parse(schema, value, _ctx, finalizeParams(fn, _params));
		};
		return fn;
	};
	_encodeAsync = (_Err) => {
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
	_decodeAsync = (_Err) => {
		const parseAsync = _parseAsync(_Err);
		const fn = async (schema, value, _ctx, _params) => {
			return await parseAsync(schema, value, _ctx, finalizeParams(fn, _params));
		};
		return fn;
	};
	_safeEncode = (_Err) => (schema, value, _ctx) => {
		const ctx = _ctx ? {
			..._ctx,
			direction: "backward"
		} : { direction: "backward" };
		return _safeParse(_Err)(schema, value, ctx);
	};
	_safeDecode = (_Err) => (schema, value, _ctx) => {
		return _safeParse(_Err)(schema, value, _ctx);
	};
	_safeEncodeAsync = (_Err) => async (schema, value, _ctx) => {
		const ctx = _ctx ? {
			..._ctx,
			direction: "backward"
		} : { direction: "backward" };
		return _safeParseAsync(_Err)(schema, value, ctx);
	};
	_safeDecodeAsync = (_Err) => async (schema, value, _ctx) => {
		return _safeParseAsync(_Err)(schema, value, _ctx);
	};
}));

// node_modules/zod/v4/core/regexes.js
function nanoidOfLength(length) {
	return new RegExp(`^[a-zA-Z0-9_-]{${length}}$`);
}
function emoji() {
	return new RegExp(_emoji$1, "u");
}
/** Anchors a pattern source. The interpolation lives here rather than at the call site because
* esbuild will not drop a `@__PURE__` call whose own argument interpolates a variable, but it
* will drop `anchor(dateSource)`. Keeping it inline pinned `date` into every bundle. */
function anchor(source) {
	return new RegExp(`^${source}$`);
}
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
var cuid, cuid2, ulid, xid, ksuid, nanoid, duration, guid, uuid, email, _emoji$1, ipv4, ipv6$1, cidrv4, cidrv6, base64, base64url, httpProtocol, e164, dateSource, date, anyString, integer, number$2, boolean$1, lowercase, uppercase;
var init_regexes = __esmMin((() => {
	cuid = /^[cC][0-9a-z]{6,}$/;
	cuid2 = /^[0-9a-z]+$/;
	ulid = /^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$/;
	xid = /^[0-9a-vA-V]{20}$/;
	ksuid = /^[A-Za-z0-9]{27}$/;
	nanoid = /^[a-zA-Z0-9_-]{21}$/;
	duration = /^P(?:(\d+W)|(?!.*W)(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)$/;
	guid = /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$/;
	uuid = (version) => {
		if (!version) return /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/;
		return new RegExp(`^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-${version}[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$`);
	};
	email = /^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$/;
	_emoji$1 = `^(?=[\\s\\S]*[\\p{Extended_Pictographic}\\p{Regional_Indicator}\\u20E3])[\\p{Extended_Pictographic}\\p{Emoji_Component}]+$`;
	ipv4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])$/;
	ipv6$1 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))$/;
	cidrv4 = /^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\/([0-9]|[1-2][0-9]|3[0-2])$/;
	cidrv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))\/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$/;
	base64 = /^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$/;
	base64url = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,3})?$/;
	httpProtocol = /^https?$/;
	e164 = /^\+[1-9]\d{6,14}$/;
	dateSource = `(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))`;
	date = /*@__PURE__*/ anchor(dateSource);
	anyString = /^[\s\S]{0,}$/;
	integer = /^-?\d+$/;
	number$2 = /^-?\d+(?:\.\d+)?$/;
	boolean$1 = /^(?:true|false)$/i;
	lowercase = /^[^A-Z]*$/;
	uppercase = /^[^a-z]*$/;
}));

// node_modules/zod/v4/core/checks.js
var $ZodCheck, _whenHasLength, numericOriginMap, $ZodCheckLessThan, $ZodCheckGreaterThan, $ZodCheckMultipleOf, $ZodCheckNumberFormat, $ZodCheckMaxLength, $ZodCheckMinLength, $ZodCheckLengthEquals, $ZodCheckStringFormat, $ZodCheckRegex, $ZodCheckLowerCase, $ZodCheckUpperCase, $ZodCheckIncludes, $ZodCheckStartsWith, $ZodCheckEndsWith, $ZodCheckOverwrite;
var init_checks$1 = __esmMin((() => {
	init_core$1();
	init_regexes();
	init_util();
	$ZodCheck = /*@__PURE__*/ $constructor("$ZodCheck", (inst, def) => {
		var _a;
		inst._zod ?? (inst._zod = {});
		inst._zod.def = def;
		(_a = inst._zod).onattach ?? (_a.onattach = []);
	});
	_whenHasLength = (payload) => {
		const val = payload.value;
		return !nullish(val) && val.length !== void 0;
	};
	numericOriginMap = {
		number: "number",
		bigint: "bigint",
		object: "date"
	};
	$ZodCheckLessThan = /*@__PURE__*/ $constructor("$ZodCheckLessThan", (inst, def) => {
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
	$ZodCheckGreaterThan = /*@__PURE__*/ $constructor("$ZodCheckGreaterThan", (inst, def) => {
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
	$ZodCheckMultipleOf = /*@__PURE__*/ $constructor("$ZodCheckMultipleOf", (inst, def) => {
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
	$ZodCheckNumberFormat = /*@__PURE__*/ $constructor("$ZodCheckNumberFormat", (inst, def) => {
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
	$ZodCheckMaxLength = /*@__PURE__*/ $constructor("$ZodCheckMaxLength", (inst, def) => {
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
	$ZodCheckMinLength = /*@__PURE__*/ $constructor("$ZodCheckMinLength", (inst, def) => {
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
	$ZodCheckLengthEquals = /*@__PURE__*/ $constructor("$ZodCheckLengthEquals", (inst, def) => {
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
	$ZodCheckStringFormat = /*@__PURE__*/ $constructor("$ZodCheckStringFormat", (inst, def) => {
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
	$ZodCheckRegex = /*@__PURE__*/ $constructor("$ZodCheckRegex", (inst, def) => {
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
	$ZodCheckLowerCase = /*@__PURE__*/ $constructor("$ZodCheckLowerCase", (inst, def) => {
		def.pattern ?? (def.pattern = lowercase);
		$ZodCheckStringFormat.init(inst, def);
	});
	$ZodCheckUpperCase = /*@__PURE__*/ $constructor("$ZodCheckUpperCase", (inst, def) => {
		def.pattern ?? (def.pattern = uppercase);
		$ZodCheckStringFormat.init(inst, def);
	});
	$ZodCheckIncludes = /*@__PURE__*/ $constructor("$ZodCheckIncludes", (inst, def) => {
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
	$ZodCheckStartsWith = /*@__PURE__*/ $constructor("$ZodCheckStartsWith", (inst, def) => {
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
	$ZodCheckEndsWith = /*@__PURE__*/ $constructor("$ZodCheckEndsWith", (inst, def) => {
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
	$ZodCheckOverwrite = /*@__PURE__*/ $constructor("$ZodCheckOverwrite", (inst, def) => {
		$ZodCheck.init(inst, def);
		inst._zod.check = (payload) => {
			payload.value = def.tx(payload.value);
		};
	});
}));

// node_modules/zod/v4/core/doc.js
var Doc;
var init_doc = __esmMin((() => {
	Doc = class {
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
}));

// node_modules/zod/v4/core/versions.js
var version;
var init_versions = __esmMin((() => {
	version = {
		major: 4,
		minor: 6,
		patch: 7
	};
}));

// node_modules/zod/v4/core/schemas.js
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
function isValidIPv6(value) {
	if (!ipv6Alphabet.test(value)) return false;
	return canParseURL(`http://[${value}]`);
}
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
function isValidBase64URL(data) {
	if (!base64urlCharset.test(data)) return false;
	const base64 = data.replace(/[-_]/g, (c) => c === "-" ? "+" : "/");
	return isValidBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, "="));
}
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
function handleArrayResult(result, final, index) {
	if (result.issues.length) final.issues.push(...prefixIssues(index, result.issues));
	final.value[index] = result.value;
}
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
function handleOptionalResult(payload, result) {
	payload.value = result.issues.length ? void 0 : result.value;
	return payload;
}
function handleDefaultResult(payload, def) {
	if (payload.value === void 0) payload.value = def.defaultValue;
	return payload;
}
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
function handleReadonlyResult(payload) {
	if (!payload.memo) payload.value = Object.freeze(payload.value);
	return payload;
}
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
var $ZodType, toStandardResult, $ZodString, $ZodStringFormat, $ZodGUID, $ZodUUID, $ZodEmail, URL_BAD_FORMAT, URL_UNPARSEABLE, asciiTabOrNewline, $ZodURL, $ZodEmoji, $ZodNanoID, $ZodCUID, $ZodCUID2, $ZodULID, $ZodXID, $ZodKSUID, $ZodISODateTime, $ZodISODate, $ZodISOTime, $ZodISODuration, $ZodIPv4, ipv6Alphabet, $ZodIPv6, $ZodCIDRv4, $ZodCIDRv6, base64Charset, $ZodBase64, base64urlCharset, $ZodBase64URL, $ZodE164, $ZodJWT, $ZodNumber, $ZodNumberFormat, $ZodBoolean, $ZodUnknown, $ZodNever, arraySize, $ZodArray, NO_SYMBOL_KEYS, $ZodObject, $ZodObjectJIT, $ZodUnion, $ZodDiscriminatedUnion, $ZodIntersection, $ZodRecord, $ZodEnum, $ZodLiteral, $ZodTransform, $ZodOptional, $ZodExactOptional, $ZodNullable, $ZodDefault, $ZodPrefault, $ZodNonOptional, $ZodCatch, $ZodPipe, $ZodReadonly, $ZodCustom;
var init_schemas$1 = __esmMin((() => {
	init_checks$1();
	init_core$1();
	init_doc();
	init_regexes();
	init_util();
	init_versions();
	$ZodType = /*@__PURE__*/ $constructor("$ZodType", (inst, def) => {
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
	toStandardResult = (r, ctx) => r.issues.length ? { issues: r.issues.map((iss) => finalizeIssue(iss, ctx, config())) } : { value: r.value };
	$ZodString = /*@__PURE__*/ $constructor("$ZodString", (inst, def) => {
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
	$ZodStringFormat = /*@__PURE__*/ $constructor("$ZodStringFormat", (inst, def) => {
		$ZodCheckStringFormat.init(inst, def);
		$ZodString.init(inst, def);
	});
	$ZodGUID = /*@__PURE__*/ $constructor("$ZodGUID", (inst, def) => {
		def.pattern ?? (def.pattern = guid);
		$ZodStringFormat.init(inst, def);
	});
	$ZodUUID = /*@__PURE__*/ $constructor("$ZodUUID", (inst, def) => {
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
	$ZodEmail = /*@__PURE__*/ $constructor("$ZodEmail", (inst, def) => {
		def.pattern ?? (def.pattern = email);
		$ZodStringFormat.init(inst, def);
	});
	URL_BAD_FORMAT = 1;
	URL_UNPARSEABLE = 2;
	asciiTabOrNewline = /[\t\n\r]/g;
	$ZodURL = /*@__PURE__*/ $constructor("$ZodURL", (inst, def) => {
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
	$ZodEmoji = /*@__PURE__*/ $constructor("$ZodEmoji", (inst, def) => {
		def.pattern ?? (def.pattern = emoji());
		$ZodStringFormat.init(inst, def);
	});
	$ZodNanoID = /*@__PURE__*/ $constructor("$ZodNanoID", (inst, def) => {
		if (def.length !== void 0 && (!Number.isInteger(def.length) || def.length < 1)) throw new Error(`Invalid nanoid length: ${def.length}`);
		def.pattern ?? (def.pattern = def.length === void 0 ? nanoid : nanoidOfLength(def.length));
		$ZodStringFormat.init(inst, def);
	});
	$ZodCUID = /*@__PURE__*/ $constructor("$ZodCUID", (inst, def) => {
		def.pattern ?? (def.pattern = cuid);
		$ZodStringFormat.init(inst, def);
	});
	$ZodCUID2 = /*@__PURE__*/ $constructor("$ZodCUID2", (inst, def) => {
		def.pattern ?? (def.pattern = cuid2);
		$ZodStringFormat.init(inst, def);
	});
	$ZodULID = /*@__PURE__*/ $constructor("$ZodULID", (inst, def) => {
		def.pattern ?? (def.pattern = ulid);
		$ZodStringFormat.init(inst, def);
	});
	$ZodXID = /*@__PURE__*/ $constructor("$ZodXID", (inst, def) => {
		def.pattern ?? (def.pattern = xid);
		$ZodStringFormat.init(inst, def);
	});
	$ZodKSUID = /*@__PURE__*/ $constructor("$ZodKSUID", (inst, def) => {
		def.pattern ?? (def.pattern = ksuid);
		$ZodStringFormat.init(inst, def);
	});
	$ZodISODateTime = /*@__PURE__*/ $constructor("$ZodISODateTime", (inst, def) => {
		def.pattern ?? (def.pattern = datetime(def));
		$ZodStringFormat.init(inst, def);
	});
	$ZodISODate = /*@__PURE__*/ $constructor("$ZodISODate", (inst, def) => {
		def.pattern ?? (def.pattern = date);
		$ZodStringFormat.init(inst, def);
	});
	$ZodISOTime = /*@__PURE__*/ $constructor("$ZodISOTime", (inst, def) => {
		def.pattern ?? (def.pattern = time(def));
		$ZodStringFormat.init(inst, def);
	});
	$ZodISODuration = /*@__PURE__*/ $constructor("$ZodISODuration", (inst, def) => {
		def.pattern ?? (def.pattern = duration);
		$ZodStringFormat.init(inst, def);
	});
	$ZodIPv4 = /*@__PURE__*/ $constructor("$ZodIPv4", (inst, def) => {
		def.pattern ?? (def.pattern = ipv4);
		$ZodStringFormat.init(inst, def);
	});
	ipv6Alphabet = /^[0-9a-fA-F:.]+$/;
	$ZodIPv6 = /*@__PURE__*/ $constructor("$ZodIPv6", (inst, def) => {
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
	$ZodCIDRv4 = /*@__PURE__*/ $constructor("$ZodCIDRv4", (inst, def) => {
		def.pattern ?? (def.pattern = cidrv4);
		$ZodStringFormat.init(inst, def);
	});
	$ZodCIDRv6 = /*@__PURE__*/ $constructor("$ZodCIDRv6", (inst, def) => {
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
	base64Charset = /^[0-9a-zA-Z+/]*={0,2}$/;
	$ZodBase64 = /*@__PURE__*/ $constructor("$ZodBase64", (inst, def) => {
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
	base64urlCharset = /^[A-Za-z0-9_-]*$/;
	$ZodBase64URL = /*@__PURE__*/ $constructor("$ZodBase64URL", (inst, def) => {
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
	$ZodE164 = /*@__PURE__*/ $constructor("$ZodE164", (inst, def) => {
		def.pattern ?? (def.pattern = e164);
		$ZodStringFormat.init(inst, def);
	});
	$ZodJWT = /*@__PURE__*/ $constructor("$ZodJWT", (inst, def) => {
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
	$ZodNumber = /*@__PURE__*/ $constructor("$ZodNumber", (inst, def) => {
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
	$ZodNumberFormat = /*@__PURE__*/ $constructor("$ZodNumberFormat", (inst, def) => {
		$ZodCheckNumberFormat.init(inst, def);
		$ZodNumber.init(inst, def);
	});
	$ZodBoolean = /*@__PURE__*/ $constructor("$ZodBoolean", (inst, def) => {
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
	$ZodUnknown = /*@__PURE__*/ $constructor("$ZodUnknown", (inst, def) => {
		$ZodType.init(inst, def);
		inst._zod.parse = (payload) => payload;
	});
	$ZodNever = /*@__PURE__*/ $constructor("$ZodNever", (inst, def) => {
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
	arraySize = (input) => Array.isArray(input) ? input.length : -1;
	$ZodArray = /*@__PURE__*/ $constructor("$ZodArray", (inst, def) => {
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
	NO_SYMBOL_KEYS = [];
	$ZodObject = /*@__PURE__*/ $constructor("$ZodObject", (inst, def) => {
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
	$ZodObjectJIT = /*@__PURE__*/ $constructor("$ZodObjectJIT", (inst, def) => {
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
	$ZodUnion = /*@__PURE__*/ $constructor("$ZodUnion", (inst, def) => {
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
	$ZodDiscriminatedUnion = /*@__PURE__*/ $constructor("$ZodDiscriminatedUnion", (inst, def) => {
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
	$ZodIntersection = /*@__PURE__*/ $constructor("$ZodIntersection", (inst, def) => {
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
	$ZodRecord = /*@__PURE__*/ $constructor("$ZodRecord", (inst, def) => {
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
	$ZodEnum = /*@__PURE__*/ $constructor("$ZodEnum", (inst, def) => {
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
	$ZodLiteral = /*@__PURE__*/ $constructor("$ZodLiteral", (inst, def) => {
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
	$ZodTransform = /*@__PURE__*/ $constructor("$ZodTransform", (inst, def) => {
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
	$ZodOptional = /*@__PURE__*/ $constructor("$ZodOptional", (inst, def) => {
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
	$ZodExactOptional = /*@__PURE__*/ $constructor("$ZodExactOptional", (inst, def) => {
		$ZodOptional.init(inst, def);
		defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
		defineLazyInternal(inst, "pattern", (zod) => zod.def.innerType._zod.pattern);
		inst._zod.parse = (payload, ctx) => {
			return def.innerType._zod.run(payload, ctx);
		};
	});
	$ZodNullable = /*@__PURE__*/ $constructor("$ZodNullable", (inst, def) => {
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
	$ZodDefault = /*@__PURE__*/ $constructor("$ZodDefault", (inst, def) => {
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
	$ZodPrefault = /*@__PURE__*/ $constructor("$ZodPrefault", (inst, def) => {
		$ZodType.init(inst, def);
		inst._zod.optin = "defaulted";
		defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
		inst._zod.parse = (payload, ctx) => {
			if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
			if (payload.value === void 0) payload.value = def.defaultValue;
			return def.innerType._zod.run(payload, ctx);
		};
	});
	$ZodNonOptional = /*@__PURE__*/ $constructor("$ZodNonOptional", (inst, def) => {
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
	$ZodCatch = /*@__PURE__*/ $constructor("$ZodCatch", (inst, def) => {
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
	$ZodPipe = /*@__PURE__*/ $constructor("$ZodPipe", (inst, def) => {
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
	$ZodReadonly = /*@__PURE__*/ $constructor("$ZodReadonly", (inst, def) => {
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
	$ZodCustom = /*@__PURE__*/ $constructor("$ZodCustom", (inst, def) => {
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
}));

// node_modules/zod/v4/core/memoizer.js
function isRef(value) {
	return value !== null && typeof value === "object";
}
function cloneIssues(issues) {
	return issues.map((iss) => iss.path ? {
		...iss,
		path: iss.path.slice()
	} : { ...iss });
}
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
/** The memoizer that gives containers cycle support. `zod` installs it by default; `zod/mini` opts in with `config({ memoizer: memoizer() })`. */
function memoizer() {
	return memo;
}
/** Whether this value is a node a back-edge resolved to before it finished. */
function isBackEdge(ctx, value) {
	const backEdges = ctx[STATE]?.backEdges;
	return backEdges !== void 0 && isRef(value) && backEdges.has(value);
}
var $ZodCyclicError, STATE, NO_ISSUES, recursive, NONE, ASSUMED, PROVEN, handoff, open, memo;
var init_memoizer = __esmMin((() => {
	init_util();
	$ZodCyclicError = class extends Error {
		constructor() {
			super(`Cannot parse a reference cycle that closes through a transform`);
			this.name = "ZodCyclicError";
		}
	};
	STATE = "~memo";
	NO_ISSUES = [];
	recursive = /*@__PURE__*/ new WeakMap();
	NONE = 0;
	ASSUMED = 1;
	PROVEN = 2;
	;
	open = [];
	memo = {
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
}));

// node_modules/zod/v4/locales/en.js
function en_default() {
	return { localeError: error() };
}
var error;
var init_en = __esmMin((() => {
	init_util();
	error = () => {
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
}));

// node_modules/zod/v4/core/registries.js
function registry() {
	return new $ZodRegistry();
}
var _a, $ZodRegistry, globalRegistry;
var init_registries = __esmMin((() => {
	;
	$ZodRegistry = class {
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
	(_a = globalThis).__zod_globalRegistry ?? (_a.__zod_globalRegistry = registry());
	globalRegistry = globalThis.__zod_globalRegistry;
}));

// node_modules/zod/v4/core/compile.js
var init_compile = __esmMin((() => {}));

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
var init_api = __esmMin((() => {
	init_checks$1();
	init_util();
}));

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
var FOLDABLE_KEYS, UNION_KEYS, createToJSONSchemaMethod, createStandardJSONSchemaMethod;
var init_to_json_schema = __esmMin((() => {
	init_registries();
	init_util();
	FOLDABLE_KEYS = /* @__PURE__ */ new Set([
		"type",
		"properties",
		"required",
		"additionalProperties"
	]);
	UNION_KEYS = ["oneOf", "anyOf"];
	createToJSONSchemaMethod = (schema, processors = {}) => (params) => {
		const ctx = initializeContext({
			...params,
			processors
		});
		processSchema(schema, ctx);
		extractDefs(ctx, schema);
		return finalize(ctx, schema);
	};
	createStandardJSONSchemaMethod = (schema, io, processors = {}) => (params) => {
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
}));

// node_modules/zod/v4/core/json-schema-processors.js
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
function inputOptin(schema) {
	const def = schema._zod.def;
	if (def.type === "pipe" && def.in._zod.traits.has("$ZodTransform")) return inputOptin(def.out);
	if (def.type === "catch") return inputOptin(def.innerType);
	return schema._zod.optin;
}
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
var narrowMin, narrowMax, narrowBoth, addDivisor, addPattern, intersectMime, setFormat, minContributor, maxContributor, formatContributor, contributors, formatMap, exactPatterns, exactPattern, stringProcessor, numberProcessor, booleanProcessor, neverProcessor, unknownProcessor, enumProcessor, literalProcessor, customProcessor, transformProcessor, arrayProcessor, objectProcessor, unionProcessor, intersectionProcessor, pendingRecords, recordProcessor, nullableProcessor, nonoptionalProcessor, UNREPRESENTABLE_DEFAULT, defaultProcessor, prefaultProcessor, catchProcessor, pipeProcessor, readonlyProcessor, optionalProcessor;
var init_json_schema_processors = __esmMin((() => {
	init_regexes();
	init_schemas$1();
	init_to_json_schema();
	init_util();
	narrowMin = (agg, key, value) => {
		if (agg[key] === void 0 || value > agg[key]) agg[key] = value;
	};
	narrowMax = (agg, key, value) => {
		if (agg[key] === void 0 || value < agg[key]) agg[key] = value;
	};
	narrowBoth = (agg, value) => {
		narrowMin(agg, "minimum", value);
		narrowMax(agg, "maximum", value);
	};
	addDivisor = (agg, value) => {
		agg.multipleOf ?? (agg.multipleOf = []);
		if (!agg.multipleOf.includes(value)) agg.multipleOf.push(value);
	};
	addPattern = (agg, pattern) => {
		agg.patterns ?? (agg.patterns = /* @__PURE__ */ new Set());
		agg.patterns.add(pattern);
	};
	intersectMime = (agg, mime) => {
		agg.mime = agg.mime ? agg.mime.filter((m) => mime.includes(m)) : [...mime];
	};
	setFormat = (agg, format) => {
		agg.format = format;
		if (format.includes("int")) agg.isInt = true;
	};
	minContributor = (agg, def) => narrowMin(agg, "minimum", def.minimum);
	maxContributor = (agg, def) => narrowMax(agg, "maximum", def.maximum);
	formatContributor = (ranges) => (agg, def) => {
		setFormat(agg, def.format);
		const [minimum, maximum] = ranges[def.format];
		narrowMin(agg, "minimum", minimum);
		narrowMax(agg, "maximum", maximum);
	};
	contributors = {
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
	formatMap = {
		guid: "uuid",
		url: "uri",
		datetime: "date-time",
		json_string: "json-string",
		regex: ""
	};
	exactPatterns = /* @__PURE__ */ new Map([[base64Charset, base64], [base64urlCharset, base64url]]);
	exactPattern = (p) => exactPatterns.get(p) ?? p;
	stringProcessor = (schema, ctx, _json, _params) => {
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
	numberProcessor = (schema, ctx, _json, params) => {
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
	booleanProcessor = (_schema, _ctx, json, _params) => {
		json.type = "boolean";
	};
	neverProcessor = (_schema, _ctx, json, _params) => {
		json.not = {};
	};
	unknownProcessor = (_schema, _ctx, _json, _params) => {};
	enumProcessor = (schema, _ctx, json, _params) => {
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
	literalProcessor = (schema, ctx, json, params) => {
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
	customProcessor = (schema, ctx, json, params) => {
		handleUnrepresentable(schema, ctx, json, params, "Custom types cannot be represented in JSON Schema");
	};
	transformProcessor = (schema, ctx, json, params) => {
		handleUnrepresentable(schema, ctx, json, params, "Transforms cannot be represented in JSON Schema");
	};
	arrayProcessor = (schema, ctx, _json, params) => {
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
	objectProcessor = (schema, ctx, _json, params) => {
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
	unionProcessor = (schema, ctx, json, params) => {
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
	intersectionProcessor = (schema, ctx, json, params) => {
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
	pendingRecords = /* @__PURE__ */ new WeakMap();
	recordProcessor = (schema, ctx, _json, params) => {
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
	nullableProcessor = (schema, ctx, json, params) => {
		const def = schema._zod.def;
		const inner = processSchema(def.innerType, ctx, params);
		const seen = ctx.seen.get(schema);
		if (ctx.target === "openapi-3.0") {
			seen.ref = def.innerType;
			json.nullable = true;
		} else json.anyOf = [inner, { type: "null" }];
	};
	nonoptionalProcessor = (schema, ctx, _json, params) => {
		const def = schema._zod.def;
		processSchema(def.innerType, ctx, params);
		const seen = ctx.seen.get(schema);
		seen.ref = def.innerType;
	};
	UNREPRESENTABLE_DEFAULT = Symbol();
	defaultProcessor = (schema, ctx, json, params) => {
		const def = schema._zod.def;
		processSchema(def.innerType, ctx, params);
		const seen = ctx.seen.get(schema);
		seen.ref = def.innerType;
		const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
		if (value !== UNREPRESENTABLE_DEFAULT) json.default = value;
	};
	prefaultProcessor = (schema, ctx, json, params) => {
		const def = schema._zod.def;
		processSchema(def.innerType, ctx, params);
		const seen = ctx.seen.get(schema);
		seen.ref = def.innerType;
		if (ctx.io !== "input") return;
		const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
		if (value !== UNREPRESENTABLE_DEFAULT) json._prefault = value;
	};
	catchProcessor = (schema, ctx, json, params) => {
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
	pipeProcessor = (schema, ctx, _json, params) => {
		const def = schema._zod.def;
		const inIsTransform = def.in._zod.traits.has("$ZodTransform");
		const innerType = ctx.io === "input" ? inIsTransform ? def.out : def.in : def.out;
		processSchema(innerType, ctx, params);
		const seen = ctx.seen.get(schema);
		seen.ref = innerType;
	};
	readonlyProcessor = (schema, ctx, json, params) => {
		const def = schema._zod.def;
		processSchema(def.innerType, ctx, params);
		const seen = ctx.seen.get(schema);
		seen.ref = def.innerType;
		json.readOnly = true;
	};
	optionalProcessor = (schema, ctx, _json, params) => {
		const def = schema._zod.def;
		processSchema(def.innerType, ctx, params);
		const seen = ctx.seen.get(schema);
		seen.ref = def.innerType;
	};
}));

// node_modules/zod/v4/core/index.js
var init_core = __esmMin((() => {
	init_core$1();
	init_parse$1();
	init_errors$1();
	init_schemas$1();
	init_memoizer();
	init_checks$1();
	init_versions();
	init_util();
	init_regexes();
	init_en();
	init_registries();
	init_doc();
	init_compile();
	init_api();
	init_to_json_schema();
	init_json_schema_processors();
	init_to_json_schema();
}));

// node_modules/zod/v4/classic/checks.js
var init_checks = __esmMin((() => {
	init_core();
}));

// node_modules/zod/v4/classic/errors.js
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
var _installedErrorProtos, initializer, ZodRealError;
var init_errors = __esmMin((() => {
	init_core();
	init_util();
	_installedErrorProtos = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
	initializer = (inst, issues) => {
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
	ZodRealError = /*@__PURE__*/ $constructor("ZodError", initializer, void 0, { Parent: Error });
}));

// node_modules/zod/v4/classic/parse.js
var parse$2, parseAsync, safeParse, safeParseAsync, encode, decode, encodeAsync, decodeAsync, safeEncode, safeDecode, safeEncodeAsync, safeDecodeAsync;
var init_parse = __esmMin((() => {
	init_core();
	init_errors();
	parse$2 = /* @__PURE__ */ _parse(ZodRealError);
	parseAsync = /* @__PURE__ */ _parseAsync(ZodRealError);
	safeParse = /* @__PURE__ */ _safeParse(ZodRealError);
	safeParseAsync = /* @__PURE__ */ _safeParseAsync(ZodRealError);
	encode = /* @__PURE__ */ _encode(ZodRealError);
	decode = /* @__PURE__ */ _decode(ZodRealError);
	encodeAsync = /* @__PURE__ */ _encodeAsync(ZodRealError);
	decodeAsync = /* @__PURE__ */ _decodeAsync(ZodRealError);
	safeEncode = /* @__PURE__ */ _safeEncode(ZodRealError);
	safeDecode = /* @__PURE__ */ _safeDecode(ZodRealError);
	safeEncodeAsync = /* @__PURE__ */ _safeEncodeAsync(ZodRealError);
	safeDecodeAsync = /* @__PURE__ */ _safeDecodeAsync(ZodRealError);
}));

// node_modules/zod/v4/classic/schemas.js
function _ensureDefaultLocale() {
	if (!globalConfig.localeError) config(en_default());
}
function _ensureDefaultMemoizer() {
	if (!globalConfig.memoizer) config({ memoizer: memoizer() });
}
function string(params) {
	return _string(ZodString, params);
}
function number$1(params) {
	return _number(ZodNumber, params);
}
function int(params) {
	return _int(ZodNumberFormat, params);
}
function boolean(params) {
	return _boolean(ZodBoolean, params);
}
function unknown() {
	return _unknown(ZodUnknown);
}
function never(params) {
	return _never(ZodNever, params);
}
function array(element, params) {
	return _array(ZodArray, element, params);
}
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
function union(options, params) {
	return new ZodUnion({
		type: "union",
		options,
		...normalizeParams(params)
	});
}
function discriminatedUnion(discriminator, options, params) {
	return new ZodDiscriminatedUnion({
		type: "union",
		options,
		discriminator,
		...normalizeParams(params)
	});
}
function intersection(left, right) {
	return new ZodIntersection({
		type: "intersection",
		left,
		right
	});
}
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
function _enum(values, params) {
	const entries = Array.isArray(values) ? Object.fromEntries(values.map((v) => [v, v])) : values;
	return new ZodEnum({
		type: "enum",
		entries,
		...normalizeParams(params)
	});
}
function literal(value, params) {
	return new ZodLiteral({
		type: "literal",
		values: Array.isArray(value) ? value : [value],
		...normalizeParams(params)
	});
}
function transform(fn) {
	return new ZodTransform({
		type: "transform",
		transform: fn
	});
}
function optional(innerType) {
	return new ZodOptional({
		type: "optional",
		innerType
	});
}
function exactOptional(innerType) {
	return new ZodExactOptional({
		type: "optional",
		innerType
	});
}
function nullable(innerType) {
	return new ZodNullable({
		type: "nullable",
		innerType
	});
}
function _default(innerType, defaultValue) {
	return new ZodDefault({
		type: "default",
		innerType,
		get defaultValue() {
			return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
		}
	});
}
function prefault(innerType, defaultValue) {
	return new ZodPrefault({
		type: "prefault",
		innerType,
		get defaultValue() {
			return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
		}
	});
}
function nonoptional(innerType, params) {
	return new ZodNonOptional({
		type: "nonoptional",
		innerType,
		...normalizeParams(params)
	});
}
function _catch(innerType, catchValue) {
	return new ZodCatch({
		type: "catch",
		innerType,
		catchValue: typeof catchValue === "function" ? catchValue : constantCatch(catchValue)
	});
}
function pipe(in_, out) {
	return new ZodPipe({
		type: "pipe",
		in: in_,
		out
	});
}
function readonly(innerType) {
	return new ZodReadonly({
		type: "readonly",
		innerType
	});
}
function refine(fn, _params = {}) {
	return _refine(ZodCustom, fn, _params);
}
function superRefine(fn, params) {
	return _superRefine(fn, params);
}
var ZodType, _ZodString, ZodString, ZodStringFormat, ZodISODateTime, ZodISODate, ZodISOTime, ZodISODuration, ZodEmail, ZodGUID, ZodUUID, ZodURL, ZodEmoji, ZodNanoID, ZodCUID, ZodCUID2, ZodULID, ZodXID, ZodKSUID, ZodIPv4, ZodIPv6, ZodCIDRv4, ZodCIDRv6, ZodBase64, ZodBase64URL, ZodE164, ZodJWT, ZodNumber, ZodNumberFormat, ZodBoolean, ZodUnknown, ZodNever, ZodArray, ZodObject, ZodUnion, ZodDiscriminatedUnion, ZodIntersection, ZodRecord, ZodEnum, ZodLiteral, ZodTransform, ZodOptional, ZodExactOptional, ZodNullable, ZodDefault, ZodPrefault, ZodNonOptional, ZodCatch, ZodPipe, ZodReadonly, ZodCustom;
var init_schemas = __esmMin((() => {
	init_core();
	init_json_schema_processors();
	init_to_json_schema();
	init_en();
	init_checks();
	init_parse();
	ZodType = /*@__PURE__*/ $constructor("ZodType", (inst, def) => {
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
	_ZodString = /*@__PURE__*/ $constructor("_ZodString", (inst, def) => {
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
	ZodString = /*@__PURE__*/ $constructor("ZodString", (inst, def) => {
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
	ZodStringFormat = /*@__PURE__*/ $constructor("ZodStringFormat", (inst, def) => {
		$ZodStringFormat.init(inst, def);
		_ZodString.init(inst, def);
	});
	ZodISODateTime = /*@__PURE__*/ $constructor("ZodISODateTime", (inst, def) => {
		$ZodISODateTime.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodISODate = /*@__PURE__*/ $constructor("ZodISODate", (inst, def) => {
		$ZodISODate.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodISOTime = /*@__PURE__*/ $constructor("ZodISOTime", (inst, def) => {
		$ZodISOTime.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodISODuration = /*@__PURE__*/ $constructor("ZodISODuration", (inst, def) => {
		$ZodISODuration.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodEmail = /*@__PURE__*/ $constructor("ZodEmail", (inst, def) => {
		$ZodEmail.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodGUID = /*@__PURE__*/ $constructor("ZodGUID", (inst, def) => {
		$ZodGUID.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodUUID = /*@__PURE__*/ $constructor("ZodUUID", (inst, def) => {
		$ZodUUID.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodURL = /*@__PURE__*/ $constructor("ZodURL", (inst, def) => {
		$ZodURL.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodEmoji = /*@__PURE__*/ $constructor("ZodEmoji", (inst, def) => {
		$ZodEmoji.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodNanoID = /*@__PURE__*/ $constructor("ZodNanoID", (inst, def) => {
		$ZodNanoID.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodCUID = /*@__PURE__*/ $constructor("ZodCUID", (inst, def) => {
		$ZodCUID.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodCUID2 = /*@__PURE__*/ $constructor("ZodCUID2", (inst, def) => {
		$ZodCUID2.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodULID = /*@__PURE__*/ $constructor("ZodULID", (inst, def) => {
		$ZodULID.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodXID = /*@__PURE__*/ $constructor("ZodXID", (inst, def) => {
		$ZodXID.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodKSUID = /*@__PURE__*/ $constructor("ZodKSUID", (inst, def) => {
		$ZodKSUID.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodIPv4 = /*@__PURE__*/ $constructor("ZodIPv4", (inst, def) => {
		$ZodIPv4.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodIPv6 = /*@__PURE__*/ $constructor("ZodIPv6", (inst, def) => {
		$ZodIPv6.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodCIDRv4 = /*@__PURE__*/ $constructor("ZodCIDRv4", (inst, def) => {
		$ZodCIDRv4.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodCIDRv6 = /*@__PURE__*/ $constructor("ZodCIDRv6", (inst, def) => {
		$ZodCIDRv6.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodBase64 = /*@__PURE__*/ $constructor("ZodBase64", (inst, def) => {
		$ZodBase64.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodBase64URL = /*@__PURE__*/ $constructor("ZodBase64URL", (inst, def) => {
		$ZodBase64URL.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodE164 = /*@__PURE__*/ $constructor("ZodE164", (inst, def) => {
		$ZodE164.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodJWT = /*@__PURE__*/ $constructor("ZodJWT", (inst, def) => {
		$ZodJWT.init(inst, def);
		ZodStringFormat.init(inst, def);
	});
	ZodNumber = /*@__PURE__*/ $constructor("ZodNumber", (inst, def) => {
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
	ZodNumberFormat = /*@__PURE__*/ $constructor("ZodNumberFormat", (inst, def) => {
		$ZodNumberFormat.init(inst, def);
		ZodNumber.init(inst, def);
	});
	ZodBoolean = /*@__PURE__*/ $constructor("ZodBoolean", (inst, def) => {
		$ZodBoolean.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => booleanProcessor(inst, ctx, json, params);
	});
	ZodUnknown = /*@__PURE__*/ $constructor("ZodUnknown", (inst, def) => {
		$ZodUnknown.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => unknownProcessor(inst, ctx, json, params);
	});
	ZodNever = /*@__PURE__*/ $constructor("ZodNever", (inst, def) => {
		$ZodNever.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => neverProcessor(inst, ctx, json, params);
	});
	ZodArray = /*@__PURE__*/ $constructor("ZodArray", (inst, def) => {
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
	ZodObject = /*@__PURE__*/ $constructor("ZodObject", (inst, def) => {
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
	ZodUnion = /*@__PURE__*/ $constructor("ZodUnion", (inst, def) => {
		$ZodUnion.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => unionProcessor(inst, ctx, json, params);
		inst.options = def.options;
	});
	ZodDiscriminatedUnion = /*@__PURE__*/ $constructor("ZodDiscriminatedUnion", (inst, def) => {
		ZodUnion.init(inst, def);
		$ZodDiscriminatedUnion.init(inst, def);
	});
	ZodIntersection = /*@__PURE__*/ $constructor("ZodIntersection", (inst, def) => {
		$ZodIntersection.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => intersectionProcessor(inst, ctx, json, params);
	});
	ZodRecord = /*@__PURE__*/ $constructor("ZodRecord", (inst, def) => {
		_ensureDefaultMemoizer();
		$ZodRecord.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => recordProcessor(inst, ctx, json, params);
		inst.keyType = def.keyType;
		inst.valueType = def.valueType;
	});
	ZodEnum = /*@__PURE__*/ $constructor("ZodEnum", (inst, def) => {
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
	ZodLiteral = /*@__PURE__*/ $constructor("ZodLiteral", (inst, def) => {
		$ZodLiteral.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => literalProcessor(inst, ctx, json, params);
		inst.values = new Set(def.values);
		Object.defineProperty(inst, "value", { get() {
			if (def.values.length > 1) throw new Error("This schema contains multiple valid literal values. Use `.values` instead.");
			return def.values[0];
		} });
	});
	ZodTransform = /*@__PURE__*/ $constructor("ZodTransform", (inst, def) => {
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
	ZodOptional = /*@__PURE__*/ $constructor("ZodOptional", (inst, def) => {
		$ZodOptional.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
		inst.unwrap = () => inst._zod.def.innerType;
	});
	ZodExactOptional = /*@__PURE__*/ $constructor("ZodExactOptional", (inst, def) => {
		$ZodExactOptional.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
		inst.unwrap = () => inst._zod.def.innerType;
	});
	ZodNullable = /*@__PURE__*/ $constructor("ZodNullable", (inst, def) => {
		$ZodNullable.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => nullableProcessor(inst, ctx, json, params);
		inst.unwrap = () => inst._zod.def.innerType;
	});
	ZodDefault = /*@__PURE__*/ $constructor("ZodDefault", (inst, def) => {
		$ZodDefault.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => defaultProcessor(inst, ctx, json, params);
		inst.unwrap = () => inst._zod.def.innerType;
		inst.removeDefault = inst.unwrap;
	});
	ZodPrefault = /*@__PURE__*/ $constructor("ZodPrefault", (inst, def) => {
		$ZodPrefault.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => prefaultProcessor(inst, ctx, json, params);
		inst.unwrap = () => inst._zod.def.innerType;
	});
	ZodNonOptional = /*@__PURE__*/ $constructor("ZodNonOptional", (inst, def) => {
		$ZodNonOptional.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => nonoptionalProcessor(inst, ctx, json, params);
		inst.unwrap = () => inst._zod.def.innerType;
	});
	ZodCatch = /*@__PURE__*/ $constructor("ZodCatch", (inst, def) => {
		$ZodCatch.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => catchProcessor(inst, ctx, json, params);
		inst.unwrap = () => inst._zod.def.innerType;
		inst.removeCatch = inst.unwrap;
	});
	ZodPipe = /*@__PURE__*/ $constructor("ZodPipe", (inst, def) => {
		$ZodPipe.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => pipeProcessor(inst, ctx, json, params);
		inst.in = def.in;
		inst.out = def.out;
	});
	ZodReadonly = /*@__PURE__*/ $constructor("ZodReadonly", (inst, def) => {
		$ZodReadonly.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => readonlyProcessor(inst, ctx, json, params);
		inst.unwrap = () => inst._zod.def.innerType;
	});
	ZodCustom = /*@__PURE__*/ $constructor("ZodCustom", (inst, def) => {
		$ZodCustom.init(inst, def);
		ZodType.init(inst, def);
		inst._zod.processJSONSchema = (ctx, json, params) => customProcessor(inst, ctx, json, params);
	});
}));

// node_modules/zod/v4/classic/compat.js
var init_compat = __esmMin((() => {
	init_core();
}));

// node_modules/zod/v4/classic/external.js
var init_external = __esmMin((() => {
	init_core();
	init_schemas();
	init_checks();
	init_errors();
	init_parse();
	init_compat();
	init_json_schema_processors();
	init_registries();
	init_util();
	init_checks();
	init_schemas();
	init_schemas$1();
	init_en();
}));

// node_modules/zod/index.js
var init_zod = __esmMin((() => {
	init_external();
	init_external();
}));

// src/policy/findings.ts
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
var mostFindings, LineReport;
var init_findings = __esmMin((() => {
	mostFindings = 20;
	LineReport = class {
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
}));

// src/action/inputs.ts
/** Inputs from the environment, where the runner puts each key under `with:`, declared or not, as INPUT_<NAME> (Handler.cs, AddInputsToEnvironment). */
function readInputs(env) {
	const { inputs, problems, warnings } = judgeInputs(inputsIn(env));
	const isForeign = ({ kind, meant }) => kind === "name" && meant === void 0;
	const foreign = problems.filter(isForeign).map((problem) => ({
		...problem,
		message: MAYBE_FOREIGN
	}));
	return {
		inputs,
		problems: problems.filter((problem) => !isForeign(problem)),
		warnings: [...warnings, ...foreign]
	};
}
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
/** Names in lower case. */
function inputsIn(env) {
	return new Map(Object.entries(env).flatMap(([name, value]) => name.startsWith("INPUT_") ? [[name.slice(6).toLowerCase(), value ?? ""]] : []));
}
/** `Input audit takes true or false, not `yes`.` */
function problemSentence({ input, message }) {
	return `Input ${shownName(input)} ${message}${message.endsWith("?") ? "" : "."}`;
}
/** A name that anybody may have written, inside of a message. */
function shownName(name) {
	return quote(name).slice(1, -1);
}
/** Other words for the same, and the beginning of a word, are as good as a word that is nearly right. */
function meantBy(text, values) {
	const word = text.trim().toLowerCase();
	return values.find((value) => value === SAME[word] || value.startsWith(word)) ?? closest(word, values);
}
var BOOLEAN, CHOICES, flag, choice, Inputs, INPUT_NAMES, NOT_HERE, MAYBE_FOREIGN, SAME;
var init_inputs = __esmMin((() => {
	init_zod();
	init_findings();
	BOOLEAN = ["true", "false"];
	CHOICES = {
		default: ["deny", "allow"],
		"on-deny": ["log", "fail-job"],
		"log-level": ["normal", "full"]
	};
	flag = (fallback) => string().trim().transform((text, context) => {
		if (text === "") return fallback;
		if (/^(?:true|True|TRUE)$/.test(text)) return true;
		if (/^(?:false|False|FALSE)$/.test(text)) return false;
		context.addIssue(`takes ${BOOLEAN.join(" or ")}, not ${quote(text)}`);
		return NEVER;
	});
	choice = (values) => string().trim().transform((text, context) => {
		const chosen = text === "" ? values[0] : values.find((value) => value === text.toLowerCase());
		if (chosen !== void 0) return chosen;
		context.addIssue(`takes ${values.join(" or ")}, not ${quote(text)}`);
		return NEVER;
	});
	Inputs = object({
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
	INPUT_NAMES = Object.keys(Inputs.shape);
	NOT_HERE = { "socket-security": "packages are not checked against Socket.dev here; the policy decides where they may come from" };
	MAYBE_FOREIGN = `is no input of this action, which takes ${INPUT_NAMES.join(", ")}`;
	SAME = {
		yes: "true",
		on: "true",
		y: "true",
		"1": "true",
		no: "false",
		off: "false",
		n: "false",
		"0": "false"
	};
}));

// src/guard/job/protocol.ts
init_inputs();
init_zod();
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

// src/action/launch.ts
init_errors$2();
const ENDING_MS = 2e4;
/** sudo(8), of a user whom no rule allows it. */
const LOCKED = /is not allowed to execute|not in the sudoers file|password is required/;
const MOST_OUTPUT = 4 << 20;
/** For root without sudo, which would have taken the caller's variables away. */
const ROOT_ENVIRONMENT = {
	PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
	LANG: "C.UTF-8"
};
/** Starts the guard as root and waits until it enforces. Throws UserError with the reason; then the launcher has undone all that it did. */
async function launch(config, options) {
	const deadline = performance.now() + ENDING_MS;
	let launched = await runLauncher(JSON.stringify(config), options);
	for (let isEnding = true; isEnding && !config.hosted && LOCKED.test(launched.complaints) && performance.now() < deadline;) {
		isEnding = existsSync(JOB_DIRECTORY);
		await setTimeout$1(200);
		launched = await runLauncher(JSON.stringify(config), options);
	}
	const { output, complaints, status } = launched;
	const result = resultOf(output);
	if (result?.status === "enforcing") return result;
	if (result?.status === "failed") throw new UserError(result.message);
	throw new UserError(whyNothing(complaints.trim(), status));
}
/** The launcher said nothing. sudo(8) tells its own errors as `sudo: ...`, with exit status 1. */
function whyNothing(complaints, status) {
	if (/^sudo: /m.test(complaints)) return `Egress Filter needs sudo without a password, which this runner's user does not have (${lastLine(complaints)}): give it to the user for the start of the job; it is locked from then on.`;
	return `The guard did not start (${status})${complaints === "" ? "" : `: ${complaints}`}.`;
}
const lastLine = (text) => text.split("\n").at(-1) ?? text;
function runLauncher(input, { node, guard, uid, env, timeoutMs = 6e4 }) {
	const [command, ...args] = [
		...uid === 0 ? [] : [
			"sudo",
			"-n",
			"--"
		],
		node,
		guard,
		"launch"
	];
	return new Promise((resolve, reject) => {
		const child = spawn(command ?? node, args, {
			stdio: "pipe",
			env: uid === 0 ? ROOT_ENVIRONMENT : env
		});
		const output = [];
		let length = 0;
		let complaints = "";
		const timer = setTimeout(() => {
			reject(new UserError(`The guard did not get ready within ${timeoutMs / 1e3} s${complaints === "" ? "" : `: ${complaints.trim()}`}.`));
			child.kill();
			for (const stream of child.stdio) stream?.destroy();
		}, timeoutMs);
		child.on("error", (error) => {
			clearTimeout(timer);
			reject("code" in error && error.code === "ENOENT" && command === "sudo" ? new UserError(`Egress Filter needs sudo, and this machine has none.`) : error);
		});
		child.stdout.on("data", (piece) => {
			length += piece.length;
			if (length <= MOST_OUTPUT) output.push(piece);
		});
		child.stderr.setEncoding("utf8").on("data", (piece) => {
			complaints = (complaints + piece).slice(-8192);
		});
		child.stdin.on("error", () => {});
		child.stdin.end(input);
		child.on("close", (code, signal) => {
			clearTimeout(timer);
			resolve({
				output: Buffer.concat(output).toString("utf8"),
				complaints,
				status: signal ? `signal ${signal}` : `exit status ${code}`
			});
		});
	});
}
function resultOf(output) {
	const line = output.trimEnd().split("\n").at(-1) ?? "";
	try {
		return LaunchResult.safeParse(JSON.parse(line)).data;
	} catch {
		return;
	}
}

// src/action/network.ts
/** By these a client of HTTP, or Node itself, connects to somebody else or believes somebody else. @actions/http-client, proxy.js; node(1). */
const SETTINGS = [
	...[
		"http_proxy",
		"https_proxy",
		"all_proxy",
		"no_proxy"
	].flatMap((name) => [name, name.toUpperCase()]),
	"NODE_USE_ENV_PROXY",
	"NODE_TLS_REJECT_UNAUTHORIZED",
	"ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY",
	"ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS"
];
function networkSettings(env) {
	return Object.fromEntries(SETTINGS.flatMap((name) => env[name] === void 0 ? [] : [[name, env[name] ?? ""]]));
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
init_findings();
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
init_findings();
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
init_findings();
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
init_findings();
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
		reason: `No rule names ${describe(asked)}, and the default is to allow.`
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
		this.reason = reasonOf(asked, objection, doubtful);
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
function reasonOf(asked, objection, doubtful) {
	if (asked.address === "ipv6") return `IPv6 is switched off, so no rule allows ${describe(asked)}.`;
	if (objection.guard !== void 0) return `Guardrail: ${objection.guard.what}.`;
	if (asked.type === "dns" && objection.server) return `The DNS server ${formatIPv4(asked.address)}:${asked.port}/${asked.protocol} is neither the machine's resolver nor allowed by an address rule.`;
	if (doubtful) return "The path of this request can be read in more than one way, so no URL rule can allow it.";
	return `No rule allows ${describe(asked)}.`;
}
/** `line 3: api.example.com`, as the log has it. */
function cite(rule) {
	return rule.line === 0 ? `built-in: ${rule.text}` : `line ${rule.line}: ${rule.text}`;
}
function describe(asked) {
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
function remember(recall, answer) {
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
function decide(engine, question, process, recall) {
	try {
		if (recall !== void 0 && remembers(recall, engine, question, process)) return recall.last.verdict;
		const asked = readQuestion(question);
		if (typeof asked === "string") return malformed(asked);
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
		return malformed("the question cannot be read");
	}
}
const loopback = {
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
		rule: loopback,
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
init_findings();
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
init_findings();
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
function* readLines$1(text, repository) {
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
init_findings();
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
init_findings();
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
	for (const line of readLines$1(text, parseRepository(repository))) {
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
function finding$1(rule, severity, code, message, suggestion) {
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
			findings.push(finding$1(later, "error", "passthrough-over-url", message));
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
			findings.push(finding$1(rule, "hint", "repeated-rule", `line ${earlier.line} says the same`));
			continue;
		}
		seen.push(key, rule, 20);
		const cover = wide.coverOf(rule);
		if (cover !== void 0) findings.push(finding$1(rule, "hint", "shadowed-rule", `line ${cover.line} (${cover.text}) already covers this`));
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
		findings.push(finding$1(rule, "hint", "apex-not-covered", `${host.text} does not match ${host.base} itself`, host.base));
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
		decide: (question, process, recall) => decide(engine, question, process, recall),
		allowsRaw: (question, process) => decide(engine, question, process).allow,
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

// src/policy/index.ts
init_findings();

// src/action/workflow/line-index.ts
var LineIndex;
var init_line_index = __esmMin((() => {
	LineIndex = class {
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
}));

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
var init_expressions = __esmMin((() => {}));

// src/action/workflow/policy-text.ts
function makePolicyText(pieces, options) {
	const findings = [...options.findings ?? []];
	const lines = [];
	for (const piece of pieces) {
		if (lines.length > 0) lines.push(void 0);
		lines.push(...readLines(piece, options, findings));
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
function readLines(piece, options, findings) {
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
var RESET;
var init_policy_text = __esmMin((() => {
	init_expressions();
	init_line_index();
	RESET = "[]";
}));

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

// src/action/workflow/action-use.ts
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
	if (!LOCAL.test(uses)) return void 0;
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
var REMOTE, LOCAL;
var init_action_use = __esmMin((() => {
	init_repository_folder();
	REMOTE = /^[^/\s]+\/([^/@\s]+)((?:\/[^@\s]*)?)@\S+$/;
	LOCAL = /^(?:\.{1,2}|\$)(?:\/|$)/;
}));

// src/action/workflow/scalar-offsets.ts
/**
* Where each UTF-16 unit of a scalar's value stands in its file, and after the last one where the value ends. A finding about a policy inside a
* workflow can thus point at the workflow. Where the way back cannot be found, everything points at the scalar's start.
*/
function scalarOffsets(node, value, source) {
	const [start = 0, end = start] = node.range ?? [];
	const found = read$1(source.slice(start, end), value);
	if (found === void 0) return Array.from({ length: value.length + 1 }, () => start);
	return found.map((offset) => offset + start);
}
/** `text` is the scalar as written, from its indicator or quote on. */
function read$1(text, value) {
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
var readDoubledQuote, ESCAPES, readEscape;
var init_scalar_offsets = __esmMin((() => {
	readDoubledQuote = (text, at) => text.startsWith("''", at) ? {
		length: 2,
		means: "'"
	} : void 0;
	ESCAPES = {
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
	readEscape = (text, at) => {
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
}));

// src/action/workflow/step-inputs.ts
/** What is wrong with the inputs of a step, as the action itself would say it. What an expression gives is known when the job runs. */
function judgeStepInputs(inputs, part) {
	if (part === "wrapper") return [];
	const named = inputs.filter(({ name }) => expressionsOf(name).length === 0);
	const given = new Map(named.toReversed().map((input) => [input.name, input]));
	const repeated = named.filter((input) => given.get(input.name) !== input).map(({ name, key }) => finding("duplicate-input", key, `input ${shownName(name)} is given twice`));
	if (part !== "action") {
		const problems = judgeSubActionInputs(part, given.keys());
		return [...repeated, ...problems.flatMap((problem) => findingsOf(problem, given))];
	}
	const noText = [...given.values()].flatMap(({ name, value }) => value === void 0 || (0, import_dist$1.isScalar)(value) || name === "policy" ? [] : [finding("not-text", value, `input ${shownName(name)} takes text`)]);
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
	if (node === void 0 || (0, import_dist$1.isMap)(node) || (0, import_dist$1.isScalar)(node) && node.value === null) return [];
	return [finding("not-inputs", node, "under with: stand inputs and their values, as in policy: |")];
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
		...finding(`input-${kind}`, node, sentence),
		...meant === void 0 ? {} : { meant }
	}];
}
function finding(code, node, message) {
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
	if (!(0, import_dist$1.isScalar)(node) || node.value === null || node.value === void 0) return void 0;
	return typeof node.value === "string" ? node.value : node.source ?? String(node.value);
}
var import_dist$1;
var init_step_inputs = __esmMin((() => {
	import_dist$1 = require_dist();
	init_expressions();
}));

// src/action/workflow/read.ts
var read_exports = /* @__PURE__ */ __exportAll({
	looksLikeWorkflow: () => looksLikeWorkflow,
	optionsFor: () => optionsFor,
	readWorkflow: () => readWorkflow
});
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
function parse(source) {
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
var import_dist, Reader;
var init_read = __esmMin((() => {
	import_dist = require_dist();
	init_action_use();
	init_expressions();
	init_line_index();
	init_policy_text();
	init_repository_folder();
	init_scalar_offsets();
	init_step_inputs();
	Reader = class {
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
			this.#document = parse(source);
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
}));

// src/action/workflow-file.ts
init_errors$2();
init_inputs();
init_repository_folder();
/** For the place of a finding nobody waits long. */
const WORKFLOW_WAIT_MS = 3e3;
/** What is looked for in the workflow of the job, if that file can be had and holds it. */
async function inWorkflow({ env, token }, find) {
	const [reference = ""] = (env.GITHUB_WORKFLOW_REF ?? "").split("@");
	const prefix = `${env.GITHUB_REPOSITORY}/`;
	if (!reference.startsWith(prefix) || !/\.ya?ml$/.test(reference)) return void 0;
	const name = reference.slice(prefix.length);
	const root = env.GITHUB_WORKSPACE || process.cwd();
	const { readWorkflow } = await Promise.resolve().then(() => (init_read(), read_exports));
	const local = readInside(root, name);
	const own = "text" in local ? find(readWorkflow(local.text, {
		name,
		root
	})) : void 0;
	if (own !== void 0) return own;
	try {
		return find(readWorkflow(await fetchFromRepository(name, {
			env,
			token
		}, (why) => new UserError(why), WORKFLOW_WAIT_MS), {
			name,
			root
		}));
	} catch (error) {
		if (error instanceof UserError) return void 0;
		throw new Error(`${name} cannot be read: ${messageOf(error)}`, { cause: error });
	}
}
/** Where the workflow gives these inputs. */
async function placesOfInputs(problems, source) {
	if (problems.length === 0) return /* @__PURE__ */ new Map();
	return await inWorkflow(source, ({ policies }) => {
		const all = policies.flatMap(({ findings }) => findings).filter(({ code }) => code.startsWith("input-"));
		const ofJob = all.filter(({ job }) => job === source.env.GITHUB_JOB);
		const places = problems.flatMap((problem) => {
			const wanted = `input ${shownName(problem.input)} ${problem.message}`.toLowerCase();
			const place = [...ofJob, ...all].find(({ message }) => message.toLowerCase() === wanted);
			return place === void 0 ? [] : [[problem, {
				file: place.file,
				line: place.line,
				column: place.column
			}]];
		});
		return places.length === 0 ? void 0 : new Map(places);
	}) ?? /* @__PURE__ */ new Map();
}

// src/action/policy.ts
init_line_index();
init_policy_text();
/** How findings name the input where its place in the workflow file is not known. */
const INLINE = "policy";
const MOST_SHOWN = 50;
/** GitHub shows ten of each kind for a step (ExecutionContext.cs, _maxCountPerIssueType); one is kept for what else is wrong. */
const MOST_ANNOTATED = 9;
/** Puts the input `policy` and the file together, compiles, and tells every finding: as errors when enforcing, as warnings in audit. */
async function checkPolicy(inputs, file, source, runner) {
	const inline = {
		file: INLINE,
		lines: new LineIndex(inputs.policy),
		text: inputs.policy,
		origin: (index) => index
	};
	const pieces = [...inputs.policy.trim() === "" ? [] : [inline], ...file === void 0 ? [] : [filePiece(file.name, file.text)]];
	const whole = makePolicyText(pieces, { file: INLINE });
	const policy = compile(whole.text, {
		repository: source.env.GITHUB_REPOSITORY,
		default: inputs.default
	});
	const serious = policy.findings.filter(({ severity }) => severity !== "hint");
	if (serious.length > 0) {
		const workflow = serious.some(({ line }) => whole.lineOf(line)?.file === INLINE) ? await inWorkflow(source, (found) => matching(found, inputs.policy)) : void 0;
		tell(serious.slice(0, MOST_SHOWN).map((finding) => {
			return {
				...workflow !== void 0 && whole.lineOf(finding.line)?.file === INLINE ? workflow.place(finding) : whole.place(finding),
				shown: formatFinding(finding, whole.text)
			};
		}), inputs, runner);
		if (serious.length > MOST_SHOWN) runner.say(`and ${serious.length - MOST_SHOWN} more findings`);
	}
	return {
		text: whole.text,
		rules: policy.ruleCount,
		valid: policy.valid
	};
}
/** An annotation for each line of the policy, whatever is wrong with it. */
function tell(findings, { audit }, runner) {
	const byLine = /* @__PURE__ */ new Map();
	for (const finding of findings) byLine.set(nameOf(finding), [...byLine.get(nameOf(finding)) ?? [], finding]);
	const lines = [...byLine.values()];
	const isError = (line) => !audit && line.some(({ severity }) => severity === "error");
	tellLines(lines.filter(isError), (text, place) => runner.fail(text, place), runner);
	tellLines(lines.filter((line) => !isError(line)), (text, place) => runner.warning(text, place), runner);
}
function tellLines(lines, annotate, runner) {
	const room = lines.length > MOST_ANNOTATED ? 8 : MOST_ANNOTATED;
	for (const [index, findings] of lines.entries()) {
		for (const { shown } of findings) for (const line of shown.split("\n").slice(1)) runner.say(line);
		const text = findings.map(sentenceOf).join("\n");
		const [first] = findings;
		if (first === void 0) continue;
		if (index < room) annotate(text, placeOf(first));
		else runner.say(`${nameOf(first)}: ${text}`);
	}
	const rest = lines.slice(room).flatMap(([first]) => first === void 0 ? [] : [nameOf(first)]);
	if (rest.length > 0) annotate(`The log of this step tells more, of ${rest.join(", ")}.`, { title: "Egress policy" });
}
const sentenceOf = ({ message, suggestion }) => `${message}${suggestion === void 0 ? "" : ` - write: ${suggestion}`}`;
const nameOf = ({ file, line }) => file === INLINE ? `line ${line} of policy` : `${file}:${line}`;
const placeOf = ({ file, line, column }) => file === INLINE ? { title: `Egress policy, line ${line}` } : {
	title: "Egress policy",
	file,
	line,
	column
};
/** The policy as it stands in the workflow file, if that is the very same: then its findings have a line there. */
function matching({ policies }, policy) {
	const wanted = policy.split(/\r\n|\n|\r/);
	return policies.find((candidate) => {
		const lines = candidate.text.split(/\r\n|\n|\r/);
		return wanted.every((line, index) => (lines[index] ?? "") === "" || lines[index] === line) && wanted.some((line, index) => line.trim() !== "" && lines[index] === line);
	});
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

// src/action/requirements.ts
/** What `uses:` could be read as by somebody who asks where else it runs. */
const WHERE = "It runs on Linux runners: ubuntu-22.04, ubuntu-24.04, ubuntu-26.04, and self-hosted ones with sudo";
/** Why the filter cannot work here, in one sentence with what to do; undefined where nothing is known against it. The launcher, as root, looks closer. */
function whyNotHere(machine, env) {
	const { platform, arch, root } = machine;
	if (platform !== "linux") return `Egress Filter cannot filter on ${systemName(platform)}. ${WHERE}.`;
	if (arch !== "x64" && arch !== "arm64") return `Egress Filter has no build for ${arch} processors, only for x64 and arm64.`;
	if (!hasRunnerAbove(machine)) {
		if (isContainerJob(root, env)) return "Egress Filter cannot filter a job with `container:`, since its steps cannot reach the kernel of the machine: run the steps on the runner itself, and containers with `docker run` from there.";
		return "Egress Filter was not started by a GitHub runner (none of the processes above it is Runner.Worker): for a single command use `egress-filter run`.";
	}
	const missing = missingRights(root);
	if (missing !== void 0) return `Egress Filter cannot filter here, since even root has no ${missing} on this machine, as on ubuntu-slim and in unprivileged containers. ${WHERE}.`;
	const release = (read(join(root, "proc/sys/kernel/osrelease")) ?? "").trim();
	const kernel = `this kernel${release === "" ? "" : ` (${release})`}`;
	if (isTooOld(release)) return `Egress Filter cannot filter on ${kernel}, since it is too old: use Linux 5.15 or newer.`;
	if (!existsSync(join(root, "sys/kernel/btf/vmlinux"))) return `Egress Filter cannot filter on ${kernel}, since it has no BTF (/sys/kernel/btf/vmlinux): use one built with CONFIG_DEBUG_INFO_BTF, 5.15 or newer.`;
}
function systemName(platform) {
	return {
		darwin: "macOS",
		win32: "Windows"
	}[platform] ?? platform;
}
/** Is one of the processes above this one the runner's worker, by the name of its program? Whether it truly is, the launcher asks the kernel. */
function hasRunnerAbove({ ppid, root }) {
	for (let pid = ppid, steps = 0; pid > 0 && steps < 64; steps++) {
		const directory = join(root, "proc", String(pid));
		const stat = read(join(directory, "stat"));
		if (stat === void 0) return false;
		if (stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")) === "Runner.Worker" || programOf(directory) === "Runner.Worker") return true;
		pid = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
	}
	return false;
}
/** The runner mounts the workspace of a container job at /__w (ContainerInfo.cs); engines leave a file at the root of a container. */
function isContainerJob(root, env) {
	return env.GITHUB_WORKSPACE?.startsWith("/__w/") === true || existsSync(join(root, ".dockerenv")) || existsSync(join(root, "run/.containerenv"));
}
/** capabilities(7), by number: what no process here can ever have again (CapBnd), root included. */
const NEEDED = {
	CAP_NET_ADMIN: 12n,
	CAP_SYS_ADMIN: 21n
};
function missingRights(root) {
	const bounding = /^CapBnd:\s*([0-9a-f]+)$/m.exec(read(join(root, "proc/self/status")) ?? "")?.[1];
	if (bounding === void 0) return void 0;
	const missing = Object.entries(NEEDED).filter(([, bit]) => (BigInt(`0x${bounding}`) >> bit & 1n) === 0n);
	return missing.length === 0 ? void 0 : missing.map(([name]) => name).join(" and ");
}
function programOf(directory) {
	try {
		return basename(readlinkSync(join(directory, "exe")));
	} catch {
		return;
	}
}
function read(path) {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return;
	}
}

// src/action/state.ts
init_zod();
/** What was asked for at the start, which holds to the end. */
const Choices = object({
	audit: boolean(),
	default: _enum(["deny", "allow"]),
	rules: number$1(),
	/** As they were when the job began: an expression in them may have another value by the time of post. */
	onDeny: _enum(["log", "fail-job"]),
	uploadLog: union([boolean(), literal("auto")]),
	/** Of the policy's text: main may be given another, as its expressions are evaluated anew. */
	policyHash: string(),
	/** Of the environment at the start: what decides where a client of HTTP connects to (network.ts). */
	network: record(string(), string())
});
/**
* What the stage that started the filter leaves for those after it. The runner keeps it, and gives it to this action alone; but it takes it from a file
* that any process of the job can write while a stage runs. So post believes the guard, which keeps the choices as well.
*/
const JobState = Choices.extend({
	id: string(),
	since: string(),
	log: string()
});
const NAME = "job";
function saveJobState(runner, state) {
	runner.saveState(NAME, JSON.stringify(state));
}
/** As `JobConfig.keep`. */
const choicesText = (choices) => JSON.stringify(choices);

// src/action/start.ts
init_errors$2();
init_inputs();
/**
* From inputs to a machine on which nothing leaves undecided. Undefined where it did not come to that: then everything that is wrong has been
* told, and the step fails. There is no third case.
*/
async function start(runner, options) {
	const ready = await prepare(runner, options);
	if (ready === void 0) return void 0;
	try {
		return settle(runner, options, ready, await launch(ready.config, {
			...options.launcher,
			env: runner.env
		}));
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		runner.fail(`${error.message} The filter is not up, so the job fails.`, { title: "Egress Filter" });
		return;
	}
}
/** All that can be known to be wrong is told at once. */
async function prepare(runner, { stage, machine, directory }) {
	const { env } = runner;
	const { inputs, problems, warnings } = readInputs(env);
	for (const { input, message } of warnings) runner.warning(`${shownName(input)}: ${message}.`, { title: "Egress Filter" });
	const source = {
		stage,
		env,
		token: inputs["github-token"]
	};
	const places = await placesOfInputs(problems, source);
	for (const problem of problems) runner.fail(problemSentence(problem), {
		title: "Egress Filter",
		...places.get(problem)
	});
	const unfit = whyNotHere(machine, env);
	if (unfit !== void 0) runner.fail(unfit, { title: "Egress Filter" });
	for (const problem of runner.unwritable()) runner.fail(problem, { title: "Egress Filter" });
	const attempt = async (work) => {
		try {
			return await work;
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			runner.fail(error.message, { title: "Egress Filter" });
			return;
		}
	};
	const path = inputs["policy-file"];
	const [file, authorities] = await Promise.all([path === "" ? void 0 : attempt(readNamedFile(path, "policy-file", source)), attempt(readAuthorities(inputs["upstream-ca"], source))]);
	for (const warning of [file?.warning, ...authorities?.warnings ?? []]) if (warning !== void 0) runner.warning(warning);
	const policy = await checkPolicy(inputs, file, source, runner);
	if (!policy.valid && !inputs.audit) runner.say("The policy is not valid, so nothing was started.");
	if (runner.exitCode !== 0 || authorities === void 0) return void 0;
	const choices = {
		audit: inputs.audit,
		default: inputs.default,
		rules: policy.rules,
		onDeny: inputs["on-deny"],
		uploadLog: inputs["upload-log"],
		policyHash: hashOf(inputs.policy),
		network: networkSettings(env)
	};
	return {
		choices,
		config: {
			policy: policy.text,
			...env.GITHUB_REPOSITORY ? { repository: env.GITHUB_REPOSITORY } : {},
			default: inputs.default,
			audit: inputs.audit,
			logFull: inputs["log-level"] === "full",
			allowSudo: inputs["allow-sudo"],
			containerCerts: inputs["container-certs"],
			upstreamCa: authorities.texts,
			hosted: env.RUNNER_ENVIRONMENT === "github-hosted",
			action: {
				directory,
				...env.GITHUB_ACTION_REPOSITORY ? { repository: env.GITHUB_ACTION_REPOSITORY } : {},
				step: env.GITHUB_ACTION ?? ""
			},
			...env.GITHUB_JOB ? { job: env.GITHUB_JOB } : {},
			env: Object.fromEntries(CA_VARIABLES.flatMap((name) => env[name] === void 0 ? [] : [[name, env[name] ?? ""]])),
			keep: choicesText(choices)
		}
	};
}
function settle(runner, { elapsed }, { choices, config }, enforcing) {
	const took = Math.round(elapsed());
	const state = {
		...choices,
		id: enforcing.id,
		since: enforcing.since,
		log: enforcing.log
	};
	saveJobState(runner, state);
	const kept = exportVariables(runner, enforcing.env);
	const phases = Object.entries(enforcing.timings).map(([name, value]) => `${visible(name, 40)} ${Math.round(value)}`);
	runner.say(`Egress Filter: ${modeOf(state)} since ${visible(enforcing.since, 40)}, ${took} ms after this step began.`);
	if (phases.length > 0) runner.say(`Of these in the guard, in ms: ${phases.join(", ")}.`);
	runner.say(config.allowSudo ? "sudo stays open (allow-sudo); each use is in the log." : "sudo is locked.");
	for (const warning of [...enforcing.warnings, ...kept]) runner.warning(warning, { title: "Egress Filter" });
	return state;
}
/** What the job has set itself stays; a warning for each of these, since its programs do not trust our authority. */
function exportVariables(runner, variables) {
	const warnings = [];
	for (const [name, value] of Object.entries(variables)) {
		const own = runner.env[name];
		if (!/^[A-Za-z_]\w*$/.test(name) || own === value) continue;
		if (!own || value.startsWith(`${own} `)) runner.exportVariable(name, value);
		else warnings.push(`${name} is set by the job (${visible(own, 200)}) and left alone, so programs that go by it do not trust the authority of the filter, and HTTPS fails for them unless the rule says passthrough. Set it to ${value} where that is not wanted: this file has both.`);
	}
	return warnings;
}
/** `3 rules are enforced, anything else is denied`. */
function modeOf({ audit, rules, default: fallback }) {
	const count = plural(rules, "rule");
	if (audit) return `audit, ${count}: what the policy would deny is told and let through`;
	return `${count} enforced, ${fallback === "allow" ? "what no rule names is allowed" : "what no rule names is denied"}`;
}
function hashOf(text) {
	return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
/** An error that nobody foresaw, in the same form as the others. */
function failUnexpectedly(runner, error) {
	runner.fail(`Egress Filter failed: ${messageOf(error)}`, { title: "Egress Filter" });
	if (error instanceof Error && error.stack !== void 0) runner.say(error.stack);
}

// src/action/edge.ts
init_errors$2();
/** Runs one stage of the action as a process of the runner: whatever happens, it ends, and it ends with 1 where something failed. */
async function atEdge(stage) {
	process.stdout.on("error", (error) => {
		if (codeOf(error) !== "EPIPE") throw error;
	});
	process.on("SIGUSR1", () => {});
	const runner = new Runner(process.env, (text) => void process.stdout.write(text));
	try {
		await stage(runner);
	} catch (error) {
		failUnexpectedly(runner, error);
	}
	process.exit(runner.exitCode);
}
/** The start of the filter from this process. */
function startOptions(stage) {
	const directory = actionDirectory();
	return {
		stage,
		machine: {
			platform: process.platform,
			arch: process.arch,
			ppid: process.ppid,
			root: "/"
		},
		directory,
		launcher: {
			node: process.execPath,
			guard: join(directory, "dist", "guard.js"),
			uid: process.getuid?.() ?? -1
		},
		elapsed: () => performance.now()
	};
}
/** Two levels above dist/action/, or above src/action/ in tests. */
function actionDirectory() {
	const directory = resolve(import.meta.dirname, "..", "..");
	return existsSync(directory) ? realpathSync(directory) : directory;
}

// src/action/pre.ts
await atEdge(async (runner) => {
	await start(runner, startOptions("pre"));
});

export {  };