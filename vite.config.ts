import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type UserConfig } from 'vite'
import { calls } from './src/contract/calls.ts'

/** Browsers get the method and path of each call, and not the schemas that the table of endpoints has beside them. */
const callsAlone: Plugin = {
  name: 'calls-alone',
  load: (id) =>
    id.endsWith('/src/contract/calls.ts') ? `export const calls = ${JSON.stringify(calls)}` : null,
}

// What the members' first page needs comes in few files, because each costs a round trip: all styles, and all
// code: a page of ours is a kilobyte. The texts of a language stay a file of their own.
const memberChunks = [
  { name: 'styles', test: /\.css$/ },
  {
    name: 'base',
    test: /\/node_modules\/(?!zod\/)|rolldown\/runtime|\/src\/contract\/(addresses|calls|problems)\.ts$|\/src\/app(\/(member(\/dialogs|\/room|\/pages)?|parts|ui))?\/(?!main|texts-)[^/]+\.tsx?$/,
  },
]

/** What browsers load: two builds, so that a guest's page is one script and one style that hold nothing else. */
const browsers: UserConfig = {
  plugins: [react(), callsAlone],
  publicDir: 'src/app/files',
  build: { outDir: 'dist/client', modulePreload: { polyfill: false } },
  environments: {
    client: {
      build: {
        emptyOutDir: true,
        manifest: true,
        chunkSizeWarningLimit: 700,
        rolldownOptions: {
          input: { member: 'index.html' },
          output: { codeSplitting: { groups: memberChunks } },
        },
      },
    },
    public: {
      consumer: 'client',
      build: {
        emptyOutDir: false,
        copyPublicDir: false,
        manifest: '.vite/public.json',
        rolldownOptions: { input: { public: 'src/app/public/hydrate.tsx' } },
      },
    },
  },
  builder: {
    async buildApp({ build, environments }) {
      for (const environment of [environments.client, environments.public]) {
        if (environment) await build(environment)
      }
    },
  },
}

/**
 * The renderer of the public pages, for the proxy: Node runs our TypeScript but does not read .tsx. It holds React
 * itself, in its production build alone: left to `NODE_ENV` at run time, both would be in it, and the slow one used.
 */
const renderer: UserConfig = {
  plugins: [react(), callsAlone],
  publicDir: false,
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  build: {
    outDir: 'dist/server',
    emptyOutDir: true,
    rolldownOptions: { input: { render: 'src/app/public/render.tsx' } },
  },
  ssr: { noExternal: true },
}

export default defineConfig(({ isSsrBuild }) => (isSsrBuild ? renderer : browsers))
