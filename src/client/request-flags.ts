/** The flags that are not called as the fields of the request that they set. */
const others: Readonly<Record<string, string>> = {
  repository: '--repo',
  pullRequest: '--pr',
  pullRequestHead: '--pr-head',
  outputFolder: '--output-dir',
  budgetSeconds: '--budget',
  deadlineSeconds: '--deadline',
  hosts: '--host',
  recipes: '--recipe',
  calibrate: 'prbench calibrate',
}

/** The flag that sets a field of the request, for messages. */
export function flagOf(field: string): string {
  return others[field] ?? `--${field.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`
}
