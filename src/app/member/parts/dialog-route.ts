import { useLocation, useNavigate, useSearchParams } from 'react-router'

/**
 * A dialog with an address of its own, `?new` or `?rename`: the back button closes it, a reload and a new
 * sign-in bring it back.
 */
export function useDialogRoute(name: string) {
  const [search] = useSearchParams()
  const location = useLocation()
  const navigate = useNavigate()
  const cameByClick = location.state === openedHere

  return {
    isOpen: search.has(name),
    /** The id of its subject, where there is a dialog for each of several things: `?schedule=id`. */
    about: search.get(name) ?? '',
    open: () => navigate({ search: `?${name}` }, { state: openedHere }),
    openFor: (about: string) =>
      navigate({ search: `?${name}=${encodeURIComponent(about)}` }, { state: openedHere }),
    /** Back to where it was opened; where it was opened by its address, to the page below it. */
    close: () => (cameByClick ? navigate(-1) : navigate({ search: '' }, { replace: true })),
  }
}

const openedHere = 'dialog'
