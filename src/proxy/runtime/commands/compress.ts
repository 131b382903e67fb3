import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/*
 * The last step of `npm run build`: a brotli and a gzip twin of every file that compresses (Vite makes none;
 * browsers take brotli over https alone), and the mark by which `npm start` sees that the client is built.
 */
const folder = path.resolve(import.meta.dirname, '../../../../dist')
const compressible = /\.(js|css|svg|html|json)$/

for (const name of await readdir(path.join(folder, 'client'), { recursive: true })) {
  if (!compressible.test(name)) continue
  const file = path.join(folder, 'client', name)
  const content = await readFile(file)
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
  await writeFile(`${file}.br`, brotliCompressSync(content, options))
  await writeFile(`${file}.gz`, gzipSync(content, { level: 9 }))
}
await writeFile(path.join(folder, 'built'), `${new Date().toISOString()}\n`)
