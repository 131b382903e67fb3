import { QueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { UserManager } from 'oidc-client-ts'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { initReactI18next } from 'react-i18next'
import { createBrowserRouter, RouterProvider } from 'react-router'

/* The least that a page of these libraries loads: the floor for the members' pages. */

const session = { authority: '/', client_id: 'foyer', redirect_uri: '/' }
void i18next.use(initReactI18next).init({ lng: 'en', resources: {} })
void new UserManager(session).getUser()
new QueryClient().mount()
const router = createBrowserRouter([{ path: '/', element: createElement('p') }])
createRoot(document.body).render(createElement(RouterProvider, { router }))
