import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['scripts/build-wasm.mjs', 'test/spark/keeper.ts'],
    isolate: false,
    testTimeout: 30_000,
  },
});
