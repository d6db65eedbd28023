/** What a route says of itself in /openapi.json. */
import { describeRoute, resolver } from 'hono-openapi';
import { errorBody } from '@balie/contracts';
import type { ZodMiniType } from 'zod/mini';

type MediaType = 'application/json' | 'application/x-www-form-urlencoded' | 'text/plain';
export interface Description {
  summary: string;
  /** What must come along: `dpop` a proof, `token` an access token with its proof. */
  security?: 'dpop' | 'token';
  body?: { type: MediaType; schema: ZodMiniType };
  answers: Record<number, { description: string; schema?: ZodMiniType }>;
}

export function describe({ summary, security, body, answers }: Description) {
  const content = (type: MediaType, schema: ZodMiniType | undefined) => (schema ? { content: { [type]: { schema: resolver(schema) } } } : {});
  const responses = Object.fromEntries(Object.entries(answers).map(([status, { description, schema }]) => [status, { description, ...content('application/json', schema) }]));
  const header = (name: string, description: string) => ({ in: 'header' as const, name, required: true, description, schema: { type: 'string' as const } });
  return describeRoute({
    tags: ['token service'], summary,
    parameters: [...(security === 'token' ? [header('Authorization', 'DPoP access token (RFC 9449)')] : []), ...(security ? [header('DPoP', 'proof of possession with nonce (RFC 9449)')] : [])],
    // The generator's type wants a schema already resolved here, though it resolves this one like those of the answers.
    ...(body ? { requestBody: { required: true, ...content(body.type, body.schema) } as never } : {}),
    responses: { ...responses, default: { description: 'error of the table, with a correlation id', ...content('application/json', errorBody) } },
  });
}
