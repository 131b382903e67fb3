import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Two builds from one file: `vite build` makes what browsers load, `vite build --ssr` makes the renderer of
// the public pages, because Node runs our TypeScript but does not read .tsx.
export default defineConfig(({ isSsrBuild }) => ({
  plugins: [react()],
  build: isSsrBuild
    ? {
        outDir: 'dist/server',
        emptyOutDir: true,
        rolldownOptions: { input: { render: 'src/app/public/render.tsx' } },
      }
    : {
        outDir: 'dist/client',
        emptyOutDir: true,
        manifest: true,
        modulePreload: { polyfill: false },
        rolldownOptions: {
          input: { member: 'index.html', public: 'src/app/public/hydrate.tsx' },
        },
      },
  ssr: isSsrBuild ? { noExternal: true } : {},
}))
