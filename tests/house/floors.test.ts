import { expect, test } from 'vitest'
import { readSources } from './sources.ts'

/*
 * The floors of the proxy, the lowest first, what stands on two of them, and the features of the member's pages. Each
 * imports, types included, only what is named before it: so no two folders import each other, by any way round.
 */
const orders: Record<string, string> = {
  'src/proxy/': 'platform bbb access features pages proxy.ts runtime main.ts',
  'src/proxy/platform/': 'problem.ts limits.ts time crypto text store settings files environment limits http',
  'src/proxy/features/':
    'servers organisations rooms host-links schedules offers co-hosts presentations recordings meetings phone ' +
    'consents feedback join invitations calendars room-page status operator',
  'src/app/member/':
    'parts refusal account host-links schedules presentations recordings organisation operator room hosts rooms shell ' +
    'routes.tsx app.tsx main.tsx',
}

const files = readSources('src')

test.each(Object.entries(orders))('%s: %s', (folder, order) => {
  const places = order.split(' ')
  const placeOf = (path: string) =>
    path.startsWith(folder) ? places.indexOf(path.slice(folder.length).split('/')[0] ?? '') : null
  const unnamed = files.filter(({ path }) => placeOf(path) === -1).map(({ path }) => `${path} has no place`)
  const upwards = files.flatMap(({ path, imports }) =>
    imports.filter(({ to }) => isAbove(placeOf(to), placeOf(path))).map(({ to }) => `${path} imports ${to}`),
  )
  expect([...unnamed, ...upwards]).toEqual([])
})

function isAbove(one: number | null, other: number | null): boolean {
  return one !== null && other !== null && one > other
}
