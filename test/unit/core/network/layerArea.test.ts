import assert from 'node:assert/strict';
import { attentionArea } from '../../../../src/core/experiment/attentionArea';
import { namedNetwork } from '../../../../src/core/network/architectures/namedNetwork';
import { buildGraph, type Graph } from '../../../../src/core/network/buildGraph';
import type { Layer } from '../../../../src/core/network/layer';
import { layerArea } from '../../../../src/core/network/layerArea';

const sizes = { filters: [4, 8, 8], width: 0.125, depth: 3, trunk: 'resnet-18', dropout: 0 } as const;
const named = (name: 'compact-cnn' | 'resnet-18' | 'unet', size: readonly [number, number]): Graph =>
  buildGraph(namedNetwork({ ...sizes, name }, { size, scalars: 0, outputs: 1 }));

function areaOf(graph: Graph, name: string) {
  const layer = graph.layers.find((node) => node.layer.name === name);
  assert.ok(layer);
  return layerArea(graph, layer);
}

const plain = (layers: readonly Layer[]): Graph =>
  buildGraph({ inputs: { image: [1, 20, 30] }, layers, output: layers.at(-1)?.name ?? '' });

describe("where a layer's places lie in the network's image", () => {
  it('is the whole image after poolings side by side, and leaves out the rest that they drop', () => {
    assert.deepEqual(areaOf(named('compact-cnn', [32, 48]), 'relu3'), { x: 0, y: 0, width: 48, height: 32 });
    assert.deepEqual(areaOf(named('compact-cnn', [35, 48]), 'relu3'), { x: 0, y: 0, width: 48, height: 32 });
  });

  it('is half a place up and left where strides begin at the first pixel, as in a ResNet', () => {
    // Its five strides of 2 put the first place onto the middle of the first pixel, and the next ones 32 pixels apart.
    assert.deepEqual(areaOf(named('resnet-18', [224, 160]), 'layer4.1.relu'), { x: -15.5, y: -15.5, width: 160, height: 224 });
  });

  it('comes back where a U-Net goes up again', () => {
    const graph = named('unet', [32, 32]);
    assert.deepEqual(areaOf(graph, 'down3.conv2.relu'), { x: 0, y: 0, width: 32, height: 32 });
    assert.deepEqual(areaOf(graph, 'up0.conv2.relu'), { x: 0, y: 0, width: 32, height: 32 });
  });

  it('follows kernels without a border, dilation, padding, cropping and enlarging', () => {
    const conv = { op: 'conv', name: 'conv', from: ['image'], filters: 2, kernel: [3, 5], padding: 0, dilation: [2, 1] } as const;
    assert.deepEqual(areaOf(plain([conv]), 'conv'), { x: 2, y: 2, width: 26, height: 16 });
    const pad = { op: 'pad', name: 'pad', from: ['conv'], top: 1, left: 3 } as const;
    assert.deepEqual(areaOf(plain([conv, pad]), 'pad'), { x: -1, y: 1, width: 29, height: 17 });
    const crop = { op: 'crop', name: 'crop', from: ['image'], top: 2, left: 1, right: 9 } as const;
    assert.deepEqual(areaOf(plain([crop]), 'crop'), { x: 1, y: 2, width: 20, height: 18 });
    for (const mode of ['nearest', 'bilinear'] as const)
      assert.deepEqual(areaOf(plain([crop, { op: 'upsample', name: 'up', from: ['crop'], scale: 4, mode }]), 'up'), {
        x: 1,
        y: 2,
        width: 20,
        height: 18,
      });
  });

  it('is none where places are no longer told apart', () => {
    assert.equal(areaOf(named('compact-cnn', [32, 32]), 'mean'), null);
  });
});

describe('where a map lies in its image', () => {
  const to = { rows: 64, columns: 64 };
  const whole = { x: 0, y: 0, width: 64, height: 64 };

  it('reaches over the borders that padding adds', () => {
    // 200 x 100 pixels become 64 x 32, with 16 empty columns at each side.
    assert.deepEqual(attentionArea(whole, { rows: 200, columns: 100 }, to, 'pad'), { x: -50, y: 0, width: 200, height: 200 });
  });

  it('leaves out what a crop cuts off', () => {
    assert.deepEqual(attentionArea(whole, { rows: 100, columns: 200 }, to, 'crop'), { x: 50, y: 0, width: 100, height: 100 });
  });

  it('is stretched as the image is', () => {
    assert.deepEqual(attentionArea({ x: 16, y: 0, width: 32, height: 32 }, { rows: 100, columns: 200 }, to, 'stretch'), {
      x: 50,
      y: 0,
      width: 100,
      height: 50,
    });
  });
});
