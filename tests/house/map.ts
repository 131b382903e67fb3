import { filesBelow, readSources, type Source } from './sources.ts'

/*
 * `npm run map`: figures about the code as Markdown, for docs/architecture.md. Lines are those of the file, comments
 * and empty ones included.
 */

const areas = ['src/contract', 'src/app', 'src/proxy', 'src/demo', 'tests']

const sources = [...readSources('src'), ...readSources('tests')]

function linesOf({ text }: { text: string }): number {
  return text.trimEnd().split('\n').length
}

/** @param share 0 to 1 */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

function row(cells: (string | number)[]): string {
  return `| ${cells.join(' | ')} |`
}

function table(heads: string[], rows: (string | number)[][]): string {
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n')
}

function sizes(name: string, files: Source[]): (string | number)[] {
  const sorted = files.map(linesOf).sort((a, b) => a - b)
  const most = files.toSorted((a, b) => linesOf(b) - linesOf(a))[0]
  const total = sorted.reduce((sum, lines) => sum + lines, 0)
  const largest = most ? `${linesOf(most)} (${most.path.slice(name.length + 1)})` : ''
  return [`\`${name}\``, files.length, total, quantile(sorted, 0.5), quantile(sorted, 0.9), largest]
}

/** The folder of a file, at most two levels below its area: `src/proxy/features/rooms`. */
function folderOf(path: string): string {
  return path.split('/').slice(0, -1).slice(0, 4).join('/')
}

function foldersOf(area: string): string[] {
  const folders = sources.filter(({ path }) => path.startsWith(`${area}/`)).map(({ path }) => folderOf(path))
  return [...new Set(folders)].sort()
}

/** A folder, or a file that lies in the area itself, as `proxy.ts`, which stands on all others. */
function placeOf(area: string, path: string): string {
  const folder = folderOf(path)
  return folder === area ? path : folder
}

/** Places that can be reached from each other by imports, types included; each group once. */
function circles(area: string): string[][] {
  const inArea = sources.filter(({ path }) => path.startsWith(`${area}/`))
  const next = new Map(inArea.map(({ path }) => [placeOf(area, path), new Set<string>()]))
  for (const { path, imports } of inArea) {
    for (const { to } of imports) {
      if (to.startsWith(`${area}/`)) next.get(placeOf(area, path))?.add(placeOf(area, to))
    }
  }
  const reached = new Map([...next.keys()].map((folder) => [folder, reachableFrom(folder, next)]))
  const groups = [...next.keys()].map((folder) =>
    [...next.keys()].filter(
      (other) => other === folder || (reached.get(folder)?.has(other) && reached.get(other)?.has(folder)),
    ),
  )
  return groups.filter((group) => group.length > 1 && isFirst(group, groups))
}

function isFirst(group: string[], groups: string[][]): boolean {
  return groups.find(([first]) => first === group[0]) === group
}

function reachableFrom(start: string, next: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const seen = new Set<string>()
  const waiting = [start]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const to of next.get(folder) ?? []) {
      if (seen.has(to)) continue
      seen.add(to)
      waiting.push(to)
    }
  }
  return seen
}

function effects(): string {
  const client = sources.filter(({ path }) => path.startsWith('src/app/'))
  const lines = client.reduce((sum, file) => sum + linesOf(file), 0)
  const count = client.reduce(
    (sum, { text }) => sum + (text.match(/\buse(Layout)?Effect\(/g) ?? []).length,
    0,
  )
  return `${count} in ${lines} lines of the client: ${((count / lines) * 1_000).toFixed(1)} per 1,000.`
}

function report(): string {
  const folders = [...foldersOf('src/proxy'), ...foldersOf('src/app')]
  const heads = ['folder', 'files', 'lines', 'median', 'p90', 'largest']
  const below = (folder: string) => sources.filter(({ path }) => path.startsWith(`${folder}/`))
  const long = sources.filter((file) => file.path.startsWith('src/') && linesOf(file) > 250)
  const styles = filesBelow('src', /\.css$/).reduce((sum, file) => sum + linesOf(file), 0)
  const knots = circles('src/proxy').map((group) => `- ${group.map((folder) => `\`${folder}\``).join(', ')}`)
  return [
    table(
      heads,
      areas.map((area) => sizes(area, below(area))),
    ),
    `And ${styles} lines of CSS in \`src/\`. The folders of the proxy and of the client:`,
    table(
      heads,
      folders.map((folder) =>
        sizes(
          folder,
          below(folder).filter(({ path }) => folderOf(path) === folder),
        ),
      ),
    ),
    `Files of \`src/\` over 250 lines: ${long.map((file) => `\`${file.path}\` (${linesOf(file)})`).join(', ') || 'none'}.`,
    `Effects (\`useEffect\`, \`useLayoutEffect\`): ${effects()}`,
    `Folders of the proxy that import each other: ${knots.length > 0 ? `\n\n${knots.join('\n')}` : 'none.'}`,
  ].join('\n\n')
}

process.stdout.write(`${report()}\n`)
