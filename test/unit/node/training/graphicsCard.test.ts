import assert from 'node:assert/strict';
import { linuxCard, macCard, windowsCard } from '../../../../src/node/training/graphicsCard';

const linux = { files: ['/dev/null', '/tmp/x'], libraries: '', nvidia: [], vendorOf: {} };

describe('the graphics card in use', () => {
  it('is software on Linux where no device file of a card is open', () => {
    const libraries = '7f00 r-xp /usr/lib/chromium/libvk_swiftshader.so\n7f01 r-xp /usr/lib/x86_64-linux-gnu/libvulkan_radeon.so';
    assert.deepEqual(linuxCard({ ...linux, libraries }), { name: 'SwiftShader in software', software: true });
    assert.deepEqual(linuxCard({ ...linux, libraries: '/usr/lib/libvulkan_lvp.so' }), { name: 'llvmpipe in software', software: true });
    assert.deepEqual(linuxCard(linux), { name: 'a graphics card in software', software: true });
    // The display's file is open where somebody draws, which is no computing.
    assert.equal(linuxCard({ ...linux, files: ['/dev/dri/card0'] }).software, true);
  });

  it('is what holds its device file open, by its name or maker', () => {
    const nvidia = ['NVIDIA RTX A4000'];
    assert.deepEqual(linuxCard({ ...linux, files: ['/dev/nvidiactl', '/dev/nvidia0'], nvidia }), {
      name: 'NVIDIA RTX A4000',
      software: false,
    });
    const files = ['/dev/dri/renderD128'];
    assert.deepEqual(linuxCard({ ...linux, files, nvidia, vendorOf: { '/dev/dri/renderD128': '0x1002' } }), {
      name: 'AMD graphics',
      software: false,
    });
    assert.equal(linuxCard({ ...linux, files, vendorOf: { '/dev/dri/renderD128': '0x1ae0' } }).name, 'maker 0x1ae0 graphics');
    assert.deepEqual(linuxCard({ ...linux, files }), { name: 'a graphics card', software: false });
  });

  it("is on Windows the first that is not Microsoft's own", () => {
    assert.deepEqual(windowsCard('Microsoft Remote Display Adapter\r\nNVIDIA T1000\r\n'), { name: 'NVIDIA T1000', software: false });
    assert.deepEqual(windowsCard('Microsoft Basic Display Adapter\r\n'), { name: 'Microsoft Basic Display Adapter', software: true });
    assert.deepEqual(windowsCard(''), { name: 'a graphics card', software: false });
  });

  it("is macOS's chipset", () => {
    assert.equal(macCard('Graphics/Displays:\n\n    Apple M2:\n\n      Chipset Model: Apple M2\n      Type: GPU\n').name, 'Apple M2');
    assert.deepEqual(macCard(''), { name: 'a graphics card', software: false });
  });
});
