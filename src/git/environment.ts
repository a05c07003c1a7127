/**
 * What git gets of our environment: how to reach servers and whom to trust. No GIT_DIR, no GIT_CONFIG_*, no
 * tracing, nothing that a surrounding hook, CI job or checkout may have set.
 */
const passedOn = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'SSH_AUTH_SOCK',
  'GIT_ASKPASS',
  'GIT_SSH_COMMAND',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'GIT_PROXY_SSL_CAINFO',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'http_proxy',
  'https_proxy',
  'HTTPS_PROXY',
  'all_proxy',
  'ALL_PROXY',
  'no_proxy',
  'NO_PROXY',
]

/**
 * The whole environment of a git run. GIT_ALLOW_PROTOCOL and the configuration files also bind the
 * `git upload-pack` that git starts in a local repository; `-c` and GIT_CONFIG_COUNT would not reach it.
 */
export function gitEnvironment(
  from: Readonly<Record<string, string | undefined>>,
  globalConfig: string,
): Record<string, string> {
  const environment: Record<string, string> = {
    GIT_SSH_COMMAND: 'ssh -oBatchMode=yes -oConnectTimeout=20',
  }
  for (const name of passedOn) {
    const value = from[name]
    if (value !== undefined) environment[name] = value
  }
  return {
    ...environment,
    // Messages are read by this program, so they stay in English.
    LC_ALL: 'C',
    GIT_CONFIG_GLOBAL: globalConfig,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'https:ssh:file',
  }
}

/** Old, harmless flaws that long-lived repositories contain and that strict checks would refuse. */
const toleratedFlaws = ['zeroPaddedFilemode', 'badTimezone', 'missingSpaceBeforeDate', 'missingEmail']

const settings: Readonly<Record<string, string>> = {
  'core.hooksPath': '/dev/null',
  'core.attributesFile': '/dev/null',
  'core.fsmonitor': 'false',
  'fetch.fsckObjects': 'true',
  ...Object.fromEntries(toleratedFlaws.map((flaw) => [`fetch.fsck.${flaw}`, 'ignore'])),
  // Housekeeping belongs to the fetch that calls for it: nothing stays behind that works on in the
  // background.
  'gc.autoDetach': 'false',
  'maintenance.autoDetach': 'false',
  // A connection over which nothing comes for two minutes is dead.
  'http.lowSpeedLimit': '1',
  'http.lowSpeedTime': '120',
  // File modes of an archive as a checkout under the usual umask would give.
  'tar.umask': '0022',
}

/** Settings that go before every command, as arguments. They win over the configuration of any repository. */
export const fixedSettings: readonly string[] = Object.entries(settings).flatMap(([name, value]) => [
  '-c',
  `${name}=${value}`,
])
