import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readSettings, type Settings } from '../../platform/settings/settings.ts'

/**
 * The settings of the file that `FOYER_CONFIG` names, or else of `foyer.yaml` in a folder. Paths within it are
 * relative to it.
 * @param folder where the process was started
 * @returns null where there is no file, which is the demo's case
 * @throws Error for the operator, where `FOYER_CONFIG` names a file that is missing, or the settings are wrong
 */
export async function findSettings(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): Promise<Settings | null> {
  const named = environment.FOYER_CONFIG
  const file = path.resolve(folder, named || 'foyer.yaml')
  if (!existsSync(file)) {
    if (named) throw new Error(`FOYER_CONFIG names ${file}, which does not exist.`)
    return null
  }
  try {
    return beside(file, readSettings(await readFile(file, 'utf8'), environment))
  } catch (cause) {
    throw new Error(`${file} cannot be used:\n${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

function beside(file: string, settings: Settings): Settings {
  const { dataDir, brand } = settings
  const found = (relative: string) => path.resolve(path.dirname(file), relative)
  const logo = brand.logo === null ? null : found(brand.logo)
  return { ...settings, dataDir: found(dataDir), brand: { ...brand, logo } }
}

/** The place of the store: the settings', or the demo's where there are none. */
export async function findStore(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): Promise<Pick<Settings, 'database' | 'dataDir'>> {
  const demo = { database: null, dataDir: path.resolve(folder, 'data/demo') }
  return (await findSettings(environment, folder)) ?? demo
}
