import { pathToFileURL } from 'node:url'
import type { PublicPages } from '../../contract/pages.ts'

interface Renderer {
  createPublicPages(): PublicPages
}

/** The public pages' renderer as `npm run build` left it: Node does not read `.tsx`. */
export async function builtPages(file: string): Promise<PublicPages> {
  const renderer: unknown = await import(pathToFileURL(file).href)
  if (!isRenderer(renderer)) throw new Error(`${file} renders no pages: run npm run build`)
  return renderer.createPublicPages()
}

function isRenderer(module: unknown): module is Renderer {
  return typeof module === 'object' && module !== null && 'createPublicPages' in module
}
