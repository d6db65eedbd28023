/** The broker in a process of its own: `BALIE_EID` says what it serves, as JSON. */
import { startBroker, type BrokerOptions } from './broker.ts';

const broker = await startBroker(JSON.parse(process.env['BALIE_EID'] ?? '{}') as BrokerOptions);
console.log('ready');
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, () => { void broker.stop().then(() => process.exit(0)); });
