/** What the browser test runner gives every test file; its own types would clash with the other runners'. */
interface BrowserTest { timeout(milliseconds: number): void }
declare function describe(title: string, body: () => void): void;
declare function it(title: string, body: () => void | Promise<void>): BrowserTest;
declare function before(body: () => void | Promise<void>): void;
declare function beforeEach(body: () => void | Promise<void>): void;
declare function after(body: () => void | Promise<void>): void;
declare function afterEach(body: () => void | Promise<void>): void;
