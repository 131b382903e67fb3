import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')

/** One import of a source file, `export … from` included. */
export interface Import {
  /** A path from the project's folder for what is ours, else the name as written. */
  to: string
  /** Only types: nothing is loaded. */
  type: boolean
  /** Loaded when it is needed: `import('…')`. */
  lazy: boolean
}

/** A file of ours; `path` is from the project's folder, with `/`. */
export interface Source {
  path: string
  text: string
  imports: Import[]
}

/** The texts of the files below a folder, by path. */
export function filesBelow(folder: string, shape: RegExp): { path: string; text: string }[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
    .filter((name) => shape.test(name))
    .sort()
    .map((name) => ({ path: name, text: readFileSync(path.join(root, name), 'utf8') }))
}

export function readSources(folder: string): Source[] {
  return filesBelow(folder, /\.tsx?$/).map(({ path, text }) => ({
    path,
    text,
    imports: importsOf(path, text),
  }))
}

const forms =
  /^[ \t]*(?:import|export)\s+(?<type>type\s)?[\w$\s{},*]*?\bfrom\s*['"](?<from>[^'"]+)['"]|^[ \t]*import\s*['"](?<bare>[^'"]+)['"]|\bimport\(\s*['"](?<lazy>[^'"]+)['"]/gm

/** What a file imports. Formatting is Biome's, so that statements begin their lines. */
export function importsOf(file: string, text: string): Import[] {
  return [...withoutComments(text).matchAll(forms)].map(({ groups = {} }) => {
    const written = groups.from ?? groups.bare ?? groups.lazy ?? ''
    const to = written.startsWith('.') ? path.posix.join(path.posix.dirname(file), written) : written
    return { to, type: groups.type !== undefined, lazy: groups.lazy !== undefined }
  })
}

/** The code alone. A `//` inside a text is taken for one too, unless a colon stands before it, as in addresses. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(?<![:'"`\\/])\/\/.*$/gm, '')
}
