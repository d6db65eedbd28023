/** Keeps the last click of a page of ours: what was pressed before its element was there is pressed again by the element (`LightElement`). Links and forms need none of it. */
export const pressScript = `addEventListener('click', (event) => { globalThis.baliePressed = event; });`;

/**
 * First script of a frame page, inline so that it costs no round trip; its hash stands in the policy. Keeps what is pressed, and speaks the handshake of contracts/frame-port.ts: says hello to the site
 * that may embed this page, keeps the port for the module, and where the page came with a form says `ready` and the height at once.
 * Plain JavaScript: browsers run it as it stands here.
 */
export const firstScript = `${pressScript}
(() => {
  const host = document.documentElement.dataset.host;
  if (!host || parent === self) return;
  const connected = new Promise((resolve) => {
    addEventListener('message', function join(event) {
      const port = event.ports[0];
      if (event.source !== parent || event.origin !== host || event.data?.balie !== 'connect' || event.data.v !== 1 || !port) return;
      removeEventListener('message', join);
      port.postMessage({ type: 'title', title: document.title });
      if (document.querySelector('form')) {
        port.postMessage({ type: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) });
        port.postMessage({ type: 'ready' });
      }
      resolve(port);
    });
  });
  globalThis.balieFrame = { connected };
  parent.postMessage({ balie: 'hello', v: 1 }, host);
})();`.replace(/\n\s*/g, '\n');
