import type { PublicPage, PublicView } from '../../contract/pages.ts'

/** The data of a page, by its view. */
export type ViewOf<Name extends PublicView['view']> = Extract<PublicView, { view: Name }>

export interface ViewProps<Name extends PublicView['view']> {
  page: PublicPage
  view: ViewOf<Name>
}
