import { matchPath } from 'react-router'

/** Where a sign-in may lead back to: our pages, the public ones among them. */
const returnPaths = [
  '/',
  '/recordings',
  '/recordings/:id',
  '/me',
  '/operator/access',
  '/organisations/:id',
  '/organisations/:id/accept',
  '/status',
  '/:room',
  '/offers/accept',
  '/:room/settings',
  '/:room/hosts',
]

export function isReturnPath(pathname: string): boolean {
  return returnPaths.some((pattern) => matchPath(pattern, pathname))
}
