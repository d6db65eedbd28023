/** Whose request it is, for the limits a network: the socket's address, or behind a proxy of ours what that proxy says. */
import { BlockList, isIP } from 'node:net';
import { socketAddress } from '@balie/contracts';

/**
 * @param trusted addresses of our proxies (`BALIE_TRUSTED_PROXIES`). X-Forwarded-For is read only from those, from its right end, and the first address
 * that is none of ours counts: what a caller wrote further left is never believed.
 */
export function callerAddress(trusted: readonly string[]): (request: Request, env: unknown) => string {
  const ours = new BlockList();
  for (const address of trusted) ours.addAddress(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, '');
  const isOurs = (address: string) => isIP(address) !== 0 && ours.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (request, env) => {
    const socket = plain(socketAddress(request, env));
    if (!isOurs(socket)) return socket;
    const said = (request.headers.get('x-forwarded-for') ?? '').split(',').map(plain).reverse();
    return said.find((address) => isIP(address) !== 0 && !isOurs(address)) ?? socket;
  };
}
