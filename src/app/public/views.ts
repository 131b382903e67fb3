import type { PublicPage, PublicView } from '../../contract/pages.ts'

/** What a page of one view is given. */
export type ViewOf<Name extends PublicView['view']> = Extract<PublicView, { view: Name }>

export interface ViewProps<Name extends PublicView['view']> {
  page: PublicPage
  view: ViewOf<Name>
}
