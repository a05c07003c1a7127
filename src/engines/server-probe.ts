// Exit codes have eight bits, and 1 is what Python ends with when anything goes wrong.
const noAnswer = 1
const statusOffset = 300

const script = `
import sys, urllib.error, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    opener.open(sys.argv[1], timeout=float(sys.argv[2])).read()
except urllib.error.HTTPError as error:
    sys.exit(min(max(error.code - ${statusOffset}, 2), 255))
except OSError:
    sys.exit(${noAnswer})
`.trim()

/**
 * The command that asks the server in its own container for a path, and says the answer's status by its exit
 * code: `probedStatus` reads it. So neither the server's port nor its network has to be open to the host.
 */
export function serverProbeCommand(port: number, path: string, timeoutSeconds: number): string[] {
  return ['python3', '-c', script, `http://127.0.0.1:${port}${path}`, String(timeoutSeconds)]
}

/** The HTTP status that a probe's exit code stands for; `undefined` where nothing answered. */
export function probedStatus(exitCode: number | undefined): number | undefined {
  if (exitCode === 0) return 200
  return exitCode === undefined || exitCode === noAnswer ? undefined : exitCode + statusOffset
}
