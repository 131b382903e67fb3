import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** Seconds of processor time that a process has used, over all its threads. */
export function processorTime(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const nanoseconds = threads.map((thread) => {
    try {
      return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    } catch {
      // The thread has ended.
      return 0
    }
  })
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e9
}

/** Megabytes that a process has in memory now. */
export function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

/** A command on the first core alone, where there are several and `taskset` is there; else as it is. */
export function pinned(command: readonly string[]): readonly string[] {
  const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-p', String(process.pid)]).status === 0
  return canPin ? ['taskset', '-c', '0', ...command] : command
}
