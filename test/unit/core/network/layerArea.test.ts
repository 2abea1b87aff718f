import assert from 'node:assert/strict';
import { attentionArea } from '../../../../src/core/experiment/attentionArea';
import { namedNetwork } from '../../../../src/core/network/architectures/namedNetwork';
import { buildGraph, type Graph, type Slot } from '../../../../src/core/network/buildGraph';
import { makeEmitter } from '../../../../src/core/network/emitter';
import { forwardPass } from '../../../../src/core/network/forwardPass';
import { backwardPass } from '../../../../src/core/network/gradient';
import type { Layer } from '../../../../src/core/network/layer';
import { layerArea } from '../../../../src/core/network/layerArea';
import { encodeOnnx } from '../../../../src/core/network/onnx';
import { openSession } from '../../../../src/node/training/session';

const sizes = { filters: [4, 8, 8], width: 0.125, depth: 3, trunk: 'resnet-18', dropout: 0 } as const;
const named = (name: 'compact-cnn' | 'resnet-18' | 'unet', size: readonly [number, number]): Graph =>
  buildGraph(namedNetwork({ ...sizes, name }, { size, scalars: 0, outputs: 1 }));

function areaOf(graph: Graph, name: string) {
  const layer = graph.layers.find((node) => node.layer.name === name);
  assert.ok(layer);
  return layerArea(graph, layer);
}

/** The middle of the pixels of an even image by how much the middle place of a layer depends on them, in a network whose weights are all alike. */
async function dependence({ network }: Graph, layer: string) {
  const graph = buildGraph({ ...network, output: layer });
  const [channels = 0, count = 0] = graph.outputShape;
  const place = Math.floor(count / 2);
  const emit = makeEmitter();
  const ones = ({ shape, size, name }: Slot) =>
    emit.floats(new Float32Array(size).fill(name === 'shift' || name === 'mean' ? 0 : name === 'weight' ? 0.1 : 1), shape);
  const passes = forwardPass(emit, graph, { parameters: graph.parameters.map(ones), state: graph.state.map(ones) }, false);
  emit.output(backwardPass(emit, passes, layer, 'direction').values.get('image') ?? '', 'gradient');
  const [, rows = 0, columns = 0] = network.inputs.image ?? [];
  const inputs = [
    { name: 'image', dims: [1, 1, rows, columns] },
    { name: 'direction', dims: [1, ...graph.outputShape] },
  ];
  const session = await openSession(encodeOnnx(emit.finish('dependence', inputs, [{ name: 'gradient', dims: [1, 1, rows, columns] }])), 1);
  const direction = new Float32Array(channels * count * count);
  direction[place * count + place] = 1;
  const given = [new Float32Array(rows * columns).fill(1), direction];
  const fed = Object.fromEntries(inputs.map(({ name, dims }, index) => [name, { data: given[index] ?? new Float32Array(), dims }]));
  const { gradient = new Float32Array() } = await session.run(fed).finally(session.close);
  const sum = (weigh: (index: number) => number) => gradient.reduce((all, value, index) => all + value * weigh(index), 0);
  const all = sum(() => 1);
  return {
    place,
    count,
    column: sum((index) => (index % columns) + 0.5) / all,
    row: sum((index) => Math.floor(index / columns) + 0.5) / all,
  };
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

  for (const [name, side, layer] of [
    ['compact-cnn', 64, 'relu3'],
    ['resnet-18', 512, 'layer4.1.relu'],
    ['unet', 256, 'down3.conv2.relu'],
  ] as const) {
    it(`has the middle of all pixels that a place depends on in the place's own middle: ${layer} of ${name}`, async () => {
      const graph = named(name, [side, side]);
      const area = areaOf(graph, layer);
      const found = await dependence(graph, layer);
      assert.ok(area);
      const middle = (start: number, length: number) => start + ((found.place + 0.5) * length) / found.count;
      assert.ok(Math.abs(found.column - middle(area.x, area.width)) < 0.05, `column ${found.column}`);
      assert.ok(Math.abs(found.row - middle(area.y, area.height)) < 0.05, `row ${found.row}`);
    });
  }

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
