// Generated from requirements.tsv by scripts/generate-spec.mjs. Do not edit.

/** id, level (MUST, SHOULD, MAY, IMPLIED), subject, anchor, since, until ('' = it holds), testable (yes, or no or partly: why), our sentence */
export const REQUIREMENT_ROWS: readonly (readonly [string, string, string, string, string, string, string, string])[] = [
 [
  "compliance.linux.all-must",
  "MUST",
  "runtime",
  "spec.md#notational-conventions",
  "1.0.0",
  "",
  "partly: aggregate only",
  "A runtime counts as conforming on an architecture only when every obligation of MUST/REQUIRED/SHALL strength for Linux holds; SHOULD and MAY items never decide conformance."
 ],
 [
  "json.encoding.utf8",
  "MUST",
  "config",
  "glossary.md#json",
  "1.0.0",
  "",
  "yes",
  "config.json has to be UTF-8 text."
 ],
 [
  "json.duplicate-names",
  "MUST",
  "config",
  "glossary.md#json",
  "1.0.0",
  "",
  "partly: reader undefined",
  "One JSON object in the config may not repeat a member name."
 ],
 [
  "json.member-order",
  "IMPLIED",
  "runtime",
  "glossary.md#json",
  "1.0.0",
  "",
  "yes",
  "Reordering members of a JSON object must not alter the resulting container."
 ],
 [
  "glossary.container-namespace",
  "IMPLIED",
  "runtime",
  "glossary.md#container-namespace",
  "1.0.0",
  "",
  "yes",
  "Container namespace means the set of namespaces the configured process itself runs in, including any inherited from the runtime."
 ],
 [
  "glossary.runtime-namespace",
  "IMPLIED",
  "runtime",
  "glossary.md#runtime-namespace",
  "1.0.0",
  "",
  "yes",
  "Runtime namespace means the namespaces out of which new container namespaces get created and in which some configured resources are looked up."
 ],
 [
  "glossary.cli.out-of-scope",
  "IMPLIED",
  "caller",
  "glossary.md#runtime-caller",
  "1.1.0",
  "",
  "no: not normative",
  "The command-line interface of a runtime is not part of the specification, so harness adapters must not treat CLI differences as findings."
 ],
 [
  "bundle.config.exists",
  "MUST",
  "config",
  "bundle.md#container-format",
  "1.0.0",
  "",
  "yes",
  "A bundle without a config.json is not a bundle."
 ],
 [
  "bundle.config.location",
  "MUST",
  "config",
  "bundle.md#container-format",
  "1.0.0",
  "",
  "yes",
  "The configuration lives at the top level of the bundle directory."
 ],
 [
  "bundle.config.name",
  "MUST",
  "config",
  "bundle.md#container-format",
  "1.0.0",
  "",
  "yes",
  "The configuration file carries exactly the name config.json."
 ],
 [
  "bundle.artifacts.one-directory",
  "MUST",
  "config",
  "bundle.md#container-format",
  "1.0.0",
  "",
  "partly: self contradiction",
  "Config and root filesystem, when supplied, sit together inside one local directory."
 ],
 [
  "config.ociVersion.required",
  "MUST",
  "config",
  "config.md#specification-version",
  "1.0.0",
  "",
  "yes",
  "The version string has to be present."
 ],
 [
  "config.ociVersion.semver",
  "MUST",
  "config",
  "config.md#specification-version",
  "1.0.0",
  "",
  "yes",
  "The version string is a SemVer 2.0.0 version."
 ],
 [
  "config.ociVersion.backward-compat",
  "IMPLIED",
  "runtime",
  "config.md#specification-version",
  "1.0.0",
  "",
  "yes",
  "A config for 1.x is served by every runtime that supports the same or a later 1.x."
 ],
 [
  "config.root.required",
  "MUST",
  "config",
  "config.md#root",
  "1.0.0",
  "",
  "yes",
  "On Linux the root object has to be present."
 ],
 [
  "config.root.path.required",
  "MUST",
  "config",
  "config.md#root",
  "1.0.0",
  "",
  "yes",
  "root.path has to be present inside root."
 ],
 [
  "config.root.path.absolute-or-relative",
  "IMPLIED",
  "runtime",
  "config.md#root",
  "1.0.0",
  "",
  "yes",
  "A relative root.path is resolved against the bundle directory, an absolute one is used as given."
 ],
 [
  "config.root.path.conventional",
  "SHOULD",
  "config",
  "config.md#root",
  "1.0.0",
  "",
  "no: style only",
  "The usual value is rootfs."
 ],
 [
  "config.root.path.directory-exists",
  "MUST",
  "config",
  "config.md#root",
  "1.0.0",
  "",
  "yes",
  "What root.path names must exist and be a directory."
 ],
 [
  "config.root.readonly.true",
  "MUST",
  "runtime",
  "config.md#root",
  "1.0.0",
  "",
  "yes",
  "With readonly true, writes to the root filesystem fail for the container."
 ],
 [
  "config.root.readonly.default",
  "IMPLIED",
  "runtime",
  "config.md#root",
  "1.0.0",
  "",
  "yes",
  "Absent readonly means false: the root stays writable."
 ],
 [
  "config.mounts.order",
  "MUST",
  "runtime",
  "config.md#mounts",
  "1.0.0",
  "",
  "yes",
  "Entries are mounted one after another in array order, so a later entry can cover or nest in an earlier one."
 ],
 [
  "config.mounts.beyond-root",
  "IMPLIED",
  "runtime",
  "config.md#mounts",
  "1.0.0",
  "",
  "yes",
  "The list only adds to root; nothing listed means nothing extra is asked for."
 ],
 [
  "config.mounts.destination.required",
  "MUST",
  "config",
  "config.md#mounts",
  "1.0.0",
  "",
  "yes",
  "Every mount entry names a destination."
 ],
 [
  "config.mounts.destination.absolute",
  "SHOULD",
  "config",
  "config.md#mounts",
  "1.2.0",
  "",
  "partly: config side",
  "On Linux the destination ought to begin with a slash (was a MUST up to 1.1.0)."
 ],
 [
  "config.mounts.destination.absolute.was-must",
  "MUST",
  "config",
  "config.md#mounts",
  "1.0.0",
  "1.2.0",
  "yes",
  "A mount destination has to begin with a slash."
 ],
 [
  "config.mounts.destination.relative-allowed",
  "MAY",
  "config",
  "config.md#mounts",
  "1.2.0",
  "",
  "yes",
  "A relative destination is still legal on Linux, though deprecated."
 ],
 [
  "config.mounts.destination.relative-to-slash",
  "MUST",
  "runtime",
  "config.md#mounts",
  "1.2.0",
  "",
  "yes",
  "A relative destination is read as if a slash stood before it, not relative to cwd or bundle."
 ],
 [
  "config.mounts.destination.missing-target",
  "IMPLIED",
  "runtime",
  "config.md#mounts",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "The text is silent on a destination that is not in the root filesystem; harness treats creation and refusal both as allowed but logs which."
 ],
 [
  "config.mounts.destination.symlink",
  "IMPLIED",
  "runtime",
  "config.md#mounts",
  "1.0.0",
  "",
  "yes",
  "The destination is a path inside the container, so symbolic links in it must never lead outside the root."
 ],
 [
  "config.mounts.source.optional",
  "IMPLIED",
  "config",
  "config.md#mounts",
  "1.0.0",
  "",
  "yes",
  "source may be left out; for pseudo filesystems it is only a label."
 ],
 [
  "config.mounts.source.bind-relative",
  "IMPLIED",
  "runtime",
  "config.md#mounts",
  "1.0.2",
  "",
  "yes",
  "For bind mounts a relative source is taken from the bundle directory."
 ],
 [
  "config.mounts.source.bind-file-or-dir",
  "IMPLIED",
  "runtime",
  "config.md#mounts",
  "1.0.2",
  "",
  "yes",
  "A bind source may be a regular file as well as a directory."
 ],
 [
  "config.mounts.bind-detection",
  "IMPLIED",
  "runtime",
  "config.md#mounts",
  "1.0.2",
  "",
  "yes",
  "An entry is a bind mount exactly when bind or rbind is among its options; the type string does not decide."
 ],
 [
  "config.mounts.type.fs-name",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-mounts",
  "1.0.0",
  "",
  "yes",
  "For non-bind entries type is a filesystem the kernel lists in /proc/filesystems."
 ],
 [
  "config.mounts.type.dummy-for-bind",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-mounts",
  "1.0.2",
  "",
  "yes",
  "With bind or rbind the type is ignored filler such as none."
 ],
 [
  "config.mounts.type.cgroup",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-mounts",
  "1.1.0",
  "",
  "partly: not defined",
  "type cgroup is used in the examples though on a unified host the kernel type is cgroup2; runtimes translate."
 ],
 [
  "config.mounts.options.must-set",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Every option flagged MUST in the table has to be implemented (see the per-option rows)."
 ],
 [
  "config.mounts.options.mount8-semantics",
  "IMPLIED",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "MUST-level options mean what mount(8) says they mean."
 ],
 [
  "config.mounts.options.custom",
  "MAY",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "partly: runtime specific",
  "A runtime is free to add option strings of its own."
 ],
 [
  "config.mounts.options.custom-follow-mount8",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "partly: runtime specific",
  "A self-added option that mount(8) already knows ought to behave like mount(8)."
 ],
 [
  "config.mounts.options.unknown-to-data",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Options the runtime does not know are treated as filesystem options and joined with commas into the mount data string (wording tightened in 1.2.0)."
 ],
 [
  "config.mounts.options.table.duplicates",
  "IMPLIED",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "partly: unspecified behaviour",
  "The table does not say which of two opposite options (ro,rw) wins; util-linux takes the last."
 ],
 [
  "config.mounts.propagation.default",
  "IMPLIED",
  "runtime",
  "config.md#linux-mount-options",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "No default propagation is given for an entry without a propagation option."
 ],
 [
  "config.mounts.idmappings.uid",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-mounts",
  "1.1.0",
  "",
  "partly: kernel 5.12",
  "uidMappings on a mount turn source-filesystem user IDs into the IDs seen at the destination, in the userns mapping format."
 ],
 [
  "config.mounts.idmappings.gid",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-mounts",
  "1.1.0",
  "",
  "partly: kernel 5.12",
  "gidMappings do the same for group IDs."
 ],
 [
  "config.mounts.idmappings.mount-setattr",
  "SHOULD",
  "runtime",
  "config.md#posix-platform-mounts",
  "1.2.0",
  "",
  "yes",
  "Mount ID mapping ought to be done with the kernel idmapped-mount attribute rather than by chown."
 ],
 [
  "config.mounts.idmappings.option-present",
  "SHOULD",
  "config",
  "config.md#posix-platform-mounts",
  "1.2.0",
  "",
  "yes",
  "An entry with mappings ought also to list idmap or ridmap so old runtimes fail loudly."
 ],
 [
  "config.mounts.idmappings.both",
  "MUST",
  "config",
  "config.md#posix-platform-mounts",
  "1.2.0",
  "",
  "yes",
  "uidMappings and gidMappings come as a pair or not at all."
 ],
 [
  "config.process.optional",
  "IMPLIED",
  "config",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "process may be absent at create time."
 ],
 [
  "config.process.required-at-start",
  "MUST",
  "config",
  "config.md#process",
  "1.0.0",
  "",
  "partly: create refuses",
  "process must have been set by the time start runs."
 ],
 [
  "config.process.terminal.default",
  "IMPLIED",
  "runtime",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "Absent terminal means no terminal."
 ],
 [
  "config.process.terminal.true",
  "IMPLIED",
  "runtime",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "terminal true gives the process a new pty on stdin, stdout and stderr."
 ],
 [
  "config.process.consoleSize.ignored",
  "MUST",
  "runtime",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "consoleSize has no effect while terminal is false or unset."
 ],
 [
  "config.process.consoleSize.applied",
  "IMPLIED",
  "runtime",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "With a terminal the pty gets the configured number of rows and columns."
 ],
 [
  "config.process.consoleSize.height",
  "MUST",
  "config",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "height has to be given inside consoleSize."
 ],
 [
  "config.process.consoleSize.width",
  "MUST",
  "config",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "width has to be given inside consoleSize."
 ],
 [
  "config.process.cwd.required",
  "MUST",
  "config",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "cwd has to be present."
 ],
 [
  "config.process.cwd.absolute",
  "MUST",
  "config",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "cwd starts at the root of the container."
 ],
 [
  "config.process.cwd.applied",
  "IMPLIED",
  "runtime",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "The program starts with cwd as its working directory."
 ],
 [
  "config.process.env.applied",
  "IMPLIED",
  "runtime",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "The program environment is the configured list with POSIX environ meaning."
 ],
 [
  "config.process.args.one-entry",
  "MUST",
  "config",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "On Linux args holds at least one string."
 ],
 [
  "config.process.args.execvp-file",
  "IMPLIED",
  "runtime",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "The first argument names the program and is looked up as execvp does, so a name without slash goes through PATH."
 ],
 [
  "config.process.args.argv",
  "IMPLIED",
  "runtime",
  "config.md#process",
  "1.0.0",
  "",
  "yes",
  "All entries reach the program unchanged as argv."
 ],
 [
  "config.process.commandLine.linux",
  "IMPLIED",
  "config",
  "config.md#process",
  "1.0.2",
  "",
  "yes",
  "commandLine is a Windows member; on Linux it is an inapplicable property."
 ],
 [
  "config.process.rlimits.type.required",
  "MUST",
  "config",
  "config.md#posix-process",
  "1.0.0",
  "",
  "yes",
  "Each rlimit entry names its resource."
 ],
 [
  "config.process.rlimits.type.unknown",
  "MUST",
  "runtime",
  "config.md#posix-process",
  "1.0.0",
  "",
  "yes",
  "A resource name with no kernel counterpart makes the runtime fail."
 ],
 [
  "config.process.rlimits.getrlimit",
  "MUST",
  "runtime",
  "config.md#posix-process",
  "1.0.0",
  "",
  "yes",
  "For every listed resource a getrlimit query has to work."
 ],
 [
  "config.process.rlimits.soft",
  "MUST",
  "runtime",
  "config.md#posix-process",
  "1.0.0",
  "",
  "yes",
  "The soft limit in force equals the configured number."
 ],
 [
  "config.process.rlimits.soft.required",
  "MUST",
  "config",
  "config.md#posix-process",
  "1.0.0",
  "",
  "yes",
  "Each entry carries a soft value."
 ],
 [
  "config.process.rlimits.hard",
  "MUST",
  "runtime",
  "config.md#posix-process",
  "1.0.0",
  "",
  "yes",
  "The hard limit in force equals the configured number."
 ],
 [
  "config.process.rlimits.hard.required",
  "MUST",
  "config",
  "config.md#posix-process",
  "1.0.0",
  "",
  "yes",
  "Each entry carries a hard value."
 ],
 [
  "config.process.rlimits.soft-above-hard",
  "IMPLIED",
  "runtime",
  "config.md#posix-process",
  "1.0.0",
  "",
  "yes",
  "An entry whose soft exceeds hard cannot be applied, so create or start has to fail."
 ],
 [
  "config.process.rlimits.duplicate",
  "MUST",
  "runtime",
  "config.md#posix-process",
  "1.0.0",
  "",
  "yes",
  "Two entries for one resource make the runtime fail."
 ],
 [
  "config.process.rlimits.unlisted",
  "IMPLIED",
  "runtime",
  "config.md#posix-process",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "Nothing is said of resources not listed; inheritance from the caller is the natural reading."
 ],
 [
  "config.process.apparmorProfile",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "",
  "partly: host LSM",
  "The program runs under the named AppArmor profile."
 ],
 [
  "config.process.selinuxLabel",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "",
  "partly: host LSM",
  "The program runs with the given SELinux label."
 ],
 [
  "config.process.capabilities.unmappable-warn",
  "MUST",
  "runtime",
  "config.md#linux-process",
  "1.1.0",
  "",
  "yes",
  "A capability name that is unknown or cannot be granted is reported as a warning (up to 1.0.2 it was an error)."
 ],
 [
  "config.process.capabilities.unmappable-error",
  "MUST",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "1.1.0",
  "yes",
  "A capability name that maps to nothing in the kernel makes the runtime fail."
 ],
 [
  "config.process.capabilities.do-not-fail",
  "SHOULD",
  "runtime",
  "config.md#linux-process",
  "1.1.0",
  "",
  "yes",
  "Asking for capabilities that cannot be granted ought not to stop the container."
 ],
 [
  "config.process.capabilities.effective",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "",
  "yes",
  "The effective set of the program contains what is listed and nothing else."
 ],
 [
  "config.process.capabilities.bounding",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "",
  "yes",
  "The bounding set of the program is the listed set."
 ],
 [
  "config.process.capabilities.inheritable",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "",
  "yes",
  "The inheritable set of the program is the listed set."
 ],
 [
  "config.process.capabilities.permitted",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "",
  "yes",
  "The permitted set of the program is the listed set."
 ],
 [
  "config.process.capabilities.ambient",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "",
  "yes",
  "The ambient set of the program is the listed set."
 ],
 [
  "config.process.capabilities.absent",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "No default is given when the object or one of its five arrays is missing."
 ],
 [
  "config.process.noNewPrivileges.true",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "",
  "yes",
  "true means the program cannot gain privileges through execve."
 ],
 [
  "config.process.noNewPrivileges.false",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "",
  "yes",
  "false or absent leaves setuid gains possible."
 ],
 [
  "config.process.oomScoreAdj.set",
  "MUST",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "",
  "yes",
  "A configured oomScoreAdj is what the process ends up with."
 ],
 [
  "config.process.oomScoreAdj.unset",
  "MUST",
  "runtime",
  "config.md#linux-process",
  "1.0.0",
  "",
  "yes",
  "Without a configured value the runtime leaves the score alone."
 ],
 [
  "config.process.scheduler.policy",
  "MUST",
  "config",
  "config.md#linux-process",
  "1.1.0",
  "",
  "yes",
  "scheduler needs a policy from the given list."
 ],
 [
  "config.process.scheduler.nice.default",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.1.0",
  "",
  "yes",
  "nice is applied, and 0 is used when it is absent (lower-case must)."
 ],
 [
  "config.process.scheduler.priority.default",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.1.0",
  "",
  "yes",
  "The static priority is applied, with 0 when absent."
 ],
 [
  "config.process.scheduler.flags",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.1.0",
  "",
  "partly: kernel dependent",
  "Listed scheduling flags are handed to sched_setattr."
 ],
 [
  "config.process.scheduler.deadline",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.1.0",
  "",
  "partly: privilege needed",
  "runtime, deadline and period (nanoseconds, 0 when absent) configure SCHED_DEADLINE."
 ],
 [
  "config.process.ioPriority.class",
  "MUST",
  "config",
  "config.md#linux-process",
  "1.1.0",
  "",
  "yes",
  "ioPriority needs a class, one of realtime, best-effort, idle."
 ],
 [
  "config.process.ioPriority.priority",
  "MUST",
  "config",
  "config.md#linux-process",
  "1.1.0",
  "",
  "yes",
  "ioPriority needs a level from 0 (best) to 7."
 ],
 [
  "config.process.ioPriority.group",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.1.0",
  "",
  "yes",
  "The setting reaches the whole process group of the container."
 ],
 [
  "config.process.execCPUAffinity.not-init",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.2.1",
  "",
  "yes",
  "execCPUAffinity does not touch the first container process."
 ],
 [
  "config.process.execCPUAffinity.initial",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.2.1",
  "",
  "partly: exec only",
  "initial lists the CPUs a runtime parent uses before joining the container cgroup."
 ],
 [
  "config.process.execCPUAffinity.final",
  "IMPLIED",
  "runtime",
  "config.md#linux-process",
  "1.2.1",
  "",
  "partly: exec only",
  "final lists the CPUs an executed process gets after joining the cgroup."
 ],
 [
  "config.process.execCPUAffinity.final-unset",
  "SHOULD",
  "runtime",
  "config.md#linux-process",
  "1.2.1",
  "",
  "partly: exec only",
  "With final empty the runtime ought not to alter affinity after the cgroup move."
 ],
 [
  "config.user.uid",
  "MUST",
  "config",
  "config.md#posix-platform-user",
  "1.0.0",
  "",
  "yes",
  "uid must be given and is applied as seen inside the container."
 ],
 [
  "config.user.gid",
  "MUST",
  "config",
  "config.md#posix-platform-user",
  "1.0.0",
  "",
  "yes",
  "gid must be given and is applied as seen inside the container."
 ],
 [
  "config.user.umask.set",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-user",
  "1.0.2",
  "",
  "yes",
  "A configured umask (decimal in JSON) is in force for the program."
 ],
 [
  "config.user.umask.unset",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-user",
  "1.0.2",
  "",
  "yes",
  "Without umask the caller's umask is kept (lower-case should not)."
 ],
 [
  "config.user.additionalGids",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-user",
  "1.0.0",
  "",
  "yes",
  "The listed groups become supplementary groups, as numbered inside the container."
 ],
 [
  "config.user.names-out-of-scope",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-user",
  "1.0.0",
  "",
  "yes",
  "User names and passwd lookups are left to higher layers; runtimes work on numbers."
 ],
 [
  "config.hostname.applied",
  "IMPLIED",
  "runtime",
  "config.md#hostname",
  "1.0.0",
  "",
  "yes",
  "Processes in the container see the configured host name, set in the UTS namespace they run in."
 ],
 [
  "config.domainname.applied",
  "IMPLIED",
  "runtime",
  "config.md#domainname",
  "1.1.0",
  "",
  "yes",
  "Processes in the container see the configured NIS domain name."
 ],
 [
  "config.platform.linux-section",
  "MAY",
  "config",
  "config.md#platform-specific-configuration",
  "1.0.0",
  "",
  "yes",
  "The linux object is allowed, not needed, for a Linux target."
 ],
 [
  "config.platform.foreign-sections",
  "MAY",
  "config",
  "config.md#platform-specific-configuration",
  "1.0.0",
  "",
  "yes",
  "Sections for other platforms belong only to those targets."
 ],
 [
  "hooks.object.kinds",
  "MAY",
  "config",
  "config.md#posix-platform-hooks",
  "1.0.2",
  "",
  "yes",
  "hooks can hold prestart, createRuntime, createContainer, startContainer, poststart and poststop lists, each optional."
 ],
 [
  "hooks.path.required",
  "MUST",
  "config",
  "config.md#posix-platform-hooks",
  "1.0.0",
  "",
  "yes",
  "A hook entry names the program to run."
 ],
 [
  "hooks.path.absolute",
  "MUST",
  "config",
  "config.md#posix-platform-hooks",
  "1.0.0",
  "",
  "yes",
  "A hook path starts with a slash; no PATH search takes place."
 ],
 [
  "hooks.path.execv",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-hooks",
  "1.0.0",
  "",
  "yes",
  "The program is executed as execv would do with that path."
 ],
 [
  "hooks.args.argv",
  "IMPLIED",
  "hook",
  "config.md#posix-platform-hooks",
  "1.0.0",
  "",
  "yes",
  "args is the complete argv, element 0 included."
 ],
 [
  "hooks.env.environ",
  "IMPLIED",
  "hook",
  "config.md#posix-platform-hooks",
  "1.0.0",
  "",
  "yes",
  "env is the complete environment of the hook."
 ],
 [
  "hooks.env.absent",
  "IMPLIED",
  "hook",
  "config.md#posix-platform-hooks",
  "1.0.0",
  "",
  "yes",
  "Without env the literal reading of environ semantics is an empty environment."
 ],
 [
  "hooks.timeout.positive",
  "MUST",
  "config",
  "config.md#posix-platform-hooks",
  "1.0.0",
  "",
  "yes",
  "A given timeout is at least 1."
 ],
 [
  "hooks.timeout.abort",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-hooks",
  "1.0.0",
  "",
  "yes",
  "After that many seconds the runtime aborts the hook."
 ],
 [
  "hooks.timeout.absent",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-hooks",
  "1.0.0",
  "",
  "yes",
  "Without timeout a hook may run for any time."
 ],
 [
  "hooks.order.within-kind",
  "MUST",
  "runtime",
  "config.md#posix-platform-hooks",
  "1.0.0",
  "",
  "yes",
  "Entries of one list run in array order."
 ],
 [
  "hooks.order.sequential",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-hooks",
  "1.0.0",
  "",
  "yes",
  "Natural reading: a hook has ended before its successor begins."
 ],
 [
  "hooks.order.prestart-before-createRuntime",
  "MUST",
  "runtime",
  "config.md#prestart",
  "1.1.0",
  "",
  "yes",
  "All prestart hooks precede all createRuntime hooks."
 ],
 [
  "hooks.order.createRuntime-before-createContainer",
  "MUST",
  "runtime",
  "config.md#createcontainer-hooks",
  "1.0.2",
  "",
  "yes",
  "createContainer hooks come after the createRuntime hooks."
 ],
 [
  "hooks.order.startContainer-before-poststart",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.2",
  "",
  "yes",
  "startContainer hooks precede the program, which precedes poststart hooks."
 ],
 [
  "hooks.order.overall",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.2",
  "",
  "yes",
  "Overall order is prestart, createRuntime, createContainer, startContainer, program, poststart, poststop."
 ],
 [
  "hooks.stdin.state",
  "MUST",
  "runtime",
  "config.md#posix-platform-hooks",
  "1.0.0",
  "",
  "yes",
  "Each hook reads the container state on standard input."
 ],
 [
  "hooks.stdin.id",
  "MUST",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "The id a hook sees is the ID given to create."
 ],
 [
  "hooks.stdin.bundle",
  "MUST",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "The bundle a hook sees is the absolute bundle path."
 ],
 [
  "hooks.stdin.annotations",
  "IMPLIED",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "Hooks see the annotations of the config."
 ],
 [
  "hooks.stdin.pid.runtime",
  "IMPLIED",
  "runtime",
  "runtime.md#state",
  "1.1.0",
  "",
  "yes",
  "For prestart, createRuntime, poststart (and poststop if given) pid is numbered in the runtime's PID namespace."
 ],
 [
  "hooks.stdin.pid.container",
  "IMPLIED",
  "runtime",
  "runtime.md#state",
  "1.1.0",
  "",
  "yes",
  "For createContainer and startContainer pid is numbered as the container sees it, so 1 with a new PID namespace."
 ],
 [
  "hooks.stdin.status.prestart",
  "IMPLIED",
  "runtime",
  "runtime.md#state",
  "1.0.2",
  "",
  "yes",
  "During create the operation has not finished, so prestart, createRuntime and createContainer hooks see creating."
 ],
 [
  "hooks.stdin.status.startContainer",
  "IMPLIED",
  "runtime",
  "runtime.md#state",
  "1.0.2",
  "",
  "yes",
  "startContainer hooks see created, as create has ended and the program has not been executed."
 ],
 [
  "hooks.stdin.status.poststart",
  "IMPLIED",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "poststart hooks see running."
 ],
 [
  "hooks.stdin.status.poststop",
  "IMPLIED",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "poststop hooks see stopped, the nearest defined value, since the container is gone."
 ],
 [
  "hooks.prestart.phase",
  "MUST",
  "runtime",
  "config.md#prestart",
  "1.1.0",
  "",
  "yes",
  "prestart hooks run inside create, once the environment exists and ahead of the root switch (1.0.x config.md said inside start)."
 ],
 [
  "hooks.prestart.phase.in-start",
  "MUST",
  "runtime",
  "config.md#prestart",
  "1.0.0",
  "1.1.0",
  "yes",
  "prestart hooks run after start was called and before the program."
 ],
 [
  "hooks.prestart.namespaces-exist",
  "IMPLIED",
  "runtime",
  "config.md#prestart",
  "1.0.0",
  "",
  "yes",
  "The container namespaces already exist, letting the hook reconfigure networking."
 ],
 [
  "hooks.prestart.deprecated",
  "IMPLIED",
  "config",
  "config.md#posix-platform-hooks",
  "1.0.2",
  "",
  "yes",
  "prestart is deprecated yet still has to be honoured."
 ],
 [
  "hooks.prestart.path-resolution",
  "MUST",
  "runtime",
  "config.md#prestart",
  "1.0.2",
  "",
  "yes",
  "The prestart path is looked up in the runtime namespace."
 ],
 [
  "hooks.prestart.namespace",
  "MUST",
  "runtime",
  "config.md#prestart",
  "1.0.2",
  "",
  "yes",
  "prestart hooks execute with the runtime's namespaces."
 ],
 [
  "hooks.createRuntime.phase",
  "MUST",
  "runtime",
  "config.md#createruntime-hooks",
  "1.0.2",
  "",
  "yes",
  "createRuntime hooks run inside create, after environment creation and ahead of the root switch."
 ],
 [
  "hooks.createRuntime.mounts-done",
  "IMPLIED",
  "runtime",
  "config.md#createruntime-hooks",
  "1.0.2",
  "",
  "yes",
  "By then the mount namespace exists and the configured mounts have been made."
 ],
 [
  "hooks.createRuntime.path-resolution",
  "MUST",
  "runtime",
  "config.md#createruntime-hooks",
  "1.0.2",
  "",
  "yes",
  "The createRuntime path is looked up in the runtime namespace."
 ],
 [
  "hooks.createRuntime.namespace",
  "MUST",
  "runtime",
  "config.md#createruntime-hooks",
  "1.0.2",
  "",
  "yes",
  "createRuntime hooks execute with the runtime's namespaces."
 ],
 [
  "hooks.createContainer.phase",
  "MUST",
  "runtime",
  "config.md#createcontainer-hooks",
  "1.0.2",
  "",
  "yes",
  "createContainer hooks run inside create, after environment creation and ahead of the root switch."
 ],
 [
  "hooks.createContainer.mounts-done",
  "IMPLIED",
  "runtime",
  "config.md#createcontainer-hooks",
  "1.0.2",
  "",
  "yes",
  "By then the mount namespace is set up with the configured mounts."
 ],
 [
  "hooks.createContainer.path-resolution",
  "MUST",
  "runtime",
  "config.md#createcontainer-hooks",
  "1.0.2",
  "",
  "yes",
  "The createContainer path is looked up in the runtime namespace although execution happens in the container one."
 ],
 [
  "hooks.createContainer.namespace",
  "MUST",
  "runtime",
  "config.md#createcontainer-hooks",
  "1.0.2",
  "",
  "yes",
  "createContainer hooks execute with the container's namespaces."
 ],
 [
  "hooks.startContainer.phase",
  "MUST",
  "runtime",
  "config.md#startcontainer-hooks",
  "1.0.2",
  "",
  "yes",
  "startContainer hooks run inside start, before the program is executed."
 ],
 [
  "hooks.startContainer.path-resolution",
  "MUST",
  "runtime",
  "config.md#startcontainer-hooks",
  "1.0.2",
  "",
  "yes",
  "The startContainer path is looked up in the container namespace."
 ],
 [
  "hooks.startContainer.namespace",
  "MUST",
  "runtime",
  "config.md#startcontainer-hooks",
  "1.0.2",
  "",
  "yes",
  "startContainer hooks execute with the container's namespaces."
 ],
 [
  "hooks.poststart.phase",
  "MUST",
  "runtime",
  "config.md#poststart",
  "1.0.0",
  "",
  "yes",
  "poststart hooks run after the program was executed and before start returns."
 ],
 [
  "hooks.poststart.path-resolution",
  "MUST",
  "runtime",
  "config.md#poststart",
  "1.0.2",
  "",
  "yes",
  "The poststart path is looked up in the runtime namespace."
 ],
 [
  "hooks.poststart.namespace",
  "MUST",
  "runtime",
  "config.md#poststart",
  "1.0.2",
  "",
  "yes",
  "poststart hooks execute with the runtime's namespaces."
 ],
 [
  "hooks.poststop.phase",
  "MUST",
  "runtime",
  "config.md#poststop",
  "1.0.0",
  "",
  "yes",
  "poststop hooks run after the container was deleted and before delete returns."
 ],
 [
  "hooks.poststop.path-resolution",
  "MUST",
  "runtime",
  "config.md#poststop",
  "1.0.2",
  "",
  "yes",
  "The poststop path is looked up in the runtime namespace."
 ],
 [
  "hooks.poststop.namespace",
  "MUST",
  "runtime",
  "config.md#poststop",
  "1.0.2",
  "",
  "yes",
  "poststop hooks execute with the runtime's namespaces."
 ],
 [
  "hooks.exec-context.user",
  "IMPLIED",
  "runtime",
  "config.md#posix-platform-hooks",
  "1.0.2",
  "",
  "partly: unspecified behaviour",
  "Nothing says which uid, capabilities, cgroup, rlimits, umask, cwd or stdout a hook gets."
 ],
 [
  "hooks.failure.definition",
  "IMPLIED",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "Failure is not defined; non-zero exit, death by signal, exec error and timeout are all taken as such."
 ],
 [
  "hooks.failure.remaining-in-list",
  "IMPLIED",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "After a failed create- or start-phase hook the rest of its list and later kinds are skipped."
 ],
 [
  "config.annotations.map",
  "MUST",
  "config",
  "config.md#annotations",
  "1.0.0",
  "",
  "yes",
  "annotations is an object of key-value pairs."
 ],
 [
  "config.annotations.structure-free",
  "MAY",
  "config",
  "config.md#annotations",
  "1.0.0",
  "",
  "yes",
  "Content may follow any structure or none."
 ],
 [
  "config.annotations.absent-or-empty",
  "MAY",
  "config",
  "config.md#annotations",
  "1.0.0",
  "",
  "yes",
  "With no annotations the member is left out or empty."
 ],
 [
  "config.annotations.key-string",
  "MUST",
  "config",
  "config.md#annotations",
  "1.0.0",
  "",
  "no: always true",
  "Keys are strings (always true in JSON)."
 ],
 [
  "config.annotations.key-nonempty",
  "MUST",
  "config",
  "config.md#annotations",
  "1.0.0",
  "",
  "yes",
  "The empty key is forbidden."
 ],
 [
  "config.annotations.key-reverse-domain",
  "SHOULD",
  "config",
  "config.md#annotations",
  "1.0.0",
  "",
  "no: style only",
  "Keys ought to look like reversed domain names."
 ],
 [
  "config.annotations.reserved-namespace",
  "MUST",
  "config",
  "config.md#annotations",
  "1.2.0",
  "",
  "partly: config side",
  "Keys under org.opencontainers are used only as this section lays down."
 ],
 [
  "config.annotations.image-keys",
  "MAY",
  "config",
  "config.md#annotations",
  "1.2.0",
  "",
  "yes",
  "Eight org.opencontainers.image keys (os, os.version, os.features, architecture, variant, author, created, stopSignal) are available."
 ],
 [
  "config.annotations.image-values",
  "MUST",
  "config",
  "config.md#annotations",
  "1.2.0",
  "",
  "partly: config side",
  "Values of the image keys are valid for the matching image-spec property."
 ],
 [
  "config.annotations.image-conversion",
  "SHOULD",
  "config",
  "config.md#annotations",
  "1.2.0",
  "",
  "no: other spec",
  "Image keys ought to be produced only by the image-spec conversion rules."
 ],
 [
  "config.annotations.stopSignal",
  "SHOULD",
  "runtime",
  "config.md#annotations",
  "1.2.0",
  "",
  "partly: no default",
  "org.opencontainers.image.stopSignal tells which signal ought to be used to kill the container."
 ],
 [
  "config.annotations.other-reserved",
  "MUST",
  "config",
  "config.md#annotations",
  "1.0.0",
  "",
  "no: spec authors",
  "Unlisted keys of the reserved namespace stay unused by other specifications."
 ],
 [
  "config.annotations.unknown-key",
  "MUST",
  "runtime",
  "config.md#annotations",
  "1.0.2",
  "",
  "yes",
  "An unknown annotation key is treated like an unknown property: ignored without error."
 ],
 [
  "config.annotations.value-string",
  "MUST",
  "config",
  "config.md#annotations",
  "1.0.0",
  "",
  "yes",
  "Values are strings."
 ],
 [
  "config.annotations.value-empty",
  "MAY",
  "config",
  "config.md#annotations",
  "1.0.0",
  "",
  "yes",
  "An empty value is fine."
 ],
 [
  "config.ext.unknown.log",
  "MAY",
  "runtime",
  "config.md#extensibility",
  "1.0.2",
  "",
  "yes",
  "Unknown properties may be logged."
 ],
 [
  "config.ext.unknown.ignore",
  "MUST",
  "runtime",
  "config.md#extensibility",
  "1.0.0",
  "",
  "yes",
  "Apart from logging, unknown properties have no effect and cause no error, at any nesting depth."
 ],
 [
  "config.values.invalid-error",
  "MUST",
  "runtime",
  "config.md#valid-values",
  "1.0.0",
  "",
  "yes",
  "An invalid or unsupported value makes the runtime fail."
 ],
 [
  "config.values.subset",
  "MAY",
  "runtime",
  "config.md#valid-values",
  "1.0.0",
  "",
  "partly: escape hatch",
  "A runtime may support only part of the valid values where support is not demanded explicitly."
 ],
 [
  "runtime.scope.same-entity",
  "MUST",
  "caller",
  "runtime.md#scope-of-a-container",
  "1.0.0",
  "",
  "yes",
  "Whoever created a container through a runtime can use every operation on it."
 ],
 [
  "state.ociVersion",
  "MUST",
  "runtime",
  "runtime.md#state",
  "1.0.2",
  "",
  "yes",
  "State carries the spec version its own layout follows (not that of the config)."
 ],
 [
  "state.id",
  "MUST",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "State carries the container ID."
 ],
 [
  "state.id.unique-host",
  "MUST",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "partly: scope unclear",
  "No two containers of one host share an ID."
 ],
 [
  "state.status.required",
  "MUST",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "State carries a status string."
 ],
 [
  "state.status.creating",
  "MAY",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "creating denotes a container whose create is still in progress."
 ],
 [
  "state.status.created",
  "MAY",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "created denotes create finished while the process neither ran the program nor exited."
 ],
 [
  "state.status.running",
  "MAY",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "running denotes the program was executed and has not exited."
 ],
 [
  "state.status.stopped",
  "MAY",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "stopped denotes that the container process has exited."
 ],
 [
  "state.status.additional",
  "MAY",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "A runtime may define further status values."
 ],
 [
  "state.status.additional-distinct",
  "MUST",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "Further values stand for states other than the four defined ones."
 ],
 [
  "state.pid.required",
  "MUST",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "On Linux pid is present while created or running."
 ],
 [
  "state.pid.value",
  "IMPLIED",
  "runtime",
  "runtime.md#state",
  "1.1.0",
  "",
  "yes",
  "pid identifies the container process; numbering is given for hooks only."
 ],
 [
  "state.pid.stopped",
  "MAY",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "For stopped or creating containers pid is not demanded."
 ],
 [
  "state.bundle",
  "MUST",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "State carries the absolute bundle path."
 ],
 [
  "state.annotations",
  "MAY",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "State lists the container's annotations."
 ],
 [
  "state.annotations.none",
  "MAY",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "With none configured the member is missing or an empty object."
 ],
 [
  "state.extra-properties",
  "MAY",
  "runtime",
  "runtime.md#state",
  "1.0.0",
  "",
  "yes",
  "State may carry further members."
 ],
 [
  "state.json-schema",
  "MUST",
  "runtime",
  "runtime.md#state",
  "1.1.0",
  "",
  "yes",
  "JSON state validates against state-schema.json."
 ],
 [
  "lifecycle.01.create-invoked",
  "IMPLIED",
  "caller",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "Life begins with create given a bundle location and a unique ID."
 ],
 [
  "lifecycle.02.env-created",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "The environment described by config.json is built."
 ],
 [
  "lifecycle.02.env-error",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "If that environment cannot be built the runtime fails."
 ],
 [
  "lifecycle.02.resources-created",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "Requested resources exist already at create."
 ],
 [
  "lifecycle.02.program-not-run",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "create does not run the user program."
 ],
 [
  "lifecycle.02.config-frozen",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "Editing config.json after create changes nothing for that container."
 ],
 [
  "lifecycle.03.prestart-invoked",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.2",
  "",
  "yes",
  "Step 3: prestart hooks are run."
 ],
 [
  "lifecycle.03.prestart-failure",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "A failing prestart hook yields an error, the container is stopped and torn down (go to step 12)."
 ],
 [
  "lifecycle.04.createRuntime-invoked",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.2",
  "",
  "yes",
  "Step 4: createRuntime hooks are run."
 ],
 [
  "lifecycle.04.createRuntime-failure",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.2",
  "",
  "yes",
  "A failing createRuntime hook yields an error, stop and teardown."
 ],
 [
  "lifecycle.05.createContainer-invoked",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.2",
  "",
  "yes",
  "Step 5: createContainer hooks are run."
 ],
 [
  "lifecycle.05.createContainer-failure",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.2",
  "",
  "yes",
  "A failing createContainer hook yields an error, stop and teardown."
 ],
 [
  "lifecycle.06.start-invoked",
  "IMPLIED",
  "caller",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "Step 6: start is called with the ID."
 ],
 [
  "lifecycle.07.startContainer-invoked",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.2",
  "",
  "yes",
  "Step 7: startContainer hooks are run."
 ],
 [
  "lifecycle.07.startContainer-failure",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.2",
  "",
  "yes",
  "A failing startContainer hook yields an error, stop and teardown."
 ],
 [
  "lifecycle.08.program-run",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "Step 8: the configured program is run."
 ],
 [
  "lifecycle.09.poststart-invoked",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "Step 9: poststart hooks are run."
 ],
 [
  "lifecycle.09.poststart-failure",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.3.0",
  "",
  "yes",
  "A failing poststart hook yields an error, stop and teardown (1.0.0 to 1.2.1: only a warning, rest continues)."
 ],
 [
  "lifecycle.09.poststart-failure.warning",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "1.3.0",
  "yes",
  "A failing poststart hook is only warned about; the hooks after it and the lifecycle go on."
 ],
 [
  "lifecycle.10.exit",
  "MAY",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "Step 10: the process ends by exit, error, crash or kill."
 ],
 [
  "lifecycle.11.delete-invoked",
  "IMPLIED",
  "caller",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "Step 11: delete is called with the ID."
 ],
 [
  "lifecycle.12.destroyed",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "Step 12: what step 2 made is undone."
 ],
 [
  "lifecycle.13.poststop-invoked",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "Step 13: poststop hooks are run."
 ],
 [
  "lifecycle.13.poststop-failure",
  "MUST",
  "runtime",
  "runtime.md#lifecycle",
  "1.0.0",
  "",
  "yes",
  "A failing poststop hook is only warned about; later hooks and the lifecycle go on."
 ],
 [
  "errors.exposure",
  "MAY",
  "runtime",
  "runtime.md#errors",
  "1.0.0",
  "",
  "partly: unspecified channel",
  "How or whether an error reaches the caller is not laid down."
 ],
 [
  "errors.state-unchanged",
  "MUST",
  "runtime",
  "runtime.md#errors",
  "1.0.0",
  "",
  "yes",
  "A failed operation leaves everything as before, small side effects such as logs excepted."
 ],
 [
  "warnings.exposure",
  "MAY",
  "runtime",
  "runtime.md#warnings",
  "1.0.0",
  "",
  "partly: unspecified channel",
  "How or whether a warning is shown is not laid down."
 ],
 [
  "warnings.flow-unchanged",
  "MUST",
  "runtime",
  "runtime.md#warnings",
  "1.0.0",
  "",
  "yes",
  "After a warning the operation goes on as if nothing had been logged."
 ],
 [
  "op.supported",
  "MUST",
  "runtime",
  "runtime.md#operations",
  "1.0.0",
  "",
  "yes",
  "state, create, start, kill and delete are all available."
 ],
 [
  "op.state.no-id",
  "MUST",
  "runtime",
  "runtime.md#query-state",
  "1.0.0",
  "",
  "yes",
  "state without an ID fails."
 ],
 [
  "op.state.unknown-id",
  "MUST",
  "runtime",
  "runtime.md#query-state",
  "1.0.0",
  "",
  "yes",
  "state for an ID that does not exist fails."
 ],
 [
  "op.state.returns",
  "MUST",
  "runtime",
  "runtime.md#query-state",
  "1.0.0",
  "",
  "yes",
  "state delivers the state record of the container."
 ],
 [
  "op.create.no-args",
  "MUST",
  "runtime",
  "runtime.md#create",
  "1.0.0",
  "",
  "yes",
  "create without bundle path or without ID fails."
 ],
 [
  "op.create.id-duplicate",
  "MUST",
  "runtime",
  "runtime.md#create",
  "1.0.0",
  "",
  "yes",
  "create with an ID in use fails and makes no container."
 ],
 [
  "op.create.id-invalid",
  "MUST",
  "runtime",
  "runtime.md#create",
  "1.0.0",
  "",
  "yes",
  "create with an otherwise invalid ID fails and makes no container."
 ],
 [
  "op.create.new-container",
  "MUST",
  "runtime",
  "runtime.md#create",
  "1.0.0",
  "",
  "yes",
  "create brings a new container into being."
 ],
 [
  "op.create.apply-all",
  "MUST",
  "runtime",
  "runtime.md#create",
  "1.0.0",
  "",
  "yes",
  "Everything in config.json outside process is in force once create returns."
 ],
 [
  "op.create.args-deferred",
  "MUST",
  "runtime",
  "runtime.md#create",
  "1.0.0",
  "",
  "yes",
  "process.args stays unapplied until start."
 ],
 [
  "op.create.process-deferred",
  "MAY",
  "runtime",
  "runtime.md#create",
  "1.0.0",
  "",
  "yes",
  "Other process members may be applied by create or later."
 ],
 [
  "op.create.cannot-apply",
  "MUST",
  "runtime",
  "runtime.md#create",
  "1.0.0",
  "",
  "yes",
  "A property that cannot be applied makes create fail and leaves no container."
 ],
 [
  "op.create.validate",
  "MAY",
  "runtime",
  "runtime.md#create",
  "1.0.0",
  "",
  "partly: optional behaviour",
  "Checking the config against the spec or the host before creating is allowed."
 ],
 [
  "op.create.config-changes",
  "IMPLIED",
  "runtime",
  "runtime.md#create",
  "1.0.0",
  "",
  "yes",
  "Later changes to the file have no effect (second statement of the freeze rule)."
 ],
 [
  "op.start.no-id",
  "MUST",
  "runtime",
  "runtime.md#start",
  "1.0.0",
  "",
  "yes",
  "start without an ID fails."
 ],
 [
  "op.start.not-created.no-effect",
  "MUST",
  "runtime",
  "runtime.md#start",
  "1.0.0",
  "",
  "yes",
  "start on a container that is not in created has no effect."
 ],
 [
  "op.start.not-created.error",
  "MUST",
  "runtime",
  "runtime.md#start",
  "1.0.0",
  "",
  "yes",
  "start on a container that is not in created fails."
 ],
 [
  "op.start.runs-program",
  "MUST",
  "runtime",
  "runtime.md#start",
  "1.0.0",
  "",
  "yes",
  "start runs the configured program."
 ],
 [
  "op.start.process-unset",
  "MUST",
  "runtime",
  "runtime.md#start",
  "1.0.0",
  "",
  "partly: create refuses",
  "start fails when process was not configured."
 ],
 [
  "op.kill.no-id",
  "MUST",
  "runtime",
  "runtime.md#kill",
  "1.0.0",
  "",
  "yes",
  "kill without an ID fails."
 ],
 [
  "op.kill.wrong-status.no-effect",
  "MUST",
  "runtime",
  "runtime.md#kill",
  "1.0.0",
  "",
  "yes",
  "kill on a container neither created nor running has no effect."
 ],
 [
  "op.kill.wrong-status.error",
  "MUST",
  "runtime",
  "runtime.md#kill",
  "1.0.0",
  "",
  "yes",
  "kill on a container neither created nor running fails."
 ],
 [
  "op.kill.signal",
  "MUST",
  "runtime",
  "runtime.md#kill",
  "1.0.0",
  "",
  "yes",
  "The given signal is sent to the container process."
 ],
 [
  "op.kill.created",
  "IMPLIED",
  "runtime",
  "runtime.md#kill",
  "1.0.0",
  "",
  "yes",
  "A created, not started container can be signalled as well."
 ],
 [
  "op.delete.no-id",
  "MUST",
  "runtime",
  "runtime.md#delete",
  "1.0.0",
  "",
  "yes",
  "delete without an ID fails."
 ],
 [
  "op.delete.not-stopped.no-effect",
  "MUST",
  "runtime",
  "runtime.md#delete",
  "1.0.0",
  "",
  "yes",
  "delete on a container that is not stopped has no effect."
 ],
 [
  "op.delete.not-stopped.error",
  "MUST",
  "runtime",
  "runtime.md#delete",
  "1.0.0",
  "",
  "yes",
  "delete on a container that is not stopped fails."
 ],
 [
  "op.delete.unknown-id",
  "IMPLIED",
  "runtime",
  "runtime.md#delete",
  "1.0.0",
  "",
  "yes",
  "delete for an unknown ID is not stopped, hence an error."
 ],
 [
  "op.delete.resources",
  "MUST",
  "runtime",
  "runtime.md#delete",
  "1.0.0",
  "",
  "yes",
  "delete removes what create made."
 ],
 [
  "op.delete.foreign-resources",
  "MUST",
  "runtime",
  "runtime.md#delete",
  "1.0.0",
  "",
  "yes",
  "delete spares resources tied to the container but made by others."
 ],
 [
  "op.delete.id-reuse",
  "MAY",
  "caller",
  "runtime.md#delete",
  "1.0.0",
  "",
  "yes",
  "After delete the ID is free for a new container."
 ],
 [
  "runtimelinux.fds.std-only",
  "IMPLIED",
  "runtime",
  "runtime-linux.md#file-descriptors",
  "1.0.0",
  "",
  "yes",
  "By default the program inherits just fds 0, 1 and 2."
 ],
 [
  "runtimelinux.fds.extra",
  "MAY",
  "runtime",
  "runtime-linux.md#file-descriptors",
  "1.0.0",
  "",
  "yes",
  "More fds may be passed, for example for socket activation."
 ],
 [
  "runtimelinux.fds.devnull",
  "MAY",
  "runtime",
  "runtime-linux.md#file-descriptors",
  "1.0.0",
  "",
  "yes",
  "Standard fds may be tied to /dev/null."
 ],
 [
  "runtimelinux.symlinks.fd",
  "MUST",
  "runtime",
  "runtime-linux.md#dev-symbolic-links",
  "1.0.0",
  "",
  "yes",
  "/dev/fd links to /proc/self/fd when that target exists after the mounts."
 ],
 [
  "runtimelinux.symlinks.stdin",
  "MUST",
  "runtime",
  "runtime-linux.md#dev-symbolic-links",
  "1.0.0",
  "",
  "yes",
  "/dev/stdin links to /proc/self/fd/0 under the same condition."
 ],
 [
  "runtimelinux.symlinks.stdout",
  "MUST",
  "runtime",
  "runtime-linux.md#dev-symbolic-links",
  "1.0.0",
  "",
  "yes",
  "/dev/stdout links to /proc/self/fd/1 under the same condition."
 ],
 [
  "runtimelinux.symlinks.stderr",
  "MUST",
  "runtime",
  "runtime-linux.md#dev-symbolic-links",
  "1.0.0",
  "",
  "yes",
  "/dev/stderr links to /proc/self/fd/2 under the same condition."
 ],
 [
  "linux.fs.proc",
  "SHOULD",
  "runtime",
  "config-linux.md#default-filesystems",
  "1.0.0",
  "",
  "yes",
  "A proc filesystem ought to be available at /proc."
 ],
 [
  "linux.fs.sys",
  "SHOULD",
  "runtime",
  "config-linux.md#default-filesystems",
  "1.0.0",
  "",
  "yes",
  "A sysfs ought to be available at /sys."
 ],
 [
  "linux.fs.devpts",
  "SHOULD",
  "runtime",
  "config-linux.md#default-filesystems",
  "1.0.0",
  "",
  "yes",
  "A devpts ought to be available at /dev/pts."
 ],
 [
  "linux.fs.shm",
  "SHOULD",
  "runtime",
  "config-linux.md#default-filesystems",
  "1.0.0",
  "",
  "yes",
  "A tmpfs ought to be available at /dev/shm."
 ],
 [
  "linux.ns.type.required",
  "MUST",
  "config",
  "config-linux.md#namespaces",
  "1.0.0",
  "",
  "yes",
  "Every namespace entry has a type."
 ],
 [
  "linux.ns.type.unknown",
  "MUST",
  "runtime",
  "config.md#valid-values",
  "1.0.0",
  "",
  "yes",
  "An unknown namespace type is an invalid value and makes the runtime fail."
 ],
 [
  "linux.ns.supported.pid",
  "SHOULD",
  "runtime",
  "config-linux.md#namespaces",
  "1.0.2",
  "",
  "yes",
  "pid namespaces ought to be supported: only own processes visible."
 ],
 [
  "linux.ns.supported.network",
  "SHOULD",
  "runtime",
  "config-linux.md#namespaces",
  "1.0.2",
  "",
  "yes",
  "network namespaces ought to be supported: own network stack."
 ],
 [
  "linux.ns.supported.mount",
  "SHOULD",
  "runtime",
  "config-linux.md#namespaces",
  "1.0.2",
  "",
  "yes",
  "mount namespaces ought to be supported: own mount table."
 ],
 [
  "linux.ns.supported.ipc",
  "SHOULD",
  "runtime",
  "config-linux.md#namespaces",
  "1.0.2",
  "",
  "yes",
  "ipc namespaces ought to be supported: System V IPC kept apart."
 ],
 [
  "linux.ns.supported.uts",
  "SHOULD",
  "runtime",
  "config-linux.md#namespaces",
  "1.0.2",
  "",
  "yes",
  "uts namespaces ought to be supported: own host and domain name."
 ],
 [
  "linux.ns.supported.user",
  "SHOULD",
  "runtime",
  "config-linux.md#namespaces",
  "1.0.2",
  "",
  "yes",
  "user namespaces ought to be supported: IDs remapped."
 ],
 [
  "linux.ns.supported.cgroup",
  "SHOULD",
  "runtime",
  "config-linux.md#namespaces",
  "1.0.2",
  "",
  "yes",
  "cgroup namespaces ought to be supported: own view of the hierarchy."
 ],
 [
  "linux.ns.supported.time",
  "SHOULD",
  "runtime",
  "config-linux.md#namespaces",
  "1.1.0",
  "",
  "partly: kernel 5.6",
  "time namespaces ought to be supported: own clocks."
 ],
 [
  "linux.ns.path.absolute",
  "MUST",
  "config",
  "config-linux.md#namespaces",
  "1.0.1",
  "",
  "yes",
  "A namespace path is absolute and resolved in the runtime's mount namespace."
 ],
 [
  "linux.ns.path.join",
  "MUST",
  "runtime",
  "config-linux.md#namespaces",
  "1.0.0",
  "",
  "yes",
  "The process is placed into the namespace a path names."
 ],
 [
  "linux.ns.path.wrong-type",
  "MUST",
  "runtime",
  "config-linux.md#namespaces",
  "1.0.0",
  "",
  "yes",
  "A path that is not a namespace of the declared type makes the runtime fail."
 ],
 [
  "linux.ns.path.absent-new",
  "MUST",
  "runtime",
  "config-linux.md#namespaces",
  "1.0.0",
  "",
  "yes",
  "An entry without path means a fresh namespace of that type."
 ],
 [
  "linux.ns.unlisted-inherit",
  "MUST",
  "runtime",
  "config-linux.md#namespaces",
  "1.0.0",
  "",
  "yes",
  "A type not in the list is inherited from the runtime."
 ],
 [
  "linux.ns.duplicate",
  "MUST",
  "runtime",
  "config-linux.md#namespaces",
  "1.0.0",
  "",
  "yes",
  "The same type listed twice makes the runtime fail."
 ],
 [
  "linux.userns.mapping.containerID",
  "MUST",
  "config",
  "config-linux.md#user-namespace-mappings",
  "1.0.0",
  "",
  "yes",
  "Each mapping gives the first ID inside."
 ],
 [
  "linux.userns.mapping.hostID",
  "MUST",
  "config",
  "config-linux.md#user-namespace-mappings",
  "1.0.0",
  "",
  "yes",
  "Each mapping gives the first ID on the host."
 ],
 [
  "linux.userns.mapping.size",
  "MUST",
  "config",
  "config-linux.md#user-namespace-mappings",
  "1.0.0",
  "",
  "yes",
  "Each mapping gives the number of IDs."
 ],
 [
  "linux.userns.mapping.applied",
  "IMPLIED",
  "runtime",
  "config-linux.md#user-namespace-mappings",
  "1.0.0",
  "",
  "yes",
  "The kernel maps equal the configured lists, in all entries."
 ],
 [
  "linux.userns.mapping.ownership",
  "SHOULD",
  "runtime",
  "config-linux.md#user-namespace-mappings",
  "1.0.0",
  "",
  "yes",
  "The runtime ought not to chown filesystems to fit the mapping."
 ],
 [
  "linux.userns.mapping.limit",
  "MAY",
  "runtime",
  "config-linux.md#user-namespace-mappings",
  "1.0.0",
  "",
  "yes",
  "The kernel may cap the number of entries (340 since 4.15)."
 ],
 [
  "linux.userns.mapping.without-ns",
  "IMPLIED",
  "runtime",
  "config-linux.md#user-namespace-mappings",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "Nothing is said of mappings without a user entry in namespaces."
 ],
 [
  "linux.userns.mapping.with-path",
  "IMPLIED",
  "runtime",
  "config-linux.md#user-namespace-mappings",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "Nothing is said of mappings next to a joined user namespace."
 ],
 [
  "linux.userns.ns-without-mapping",
  "IMPLIED",
  "runtime",
  "config-linux.md#user-namespace-mappings",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "Nothing is said of a new user namespace without mappings."
 ],
 [
  "linux.time.offsets.applied",
  "IMPLIED",
  "runtime",
  "config-linux.md#offset-for-time-namespace",
  "1.1.0",
  "",
  "partly: kernel 5.6",
  "timeOffsets shifts the named clocks (keys monotonic, boottime) by secs plus nanosecs."
 ],
 [
  "linux.time.offsets.unknown-clock",
  "IMPLIED",
  "runtime",
  "config-linux.md#offset-for-time-namespace",
  "1.1.0",
  "",
  "yes",
  "Clock names beyond the kernel's are invalid values."
 ],
 [
  "linux.time.offsets.without-ns",
  "IMPLIED",
  "runtime",
  "config-linux.md#offset-for-time-namespace",
  "1.1.0",
  "",
  "partly: unspecified behaviour",
  "Nothing is said of offsets without a new time namespace."
 ],
 [
  "linux.dev.available",
  "MUST",
  "runtime",
  "config-linux.md#devices",
  "1.0.0",
  "",
  "yes",
  "Every listed device is usable at its path in the container."
 ],
 [
  "linux.dev.mechanism",
  "MAY",
  "runtime",
  "config-linux.md#devices",
  "1.0.0",
  "",
  "yes",
  "mknod, bind mount, symlink or anything else may provide it."
 ],
 [
  "linux.dev.type.required",
  "MUST",
  "config",
  "config-linux.md#devices",
  "1.0.0",
  "",
  "yes",
  "type is one of c, b, u, p."
 ],
 [
  "linux.dev.path.required",
  "MUST",
  "config",
  "config-linux.md#devices",
  "1.0.0",
  "",
  "yes",
  "path is the full path inside."
 ],
 [
  "linux.dev.path.mismatch",
  "MUST",
  "runtime",
  "config-linux.md#devices",
  "1.0.0",
  "",
  "yes",
  "An existing file at path that is not that device makes the runtime fail."
 ],
 [
  "linux.dev.path.anywhere",
  "MAY",
  "config",
  "config-linux.md#devices",
  "1.1.0",
  "",
  "yes",
  "path may lie outside /dev."
 ],
 [
  "linux.dev.major-minor",
  "MUST",
  "config",
  "config-linux.md#devices",
  "1.0.0",
  "",
  "yes",
  "major and minor are given unless type is p."
 ],
 [
  "linux.dev.fileMode",
  "IMPLIED",
  "runtime",
  "config-linux.md#devices",
  "1.0.0",
  "",
  "yes",
  "fileMode (decimal number) is the permission of the node."
 ],
 [
  "linux.dev.uid",
  "IMPLIED",
  "runtime",
  "config-linux.md#devices",
  "1.0.2",
  "",
  "yes",
  "uid owns the node, counted inside the container."
 ],
 [
  "linux.dev.gid",
  "IMPLIED",
  "runtime",
  "config-linux.md#devices",
  "1.0.2",
  "",
  "yes",
  "gid is the node's group, counted inside the container."
 ],
 [
  "linux.dev.duplicate",
  "SHOULD",
  "config",
  "config-linux.md#devices",
  "1.0.0",
  "",
  "yes",
  "One type-major-minor triple ought not to serve two entries."
 ],
 [
  "linux.dev.unlisted-access",
  "MAY",
  "config",
  "config-linux.md#devices",
  "1.1.0",
  "",
  "partly: not RFC2119",
  "Containers should not count on device nodes that are neither listed nor default."
 ],
 [
  "linux.defdev.null",
  "MUST",
  "runtime",
  "config-linux.md#default-devices",
  "1.0.0",
  "",
  "yes",
  "/dev/null is supplied unasked."
 ],
 [
  "linux.defdev.zero",
  "MUST",
  "runtime",
  "config-linux.md#default-devices",
  "1.0.0",
  "",
  "yes",
  "/dev/zero is supplied unasked."
 ],
 [
  "linux.defdev.full",
  "MUST",
  "runtime",
  "config-linux.md#default-devices",
  "1.0.0",
  "",
  "yes",
  "/dev/full is supplied unasked."
 ],
 [
  "linux.defdev.random",
  "MUST",
  "runtime",
  "config-linux.md#default-devices",
  "1.0.0",
  "",
  "yes",
  "/dev/random is supplied unasked."
 ],
 [
  "linux.defdev.urandom",
  "MUST",
  "runtime",
  "config-linux.md#default-devices",
  "1.0.0",
  "",
  "yes",
  "/dev/urandom is supplied unasked."
 ],
 [
  "linux.defdev.tty",
  "MUST",
  "runtime",
  "config-linux.md#default-devices",
  "1.0.0",
  "",
  "yes",
  "/dev/tty is supplied unasked."
 ],
 [
  "linux.defdev.console",
  "MUST",
  "runtime",
  "config-linux.md#default-devices",
  "1.0.0",
  "",
  "yes",
  "With terminal true the pty is bind-mounted on /dev/console."
 ],
 [
  "linux.defdev.ptmx",
  "MUST",
  "runtime",
  "config-linux.md#default-devices",
  "1.0.0",
  "",
  "yes",
  "/dev/ptmx leads to the container's own /dev/pts/ptmx, by bind mount or link."
 ],
 [
  "linux.netdev.available",
  "MUST",
  "runtime",
  "config-linux.md#network-devices",
  "1.3.0",
  "",
  "yes",
  "Each named host interface ends up in the container's network namespace."
 ],
 [
  "linux.netdev.name.default",
  "IMPLIED",
  "runtime",
  "config-linux.md#network-devices",
  "1.3.0",
  "",
  "yes",
  "Without name the host name is kept."
 ],
 [
  "linux.netdev.name.rename",
  "IMPLIED",
  "runtime",
  "config-linux.md#network-devices",
  "1.3.0",
  "",
  "yes",
  "With name the interface carries it inside."
 ],
 [
  "linux.netdev.check-possible",
  "MUST",
  "runtime",
  "config-linux.md#network-devices",
  "1.3.0",
  "",
  "yes",
  "The runtime checks that the move can work."
 ],
 [
  "linux.netdev.name.conflict",
  "MUST",
  "runtime",
  "config-linux.md#network-devices",
  "1.3.0",
  "",
  "yes",
  "A name already taken inside makes the runtime fail."
 ],
 [
  "linux.netdev.name.template",
  "MUST",
  "runtime",
  "config-linux.md#network-devices",
  "1.3.0",
  "",
  "yes",
  "A new name ending in %d is accepted and the kernel picks a free number."
 ],
 [
  "linux.netdev.attributes",
  "MUST",
  "runtime",
  "config-linux.md#network-devices",
  "1.3.0",
  "",
  "yes",
  "Interface attributes survive the move."
 ],
 [
  "linux.netdev.addresses",
  "MUST",
  "runtime",
  "config-linux.md#network-devices",
  "1.3.0",
  "",
  "yes",
  "Permanent addresses of global scope, any family, survive the move."
 ],
 [
  "linux.netdev.up",
  "MUST",
  "runtime",
  "config-linux.md#network-devices",
  "1.3.0",
  "",
  "yes",
  "After the move the interface is set up."
 ],
 [
  "linux.netdev.no-manage",
  "MUST",
  "runtime",
  "config-linux.md#namespace-lifecycle-and-container-termination",
  "1.3.0",
  "",
  "yes",
  "The runtime does not look after the interface once inside."
 ],
 [
  "linux.netdev.no-return",
  "MUST",
  "runtime",
  "config-linux.md#namespace-lifecycle-and-container-termination",
  "1.3.0",
  "",
  "yes",
  "The runtime does not move interfaces back before deletion."
 ],
 [
  "linux.cgroup.fitness-check",
  "MAY",
  "runtime",
  "config-linux.md#control-groups",
  "1.1.0",
  "",
  "yes",
  "A runtime may test whether the container cgroup is usable."
 ],
 [
  "linux.cgroup.fitness-error",
  "MUST",
  "runtime",
  "config-linux.md#control-groups",
  "1.1.0",
  "",
  "partly: conditional duty",
  "If it tests and the cgroup is unfit it fails."
 ],
 [
  "linux.cgroup.path.form",
  "MUST",
  "config",
  "config-linux.md#cgroups-path",
  "1.0.0",
  "",
  "partly: always true",
  "cgroupsPath is an absolute or a relative path."
 ],
 [
  "linux.cgroup.path.absolute",
  "MUST",
  "runtime",
  "config-linux.md#cgroups-path",
  "1.0.0",
  "",
  "yes",
  "An absolute value is counted from the cgroup mount point."
 ],
 [
  "linux.cgroup.path.relative",
  "MAY",
  "runtime",
  "config-linux.md#cgroups-path",
  "1.0.0",
  "",
  "yes",
  "A relative value may be placed under a location the runtime picks."
 ],
 [
  "linux.cgroup.path.consistent",
  "MUST",
  "runtime",
  "config-linux.md#cgroups-path",
  "1.0.0",
  "",
  "yes",
  "Equal values always lead to the same place."
 ],
 [
  "linux.cgroup.path.default",
  "MAY",
  "runtime",
  "config-linux.md#cgroups-path",
  "1.0.0",
  "",
  "yes",
  "Without a value the runtime picks a default."
 ],
 [
  "linux.cgroup.path.invalid-choice",
  "MAY",
  "runtime",
  "config-linux.md#cgroups-path",
  "1.0.0",
  "",
  "yes",
  "A runtime may hold some values invalid."
 ],
 [
  "linux.cgroup.path.invalid-error",
  "MUST",
  "runtime",
  "config-linux.md#cgroups-path",
  "1.0.0",
  "",
  "yes",
  "A value held invalid makes the runtime fail."
 ],
 [
  "linux.cgroup.path.created",
  "IMPLIED",
  "runtime",
  "config-linux.md#cgroups-path",
  "1.0.0",
  "",
  "yes",
  "Missing cgroups on the path are made."
 ],
 [
  "linux.cgroup.extra-controllers",
  "MAY",
  "runtime",
  "config-linux.md#cgroups-path",
  "1.0.0",
  "",
  "yes",
  "Joining more controllers than resources need is fine."
 ],
 [
  "linux.cgroup.owner.may",
  "MAY",
  "runtime",
  "config-linux.md#cgroup-ownership",
  "1.1.0",
  "",
  "yes",
  "The cgroup may be handed to the host uid behind process.user.uid."
 ],
 [
  "linux.cgroup.owner.v1",
  "SHOULD",
  "runtime",
  "config-linux.md#cgroup-ownership",
  "1.1.0",
  "",
  "partly: v1 host",
  "On cgroup v1 ownership ought not to change."
 ],
 [
  "linux.cgroup.owner.needs-cgroupns",
  "SHOULD",
  "runtime",
  "config-linux.md#cgroup-ownership",
  "1.1.0",
  "",
  "yes",
  "Without a new cgroup namespace ownership ought not to change."
 ],
 [
  "linux.cgroup.owner.iff-rw-mount",
  "SHOULD",
  "runtime",
  "config-linux.md#cgroup-ownership",
  "1.1.0",
  "",
  "yes",
  "Ownership ought to change exactly when mounts hold an entry with source cgroup at /sys/fs/cgroup lacking ro."
 ],
 [
  "linux.cgroup.owner.no-mount",
  "SHOULD",
  "runtime",
  "config-linux.md#cgroup-ownership",
  "1.1.0",
  "",
  "yes",
  "Without such a mount ownership ought not to change."
 ],
 [
  "linux.cgroup.owner.scope",
  "SHOULD",
  "runtime",
  "config-linux.md#cgroup-ownership",
  "1.1.0",
  "",
  "yes",
  "Only the directory and the files named in /sys/kernel/cgroup/delegate ought to change hands."
 ],
 [
  "linux.cgroup.owner.missing-file",
  "MUST",
  "runtime",
  "config-linux.md#cgroup-ownership",
  "1.1.0",
  "",
  "yes",
  "A delegate file missing in the cgroup is no reason to fail."
 ],
 [
  "linux.cgroup.owner.existing-files",
  "SHOULD",
  "runtime",
  "config-linux.md#cgroup-ownership",
  "1.1.0",
  "",
  "yes",
  "The delegate files that do exist ought to be handed over."
 ],
 [
  "linux.cgroup.owner.fallback-list",
  "MUST",
  "runtime",
  "config-linux.md#cgroup-ownership",
  "1.1.0",
  "",
  "partly: old kernel",
  "Without the delegate file three fixed files are used (procs, threads and subtree_control of the cgroup)."
 ],
 [
  "linux.cgroup.owner.others",
  "SHOULD",
  "runtime",
  "config-linux.md#cgroup-ownership",
  "1.1.0",
  "",
  "yes",
  "Other files keep their owner."
 ],
 [
  "linux.res.dev.order",
  "MUST",
  "runtime",
  "config-linux.md#allowed-device-list",
  "1.0.0",
  "",
  "yes",
  "Device rules are applied in array order, so later ones override."
 ],
 [
  "linux.res.dev.allow.required",
  "MUST",
  "config",
  "config-linux.md#allowed-device-list",
  "1.0.0",
  "",
  "yes",
  "Each rule states allow true or false."
 ],
 [
  "linux.res.dev.type",
  "IMPLIED",
  "runtime",
  "config-linux.md#allowed-device-list",
  "1.0.0",
  "",
  "yes",
  "type a, c or b; missing means all."
 ],
 [
  "linux.res.dev.numbers",
  "IMPLIED",
  "runtime",
  "config-linux.md#allowed-device-list",
  "1.0.0",
  "",
  "yes",
  "Missing major or minor means every number."
 ],
 [
  "linux.res.dev.access",
  "IMPLIED",
  "runtime",
  "config-linux.md#allowed-device-list",
  "1.0.0",
  "",
  "yes",
  "access combines r, w and m."
 ],
 [
  "linux.res.dev.absent",
  "IMPLIED",
  "runtime",
  "config-linux.md#allowed-device-list",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "No default policy is given when the list is missing."
 ],
 [
  "linux.cgroup.resources-optional",
  "IMPLIED",
  "runtime",
  "config-linux.md#cgroups-path",
  "1.0.0",
  "",
  "yes",
  "Without resources a joined cgroup keeps its limits."
 ],
 [
  "linux.res.mem.unit",
  "IMPLIED",
  "runtime",
  "config-linux.md#memory",
  "1.0.0",
  "",
  "yes",
  "Memory numbers are bytes, -1 is unlimited."
 ],
 [
  "linux.res.mem.limit",
  "IMPLIED",
  "runtime",
  "config-linux.md#memory",
  "1.0.0",
  "",
  "yes",
  "limit bounds memory use."
 ],
 [
  "linux.res.mem.reservation",
  "IMPLIED",
  "runtime",
  "config-linux.md#memory",
  "1.0.0",
  "",
  "yes",
  "reservation is the soft limit."
 ],
 [
  "linux.res.mem.swap",
  "IMPLIED",
  "runtime",
  "config-linux.md#memory",
  "1.0.0",
  "",
  "yes",
  "swap bounds memory plus swap."
 ],
 [
  "linux.res.mem.kernel",
  "SHOULD",
  "config",
  "config-linux.md#memory",
  "1.0.0",
  "",
  "partly: v1 only",
  "kernel limits kernel memory; discouraged since 1.1.0."
 ],
 [
  "linux.res.mem.kernelTCP",
  "SHOULD",
  "config",
  "config-linux.md#memory",
  "1.0.0",
  "",
  "partly: v1 only",
  "kernelTCP limits TCP buffers; discouraged since 1.1.0."
 ],
 [
  "linux.res.mem.swappiness",
  "IMPLIED",
  "runtime",
  "config-linux.md#memory",
  "1.0.0",
  "",
  "partly: v1 only",
  "swappiness is 0 to 100."
 ],
 [
  "linux.res.mem.disableOOMKiller",
  "IMPLIED",
  "runtime",
  "config-linux.md#memory",
  "1.0.0",
  "",
  "partly: v1 only",
  "true switches the OOM killer off for the cgroup."
 ],
 [
  "linux.res.mem.useHierarchy",
  "IMPLIED",
  "runtime",
  "config-linux.md#memory",
  "1.0.2",
  "",
  "partly: v1 only",
  "true makes children share the limits."
 ],
 [
  "linux.res.mem.checkBeforeUpdate",
  "MUST",
  "runtime",
  "config-linux.md#memory",
  "1.1.0",
  "",
  "partly: update only",
  "With true a new limit under current use is to be refused (the check itself is a MAY)."
 ],
 [
  "linux.res.cpu.shares",
  "IMPLIED",
  "runtime",
  "config-linux.md#cpu",
  "1.0.0",
  "",
  "yes",
  "shares sets the relative weight."
 ],
 [
  "linux.res.cpu.quota",
  "IMPLIED",
  "runtime",
  "config-linux.md#cpu",
  "1.0.0",
  "",
  "yes",
  "quota is the run time in microseconds per period."
 ],
 [
  "linux.res.cpu.quota-burst",
  "MUST",
  "config",
  "config-linux.md#cpu",
  "1.1.0",
  "",
  "yes",
  "A positive quota is at least burst."
 ],
 [
  "linux.res.cpu.quota-burst-error",
  "MAY",
  "runtime",
  "config-linux.md#cpu",
  "1.1.0",
  "",
  "yes",
  "A runtime may refuse burst above quota."
 ],
 [
  "linux.res.cpu.burst",
  "IMPLIED",
  "runtime",
  "config-linux.md#cpu",
  "1.1.0",
  "",
  "partly: kernel 5.14",
  "burst is extra run time saved up, in microseconds."
 ],
 [
  "linux.res.cpu.period",
  "IMPLIED",
  "runtime",
  "config-linux.md#cpu",
  "1.0.0",
  "",
  "yes",
  "period is the CFS period in microseconds."
 ],
 [
  "linux.res.cpu.realtimeRuntime",
  "IMPLIED",
  "runtime",
  "config-linux.md#cpu",
  "1.0.0",
  "",
  "partly: v1 only",
  "realtimeRuntime bounds real-time run time per real-time period."
 ],
 [
  "linux.res.cpu.realtimePeriod",
  "IMPLIED",
  "runtime",
  "config-linux.md#cpu",
  "1.0.0",
  "",
  "partly: v1 only",
  "realtimePeriod is the real-time period."
 ],
 [
  "linux.res.cpu.cpus",
  "IMPLIED",
  "runtime",
  "config-linux.md#cpu",
  "1.0.0",
  "",
  "yes",
  "cpus is a list with ranges of CPUs allowed (format written down in 1.2.1)."
 ],
 [
  "linux.res.cpu.mems",
  "IMPLIED",
  "runtime",
  "config-linux.md#cpu",
  "1.0.0",
  "",
  "yes",
  "mems is a list with ranges of memory nodes allowed."
 ],
 [
  "linux.res.cpu.idle",
  "IMPLIED",
  "runtime",
  "config-linux.md#cpu",
  "1.1.0",
  "",
  "partly: kernel 5.15",
  "idle 1 marks the cgroup SCHED_IDLE, 0 is normal."
 ],
 [
  "linux.res.blkio.weight",
  "IMPLIED",
  "runtime",
  "config-linux.md#block-io",
  "1.0.0",
  "",
  "partly: scheduler dependent",
  "weight is the default per-cgroup IO weight."
 ],
 [
  "linux.res.blkio.leafWeight",
  "IMPLIED",
  "runtime",
  "config-linux.md#block-io",
  "1.0.0",
  "",
  "no: CFQ gone",
  "leafWeight weighs own tasks against child cgroups."
 ],
 [
  "linux.res.blkio.weightDevice.numbers",
  "MUST",
  "config",
  "config-linux.md#block-io",
  "1.0.0",
  "",
  "yes",
  "Per-device weights name major and minor."
 ],
 [
  "linux.res.blkio.weightDevice.one-of",
  "MUST",
  "config",
  "config-linux.md#block-io",
  "1.0.0",
  "",
  "yes",
  "Each entry has weight or leafWeight at least."
 ],
 [
  "linux.res.blkio.weightDevice.both",
  "MAY",
  "config",
  "config-linux.md#block-io",
  "1.0.0",
  "",
  "yes",
  "Both may be given."
 ],
 [
  "linux.res.blkio.throttle-bps",
  "IMPLIED",
  "runtime",
  "config-linux.md#block-io",
  "1.0.0",
  "",
  "yes",
  "Read and write byte rates per device are limited."
 ],
 [
  "linux.res.blkio.throttle-iops",
  "IMPLIED",
  "runtime",
  "config-linux.md#block-io",
  "1.0.0",
  "",
  "yes",
  "Read and write operation rates per device are limited."
 ],
 [
  "linux.res.blkio.throttle.numbers",
  "MUST",
  "config",
  "config-linux.md#block-io",
  "1.0.0",
  "",
  "yes",
  "Throttle entries name major and minor."
 ],
 [
  "linux.res.blkio.throttle.rate",
  "MUST",
  "config",
  "config-linux.md#block-io",
  "1.0.0",
  "",
  "yes",
  "Throttle entries give a rate."
 ],
 [
  "linux.res.hugetlb.pageSize",
  "MUST",
  "config",
  "config-linux.md#huge-page-limits",
  "1.0.0",
  "",
  "yes",
  "pageSize names an existing huge page size in the <n><K|M|G>B style."
 ],
 [
  "linux.res.hugetlb.limit",
  "MUST",
  "config",
  "config-linux.md#huge-page-limits",
  "1.0.0",
  "",
  "yes",
  "limit gives bytes for that size."
 ],
 [
  "linux.res.hugetlb.rsvd",
  "IMPLIED",
  "runtime",
  "config-linux.md#huge-page-limits",
  "1.1.0",
  "",
  "yes",
  "Reservation accounting is used where the kernel has it, else page-fault accounting (lower-case should)."
 ],
 [
  "linux.res.net.classID",
  "IMPLIED",
  "runtime",
  "config-linux.md#network",
  "1.0.0",
  "",
  "partly: v1 only",
  "classID tags packets of the cgroup."
 ],
 [
  "linux.res.net.priorities.name",
  "MUST",
  "config",
  "config-linux.md#network",
  "1.0.0",
  "",
  "partly: v1 only",
  "A priority names an interface of the runtime's network namespace."
 ],
 [
  "linux.res.net.priorities.priority",
  "MUST",
  "config",
  "config-linux.md#network",
  "1.0.0",
  "",
  "partly: v1 only",
  "A priority gives its number."
 ],
 [
  "linux.res.pids.limit",
  "IMPLIED",
  "runtime",
  "config-linux.md#pids",
  "1.0.0",
  "",
  "yes",
  "limit caps the number of tasks; -1 is no cap (spelled out in 1.3.0)."
 ],
 [
  "linux.res.pids.limit.required",
  "MUST",
  "config",
  "config-linux.md#pids",
  "1.0.0",
  "1.3.0",
  "yes",
  "pids gives a limit."
 ],
 [
  "linux.res.pids.zero",
  "SHOULD",
  "runtime",
  "config-linux.md#pids",
  "1.3.0",
  "",
  "yes",
  "0 is a real limit and ought to be written as such."
 ],
 [
  "linux.res.rdma.one-of",
  "MUST",
  "config",
  "config-linux.md#rdma",
  "1.0.2",
  "",
  "yes",
  "Each device has hcaHandles or hcaObjects at least."
 ],
 [
  "linux.res.rdma.both",
  "MAY",
  "config",
  "config-linux.md#rdma",
  "1.0.2",
  "",
  "yes",
  "Both may be given."
 ],
 [
  "linux.res.rdma.applied",
  "IMPLIED",
  "runtime",
  "config-linux.md#rdma",
  "1.0.2",
  "",
  "no: rdma hardware",
  "The limits are written for the named device."
 ],
 [
  "linux.res.unified.file",
  "IMPLIED",
  "runtime",
  "config-linux.md#unified",
  "1.1.0",
  "",
  "yes",
  "Each key is a file in the container's v2 cgroup, each value its content."
 ],
 [
  "linux.res.unified.controllers",
  "MUST",
  "runtime",
  "config-linux.md#unified",
  "1.1.0",
  "",
  "yes",
  "Controllers needed by the keys are switched on."
 ],
 [
  "linux.res.unified.unknown-written",
  "MUST",
  "runtime",
  "config-linux.md#unified",
  "1.1.0",
  "",
  "yes",
  "Keys the runtime does not know are written all the same."
 ],
 [
  "linux.res.unified.absent-controller",
  "MUST",
  "runtime",
  "config-linux.md#unified",
  "1.1.0",
  "",
  "yes",
  "A key for a controller that is missing or cannot be switched on makes the runtime fail."
 ],
 [
  "linux.res.unified.convert",
  "MAY",
  "runtime",
  "config-linux.md#unified",
  "1.1.0",
  "",
  "yes",
  "Classic v1-style settings may be converted on a v2 host."
 ],
 [
  "linux.res.unified.convert-error",
  "MUST",
  "runtime",
  "config-linux.md#unified",
  "1.1.0",
  "",
  "yes",
  "A setting that cannot be converted makes the runtime fail."
 ],
 [
  "linux.rdt.tasks",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.0.0",
  "",
  "no: RDT hardware",
  "With intelRdt set the container pid goes into the tasks file of the chosen resctrl directory."
 ],
 [
  "linux.rdt.no-resctrl",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.0.0",
  "",
  "yes",
  "With intelRdt set and no resctrl mount the runtime fails."
 ],
 [
  "linux.rdt.unset",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.0.0",
  "",
  "partly: RDT hardware",
  "Without intelRdt no resctrl tree is touched."
 ],
 [
  "linux.rdt.closID.default-clos",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.3.0",
  "",
  "no: RDT hardware",
  "closID / means the default class at the resctrl root."
 ],
 [
  "linux.rdt.l3.prefix",
  "SHOULD",
  "config",
  "config-linux.md#intelrdt",
  "1.0.2",
  "",
  "partly: RDT hardware",
  "l3CacheSchema ought to start with L3:."
 ],
 [
  "linux.rdt.l3.newline",
  "SHOULD",
  "config",
  "config-linux.md#intelrdt",
  "1.0.2",
  "",
  "partly: RDT hardware",
  "l3CacheSchema ought to be one line."
 ],
 [
  "linux.rdt.mb.prefix",
  "MUST",
  "config",
  "config-linux.md#intelrdt",
  "1.0.2",
  "",
  "partly: RDT hardware",
  "memBwSchema starts with MB:."
 ],
 [
  "linux.rdt.mb.newline",
  "MUST",
  "config",
  "config-linux.md#intelrdt",
  "1.0.2",
  "",
  "partly: RDT hardware",
  "memBwSchema is one line."
 ],
 [
  "linux.rdt.schemata.newline",
  "MUST",
  "config",
  "config-linux.md#intelrdt",
  "1.3.0",
  "",
  "partly: RDT hardware",
  "schemata elements are single lines."
 ],
 [
  "linux.rdt.write-both",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.0.2",
  "",
  "no: RDT hardware",
  "With both schemas both reach the schemata file."
 ],
 [
  "linux.rdt.write-order",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.3.0",
  "",
  "no: RDT hardware",
  "l3CacheSchema is written before memBwSchema."
 ],
 [
  "linux.rdt.write-one",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.0.2",
  "",
  "no: RDT hardware",
  "A single given schema is written."
 ],
 [
  "linux.rdt.schemata.write",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.3.0",
  "",
  "no: RDT hardware",
  "schemata lines are written, after the two older fields (lower-case must for the order)."
 ],
 [
  "linux.rdt.no-schema",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.0.2",
  "",
  "no: RDT hardware",
  "With none of the three, schemata files stay unwritten."
 ],
 [
  "linux.rdt.closID.absent",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.0.0",
  "",
  "no: RDT hardware",
  "Without closID a directory named after the container ID is made."
 ],
 [
  "linux.rdt.closID.create-dir",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.0.2",
  "",
  "no: RDT hardware",
  "With closID and a schema a missing directory is made."
 ],
 [
  "linux.rdt.closID.compare",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.0.2",
  "",
  "no: RDT hardware",
  "With closID, a schema and an existing directory, the contents are compared and a mismatch fails."
 ],
 [
  "linux.rdt.closID.preconfigured",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.0.2",
  "",
  "no: RDT hardware",
  "With closID only, the directory has to exist: join it, or fail."
 ],
 [
  "linux.rdt.remove-own",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.3.0",
  "",
  "no: RDT hardware",
  "A directory the runtime made (no closID) goes away at delete."
 ],
 [
  "linux.rdt.keep-foreign",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.3.0",
  "",
  "no: RDT hardware",
  "With closID, or a directory not made by it, the runtime leaves it."
 ],
 [
  "linux.rdt.mon.create",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.3.0",
  "",
  "no: RDT hardware",
  "enableMonitoring makes a monitoring group of its own."
 ],
 [
  "linux.rdt.mon.name",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.3.0",
  "",
  "no: RDT hardware",
  "That group is named after the container ID, under the control group."
 ],
 [
  "linux.rdt.mon.delete",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.3.0",
  "",
  "no: RDT hardware",
  "The group goes away after deletion of the container."
 ],
 [
  "linux.rdt.mon.error",
  "MUST",
  "runtime",
  "config-linux.md#intelrdt",
  "1.3.0",
  "",
  "no: RDT hardware",
  "Failure to make the group is an error."
 ],
 [
  "linux.rdt.cmt-mbm-removed",
  "IMPLIED",
  "config",
  "config-linux.md#intelrdt",
  "1.3.0",
  "",
  "yes",
  "enableCMT and enableMBM (1.1.0 to 1.2.1) were dropped and are unknown properties now."
 ],
 [
  "linux.rdt.cmt",
  "IMPLIED",
  "runtime",
  "config-linux.md#intelrdt",
  "1.1.0",
  "1.3.0",
  "no: RDT hardware",
  "enableCMT asks for cache occupancy monitoring of the container."
 ],
 [
  "linux.rdt.mbm",
  "IMPLIED",
  "runtime",
  "config-linux.md#intelrdt",
  "1.1.0",
  "1.3.0",
  "no: RDT hardware",
  "enableMBM asks for memory bandwidth monitoring of the container."
 ],
 [
  "linux.mempolicy.mode",
  "MUST",
  "config",
  "config-linux.md#memory-policy",
  "1.3.0",
  "",
  "yes",
  "mode is one of the seven MPOL names."
 ],
 [
  "linux.mempolicy.nodes",
  "IMPLIED",
  "runtime",
  "config-linux.md#memory-policy",
  "1.3.0",
  "",
  "partly: NUMA host",
  "nodes is the node list for set_mempolicy; some modes want none, some at least one."
 ],
 [
  "linux.mempolicy.flags",
  "IMPLIED",
  "runtime",
  "config-linux.md#memory-policy",
  "1.3.0",
  "",
  "partly: NUMA host",
  "flags are or-ed into the mode."
 ],
 [
  "linux.sysctl.applied",
  "IMPLIED",
  "runtime",
  "config-linux.md#sysctl",
  "1.0.0",
  "",
  "yes",
  "Each listed kernel parameter has the given value for the container."
 ],
 [
  "linux.sysctl.value-string",
  "IMPLIED",
  "config",
  "config-linux.md#sysctl",
  "1.0.0",
  "",
  "yes",
  "Values are strings."
 ],
 [
  "linux.sysctl.kernel-names",
  "IMPLIED",
  "runtime",
  "config-linux.md#sysctl",
  "1.1.0",
  "",
  "partly: unspecified behaviour",
  "kernel.hostname and kernel.domainname overlap with top-level fields."
 ],
 [
  "linux.seccomp.defaultAction",
  "MUST",
  "config",
  "config-linux.md#seccomp",
  "1.0.0",
  "",
  "yes",
  "defaultAction has to be given, from the same list as rule actions."
 ],
 [
  "linux.seccomp.defaultErrnoRet",
  "IMPLIED",
  "runtime",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "defaultErrnoRet is the errno for the default action; EPERM if missing."
 ],
 [
  "linux.seccomp.defaultErrnoRet.unsupported",
  "MUST",
  "runtime",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "An errno next to a default action that takes none makes the runtime complain and fail."
 ],
 [
  "linux.seccomp.architectures",
  "IMPLIED",
  "runtime",
  "config-linux.md#seccomp",
  "1.0.0",
  "",
  "yes",
  "Listed architectures are covered by the filter; names come from libseccomp (2.6.0 list since 1.2.1)."
 ],
 [
  "linux.seccomp.flags",
  "IMPLIED",
  "runtime",
  "config-linux.md#seccomp",
  "1.0.2",
  "",
  "yes",
  "Listed seccomp(2) flags are used (four names)."
 ],
 [
  "linux.seccomp.listenerPath.send",
  "IMPLIED",
  "runtime",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "With NOTIFY in use the container process state is sent to the socket at listenerPath."
 ],
 [
  "linux.seccomp.listenerPath.socket-type",
  "MUST",
  "config",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "The socket is AF_UNIX and SOCK_STREAM."
 ],
 [
  "linux.seccomp.listenerPath.one-state",
  "MUST",
  "runtime",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "One connection carries exactly one state."
 ],
 [
  "linux.seccomp.listenerPath.no-reuse",
  "MUST",
  "runtime",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "The connection is not used again."
 ],
 [
  "linux.seccomp.listenerPath.close",
  "MUST",
  "runtime",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "The connection is closed after sending."
 ],
 [
  "linux.seccomp.listenerPath.send-fail",
  "MUST",
  "runtime",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "Failing to send makes the runtime fail."
 ],
 [
  "linux.seccomp.listenerPath.unused",
  "IMPLIED",
  "runtime",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "Without NOTIFY the value is ignored."
 ],
 [
  "linux.seccomp.listener.fd",
  "MUST",
  "runtime",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "The notify descriptor travels by SCM_RIGHTS under the name seccompFd."
 ],
 [
  "linux.seccomp.listenerMetadata.sent",
  "IMPLIED",
  "runtime",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "listenerMetadata comes back as metadata."
 ],
 [
  "linux.seccomp.listenerMetadata.needs-path",
  "MUST",
  "config",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "listenerMetadata without listenerPath is wrong."
 ],
 [
  "linux.seccomp.syscalls.optional",
  "MAY",
  "config",
  "config-linux.md#seccomp",
  "1.0.0",
  "",
  "yes",
  "syscalls may be missing; a killing default action then ends the process at its first system call."
 ],
 [
  "linux.seccomp.syscalls.names",
  "MUST",
  "config",
  "config-linux.md#seccomp",
  "1.0.0",
  "",
  "yes",
  "names has one entry or more."
 ],
 [
  "linux.seccomp.syscalls.unknown-name",
  "IMPLIED",
  "runtime",
  "config-linux.md#seccomp",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "A syscall name unknown to the library is not treated."
 ],
 [
  "linux.seccomp.syscalls.action",
  "MUST",
  "config",
  "config-linux.md#seccomp",
  "1.0.0",
  "",
  "yes",
  "Each rule has an action from the list of nine."
 ],
 [
  "linux.seccomp.syscalls.errnoRet",
  "IMPLIED",
  "runtime",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "errnoRet is the errno for that rule; EPERM if missing."
 ],
 [
  "linux.seccomp.syscalls.errnoRet.unsupported",
  "MUST",
  "runtime",
  "config-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "An errno next to an action that takes none makes the runtime complain and fail."
 ],
 [
  "linux.seccomp.args.index",
  "MUST",
  "config",
  "config-linux.md#seccomp",
  "1.0.0",
  "",
  "yes",
  "An argument test names the argument index."
 ],
 [
  "linux.seccomp.args.value",
  "MUST",
  "config",
  "config-linux.md#seccomp",
  "1.0.0",
  "",
  "yes",
  "An argument test gives a value."
 ],
 [
  "linux.seccomp.args.valueTwo",
  "MAY",
  "config",
  "config-linux.md#seccomp",
  "1.0.0",
  "",
  "yes",
  "valueTwo serves the masked comparison."
 ],
 [
  "linux.seccomp.args.op",
  "MUST",
  "config",
  "config-linux.md#seccomp",
  "1.0.0",
  "",
  "yes",
  "An argument test has one of seven operators."
 ],
 [
  "linux.seccomp.noeffect-before-start",
  "IMPLIED",
  "runtime",
  "config-linux.md#seccomp",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "The moment of loading relative to startContainer hooks and privilege drop is open."
 ],
 [
  "linux.seccomp.state.payload",
  "MUST",
  "runtime",
  "config-linux.md#the-container-process-state",
  "1.1.0",
  "",
  "yes",
  "The state goes as JSON in the regular payload."
 ],
 [
  "linux.seccomp.state.scm",
  "MUST",
  "runtime",
  "config-linux.md#the-container-process-state",
  "1.1.0",
  "",
  "yes",
  "Descriptors go by SCM_RIGHTS."
 ],
 [
  "linux.seccomp.state.multi-sendmsg",
  "MAY",
  "runtime",
  "config-linux.md#the-container-process-state",
  "1.1.0",
  "",
  "yes",
  "Several sendmsg calls are allowed."
 ],
 [
  "linux.seccomp.state.fds-first",
  "MUST",
  "runtime",
  "config-linux.md#the-container-process-state",
  "1.1.0",
  "",
  "yes",
  "Then only the first call carries descriptors."
 ],
 [
  "linux.seccomp.state.ociVersion",
  "MUST",
  "runtime",
  "config-linux.md#the-container-process-state",
  "1.1.0",
  "",
  "yes",
  "The message names its spec version."
 ],
 [
  "linux.seccomp.state.fds",
  "MAY",
  "runtime",
  "config-linux.md#the-container-process-state",
  "1.1.0",
  "",
  "yes",
  "fds lists descriptor names in SCM_RIGHTS order."
 ],
 [
  "linux.seccomp.state.pid",
  "MUST",
  "runtime",
  "config-linux.md#the-container-process-state",
  "1.1.0",
  "",
  "yes",
  "pid of the container process in the runtime's view."
 ],
 [
  "linux.seccomp.state.metadata",
  "MAY",
  "runtime",
  "config-linux.md#the-container-process-state",
  "1.1.0",
  "",
  "yes",
  "metadata is passed through."
 ],
 [
  "linux.seccomp.state.state",
  "MUST",
  "runtime",
  "config-linux.md#the-container-process-state",
  "1.1.0",
  "",
  "yes",
  "The full container state is embedded."
 ],
 [
  "linux.rootfsprop.values",
  "IMPLIED",
  "config",
  "config-linux.md#rootfs-mount-propagation",
  "1.0.0",
  "",
  "yes",
  "rootfsPropagation is shared, slave, private or unbindable."
 ],
 [
  "linux.rootfsprop.default",
  "IMPLIED",
  "runtime",
  "config-linux.md#rootfs-mount-propagation",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "No default is given."
 ],
 [
  "linux.rootfsprop.shared",
  "IMPLIED",
  "runtime",
  "config-linux.md#rootfs-mount-propagation",
  "1.0.2",
  "",
  "yes",
  "shared puts the root mount in a new peer group, not one with the host."
 ],
 [
  "linux.rootfsprop.slave",
  "IMPLIED",
  "runtime",
  "config-linux.md#rootfs-mount-propagation",
  "1.0.2",
  "",
  "yes",
  "slave lets host mounts appear inside, never the reverse."
 ],
 [
  "linux.rootfsprop.private",
  "IMPLIED",
  "runtime",
  "config-linux.md#rootfs-mount-propagation",
  "1.0.2",
  "",
  "yes",
  "private cuts propagation in both directions."
 ],
 [
  "linux.rootfsprop.unbindable",
  "IMPLIED",
  "runtime",
  "config-linux.md#rootfs-mount-propagation",
  "1.0.2",
  "",
  "yes",
  "unbindable is private and refuses bind mounting."
 ],
 [
  "linux.masked.absolute",
  "MUST",
  "config",
  "config-linux.md#masked-paths",
  "1.0.0",
  "",
  "yes",
  "maskedPaths are absolute, in the container."
 ],
 [
  "linux.masked.unreadable",
  "IMPLIED",
  "runtime",
  "config-linux.md#masked-paths",
  "1.0.0",
  "",
  "yes",
  "Masked files and directories give nothing to read."
 ],
 [
  "linux.masked.missing",
  "IMPLIED",
  "runtime",
  "config-linux.md#masked-paths",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "A path that does not exist is not treated."
 ],
 [
  "linux.masked.symlink",
  "IMPLIED",
  "runtime",
  "config-linux.md#masked-paths",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "Resolution of symbolic links in a masked path is not treated."
 ],
 [
  "linux.readonly.absolute",
  "MUST",
  "config",
  "config-linux.md#readonly-paths",
  "1.0.0",
  "",
  "yes",
  "readonlyPaths are absolute, in the container."
 ],
 [
  "linux.readonly.effect",
  "IMPLIED",
  "runtime",
  "config-linux.md#readonly-paths",
  "1.0.0",
  "",
  "yes",
  "Writes below the listed paths fail."
 ],
 [
  "linux.readonly.missing",
  "IMPLIED",
  "runtime",
  "config-linux.md#readonly-paths",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "A path that does not exist is not treated."
 ],
 [
  "linux.masked-readonly.order",
  "IMPLIED",
  "runtime",
  "config-linux.md#masked-paths",
  "1.0.0",
  "",
  "partly: unspecified behaviour",
  "Order between mounts, readonlyPaths and maskedPaths is not given; they only make sense after mounts."
 ],
 [
  "linux.mountlabel",
  "IMPLIED",
  "runtime",
  "config-linux.md#mount-label",
  "1.0.0",
  "",
  "partly: host LSM",
  "mountLabel is the SELinux context of the container's mounts."
 ],
 [
  "linux.personality.domain",
  "MUST",
  "config",
  "config-linux.md#personality",
  "1.0.2",
  "",
  "yes",
  "domain is LINUX or LINUX32."
 ],
 [
  "linux.personality.linux32",
  "IMPLIED",
  "runtime",
  "config-linux.md#personality",
  "1.0.2",
  "",
  "yes",
  "LINUX32 makes the kernel report a 32-bit machine name."
 ],
 [
  "linux.personality.flags",
  "IMPLIED",
  "config",
  "config-linux.md#personality",
  "1.0.2",
  "",
  "yes",
  "No flag value is supported at present."
 ],
 [
  "features.provide",
  "MAY",
  "runtime",
  "features.md#features-structure",
  "1.1.0",
  "",
  "yes",
  "A runtime may offer a JSON description of what it implements."
 ],
 [
  "features.compile-time",
  "SHOULD",
  "runtime",
  "features.md#features-structure",
  "1.1.0",
  "",
  "partly: several hosts",
  "Content ought to depend on the build, not on the host."
 ],
 [
  "features.null-or-absent",
  "MAY",
  "runtime",
  "features.md#features-structure",
  "1.1.0",
  "",
  "yes",
  "Every member but the two versions may be missing or null."
 ],
 [
  "features.null-not-empty",
  "MUST",
  "caller",
  "features.md#features-structure",
  "1.1.0",
  "",
  "no: consumer side",
  "null is no synonym of 0, false, empty string, array or object."
 ],
 [
  "features.ociVersionMin",
  "MUST",
  "runtime",
  "features.md#specification-version",
  "1.1.0",
  "",
  "yes",
  "The lowest recognised version is given."
 ],
 [
  "features.ociVersionMin.accepted",
  "MUST",
  "runtime",
  "features.md#specification-version",
  "1.1.0",
  "",
  "yes",
  "That value works as ociVersion of a config."
 ],
 [
  "features.ociVersionMax",
  "MUST",
  "runtime",
  "features.md#specification-version",
  "1.1.0",
  "",
  "yes",
  "The highest recognised version is given."
 ],
 [
  "features.ociVersionMax.accepted",
  "MUST",
  "runtime",
  "features.md#specification-version",
  "1.1.0",
  "",
  "yes",
  "That value works as ociVersion of a config."
 ],
 [
  "features.ociVersionMax.not-less",
  "MUST",
  "runtime",
  "features.md#specification-version",
  "1.1.0",
  "",
  "yes",
  "The maximum is not under the minimum."
 ],
 [
  "features.no-undefined-properties",
  "MUST",
  "runtime",
  "features.md#specification-version",
  "1.1.0",
  "",
  "yes",
  "Members unknown to that spec version stay out."
 ],
 [
  "features.hooks",
  "MUST",
  "runtime",
  "features.md#hooks",
  "1.1.0",
  "",
  "yes",
  "Each hook kind listed is honoured in a config."
 ],
 [
  "features.mountOptions",
  "MUST",
  "runtime",
  "features.md#mount-options",
  "1.1.0",
  "",
  "yes",
  "Each listed mount option is recognised in a config."
 ],
 [
  "features.mountOptions.no-data",
  "SHOULD",
  "runtime",
  "features.md#mount-options",
  "1.1.0",
  "",
  "yes",
  "Filesystem data options ought not to be listed."
 ],
 [
  "features.linux",
  "MAY",
  "runtime",
  "features.md#platform-specific-features",
  "1.1.0",
  "",
  "yes",
  "linux holds the Linux part."
 ],
 [
  "features.annotations.convention",
  "MUST",
  "runtime",
  "features.md#annotations",
  "1.1.0",
  "",
  "yes",
  "Its annotations obey the key and value rules of config annotations."
 ],
 [
  "features.annotations.structure",
  "MAY",
  "runtime",
  "features.md#annotations",
  "1.1.0",
  "",
  "no: free content",
  "Their content may be structured or not."
 ],
 [
  "features.unsafeAnnotations",
  "IMPLIED",
  "runtime",
  "features.md#unsafe-annotations-in-configjson",
  "1.2.0",
  "",
  "yes",
  "potentiallyUnsafeConfigAnnotations lists config annotations that may change behaviour; a trailing dot marks a prefix."
 ],
 [
  "features.linux.namespaces",
  "MUST",
  "runtime",
  "features-linux.md#namespaces",
  "1.1.0",
  "",
  "yes",
  "Each listed namespace type is recognised in a config."
 ],
 [
  "features.linux.capabilities",
  "MUST",
  "runtime",
  "features-linux.md#capabilities",
  "1.1.0",
  "",
  "yes",
  "Each listed capability is recognised in a config."
 ],
 [
  "features.linux.cgroup",
  "IMPLIED",
  "runtime",
  "features-linux.md#cgroup",
  "1.1.0",
  "",
  "partly: host dependent",
  "v1, v2, systemd, systemdUser and rdma tell cgroup support."
 ],
 [
  "features.linux.seccomp.enabled",
  "IMPLIED",
  "runtime",
  "features-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "enabled tells whether seccomp is compiled in."
 ],
 [
  "features.linux.seccomp.actions",
  "MUST",
  "runtime",
  "features-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "Each listed action is recognised."
 ],
 [
  "features.linux.seccomp.operators",
  "MUST",
  "runtime",
  "features-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "Each listed operator is recognised."
 ],
 [
  "features.linux.seccomp.archs",
  "MUST",
  "runtime",
  "features-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "Each listed architecture is recognised."
 ],
 [
  "features.linux.seccomp.knownFlags",
  "MUST",
  "runtime",
  "features-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "Each known flag is recognised."
 ],
 [
  "features.linux.seccomp.supportedFlags",
  "MUST",
  "runtime",
  "features-linux.md#seccomp",
  "1.1.0",
  "",
  "yes",
  "Each supported flag is recognised and works."
 ],
 [
  "features.linux.apparmor",
  "IMPLIED",
  "runtime",
  "features-linux.md#apparmor",
  "1.1.0",
  "",
  "yes",
  "enabled tells AppArmor support of the runtime."
 ],
 [
  "features.linux.selinux",
  "IMPLIED",
  "runtime",
  "features-linux.md#selinux",
  "1.1.0",
  "",
  "yes",
  "enabled tells SELinux support of the runtime."
 ],
 [
  "features.linux.memoryPolicy.modes",
  "MUST",
  "runtime",
  "features-linux.md#memorypolicy",
  "1.3.0",
  "",
  "yes",
  "Each listed policy mode is recognised."
 ],
 [
  "features.linux.memoryPolicy.flags",
  "MUST",
  "runtime",
  "features-linux.md#memorypolicy",
  "1.3.0",
  "",
  "yes",
  "Each listed policy flag is recognised."
 ],
 [
  "features.linux.intelRdt",
  "IMPLIED",
  "runtime",
  "features-linux.md#intel-rdt",
  "1.1.0",
  "",
  "yes",
  "enabled, schemata and monitoring (last two 1.3.0) tell RDT support."
 ],
 [
  "features.linux.mountExtensions.idmap",
  "MUST",
  "runtime",
  "features-linux.md#mountextensions",
  "1.2.0",
  "",
  "yes",
  "idmap.enabled is true even for partial support of mount mappings."
 ],
 [
  "features.linux.netDevices",
  "IMPLIED",
  "runtime",
  "features-linux.md#netdevices",
  "1.3.0",
  "",
  "yes",
  "enabled tells support for moving network devices."
 ],
 [
  "config.mounts.opt.idmap.applied",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "partly: kernel 5.12",
  "An entry with idmap has an ID mapping in force on that mount."
 ],
 [
  "config.mounts.opt.idmap.not-passed",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "yes",
  "idmap itself ought not to reach the mount syscall as data."
 ],
 [
  "config.mounts.opt.idmap.use-given",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "partly: kernel 5.12",
  "Mappings on the entry win over those of the container."
 ],
 [
  "config.mounts.opt.idmap.fallback-userns",
  "MAY",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "yes",
  "Without mappings on the entry the container's user namespace mapping may be taken."
 ],
 [
  "config.mounts.opt.idmap.no-fallback-error",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "yes",
  "A runtime not doing so fails instead."
 ],
 [
  "config.mounts.opt.idmap.no-userns-error",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "yes",
  "idmap with neither entry mappings nor user namespace fails."
 ],
 [
  "config.mounts.opt.idmap.mechanism",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "yes",
  "Kernel idmapped mounts ought to be the means."
 ],
 [
  "config.mounts.opt.ridmap.applied",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "partly: kernel 5.12",
  "An entry with ridmap has the mapping on the mount and all mounts below it."
 ],
 [
  "config.mounts.opt.ridmap.not-passed",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "yes",
  "ridmap itself ought not to reach the mount syscall as data."
 ],
 [
  "config.mounts.opt.ridmap.use-given",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "partly: kernel 5.12",
  "With ridmap the entry's mappings win over those of the container."
 ],
 [
  "config.mounts.opt.ridmap.fallback-userns",
  "MAY",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "yes",
  "With ridmap and no entry mappings the user namespace mapping may be taken."
 ],
 [
  "config.mounts.opt.ridmap.no-fallback-error",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "yes",
  "Otherwise ridmap without mappings fails."
 ],
 [
  "config.mounts.opt.ridmap.no-userns-error",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "yes",
  "ridmap with neither entry mappings nor user namespace fails."
 ],
 [
  "config.mounts.opt.ridmap.mechanism",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "yes",
  "Kernel idmapped mounts, applied recursively, ought to be the means."
 ],
 [
  "config.mounts.opt.async",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option async must be offered. Writes through the mount are not forced to be synchronous."
 ],
 [
  "config.mounts.opt.atime",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option atime must be offered. Access-time suppression (noatime) is off."
 ],
 [
  "config.mounts.opt.bind",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option bind must be offered. The source tree is attached at the destination without its submounts."
 ],
 [
  "config.mounts.opt.defaults",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option defaults must be offered. The mount(8) default set applies."
 ],
 [
  "config.mounts.opt.dev",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option dev must be offered. Device nodes on the mount work."
 ],
 [
  "config.mounts.opt.diratime",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option diratime must be offered. Directory access times are kept."
 ],
 [
  "config.mounts.opt.dirsync",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option dirsync must be offered. Directory changes are synchronous."
 ],
 [
  "config.mounts.opt.exec",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option exec must be offered. Programs on the mount may run."
 ],
 [
  "config.mounts.opt.iversion",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "partly: not visible",
  "Option iversion must be offered. Inode version counting is on."
 ],
 [
  "config.mounts.opt.lazytime",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option lazytime must be offered. Timestamps are flushed lazily."
 ],
 [
  "config.mounts.opt.loud",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "partly: not visible",
  "Option loud must be offered. Kernel mount messages are not suppressed."
 ],
 [
  "config.mounts.opt.mand",
  "MAY",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "partly: old kernel",
  "Option mand can be offered. Mandatory locks are allowed on the mount."
 ],
 [
  "config.mounts.opt.noatime",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option noatime must be offered. Access times are not updated."
 ],
 [
  "config.mounts.opt.nodev",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option nodev must be offered. Device nodes on the mount are inert."
 ],
 [
  "config.mounts.opt.nodiratime",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option nodiratime must be offered. Directory access times are not updated."
 ],
 [
  "config.mounts.opt.noexec",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option noexec must be offered. Programs on the mount cannot run."
 ],
 [
  "config.mounts.opt.noiversion",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "partly: not visible",
  "Option noiversion must be offered. Inode version counting is off."
 ],
 [
  "config.mounts.opt.nolazytime",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option nolazytime must be offered. Timestamps are flushed normally."
 ],
 [
  "config.mounts.opt.nomand",
  "MAY",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "partly: old kernel",
  "Option nomand can be offered. Mandatory locks are not allowed."
 ],
 [
  "config.mounts.opt.norelatime",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option norelatime must be offered. The relatime mode is not requested."
 ],
 [
  "config.mounts.opt.nostrictatime",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option nostrictatime must be offered. The strictatime mode is not requested."
 ],
 [
  "config.mounts.opt.nosuid",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option nosuid must be offered. Set-id bits and file capabilities are ignored."
 ],
 [
  "config.mounts.opt.nosymfollow",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option nosymfollow ought to be offered. Symbolic links on the mount are not followed."
 ],
 [
  "config.mounts.opt.private",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option private must be offered. Propagation to and from the mount is off."
 ],
 [
  "config.mounts.opt.ratime",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option ratime ought to be offered. As atime, on all mounts below too."
 ],
 [
  "config.mounts.opt.rbind",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rbind must be offered. The source tree is attached with all its submounts."
 ],
 [
  "config.mounts.opt.rdev",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rdev ought to be offered. As dev, recursively."
 ],
 [
  "config.mounts.opt.rdiratime",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rdiratime ought to be offered. As diratime, recursively."
 ],
 [
  "config.mounts.opt.relatime",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option relatime must be offered. Access times are updated relative to modification time."
 ],
 [
  "config.mounts.opt.remount",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option remount must be offered. An existing mount at the destination has its flags changed."
 ],
 [
  "config.mounts.opt.rexec",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rexec ought to be offered. As exec, recursively (the table text says dev, a slip)."
 ],
 [
  "config.mounts.opt.rnoatime",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rnoatime ought to be offered. As noatime, recursively."
 ],
 [
  "config.mounts.opt.rnodiratime",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rnodiratime ought to be offered. As nodiratime, recursively."
 ],
 [
  "config.mounts.opt.rnoexec",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rnoexec ought to be offered. As noexec, recursively."
 ],
 [
  "config.mounts.opt.rnorelatime",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rnorelatime ought to be offered. As norelatime, recursively."
 ],
 [
  "config.mounts.opt.rnostrictatime",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rnostrictatime ought to be offered. As nostrictatime, recursively."
 ],
 [
  "config.mounts.opt.rnosuid",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rnosuid ought to be offered. As nosuid, recursively."
 ],
 [
  "config.mounts.opt.rnosymfollow",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rnosymfollow ought to be offered. As nosymfollow, recursively."
 ],
 [
  "config.mounts.opt.ro",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option ro must be offered. The mount is read-only."
 ],
 [
  "config.mounts.opt.rprivate",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rprivate must be offered. As private, on all mounts below too."
 ],
 [
  "config.mounts.opt.rrelatime",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rrelatime ought to be offered. As relatime, recursively."
 ],
 [
  "config.mounts.opt.rro",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rro ought to be offered. As ro, recursively."
 ],
 [
  "config.mounts.opt.rrw",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rrw ought to be offered. As rw, recursively."
 ],
 [
  "config.mounts.opt.rshared",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rshared must be offered. As shared, on all mounts below too."
 ],
 [
  "config.mounts.opt.rslave",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rslave must be offered. As slave, on all mounts below too."
 ],
 [
  "config.mounts.opt.rstrictatime",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rstrictatime ought to be offered. As strictatime, recursively."
 ],
 [
  "config.mounts.opt.rsuid",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rsuid ought to be offered. As suid, recursively."
 ],
 [
  "config.mounts.opt.rsymfollow",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rsymfollow ought to be offered. As symfollow, recursively."
 ],
 [
  "config.mounts.opt.runbindable",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option runbindable must be offered. As unbindable, on all mounts below too."
 ],
 [
  "config.mounts.opt.rw",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option rw must be offered. The mount is writable."
 ],
 [
  "config.mounts.opt.shared",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option shared must be offered. The mount joins a peer group and propagates both ways."
 ],
 [
  "config.mounts.opt.silent",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "partly: not visible",
  "Option silent must be offered. Some kernel mount messages are suppressed."
 ],
 [
  "config.mounts.opt.slave",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option slave must be offered. The mount receives but does not send propagation."
 ],
 [
  "config.mounts.opt.strictatime",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option strictatime must be offered. Access times are always updated."
 ],
 [
  "config.mounts.opt.suid",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option suid must be offered. Set-id bits are honoured."
 ],
 [
  "config.mounts.opt.symfollow",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option symfollow ought to be offered. Symbolic links on the mount are followed."
 ],
 [
  "config.mounts.opt.sync",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option sync must be offered. Writes through the mount are synchronous."
 ],
 [
  "config.mounts.opt.tmpcopyup",
  "MAY",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option tmpcopyup can be offered. A tmpfs starts with the former contents of the destination."
 ],
 [
  "config.mounts.opt.unbindable",
  "MUST",
  "runtime",
  "config.md#linux-mount-options",
  "1.1.0",
  "",
  "yes",
  "Option unbindable must be offered. The mount is private and cannot be bound elsewhere."
 ],
 [
  "config.mounts.opt.idmap",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "yes",
  "Option idmap ought to be offered. The idmap option is implemented at all (details in its own rows)."
 ],
 [
  "config.mounts.opt.ridmap",
  "SHOULD",
  "runtime",
  "config.md#linux-mount-options",
  "1.2.0",
  "",
  "yes",
  "Option ridmap ought to be offered. The ridmap option is implemented at all (details in its own rows)."
 ]
];
