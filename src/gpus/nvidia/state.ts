import { percentOf } from '../readings.js'
import type { GpuState } from '../vendor.js'

/** The name comes last: it may hold commas, which the tool does not quote. */
export const stateQuery = 'index,memory.used,memory.total,name'

/**
 * Reads `nvidia-smi --query-gpu=... --format=csv`: a header such as `index, memory.used [MiB]`, and a row a
 * GPU with values such as `745 MiB`, `[N/A]`, `[Not Supported]`. Lines before the header are warnings.
 *
 * @throws Error, where there is no such header or no GPU below it
 */
export function parseNvidiaSmi(output: string): GpuState[] {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== '')
  const header = lines.findIndex((line) => columnNames(line).includes('index'))
  if (header === -1)
    throw new Error(`The output of nvidia-smi has no header: ${JSON.stringify(output.slice(0, 200))}`)
  const names = columnNames(lines[header] ?? '')
  const states = lines.slice(header + 1).flatMap((line) => {
    const values = line.split(',').map((value) => value.trim())
    const amountOf = (name: string) => amount(values[names.indexOf(name)])
    const number = amountOf('index')
    if (number === undefined || !Number.isInteger(number)) return []
    return [
      {
        number,
        vramPercent: percentOf(amountOf('memory.used'), amountOf('memory.total')),
      },
    ]
  })
  if (states.length === 0) throw new Error('The output of nvidia-smi lists no GPU')
  return states
}

function columnNames(line: string): string[] {
  return line.split(',').map((name) => name.replace(/\[.*\]/, '').trim())
}

/** A number with or without its unit. */
function amount(text: string | undefined): number | undefined {
  const [, digits] = /^(\d+(?:\.\d+)?)(?: ?(?:%|MiB))?$/.exec(text ?? '') ?? []
  return digits === undefined ? undefined : Number(digits)
}
