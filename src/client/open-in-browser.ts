import { execa } from 'execa'

/** What opens a file or an address on a desktop, by Node's name of the system. */
const openers: Readonly<Record<string, string>> = { darwin: 'open', linux: 'xdg-open' }

/**
 * Opens a file or an address with $BROWSER, else with the desktop's own program. False where there is none, as on
 * a server.
 */
export async function openInBrowser(
  target: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<boolean> {
  const named = environment.BROWSER
  const program = named === undefined || named === '' ? openers[process.platform] : named
  if (program === undefined) return false
  const { failed } = await execa(program, [target], { stdio: 'ignore', reject: false })
  return !failed
}
