import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['scripts/build-wasm.mjs'],
    isolate: false,
    testTimeout: 30_000,
  },
});
