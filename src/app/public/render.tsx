import type { PublicPage, PublicPages, Texts } from '../../contract/pages.ts'
export function createPublicPages(): PublicPages {
  return {
    texts: (): Texts => ({}),
    render(page: PublicPage) {
      const view = page.view
      const name = 'name' in view ? view.name : ''
      return { title: view.view, description: '', html: view.view === 'join' ? `<h1>${view.join.name}</h1><form method="post"><input name="name" value="${name}"></form>` : view.view }
    },
  }
}
