/** `npm run migration -- --name what_changed` writes the SQL between the last migration and `schema.ts`; paths are seen from packages/database. */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({ dialect: 'postgresql', schema: './src/schema.ts', out: './migrations' });
