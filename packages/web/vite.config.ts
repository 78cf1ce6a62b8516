import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { devPages } from './build/dev-pages.ts';
import { looks } from './build/looks.ts';
import { ownLocales } from './build/own-locales.ts';
import { precompress } from './build/precompress.ts';

/** The server's own address while the portals are developed. */
const SERVER = process.env['HEARTHGATE_URL'] ?? 'http://127.0.0.1:8080';
const OPERATORS = process.env['HEARTHGATE_ADMIN_URL'] ?? 'http://127.0.0.1:8081';

export default defineConfig({
  base: '/portal-assets/',
  plugins: [react(), looks(), ownLocales(), devPages(), precompress()],
  build: {
    target: 'baseline-widely-available',
    manifest: true,
    // Its inline script would break the content security policy; every browser of the target preloads by itself.
    modulePreload: { polyfill: false },
    // A data: address is refused by the same policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // What a first load may weigh is said by test/first-load.test.ts.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: { input: ['owner.html', 'pro.html', 'operator.html'] },
  },
  server: {
    proxy: {
      // The host stays this one, so that the servers find their own page in `Origin`.
      '^/operator': { target: OPERATORS, changeOrigin: false },
      '^/(?!portal-assets/|owner/portal|pro/portal|console)': { target: SERVER, changeOrigin: false },
    },
  },
});
