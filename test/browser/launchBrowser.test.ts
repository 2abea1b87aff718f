import assert from 'node:assert/strict';
import { launchBrowser } from '../launchBrowser';

describe("the tests' browser", () => {
  it('draws as on a machine without a graphics card, on any machine, and does not emulate a card', async () => {
    const devtools = await (await launchBrowser()).newBrowserCDPSession();
    const { gpu } = await devtools.send('SystemInfo.getInfo');
    await devtools.detach();
    const { gpu_compositing, rasterization } = gpu.featureStatus as Record<string, string>;
    assert.deepEqual({ gpu_compositing, rasterization }, { gpu_compositing: 'disabled_software', rasterization: 'disabled_software' });
  });
});
