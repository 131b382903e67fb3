import { spawn } from 'node:child_process'
import { freePort } from '../e2e/world.ts'
import { startFlags } from '../start-words.ts'
import { pinned } from './process.ts'

/** A bare `node:http` server in a process of its own: what any answer costs on this machine now. */
export interface Floor {
  origin: string
  pid: number
  close(): void
}

/** @param script another server that is to be measured beside it */
export async function openFloor(script: 'bare.ts' | 'driver.ts' = 'bare.ts'): Promise<Floor> {
  const port = await freePort()
  const [command = '', ...words] = pinned([
    process.execPath,
    ...startFlags,
    new URL(script, import.meta.url).pathname,
    String(port),
  ])
  const child = spawn(command, words, { stdio: 'inherit' })
  const origin = `http://127.0.0.1:${port}`
  while (!(await isThere(origin))) await new Promise((resolve) => setTimeout(resolve, 20))
  return { origin, pid: child.pid ?? 0, close: () => child.kill() }
}

async function isThere(origin: string): Promise<boolean> {
  return await fetch(origin).then(
    (answer) => answer.ok,
    () => false,
  )
}
