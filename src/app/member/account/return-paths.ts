import { matchPath } from 'react-router'
import { memberPaths } from '../../../contract/addresses.ts'
import { paths } from '../../paths.ts'

/** Paths that a sign-in may lead back to: the member's pages, and public ones that lead to a sign-in. */
const returnPaths = [...Object.values(memberPaths), paths.status, `${paths.recordings}/:id`]

export function isReturnPath(pathname: string): boolean {
  return returnPaths.some((pattern) => matchPath(pattern, pathname))
}
