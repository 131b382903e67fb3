import path from 'node:path'
import { buildIfStale } from '../../src/proxy/runtime/build.ts'

/** Once for all: two Foyers that start at the same time would build at the same time. */
export default async function build(): Promise<void> {
  await buildIfStale(path.resolve(import.meta.dirname, '../..'), (line) => process.stdout.write(`${line}\n`))
}
